"""Set measures against the course of things, and against one another."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from analytics.analyses.scenario import presets, spec
from analytics.analyses.scenario.baseline import baseline, of_forecast, series
from analytics.analyses.scenario.naming import LATER
from analytics.analyses.scenario.refusals import ScenarioError
from analytics.core.dataset import Has, Need
from analytics.stats.scenario.compare import Comparison, Outcome, break_even_leakage, compare
from analytics.stats.scenario.course import course
from analytics.stats.scenario.drivers import Part, explained, hangs_on, tornado
from analytics.stats.scenario.measure import UNCERTAIN
from analytics.stats.scenario.plan import Plan, Price, Strategy
from analytics.stats.scenario.spread import Spread

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from analytics.analyses.scenario import ScenarioParams
    from analytics.core.dataset import Dataset
    from analytics.stats.scenario.measure import Measure
    from analytics.stats.scenario.plan import Baseline

    Numbers = NDArray[np.float64]

NOTHING: Final = "nothing"
PATH: Final = ("baseline_ha", "direct_ha", "leaked_ha")
BANDS: Final = (0.025, 0.1, 0.5, 0.9, 0.975)
#: No programme on record kept more than nine tenths away for longer than this.
RECORD_LEFT, RECORD_PERIODS = 0.1, 3


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
    cost: float  # worth today
    cost_per_ha: float  # NaN where nothing is avoided for sure, or nothing was said of money
    cost_low80: float
    cost_high80: float
    regret_ha: float
    path: pd.DataFrame  # period, baseline_ha, direct_ha, leaked_ha: the middle of all draws


@dataclass(frozen=True, kw_only=True, slots=True)
class Scenario:
    """Strategies against the course of things, all on the same draws."""

    strategies: tuple[Told, ...]  # the course of things first
    # strategy, period, low95_ha … high95_ha, middle_ha: hectares mined from the first period on
    cumulative: pd.DataFrame
    # measure, part, low, high, net_low_ha, net_high_ha, share, grade: of the first strategy with
    # measures, the widest first
    drivers: pd.DataFrame
    assumptions: pd.DataFrame  # measure, part, low, mode, high, grade, evidence
    assumed: tuple[Part, ...]  # without evidence, and the result hangs on them
    is_beyond_record: bool
    break_even: float  # leakage up to which the first strategy avoids anything; NaN where unclear
    beats_later: float  # share of draws in which the first strategy avoids more than the second
    baseline: str  # "level", "forecast" or "typed"
    flow_ha: Spread
    periods: tuple[str, ...]
    draws: int
    is_typed: bool  # a file said everything
    has_costs: bool
    spec: str  # the same comparison as a file


def scenario(dataset: Dataset, params: ScenarioParams) -> Scenario:
    """What the strategies asked for would avoid."""
    if params.spec.strip():
        plan, kind, unit = _of_file(dataset, params.spec)
    else:
        plan, kind, unit = _of_params(dataset, params)
    found = compare(plan)
    first = next((n for n, one in enumerate(plan.strategies) if one.measures), None)
    bars = pd.DataFrame() if first is None else _drivers(plan, found.outcomes[first])
    chosen = () if first is None else plan.strategies[first].measures
    return Scenario(
        strategies=tuple(
            _told(one, regret, plan)
            for one, regret in zip(found.outcomes, found.regret_ha, strict=True)
        ),
        cumulative=pd.concat([_cumulative(one, plan) for one in found.outcomes], ignore_index=True),
        drivers=bars,
        assumptions=_assumptions(plan, chosen),
        assumed=() if first is None else _assumed(plan, found.outcomes[first]),
        is_beyond_record=first is not None and _is_beyond(found.outcomes[first]),
        break_even=_break_even(plan, chosen),
        beats_later=_beats(found, first),
        baseline=kind,
        flow_ha=_spread_of(found.outcomes[0].course.baseline[:, 0]),
        periods=plan.periods,
        draws=plan.draws,
        is_typed=bool(params.spec.strip()),
        has_costs=any(not one.costs.is_none for s in plan.strategies for one in s.measures),
        spec=spec.written(plan, unit),
    )


def _of_params(dataset: Dataset, params: ScenarioParams) -> tuple[Plan, str, str | None]:
    given, last = baseline(dataset, params)
    labels = range(last + 1, last + 1 + params.years)
    chosen = Strategy(name=params.preset, measures=presets.measures(params))
    later = Strategy(name=LATER, measures=presets.measures(params, later=1))
    strategies = [Strategy(name=NOTHING)]
    if chosen.measures:
        strategies += [chosen, later] if params.years > params.start else [chosen]
    price = Price(ratio=(1.0 + params.price,) * params.years, elasticity=presets.ELASTICITY)
    plan = Plan(
        periods=tuple(str(label) for label in labels),
        baseline=given,
        strategies=tuple(strategies),
        draws=params.draws,
        seed=params.seed,
        price=price if params.price else None,
    )
    return plan, params.baseline, "" if params.baseline == "forecast" else None


def _of_file(dataset: Dataset, text: str) -> tuple[Plan, str, str | None]:
    wanted = spec.read(text)
    plan = wanted.plan
    if not any(not one.measures for one in plan.strategies):
        nothing = Strategy(name=NOTHING)
        plan = replace(plan, strategies=(nothing, *plan.strategies))
    if wanted.unit is None:
        return plan, "typed", None
    return (
        replace(plan, baseline=_of_unit(dataset, wanted.unit, len(plan.periods))),
        "forecast",
        wanted.unit,
    )


def _of_unit(dataset: Dataset, unit: str, periods: int) -> Baseline:
    """The forecast of the whole, or of a country or province by its name."""
    known = series(dataset, unit)
    if known is not None:
        return of_forecast(known, periods)
    if series(dataset) is None:
        raise Need(Has.PERIOD).error()
    raise ScenarioError("scenario-no-unit", value=unit[:60])


def _told(one: Outcome, regret: float, plan: Plan) -> Told:
    made, net = one.course, one.net_ha
    gross, leaked = (_spread_of(values) for values in (made.gross_ha, made.leaked_ha))
    per_ha = one.cost_per_ha
    middle = (np.median(part, axis=0) for part in (made.baseline, made.direct, made.leaked))
    nan = math.nan
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
        promoted_ha=float(np.median(made.promoted_ha)),
        better=one.is_better,
        worse=one.is_worse,
        cost=float(np.median(one.cost)),
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


def _drivers(plan: Plan, one: Outcome) -> pd.DataFrame:
    shares = explained(plan, one)
    rows = [
        {
            "measure": bar.part.measure,
            "part": bar.part.name,
            "low": bar.low,
            "high": bar.high,
            "net_low_ha": bar.net_low_ha,
            "net_high_ha": bar.net_high_ha,
            "range_ha": bar.range_ha,
            "share": shares.get(bar.part, 0.0),
            "grade": _grade(bar.part),
        }
        for bar in tornado(plan, one.strategy)
    ]
    return pd.DataFrame(rows)


def _grade(part: Part) -> str:
    if part.name == "elasticity":
        return presets.ASSUMED
    return presets.grade(part.measure, part.name) if part.measure else ""


def _assumed(plan: Plan, one: Outcome) -> tuple[Part, ...]:
    shares = explained(plan, one)
    return tuple(hangs_on(shares, [part for part in shares if _grade(part) == presets.ASSUMED]))


def _assumptions(plan: Plan, measures: Sequence[Measure]) -> pd.DataFrame:
    """Every number that says something, with what it rests on."""
    rows = []
    if plan.price is not None:
        spread = plan.price.elasticity
        rows.append(_row(Part("", "elasticity"), spread, presets.PRICE_EVIDENCE))
    for measure in measures:
        kind = presets.PRESETS.get(measure.name)
        for name in UNCERTAIN:
            spread = getattr(measure, name)
            known = kind.evidence.get(name, ()) if kind else ()
            if spread.high or spread.low:
                rows.append(_row(Part(measure.name, name), spread, known))
    columns = ["measure", "part", "low", "mode", "high", "grade", "evidence"]
    return pd.DataFrame(rows, columns=columns)


def _row(part: Part, spread: Spread, known: tuple[str, ...]) -> dict[str, object]:
    return {
        "measure": part.measure,
        "part": part.name,
        "low": spread.low,
        "mode": spread.mode,
        "high": spread.high,
        "grade": _grade(part),
        "evidence": known,
    }


def _is_beyond(one: Outcome) -> bool:
    """Whether less is left, for longer, than any programme on record has left."""
    made = one.course
    whole = np.median(made.suppressed + made.direct - made.rebound, axis=0)
    left = np.median(made.direct - made.rebound, axis=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        return bool((left / whole < RECORD_LEFT).sum() > RECORD_PERIODS)


def _break_even(plan: Plan, measures: Sequence[Measure]) -> float:
    if len(measures) != 1 or measures[0].effectiveness.mode <= 0:
        return math.nan
    made = course(np.ones((1, len(plan.periods))), measures, [measures[0].certain()])
    return break_even_leakage(made)


def _beats(found: Comparison, first: int | None) -> float:
    if first is None or first + 1 >= len(found.outcomes):
        return math.nan
    return found.beats(first, first + 1)
