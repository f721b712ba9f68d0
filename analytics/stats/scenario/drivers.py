"""Which assumption a result hangs on: one after the other at its ends, and all of them at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from analytics.stats.scenario.compare import compare
from analytics.stats.scenario.draws import Dice
from analytics.stats.scenario.measure import UNCERTAIN
from analytics.stats.scenario.spread import UNLIKELY, Spread

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from analytics.stats.scenario.compare import Outcome
    from analytics.stats.scenario.plan import Plan, Strategy

    Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Part:
    """One uncertain number of a measure, or of the plan where `measure` is empty."""

    measure: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """Net hectares with one number at its low and its high end, all others at their likeliest."""

    part: Part
    low: float  # the number itself
    high: float
    net_low_ha: float  # what is avoided with it
    net_high_ha: float

    @property
    def range_ha(self) -> float:
        """How far the result moves."""
        return abs(self.net_high_ha - self.net_low_ha)


def tornado(
    plan: Plan, strategy: Strategy, ends: Mapping[Part, tuple[float, float]] | None = None
) -> tuple[Bar, ...]:
    """The bars of a strategy, the widest first.

    `ends` are those that a tenth of all draws stay below and above, where none are given.
    """
    still = replace(plan, draws=0, strategies=(strategy,))
    asked = ends if ends is not None else _ends(plan, strategy)
    bars = []
    for part, (low, high) in asked.items():
        nets = [_net(_with(still, part, value)) for value in (low, high)]
        bars.append(Bar(part=part, low=low, high=high, net_low_ha=nets[0], net_high_ha=nets[1]))
    return tuple(sorted(bars, key=lambda bar: -bar.range_ha))


def explained(plan: Plan, outcome: Outcome) -> dict[Part, float]:
    """What share of the differences between draws goes with each number; all add up to 1.

    Squared rank correlations, made to add up: a screening, since numbers work together.
    """
    from scipy.stats import rankdata

    dice = Dice(plan.draws, plan.seed)
    net = rankdata(outcome.course.net_ha)
    if np.ptp(net) == 0:
        return {}
    found = {}
    for part, spread in _uncertain(plan, outcome.strategy).items():
        name = f"{part.measure}|{part.name}" if part.measure else part.name
        values = rankdata(dice.value(spread, name)[:, 0])
        found[part] = float(np.corrcoef(values, net)[0, 1]) ** 2
    whole = sum(found.values())
    return {part: share / whole for part, share in found.items()} if whole > 0 else {}


def _uncertain(plan: Plan, strategy: Strategy) -> dict[Part, Spread]:
    """Everything that is drawn for a strategy, but for the draws of a forecast."""
    known = {}
    if plan.baseline.forecast_ha is None:
        known[Part("", "flow")] = plan.baseline.flow_ha
        known[Part("", "growth")] = plan.baseline.growth
    if plan.price is not None:
        known[Part("", "elasticity")] = plan.price.elasticity
    for measure in strategy.measures:
        for name in UNCERTAIN:
            known[Part(measure.name, name)] = getattr(measure, name)
    return {part: spread for part, spread in known.items() if not spread.is_certain}


def _ends(plan: Plan, strategy: Strategy) -> dict[Part, tuple[float, float]]:
    found = {}
    for part, spread in _uncertain(plan, strategy).items():
        low, high = spread.below(np.array(UNLIKELY))
        found[part] = (float(low), float(high))
    return found


def _net(plan: Plan) -> float:
    return float(compare(plan).outcomes[0].course.net_ha[0])


def _with(plan: Plan, part: Part, value: float) -> Plan:
    """The plan with one number set."""
    given = Spread.certain(value)
    match part:
        case Part("", "flow"):
            return replace(plan, baseline=replace(plan.baseline, flow_ha=given))
        case Part("", "growth"):
            return replace(plan, baseline=replace(plan.baseline, growth=given))
        case Part("", _):
            return (
                plan
                if plan.price is None
                else replace(plan, price=replace(plan.price, elasticity=given))
            )
    strategy = plan.strategies[0]
    measures = tuple(
        replace(measure, **{part.name: given})  # type: ignore[arg-type] # of UNCERTAIN: spreads
        if measure.name == part.measure
        else measure
        for measure in strategy.measures
    )
    return replace(plan, strategies=(replace(strategy, measures=measures),))


def hangs_on(
    shares: Mapping[Part, float], assumed: Sequence[Part], most: float = 0.25
) -> list[Part]:
    """Numbers without published evidence that explain more than `most` of the differences."""
    return [part for part in assumed if shares.get(part, 0.0) > most]
