"""Which records a map of a period shows."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Final

import numpy as np

from analytics.core import schema
from analytics.core.errors import ParameterError
from analytics.core.schema import Measure
from analytics.stats.timeline import Timeline, timeline

if TYPE_CHECKING:
    import geopandas as gpd
    from numpy.typing import NDArray

    from analytics.analyses.sitemap import SitemapParams
    from analytics.core.dataset import Dataset

MOST_NAMED: Final = 24


class PeriodError(ParameterError):
    """A period that the data do not have."""

    folder: ClassVar[Path] = Path(__file__).parent


def of_time(dataset: Dataset, params: SitemapParams) -> tuple[gpd.GeoDataFrame, str]:
    """The records, and the period they are of or lead up to; "" where all of them count."""
    sites, time = dataset.sites, periods(dataset)
    if params.period and params.period not in time.order:
        known = ", ".join(time.order[-MOST_NAMED:]) or "–"
        raise PeriodError("sitemap-period", value=params.period, known=known)
    is_stock = dataset.measure is Measure.STOCK
    if not time.order or not (params.period or is_stock or params.time == "only"):
        return sites, ""
    if is_stock and not params.period:
        return sites[time.at_end], time.last
    at = params.period or time.order[-1]
    is_in = time.labels == at
    if is_stock or params.time == "only":
        return sites[is_in], at
    ends = sites[schema.PERIOD_END]
    return sites[ends <= ends[is_in].max()], at


def adds_up(dataset: Dataset, params: SitemapParams) -> bool:
    """Whether a map of a period holds all that came before it."""
    return dataset.measure is not Measure.STOCK and params.time == "upto"


def last_days(dataset: Dataset) -> NDArray[np.datetime64]:
    """The last day of each period, the earliest first."""
    time, ends = periods(dataset), dataset.sites[schema.PERIOD_END]
    is_dated = time.labels.isin(time.order)
    return np.unique(ends[is_dated].groupby(time.labels[is_dated]).max().to_numpy())


def periods(dataset: Dataset) -> Timeline:
    """The periods there are; many short ones of a flow are put together by year."""
    may_add_up = dataset.measure is not Measure.STOCK
    return timeline(dataset.sites, step="auto", may_add_up=may_add_up)
