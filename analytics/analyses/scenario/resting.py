"""What a comparison rests on: every number with its grade, and those that it hangs on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pandas as pd

from analytics.analyses.scenario import presets
from analytics.stats.scenario.drivers import Part, hangs_on, tornado
from analytics.stats.scenario.measure import UNCERTAIN

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from analytics.stats.scenario.plan import Plan, Strategy
    from analytics.stats.scenario.spread import Spread

COLUMNS: Final = ("strategy", "measure", "part", "low", "mode", "high", "grade", "evidence")


def drivers(plan: Plan, strategy: Strategy, shares: Mapping[Part, float]) -> pd.DataFrame:
    """How far the result moves with each number, the widest first; `shares` it explains."""
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
            "grade": grade(bar.part, strategy),
        }
        for bar in tornado(plan, strategy)
    ]
    return pd.DataFrame(rows)


def grade(part: Part, strategy: Strategy) -> str:
    """A to D; "" of what was typed in."""
    if part.name == "elasticity":
        return presets.ASSUMED
    own = [one for one in strategy.measures if one.name == part.measure]
    return presets.known(own[0], part.name)[0] if own else ""


def assumed(shares: Mapping[Part, float], strategy: Strategy) -> tuple[Part, ...]:
    """Numbers without evidence that explain more than a quarter of the differences.

    Those of a measure that were typed in are among them: nothing here says what they rest on.
    """
    without = [
        part
        for part in shares
        if grade(part, strategy) == presets.ASSUMED
        or (part.measure and part.name not in presets.TYPED_IN and not grade(part, strategy))
    ]
    return tuple(hangs_on(shares, without))


def assumptions(plan: Plan, strategies: Sequence[Strategy]) -> pd.DataFrame:
    """Every number that says something, once for all strategies that share it."""
    rows: list[dict[str, object]] = []
    if plan.price is not None:
        part = Part("", "elasticity")
        is_ours = plan.price.elasticity == presets.ELASTICITY
        rest = presets.PRICE_EVIDENCE if is_ours else ()
        rows.append(_row("", part, plan.price.elasticity, rest, presets.ASSUMED))
    if plan.known.mercury_kg is not None:
        rows.append(_row("", Part("", "mercury_kg"), plan.known.mercury_kg, (), presets.ASSUMED))
    seen = set()
    for strategy in strategies:
        for measure in strategy.measures:
            for name in UNCERTAIN:
                spread = getattr(measure, name)
                if (measure.name, name, spread) in seen or not (spread.high or spread.low):
                    continue
                seen.add((measure.name, name, spread))
                own, findings = presets.known(measure, name)
                rows.append(_row(strategy.name, Part(measure.name, name), spread, findings, own))
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _row(
    strategy: str, part: Part, spread: Spread, known: tuple[str, ...], own: str
) -> dict[str, object]:
    return {
        "strategy": strategy,
        "measure": part.measure,
        "part": part.name,
        "low": spread.low,
        "mode": spread.mode,
        "high": spread.high,
        "grade": own,
        "evidence": known,
    }
