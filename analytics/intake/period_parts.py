"""Periods written in several columns: a year, a month and a day, or a first and a last day."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import compress
from typing import TYPE_CHECKING, Any, Final

from analytics.core import periods, schema, vocabulary
from analytics.core.issue import Action, Severity
from analytics.core.periods import Form, Order, Period, Written
from analytics.intake.column_names import plain_name
from analytics.intake.distinct import as_text, distinct, quoted

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd

    from analytics.intake.work import Work

MONTH_NAMES: Final = frozenset({"month", "mes", "mois", "bulan", "mon", "mm"})
QUARTER_NAMES: Final = frozenset(
    {"quarter", "qtr", "trimestre", "trim", "triwulan", "kuartal", "q", "tw"}
)
DAY_NAMES: Final = frozenset(
    {"day", "day of month", "dia", "dia del mes", "dia do mes", "jour", "jour du mois"}
    | {"hari", "tanggal", "tgl", "dd"}
)
STARTS: Final = frozenset(
    {"start", "begin", "from", "inicio", "inicial", "desde", "debut", "mulai", "awal", "first"}
)
ENDS: Final = frozenset(
    {"end", "to", "until", "fin", "fim", "final", "hasta", "ate", "jusqu", "selesai", "akhir"}
    | {"last"}
)
SMALL: Final = frozenset({"de", "del", "do", "da", "of", "du"})
QUARTER: Final = re.compile(r"(?:q|t|tw|trim|trimestre|qtr|quarter)? ?([1-4])(?:\.0)?")
ROMAN: Final = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
SAMPLE_YEAR: Final = 2000
MOST_DAYS: Final = 31


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of a year: how its number is read, and what it makes of the year."""

    of: Callable[[int, int], Period | None]
    read: Callable[[object], int | None]
    has_days: bool = False  # a day of the month can make it finer still

    def period(self, year: int, value: object) -> Period | None:
        number = self.read(value)
        return None if number is None else self.of(year, number)

    def day(self, year: int, value: object, day: object) -> Period | None:
        number, of_month = self.read(value), _number(day, MOST_DAYS)
        return periods.of_day(year, number, of_month) if number and of_month else None


def combined(work: Work, name: str) -> tuple[Work, pd.Series[Any]]:
    """The column of periods `name`, made finer or longer by another one where there is one."""
    column = work.frame[name]
    for words, kind in (
        (MONTH_NAMES, _Part(periods.of_month, _month, has_days=True)),
        (QUARTER_NAMES, _Part(periods.of_quarter, _quarter)),
    ):
        part = _named(work, name, words)
        if part and _are(column, Form.YEAR) and distinct(work.frame[part]).each:
            return _with_part(work, name, part, kind)
    end = _end_of(work, name)
    return _with_end(work, name, end) if end else (work, column)


def _named(work: Work, name: str, words: frozenset[str]) -> str:
    """A column called like one of `words`; "" for none."""
    taken = {name, *work.columns.values(), schema.GEOMETRY}
    return next((c for c in work.frame.columns if c not in taken and plain_name(c) in words), "")


def _are(cells: pd.Series[Any], form: Form) -> bool:
    """Whether every value that says a period is written in that form."""
    seen = [w for w in distinct(cells).read(periods.written) if w]
    return bool(seen) and all(w.form is form for w in seen)


def _month(value: object) -> int | None:
    """1 to 12, also by name."""
    text = as_text(value)
    if text.isascii() and text.isdigit():
        return _number(text, periods.MONTHS)
    seen = periods.written(f"{text} {SAMPLE_YEAR}")
    return seen.numbers[1] if seen and seen.form is Form.MONTH else None


def _number(value: object, highest: int) -> int | None:
    """A whole number from 1 to `highest`."""
    text = as_text(value)
    is_number = text.isascii() and text.isdigit() and len(text) <= len(str(highest))
    return int(text) if is_number and 1 <= int(text) <= highest else None


def _quarter(value: object) -> int | None:
    """1 to 4, also as Q1 and IV."""
    text = vocabulary.fold(as_text(value))
    found = QUARTER.fullmatch(text)
    return int(found[1]) if found else ROMAN.get(text)


def _with_part(work: Work, name: str, part: str, kind: _Part) -> tuple[Work, pd.Series[Any]]:
    years, column = distinct(work.frame[name]), distinct(work.frame[part])
    year = years.spread([w.numbers[0] if w else None for w in years.read(periods.written)])
    number = column.spread(column.each)
    pairs = list(zip(year, number, strict=True))
    found = {
        (y, n): kind.period(y, n)
        for y, n in set(pairs)
        if y is not None and n is not None and not vocabulary.is_missing(str(n))
    }
    odd = [pair in found and found[pair] is None for pair in pairs]
    work = _told_unread(work, odd, column=part, year=name, values=[n for _, n in pairs])
    labels = [p.label if p else None for p in map(found.get, pairs)]
    day = _named(work, name, DAY_NAMES) if kind.has_days else ""
    if not day or not distinct(work.frame[day]).each:
        return _told(work, name, part, labels)
    work, labels = _with_day(work, day, f"{name}, {part}", pairs, labels, kind)
    return _told(work, name, f"{part}, {day}", labels)


