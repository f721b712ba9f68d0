"""The rows: every line, place, number and source."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd

from analytics.analyses.impact.lines import BY_NAME, LINES, MONEY, Group
from analytics.analyses.impact.model import JOIN
from analytics.analyses.impact.naming import (
    between,
    money,
    place_name,
    plainly,
    set_name,
    sign,
    weight,
)
from analytics.core.section import Table
from analytics.core.words import Kind, texts

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from analytics.analyses.impact.model import Impact
    from analytics.core.words import Words

ENDS = ("low", "central", "high")
MODELLED = dict.fromkeys(ENDS, Kind.MODELLED)


def tables(result: Impact, words: Words) -> tuple[Table, ...]:
    """Those with rows."""
    found = (
        _lines(result, words),
        _places(result, words),
        _left(result, words),
        _upper(result, words),
        _health(result, words),
        _parameters(result, words),
        _sources(result, words),
    )
    return tuple(table for table in found if len(table.frame))


def _lines(result: Impact, words: Words) -> Table:
    lines, marks = result.lines, _marks(result)
    rows = pd.DataFrame(
        {
            "line": [words(f"line.{line}") for line in lines["line"]],
            "unit": [sign(unit) for unit in lines["unit"]],
            **{end: lines[end].to_numpy() for end in ENDS},
            "source": [_cited(result, BY_NAME[line].uses, marks, words) for line in lines["line"]],
        }
    )
    sums = pd.DataFrame(
        {
            "line": [words(f"total.{group}") for group in result.totals["group"]],
            "unit": sign(result.currency),
            **{end: result.totals[end].to_numpy() for end in ENDS},
            "source": "",
        }
    )
    parts = [rows[(lines["group"] == group).to_numpy()] for group in Group]
    groups = result.totals["group"]
    told = [parts[0]]
    for group, part in zip(MONEY, parts[1:], strict=True):
        told += [part, sums[(groups == group).to_numpy()]]
    told.append(sums.tail(1))
    return _table(pd.concat(told, ignore_index=True), MODELLED, "lines", words)


def _cited(result: Impact, uses: Iterable[str], marks: Mapping[str, str], words: Words) -> str:
    """Where the numbers of a line come from, each once, in the order of the sources."""
    own = result.parameters[result.parameters["parameter"].isin(list(uses))]
    named = {title for cell in own["source"] for title in cell.split(JOIN) if title}
    is_typed = (own["origin"] == "typed").any()
    said = [mark for title, mark in marks.items() if title in named]
    return ", ".join([*said, words("origin.typed")] if is_typed else said)


def _mark(source: str, marks: Mapping[str, str], words: Words) -> str:
    """The short names of the sources of one number."""
    if not source:
        return words("origin.typed")
    return ", ".join(sorted(marks[title] for title in source.split(JOIN)))


def _marks(result: Impact) -> dict[str, str]:
    """A short name for each source, in the order of the numbers."""
    return {title: f"S{place}" for place, (title, _, _) in enumerate(_named(result), start=1)}


def _named(result: Impact) -> list[tuple[str, ...]]:
    """Title, link and date of every source, each once."""
    rows = zip(*(result.parameters[name] for name in ("source", "link", "date")), strict=True)
    found = [
        told
        for row in rows
        if row[0]
        for told in zip(*(cell.split(JOIN) for cell in row), strict=True)
    ]
    return list(dict.fromkeys(found))


def _places(result: Impact, words: Words) -> Table:
    """A row for each place, the largest first; hectares typed in are one."""
    places = result.places
    order = list(zip(places["country"], places["province"], strict=True))
    gold, used, money_lines = (
        _ends(result, lines)
        for lines in (["gold"], ["used"], [line.name for line in LINES if line.is_money])
    )
    frame = pd.DataFrame(
        {
            "country": [
                words("origin.typed") if result.is_typed else place_name(country, words)
                for country, _ in order
            ],
            "province": [province or words("unknown.place") for _, province in order],
            "area_ha": places["area_ha"].to_numpy(),
            "gold": [weight(*gold[place], words) for place in order],
            "used": [weight(*used[place], words) for place in order],
            "money": [money(*money_lines[place], result.currency, words) for place in order],
        }
    )
    if result.by == "country":
        frame = frame.drop(columns="province")
    return _table(frame, {"area_ha": Kind.HECTARES}, "places", words)


def _ends(result: Impact, lines: list[str]) -> dict[tuple[str, str], tuple[float, float]]:
    """Low and high of some lines together, by country and province."""
    table = result.by_place[result.by_place["line"].isin(lines)]
    summed = table.groupby(["country", "province"])[["low", "high"]].sum().reset_index()
    return {
        (country, province): (low, high)
        for country, province, low, high in zip(
            *(summed[name] for name in ("country", "province", "low", "high")), strict=True
        )
    }


def _left(result: Impact, words: Words) -> Table:
    frame = result.left.assign(reason=[words(f"reason.{one}") for one in result.left["reason"]])
    return _table(frame, {"area_ha": Kind.HECTARES, "sites": Kind.COUNT}, "left", words)


def _upper(result: Impact, words: Words) -> Table:
    frame = result.upper.assign(line=[words(f"line.{one}") for one in result.upper["line"]])
    return _table(frame, MODELLED, "upper", words)


def _health(result: Impact, words: Words) -> Table:
    rows = result.health
    frame = pd.DataFrame(
        {
            "health": [words(f"health.{line}") for line in rows["line"]],
            "range": [
                words("between", low=words.people(low), high=words.people(high))
                if line == "people"
                else between(low, high, words)
                for line, low, high in zip(rows["line"], rows["low"], rows["high"], strict=True)
            ],
        }
    )
    return _table(frame, {}, "health", words)


def _parameters(result: Impact, words: Words) -> Table:
    rows, marks = result.parameters, _marks(result)
    notes = [
        _note(note, origin, words)
        for note, origin in zip(rows["note"], rows["origin"], strict=True)
    ]
    frame = pd.DataFrame(
        {
            "set": [set_name(own, words) for own in rows["set"]],
            "number": [words(f"number.{name}") for name in rows["parameter"]],
            "unit": [words(f"unit.{unit}") for unit in rows["unit"]],
            **{end: [plainly(value, words) for value in rows[end]] for end in ENDS},
            "source": [_mark(source, marks, words) for source in rows["source"]],
            "note": notes,
        }
    )
    sets = rows["set"].unique()
    if len(sets) > 1:
        return _table(frame, {}, "numbers", words)
    caption = words("table.numbers.one", set=set_name(sets[0], words))
    return replace(_table(frame.drop(columns="set"), {}, "numbers", words), caption=caption)


def _note(note: str, origin: str, words: Words) -> str:
    """A note of ours in the reader's language; one of another file as it stands."""
    if not note:
        return words(f"note.{origin}") if words.has(f"note.{origin}") else ""
    known = {by["en"]: key for key, by in texts(words.folder).items() if key.startswith("note.")}
    return words(known[note]) if note in known else note


def _sources(result: Impact, words: Words) -> Table:
    frame = pd.DataFrame(_named(result), columns=["title", "link", "date"])
    frame.insert(0, "source", list(_marks(result).values()))
    return _table(frame, {"date": Kind.PERIOD}, "sources", words)


def _table(frame: pd.DataFrame, kinds: Mapping[str, Kind], name: str, words: Words) -> Table:
    return Table(
        frame=frame,
        labels={column: words(f"column.{column}") for column in frame.columns},
        kinds={column: kinds.get(column, Kind.TEXT) for column in frame.columns},
        caption=words(f"table.{name}"),
    )
