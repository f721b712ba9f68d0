"""One look at a data set: five numbers with their course, who holds most, what changed."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from analytics.analyses.overview import course
from analytics.analyses.overview.changes import between_groups, since_load, since_period
from analytics.analyses.overview.course import Key
from analytics.analyses.overview.shapes import map_sites
from analytics.analyses.overview.times import Times, Why, times
from analytics.core import schema
from analytics.core.dataset import EARLIER
from analytics.core.parts import PROVINCES, UNKNOWN
from analytics.core.schema import AreaBasis, Measure
from analytics.stats import grouped
from analytics.stats.concentration import concentration

if TYPE_CHECKING:
    import geopandas as gpd

    from analytics.analyses.overview import OverviewParams
    from analytics.core.dataset import Dataset
    from analytics.stats.matching import Matched


@dataclass(frozen=True, kw_only=True, slots=True)
class Overview:
    """The rows of `table` add up to the area in `figures`; both are those of totals."""

    # by (key), country beside a province, area_ha, sites, share; as in totals
    table: pd.DataFrame
    figures: pd.DataFrame  # key, value, now, before, change, why; one row per `course.Key`
    series: pd.DataFrame  # period and the five numbers in it, in order of time
    by: str
    countries: int  # known ones, of the table
    records: int  # counted: of a stock those of its last period
    stated: int  # of them, those that state a method
    area_basis: AreaBasis
    measure: Measure
    first: str  # periods; "" where none is dated
    last: str
    before: str  # the one `last` is compared with; "" where there is none
    until: str  # last day of the records of a last year that ends early; "" otherwise
    is_by_year: bool
    undated: int  # records of a flow that count in the values, in no period
    left_out: int  # records of a stock from before its last period, or undated
    without_area: int  # records counted as sites, not as hectares
    unknown_ha: float  # in no known group
    top: int  # how many groups `top_share` is of
    top_share: float  # 0 to 1; NaN when there is no area
    # the key, country beside a province, before_ha, now_ha, change_ha; largest change first
    by_group: pd.DataFrame
    since_period: Matched | None  # None where there is nothing to compare, or no way to
    since_load: Matched | None  # None without a layer `earlier`
    earlier: str  # name of the data that layer came from; "" without one
    overlap: float
    tolerance: float
    country: str  # of the one province that is asked for; "" otherwise
    country_now: float  # its hectares of the last period, and of the one before; NaN unknown
    country_before: float
    map_sites: gpd.GeoDataFrame  # site_id, name, period, area_ha, state, geometry

    def at(self, key: str, column: str) -> float:
        """One of the numbers in `figures`."""
        return float(self.figures[column].to_numpy()[list(Key).index(Key(key))])

    def why(self, key: str) -> str:
        """Why this number has no change; "" where it has one."""
        return str(self.figures["why"].to_numpy()[list(Key).index(Key(key))])


def overview(dataset: Dataset, params: OverviewParams) -> Overview:
    """The overview of `dataset`."""
    sites, is_stock = dataset.sites, dataset.measure is Measure.STOCK
    time = times(dataset, params.step)
    by = _by(dataset) if params.by == "auto" else params.by
    counted = sites[time.line.at_end] if is_stock and time.order else sites
    parts = grouped.parts(dataset, sites, by)
    table = grouped.table(parts[parts["row"].isin(counted.index)], by)
    known = table[table[by] != UNKNOWN]
    groups = _groups(parts, by)
    line = course.series(sites, groups, time, is_stock=is_stock)
    total = float(table["area_ha"].sum(min_count=1))
    held = concentration(known["area_ha"], groups=len(known), top=params.top, total=total)
    how = {"overlap": params.overlap, "tolerance": params.tolerance}
    period = since_period(sites, time, is_stock=is_stock, **how)
    country, now, before = _country(dataset, time)
    load = since_load(dataset, counted, **how) if EARLIER in dataset.layers else None
    return Overview(
        table=table,
        figures=course.figures(
            counted, line, time, total_ha=total, groups=len(known), is_stock=is_stock
        ),
        series=line,
        by=by,
        countries=_countries(table),
        records=len(counted),
        stated=int(counted[schema.METHOD].notna().sum()),
        area_basis=dataset.area_basis,
        measure=dataset.measure,
        first=time.line.first,
        last=time.last if time.why is not Why.MIXED else time.line.last,
        before=time.before,
        until=time.until,
        is_by_year=time.line.is_by_year,
        undated=0 if is_stock else int((time.place < 0).sum()),
        left_out=len(sites) - len(counted),
        without_area=int(counted[schema.AREA_HA].isna().sum()),
        unknown_ha=float(table.loc[table[by] == UNKNOWN, "area_ha"].sum()),
        top=held.top,
        top_share=held.share,
        by_group=between_groups(parts, by, time),
        since_period=period,
        since_load=load,
        earlier=_earlier(dataset),
        **how,
        country=country,
        country_now=now,
        country_before=before,
        map_sites=map_sites(dataset, counted, time, period=period, load=load),
    )


def _country(dataset: Dataset, time: Times) -> tuple[str, float, float]:
    """The whole country beside the one province asked for, in the periods that are compared."""
    found, is_by_year = dataset.filtered and dataset.filtered.around, time.line.is_by_year
    if not found or not time.before or (is_by_year and dataset.measure is Measure.STOCK):
        return "", math.nan, math.nan
    now, before = (found.area_ha(at, is_by_year=is_by_year) for at in (time.last, time.before))
    return found.country, now, before


def _earlier(dataset: Dataset) -> str:
    """The file the layer came from; the layer's own name where nobody said."""
    if EARLIER not in dataset.layers:
        return ""
    return next((part.name for part in dataset.provenance if part.part == EARLIER), EARLIER)


def _by(dataset: Dataset) -> str:
    """Provinces where most records state theirs or outlines tell, else countries."""
    if PROVINCES in dataset.layers:
        return "province"
    stated = dataset.sites[schema.ADMIN1].notna()
    return "province" if len(stated) and 2 * stated.sum() >= len(stated) else "country"


def _groups(parts: pd.DataFrame, by: str) -> pd.DataFrame:
    """`row` and `group` of what lies in a known one; provinces of one name stay two."""
    known = parts[parts[by] != UNKNOWN]
    keys = ["country", "province"] if by == "province" else [by]
    return pd.DataFrame({"row": known["row"], "group": known.groupby(keys).ngroup()})


def _countries(table: pd.DataFrame) -> int:
    return int(table.loc[table["country"] != UNKNOWN, "country"].nunique())
