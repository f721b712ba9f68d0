"""What the values of a column say about what it can be."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from analytics.core import countries, periods, schema, vocabulary
from analytics.intake.column_names import LIKELY, is_ruled_out, plain_name
from analytics.intake.numbers import Decimal, figure, hectares_in

if TYPE_CHECKING:
    from collections.abc import Callable

LOOKED_AT: Final = 150  # distinct values; looking at more does not change the picture
LIKELY_YEARS: Final = range(1900, 2101)
LONGEST_NAME: Final = 60  # letters of a country or a substance
SHORTEST_WORD: Final = 3  # letters; shorter ones mean too many things
MOST: Final = 0.9
MANY: Final = 0.6
HALF: Final = 0.5
UNIQUE: Final = 0.95  # share of distinct values from which an unspecific "id" is one
PERCENT: Final = 100.0


@dataclass(frozen=True, slots=True)
class Fit:
    """How values fit a target: beside a fitting name, and with no name to go by; 0 to 1."""

    fit: float
    alone: float = 0.0
    tells: bool = True  # whether values that fit say anything: any text can be a name
    is_flag: bool = False  # a yes or no about what the column is named after


def fit(target: str, column: str, evidence: Evidence, *, name: float) -> Fit:
    """How the values of `column` fit `target`, whose name scores `name`."""
    found = _fit(target, column, evidence, name=name)
    return replace(found, alone=0.0) if is_ruled_out(target, column) else found


def _fit(target: str, column: str, evidence: Evidence, *, name: float) -> Fit:
    match target:
        case schema.SITE_ID:
            return Fit(_as_id(evidence, name=name))
        case schema.NAME | schema.SOURCE:
            is_text = evidence.text >= HALF or name > LIKELY
            return Fit(1.0 if is_text else 0.0, tells=False)
        case schema.ADMIN1:
            return Fit(_as_province(evidence), tells=False)
        case schema.COUNTRY:
            return Fit(_as_country(evidence), alone=_alone_country(evidence) if not name else 0.0)
        case schema.PERIOD:
            return Fit(evidence.period, alone=_alone_period(evidence) if not name else 0.0)
        case schema.AREA_HA:
            is_some = any(number != 0 for number in evidence.numbers)
            return Fit(evidence.number if is_some else 0.0)
        case schema.CONFIDENCE:
            return Fit(_as_confidence(evidence))
    return _as_category(target, column, evidence, name=name)


class Evidence:
    """Shares of 0 to 1 among the distinct values of one column; the order of rows is no matter."""

    def __init__(self, cells: pd.Series[Any]) -> None:
        self.cells = cells

    @cached_property
    def distinct(self) -> list[object]:
        """Distinct values that are there, at most `LOOKED_AT` of them, always the same ones."""
        values = pd.Series(pd.unique(self.cells.dropna()))
        if len(values) > LOOKED_AT:
            hashes = pd.util.hash_array(values.astype(str).to_numpy(dtype=object))
            values = values.iloc[np.argsort(hashes)[:LOOKED_AT]]
        return [v for v in values.tolist() if not vocabulary.is_missing(str(v))]

    @cached_property
    def unique(self) -> float:
        """Distinct values as a share of the rows that have one."""
        there = int(self.cells.notna().sum())
        return self.cells.nunique() / there if there else 0.0

    @cached_property
    def is_number(self) -> bool:
        """Whether the file itself holds numbers here."""
        return pd.api.types.is_numeric_dtype(self.cells) and self.cells.dtype != bool

    @cached_property
    def numbers(self) -> list[float]:
        """The numbers among the distinct values."""
        figures = [f for f in map(figure, self.distinct) if f and _is_plain(f.unit)]
        values = [f.value(Decimal.POINT) for f in figures]
        return [value for value in values if value is not None]

    @cached_property
    def number(self) -> float:
        """Share of values that are numbers, with a unit of area or a percent sign or without."""
        return self._share(lambda value: (f := figure(value)) is not None and _is_plain(f.unit))

    @cached_property
    def text(self) -> float:
        """Share of values with a letter in them."""
        return self._share(lambda value: any(c.isalpha() for c in str(value)))

    @cached_property
    def country(self) -> float:
        """Share of values that are countries."""
        return self._share(lambda value: _country(value) is not None)

    @cached_property
    def period(self) -> float:
        """Share of values that are dates, years or period codes of our time."""
        return self._share(_is_period)

    @cached_property
    def long_date(self) -> float:
        """Share of values that are unmistakably written as dates."""
        return 0.0 if self.is_number else self._share(_is_long_date)

    @cached_property
    def is_truth(self) -> bool:
        """Whether every value is a yes or a no, as word, sign or 0 and 1."""
        return bool(self.distinct) and all(as_truth(v) is not None for v in self.distinct)

    def vocabulary(self, target: str, *, shortest: int = 1) -> float:
        """Share of values in which some part is a word of the target's list."""
        known = set(vocabulary.terms(target))
        return self._share(
            lambda value: (
                shortest <= len(text := str(value)) <= LONGEST_NAME
                and not known.isdisjoint(vocabulary.terms_in(target, text))
            )
        )

    def _share(self, holds: Callable[[object], bool]) -> float:
        facts = [holds(value) for value in self.distinct]
        return sum(facts) / len(facts) if facts else 0.0


