"""People within a distance that moves under the hand: one number, at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from analytics.analyses.exposure.rasters import population
from analytics.analyses.exposure.refusals import KM
from analytics.core import overlay
from analytics.raster import chords, rowsums
from analytics.stats.shape.reach import POINT, reach

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from analytics.core.dataset import Dataset

    Shapes = NDArray[np.object_]

LEAST_KM: Final = 0.5
MOST_KM: Final = 20.0  # any answer looks as far, so that nothing new can be refused
MOST_POINTS: Final = 20_000
MOST_OUTLINES: Final = 1_000  # the ground around each is drawn and joined again at every step


def is_quick(data: Dataset) -> bool:
    """Whether there are so few sites that a new distance is answered while one waits."""
    shapes = _shapes(data)
    return 0 < len(shapes) <= (MOST_POINTS if _are_points(shapes) else MOST_OUTLINES)


def lacks_sums(data: Dataset) -> bool:
    """Whether the grid is so large that its running sums have to be kept first."""
    raster = population(data)
    return rowsums.is_large(raster) and rowsums.find(raster) is None


def people(data: Dataset, radius_km: float) -> float:
    """People within so many kilometres of the sites, nobody twice; by chords where that helps."""
    shapes, raster = _shapes(data), population(data)
    kept = rowsums.find(raster)
    if kept is not None and _are_points(shapes):
        place = shapely.get_x(shapes), shapely.get_y(shapes)
        found = chords.people(kept, *place, radius_km * KM)
        if found is not None:
            return found
    whole = overlay.joined(reach(shapes, radius_km * KM))
    return float(rowsums.sums(raster, np.array([whole], dtype=object)).total[0])


def _shapes(data: Dataset) -> Shapes:
    shapes = data.sites.geometry.to_numpy()
    return shapes[~(shapely.is_missing(shapes) | shapely.is_empty(shapes))]


def _are_points(shapes: Shapes) -> bool:
    return bool((shapely.get_type_id(shapes) == POINT).all())
