"""A scenario file: everything a comparison needs, the same in every door."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from analytics.analyses.scenario.reading import COSTS, FORECAST, MOST_PERIODS, Reader, Wanted
from analytics.analyses.scenario.refusals import ScenarioError
from analytics.core.document import Unreadable, document
from analytics.stats.scenario.measure import UNCERTAIN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analytics.stats.scenario.measure import Measure
    from analytics.stats.scenario.plan import Known, Plan, Strategy
    from analytics.stats.scenario.spread import Spread

KEPT: Final = 64  # plans read before


@lru_cache(maxsize=KEPT)
def read(text: str) -> Wanted:
    """The plan in `text`, YAML or JSON; raises what is wrong with it, where and by line.

    A page asks for the same one several times at each run; reading takes 8 ms.
    """
    return _reader(text).wanted()


def strategies(text: str) -> tuple[Strategy, ...]:
    """The strategies in a text that holds nothing else; none in an empty one."""
    return _reader(text).kept() if text.strip() else ()


def told(some: Sequence[Strategy]) -> str:
    """The same text again; periods by their number."""
    found = [_strategy(one, MOST_PERIODS) for one in some]
    return json.dumps({"strategies": found}, ensure_ascii=False) if found else ""


def written(plan: Plan, unit: str | None) -> str:
    """The plan as a file that gives the same numbers again."""
    typed = {
        "flow_ha": _plain(plan.baseline.flow_ha),
        "growth": _plain(plan.baseline.growth),
    }
    spec: dict[str, Any] = {
        "periods": list(plan.periods),
        "draws": plan.draws,
        "seed": plan.seed,
        "baseline": typed if unit is None else {"from": FORECAST, "unit": unit},
        **({"units": dict(plan.units)} if plan.units else {}),
        "discount": plan.money.discount,
        **({"currency": plan.money.currency} if plan.money.currency else {}),
        **({"prices": plan.money.prices} if plan.money.prices else {}),
        **_known_plain(plan.known),
        "strategies": [_strategy(one, len(plan.periods)) for one in plan.strategies],
    }
    if plan.price is not None:
        spec |= {"price": list(plan.price.ratio), "elasticity": _plain(plan.price.elasticity)}
    return json.dumps(spec, indent=2, ensure_ascii=False)


def _reader(text: str) -> Reader:
    try:
        return Reader(document(text))
    except Unreadable as why:
        raise ScenarioError("spec-unreadable", line=why.line) from why


def _plain(spread: Spread) -> float | dict[str, float]:
    if spread.is_certain:
        return spread.mode
    return {"min": spread.low, "mode": spread.mode, "max": spread.high}


def _known_plain(known: Known) -> dict[str, Any]:
    """What is known beyond the flow; nothing where nothing is."""
    found: dict[str, Any] = {}
    if known.shares is not None:
        found |= {"classes": list(known.shares), "leaked_classes": list(known.leaked_shares)}
    if known.stock_ha is not None:
        found["stock_ha"] = known.stock_ha
    if known.people is not None and known.stock_ha is not None:  # they grow with that ground
        found |= {"people": known.people, "people_exponent": known.exponent}
    if known.mercury_kg is not None:
        found["mercury_kg"] = _plain(known.mercury_kg)
    return found


def _strategy(one: Strategy, periods: int) -> dict[str, Any]:
    measures = [_measure_plain(measure, periods) for measure in one.measures]
    return {"name": one.name, "interventions": measures}


def _measure_plain(measure: Measure, periods: int) -> dict[str, Any]:
    costs = measure.costs
    end = None if measure.end is None or measure.end > periods else measure.end
    return {
        "name": measure.name,
        **({"unit": measure.unit} if measure.unit else {}),
        "start": measure.start,
        **({} if end is None else {"end": end}),
        "ramp": measure.ramp,
        **{part: _plain(getattr(measure, part)) for part in UNCERTAIN},
        "formalised_to": measure.formalised_to,
        "lag": measure.lag,
        **({} if costs.is_none else {"costs": {name: getattr(costs, name) for name in COSTS}}),
    }
