"""All strategies of a plan against one another, on the same draws."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np

from analytics.stats.scenario.after import spent
from analytics.stats.scenario.course import Course, course
from analytics.stats.scenario.draws import Dice

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from analytics.stats.scenario.measure import Drawn
    from analytics.stats.scenario.plan import Plan, Strategy

    Numbers = NDArray[np.float64]

BANDS: Final = (0.025, 0.1, 0.5, 0.9, 0.975)  # 95 %, 80 % and the middle


@dataclass(frozen=True, slots=True, kw_only=True)
class Range:
    """The middle of all draws, and where 80 and 95 % of them lie."""

    middle: float
    low80: float
    high80: float
    low95: float
    high95: float

    @classmethod
    def of(cls, values: Numbers) -> Range:
        """Of one value for each draw; endless ones are higher than all others."""
        is_whole = bool(np.isfinite(values).all())
        found = np.quantile(values, BANDS, method="linear" if is_whole else "inverted_cdf")
        low95, low80, middle, high80, high95 = found
        return cls(
            middle=float(middle),
            low80=float(low80),
            high80=float(high80),
            low95=float(low95),
            high95=float(high95),
        )


@dataclass(frozen=True, kw_only=True, eq=False)
class Outcome:
    """One strategy by draw."""

    strategy: Strategy
    drawn: Sequence[Drawn]
    course: Course
    cost: Numbers  # worth today, by draw

    @cached_property
    def net_ha(self) -> Range:
        """Hectares avoided, moved and returned ones taken off."""
        return Range.of(self.course.net_ha)

    @cached_property
    def is_better(self) -> float:
        """In what share of the draws it avoids anything at all."""
        return float((self.course.net_ha > 0).mean())

    @cached_property
    def is_worse(self) -> float:
        """In what share of the draws it does more harm than good."""
        return float((self.course.net_ha < 0).mean())

    @cached_property
    def cost_per_ha(self) -> Range | None:
        """Money for a hectare avoided; None where none is, be it in one draw of ten."""
        net = self.course.net_ha
        if np.quantile(net, BANDS[1]) <= 0 or not self.cost.any():
            return None
        # Draws that avoid nothing cost more than any number says.
        return Range.of(np.divide(self.cost, net, out=np.full_like(net, np.inf), where=net > 0))


@dataclass(frozen=True, kw_only=True, eq=False)
class Comparison:
    """All outcomes in the order of the plan."""

    plan: Plan
    outcomes: tuple[Outcome, ...]

    def beats(self, one: int, other: int) -> float:
        """In what share of the draws one strategy avoids more than another."""
        a, b = (self.outcomes[place].course.net_ha for place in (one, other))
        return float((a > b).mean())

    @cached_property
    def regret_ha(self) -> tuple[float, ...]:
        """By strategy: how many hectares the best one of each draw avoids more, on average."""
        net = np.stack([one.course.net_ha for one in self.outcomes])
        return tuple(float(each) for each in (net.max(axis=0) - net).mean(axis=1))


def compare(plan: Plan) -> Comparison:
    """Work out every strategy of `plan`."""
    dice = Dice(plan.draws, plan.seed)
    flow = flows(plan, dice)
    return Comparison(
        plan=plan,
        outcomes=tuple(_outcome(one, flow, dice, plan.discount) for one in plan.strategies),
    )


def flows(plan: Plan, dice: Dice) -> Numbers:
    """The flow without any measure, drivers in it; a row for each draw."""
    flow = plan.baseline.drawn(dice, len(plan.periods))
    if plan.price is not None:
        flow = flow * plan.price.drawn(dice)
    return np.broadcast_to(flow, (max(dice.count, 1), flow.shape[1]))


def _outcome(strategy: Strategy, flow: Numbers, dice: Dice, rate: float) -> Outcome:
    drawn = [dice.of(measure) for measure in strategy.measures]
    made = course(flow, strategy.measures, drawn)
    cost = spent(made, strategy.measures, drawn, rate)
    return Outcome(strategy=strategy, drawn=drawn, course=made, cost=cost)


def break_even_leakage(made: Course) -> float:
    """The leakage above which the likeliest course of one measure does more harm than good."""
    suppressed = float(made.suppressed.sum())
    return 1.0 - float(made.rebound.sum()) / suppressed if suppressed > 0 else float("nan")
