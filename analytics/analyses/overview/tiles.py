"""The five key numbers in words: value, change, against what, and the course of each."""

from __future__ import annotations

import math
from datetime import date
from typing import TYPE_CHECKING, Final

from analytics.analyses.overview.course import Key
from analytics.core.schema import Measure
from analytics.core.section import Figure, Trend
from analytics.core.words import LEAST_CHANGE

if TYPE_CHECKING:
    from analytics.analyses.overview.model import Overview
    from analytics.core.words import Words

HECTARES: Final = (Key.AREA, Key.NEW)
UNKNOWN: Final = "–"
LEAST_RATE: Final = 0.01
MINUS: Final = "\N{MINUS SIGN}"


def tiles(result: Overview, words: Words) -> tuple[Figure, ...]:
    """One figure for each key number, in their order."""
    return tuple(_tile(result, words, key) for key in Key)


def signed(value: float, text: str) -> str:
    """The worded size of a change with its sign."""
    return f"{MINUS if value < 0 else '+'}{text}"


def rate(part: float, words: Words) -> str:
    """A change beside what was before. It is no share: nearly as much again is 100 %."""
    return words.percent(part if part < LEAST_RATE else round(part, 2))


def compared(result: Overview, key: Key) -> bool:
    """Whether the country of a province can be set beside this number of it."""
    return bool(result.country) and result.country_before > 0 and not result.why(key)


def _tile(result: Overview, words: Words, key: Key) -> Figure:
    value = result.at(key, "value")
    return Figure(
        _label(result, words, key),
        _value(result, words, key, value),
        _note(result, words, key),
        number=None if math.isnan(value) else value,
        unit="ha" if key in HECTARES else "",
        trend=_trend(result, words, key),
        key=str(key),
    )


def _label(result: Overview, words: Words, key: Key) -> str:
    match key:
        case Key.AREA:
            return words(f"figure.area.{result.measure}")
        case Key.NEW if result.last:
            return words(f"figure.new.{result.measure}", period=words.period(result.last))
        case Key.NEW:
            return words(f"figure.new.{result.measure}.undated")
        case Key.GROUPS:
            return words(f"figure.groups.{result.by}")
    return words(f"figure.{key}")


def _value(result: Overview, words: Words, key: Key, value: float) -> str:
    if math.isnan(value):
        return UNKNOWN
    if key is Key.METHOD:
        return words.percent(value)
    if key not in HECTARES:
        return words.number(value)
    if key is Key.NEW and result.measure is Measure.STOCK and value:
        return signed(value, words.hectares(abs(value)))
    return words.hectares(value)


def _note(result: Overview, words: Words, key: Key) -> str:
    match key:
        case Key.AREA:
            has_area = bool(result.table["area_ha"].notna().any())
            return words(f"basis.{result.area_basis if has_area else 'none'}")
        case Key.NEW if result.measure is Measure.FLOW and compared(result, key):
            return _in_country(result, words)
        case Key.NEW if result.until:
            return words("figure.new.until", until=until(result, words))
        case Key.SITES if not result.before:
            return _span(result, words)
        case Key.GROUPS if result.by == "province" and result.countries:
            return words("where.country", count=result.countries)
        case Key.METHOD:
            return words("figure.method.note", count=result.records)
    return ""


def _in_country(result: Overview, words: Words) -> str:
    """How the whole country changed, beside the change of the province."""
    by = result.country_now - result.country_before
    change = signed(by, rate(abs(by) / result.country_before, words))
    return words("figure.new.country", country=words.country(result.country), rate=change)


def _span(result: Overview, words: Words) -> str:
    first, last = words.period(result.first), words.period(result.last)
    return last if first == last else words("figure.span", first=first, last=last)


def until(result: Overview, words: Words) -> str:
    """The last recorded day of a year that ends early."""
    return words.date(date.fromisoformat(result.until)) if result.until else ""


def _trend(result: Overview, words: Words, key: Key) -> Trend:
    values = tuple(float(value) for value in result.series[key])
    pairs = zip(result.series["period"], values, strict=True)
    known = [(str(period), value) for period, value in pairs if not math.isnan(value)]
    told = ""
    if len(known) > 1:
        (first, was), (last, now) = known[0], known[-1]
        told = words(
            "told.line",
            first_value=_value(result, words, key, was),
            first=words.period(first),
            last_value=_value(result, words, key, now),
            last=words.period(last),
        )
    line = values if told else ()
    why = result.why(key)
    if why:
        facts = {"last": words.period(result.last), "until": until(result, words)}
        return Trend(change=words(f"why.{why}", **facts), line=line, told=told)
    return Trend(
        change=_change(words, key, result.at(key, "now"), result.at(key, "before")),
        than=_than(result, words, key),
        line=line,
        told=told,
    )


def _change(words: Words, key: Key, now: float, before: float) -> str:
    by = now - before
    if key is Key.METHOD:
        points = abs(round(100 * by, 1))
        return (
            words("change.points", points=signed(by, words.number(points, 1)))
            if points
            else words("change.none")
        )
    if abs(by) < LEAST_CHANGE:
        return words("change.none")
    size = words.hectares(abs(by)) if key in HECTARES else words.number(abs(by))
    if before <= 0:
        return signed(by, size)
    told = rate(abs(by) / before, words)
    told = told if told.startswith("<") else signed(by, told)
    return words("change.with_rate", change=signed(by, size), rate=told)


def _than(result: Overview, words: Words, key: Key) -> str:
    is_so_far = result.measure is Measure.FLOW and key is not Key.NEW
    last, before = words.period(result.last), words.period(result.before)
    return words("than.upto" if is_so_far else "than.in", last=last, before=before)
