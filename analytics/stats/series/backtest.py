"""How good forecasts of a series would have been so far, beside saying that nothing changes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from analytics.stats.series import spread
from analytics.stats.series.refusals import FEWEST
from analytics.stats.series.tried import LEVELS, Tried, bounds

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]
    Whole = NDArray[np.int64]

LEAST_SCORED: Final = 1e-12
ROUNDING: Final = 1e-9  # share of a value by which it may lie beside an interval of no width


@dataclass(frozen=True, slots=True, kw_only=True)
class Backtest:
    """One number for each series; NaN where nothing could be tried or nothing ever changed."""

    origins: Whole  # forecasts tried, each from what was known then
    errors: Whole  # of them, all steps together
    mae_ha: Numbers
    mase: Numbers  # mean error over the mean change from one period (or season) to the next
    bias: Numbers  # mean error over the mean of the series; above 0: forecasts too low
    inside: dict[float, Whole]  # values within the interval of that level
    of: Whole  # values for which an interval could be given beforehand
    interval_score: dict[float, Numbers]  # mean, hectares
    residuals: Numbers  # one step ahead, logarithms: series by period the value came in


def backtest(found: Tried) -> Backtest:
    """Every origin in the later half of each series; intervals from at least six values."""
    off, is_tried = errors(found)
    number = is_tried.sum(axis=(1, 2))
    usual = usual_change(found)
    inside: dict[float, Whole] = {}
    score: dict[float, Numbers] = {}
    came = spread.ahead(found.values, found.horizon)
    of = np.zeros(len(off), dtype=np.int64)
    for each in LEVELS:
        low, high = bounds(found.told, found.spread, found.added, level=each)
        has_interval = _late(found) & ~np.isnan(came) & ~np.isnan(low)
        off_by = np.maximum(low - came, came - high)
        hit = has_interval & (off_by <= ROUNDING * came)
        inside[each], of = hit.sum(axis=(1, 2)), has_interval.sum(axis=(1, 2))
        scored = interval_score(low, high, came, level=each)
        score[each] = _mean_of(scored, has_interval)
    absolute = _mean_of(np.abs(off), is_tried)
    with np.errstate(invalid="ignore", divide="ignore"):
        return Backtest(
            origins=is_tried.any(axis=2).sum(axis=1),
            errors=number,
            mae_ha=absolute,
            mase=np.where(usual > LEAST_SCORED, absolute / usual, np.nan),
            bias=_mean_of(off, is_tried) / _means(found.values),
            inside=inside,
            of=of,
            interval_score=score,
            residuals=_residuals(found),
        )


def errors(found: Tried) -> tuple[Numbers, NDArray[np.bool_]]:
    """What came less what was told, hectares, and which of them count (the later origins)."""
    off = spread.ahead(found.values, found.horizon) - found.told
    known = np.arange(1, off.shape[1] + 1)
    first = np.maximum(spread.FIRST, found.lengths // 2)
    return off, (known >= first[:, None])[:, :, None] & ~np.isnan(off)


def skill(ours: Backtest, naive: Backtest) -> Numbers:
    """The share of the error of saying that nothing changes which the model saves."""
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(naive.mae_ha > LEAST_SCORED, 1 - ours.mae_ha / naive.mae_ha, np.nan)


def interval_score(low: Numbers, high: Numbers, came: Numbers, *, level: float) -> Numbers:
    """Width, and what lies outside counted 2 / (1 - level) times: the smaller the better."""
    outside = np.maximum(low - came, 0.0) + np.maximum(came - high, 0.0)
    return (high - low) + 2 / (1 - level) * outside


def usual_change(found: Tried) -> Numbers:
    """Mean change from one period to the next; within seasons, from one year to the next."""
    lag = found.step.per_year
    if found.values.shape[1] <= lag:
        return np.full(len(found.values), np.nan)
    change = np.abs(found.values[:, lag:] - found.values[:, :-lag])
    return _means(change)


def _late(found: Tried) -> NDArray[np.bool_]:
    """Origins from which an interval may be told."""
    seen = np.cumsum(~np.isnan(found.values), axis=1)
    return (seen >= FEWEST)[:, :, None] & np.ones(found.horizon, dtype=bool)


def _residuals(found: Tried) -> Numbers:
    ahead = np.log(found.values[:, 1:] + found.added[:, None])
    told = np.log(found.told[:, :-1, 0] + found.added[:, None])
    first = np.full((len(ahead), 1), np.nan)
    return np.concatenate([first, ahead - told], axis=1)


def _mean_of(values: Numbers, chosen: NDArray[np.bool_]) -> Numbers:
    number = chosen.sum(axis=(1, 2))
    total = np.where(chosen, values, 0.0).sum(axis=(1, 2))
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(number > 0, total / number, np.nan)


def _means(values: Numbers) -> Numbers:
    known = ~np.isnan(values)
    number = known.sum(axis=1)
    total = np.where(known, values, 0.0).sum(axis=1)
    return np.divide(total, number, out=np.full(len(values), np.nan), where=number > 0)
