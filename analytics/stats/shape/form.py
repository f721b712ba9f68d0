"""How round, long, lobed and broken up outlines are. Shapes in metres (`plane.in_metres`)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Shapes = NDArray[np.object_]
    Numbers = NDArray[np.float64]
    Whole = NDArray[np.int64]

FEWEST_PIXELS: Final = 9  # with less an outline has the form of its pixels
STRAIGHT: Final = 0.03  # sine or cosine of a turn that is none, or a right angle
FEWEST_STEPS: Final = 8  # right angles of a stair


def compactness(shapes: Shapes) -> Numbers:
    """Polsby and Popper's 4πA/P², every edge counted: 1 for a circle, NaN without an area."""
    area, length = shapely.area(shapes), shapely.length(shapes)
    return _ratio(4 * np.pi * area, length**2)


def elongation(shapes: Shapes) -> Numbers:
    """Long over short side of the smallest rectangle round each shape; NaN without an area."""
    sides = np.full((len(shapes), 2), np.nan)
    boxes = shapely.oriented_envelope(shapes)
    is_box = (shapely.get_type_id(boxes) == shapely.GeometryType.POLYGON) & _is_areal(shapes)
    corners = shapely.get_coordinates(boxes[is_box]).reshape(-1, 5, 2)
    sides[is_box] = np.sort(np.hypot(*np.diff(corners[:, :3], axis=1).transpose(2, 0, 1)), axis=1)
    return _ratio(sides[:, 1], sides[:, 0])


def solidity(shapes: Shapes) -> Numbers:
    """Area over that of the convex hull: 1 without bays and gaps; NaN without an area."""
    return _ratio(shapely.area(shapes), shapely.area(shapely.convex_hull(shapes)))


def reock(shapes: Shapes) -> Numbers:
    """Area over that of the smallest circle round each shape; NaN without an area."""
    radius = shapely.minimum_bounding_radius(shapes)
    return _ratio(np.where(_is_areal(shapes), shapely.area(shapes), np.nan), np.pi * radius**2)


def parts(shapes: Shapes) -> Whole:
    """Outlines that do not touch along an edge."""
    return shapely.get_num_geometries(shapes).astype(np.int64)


def holes(shapes: Shapes) -> Whole:
    """Rings inside of outlines."""
    inner, owner = shapely.get_parts(shapes, return_index=True)
    count = np.maximum(shapely.get_num_interior_rings(inner), 0)
    return np.bincount(owner, weights=count, minlength=len(shapes)).astype(np.int64)


def largest_m2(shapes: Shapes) -> Numbers:
    """Area of the largest part; NaN without an area."""
    inner, owner = shapely.get_parts(shapes, return_index=True)
    largest = np.zeros(len(shapes))
    np.maximum.at(largest, owner, shapely.area(inner))
    return np.where(largest > 0, largest, np.nan)


def smoothed(shapes: Shapes, pixel_m: Numbers) -> Shapes:
    """Outlines without the stairs of their pixels, which make a perimeter up to 4/π too long.

    Simplified by one pixel. Nothing where an outline has so few pixels that it has their form;
    as it is where no pixel size is known (NaN).
    """
    told = shapes.copy()
    is_known = pixel_m > 0
    told[is_known] = shapely.simplify(shapes[is_known], pixel_m[is_known])
    is_small = is_known & (shapely.area(shapes) < FEWEST_PIXELS * pixel_m**2) & _is_areal(shapes)
    told[is_small] = shapely.Polygon()
    return told


def is_stair(shapes: Shapes) -> NDArray[np.bool_]:
    """Whether an outline has right angles only, and many of them, as one drawn round pixels."""
    rings, owner = shapely.get_parts(shapes, return_index=True)
    rings = shapely.get_exterior_ring(rings)
    has_ring = ~shapely.is_missing(rings)
    rings, owner = rings[has_ring], owner[has_ring]
    spots, ring = shapely.get_coordinates(rings, return_index=True)
    way = np.diff(spots, axis=0)
    way, ring = way[ring[1:] == ring[:-1]], ring[1:][ring[1:] == ring[:-1]]
    length = np.hypot(*way.T)
    way, ring = way[length > 0] / length[length > 0, None], ring[length > 0]
    is_turn = ring[1:] == ring[:-1]
    sine = np.abs(way[:-1, 0] * way[1:, 1] - way[:-1, 1] * way[1:, 0])[is_turn]
    turned = owner[ring[1:][is_turn]]
    is_right, is_none = sine > 1 - STRAIGHT**2, sine < STRAIGHT
    right = np.bincount(turned, weights=is_right, minlength=len(shapes))
    other = np.bincount(turned, weights=~(is_right | is_none), minlength=len(shapes))
    return np.asarray((right >= FEWEST_STEPS) & (other == 0))


def _is_areal(shapes: Shapes) -> NDArray[np.bool_]:
    return np.asarray(shapely.area(shapes) > 0)


def _ratio(above: Numbers, below: Numbers) -> Numbers:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where((above > 0) & (below > 0), above / below, np.nan)
