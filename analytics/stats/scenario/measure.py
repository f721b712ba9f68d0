"""A measure against mining: from when, how strong, what comes back and what moves elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal

import numpy as np

from analytics.stats.scenario.spread import Spread

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]

#: What of a measure may be uncertain, by the name of its field.
UNCERTAIN: Final = (
    "coverage",
    "effectiveness",
    "decay",
    "half_life",
    "leakage",
    "rebound",
    "rebound_half_life",
    "formalised",
    "mercury_cut",
    "restored_ha",
)
LAG: Final = 5  # periods until restored ground counts as such: a choice
NONE: Final = Spread.certain(0.0)
ALL: Final = Spread.certain(1.0)

#: One value for each draw of everything in `UNCERTAIN`, as a column: draws go down.
Drawn = Mapping[str, "Numbers"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Costs:
    """Money of one currency and year."""

    setup: float = 0.0  # once, in the first period
    running: float = 0.0  # in every period it is in force
    per_ha: float = 0.0  # for every hectare of the flow it covers

    @property
    def is_none(self) -> bool:
        """Whether it is told to cost nothing, or not told at all."""
        return not (self.setup or self.running or self.per_ha)


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One measure; periods count from 1. METHODS of it: docs/methods, "scenario"."""

    name: str
    effectiveness: Spread  # share of the covered flow that ends at full strength; below 0 it grows
    start: int = 1
    end: int | None = None  # the first period without it; None where it stays
    ramp: int = 1  # periods until full strength
    coverage: Spread = ALL  # share of the flow it reaches
    decay: Spread = NONE  # strength lost in each period, as miners adapt
    half_life: Spread = NONE  # periods until half of its strength is gone once it ended
    leakage: Spread = NONE  # hectares elsewhere for each hectare it ends; above 1 is more harm
    rebound: Spread = NONE  # share of the covered flow that comes on top once it ended
    rebound_half_life: Spread = NONE
    formalised: Spread = NONE  # share of the unlawful flow that becomes lawful
    formalised_to: Literal[1, 2] = 2  # its class then: in order, or in order on conditions
    mercury_cut: Spread = NONE  # share of the mercury that the covered flow no longer uses
    restored_ha: Spread = NONE  # old ground planted in each period in force
    lag: int = LAG  # periods from planting until it counts
    unit: str = ""  # the target area it acts in; "" is all of them
    costs: Costs = field(default_factory=Costs)

    def certain(self) -> Drawn:
        """A single draw, of the likeliest values."""
        return {name: np.full((1, 1), getattr(self, name).mode) for name in UNCERTAIN}


def strength(measure: Measure, drawn: Drawn, periods: int) -> Numbers:
    """How much of its full strength a measure has; draws go down, periods across."""
    t, start = np.arange(1, periods + 1.0), measure.start
    end = np.inf if measure.end is None else measure.end
    run = np.minimum((t - start + 1) / measure.ramp, 1.0) * np.exp(-drawn["decay"] * (t - start))
    at_work = np.where((t >= start) & (t < end), run, 0.0)
    if measure.end is None or measure.end > periods:
        return at_work
    since = measure.end - 1.0 - start
    last = min((since + 1) / measure.ramp, 1.0) * np.exp(-drawn["decay"] * since)
    fading = last * _halved(t - end + 1, drawn["half_life"])
    return np.where(t >= end, fading, at_work)


def rebound(measure: Measure, drawn: Drawn, periods: int) -> Numbers:
    """What comes back on top once it ended, as a share of the covered flow."""
    t = np.arange(1, periods + 1.0)
    if measure.end is None:
        return np.zeros((len(drawn["rebound"]), periods))
    since = t - measure.end
    left = np.where(since == 0, 1.0, _halved(since, drawn["rebound_half_life"]))
    return np.where(since >= 0, drawn["rebound"] * left, 0.0)


def _halved(time: Numbers, half_life: Numbers) -> Numbers:
    """What is left after `time`; nothing where the half-life is 0."""
    lasts = half_life > 0
    power = np.maximum(time, 0.0) / np.where(lasts, half_life, 1.0)
    return np.where(lasts, 2.0**-power, 0.0)
