"""All ground within so many metres of a shape, in longitude and latitude, but at the poles.

Round a point the ring is drawn by geodesics; round lines and outlines on a plane that touches the
ground near them, where lengths are right to 0.01 %. What crosses the 180th meridian is cut there.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from analytics.core import overlay
from analytics.stats.shape import plane

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from pyproj import Geod

    Shapes = NDArray[np.object_]
    Numbers = NDArray[np.float64]

CORNERS: Final = 360  # of a whole turn: the ring holds 0.005 % less than the circle
FARTHEST_LAT: Final = 85.0  # beyond, planes and meridians are of no use
HALF_TURN, TURN = 180.0, 360.0
SHORT_M: Final = 150_000.0  # as far as the formula for short geodesics is trusted
POINT: Final = 0  # GEOS type number


def reach(shapes: Shapes, reach_m: float) -> Shapes:
    """The ground within `reach_m` of each shape, itself included; empty where there is no shape.

    Less than 0 takes as much away from inside the edge. Latitudes are up to `FARTHEST_LAT`.
    """
    found = np.full(len(shapes), shapely.Polygon(), dtype=object)
    is_there = ~(shapely.is_missing(shapes) | shapely.is_empty(shapes))
    is_point = is_there & (shapely.get_type_id(shapes) == POINT)
    others = np.flatnonzero(is_there & ~is_point)
    if reach_m > 0 and is_point.any():
        found[is_point] = _rings(shapes[is_point], reach_m)
    for middle, rows in plane.planes(shapes[others]):
        flat = plane.drawn(shapes[others[rows]], middle)
        wide = shapely.buffer(flat, reach_m, quad_segs=CORNERS // 4)
        found[others[rows]] = unbroken(plane.stored(wide, middle), middle[0])
    return split(found)


def unbroken(shapes: Shapes, lon: float) -> Shapes:
    """Longitudes within half a turn of `lon`, beyond 180° where they have to be."""

    def near(x: Numbers, y: Numbers) -> tuple[Numbers, Numbers]:
        return lon + np.mod(x - lon + HALF_TURN, TURN) - HALF_TURN, y

    return np.asarray(shapely.transform(shapes, near, interleaved=False), dtype=object)


def split(shapes: Shapes) -> Shapes:
    """Shapes that reach beyond 180° east or west as two parts, each on its own side."""
    bounds = shapely.bounds(shapes)
    off = np.flatnonzero((bounds[:, 0] < -HALF_TURN) | (bounds[:, 2] > HALF_TURN))
    if not len(off):
        return shapes
    cut = shapes.copy()
    for row in off:
        parts = []
        for turn in (-1, 0, 1):
            side = shapely.box(turn * TURN - HALF_TURN, -90, turn * TURN + HALF_TURN, 90)
            part = overlay.meet(shapes[[row]], side)
            back = shapely.transform(part, lambda at, by=turn * TURN: at - np.array([by, 0.0]))
            parts.append(back)
        pieces = shapely.get_parts(np.concatenate(parts))
        cut[row] = shapely.MultiPolygon(list(pieces[~shapely.is_empty(pieces)]))
    return cut


def _rings(points: Shapes, reach_m: float) -> Shapes:
    """Round each point, counter-clockwise."""
    lon, lat = shapely.get_x(points), shapely.get_y(points)
    azimuth = np.asarray(np.arange(CORNERS) * (-TURN / CORNERS), dtype=np.float64)
    ends = _ended if reach_m <= SHORT_M else _ended_far
    return np.asarray(shapely.polygons(ends(lon, lat, azimuth, reach_m)), dtype=object)


def _ended(lon: Numbers, lat: Numbers, azimuth: Numbers, reach_m: float) -> Numbers:
    """Where short geodesics end, by Bowring (1981): right to a millimetre in 100 km."""
    north, turn = np.radians(lat)[:, None], np.radians(azimuth)
    sine, cosine = np.sin(north), np.cos(north)
    second = 1 / (1 - _globe().es) - 1  # eccentricity, squared
    a, b = np.sqrt(1 + second * cosine**4), np.sqrt(1 + second * cosine**2)
    arc = reach_m * b**2 / (_globe().a * np.sqrt(1 + second))
    slope = a * np.tan(arc) * np.sin(turn) / (b * cosine - np.tan(arc) * sine * np.cos(turn))
    half = slope / (1 + np.sqrt(1 + slope**2))
    rise = np.arcsin(np.sin(arc) * (np.cos(turn) - sine / a * np.sin(turn) * half)) / 2
    ring = np.empty((len(lon), len(azimuth), 2))
    ring[..., 0] = lon[:, None] + np.degrees(2 * np.arctan(half) / a)
    y = north + 2 * rise * (b - 1.5 * second * rise * np.sin(2 * north + 4 / 3 * b * rise))
    ring[..., 1] = np.degrees(y)
    return ring


def _ended_far(lon: Numbers, lat: Numbers, azimuth: Numbers, reach_m: float) -> Numbers:
    """Where geodesics of any length end."""
    many = np.repeat(lon, CORNERS), np.repeat(lat, CORNERS), np.tile(azimuth, len(lon))
    x, y, _ = _globe().fwd(*many, np.full(len(many[0]), reach_m))
    x = many[0] + np.mod(x - many[0] + HALF_TURN, TURN) - HALF_TURN
    return np.stack([x, y], axis=1).reshape(len(lon), CORNERS, 2)


@cache
def _globe() -> Geod:
    from pyproj import Geod

    return Geod(ellps="WGS84")
