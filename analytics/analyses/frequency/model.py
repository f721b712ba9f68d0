"""Count what records say in one column: records and hectares, side by side, with intervals."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pandas as pd

from analytics.analyses.frequency import fields, pairs
from analytics.core import schema
from analytics.core.errors import MissingInput
from analytics.core.parts import UNKNOWN, by_country
from analytics.core.schema import AreaBasis, Measure
from analytics.stats.intervals import wilson
from analytics.stats.timeline import Timeline, timeline

if TYPE_CHECKING:
    import geopandas as gpd

    from analytics.analyses.frequency import FrequencyParams
    from analytics.analyses.frequency.pairs import Cross
    from analytics.core.dataset import Dataset

ALONE: Final = "none"  # not by group


@dataclass(frozen=True, kw_only=True, slots=True)
class Rest:
    """The values below the top: records that state at least one of them."""

    distinct: int  # values
    count: int
    sites: int
    area_ha: float
    share_count: float
    share_area: float
    low: float
    high: float


NOTHING: Final = Rest(
    distinct=0,
    count=0,
    sites=0,
    area_ha=0.0,
    share_count=0.0,
    share_area=0.0,
    low=0.0,
    high=0.0,
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Frequency:
    """How often each value occurs; the base of every share is the records that state a value.

    Where each record states one value, `table` + `other` + `missing` are all `records`, and
    shares add up to 1. Where records state several, each counts under each of its values.
    """

    # value, count (records), sites (distinct), area_ha, share_count, share_area, low, high (of
    # share_count, Wilson, 95 %); most frequent first, then most hectares, then by name
    table: pd.DataFrame
    other: Rest  # all zero where the table holds every value
    missing: int  # records that state nothing
    missing_share: float  # of `records`
    missing_ha: float
    records: int  # counted; of a stock those of its last period
    known: int  # records that state a value: the base of share_count and of the intervals
    known_ha: float  # their known hectares: the base of share_area; NaN where none has any
    sites: int  # distinct, of `records`
    distinct: int  # values
    field: str
    by: str
    is_multiple: bool  # at least one record states several values
    widest: str  # the value of all that holds most hectares; "" where no area is known
    widest_share: float  # its share_area
    has_lead: bool  # the first occurs more often than the second by more than chance
    # group, value, count, n (records of the group that state a value), missing, area_ha,
    # share_count, share_area, low, high; only the values of `table`; largest group first, or in
    # order of time, the unknown one last. A record across a border counts in each of its countries.
    by_group: pd.DataFrame
    groups: tuple[str, ...]  # in that order
    border_records: int  # that count in several groups
    cross: Cross | None
    # first, second, count, area_ha, share (of the records that state the first): the largest
    # values in one cell, each pair both ways round; empty where no cell holds two of them
    together: pd.DataFrame
    area_basis: AreaBasis
    measure: Measure
    at: str  # last period of a stock, "" for a flow or where periods stand side by side
    left_out: int  # records of a stock from before its last period, or undated
    without_area: int  # records that state a value and have no known area


def frequency(dataset: Dataset, params: FrequencyParams) -> Frequency:
    """Frequencies of `params.field` in the records of `dataset`."""
    sites = dataset.sites
    field = fields.column(sites, params.field)
    if sites.empty and dataset.filtered:
        raise MissingInput("filters-nothing")
    is_stock = dataset.measure is Measure.STOCK
    time = timeline(sites, step="auto", may_add_up=not is_stock)
    counts_end_only = is_stock and bool(time.order)
    counted = sites[time.at_end] if counts_end_only else sites
    said = fields.stated(counted, field, params.separator)
    if said.empty:
        raise fields.nothing_stated(sites, field)
    full = _weighed(said, counted)
    base = _base(full)
    table = _table(full, base)
    top, rest = table.head(params.top).reset_index(drop=True), table.iloc[params.top :]
    is_multiple = bool(full["row"].duplicated().any())
    grouped = _grouped(dataset, sites, counted, params=params, field=field, time=time)
    by_group, groups, border = _by_group(grouped, top, params.by, time)
    areas = table["area_ha"].sort_values(ascending=False, kind="stable")
    widest = table.loc[areas.index[0]] if areas.sum() > 0 else None
    missing = counted[~counted.index.isin(base.index)]
    return Frequency(
        table=top,
        other=_rest(full, rest, base),
        missing=len(missing),
        missing_share=len(missing) / len(counted),
        missing_ha=float(missing[schema.AREA_HA].sum(min_count=1)),
        records=len(counted),
        known=len(base),
        known_ha=float(base.sum(min_count=1)),
        sites=int(counted[schema.SITE_ID].nunique()),
        distinct=len(table),
        field=field,
        by=params.by,
        is_multiple=is_multiple,
        widest="" if widest is None else str(widest["value"]),
        widest_share=float("nan") if widest is None else float(widest["share_area"]),
        has_lead=pairs.has_lead(full, table),
        by_group=by_group,
        groups=groups,
        border_records=border,
        cross=_cross(counted, full, params, field),
        together=pairs.together(full, top),
        area_basis=dataset.area_basis,
        measure=dataset.measure,
        at=time.last if counts_end_only else "",
        left_out=len(sites) - len(counted),
        without_area=int(base.isna().sum()),
    )


def _weighed(said: pd.DataFrame, sites: gpd.GeoDataFrame) -> pd.DataFrame:
    """`row`, `value`, `site_id`, `area_ha`: a record's hectares stand under each of its values."""
    own = sites.loc[said["row"], [schema.SITE_ID, schema.AREA_HA]].reset_index(drop=True)
    return said.assign(
        site_id=own[schema.SITE_ID].astype(str), area_ha=own[schema.AREA_HA].astype(float)
    )


