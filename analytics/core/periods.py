"""Days, months, quarters and years, and the many ways files write them.

A value is read in two steps, because one value alone often does not tell: `written` takes it
apart, the column as a whole decides how codes and the order of day and month are meant
(`codes_of`, `order_of`), and `Written.period` then says which period it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from functools import cache
from numbers import Real
from typing import Final

from analytics.core.schema import PeriodKind
from analytics.core.vocabulary import fold

SERIAL_START: Final = date(1899, 12, 30)  # day 0 of spreadsheets
SERIALS: Final = range(20_000, 60_000)  # 1954 to 2064; smaller numbers are no dates
YEARS: Final = range(1000, 3000)  # four digits that can be a year
PIVOT: Final = 69  # two-digit years below it are 20xx (POSIX)
MONTHS: Final = 12
QUARTERS: Final = 4


class Order(StrEnum):
    """Which comes first where day and month are both numbers."""

    DAY_FIRST = "day-first"
    MONTH_FIRST = "month-first"


class Codes(StrEnum):
    """What the last two digits of a six-digit code count; 00 is the whole year in both."""

    QUARTER = "quarter"  # YYYYQQ: 202503 is the third quarter of 2025
    MONTH = "month"  # YYYYMM: 202503 is March 2025


class Form(StrEnum):
    """How a value is written."""

    YEAR = "year"
    MONTH = "month"
    QUARTER = "quarter"
    DAY = "day"
    CODE = "code"  # six digits, see Codes
    PARTS = "parts"  # two numbers and a year, see Order
    SERIAL = "serial"  # days counted by a spreadsheet
    MILLISECONDS = "milliseconds"  # since 1970, as web maps export dates
    SPAN = "span"  # two years: 2019/2020


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of the calendar; `end` is its last day."""

    label: str  # 2024, 2025-Q3, 2025-07, 2025-07-14
    start: date
    end: date
    kind: PeriodKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A value taken apart; `numbers` are in the order of the form: year first, PARTS as written."""

    form: Form
    numbers: tuple[int, ...]
    has_zone: bool = False  # a time zone is given; the day counts as it is written
    has_short_year: bool = False  # two digits

    def period(
        self, *, order: Order = Order.DAY_FIRST, codes: Codes = Codes.QUARTER
    ) -> Period | None:
        """The period meant; None where the calendar has no such day, and for a span of years."""
        match self.form, self.numbers:
            case Form.YEAR, (year,):
                return of_year(year)
            case Form.MONTH, (year, month):
                return of_month(year, month)
            case Form.QUARTER, (year, quarter):
                return of_quarter(year, quarter)
            case Form.CODE, (year, 0):
                return of_year(year)
            case Form.CODE, (year, number):
                of = of_quarter if codes is Codes.QUARTER else of_month
                return of(year, number)
            case Form.DAY, (year, month, number):
                return of_day(year, month, number)
            case Form.PARTS, (first, second, year):
                is_day_first = _order_shown(self) or order
                pair = (second, first) if is_day_first is Order.DAY_FIRST else (first, second)
                return of_day(year, *pair)
            case Form.SERIAL, (days,):
                return _day(SERIAL_START + timedelta(days=days))
            case Form.MILLISECONDS, (milliseconds,):
                moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=milliseconds)
                return _day(moment.date())
        return None


def of_year(year: int) -> Period:
    """The calendar year."""
    return Period(f"{year:04d}", date(year, 1, 1), date(year, 12, 31), PeriodKind.YEAR)


def of_quarter(year: int, quarter: int) -> Period | None:
    """Quarter 1 to 4 of the calendar year."""
    if not 1 <= quarter <= QUARTERS:
        return None
    return Period(
        f"{year:04d}-Q{quarter}",
        date(year, 3 * quarter - 2, 1),
        _last_day(year, 3 * quarter),
        PeriodKind.QUARTER,
    )


def of_month(year: int, month: int) -> Period | None:
    """Month 1 to 12."""
    if not 1 <= month <= MONTHS:
        return None
    return Period(
        f"{year:04d}-{month:02d}", date(year, month, 1), _last_day(year, month), PeriodKind.MONTH
    )


def of_day(year: int, month: int, day: int) -> Period | None:
    """One day; None where the calendar does not have it."""
    if not (1 <= month <= MONTHS and 1 <= day <= _last_day(year, month).day):
        return None
    return _day(date(year, month, day))


def written(value: object) -> Written | None:
    """A cell taken apart; None where it is no date, year or period we know how to read."""
    if isinstance(value, date):
        has_zone = isinstance(value, datetime) and value.tzinfo is not None
        return _shaped(Form.DAY, value.year, value.month, value.day, has_zone=has_zone)
    if isinstance(value, Real) and not isinstance(value, bool):
        number = float(value)
        if not number.is_integer():
            return _serial(number)
        return _digits(str(int(number)))
    if not isinstance(value, str):
        return None
    text = " ".join(value.split())
    for reading in (_iso, _plain_number, _parts, _quarter, _span, _named):
        found = reading(text)
        if found is not None:
            return found
    return None


def codes_of(seen: Iterable[Written]) -> Codes | None:
    """What six-digit codes count, going by all of them; None where both are possible."""
    last = {w.numbers[1] for w in seen if w.form is Form.CODE}
    if max(last, default=0) > QUARTERS:
        return Codes.MONTH
    return Codes.QUARTER if not last or 0 in last else None


def order_of(seen: Iterable[Written]) -> frozenset[Order]:
    """The orders that some value proves; empty where none does, both where they are mixed."""
    return frozenset(shown for w in seen if (shown := _order_shown(w)))


def is_open(value: Written) -> bool:
    """Whether day and month of the value could be swapped and give another day."""
    return (
        value.form is Form.PARTS
        and value.numbers[0] != value.numbers[1]
        and _order_shown(value) is None
    )


def _order_shown(value: Written) -> Order | None:
    if value.form is Form.PARTS:
        first, second, _ = value.numbers
        if first > MONTHS >= second:
            return Order.DAY_FIRST
        if second > MONTHS >= first:
            return Order.MONTH_FIRST
    return None


def _day(day: date) -> Period:
    return Period(day.isoformat(), day, day, PeriodKind.DAY)


def _last_day(year: int, month: int) -> date:
    if month == MONTHS:
        return date(year, 12, 31)
    return date(year, month + 1, 1) - timedelta(days=1)


def _shaped(
    form: Form, *numbers: int, has_zone: bool = False, has_short_year: bool = False
) -> Written:
    return Written(form=form, numbers=numbers, has_zone=has_zone, has_short_year=has_short_year)


_TIME = r"(?:[T ,]+\d{1,2}:\d{2}.*|T\d{2}.*| \d{2}h\d{2}.*)?"
_ISO = re.compile(rf"(\d{{4}})[-/.](\d{{1,2}})(?:[-/.](\d{{1,2}})({_TIME}))?")
_ZONE = re.compile(r"(?:Z|[+-]\d{2}(?::?\d{2})?|GMT.*|UTC.*)$")
_PARTS = re.compile(rf"(\d{{1,2}})([-/. ])(\d{{1,2}})\2(\d{{4}}|\d{{2}})({_TIME})")
_MONTH_YEAR = re.compile(r"(\d{1,2})[-/.](\d{4})")
_NUMBER = re.compile(r"(\d+)(?:\.0+)?")
_SPAN = re.compile(r"(\d{4}) ?[-/–] ?(\d{4}|\d{2})")
_QUARTER_WORD = r"(?:q|t|tw|qtr|trim|trimestre|quarter|triwulan|kuartal)"
_QUARTER = re.compile(
    rf"(?:(?P<y1>\d{{4}}) ?)?(?:{_QUARTER_WORD} ?(?P<q1>[1-4]|iv|i{{1,3}})"
    rf"|(?P<q2>[1-4]) ?(?:er|eme|e|o|a|st|nd|rd|th)? ?{_QUARTER_WORD})"
    r"(?: ?(?:de|del|of|du)? ?(?P<y2>\d{4}))?"
)
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_CLOCK = re.compile(r"[T ,]*\b\d{1,2}:\d{2}.*")
_TOKEN = re.compile(r"\d+|[^\W\d_]+")
_FILL = frozenset(
    "de del of the le el di a do st nd rd th er o tgl tanggal mes bulan".split()  # noqa: SIM905 - a word list
)


def _year(text: str) -> int | None:
    return int(text) if int(text) in YEARS else None


def _iso(text: str) -> Written | None:
    found = _ISO.fullmatch(text)
    if not found or _year(found[1]) is None:
        return None
    if found[3] is None:
        is_month = 1 <= int(found[2]) <= MONTHS
        return _shaped(Form.MONTH, int(found[1]), int(found[2])) if is_month else _span(text)
    has_zone = bool(found[4]) and bool(_ZONE.search(text))
    return _shaped(Form.DAY, *(int(found[n]) for n in (1, 2, 3)), has_zone=has_zone)


def _plain_number(text: str) -> Written | None:
    found = _NUMBER.fullmatch(text)
    if found:
        return _digits(found[1])
    return _serial(float(text)) if re.fullmatch(r"\d{5}\.\d+", text) else None


def _digits(text: str) -> Written | None:
    """A bare number, told apart by how long it is."""
    year = _year(text[:4]) if text.isdigit() else None
    match len(text):
        case 4 if year:
            return _shaped(Form.YEAR, year)
        case 5:
            return _serial(float(text))
        case 6 if year and int(text[4:]) <= MONTHS:
            return _shaped(Form.CODE, year, int(text[4:]))
        case 8 if year and of_day(year, int(text[4:6]), int(text[6:])):
            return _shaped(Form.DAY, year, int(text[4:6]), int(text[6:]))
        case 8 if _year(text[4:]):
            return _both(int(text[:2]), int(text[2:4]), text[4:])
        case 12 | 13 if text.isdigit():
            return _shaped(Form.MILLISECONDS, int(text))
    return None


def _serial(number: float) -> Written | None:
    is_day = SERIALS.start <= number < SERIALS.stop
    return _shaped(Form.SERIAL, int(number)) if is_day else None


def _parts(text: str) -> Written | None:
    found = _PARTS.fullmatch(text)
    if found:
        zone = bool(found[5]) and bool(_ZONE.search(text))
        return _both(int(found[1]), int(found[3]), found[4], has_zone=zone)
    found = _MONTH_YEAR.fullmatch(text)
    if found and _year(found[2]) and 1 <= int(found[1]) <= MONTHS:
        return _shaped(Form.MONTH, int(found[2]), int(found[1]))
    return None


def _both(first: int, second: int, year: str, *, has_zone: bool = False) -> Written | None:
    """Day and month in some order, with a year; nothing where neither order gives a day."""
    whole = _whole_year(year)
    if not (of_day(whole, first, second) or of_day(whole, second, first)):
        return None
    return _shaped(
        Form.PARTS,
        first,
        second,
        whole,
        has_zone=has_zone,
        has_short_year=len(year) == 2,  # noqa: PLR2004 - 21 for 2021
    )


def _whole_year(text: str) -> int:
    year = int(text)
    if len(text) > 2:  # noqa: PLR2004 - 21 for 2021
        return year
    return 2000 + year if year < PIVOT else 1900 + year


def _quarter(text: str) -> Written | None:
    found = _QUARTER.fullmatch(fold(text))
    if not found:
        return None
    years = [year for year in (found["y1"], found["y2"]) if year]
    if len(years) != 1 or _year(years[0]) is None:
        return None
    number = found["q1"] or found["q2"]
    return _shaped(Form.QUARTER, int(years[0]), _ROMAN.get(number) or int(number))


def _span(text: str) -> Written | None:
    found = _SPAN.fullmatch(text)
    if not found or _year(found[1]) is None:
        return None
    first = int(found[1])
    last = int(found[2]) if len(found[2]) > 2 else first // 100 * 100 + int(found[2])  # noqa: PLR2004 - 2019/20
    return _shaped(Form.SPAN, first, last) if first < last in YEARS else None


def _named(text: str) -> Written | None:
    """A date with the name of its month; every other word must be a weekday or a small word."""
    clock = _CLOCK.search(text)
    tokens = _TOKEN.findall(fold(text[: clock.start()] if clock else text))
    months = [token for token in tokens if token in _months()]
    if len(months) > 1:
        months = [token for token in months if token not in _weekdays()]
    others = {token for token in tokens if not token.isdigit() and token not in months}
    if len(months) != 1 or not others <= _weekdays() | _FILL:
        return None
    numbers = [token for token in tokens if token.isdigit()]
    has_zone = clock is not None and bool(_ZONE.search(clock[0]) or "GMT" in clock[0])
    return _around_name(_months()[months[0]], numbers, has_zone=has_zone)


def _around_name(month: int, numbers: list[str], *, has_zone: bool) -> Written | None:
    """The numbers beside a month's name: a year, or a day and a year in either order."""
    long = [number for number in numbers if len(number) == 4 and _year(number)]  # noqa: PLR2004 - digits of a year
    year = long[0] if long else next((n for n in numbers[::-1] if len(n) == 2), "")  # noqa: PLR2004 - 21 for 2021
    days = list(numbers)
    if not year or len(numbers) > 2:  # noqa: PLR2004 - a day and a year
        return None
    days.pop(len(days) - 1 - days[::-1].index(year))
    whole, is_short = _whole_year(year), not long
    if not days:
        return _shaped(Form.MONTH, whole, month, has_short_year=is_short)
    if not of_day(whole, month, int(days[0])):
        return None
    return _shaped(Form.DAY, whole, month, int(days[0]), has_zone=has_zone, has_short_year=is_short)


@cache
def _months() -> dict[str, int]:
    """Folded names and short forms of months in the five languages."""
    more = {"sept": 9, "set": 9, "ene": 1, "fev": 2, "fevr": 2, "agt": 8, "agu": 8, "nop": 11}
    names = {
        fold(name): number
        for language in _languages()
        for width in ("wide", "abbreviated")
        for number, name in _calendar(language).months["format"][width].items()
    }
    return {**more, **names}


@cache
def _weekdays() -> frozenset[str]:
    return frozenset(
        fold(name)
        for language in _languages()
        for width in ("wide", "abbreviated")
        for name in _calendar(language).days["format"][width].values()
    )


def _languages() -> tuple[str, ...]:
    from analytics.core.words import LANGUAGES

    return tuple(LANGUAGES)


def _calendar(language: str):  # type: ignore[no-untyped-def]  # noqa: ANN202 - a Babel locale
    from babel import Locale

    return Locale.parse(language)
