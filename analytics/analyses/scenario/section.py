"""Tell a comparison: the sentence, the key numbers, the pictures, every assumption."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pandas as pd

from analytics.analyses.scenario.caveats import caveats
from analytics.analyses.scenario.evidence import evidence
from analytics.analyses.scenario.naming import called, measure_name, modelled, period_name, plainly
from analytics.analyses.scenario.pictures import charts, leading
from analytics.core.section import Figure, Section, Table
from analytics.core.words import MODELLED_FIGURES, Kind

if TYPE_CHECKING:
    from analytics.analyses.scenario.model import Scenario, Told
    from analytics.core.words import Words

SURE = 0.995  # a chance above is told as such


def tell(result: Scenario, words: Words) -> Section:
    """Word the result."""
    return Section(
        title=words("title"),
        headline=_headline(result, words),
        figures=_figures(result, words),
        charts=charts(result, words),
        tables=(
            _strategies(result, words),
            _assumptions(result, words),
            *_evidence(result, words),
        ),
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
        "worse": words.percent(one.worse),
    }
    if one.net_low80_ha == one.net_high80_ha:
        return words("headline.certain", **facts, area=modelled(one.net_avoided_ha, words))
    if one.net_high80_ha <= 0:
        return words("headline.harm", **facts)
    if one.net_low80_ha < 0:
        facts["low"] = modelled(-one.net_low80_ha, words)
        return words("headline.unsure", **facts)
    return words("headline" if one.worse > 1 - SURE else "headline.sure", **facts)


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
    shown = [
        first,
        _figure("net", one.net_avoided_ha, one.net_low80_ha, one.net_high80_ha, words),
        _figure("gross", one.gross_avoided_ha, one.gross_low80_ha, one.gross_high80_ha, words),
        _figure("leaked", one.leaked_ha, one.leaked_low80_ha, one.leaked_high80_ha, words),
    ]
    return (*shown, _cost(one, words) if result.has_costs else _chance(one, words))


def _figure(name: str, middle: float, low: float, high: float, words: Words) -> Figure:
    return Figure(
        words(f"figure.{name}"),
        modelled(middle, words),
        words("figure.range", low=modelled(low, words), high=modelled(high, words)),
        number=middle,
        unit="ha",
    )


def _chance(one: Told, words: Words) -> Figure:
    return Figure(
        words("figure.better"),
        words.percent(one.better),
        words("figure.better.note"),
        number=one.better,
    )


def _cost(one: Told, words: Words) -> Figure:
    if math.isnan(one.cost_per_ha):
        return Figure(words("figure.cost"), words("cost.undefined"), words("cost.undefined.note"))
    note = words(
        "cost.range",
        low=words.significant(one.cost_low80, MODELLED_FIGURES),
        high=words.significant(one.cost_high80, MODELLED_FIGURES),
    )
    middle = words.significant(one.cost_per_ha, MODELLED_FIGURES)
    return Figure(words("figure.cost"), middle, note, number=one.cost_per_ha)


def _strategies(result: Scenario, words: Words) -> Table:
    rows = [one for one in result.strategies if one.suppressed_ha or one.promoted_ha]
    frame = pd.DataFrame(
        {
            "strategy": [called(one.name, words) for one in rows],
            "net_ha": [one.net_avoided_ha for one in rows],
            "low_ha": [one.net_low80_ha for one in rows],
            "high_ha": [one.net_high80_ha for one in rows],
            "gross_ha": [one.gross_avoided_ha for one in rows],
            "leaked_ha": [one.leaked_ha for one in rows],
            "better": [one.better for one in rows],
            "regret_ha": [one.regret_ha for one in rows],
            "cost": [one.cost_per_ha for one in rows],
        }
    )
    columns = [c for c in frame.columns if c != "cost" or result.has_costs]
    kinds = {
        "strategy": Kind.TEXT,
        "better": Kind.SHARE,
    }
    return Table(
        frame=frame[columns],
        labels={column: words(f"column.{column}") for column in columns},
        kinds={column: kinds.get(column, Kind.MODELLED) for column in columns},
        caption=words("table.strategies"),
    )


def _assumptions(result: Scenario, words: Words) -> Table:
    table = result.assumptions
    frame = pd.DataFrame(
        {
            "measure": [measure_name(name, words) if name else "" for name in table["measure"]],
            "part": [words(f"part.{part}") for part in table["part"]],
            "mode": [plainly(value, words) for value in table["mode"]],
            "range": [
                ""
                if low == high
                else words("from-to", low=plainly(low, words), high=plainly(high, words))
                for low, high in zip(table["low"], table["high"], strict=True)
            ],
            "grade": [
                words(f"grade.{grade}") if grade else words("grade.typed")
                for grade in table["grade"]
            ],
            "evidence": [", ".join(names) for names in table["evidence"]],
        }
    )
    return Table(
        frame=frame,
        labels={column: words(f"column.{column}") for column in frame.columns},
        kinds=dict.fromkeys(frame.columns, Kind.TEXT),
        caption=words("table.assumptions"),
    )


def _evidence(result: Scenario, words: Words) -> tuple[Table, ...]:
    """The findings that the assumptions name."""
    named = {name for names in result.assumptions["evidence"] for name in names}
    found = [one for name, one in evidence().items() if name in named]
    if not found:
        return ()
    frame = pd.DataFrame(
        {
            "evidence": [one.name for one in found],
            "grade": [words(f"grade.{one.grade}") for one in found],
            "place": [one.place for one in found],
            "time": [one.time for one in found],
            "number": [one.number for one in found],
            "source": [one.source for one in found],
        }
    )
    return (
        Table(
            frame=frame,
            labels={column: words(f"column.{column}") for column in frame.columns},
            kinds=dict.fromkeys(frame.columns, Kind.TEXT),
            caption=words("table.evidence"),
        ),
    )
