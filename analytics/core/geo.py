"""Areas and distances that are right anywhere on the globe (docs/adr/0004-areas.md)."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd
import shapely

if TYPE_CHECKING:
    import geopandas as gpd
    from numpy.typing import NDArray
    from pyproj import Transformer

    Numbers = NDArray[np.float64]

M2_PER_HA: Final = 10_000.0
LONG_EDGE_DEG: Final = 0.05  # longer edges bend visibly between longitude-latitude and 6933
EQUATOR_M: Final = 6_378_137.0  # WGS 84
E2: Final = 0.006_694_379_990_141_316  # eccentricity squared, WGS 84
LONG_STEP: Final = 0.01  # radians of latitude, about 60 km: longer edges are integrated
POLYGON: Final = 3  # GEOS type number


def area_ha(shapes: gpd.GeoSeries) -> pd.Series[float]:
    """Area of each shape in hectares on the WGS 84 ellipsoid; 0 for points, lines and nothing.

    Edges are straight in longitude and latitude, as maps draw them; for edges of up to a few
    kilometres that is within 0.002 % of the geodesic area.
    """
    return pd.Series(area_m2(shapes.to_numpy()) / M2_PER_HA, index=shapes.index, dtype=float)


def area_m2(shapes: NDArray[np.object_]) -> Numbers:
    """Area of each longitude-latitude shape in square metres, summed edge by edge.

    The area under an edge is its step in longitude times the mean of the authalic height along
    it: exact on the ellipsoid, without building projected shapes.
    """
    parts, owner = shapely.get_parts(shapes, return_index=True)
    inner, nested = shapely.get_parts(parts, return_index=True)  # collections of multipolygons
    is_polygon = (shapely.get_type_id(inner) == POLYGON) & ~shapely.is_empty(inner)
    if not is_polygon.any():
        return np.zeros(len(shapes))
    _, degrees, (ring_at, polygon_at) = shapely.to_ragged_array(inner[is_polygon], include_z=False)
    under = np.radians(np.diff(degrees[:, 0], append=0.0)) * _height_under(degrees[:, 1])
    under[ring_at[1:] - 1] = 0.0  # from the end of one ring to the start of the next is no edge
    ring = np.abs(np.add.reduceat(under, ring_at[:-1]))
    ring[np.setdiff1d(np.arange(len(ring)), polygon_at[:-1])] *= -1  # holes
    polygon = np.add.reduceat(ring, polygon_at[:-1]) * EQUATOR_M**2 / 2
    row = owner[nested[is_polygon]]
    return np.bincount(row, weights=polygon, minlength=len(shapes)).astype(float)


def strips_m2(lat: Numbers, width_deg: float) -> Numbers:
    """Square metres between neighbouring parallels, `width_deg` of longitude wide."""
    height, _ = _authalic(np.radians(lat))
    return np.asarray(np.abs(np.diff(height)) * np.radians(width_deg) * EQUATOR_M**2 / 2)


def to_equal_area(shapes: NDArray[np.object_]) -> NDArray[np.object_]:
    """Longitude-latitude shapes in metres of EPSG:6933, long edges cut first."""
    cut = shapely.segmentize(shapes, LONG_EDGE_DEG) if _has_long(shapes) else shapes
    return np.asarray(shapely.transform(cut, _forward, interleaved=False), dtype=object)


def from_equal_area(shapes: NDArray[np.object_]) -> NDArray[np.object_]:
    """Shapes in metres of EPSG:6933 back in longitude-latitude."""
    return np.asarray(shapely.transform(shapes, _back, interleaved=False), dtype=object)


def _height_under(lat: Numbers) -> Numbers:
    """Mean authalic height along the edge from each latitude (degrees) to the next one."""
    angle = np.radians(lat)
    height, slope = _authalic(angle)
    step = np.diff(angle, append=angle[-1])
    mean = (height + np.append(height[1:], 0.0)) / 2
    mean -= step * np.diff(slope, append=slope[-1]) / 12  # Euler-Maclaurin: exact to h⁴ / 720
    long = np.abs(step) > LONG_STEP
    nodes, weights = np.polynomial.legendre.leggauss(5)
    along = angle[long, None] + step[long, None] * (nodes + 1) / 2
    mean[long] = _authalic(along)[0] @ weights / 2
    return np.asarray(mean)


def _authalic(angle: Numbers) -> tuple[Numbers, Numbers]:
    """Area between equator and latitude per radian, in units of half a squared, and its slope."""
    sine = np.sin(angle)
    flat = E2 * sine * sine
    inverse = 1.0 / (1.0 - flat)
    tail = 1 + flat * (1 / 3 + flat * (1 / 5 + flat * (1 / 7 + flat * (1 / 9 + flat / 11))))
    height = (1 - E2) * sine * (inverse + tail)  # tail: the area hyperbolic tangent, to 1e-15
    return height, 2 * (1 - E2) * np.cos(angle) * inverse * inverse


def _has_long(shapes: NDArray[np.object_]) -> bool:
    bounds = shapely.bounds(shapes)
    if not len(bounds):
        return False
    size = np.fmax(bounds[:, 2] - bounds[:, 0], bounds[:, 3] - bounds[:, 1])
    return bool(np.nanmax(size, initial=0.0) > LONG_EDGE_DEG)


def _forward(
    lon: NDArray[np.float64], lat: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    x, y = _transformer().transform(lon, lat)
    return x, y


def _back(
    x: NDArray[np.float64], y: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    lon, lat = _transformer().transform(x, y, direction="INVERSE")
    return lon, lat


@cache
def _transformer() -> Transformer:
    from pyproj import Transformer

    return Transformer.from_crs("EPSG:4326", "EPSG:6933", always_xy=True)