def _told_unread(work: Work, odd: list[bool], *, column: str, year: str, values: list[Any]) -> Work:
    """Rows of which a part of the date could not be read."""
    if not any(odd):
        return work
    return work.told(
        "period-part-unread",
        severity=Severity.WARNING,
        action=Action.KEPT,
        rows=work.frame.index[odd],
        column=column,
        year=year,
        values=quoted(sorted({as_text(value) for value in compress(values, odd)})),
    )


def _with_day(
    work: Work,
    day: str,
    names: str,
    pairs: list[tuple[Any, Any]],
    labels: list[str | None],
    kind: _Part,
) -> tuple[Work, list[str | None]]:
    """The labels made days where the month has such a day; the others stay months, and are told."""
    column = distinct(work.frame[day])
    dates = [(*pair, n) for pair, n in zip(pairs, column.spread(column.each), strict=True)]
    is_said = [
        label is not None and n is not None and not vocabulary.is_missing(str(n))
        for label, (_, _, n) in zip(labels, dates, strict=True)
    ]
    found = {date: kind.day(*date) for date in set(compress(dates, is_said))}
    odd = [said and found[date] is None for said, date in zip(is_said, dates, strict=True)]
    work = _told_unread(work, odd, column=day, year=names, values=[n for *_, n in dates])
    days = [found.get(date) for date in dates]
    return work, [p.label if p else label for p, label in zip(days, labels, strict=True)]


def _end_of(work: Work, name: str) -> str:
    """The column of last days beside one of first days, by their names; "" for none."""
    words = set(plain_name(name).split()) - SMALL
    if words.isdisjoint(STARTS):
        return ""
    taken = {name, *work.columns.values(), schema.GEOMETRY}
    for column in work.frame.columns:
        others = set(plain_name(column).split()) - SMALL
        is_end = not others.isdisjoint(ENDS)
        if column not in taken and is_end and others - ENDS == words - STARTS:
            return str(column)
    return ""


def _with_end(work: Work, name: str, end: str) -> tuple[Work, pd.Series[Any]]:
    """A whole year, quarter or month where the two days say so; else the first day, and told."""
    first, last = distinct(work.frame[name]), distinct(work.frame[end])
    seen = {value: periods.written(value) for value in (*first.each, *last.each)}
    order = _order([w for w in seen.values() if w])
    if order is None:
        seen = {value: w for value, w in seen.items() if w and not periods.is_open(w)}
    pairs = list(zip(first.spread(first.each), last.spread(last.each), strict=True))
    meant = {
        pair: _spanned(seen.get(pair[0]), seen.get(pair[1]), order or Order.DAY_FIRST)
        for pair in set(pairs)
    }
    rows = [
        row
        for row, (start, stop) in zip(work.frame.index, pairs, strict=True)
        if start is not None and stop is not None and meant[start, stop] is None
    ]
    if rows:
        work = work.told(
            "period-end-unused",
            severity=Severity.WARNING,
            action=Action.KEPT,
            rows=rows,
            column=end,
            start=name,
            examples=quoted(
                sorted({f"{as_text(a)} – {as_text(b)}" for a, b in pairs if meant[a, b] is None})
            ),
        )
    return _told(work, name, end, [meant[pair] for pair in pairs])


def _order(seen: list[Written]) -> Order | None:
    """The order of day and month that both columns prove; None where they do not."""
    shown = periods.order_of(seen)
    return next(iter(shown)) if len(shown) == 1 else None


def _spanned(first: Written | None, last: Written | None, order: Order) -> str | None:
    """The label of the one period from the first day to the last; None where there is none."""
    start = first.period(order=order) if first else None
    stop = last.period(order=order) if last else None
    if start is None or stop is None:
        return None
    begin, end = start.start, stop.end
    whole = (
        periods.of_day(begin.year, begin.month, begin.day),
        periods.of_month(begin.year, begin.month),
        periods.of_quarter(begin.year, (begin.month + 2) // 3),
        periods.of_year(begin.year),
    )
    return next((p.label for p in whole if p and (p.start, p.end) == (begin, end)), None)


def _told(
    work: Work, name: str, part: str, labels: list[str | None]
) -> tuple[Work, pd.Series[Any]]:
    """The column with the labels where there are any, and a word about it."""
    column = work.frame[name].astype(object)
    made = column.copy()
    places = [place for place, label in enumerate(labels) if label is not None]
    made.iloc[places] = [labels[place] for place in places]
    if not places:
        return work, work.frame[name]
    work = work.told(
        "period-combined",
        severity=Severity.NOTE,
        action=Action.REPAIRED,
        rows=column.index[places],
        column=name,
        other=part,
        examples=quoted(dict.fromkeys(str(labels[place]) for place in places)),
    )
    return work, made
