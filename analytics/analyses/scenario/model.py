"""Set measures against the course of things, and against one another."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from analytics.analyses.scenario import spec
from analytics.analyses.scenario.asked import asked
from analytics.analyses.scenario.naming import LATER
from analytics.analyses.scenario.refusals import ScenarioError
from analytics.analyses.scenario.resting import assumed, assumptions, drivers
from analytics.stats.scenario.compare import (
    Comparison,
    Outcome,
    break_even_effectiveness,
    break_even_leakage,
    compare,
    flows,
)
from analytics.stats.scenario.course import Course, course
from analytics.stats.scenario.draws import Dice
from analytics.stats.scenario.drivers import Part, explained
from analytics.stats.scenario.plan import Money, Plan
from analytics.stats.scenario.spread import Spread

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from analytics.analyses.scenario import ScenarioParams
    from analytics.core.dataset import Dataset

    Numbers = NDArray[np.float64]

PATH: Final = ("baseline_ha", "direct_ha", "leaked_ha")
BANDS: Final = (0.025, 0.1, 0.5, 0.9, 0.975)
CLASSES: Final = ("high_ha", "conditional_ha", "low_ha")
#: No programme on record kept more than nine tenths away for longer than this.
RECORD_LEFT, RECORD_PERIODS = 0.1, 3
LAND_HA: Final = 15e9  # all there is on Earth, a little rounded up
NO_HA: Final = 1e-9  # of what is mined: less is only how computers add


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    """One strategy; hectares over all periods, with the range of 80 and 95 % of the draws."""

    name: str  # as typed in; of ours a preset, or "later"
    net_avoided_ha: float
    net_low80_ha: float
    net_high80_ha: float
    net_low95_ha: float
    net_high95_ha: float
    gross_avoided_ha: float
    gross_low80_ha: float
    gross_high80_ha: float
    leaked_ha: float
    leaked_low80_ha: float
    leaked_high80_ha: float
    suppressed_ha: float
    rebound_ha: float
    promoted_ha: float
    better: float  # share of the draws in which anything is avoided
    worse: float  # share in which more is mined than without
    is_kept: bool  # one of the visitor's own, set beside
    cost: float  # worth today
    cost_low: float
    cost_high: float
    cost_per_ha: float  # NaN where nothing is avoided for sure, or nothing was said of money
    cost_low80: float
    cost_high80: float
    regret_ha: float
    path: pd.DataFrame  # period, baseline_ha, direct_ha, leaked_ha: the middle of all draws


@dataclass(frozen=True, kw_only=True, slots=True)
class BreakEven:
    """At which values of one number the first strategy, of one measure, avoids nothing any more.

    All other numbers are at their likeliest; NaN where no value does, or it has several measures.
    """

    leakage: float  # hectares elsewhere for each one ended: above, it does more harm than good
    effectiveness: float  # share it ends: below, it does more harm than good, or costs too much
    ceiling: float  # money for a hectare that may not be exceeded; 0 where none was told
    is_out_of_reach: bool  # even ending all that it reaches would cost more
    assumed_leakage: Spread
    assumed_effectiveness: Spread


@dataclass(frozen=True, kw_only=True, slots=True)
class Scenario:
    """Strategies against the course of things, all on the same draws."""

    strategies: tuple[Told, ...]  # the course of things first
    # strategy, period, low95_ha … high95_ha, middle_ha: hectares mined from the first period on
    cumulative: pd.DataFrame
    # measure, part, low, high, net_low_ha, net_high_ha, share, grade: of the first strategy with
    # measures, the widest first
    drivers: pd.DataFrame
    assumptions: pd.DataFrame  # strategy, measure, part, low, mode, high, grade, evidence
    # strategy, what, low, middle, high: hectares by class, open ground, people near it, mercury,
    # at the end or over all periods; `…_spared` is what is less than if nothing is done
    after: pd.DataFrame
    by_unit: pd.DataFrame  # unit, baseline_ha, gross_ha, low_ha, high_ha: of the first strategy
    beats: pd.DataFrame  # strategy, other, share of the draws in which it avoids more
    assumed: tuple[Part, ...]  # without evidence, and the result hangs on them
    is_beyond_record: bool
    break_even: BreakEven
    baseline: str  # "level", "forecast" or "typed"
    flow_ha: Spread
    periods: tuple[str, ...]
    draws: int
    is_typed: bool  # a file said everything
    has_costs: bool
    money: Money
    exponent: float  # how people near grow with open ground; NaN where they are not counted
    near_km: float  # within which people were counted; NaN where a file says how many there are
    are_shares_known: bool  # of the classes; else all counts as of low compliance
    spec: str  # the same comparison as a file


def scenario(dataset: Dataset, params: ScenarioParams) -> Scenario:
    """What the strategies asked for would avoid."""
    found = asked(dataset, params)
    plan = found.plan
    made = compare(plan)
    _check_land(made)
    strategies = tuple(
        _told(one, regret, plan, is_kept=one.strategy.name in found.kept)
        for one, regret in zip(made.outcomes, made.regret_ha, strict=True)
    )
    first, known = _first(strategies, plan), plan.known
    own = {
        n: explained(plan, made.outcomes[n])
        for n, one in enumerate(plan.strategies)
        if one.measures and (one.name != LATER or n == first)  # later rests on the same numbers
    }
    return Scenario(
        strategies=strategies,
        cumulative=pd.concat([_cumulative(one, plan) for one in made.outcomes], ignore_index=True),
        drivers=(
            pd.DataFrame() if first is None else drivers(plan, plan.strategies[first], own[first])
        ),
        assumptions=assumptions(plan, [plan.strategies[n] for n in own]),
        after=_after(made),
        by_unit=pd.DataFrame() if first is None else _by_unit(made.outcomes[first]),
        beats=_beats(made),
        assumed=tuple(
            dict.fromkeys(part for n in own for part in assumed(own[n], plan.strategies[n]))
        ),
        is_beyond_record=any(_is_beyond(made.outcomes[n]) for n in own),
        break_even=_break_even(plan, first, params.ceiling),
        baseline=found.baseline,
        flow_ha=_spread_of(made.outcomes[0].course.baseline[:, 0]),
        periods=plan.periods,
        draws=plan.draws,
        is_typed=bool(params.spec.strip()),
        has_costs=any(not one.costs.is_none for s in plan.strategies for one in s.measures),
        money=plan.money,
        exponent=known.exponent if known.people is not None else math.nan,
        near_km=math.nan if params.spec.strip() else params.near_km,
        are_shares_known=known.shares is not None and known.shares[:2] != (0.0, 0.0),
        spec=spec.written(plan, found.unit),
    )


def _first(strategies: tuple[Told, ...], plan: Plan) -> int | None:
    """The first strategy that changes anything; where none does, the first with measures."""
    acting = [n for n, one in enumerate(strategies) if one.suppressed_ha or one.promoted_ha]
    return next(iter(acting + [n for n, one in enumerate(plan.strategies) if one.measures]), None)


def _check_land(made: Comparison) -> None:
    most = max(float(one.course.direct.max()) for one in made.outcomes)
    if most > LAND_HA:
        raise ScenarioError("scenario-land", most=int(LAND_HA))


def _told(one: Outcome, regret: float, plan: Plan, *, is_kept: bool) -> Told:
    made, net = one.course, one.net_ha
    gross, leaked = (_spread_of(values) for values in (made.gross_ha, made.leaked_ha))
    per_ha, cost = one.cost_per_ha, _spread_of(one.cost)
    middle = (np.median(part, axis=0) for part in (made.baseline, made.direct, made.leaked))
    nan, promoted = math.nan, float(np.median(made.promoted_ha))
    is_any = abs(promoted) > NO_HA * float(np.median(made.baseline.sum(axis=1)))
    return Told(
        name=one.strategy.name,
        net_avoided_ha=net.middle,
        net_low80_ha=net.low80,
        net_high80_ha=net.high80,
        net_low95_ha=net.low95,
        net_high95_ha=net.high95,
        gross_avoided_ha=gross.mode,
        gross_low80_ha=gross.low,
        gross_high80_ha=gross.high,
        leaked_ha=leaked.mode,
        leaked_low80_ha=leaked.low,
        leaked_high80_ha=leaked.high,
        suppressed_ha=float(np.median(made.suppressed_ha)),
        rebound_ha=float(np.median(made.rebound_ha)),
        promoted_ha=promoted if is_any else 0.0,
        better=one.is_better,
        worse=one.is_worse,
        is_kept=is_kept,
        cost=cost.mode,
        cost_low=cost.low,
        cost_high=cost.high,
        cost_per_ha=per_ha.middle if per_ha else nan,
        cost_low80=per_ha.low80 if per_ha else nan,
        cost_high80=per_ha.high80 if per_ha else nan,
        regret_ha=regret,
        path=pd.DataFrame({"period": plan.periods} | dict(zip(PATH, middle, strict=True))),
    )


def _spread_of(values: Numbers) -> Spread:
    low, middle, high = np.quantile(values, (0.1, 0.5, 0.9))
    return Spread(float(low), float(middle), float(high))


def _cumulative(one: Outcome, plan: Plan) -> pd.DataFrame:
    """Hectares mined since the first period, by draw's share."""
    mined = np.cumsum(one.course.direct + one.course.leaked, axis=1)
    ends = np.quantile(mined, BANDS, axis=0)
    columns = ("low95_ha", "low80_ha", "middle_ha", "high80_ha", "high95_ha")
    table = pd.DataFrame(dict(zip(columns, ends, strict=True)))
    return table.assign(strategy=one.strategy.name, period=list(plan.periods))


