"""All strategies of a plan against one another, on the same draws."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np

from analytics.stats.scenario.after import classes, mercury, people, restored, spent, stock
from analytics.stats.scenario.course import Course, course, together
from analytics.stats.scenario.draws import Dice
from analytics.stats.scenario.spread import Spread

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from analytics.stats.scenario.measure import Drawn, Measure
    from analytics.stats.scenario.plan import Known, Plan, Strategy

    Numbers = NDArray[np.float64]

LEAST_REST: Final = 1e-6  # of the flow: less than this outside all target areas is none
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


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class After:
    """What follows from a course, by draw; None where too little is known to say."""

    classes_ha: Numbers | None  # class goes first; over all periods
    stock_ha: Numbers | None  # open ground at the end
    people: Numbers | None  # near it then
    mercury_kg: Numbers | None  # used over all periods


@dataclass(frozen=True, kw_only=True, eq=False)
class Outcome:
    """One strategy by draw."""

    strategy: Strategy
    drawn: Sequence[Drawn]
    course: Course
    cost: Numbers  # worth today, by draw
    after: After
    by_unit: Mapping[str, Course]  # in each target area; "" is the rest

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
        outcomes=tuple(_outcome(one, flow, dice, plan) for one in plan.strategies),
    )


def flows(plan: Plan, dice: Dice) -> Numbers:
    """The flow without any measure, drivers in it; a row for each draw."""
    flow = plan.baseline.drawn(dice, len(plan.periods))
    if plan.price is not None:
        flow = flow * plan.price.drawn(dice)
    return np.broadcast_to(flow, (max(dice.count, 1), flow.shape[1]))


def _outcome(strategy: Strategy, flow: Numbers, dice: Dice, plan: Plan) -> Outcome:
    measures = strategy.measures
    drawn = [dice.of(measure) for measure in measures]
    rest = 1.0 - math.fsum(plan.units.values())
    shares = {**plan.units, **({"": rest} if rest > LEAST_REST else {})}
    own = {
        unit: [at for at, measure in enumerate(measures) if measure.unit in ("", unit)]
        for unit in shares
    }
    parts = {
        unit: course(share * flow, [measures[n] for n in own[unit]], [drawn[n] for n in own[unit]])
        for unit, share in shares.items()
    }
    made = together(list(parts.values())) if len(parts) > 1 else next(iter(parts.values()))
    found = [
        classes(
            part,
            plan.known.shares,
            [measures[n] for n in own[unit]],
            [drawn[n] for n in own[unit]],
            plan.known.leaked_shares,
        )
        for unit, part in parts.items()
        if plan.known.shares is not None
    ]
    used = [
        mercury(
            part,
            dice.value(plan.known.mercury_kg, "mercury"),
            [measures[n] for n in own[unit]],
            [drawn[n] for n in own[unit]],
        )
        for unit, part in parts.items()
        if plan.known.mercury_kg is not None
    ]
    open_ha = _stock(made, measures, drawn, plan.known)
    return Outcome(
        strategy=strategy,
        drawn=drawn,
        course=made,
        cost=spent(made, measures, drawn, plan.money.discount, plan.units),
        after=After(
            classes_ha=np.sum(found, axis=0).sum(axis=2) if found else None,
            stock_ha=open_ha,
            people=_people(open_ha, plan.known),
            mercury_kg=np.sum(used, axis=0) if used else None,
        ),
        by_unit=parts if plan.units else {},
    )


def _stock(
    made: Course, measures: Sequence[Measure], drawn: Sequence[Drawn], known: Known
) -> Numbers | None:
    """Open ground at the end."""
    if known.stock_ha is None:
        return None
    grown = made.direct + made.leaked
    healed = restored(measures, drawn, grown.shape)
    return stock(known.stock_ha, grown, healed)[:, -1]


def _people(open_ha: Numbers | None, known: Known) -> Numbers | None:
    if known.people is None or open_ha is None or not known.stock_ha:
        return None
    return people(known.people, known.exponent, open_ha, known.stock_ha)


def break_even_leakage(made: Course) -> float:
    """The leakage above which the likeliest course of one measure does more harm than good."""
    suppressed = float(made.suppressed.sum())
    return 1.0 - float(made.rebound.sum()) / suppressed if suppressed > 0 else float("nan")


def break_even_effectiveness(flow: Numbers, measure: Measure, least_ha: float) -> float:
    """What share of the flow it reaches one measure must end to avoid `least_ha`; NaN if none does.

    All other numbers are at their likeliest.
    """

    def short(share: float) -> float:
        asked = replace(measure, effectiveness=Spread.certain(share))
        return float(course(flow, [asked], [asked.certain()]).net_ha[0]) - least_ha

    if short(0.0) >= 0:
        return 0.0
    if short(1.0) < 0:
        return float("nan")
    from scipy.optimize import brentq

    return float(brentq(short, 0.0, 1.0))
