"""The sheet a paper map is drawn on: its extent, its projection, and shapes as SVG paths."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely
from pyproj import Geod

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

TENTHS: Final = 10  # paths are whole tenths of a pixel
MARGIN: Final = 0.06  # of the extent, on each side
LEAST_SPAN_DEG: Final = 0.03  # a sheet never shows less than about three kilometres
STEEPEST_LAT: Final = 80.0  # further north or south the sheet keeps this parallel's stretch
EARTH: Final = Geod(ellps="WGS84")


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """A rectangle of pixels over a window of the globe, true to scale along its middle parallel.

    Longitudes may pass 180 where the data lies on both sides of the antimeridian.
    """

    left: float  # pixels
    top: float
    width: float
    height: float
    west: float  # degrees
    north: float
    px_per_lon: float
    px_per_lat: float

    @property
    def east(self) -> float:
        """Degrees."""
        return self.west + self.width / self.px_per_lon

    @property
    def south(self) -> float:
        """Degrees."""
        return self.north - self.height / self.px_per_lat

    @property
    def middle_lat(self) -> float:
        """The parallel that is true to scale, in degrees."""
        return (self.north + self.south) / 2

    @cached_property
    def px_per_km(self) -> float:
        """Along the middle parallel."""
        lat = max(-STEEPEST_LAT, min(STEEPEST_LAT, self.middle_lat))
        return self.px_per_lon / (EARTH.inv(0.0, lat, 1.0, lat)[2] / 1000)

    def x(self, lon: float) -> float:
        """Pixels from the left edge of the drawing."""
        return self.left + (lon - self.west) * self.px_per_lon

    def y(self, lat: float) -> float:
        """Pixels from the top edge of the drawing."""
        return self.top + (self.north - lat) * self.px_per_lat

    def project(self, shapes: NDArray[np.object_]) -> NDArray[np.object_]:
        """Longitude-latitude shapes in pixels."""
        moved = shapely.transform(
            shapes,
            lambda lon, lat: (
                self.left + (lon - self.west) * self.px_per_lon,
                self.top + (self.north - lat) * self.px_per_lat,
            ),
            interleaved=False,
        )
        return np.asarray(moved, dtype=object)

    def cut(self, shapes: NDArray[np.object_]) -> NDArray[np.object_]:
        """Projected shapes without what lies well outside the sheet; the edge itself is kept."""
        beyond = 4
        cut = shapely.clip_by_rect(
            shapes,
            self.left - beyond,
            self.top - beyond,
            self.left + self.width + beyond,
            self.top + self.height + beyond,
        )
        return np.asarray(cut, dtype=object)


def fit(bounds: tuple[float, float, float, float], box: tuple[float, float, float, float]) -> Sheet:
    """The sheet in `box` (left, top, width, height in pixels) that shows all of `bounds`."""
    west, south, east, north = bounds
    left, top, width, height = box
    lat, lon = (south + north) / 2, (west + east) / 2
    stretch = math.cos(math.radians(max(-STEEPEST_LAT, min(STEEPEST_LAT, lat))))
    across = max((east - west) * (1 + 2 * MARGIN), LEAST_SPAN_DEG / stretch)
    up = max((north - south) * (1 + 2 * MARGIN), LEAST_SPAN_DEG)
    per_lat = min(width / (across * stretch), height / up)
    per_lon = per_lat * stretch
    return Sheet(
        left=left,
        top=top,
        width=width,
        height=height,
        west=lon - width / per_lon / 2,
        north=lat + height / per_lat / 2,
        px_per_lon=per_lon,
        px_per_lat=per_lat,
    )


def unwrapped(shapes: NDArray[np.object_]) -> NDArray[np.object_]:
    """The shapes, those of the western half moved on by 360 degrees where that is shorter."""
    bounds = shapely.bounds(shapes)
    if not len(bounds) or np.nanmax(bounds[:, 2]) - np.nanmin(bounds[:, 0]) <= 180:  # noqa: PLR2004 - half the globe
        return shapes
    western = bounds[:, 2] < 0
    moved = shapes.copy()
    moved[western] = turned(shapes[western], 360.0)
    new = shapely.bounds(moved)
    shorter = np.ptp(new[:, [0, 2]]) < np.ptp(bounds[:, [0, 2]])
    return moved if shorter else shapes


def turned(shapes: NDArray[np.object_], by: float) -> NDArray[np.object_]:
    """The shapes with `by` degrees added to their longitudes."""
    moved = shapely.transform(shapes, lambda lon, lat: (lon + by, lat), interleaved=False)
    return np.asarray(moved, dtype=object)


def path(shapes: Iterable[shapely.Geometry]) -> str:
    """Path data of projected polygons and lines, in tenths of a pixel; empty when none is left."""
    parts = shapely.get_parts(np.asarray(list(shapes), dtype=object))
    kinds = shapely.get_type_id(parts)
    polygons = parts[kinds == shapely.GeometryType.POLYGON]
    rings = shapely.get_rings(shapely.orient_polygons(polygons))  # so that overlaps leave no hole
    lines = parts[kinds == shapely.GeometryType.LINESTRING]
    return "".join([*(_line(ring, end="z") for ring in rings), *(_line(line) for line in lines)])


def _line(line: shapely.Geometry, end: str = "") -> str:
    points = np.rint(shapely.get_coordinates(line) * TENTHS).astype(int)
    steps = np.diff(points, axis=0)
    steps = steps[(steps != 0).any(axis=1)]
    if end:
        steps = steps[:-1]  # the z draws the last one
    if len(points) == 0 or len(steps) == 0:
        return ""
    moves = " ".join(f"{dx} {dy}" for dx, dy in steps.tolist()).replace(" -", "-")
    return f"M{points[0][0]} {points[0][1]}l{moves}{end}"
