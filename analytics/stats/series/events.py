"""What happened after an event, beside what was to be expected from the time before it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

import numpy as np

from analytics.stats.series.models import Model, Step
from analytics.stats.series.refusals import FEWEST, MOST_RATIO, furthest, refusals
from analytics.stats.series.tried import LEVELS, Tried, bounds, tried

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]

UNKNOWN: Final = float("nan")


class Silence(StrEnum):
    """Why there is no effect to tell."""

    NONE = ""
    BEFORE = "before"  # too few values before the event
    AFTER = "after"  # none known after it
    UNSURE = "unsure"  # what is known before it allows no forecast
    METHOD = "method"  # measured by another method since
    CONTROL = "control"  # the control series allows no forecast


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """Hectares after the event, those expected, and the share less there was; NaN where silent.

    With a control series `share` is what is left after the control's own departure is taken out.
    """

    silence: Silence
    periods: int  # after the event that are compared
    actual_ha: float
    expected_ha: float
    low_ha: dict[float, float]  # of what was to be expected, by level
    high_ha: dict[float, float]
    share: float
    share_low: dict[float, float]
    share_high: dict[float, float]
    has_control: bool


def effect(
    values: Numbers, at: int, *, model: Model, step: Step, control: Numbers | None = None
) -> Effect:
    """The effect of an event before the value at `at`; without a control other causes remain."""
    own = _expected(values, at, model, step)
    if isinstance(own, Silence):
        return _silent(own, has_control=control is not None)
    periods, actual, expected, low, high = own
    if expected <= 0:
        return _silent(Silence.UNSURE, has_control=control is not None)
    shift, wide = 0.0, dict.fromkeys(LEVELS, 0.0)
    if control is not None:
        other = _expected(control, at, model, step, periods)
        if isinstance(other, Silence) or min(other[1], other[2]) <= 0:
            return _silent(Silence.CONTROL, has_control=True)
        shift = np.log(other[1] / other[2])
        wide = {level: np.log(other[4][level] / other[2]) for level in LEVELS}
    ends = {
        level: (
            _share(actual / expected, _times(expected, low[level]), wide[level], shift),
            _share(actual / expected, -_times(high[level], expected), wide[level], shift),
        )
        for level in LEVELS
    }
    return Effect(
        silence=Silence.NONE,
        periods=periods,
        actual_ha=actual,
        expected_ha=expected,
        low_ha=low,
        high_ha=high,
        share=float(1 - actual / expected * np.exp(-shift)),
        share_low={level: ends[level][0] for level in LEVELS},
        share_high={level: ends[level][1] for level in LEVELS},
        has_control=control is not None,
    )


def _times(more: float, less: float) -> float:
    """How many times, as a logarithm; NaN where nothing is the lower end."""
    return float(np.log(more / less)) if less > 0 else UNKNOWN


def _share(ratio: float, half: float, other: float, shift: float) -> float:
    """One end of the share: the halves of both intervals, added in squares."""
    return float(1 - ratio * np.exp(np.copysign(np.hypot(half, other), half) - shift))


def _expected(
    values: Numbers, at: int, model: Model, step: Step, periods: int = 0
) -> tuple[int, float, float, dict[float, float], dict[float, float]] | Silence:
    before, after = values[:at], values[at:]
    known = int((~np.isnan(before)).sum())
    if known < FEWEST:
        return Silence.BEFORE
    gap = np.isnan(after)
    most = int(gap.argmax()) if gap.any() else len(after)
    count = min(most, int(furthest(known, step)), periods or most)
    if count < max(1, periods):
        return Silence.AFTER
    found = tried(before[None], model=model, step=step, horizon=count)
    count = _allowed(found, late=len(before) - int(np.flatnonzero(~np.isnan(before))[-1]) - 1)
    if count < max(1, periods):
        return Silence.UNSURE
    pick = (*found.last, count - 1)
    sides = {
        level: bounds(found.summed, found.sum_spread, found.added, level=level) for level in LEVELS
    }
    return (
        count,
        float(after[:count].sum()),
        float(found.summed[pick][0]),
        {level: float(low[pick][0]) for level, (low, _) in sides.items()},
        {level: float(high[pick][0]) for level, (_, high) in sides.items()},
    )


def _allowed(found: Tried, late: int) -> int:
    """Steps ahead that may be told of the time before; none where it ends with a gap."""
    age = np.array([late])
    if late or refusals(found.values, found.lengths, age)[0]:
        return 0
    ends = bounds(found.told, found.spread, found.added, level=LEVELS[0])
    low, high = (end[found.last][0] for end in ends)
    with np.errstate(divide="ignore", invalid="ignore"):
        return int(np.logical_and.accumulate(high / low <= MOST_RATIO).sum())


def _silent(why: Silence, *, has_control: bool) -> Effect:
    nothing = dict.fromkeys(LEVELS, UNKNOWN)
    return Effect(
        silence=why,
        periods=0,
        actual_ha=UNKNOWN,
        expected_ha=UNKNOWN,
        low_ha=nothing,
        high_ha=nothing,
        share=UNKNOWN,
        share_low=nothing,
        share_high=nothing,
        has_control=has_control,
    )
