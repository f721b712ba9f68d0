"""Ground near several shapes, dealt to the nearest one: parts that add up to the whole.

Shapes whose ground meets are looked at together, on one plane: the ground nearest to each is its
cell in a Voronoi diagram of points along the outlines. A shape that meets no other keeps its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from analytics.core import overlay, progress
from analytics.stats.shape import plane
from analytics.stats.shape.reach import HALF_TURN, split, unbroken

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from shapely import Geometry

    Shapes = NDArray[np.object_]
    Numbers = NDArray[np.float64]
    Whole = NDArray[np.int64]

STEP_M: Final = 200.0  # between points along an outline
MOST_POINTS: Final = 200  # of one outline
LEAST_M: Final = 0.01  # points closer than this are one: the first shape has it


def together(grounds: Shapes, whole: Geometry) -> Whole:
    """A number for each ground, the same where grounds meet; `whole` is all of them dissolved."""
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    pieces, owner = shapely.get_parts(grounds, return_index=True)
    parts = shapely.get_parts(whole)
    spots = shapely.point_on_surface(pieces)
    piece, part = shapely.STRtree(parts).query(spots, predicate="intersects")
    if not len(piece):
        return np.arange(len(grounds))
    size = len(grounds) + len(parts)
    links = coo_matrix((np.ones(len(piece)), (owner[piece], len(grounds) + part)), (size, size))
    return connected_components(links, directed=False)[1][: len(grounds)].astype(np.int64)


def dealt(shapes: Shapes, grounds: Shapes, groups: Whole) -> Shapes:
    """The part of each ground that is nearer to its own shape than to any other of its group."""
    own = grounds.copy()
    order = np.argsort(groups, kind="stable")
    _, at = np.unique(groups[order], return_index=True)
    done = 0
    for rows in np.split(order, at[1:]):
        if len(rows) > 1:
            own[rows] = _dealt(shapes[rows], grounds[rows])
        done += len(rows)
        progress.at(done / len(order))
    return own


def _dealt(shapes: Shapes, grounds: Shapes) -> Shapes:
    middle = _middle(grounds)
    spots, owner = _spots(plane.drawn(shapes, middle))
    flat = plane.drawn(grounds, middle)
    cells = _cells(spots, owner, len(shapes), shapely.total_bounds(flat))
    return split(unbroken(plane.stored(overlay.meet(flat, cells), middle), middle[0]))


def _middle(grounds: Shapes) -> plane.Middle:
    """Whole degrees amid the grounds, on whichever side of the 180th meridian most of them lie."""
    lon, lat = plane.middles(grounds)
    near = lon[0] + np.mod(lon - lon[0] + HALF_TURN, 2 * HALF_TURN) - HALF_TURN
    east = (float(near.min()) + float(near.max())) / 2
    return round((east + HALF_TURN) % (2 * HALF_TURN) - HALF_TURN), round(
        (float(lat.min()) + float(lat.max())) / 2
    )


def _spots(flat: Shapes) -> tuple[Numbers, Whole]:
    """Points along each shape, none of them twice."""
    step = np.maximum(STEP_M, shapely.length(flat) / MOST_POINTS)
    places, owner = shapely.get_coordinates(shapely.segmentize(flat, step), return_index=True)
    _, first = np.unique(np.round(places / LEAST_M), axis=0, return_index=True)
    first.sort()
    return places[first], owner[first].astype(np.int64)


def _cells(spots: Numbers, owner: Whole, count: int, bounds: Numbers) -> Shapes:
    """The ground nearest to each shape within the bounds; none where all its points are others'."""
    frame = shapely.box(*(bounds + np.array([-1.0, -1.0, 1.0, 1.0])))
    if len(np.unique(owner)) == 1:
        cells = np.full(count, shapely.Polygon(), dtype=object)
        cells[owner[0]] = frame
        return cells
    found = shapely.voronoi_polygons(shapely.multipoints(spots), extend_to=frame, ordered=True)
    parts = shapely.get_parts(found)
    order = np.argsort(owner, kind="stable")
    names, at = np.unique(owner[order], return_index=True)
    cells = np.full(count, shapely.Polygon(), dtype=object)
    for name, rows in zip(names, np.split(order, at[1:]), strict=True):
        cells[name] = parts[rows[0]] if len(rows) == 1 else overlay.joined(parts[rows])
    return cells
