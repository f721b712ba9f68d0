"""Tell a comparison: the sentence, the key numbers, the pictures, every assumption."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from analytics.analyses.scenario.caveats import caveats
from analytics.analyses.scenario.money import amount
from analytics.analyses.scenario.naming import (
    ENOUGH,
    called,
    chance,
    modelled,
    people,
    period_name,
)
from analytics.analyses.scenario.pictures import charts, leading
from analytics.analyses.scenario.tables import tables
from analytics.core.section import Figure, Section
from analytics.core.words import MODELLED_FIGURES

if TYPE_CHECKING:
    from analytics.analyses.scenario.model import Scenario, Told
    from analytics.core.words import Words

SURE = 0.995  # a chance above is told as such
MOST = 5  # key numbers, as many as stand side by side


def tell(result: Scenario, words: Words) -> Section:
    """Word the result."""
    return Section(
        title=words("title"),
        headline=_headline(result, words),
        figures=_figures(result, words),
        charts=charts(result, words),
        tables=tables(result, words),
        caveats=caveats(result, words),
    )


def _headline(result: Scenario, words: Words) -> str:
    one, until = leading(result), result.periods[-1]
    if one is None:
        mined = result.cumulative[result.cumulative["period"] == until].iloc[0]
        area = modelled(mined["middle_ha"], words)
        return words("headline.nothing", area=area, until=period_name(until, words))
    facts = {
        "strategy": called(one.name, words),
        "low": modelled(one.net_low80_ha, words),
        "high": modelled(one.net_high80_ha, words),
        "until": period_name(until, words),
        "worse": chance(one.worse, result.draws, words),
    }
    if one.net_low80_ha == one.net_high80_ha:
        key = "headline.certain" if one.net_avoided_ha >= 0 else "headline.certain-harm"
        return words(key, **facts, area=modelled(abs(one.net_avoided_ha), words))
    if one.net_high80_ha <= 0:
        return words("headline.harm", **facts)
    if one.net_low80_ha < 0:
        facts["low"] = modelled(-one.net_low80_ha, words)
        return words("headline.unsure", **facts)
    if one.worse <= 1 - SURE:
        return words("headline.sure", **facts)
    return words("headline" if result.draws >= ENOUGH else "headline.few", **facts)


def _figures(result: Scenario, words: Words) -> tuple[Figure, ...]:
    one = leading(result)
    flow = result.flow_ha
    first = Figure(
        words("figure.flow"),
        modelled(flow.mode, words),
        words(f"basis.{result.baseline}"),
        number=flow.mode,
        unit="ha",
    )
    if one is None:
        return (first,)
    net = (one.net_avoided_ha, one.net_low80_ha, one.net_high80_ha)
    shown = [first, _figure("net", *net, words), _gross(one, words)]
    if result.has_costs:
        shown.append(_cost(one, result, words))
    elif result.draws:
        shown.append(_chance(one, result, words))
    found = [*shown, *_spared(one, result, words)]
    return tuple(found[-MOST:])  # what follows is worth more than what the courses show too


def _figure(name: str, middle: float, low: float, high: float, words: Words) -> Figure:
    note = _likely(low, high, words)
    value = modelled(middle, words)
    return Figure(words(f"figure.{name}"), value, note, number=middle, unit="ha")


def _likely(low: float, high: float, words: Words, unit: str = "ha") -> str:
    """The range of eight draws in ten; nothing where they are all one."""
    if low == high:
        return ""
    ends = [words.significant(end, MODELLED_FIGURES) for end in (low, high)]
    told = [f"{end}\N{NO-BREAK SPACE}{unit}".strip() for end in ends]
    return words("figure.range", low=told[0], high=told[1])


def _gross(one: Told, words: Words) -> Figure:
    """Where the measures are, and how much of it only moves."""
    moved = modelled(one.leaked_ha, words)
    note = words("figure.gross.note", leaked=moved) if one.leaked_ha else ""
    return Figure(
        words("figure.gross"),
        modelled(one.gross_avoided_ha, words),
        note,
        number=one.gross_avoided_ha,
        unit="ha",
    )


def _chance(one: Told, result: Scenario, words: Words) -> Figure:
    extreme = {1.0: "figure.better.all", 0.0: "figure.better.none"}
    note = words(extreme.get(one.better, "figure.better.note"), count=result.draws)
    told = chance(one.better, result.draws, words)
    return Figure(words("figure.better"), told, note, number=one.better)


def _cost(one: Told, result: Scenario, words: Words) -> Figure:
    """The currency stands in the label: behind the number it would be cut."""
    currency = result.money.currency
    label = words("figure.cost")
    if currency:
        label = f"{label} ({currency})"
    if math.isnan(one.cost_per_ha):
        return Figure(label, words("cost.undefined"), words("cost.undefined.note"))
    low, middle, high = (
        amount(value, "", words) for value in (one.cost_low80, one.cost_per_ha, one.cost_high80)
    )
    note = words("cost.range", low=low, high=high)
    return Figure(label, middle, note, number=one.cost_per_ha, unit=currency)


def _spared(one: Told, result: Scenario, words: Words) -> list[Figure]:
    """Mercury not used and people not reached, where either is known."""
    after = result.after[result.after["strategy"] == one.name]
    ends = after[["low", "middle", "high"]].to_numpy(dtype=float).tolist()
    own = dict(zip(after["what"], ends, strict=True))
    found = []
    if "mercury_spared_kg" in own:
        low, middle, high = own["mercury_spared_kg"]
        value = f"{words.significant(middle, MODELLED_FIGURES)}\N{NO-BREAK SPACE}kg"
        note = _likely(low, high, words, "kg")
        found.append(Figure(words("figure.mercury"), value, note, number=middle, unit="kg"))
    if "people_spared" in own:
        low, middle, high = own["people_spared"]
        told = {"low": people(low, words), "high": people(high, words)}
        note = words("figure.range", **told) if low != high else ""
        found.append(Figure(words("figure.people"), people(middle, words), note, number=middle))
    return found