def _after(made: Comparison) -> pd.DataFrame:
    """What follows from each strategy; differences are taken draw by draw."""
    nothing = next((one for one in made.outcomes if not one.strategy.measures), made.outcomes[0])
    rows = [
        {
            "strategy": one.strategy.name,
            "what": what,
            "low": spread.low,
            "middle": spread.mode,
            "high": spread.high,
        }
        for one in made.outcomes
        for what, spread in _following(one, nothing).items()
    ]
    return pd.DataFrame(rows, columns=["strategy", "what", "low", "middle", "high"])


def _following(one: Outcome, nothing: Outcome) -> Mapping[str, Spread]:
    after, before = one.after, nothing.after
    found: dict[str, Numbers] = {}
    if after.classes_ha is not None:
        found |= dict(zip(CLASSES, after.classes_ha, strict=True))
    if after.stock_ha is not None:
        found["open_ha"] = after.stock_ha
    if after.people is not None and before.people is not None:
        found |= {"people": after.people, "people_spared": before.people - after.people}
    if after.mercury_kg is not None and before.mercury_kg is not None:
        spared = before.mercury_kg - after.mercury_kg
        found |= {"mercury_kg": after.mercury_kg, "mercury_spared_kg": spared}
    return {what: _spread_of(values) for what, values in found.items()}


