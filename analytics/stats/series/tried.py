"""A model tried on series: what it would have said after every period, and how far off it was."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from analytics.stats.series import spread
from analytics.stats.series.models import Model, Step, driven, paths

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from analytics.stats.series.spread import Spread

    Numbers = NDArray[np.float64]
    Whole = NDArray[np.int64]

LEVELS: Final = (0.80, 0.95)
MOST_LOG: Final = 300.0  # of hectares: what runs away is refused as too wide, not as an overflow
LEAST_ADDED: Final = 0.5  # of the lowest value above 0, added to series that hold a 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """Rows are series from their own first known value on; columns count from there.

    `told` and `summed` are hectares: series by last period known by step ahead, the second added
    up over the steps. Their spreads are of logarithms.
    """

    values: Numbers
    added: Numbers  # to each value before its logarithm is taken; 0 without zeros
    lengths: Whole  # periods up to the last known one; 0 where nothing is known
    starts: Whole  # column of the first known value in the series as given
    step: Step
    told: Numbers
    summed: Numbers
    share: Numbers  # of a change of the driver that the series takes over, after each period
    spread: Spread
    sum_spread: Spread

    @property
    def horizon(self) -> int:
        """Steps ahead."""
        return self.told.shape[2]

    @property
    def last(self) -> tuple[NDArray[np.intp], Whole]:
        """Picks what is known at the end of each series from an array of series by periods."""
        return np.arange(len(self.values)), np.maximum(self.lengths - 1, 0)


def tried(
    values: Numbers, *, model: Model, step: Step, horizon: int, driver: Numbers | None = None
) -> Tried:
    """Try `model` on series in hectares, none below 0, NaN where nothing is known.

    A `driver` has one value above 0 for each column: what moves along with it is taken out.
    """
    own, starts, lengths = from_first(values)
    added = zeros_lifted(own)
    logs = np.log(own + added[:, None])
    share = np.zeros(logs.shape)
    if driver is None:
        told = paths(logs, model, step, horizon)
    else:
        place = np.minimum(starts[:, None] + np.arange(len(driver)), len(driver) - 1)
        told, share = driven(logs, np.log(driver)[place], model, step, horizon)
    told = np.minimum(told, MOST_LOG)
    errors = spread.ahead(logs, horizon) - told
    hectares = np.maximum(np.exp(told) - added[:, None, None], 0.0)
    summed = np.cumsum(hectares, axis=2)
    later = np.cumsum(spread.ahead(own, horizon), axis=2) + added[:, None, None]
    with np.errstate(divide="ignore", invalid="ignore"):
        sum_errors = np.log(later) - np.log(summed + added[:, None, None])
    sum_errors[~np.isfinite(sum_errors)] = np.nan
    return Tried(
        values=own,
        added=added,
        lengths=lengths,
        starts=starts,
        step=step,
        told=hectares,
        summed=summed,
        share=share,
        spread=_spread(errors, model, step, is_sum=False),
        sum_spread=_spread(sum_errors, model, step, is_sum=True),
    )


def from_first(values: Numbers) -> tuple[Numbers, Whole, Whole]:
    """Each row moved to begin with its first known value, where that was, and its length."""
    known = ~np.isnan(values)
    size = values.shape[1]
    has_any = known.any(axis=1)
    starts = np.where(has_any, known.argmax(axis=1), 0)
    ends = np.where(has_any, size - known[:, ::-1].argmax(axis=1), 0)
    place = starts[:, None] + np.arange(size)
    own = np.take_along_axis(values, np.minimum(place, size - 1), axis=1)
    own = np.where(place < size, own, np.nan)
    return own, starts, ends - starts


def bounds(
    median: Numbers, spread: Spread, added: Numbers, *, level: float, noise: Numbers | float = 0.0
) -> tuple[Numbers, Numbers]:
    """The interval around `median` (series by periods by steps), in hectares.

    `noise` is the relative variance of the measurements themselves.
    """
    from scipy.special import stdtrit

    times = stdtrit(spread.freedom, (1 + level) / 2)
    scale = np.sqrt(spread.scale**2 + noise)
    half = (times * scale)[:, :, None] * spread.growth
    logs = np.log(median + added[:, None, None])
    low, high = np.exp(logs - half), np.exp(np.minimum(logs + half, MOST_LOG))
    return tuple(np.maximum(end - added[:, None, None], 0.0) for end in (low, high))  # type: ignore[return-value]  # two


def _spread(errors: Numbers, model: Model, step: Step, *, is_sum: bool) -> Spread:
    if model.learns_growth:
        return spread.learned(errors)
    ahead = np.arange(1.0, errors.shape[2] + 1)
    power = spread.GROWTH_SEASON if step.is_seasonal else spread.GROWTH_YEAR
    of_sum = np.sqrt((ahead + 1) * (2 * ahead + 1) / (6 * ahead))
    return spread.fixed(errors, of_sum if is_sum else ahead**power)


def zeros_lifted(values: Numbers) -> Numbers:
    """What to add before taking logarithms: half the lowest value above 0 where a 0 is held.

    1 where there is nothing but 0, and 0 where there is none.
    """
    has_zero = (values == 0).any(axis=1)
    lowest = np.fmin.reduce(np.where(values > 0, values, np.nan), axis=1, initial=np.inf)
    lift = np.where(np.isfinite(lowest), LEAST_ADDED * lowest, 1.0)
    return np.where(has_zero, lift, 0.0)
