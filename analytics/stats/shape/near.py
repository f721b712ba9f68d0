"""How far the nearest thing of a layer is, and how much of a site lies near it or inside."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import geopandas as gpd
import numpy as np
import shapely

from analytics.core import geo, overlay, schema
from analytics.stats.shape import plane

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    Shapes = NDArray[np.object_]
    Numbers = NDArray[np.float64]
    Whole = NDArray[np.int64]

#: Half widths of the windows looked through, one after the other, until something is near enough.
REACHES_M: Final = (20_000.0, 100_000.0, 500_000.0, 2_500_000.0)
M_PER_DEG: Final = 110_500.0  # no degree of latitude is shorter
FULL_TURN: Final = 360.0
POLE_DEG: Final = 89.9
AREAL: Final = 2  # dimension of a polygon
RUN: Final = 12  # edges


def distances_m(shapes: Shapes, layer: Shapes) -> Numbers:
    """Metres over the ground from each shape to the nearest thing of the layer; 0 where they meet.

    Infinite where nothing lies within 2,500 km, and where the layer is empty.
    """
    return nearest(shapes, layer)[1]


def nearest(
    shapes: Shapes, layer: Shapes, reaches_m: tuple[float, ...] = REACHES_M
) -> tuple[Whole, Numbers]:
    """Position in the layer of what is nearest to each shape, and the metres between them.

    Of several things equally near the first. -1 and infinite where nothing lies within the last of
    the reaches.
    """
    which, found = np.full(len(shapes), -1, dtype=np.int64), np.full(len(shapes), np.inf)
    things, owner = _things(layer)
    tree = shapely.STRtree(things)
    for middle, rows in plane.planes(shapes):
        flat, left = plane.drawn(shapes[rows], middle), np.arange(len(rows))
        for reach_m in reaches_m:
            around, place = _around(tree, things, shapes[rows[left]], reach_m)
            if len(around):
                one, other, apart = _pairs(flat[left], plane.drawn(around, middle))
                order = np.lexsort((owner[place[other]], one))
                one, first = np.unique(one[order], return_index=True)
                other, apart = other[order][first], apart[order][first]
                is_sure = apart <= reach_m  # what lies outside of the window is farther
                found[rows[left[one[is_sure]]]] = apart[is_sure]
                which[rows[left[one[is_sure]]]] = owner[place[other[is_sure]]]
                left = np.delete(left, one[is_sure])
            if not len(left):
                break
    return which, found


def shares_within(shapes: Shapes, layer: Shapes, reach_m: float) -> Numbers:
    """The part of each shape's area that lies within `reach_m` of the layer, 0 to 1.

    With a reach of 0, inside its polygons. Shapes without an area lie there whole or not at all.
    """
    found = np.zeros(len(shapes))
    things, _ = _things(layer)
    if not reach_m:
        things = things[shapely.area(things) > 0]
    tree = shapely.STRtree(things)
    for middle, rows in plane.planes(shapes):
        around = plane.drawn(_around(tree, things, shapes[rows], reach_m)[0], middle)
        if len(around):
            flat = plane.drawn(shapes[rows], middle)
            found[rows] = _shares(shapes[rows], flat, around, reach_m=reach_m, middle=middle)
    return found


def per_km2(shapes: Shapes, others: Shapes) -> Numbers:
    """How many of `others` have their middle in the circle of 1 km² about that of each shape."""
    places, spots = (shapely.points(*plane.middles(these)) for these in (shapes, others))
    radius = 1000 / np.sqrt(np.pi)
    found = np.zeros(len(places))
    tree = shapely.STRtree(spots)
    for middle, rows in plane.planes(places):
        around = plane.drawn(_around(tree, spots, places[rows], radius)[0], middle)
        flat = plane.drawn(places[rows], middle)
        place, _ = shapely.STRtree(around).query(flat, predicate="dwithin", distance=radius)
        found[rows] = np.bincount(place, minlength=len(rows))
    return found


def _shares(
    stored: Shapes, flat: Shapes, around: Shapes, *, reach_m: float, middle: plane.Middle
) -> Numbers:
    """As `shares_within`, of shapes in one plane; each meets only what is near to it."""
    shape, thing = shapely.STRtree(around).query(flat, predicate="dwithin", distance=reach_m)
    share = np.zeros(len(flat))
    met, size = np.unique(shape, return_counts=True)
    has_area = shapely.area(flat[met]) > 0
    share[met[~has_area]] = 1.0
    order = np.argsort(shape, kind="stable")
    pieces = _clipped(flat[shape[order]], around[thing[order]], reach_m)
    together = shapely.geometrycollections(pieces, indices=np.repeat(np.arange(len(met)), size))
    ground = shapely.buffer(together[has_area], reach_m, quad_segs=16)
    zones = plane.stored(ground, middle)
    own = gpd.GeoSeries(stored[met[has_area]], crs=schema.STORED_CRS)
    held = overlay.pairwise(own, gpd.GeoSeries(zones, crs=schema.STORED_CRS))
    share[met[has_area]] = geo.area_m2(held.to_numpy()) / geo.area_m2(own.to_numpy())
    return np.clip(share, 0.0, 1.0)


def _clipped(shapes: Shapes, things: Shapes, reach_m: float) -> Shapes:
    """Each thing in the box round its shape, a reach beyond it: a river may be long."""
    box = shapely.bounds(shapes) + (reach_m + 1) * np.array([-1, -1, 1, 1])
    return np.array(
        [shapely.clip_by_rect(thing, *edge) for thing, edge in zip(things, box, strict=True)],
        dtype=object,
    )


def _pairs(shapes: Shapes, things: Shapes) -> tuple[Whole, Whole, Numbers]:
    """Each shape with the things it meets, else with those nearest to it, and the metres between.

    Distances are taken to short runs of edges: the box round a long river is near to everything.
    """
    one, other = shapely.STRtree(things).query(shapes, predicate="intersects")
    runs, place = _runs(things)
    rest = np.setdiff1d(np.arange(len(shapes)), one)
    (row, run), apart = shapely.STRtree(runs).query_nearest(shapes[rest], return_distance=True)
    return (
        np.concatenate([one, rest[row]]),
        np.concatenate([other, place[run]]),
        np.concatenate([np.zeros(len(one)), apart]),
    )


def _runs(things: Shapes) -> tuple[Shapes, Whole]:
    """Points as they are, lines and outlines in runs of a few edges; the thing each is of."""
    has_area = shapely.get_dimensions(things) == AREAL
    edges = things.copy()
    edges[has_area] = shapely.boundary(things[has_area])
    parts, thing = shapely.get_parts(edges, return_index=True)
    is_point = shapely.get_type_id(parts) == 0
    lines, of = parts[~is_point], thing[~is_point]
    if not len(lines):
        return parts, thing
    _, corners, (start,) = shapely.to_ragged_array(lines, include_z=False)
    many = -(-(np.diff(start) - 1) // RUN)
    line = np.repeat(np.arange(len(lines)), many)
    rank = np.arange(len(line)) - np.repeat(np.cumsum(many) - many, many)
    first = start[line] + rank * RUN
    size = np.minimum(first + RUN + 1, start[line + 1]) - first
    corner = np.arange(size.sum()) + np.repeat(first - np.cumsum(size) + size, size)
    runs = shapely.linestrings(corners[corner], indices=np.repeat(np.arange(len(line)), size))
    return np.concatenate([parts[is_point], runs]), np.concatenate([thing[is_point], of[line]])


def _things(layer: Shapes) -> tuple[Shapes, Whole]:
    """The points, lines and polygons of a layer, one by one, and the position of each in it."""
    there = np.flatnonzero(~(shapely.is_missing(layer) | shapely.is_empty(layer)))
    outer, owner = shapely.get_parts(layer[there], return_index=True)
    parts, nested = shapely.get_parts(outer, return_index=True)  # collections of multipolygons
    return np.asarray(parts, dtype=object), there[owner[nested]]


def _around(
    tree: shapely.STRtree, things: Shapes, shapes: Shapes, reach_m: float
) -> tuple[Shapes, Whole]:
    """What of the layer lies within reach of the box round all shapes, and little more.

    Beside it the position of each piece in `things`.
    """
    if not len(things):
        return things, np.zeros(0, dtype=np.int64)
    found, place = [], []
    for window in _windows(shapes, reach_m):
        met = np.sort(tree.query(shapely.box(*window)))
        found.append(shapely.clip_by_rect(things[met], *window))
        place.append(met)
    pieces, places = np.concatenate(found), np.concatenate(place)
    is_left = ~shapely.is_empty(pieces)
    return pieces[is_left], places[is_left]


def _windows(shapes: Shapes, reach_m: float) -> Iterator[tuple[float, float, float, float]]:
    """The box in degrees; a second one where the first reaches beyond the 180th meridian."""
    bounds = shapely.bounds(shapes)
    up = reach_m / M_PER_DEG
    south = max(-90.0, float(bounds[:, 1].min()) - up)
    north = min(90.0, float(bounds[:, 3].max()) + up)
    steepest = min(POLE_DEG, max(abs(south), abs(north)))
    side = up / np.cos(np.radians(steepest))
    west, east = float(bounds[:, 0].min()) - side, float(bounds[:, 2].max()) + side
    if east - west >= FULL_TURN:
        west, east = -180.0, 180.0
    yield west, south, east, north
    if west < -180.0:  # noqa: PLR2004 - the meridian
        yield west + FULL_TURN, south, 180.0, north
    if east > 180.0:  # noqa: PLR2004 - the meridian
        yield -180.0, south, east - FULL_TURN, north
