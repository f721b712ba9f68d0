"""The periods an overview speaks of, and why there may be none to compare."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

import pandas as pd

from analytics.core import schema
from analytics.core.schema import Measure
from analytics.stats.timeline import Timeline, timeline

if TYPE_CHECKING:
    import geopandas as gpd

    from analytics.core.dataset import Dataset

UNDATED: Final = -1  # the place of a record without a date
PAIR: Final = 2  # periods that a comparison takes


class Why(StrEnum):
    """Why there is no change to tell."""

    NONE = ""
    UNDATED = "undated"
    MIXED = "mixed"  # periods of different lengths
    SINGLE = "single"  # one period only
    PARTIAL = "partial"  # the last year ends before the year before it does
    TWO = "two"  # a change of a change takes three periods
    UNKNOWN = "unknown"  # no known area in one of the two


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """The periods of a data set, and the place of each record among them."""

    line: Timeline
    place: pd.Series[int]  # 0 is the first period; -1 has no date
    why: Why  # that holds for all numbers
    until: str  # last day of a partial year, ISO; "" otherwise

    @property
    def order(self) -> tuple[str, ...]:
        """Labels in order of time."""
        return self.line.order

    @property
    def last(self) -> str:
        """The last period; "" where none is dated."""
        return self.order[-1] if self.order else ""

    @property
    def before(self) -> str:
        """The period before it; "" where there is nothing to compare."""
        return self.order[-PAIR] if self.why is Why.NONE else ""


def times(dataset: Dataset, step: str) -> Times:
    """Periods as asked; unequal ones that share no year are put together by year."""
    sites, is_flow = dataset.sites, dataset.measure is Measure.FLOW
    line = timeline(sites, step=step, may_add_up=is_flow)
    if line.is_mixed and is_flow and step == "auto" and not _doubles(sites):
        by_year = timeline(sites, step="year", may_add_up=True)
        line = line if by_year.is_mixed else by_year
    rank = {label: place for place, label in enumerate(line.order)}
    place = line.labels.map(rank).fillna(UNDATED).astype(int)
    until = _ends_early(sites, line, place)
    return Times(line=line, place=place, why=_why(line, until), until=until)


def _why(line: Timeline, until: str) -> Why:
    if not line.order:
        return Why.UNDATED
    if line.is_mixed:
        return Why.MIXED
    if len(line.order) < PAIR:
        return Why.SINGLE
    return Why.PARTIAL if until else Why.NONE


def _doubles(sites: gpd.GeoDataFrame) -> bool:
    """Whether a year and a part of it stand side by side, so that hectares may count twice."""
    year = sites[schema.PERIOD_START].dt.year
    return bool(sites[schema.PERIOD_KIND].groupby(year).nunique().gt(1).any())


def _ends_early(sites: gpd.GeoDataFrame, line: Timeline, place: pd.Series[int]) -> str:
    """The last day of the last year where the year before was followed for longer."""
    if not line.is_by_year or len(line.order) < PAIR:
        return ""
    ends = sites[schema.PERIOD_END].groupby(place).max()
    last, before = ends.loc[len(line.order) - 1], ends.loc[len(line.order) - PAIR]
    return str(last.date()) if last.month < before.month else ""