def _by_unit(one: Outcome) -> pd.DataFrame:
    """Hectares avoided in each target area, before what moves elsewhere is taken off."""
    rows = []
    for unit, made in one.by_unit.items():
        gross = _spread_of(made.gross_ha)
        baseline = float(np.median(made.baseline.sum(axis=1)))
        rows.append((unit, baseline, gross.mode, gross.low, gross.high))
    return pd.DataFrame(rows, columns=["unit", "baseline_ha", "gross_ha", "low_ha", "high_ha"])


def _beats(made: Comparison) -> pd.DataFrame:
    places = [n for n, one in enumerate(made.outcomes) if one.strategy.measures]
    names = [one.strategy.name for one in made.outcomes]
    rows = [
        (names[one], names[other], made.beats(one, other))
        for one in places
        for other in places
        if one != other
    ]
    return pd.DataFrame(rows, columns=["strategy", "other", "share"])


def _is_beyond(one: Outcome) -> bool:
    """Whether less is left, for longer, than any programme on record has left, in any area."""
    return any(_leaves_too_little(made) for made in (one.by_unit or {"": one.course}).values())


def _leaves_too_little(made: Course) -> bool:
    whole = np.median(made.suppressed + made.direct - made.rebound, axis=0)
    left = np.median(made.direct - made.rebound, axis=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        return bool((left / whole < RECORD_LEFT).sum() > RECORD_PERIODS)


def _break_even(plan: Plan, first: int | None, ceiling: float) -> BreakEven:
    none = Spread.certain(math.nan)
    unclear = BreakEven(
        leakage=math.nan,
        effectiveness=math.nan,
        ceiling=ceiling,
        is_out_of_reach=False,
        assumed_leakage=none,
        assumed_effectiveness=none,
    )
    measures = () if first is None else plan.strategies[first].measures
    if len(measures) != 1 or measures[0].effectiveness.mode <= 0:
        return unclear
    one = measures[0]
    still = replace(plan, draws=0, strategies=(plan.strategies[first or 0],))
    likeliest = compare(still).outcomes[0]
    flow = flows(still, Dice(0, plan.seed)) * plan.units.get(one.unit, 1.0)
    is_bound = ceiling > 0 and not one.costs.is_none
    least = float(likeliest.cost[0]) / ceiling if is_bound else 0.0
    share = break_even_effectiveness(flow, one, least)
    return BreakEven(
        leakage=break_even_leakage(course(flow, [one], [one.certain()])),
        effectiveness=share,
        ceiling=ceiling if is_bound else 0.0,
        is_out_of_reach=math.isnan(share),
        assumed_leakage=one.leakage,
        assumed_effectiveness=one.effectiveness,
    )
