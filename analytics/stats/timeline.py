"""Which periods a data set has, in order of time, and which rows lie at its end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pandas as pd

from analytics.core import schema

if TYPE_CHECKING:
    import geopandas as gpd

UNDATED: Final = ""
MOST_PERIODS: Final = 24  # more than these are read by year, unless asked as recorded


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """The periods of a data set; `labels` has one for each site, "" where there is no date."""

    labels: pd.Series[str]
    order: tuple[str, ...]  # every label once, by first day, the longer first
    is_by_year: bool  # shorter periods were put together by year
    is_mixed: bool  # periods of different lengths, which may hold the same hectares twice
    first: str  # "" when nothing is dated; years where lengths are mixed
    last: str
    at_end: pd.Series[bool]  # sites whose period ends on the last day of all


def timeline(sites: gpd.GeoDataFrame, *, step: str, may_add_up: bool) -> Timeline:
    """The periods of `sites`, put together by year where asked or where there are too many."""
    start, end = sites[schema.PERIOD_START], sites[schema.PERIOD_END]
    recorded = sites[schema.PERIOD].astype("string").fillna(UNDATED).astype(str)
    many = recorded[recorded != UNDATED].unique().size > MOST_PERIODS
    is_by_year = may_add_up and (step == "year" or (step == "auto" and many))
    within_a_year = start.dt.year == end.dt.year
    years = start.dt.year.astype("Int64").astype("string").fillna(UNDATED).astype(str)
    labels = recorded.mask(within_a_year, years) if is_by_year else recorded
    spans = pd.DataFrame({"label": labels, "start": start, "end": end})
    spans = (
        spans[(labels != UNDATED) & start.notna()]
        .groupby("label")
        .agg(start=("start", "min"), end=("end", "max"))
        .sort_values(["start", "end"], ascending=[True, False])
    )
    order = tuple(str(label) for label in spans.index)
    is_mixed = len({_length(label) for label in order}) > 1
    return Timeline(
        labels=labels,
        order=order,
        is_by_year=is_by_year and bool((labels != recorded).any()),
        is_mixed=is_mixed,
        first=_edge(spans, is_mixed=is_mixed, at_start=True),
        last=_edge(spans, is_mixed=is_mixed, at_start=False),
        at_end=end.notna() & (end == end.max()),
    )


def _edge(spans: pd.DataFrame, *, is_mixed: bool, at_start: bool) -> str:
    if spans.empty:
        return UNDATED
    if is_mixed:
        return str(spans["start"].min().year if at_start else spans["end"].max().year)
    return str(spans.index[0 if at_start else -1])


def _length(label: str) -> int:
    """Periods of one kind have labels of one length, but for quarters and months."""
    return len(label) + ("Q" in label)
