"""The plan that a question comes to: from the levers, or from a file that says everything."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from analytics.analyses.scenario import facts, presets, spec
from analytics.analyses.scenario.baseline import LATE, baseline, of_forecast, series
from analytics.analyses.scenario.naming import LATER
from analytics.analyses.scenario.reading import OFF
from analytics.analyses.scenario.refusals import ScenarioError
from analytics.core.dataset import Has, Need
from analytics.stats.scenario.plan import Money, Plan, Price, Strategy

if TYPE_CHECKING:
    from analytics.analyses.scenario import ScenarioParams
    from analytics.core.dataset import Dataset
    from analytics.stats.scenario.plan import Baseline

NOTHING: Final = "nothing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A plan, and how its baseline came about."""

    plan: Plan
    baseline: str  # "level", "forecast" or "typed"
    unit: str | None  # whose forecast the baseline is; None where it is none
    kept: tuple[str, ...]  # names of strategies of one's own that stand beside


def asked(dataset: Dataset, params: ScenarioParams) -> Asked:
    """What `params` ask, with the strategies kept beside it."""
    is_file = bool(params.spec.strip())
    found = _of_file(dataset, params.spec) if is_file else _of_params(dataset, params)
    there = {one.name for one in found.plan.strategies}
    kept = [one for one in spec.strategies(params.beside) if one.name not in there]
    strategies = (*found.plan.strategies, *kept)
    plan = replace(found.plan, strategies=strategies)
    if not is_file:
        measures = [measure for one in strategies for measure in one.measures]
        plan = replace(plan, known=facts.known(dataset, params, measures))
    return replace(found, plan=plan, kept=tuple(one.name for one in kept))


def _of_params(dataset: Dataset, params: ScenarioParams) -> Asked:
    given, last = baseline(dataset, params)
    labels = range(last + 1, last + 1 + params.years)
    chosen = Strategy(name=_name(params), measures=presets.measures(params))
    later = Strategy(name=LATER, measures=presets.measures(params, later=1))
    strategies = [Strategy(name=NOTHING)]
    if chosen.measures:
        has_later = params.years > params.start and params.preset != NOTHING
        strategies += [chosen, later] if has_later else [chosen]
    price = Price(ratio=(1.0 + params.price,) * params.years, elasticity=presets.ELASTICITY)
    plan = Plan(
        periods=tuple(str(label) for label in labels),
        baseline=given,
        strategies=tuple(strategies),
        draws=params.draws,
        seed=params.seed,
        price=price if params.price else None,
        money=Money(discount=params.discount, currency=params.currency, prices=params.prices),
    )
    is_forecast = params.baseline == "forecast"
    return Asked(plan=plan, baseline=params.baseline, unit="" if is_forecast else None, kept=())


def _name(params: ScenarioParams) -> str:
    return presets.RESTORATION if params.preset == NOTHING else params.preset


def _of_file(dataset: Dataset, text: str) -> Asked:
    wanted = spec.read(text)
    plan = wanted.plan
    if wanted.units:
        plan = replace(plan, units=_shared_out(dataset, wanted.units))
    if all(one.measures for one in plan.strategies):
        nothing = Strategy(name=NOTHING)
        plan = replace(plan, strategies=(nothing, *plan.strategies))
    if wanted.unit is None:
        return Asked(plan=plan, baseline="typed", unit=None, kept=())
    given = _of_unit(dataset, wanted.unit, len(plan.periods))
    return Asked(plan=replace(plan, baseline=given), baseline="forecast", unit=wanted.unit, kept=())


def _of_unit(dataset: Dataset, unit: str, periods: int) -> Baseline:
    """The forecast of the whole, or of a country or province by its name."""
    known = series(dataset, unit)
    if known is not None:
        return of_forecast(known, periods)
    if series(dataset) is None:
        raise Need(Has.PERIOD).error()
    raise ScenarioError("scenario-no-unit", value=unit[:60])


def _shared_out(dataset: Dataset, names: tuple[str, ...]) -> dict[str, float]:
    """What share of the hectares of late each of these countries or provinces has."""
    whole = series(dataset)
    if whole is None:
        raise Need(Has.PERIOD).error()
    late = float(np.nansum(whole.flows[0][-LATE:]))
    found = {}
    for name in names:
        own = series(dataset, name)
        if own is None or not late:
            raise ScenarioError("scenario-no-unit", value=name[:60])
        found[name] = float(np.nansum(own.flows[0][-LATE:])) / late
    if sum(found.values()) > 1 + OFF:
        raise ScenarioError("scenario-overlap")
    return found
