"""What must be said beside a comparison."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.analyses.scenario.money import amount, terms
from analytics.analyses.scenario.naming import LATER, called, drawn, measured
from analytics.analyses.scenario.pictures import leading

if TYPE_CHECKING:
    from analytics.analyses.scenario.model import BreakEven, Scenario
    from analytics.core.words import Words

TRIAL = ("E10",)  # gives a middle; how far it may be off is assumed


def caveats(result: Scenario, words: Words) -> tuple[str, ...]:
    """The most important first."""
    said = warnings(result, words)
    if leading(result) is None and any(result.assumptions["strategy"]):
        said.append(words("caveat.no-effect"))
    if any(result.assumptions["evidence"]):
        said.append(words("caveat.selection"))
    findings = result.assumptions.query("part == 'effectiveness'")["evidence"]
    if any(names == TRIAL for names in findings):
        said.append(words("caveat.trial"))
    said += _edges(result.break_even, result, words)
    said += _later(result, words)
    if "formalised" in set(result.assumptions["part"]):
        said.append(words("caveat.formalise"))
        if not result.are_shares_known:
            said.append(words("caveat.all-low"))
    known = set(result.after["what"])
    if "mercury_kg" in known:
        said.append(words("caveat.mercury"))
    if "people" in known:
        said.append(words("caveat.people", exponent=words.number(result.exponent, 2)))
    if result.has_costs:
        said.append(words("caveat.money", terms=terms(result.money, words)))
    said.append(words("caveat.stock"))
    if result.draws:
        said.append(words("caveat.draws", count=result.draws))
    return tuple(said)


def warnings(result: Scenario, words: Words) -> list[str]:
    """What a reader must know before the numbers: they go beyond what anybody has seen."""
    said = [words("caveat.record")] if result.is_beyond_record else []
    if result.assumed:
        parts = words.join(measured(part.measure, part.name, words) for part in result.assumed)
        said.append(words("caveat.assumed", parts=parts))
    return said


def _edges(edge: BreakEven, result: Scenario, words: Words) -> list[str]:
    """Up to where one measure is worth it."""
    said = []
    if edge.leakage > 0:
        said.append(words("caveat.break-even", value=words.number(edge.leakage, 2)))
    limit = amount(edge.ceiling, result.money.currency, words)
    if edge.is_out_of_reach:
        key = "caveat.no-share" if edge.ceiling else "caveat.no-share-free"
        said.append(words(key, limit=limit))
    elif edge.effectiveness > 0:
        key = "caveat.least-share" if edge.ceiling else "caveat.least-share-free"
        said.append(words(key, share=words.percent(edge.effectiveness), limit=limit))
    return said


def _later(result: Scenario, words: Words) -> list[str]:
    """How much depends on not waiting."""
    one, table = leading(result), result.beats
    if one is None or one.is_kept or result.is_typed:
        return []
    found = table[(table["strategy"] == one.name) & (table["other"] == LATER)]["share"]
    if found.empty or not result.draws:
        return []
    told = drawn(float(found.iloc[0]), result.draws, words)
    return [words("caveat.later", drawn=told, strategy=called(LATER, words))]
