"""The numbers that classes are made of: those of every map the data can show, not of one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from analytics.analyses.sitemap.periods import adds_up, last_days, of_time, periods
from analytics.analyses.sitemap.persite import SUMMED, number
from analytics.core import schema

if TYPE_CHECKING:
    import geopandas as gpd
    from numpy.typing import NDArray

    from analytics.analyses.sitemap import SitemapParams
    from analytics.core.dataset import Dataset

    Numbers = NDArray[np.float64]

FEWEST: Final = 2  # periods; with one there is one map
STEP: Final = "step"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """What all maps of a data set have in common, whatever the period one of them shows."""

    values: Numbers  # known ones; the ends of the classes are made of these
    low: float  # of the numbers of all maps together; NaN without any
    high: float
    periods: tuple[str, ...]  # those that share the classes; () where there is a single map


def reference(dataset: Dataset, params: SitemapParams, column: str) -> Reference:
    """Where periods add up, the numbers they lead to; else those of every period together."""
    whole, _ = of_time(dataset, replace(params, period=""))
    values = known(number(whole, column))
    order = periods(dataset).order
    if len(order) < FEWEST:
        return _reference(values, values, ())
    each = _of_all_periods(dataset, params, column)
    both = np.concatenate([values, each])
    return _reference(values if adds_up(dataset, params) else each, both, order)


def known(column: pd.Series[float]) -> Numbers:
    """Numbers, NaN for whatever is none; infinite is no number of anything."""
    values = pd.to_numeric(column, errors="coerce").to_numpy(dtype=float, na_value=np.nan)
    return np.where(np.isfinite(values), values, np.nan)


def _reference(values: Numbers, all_: Numbers, order: tuple[str, ...]) -> Reference:
    all_ = all_[~np.isnan(all_)]
    return Reference(
        values=values[~np.isnan(values)],
        low=float(all_.min()) if len(all_) else float("nan"),
        high=float(all_.max()) if len(all_) else float("nan"),
        periods=order,
    )


def _of_all_periods(dataset: Dataset, params: SitemapParams, column: str) -> Numbers:
    """The number of each site in each period it has records of."""
    time, sites = periods(dataset), dataset.sites
    is_dated = time.labels.isin(time.order)
    if not adds_up(dataset, params):
        steps = time.labels[is_dated]
        return known(number(sites[is_dated].assign(**{STEP: steps}), column, STEP))
    steps = np.searchsorted(last_days(dataset), sites[schema.PERIOD_END][is_dated].to_numpy())
    dated = sites[is_dated].assign(**{STEP: steps})
    return known(_running(dated, column))


def _running(dated: gpd.GeoDataFrame, column: str) -> pd.Series[float]:
    """The number of each site at the end of each period in which it changed."""
    at_step = number(dated, column, STEP)
    return at_step.groupby(level=0).cumsum() if column in SUMMED else at_step