def _base(full: pd.DataFrame) -> pd.Series[float]:
    """Hectares of each record that states a value."""
    return full.drop_duplicates("row").set_index("row")["area_ha"]


def _table(full: pd.DataFrame, base: pd.Series[float]) -> pd.DataFrame:
    found = full.groupby("value", observed=True)
    table = pd.DataFrame(
        {
            "count": found.size(),
            "sites": found["site_id"].nunique(),
            "area_ha": found["area_ha"].sum(min_count=1),
        }
    ).reset_index()
    table = _with_shares(table, len(base), float(base.sum(min_count=1)))
    return table.sort_values(
        ["count", "area_ha", "value"], ascending=[False, False, True]
    ).reset_index(drop=True)


def _with_shares(
    table: pd.DataFrame, known: int | pd.Series[int], known_ha: float | pd.Series[float]
) -> pd.DataFrame:
    low, high = wilson(table["count"], known)
    areas = pd.Series(known_ha, index=table.index, dtype=float)
    return table.assign(
        share_count=table["count"] / known,
        share_area=(table["area_ha"] / areas).where(areas > 0),
        low=low,
        high=high,
    )


def _rest(full: pd.DataFrame, rest: pd.DataFrame, base: pd.Series[float]) -> Rest:
    """A record that states several of the values below the top counts once."""
    if rest.empty:
        return NOTHING
    own = full[full["value"].isin(rest["value"])].drop_duplicates("row")
    known_ha = float(base.sum(min_count=1))
    area = float(own["area_ha"].sum(min_count=1))
    low, high = wilson(len(own), len(base))
    return Rest(
        distinct=len(rest),
        count=len(own),
        sites=int(own["site_id"].nunique()),
        area_ha=area,
        share_count=len(own) / len(base),
        share_area=area / known_ha if known_ha > 0 else float("nan"),
        low=float(low),
        high=float(high),
    )


def _grouped(
    dataset: Dataset,
    sites: gpd.GeoDataFrame,
    counted: gpd.GeoDataFrame,
    *,
    params: FrequencyParams,
    field: str,
    time: Timeline,
) -> pd.DataFrame:
    """Each record in each of its groups: row, group, share, value, area_ha; value NaN for none.

    By period every period of a stock is shown, since each stands on its own.
    """
    if params.by == ALONE:
        return pd.DataFrame()
    if params.by == "period":
        places = pd.DataFrame({"row": sites.index, "group": time.labels.to_numpy(), "share": 1.0})
        within = sites
    else:
        places = by_country(dataset, counted).rename(columns={"country": "group"})
        places = places.groupby(["row", "group"], observed=True)["share"].sum().reset_index()
        within = counted
    said = fields.stated(within, field, params.separator)
    joined = places.merge(said, on="row", how="left")
    return joined.assign(
        area_ha=within.loc[joined["row"], schema.AREA_HA].to_numpy(float) * joined["share"]
    )


def _by_group(
    grouped: pd.DataFrame, top: pd.DataFrame, by: str, time: Timeline
) -> tuple[pd.DataFrame, tuple[str, ...], int]:
    shares = ["share_count", "share_area", "low", "high"]
    columns = ["group", "value", "count", "n", "missing", "area_ha", *shares]
    if by == ALONE:
        return pd.DataFrame(columns=columns), (), 0
    records = grouped.drop_duplicates(["row", "group"])
    is_known = records["value"].notna()
    known = records[is_known].groupby("group", observed=True)
    size = pd.DataFrame(
        {"n": known.size(), "known_ha": known["area_ha"].sum(min_count=1)},
        index=sorted(records["group"].unique()),
    )
    size = size.assign(
        n=size["n"].fillna(0).astype(int),
        missing=(~is_known).groupby(records["group"]).sum().reindex(size.index).astype(int),
    )
    groups = _order(size, by, time)
    kept = grouped[grouped["value"].isin(top["value"])].groupby(["group", "value"], observed=True)
    every = pd.MultiIndex.from_product([groups, top["value"]], names=["group", "value"])
    table = pd.DataFrame(
        {"count": kept.size(), "area_ha": kept["area_ha"].sum(min_count=1)}
    ).reindex(every)
    # A value that no record of the group states holds no hectares; one whose records have no
    # known area holds unknown ones.
    table = table.assign(
        area_ha=table["area_ha"].mask(table["count"].isna(), 0.0),
        count=table["count"].fillna(0).astype(int),
    ).reset_index()
    told = table.join(size, on="group")
    told = _with_shares(told, told["n"], told["known_ha"])
    border = int(records["row"].duplicated(keep="first").sum()) if by == "country" else 0
    return told[columns], groups, border


def _order(size: pd.DataFrame, by: str, time: Timeline) -> tuple[str, ...]:
    if by == "period":
        found = [label for label in time.order if label in size.index]
    else:
        ranked = size.assign(name=size.index).sort_values(["n", "name"], ascending=[False, True])
        found = [str(group) for group in ranked.index if group != UNKNOWN]
    return (*found, *([UNKNOWN] if UNKNOWN in size.index else []))


def _cross(
    counted: gpd.GeoDataFrame, full: pd.DataFrame, params: FrequencyParams, field: str
) -> Cross | None:
    if not params.cross.strip():
        return None
    other = fields.column(counted, params.cross)
    if other == field:
        raise fields.FieldError("frequency-same", name=fields.Called((other,)))
    second = fields.stated(counted, other, params.separator)
    if second.empty:
        raise fields.nothing_stated(counted, other)
    crossed = pairs.crossed(full, second, top=params.top, name=other)
    if crossed is None:
        called = {"first": fields.Called((field,)), "second": fields.Called((other,))}
        raise fields.StatedError("frequency-both", **called)
    return crossed
