"""Which records an answer counts, and which of them are new."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd
import shapely

from analytics.core import schema
from analytics.core.schema import Measure

if TYPE_CHECKING:
    import geopandas as gpd

    from analytics.core.dataset import Dataset


@dataclass(frozen=True, slots=True, kw_only=True)
class Records:
    """The records that have a place, in an order of their own, and three choices among them."""

    placed: gpd.GeoDataFrame  # index 0…n; area_ha, period_start, period_end, site_id, geometry …
    now: pd.Series[bool]  # all there is: every record of a flow, the last period of a stock
    recent: pd.Series[bool]  # of a flow, from the last 12 months of the data
    before: pd.Series[bool]  # what there was 12 months before the end; none where data start later
    since: pd.Timestamp | None  # the last day before those 12 months; None without dates
    unplaced: int
    unplaced_ha: float
    undated: int  # of the placed


def records(dataset: Dataset) -> Records:
    """The records of `dataset` whatever the order they came in."""
    sites = dataset.sites
    is_placed = ~(sites.geometry.isna() | sites.geometry.is_empty)
    placed, lost = _in_order(sites[is_placed]), sites[~is_placed]
    end = placed[schema.PERIOD_END]
    last = end.max()
    since = None if pd.isna(last) else last - pd.DateOffset(months=12)
    is_recent = end > since if since is not None else end.notna()
    if dataset.measure is Measure.STOCK:
        now = end == last if since is not None else end.isna()
        old = end[~is_recent & end.notna()]
        before = end == old.max()
    else:
        now, before = end.isna() | end.notna(), ~is_recent & end.notna()
    return Records(
        placed=placed,
        now=now,
        recent=is_recent & end.notna(),
        before=before,
        since=since,
        unplaced=len(lost),
        unplaced_ha=float(lost[schema.AREA_HA].sum()),
        undated=int(end.isna().sum()),
    )


def years(found: Records, measure: Measure) -> dict[int, pd.Series[bool]]:
    """The records of each year with any: of a flow all within it, of a stock its last period."""
    placed = found.placed
    start, end = placed[schema.PERIOD_START], placed[schema.PERIOD_END]
    year = end.dt.year.where(start.dt.year == end.dt.year)
    if measure is Measure.STOCK:
        year = year.where(end == end.groupby(year).transform("max"))
    return {int(one): year == one for one in sorted(year.dropna().unique())}


def _in_order(sites: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Sums and groups must not depend on the order of the file."""
    bounds = shapely.bounds(sites.geometry.to_numpy())
    keys = pd.DataFrame(bounds, index=sites.index, columns=["west", "south", "east", "north"])
    for column in (schema.SITE_ID, schema.PERIOD_END, schema.AREA_HA):
        keys[column] = sites[column]
    order = keys.sort_values(list(keys.columns), kind="stable").index
    return sites.loc[order].reset_index(drop=True)
