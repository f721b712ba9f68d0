"""The column of dates: every row gets its period, and what had to be decided is said."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from analytics.core import periods, schema, vocabulary
from analytics.core.issue import Action, Severity
from analytics.core.periods import Codes, Form, Order, Period, Written
from analytics.core.schema import PeriodKind
from analytics.intake.choice import chosen
from analytics.intake.distinct import Distinct, distinct
from analytics.intake.period_parts import combined

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analytics.intake.work import Work

FIRST_YEAR: Final = 1900
FEWEST_NEW_YEARS: Final = 5  # dates on 1 January from which they may stand for "that year"
MANY_NEW_YEARS: Final = 0.02  # share of the days; by chance it would be 1/365
INDEX_COLUMNS: Final = ("system:index", "system_index")  # Earth Engine's name of an image
INDEX_DAY: Final = r"(?:^|_)(\d{8})T"  # the day it was taken, within that name


@dataclass(frozen=True, slots=True)
class _Dates:
    """A column of dates in the making: its distinct values, and how they are meant."""

    name: str
    cells: Distinct
    seen: tuple[Written | None, ...]
    order: Order = Order.DAY_FIRST
    codes: Codes = Codes.QUARTER

    def are(self, *forms: Form) -> list[bool]:
        return [w is not None and w.form in forms for w in self.seen]

    def periods(self) -> list[Period | None]:
        return [w.period(order=self.order, codes=self.codes) if w else None for w in self.seen]

    def starts(self) -> pd.Series[Any]:
        return _days(self.cells, [p.start if p else None for p in self.periods()])


def read_periods(work: Work, *, last_year: int) -> tuple[Work, pd.DataFrame]:
    """The four period columns; what is dated after `last_year` cannot have been seen."""
    name = work.columns.get(schema.PERIOD)
    if name is None:
        return work, _columns(distinct(pd.Series(None, work.frame.index, dtype=object)), [])
    work, written = combined(work, name)
    cells = distinct(written)
    dates = _Dates(name, cells, tuple(cells.read(periods.written)))
    work, dates = _settle_codes(work, dates)
    work, dates = _settle_order(work, dates)
    work = _tell_forms(work, dates)
    work, found = _settle_spans(work, dates)
    work = _tell_unread(work, dates, found)
    work, found = _settle_range(work, dates, found, last_year)
    work, found = _settle_new_years(work, dates, found)
    return _check_index(work, dates, _columns(cells, found))


def _columns(cells: Distinct, found: Sequence[Period | None]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            schema.PERIOD: cells.texts([p.label if p else None for p in found]),
            schema.PERIOD_START: _days(cells, [p.start if p else None for p in found]),
            schema.PERIOD_END: _days(cells, [p.end if p else None for p in found]),
            schema.PERIOD_KIND: cells.texts([str(p.kind) if p else None for p in found]),
        }
    )


def _days(cells: Distinct, found: Sequence[date | None]) -> pd.Series[Any]:
    days = pd.Series(pd.array([*found, None], dtype="datetime64[ms]"))  # type: ignore[call-overload]  # dates are fine
    return pd.Series(days.to_numpy()[cells.places], index=cells.index)


def _settle_codes(work: Work, dates: _Dates) -> tuple[Work, _Dates]:
    """Whether 202503 is a quarter or a month: told where it shows, asked where it does not."""
    are = dates.are(Form.CODE)
    rows = dates.cells.rows(are)
    if rows.empty:
        return work, dates
    coded = [w for w, is_code in zip(dates.seen, are, strict=True) if is_code and w]
    shown = periods.codes_of(coded)
    if shown is None:
        codes = Codes(
            chosen(work, "period-code-ambiguous", Codes.QUARTER, tuple(Codes), column=dates.name)
        )
        work = work.told(
            "period-code-ambiguous",
            severity=Severity.WARNING,
            action=Action.REPAIRED,
            rows=rows,
            column=dates.name,
            options=tuple(Codes),
            option=codes,
            example=dates.cells.named(are).split(",")[0],
        )
        return work, replace(dates, codes=codes)
    if any(w.numbers[1] for w in coded):
        dates = replace(dates, codes=shown)
        work = work.told(
            f"period-code-{shown}",
            severity=Severity.NOTE,
            action=Action.REPAIRED,
            rows=rows,
            column=dates.name,
        )
    return work, dates


def _settle_order(work: Work, dates: _Dates) -> tuple[Work, _Dates]:
    """Whether the day or the month comes first."""
    if not any(dates.are(Form.PARTS)):
        return work, dates
    shown = periods.order_of(w for w in dates.seen if w)
    are_open = [w is not None and periods.is_open(w) for w in dates.seen]
    agreeing = _order_of_index(work, dates)
    if len(shown) == 1 or (agreeing and not shown):
        order = agreeing or next(iter(shown))
        work = work.told(
            f"date-order-{order}",
            severity=Severity.NOTE,
            action=Action.REPAIRED,
            rows=dates.cells.rows(dates.are(Form.PARTS)),
            column=dates.name,
        )
        return work, replace(dates, order=order)
    if not any(are_open):
        return work, dates
    code = "date-order-mixed" if shown else "date-order-ambiguous"
    order = Order(chosen(work, code, agreeing or Order.DAY_FIRST, tuple(Order), column=dates.name))
    work = work.told(
        code,
        severity=Severity.WARNING,
        action=Action.REPAIRED,
        rows=dates.cells.rows(are_open),
        column=dates.name,
        options=tuple(Order),
        option=order,
        examples=dates.cells.named(are_open),
    )
    return work, replace(dates, order=order)


def _order_of_index(work: Work, dates: _Dates) -> Order | None:
    """The order in which every date agrees with the name of its image."""
    taken = _index_days(work)
    if taken is None:
        return None
    for order in Order:
        starts = replace(dates, order=order).starts()
        both = starts.notna() & taken.notna()
        if both.any() and (starts[both] == taken[both]).all():
            return order
    return None


def _index_days(work: Work) -> pd.Series[Any] | None:
    column = next((c for c in INDEX_COLUMNS if c in work.frame.columns), None)
    if column is None:
        return None
    digits = work.frame[column].astype(str).str.extract(INDEX_DAY, expand=False)
    return pd.to_datetime(digits, format="%Y%m%d", errors="coerce")


def _tell_forms(work: Work, dates: _Dates) -> Work:
    """Ways of writing that are read without doubt, and are worth a word."""
    zoned = [w is not None and w.has_zone for w in dates.seen]
    short = [w is not None and w.has_short_year for w in dates.seen]
    for code, severity, are in (
        ("date-zone", Severity.NOTE, zoned),
        ("date-short-year", Severity.WARNING, short),
        ("date-serial", Severity.NOTE, dates.are(Form.SERIAL)),
        ("date-milliseconds", Severity.NOTE, dates.are(Form.MILLISECONDS)),
    ):
        if any(are):
            work = work.told(
                code,
                severity=severity,
                action=Action.REPAIRED,
                rows=dates.cells.rows(are),
                column=dates.name,
                examples=dates.cells.named(are),
            )
    return work


def _settle_spans(work: Work, dates: _Dates) -> tuple[Work, list[Period | None]]:
    """Two years in one cell: undated unless the user picks one of them."""
    found = dates.periods()
    are = dates.are(Form.SPAN)
    if not any(are):
        return work, found
    options = ("unknown", "first", "last")
    option = chosen(work, "period-span", "unknown", options, column=dates.name)
    place = {"first": 0, "last": 1}.get(option)
    if place is not None:
        found = [
            periods.of_year(w.numbers[place]) if w and w.form is Form.SPAN else period
            for w, period in zip(dates.seen, found, strict=True)
        ]
    work = work.told(
        "period-span",
        severity=Severity.WARNING,
        action=Action.KEPT,
        rows=dates.cells.rows(are),
        column=dates.name,
        options=options,
        option=option,
        values=dates.cells.named(are),
    )
    return work, found


def _tell_unread(work: Work, dates: _Dates, found: Sequence[Period | None]) -> Work:
    """Cells that say something, but no period; words for "not known" are no news."""
    are = [
        period is None
        and (w is None or w.form is not Form.SPAN)
        and not vocabulary.is_missing(str(value))
        for value, w, period in zip(dates.cells.each, dates.seen, found, strict=True)
    ]
    if not any(are):
        return work
    return work.told(
        "period-unread",
        severity=Severity.WARNING,
        action=Action.KEPT,
        rows=dates.cells.rows(are),
        column=dates.name,
        values=dates.cells.named(are),
    )


def _settle_range(
    work: Work, dates: _Dates, found: list[Period | None], last_year: int
) -> tuple[Work, list[Period | None]]:
    """Years before the last century and after the next year."""
    are = [p is not None and not FIRST_YEAR <= p.start.year <= last_year for p in found]
    if not any(are):
        return work, found
    options = ("keep", "unknown", "drop")
    option = chosen(work, "period-out-of-range", "keep", options, column=dates.name)
    rows = dates.cells.rows(are)
    work = work.told(
        "period-out-of-range",
        severity=Severity.WARNING,
        action=Action.DROPPED if option == "drop" else Action.KEPT,
        rows=rows,
        column=dates.name,
        options=options,
        option=option,
        values=dates.cells.named(are),
        first=str(FIRST_YEAR),
        last=str(last_year),
    )
    if option == "drop":
        return work.without(rows, "period-out-of-range"), found
    if option == "unknown":
        found = [None if is_out else p for p, is_out in zip(found, are, strict=True)]
    return work, found


def _settle_new_years(
    work: Work, dates: _Dates, found: list[Period | None]
) -> tuple[Work, list[Period | None]]:
    """Many dates on 1 January are years in disguise; that is for the user to say."""
    days = [p is not None and p.kind is PeriodKind.DAY for p in found]
    first = [
        is_day and p is not None and (p.start.month, p.start.day) == (1, 1)
        for p, is_day in zip(found, days, strict=True)
    ]
    rows = dates.cells.rows(first)
    if len(rows) < max(FEWEST_NEW_YEARS, MANY_NEW_YEARS * len(dates.cells.rows(days))):
        return work, found
    options = ("keep", "year")
    option = chosen(work, "date-new-year", "keep", options, column=dates.name)
    if option == "year":
        found = [
            periods.of_year(p.start.year) if p and is_first else p
            for p, is_first in zip(found, first, strict=True)
        ]
    work = work.told(
        "date-new-year",
        severity=Severity.NOTE,
        action=Action.KEPT if option == "keep" else Action.REPAIRED,
        rows=rows,
        column=dates.name,
        options=options,
        option=option,
    )
    return work, found


def _check_index(work: Work, dates: _Dates, table: pd.DataFrame) -> tuple[Work, pd.DataFrame]:
    """Dates that contradict the name of their image stop the file (METHODS 0.7)."""
    taken = _index_days(work)
    if taken is None:
        return work, table
    is_day = table[schema.PERIOD_KIND] == PeriodKind.DAY
    apart = is_day & taken.notna() & (table[schema.PERIOD_START] != taken.reindex(table.index))
    rows = table.index[apart]
    if rows.empty:
        return work, table
    options = ("index", "date", "drop")
    option = chosen(work, "date-index-disagrees", "", options, column=dates.name)
    action = Action.DROPPED if option == "drop" else Action.REPAIRED
    work = work.told(
        "date-index-disagrees",
        severity=Severity.WARNING if option else Severity.ERROR,
        action=action if option else Action.CHOOSE,
        rows=rows,
        column=dates.name,
        options=options,
        option=option,
    )
    if option == "index":
        table.loc[rows, schema.PERIOD] = taken[rows].dt.strftime("%Y-%m-%d")
        for column in (schema.PERIOD_START, schema.PERIOD_END):
            table.loc[rows, column] = taken[rows].astype(table[column].dtype)
    return (work.without(rows, "date-index-disagrees") if option == "drop" else work), table
