"""Which way each site grew between its first and its last period, and where the river is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from analytics.analyses.patterns.features import LAYERS, things
from analytics.core import geo, overlay, schema
from analytics.core.schema import Measure
from analytics.stats.shape import near, plane

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from analytics.core.dataset import Dataset

    Shapes = NDArray[np.object_]
    Numbers = NDArray[np.float64]
    Whole = NDArray[np.int64]

LEAST_ADDED: Final = 0.1  # of the first outline; less may be another hand drawing the same edge
LEAST_SHIFT: Final = 0.25  # of the radius of a circle as large as the first outline
RIVER_M: Final = 5_000.0  # a river farther away is none that a mine grows along
HERE_M: Final = 1.0  # so near there is no direction
MARGIN_DEG: Final = 0.1  # around a site, where its river is looked at
FULL, HALF = 360.0, 180.0
COLUMNS: Final = ("id", "first", "last", "added_ha", "growth_deg", "river_deg", "turn_deg")


def growth(dataset: Dataset) -> pd.DataFrame:
    """Every site with outlines of several periods, in the order of their names.

    `first` and `last` period, `added_ha` of new ground, `growth_deg` from the middle of the first
    outline to that of the new ground (clockwise from north; NaN where there is too little of it, or
    on all sides alike), `river_deg` to the nearest river or water (NaN beyond 5 km), `turn_deg`
    between the two, 0 to 180.
    """
    drawn = _drawn(dataset)
    if drawn.empty:
        return pd.DataFrame({name: [] for name in COLUMNS})
    sites = drawn.groupby("id", sort=True)
    first, later = (_joined(drawn[drawn["is_first"] == yes]) for yes in (True, False))
    start = first.to_numpy()
    new = overlay.less(later.to_numpy(), start)
    added = geo.area_m2(new)
    size, middle, shift = geo.area_m2(start), _middles(start), _middles(new)
    deg, far_m = _azimuth(middle, shift)
    is_clear = (added >= LEAST_ADDED * size) & (far_m >= LEAST_SHIFT * np.sqrt(size / np.pi))
    grown = np.where(is_clear, deg, np.nan)
    river = _to_river(dataset, middle)
    return pd.DataFrame(
        {
            "id": first.index.to_numpy(),
            "first": sites[schema.PERIOD].first().to_numpy(),
            "last": sites[schema.PERIOD].last().to_numpy(),
            "added_ha": added / geo.M2_PER_HA,
            "growth_deg": grown,
            "river_deg": river,
            "turn_deg": np.abs((grown - river + HALF) % FULL - HALF),
        }
    )


def _drawn(dataset: Dataset) -> gpd.GeoDataFrame:
    """Dated outlines of the sites with several periods, by site and time: `id`, `is_first`.

    Of a stock the first and the last period of a site only, since each is all there was.
    """
    sites = dataset.sites
    is_areal = sites.geometry.geom_type.isin(["Polygon", "MultiPolygon"])
    held = sites[is_areal & ~sites.geometry.is_empty & sites[schema.PERIOD_END].notna()]
    held = held[[schema.PERIOD, schema.PERIOD_END, schema.GEOMETRY]].assign(
        id=held[schema.SITE_ID].astype(str)
    )
    end = held.groupby("id")[schema.PERIOD_END]
    first, last = end.transform("min"), end.transform("max")
    is_first = held[schema.PERIOD_END] == first
    is_kept = first < last
    if dataset.measure is Measure.STOCK:
        is_kept &= is_first | (held[schema.PERIOD_END] == last)
    ordered = held.assign(is_first=is_first)[is_kept]
    return ordered.sort_values(["id", schema.PERIOD_END], kind="stable")


def _joined(drawn: gpd.GeoDataFrame) -> gpd.GeoSeries:
    """One outline for each site, by name."""
    count = drawn.groupby("id", sort=True).size()
    shapes = drawn.drop_duplicates("id").set_index("id").geometry.sort_index()
    for name in count.index[count > 1]:
        shapes[name] = overlay.dissolve(drawn.geometry[drawn["id"] == name])
    return shapes


def _middles(shapes: Shapes) -> Shapes:
    """Centroids; None for a shape without ground."""
    found = np.full(len(shapes), None, dtype=object)
    is_there = ~shapely.is_empty(shapes)
    there = shapes[is_there]
    spots = np.empty(len(there), dtype=object)
    for middle, rows in plane.planes(there):
        spots[rows] = plane.stored(shapely.centroid(plane.drawn(there[rows], middle)), middle)
    found[is_there] = spots
    return found


def _azimuth(start: Shapes, end: Shapes) -> tuple[Numbers, Numbers]:
    """Degrees clockwise from north over the ground, and metres; NaN where there is no end."""
    from pyproj import Geod

    spots = [shapely.get_x(start), shapely.get_y(start), shapely.get_x(end), shapely.get_y(end)]
    forward, _, metres = Geod(ellps="WGS84").inv(*(np.nan_to_num(one) for one in spots))
    is_known = ~shapely.is_missing(end)
    return np.where(is_known, np.mod(forward, FULL), np.nan), np.where(is_known, metres, np.nan)


def _to_river(dataset: Dataset, spots: Shapes) -> Numbers:
    """Azimuth from each spot to the nearest place of the nearest river or water."""
    found = np.full(len(spots), np.nan)
    layer = things(dataset, LAYERS["river_m"])
    if layer is None:
        return found
    which, apart = near.nearest(spots, layer, (RIVER_M,))
    rows = np.flatnonzero((which >= 0) & (apart > HERE_M))
    ends = np.empty(len(rows), dtype=object)
    windows = shapely.bounds(spots[rows]) + MARGIN_DEG * np.array([-1, -1, 1, 1])
    windows[:, [0, 2]] += MARGIN_DEG * np.array([-1, 1]) / np.cos(np.radians(windows[:, 1:2]))
    rivers = [
        shapely.clip_by_rect(thing, *window)
        for thing, window in zip(layer[which[rows]], windows, strict=True)
    ]
    for middle, some in plane.planes(spots[rows]):
        flat = plane.drawn(spots[rows][some], middle)
        river = plane.drawn(np.array(rivers, dtype=object)[some], middle)
        ends[some] = plane.stored(shapely.get_point(shapely.shortest_line(flat, river), -1), middle)
    found[rows] = _azimuth(spots[rows], ends)[0]
    return found
