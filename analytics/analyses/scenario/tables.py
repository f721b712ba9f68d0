"""The tables of a comparison."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import pandas as pd

from analytics.analyses.scenario.evidence import evidence
from analytics.analyses.scenario.money import amount
from analytics.analyses.scenario.naming import (
    LATER,
    called,
    chance,
    measure_name,
    people,
    plainly,
)
from analytics.core.section import Table
from analytics.core.words import MODELLED_FIGURES, Kind

if TYPE_CHECKING:
    from analytics.analyses.scenario.model import Scenario, Told
    from analytics.core.words import Words

#: What may follow from a strategy, in the order of its rows.
FOLLOWING: Final = (
    "high_ha",
    "conditional_ha",
    "low_ha",
    "open_ha",
    "mercury_kg",
    "mercury_spared_kg",
    "people",
    "people_spared",
)
MOST_ABREAST: Final = 5


def tables(result: Scenario, words: Words) -> tuple[Table, ...]:
    """Strategies, what follows from them, which beats which; then every assumption."""
    own = acting(result)
    found = [_strategies(own, result, words)] if own else []
    if len(result.after):
        found.append(_following(result, words))
    if len(own) > 2 and result.draws:  # noqa: PLR2004 - of two a sentence tells
        found.append(_beats(own, result, words))
    if len(result.by_unit):
        found.append(_units(result, words))
    if len(result.assumptions):
        found.append(_assumptions(result, words))
    return (*found, *_evidence(result, words))


def acting(result: Scenario) -> list[Told]:
    """Strategies that end or bring about anything."""
    return [one for one in result.strategies if one.suppressed_ha or one.promoted_ha]


def _strategies(rows: list[Told], result: Scenario, words: Words) -> Table:
    frame = pd.DataFrame(
        {
            "strategy": [called(one.name, words) for one in rows],
            "net_ha": [one.net_avoided_ha for one in rows],
            "low_ha": [one.net_low80_ha for one in rows],
            "high_ha": [one.net_high80_ha for one in rows],
            "gross_ha": [one.gross_avoided_ha for one in rows],
            "leaked_ha": [one.leaked_ha for one in rows],
            "better": [chance(one.better, result.draws, words) for one in rows],
            "regret_ha": [one.regret_ha for one in rows],
            "total": [_money(one.cost, result, words) for one in rows],
            "cost": [_money(one.cost and one.cost_per_ha, result, words) for one in rows],
        }
    )
    shown = {
        "better": result.draws > 0,
        "total": result.has_costs,
        "cost": result.has_costs,
        "regret_ha": len(rows) > 1,
    }
    columns = [column for column in frame.columns if shown.get(column, True)]
    texts = ("strategy", "better", "total", "cost")
    return Table(
        frame=frame[columns],
        labels={column: words(f"column.{column}") for column in columns},
        kinds={column: Kind.TEXT if column in texts else Kind.MODELLED for column in columns},
        caption=words("table.strategies"),
    )


def _money(value: float, result: Scenario, words: Words) -> str:
    if math.isnan(value):
        return words("cost.undefined")
    return amount(value, result.money.currency, words) if value else "\N{EN DASH}"


def _following(result: Scenario, words: Words) -> Table:
    """A row for each thing that follows, a column for each strategy."""
    names = list(result.after["strategy"].drop_duplicates())
    if len(names) > MOST_ABREAST - 2 and any(one.is_kept for one in result.strategies):
        names = [name for name in names if name != LATER]
    names = names[:MOST_ABREAST]
    cells = result.after.set_index(["what", "strategy"])
    there = set(result.after.loc[result.after["high"] != 0, "what"])
    known = [what for what in FOLLOWING if what in there]
    frame = pd.DataFrame({"what": [_what(what, result, words) for what in known]})
    for place, name in enumerate(names):
        frame[f"s{place}"] = [_cell(what, cells.loc[(what, name)], words) for what in known]
    headings = {f"s{place}": called(name, words) for place, name in enumerate(names)}
    return Table(
        frame=frame,
        labels={"what": words("column.what"), **headings},
        kinds=dict.fromkeys(frame.columns, Kind.TEXT),
        caption=words("table.after"),
    )


def _what(what: str, result: Scenario, words: Words) -> str:
    """What follows; of people also how near, as other pages count them within another distance."""
    if what == "people" and not math.isnan(result.near_km):
        decimals = 0 if result.near_km.is_integer() else 1
        return words("after.people.near", km=words.number(result.near_km, decimals))
    return words(f"after.{what}")


def _cell(what: str, row: pd.Series[float], words: Words) -> str:
    def told(value: float) -> str:
        if what.startswith("people"):
            return people(value, words)
        return words.significant(value, MODELLED_FIGURES)

    if "spared" in what and not row["low"] and not row["high"]:
        return "\N{EN DASH}"
    low, middle, high = (told(float(row[end])) for end in ("low", "middle", "high"))
    if low == high:
        return middle
    return words("after.range", middle=middle, low=low, high=high)


def _beats(rows: list[Told], result: Scenario, words: Words) -> Table:
    """In how many draws the strategy of a row avoids more than that of a column."""
    names = [one.name for one in rows]
    known = result.beats.set_index(["strategy", "other"])["share"]
    frame = pd.DataFrame({"strategy": [called(name, words) for name in names]})
    for place, other in enumerate(names):
        frame[f"s{place}"] = [
            "\N{EN DASH}" if name == other else chance(known[name, other], result.draws, words)
            for name in names
        ]
    headings = {f"s{place}": called(name, words) for place, name in enumerate(names)}
    return Table(
        frame=frame,
        labels={"strategy": words("column.strategy"), **headings},
        kinds=dict.fromkeys(frame.columns, Kind.TEXT),
        caption=words("table.beats"),
    )


def _units(result: Scenario, words: Words) -> Table:
    table = result.by_unit
    frame = table.assign(unit=[name or words("unit.rest") for name in table["unit"]])
    return Table(
        frame=frame,
        labels={
            "unit": words("column.unit"),
            "baseline_ha": words("column.baseline_ha"),
            "gross_ha": words("column.gross_ha"),
            "low_ha": words("column.low_ha"),
            "high_ha": words("column.high_ha"),
        },
        kinds={
            column: Kind.TEXT if column == "unit" else Kind.MODELLED for column in frame.columns
        },
        caption=words("table.units"),
    )


def _assumptions(result: Scenario, words: Words) -> Table:
    table = result.assumptions
    frame = pd.DataFrame(
        {
            "strategy": [called(name, words) if name else "" for name in table["strategy"]],
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
    several = len(set(table["strategy"]) - {""}) > 1
    columns = [column for column in frame.columns if column != "strategy" or several]
    return Table(
        frame=frame[columns],
        labels={column: words(f"column.{column}") for column in columns},
        kinds=dict.fromkeys(columns, Kind.TEXT),
        caption=words("table.assumptions"),
    )


def _evidence(result: Scenario, words: Words) -> tuple[Table, ...]:
    """The findings that the assumptions name."""
    named = {name for names in result.assumptions["evidence"] for name in names}
    found = [one for name, one in evidence().items() if name in named]
    if not found:
        return ()
    code = words.language
    frame = pd.DataFrame(
        {
            "evidence": [one.name for one in found],
            "grade": [words(f"grade.{one.grade}") for one in found],
            "place": [one.place[code] for one in found],
            "time": [one.time[code] for one in found],
            "number": [one.number[code] for one in found],
            "source": [" ".join(part for part in (one.source, one.link) if part) for one in found],
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
