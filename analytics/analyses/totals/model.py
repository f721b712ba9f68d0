"""Add up hectares by country, province or period, each hectare once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from analytics.core import overlay, schema
from analytics.core.parts import UNKNOWN
from analytics.core.schema import AreaBasis, Measure
from analytics.stats import grouped
from analytics.stats.concentration import concentration
from analytics.stats.timeline import timeline

if TYPE_CHECKING:
    import geopandas as gpd

    from analytics.analyses.totals import TotalsParams
    from analytics.core.dataset import Dataset


@dataclass(frozen=True, kw_only=True, slots=True)
class Totals:
    """Hectares by group; the rows of `table` add up to `total_ha`, none lost, none twice.

    For a stock only the rows of the last period count (`at`), since periods of a stock do not
    add up; by period a stock shows every period and has no shares.
    """

    # by (key), country beside a province, area_ha, sites, share of total_ha; largest first, by
    # sites where areas are alike or unknown,
    # periods in order of time. `sites` counts a site in every group it touches.
    table: pd.DataFrame
    by: str
    area_basis: AreaBasis
    measure: Measure
    total_ha: float
    sites: int  # distinct
    groups: int  # without the unknown one
    at: str  # last period of a stock; "" for a flow
    left_out: int  # records of a stock from before its last period, or undated
    left_out_ha: float
    periods: tuple[str, ...]  # labels of all dated periods, in order of time
    first: str  # first and last period with a record; years where lengths are mixed
    last: str
    is_by_year: bool  # shorter periods were put together by year
    is_mixed: bool  # periods of different lengths: some hectares may count twice
    top: int  # how many groups `top_share` is of
    top_share: float  # 0 to 1; NaN when there is no area
    gini: float  # of the areas of the groups, 0 equal, towards 1 all in one; NaN below 2 groups
    lorenz: pd.DataFrame  # share_units, share_area: smallest groups first, from (0, 0) to (1, 1)
    by_period: pd.DataFrame  # the key, period, area_ha: for every group in `table`
    map_sites: gpd.GeoDataFrame  # site_id, name, group, period, area_ha, geometry
    border_sites: int  # sites split between groups
    without_area: int  # records whose area is unknown, counted as sites, not as hectares
    unknown_ha: float
    overlap_ha: float  # counted more than once because sites overlap; NaN when not measured


def totals(dataset: Dataset, params: TotalsParams) -> Totals:
    """Total the area of `dataset` by country, province or period."""
    key, is_stock = params.by, dataset.measure is Measure.STOCK
    time = timeline(dataset.sites, step=params.step, may_add_up=not is_stock)
    sites = dataset.sites.assign(**{schema.PERIOD: time.labels})
    counts_end_only = is_stock and key != "period" and bool(time.order)
    counted = sites[time.at_end] if counts_end_only else sites
    left_out = sites.drop(index=counted.index)
    parts = grouped.parts(dataset, counted, key)
    has_shares = not (key == "period" and is_stock)
    table = grouped.table(parts, key, order=time.order, has_shares=has_shares)
    known = table[table[key] != UNKNOWN]
    total = _total(table, sites[time.at_end], is_stock_by_period=key == "period" and is_stock)
    held = concentration(known["area_ha"], groups=len(known), top=params.top, total=total)
    return Totals(
        table=table,
        by=key,
        area_basis=dataset.area_basis,
        measure=dataset.measure,
        total_ha=total,
        sites=int(counted[schema.SITE_ID].nunique()),
        groups=len(known),
        at=time.last if counts_end_only else "",
        left_out=len(left_out),
        left_out_ha=float(left_out[schema.AREA_HA].sum()),
        periods=time.order,
        first=time.first,
        last=time.last,
        is_by_year=time.is_by_year,
        is_mixed=time.is_mixed,
        top=held.top,
        top_share=held.share,
        gini=held.gini,
        lorenz=held.lorenz,
        by_period=_by_period(dataset, sites, key, time.order),
        map_sites=_map_sites(counted, parts, key),
        border_sites=int(parts.groupby("row")[key].nunique().gt(1).sum()),
        without_area=int(counted[schema.AREA_HA].isna().sum()),
        unknown_ha=float(table.loc[table[key] == UNKNOWN, "area_ha"].sum()),
        overlap_ha=_overlap_ha(dataset, counted),
    )


def _total(table: pd.DataFrame, at_end: gpd.GeoDataFrame, *, is_stock_by_period: bool) -> float:
    """The sum of the table; for a stock by period, what there is at its end."""
    areas = at_end[schema.AREA_HA] if is_stock_by_period else table["area_ha"]
    return float(areas.sum(min_count=1))


def _by_period(
    dataset: Dataset, sites: gpd.GeoDataFrame, key: str, order: tuple[str, ...]
) -> pd.DataFrame:
    """Hectares of every group in every dated period; empty when the question is the period."""
    columns = [key, "period", "area_ha"]
    dated = sites[sites[schema.PERIOD] != UNKNOWN]
    if key == "period" or dated.empty:
        return pd.DataFrame(columns=list(dict.fromkeys(columns)))
    parts = grouped.parts(dataset, dated, key)
    summed = (
        parts.assign(period=dated.loc[parts["row"], schema.PERIOD].to_numpy())
        .groupby([key, "period"], observed=True)["area_ha"]
        .sum(min_count=1)
        .reset_index()
    )
    place = {label: rank for rank, label in enumerate(order)}
    return (
        summed.assign(place=summed["period"].map(place))
        .sort_values([key, "place"])[columns]
        .reset_index(drop=True)
    )


def _map_sites(sites: gpd.GeoDataFrame, parts: pd.DataFrame, key: str) -> gpd.GeoDataFrame:
    """Sites with a place, each under the group that holds the largest part of it."""
    largest = (
        parts.sort_values("share", ascending=False, kind="stable")
        .drop_duplicates("row")
        .set_index("row")[key]
    )
    drawn = sites[~(sites.geometry.isna() | sites.geometry.is_empty)]
    columns = [schema.SITE_ID, schema.NAME, schema.PERIOD, schema.AREA_HA, schema.GEOMETRY]
    return drawn[columns].assign(group=largest.reindex(drawn.index).fillna(UNKNOWN))


def _overlap_ha(dataset: Dataset, sites: gpd.GeoDataFrame) -> float:
    """Measured only where the polygons are what is counted."""
    if dataset.area_basis is not AreaBasis.GEOMETRY or sites.empty:
        return float("nan")
    return max(0.0, float(sites[schema.AREA_HA].sum()) - overlay.union_ha(sites.geometry))
