"""Shapes in metres, on a plane that touches the ground near them.

Each shape is drawn in Lambert's azimuthal equal-area projection about the nearest crossing of
every second meridian and parallel. Such a middle is at most 160 km away: areas are exact, and
lengths are right to 0.01 %. The plane of a shape does not depend on what other shapes there are.
"""

from __future__ import annotations

from functools import lru_cache, partial
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from analytics.core.geo import LONG_EDGE_DEG

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray
    from pyproj import Proj

    Shapes = NDArray[np.object_]
    Numbers = NDArray[np.float64]
    Middle = tuple[int, int]  # degrees east and north

STEP_DEG: Final = 2
HALF_TURN: Final = 180.0


def middles(shapes: Shapes) -> tuple[Numbers, Numbers]:
    """Longitude and latitude of the middle of the box round each shape.

    Of a shape on both sides of the 180th meridian, that round its first part.
    """
    bounds = shapely.bounds(shapes)
    is_split = bounds[:, 2] - bounds[:, 0] > HALF_TURN
    bounds[is_split] = shapely.bounds(shapely.get_geometry(shapes[is_split], 0))
    return (bounds[:, 0] + bounds[:, 2]) / 2, (bounds[:, 1] + bounds[:, 3]) / 2


def planes(shapes: Shapes) -> Iterator[tuple[Middle, NDArray[np.int64]]]:
    """The middle of each plane, and the positions of the shapes drawn in it."""
    lon, lat = middles(shapes)
    nearest = STEP_DEG * np.rint(np.column_stack([lon, lat]) / STEP_DEG).astype(np.int64)
    found, which = np.unique(nearest, axis=0, return_inverse=True)
    for place, (east, north) in enumerate(found):
        yield (int(east), int(north)), np.flatnonzero(which.ravel() == place)


def drawn(shapes: Shapes, middle: Middle) -> Shapes:
    """Longitude-latitude shapes in metres, long edges cut first."""
    if not len(shapes):
        return shapes
    cut = shapely.segmentize(shapes, LONG_EDGE_DEG)
    return np.asarray(shapely.transform(cut, _plane(middle), interleaved=False), dtype=object)


def stored(shapes: Shapes, middle: Middle) -> Shapes:
    """Shapes in metres back in longitude and latitude."""
    back = partial(_plane(middle), inverse=True)
    return np.asarray(shapely.transform(shapes, back, interleaved=False), dtype=object)


def in_metres(shapes: Shapes) -> Shapes:
    """Each shape in metres of its own plane: for what one shape is like, not for two together."""
    flat = np.empty(len(shapes), dtype=object)
    for middle, rows in planes(shapes):
        flat[rows] = drawn(shapes[rows], middle)
    return flat


@lru_cache(maxsize=1024)
def _plane(middle: Middle) -> Proj:
    """The projection by itself: a transformer between two systems takes fifty times as long."""
    from pyproj import Proj

    east, north = middle
    return Proj(f"+proj=laea +lat_0={north} +lon_0={east} +ellps=WGS84 +units=m")