def as_truth(value: object) -> bool | None:
    """What a cell says where it says yes or no; None where it says something else."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return vocabulary.truth(str(value))


def _as_id(evidence: Evidence, *, name: float) -> float:
    """A "mine id" may recur, a "code" here and there; a plain "id" differs in each row."""
    if evidence.is_number and any(not number.is_integer() for number in evidence.numbers):
        return 0.0
    if len(evidence.distinct) == 1 and len(evidence.cells) > 1:
        return 0.0
    if evidence.unique >= UNIQUE:
        return 1.0
    return HALF if name > LIKELY or (name == LIKELY and evidence.unique >= HALF) else 0.0


def _as_province(evidence: Evidence) -> float:
    is_status = evidence.vocabulary(schema.STATUS) >= MANY  # "estado" is a province or a status
    is_long = any(len(str(v)) >= SHORTEST_WORD for v in evidence.distinct)  # PA: Pará, Panama
    is_country = is_long and len(evidence.distinct) > 1 and evidence.country >= MOST
    return 0.0 if is_status or is_country or evidence.text < HALF else 1.0


def _as_country(evidence: Evidence) -> float:
    """The column of a boundary file that has no -99 comes before the one that has."""
    return evidence.country * (MOST if (evidence.cells.astype(str) == "-99").any() else 1.0)


def _alone_country(evidence: Evidence) -> float:
    """Names and three-letter codes only: two letters are as often a province."""
    if evidence.is_number or any(len(str(v)) < SHORTEST_WORD for v in evidence.distinct):
        return 0.0
    return 0.75 if evidence.country >= MOST else 0.45 * (evidence.country >= MANY)


def _alone_period(evidence: Evidence) -> float:
    if pd.api.types.is_datetime64_any_dtype(evidence.cells):
        return MANY
    if evidence.long_date >= MOST:
        return HALF
    return 0.4 if evidence.period == 1 and len(evidence.distinct) > 1 else 0.0


def _as_confidence(evidence: Evidence) -> float:
    fitting = sum(0 <= number <= PERCENT for number in evidence.numbers)
    return fitting / len(evidence.distinct) if fitting else 0.0


def _as_category(target: str, column: str, evidence: Evidence, *, name: float) -> Fit:
    if target in vocabulary.SEVERAL and evidence.is_truth:
        named = vocabulary.term(target, plain_name(column))
        return Fit(1.0 if named else 0.0, is_flag=True)
    if name:
        return Fit(evidence.vocabulary(target))
    if target not in (schema.SUBSTANCE, schema.METHOD, schema.STATUS) or evidence.text < MANY:
        return Fit(0.0)
    share = evidence.vocabulary(target, shortest=SHORTEST_WORD)
    return Fit(share, alone=HALF * share if share >= MANY else 0.0)


def _country(value: object) -> str | None:
    text = str(value)
    return countries.code_of(text) if len(text) <= LONGEST_NAME else None


def _is_plain(unit: str) -> bool:
    return unit in ("", "%") or hectares_in(unit) is not None


def _is_period(value: object) -> bool:
    seen = periods.written(value)
    if seen is None or seen.form is periods.Form.SERIAL:
        return False
    if seen.form is periods.Form.SPAN:
        return True
    period = seen.period(codes=periods.Codes.MONTH)
    return period is not None and period.start.year in LIKELY_YEARS


def _is_long_date(value: object) -> bool:
    seen = periods.written(value)
    long = (periods.Form.DAY, periods.Form.PARTS, periods.Form.QUARTER, periods.Form.MONTH)
    return seen is not None and seen.form in long
