"""What a comparison is asked: a baseline, its drivers and the strategies set against it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from analytics.stats.scenario.spread import Spread

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from analytics.stats.scenario.draws import Dice
    from analytics.stats.scenario.measure import Measure

    Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Baseline:
    """The flow of hectares if nothing is done: typed in, or drawn from a forecast."""

    flow_ha: Spread  # in the period before the first
    growth: Spread  # share by which it grows from period to period
    forecast_ha: NDArray[np.float64] | None = None  # draws down, periods across; None: typed in

    def drawn(self, dice: Dice, periods: int) -> Numbers:
        """Hectares; draws go down, periods across."""
        if self.forecast_ha is None:
            t = np.arange(1, periods + 1.0)
            growth = dice.value(self.growth, "growth")
            return np.asarray(dice.value(self.flow_ha, "flow") * (1.0 + growth) ** t)
        if not dice.count:
            return np.median(self.forecast_ha, axis=0, keepdims=True)[:, :periods]
        rows = (dice.throws("forecast") * len(self.forecast_ha)).astype(np.int64)
        return self.forecast_ha[rows, :periods]


@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    """The price of gold against today's, by period, and how the flow follows it."""

    ratio: tuple[float, ...]
    elasticity: Spread

    def drawn(self, dice: Dice) -> Numbers:
        """What the flow is multiplied by."""
        return np.asarray(np.array(self.ratio)[None] ** dice.value(self.elasticity, "elasticity"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Strategy:
    """Measures that are taken together; none is the course of things."""

    name: str
    measures: Sequence[Measure] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is known beyond the flow; None where it is not, and then nothing is said of it."""

    shares: tuple[float, float, float] | None = None  # of the flow, by class
    leaked_shares: tuple[float, float, float] = (0.0, 0.0, 1.0)  # of what moves elsewhere
    stock_ha: float | None = None  # open ground before the first period
    people: float | None = None  # near that ground
    exponent: float = 1.0  # how people near grow with the ground
    mercury_kg: Spread | None = None  # used for a hectare


@dataclass(frozen=True, slots=True, kw_only=True)
class Money:
    """What amounts are in, and what later ones are worth."""

    discount: float = 0.05  # a period, real
    currency: str = ""  # three letters; "" where nothing was said
    prices: str = ""  # the year whose prices they are


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """One comparison; the same plan gives the same numbers to the last digit."""

    periods: tuple[str, ...]
    baseline: Baseline
    strategies: tuple[Strategy, ...]
    draws: int = 2_000  # 0: the likeliest values alone
    seed: int = 1
    price: Price | None = None
    money: Money = Money()
    known: Known = Known()
    units: Mapping[str, float] = field(default_factory=dict)  # target area -> share of the flow
