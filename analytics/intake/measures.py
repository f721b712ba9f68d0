"""The columns of numbers: hectares and confidence, whatever unit and mark they are written in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from analytics.core import schema, vocabulary
from analytics.core.issue import Action, Severity
from analytics.intake.choice import chosen
from analytics.intake.column_names import header_unit, is_added_up
from analytics.intake.distinct import Distinct, distinct, quoted
from analytics.intake.numbers import Decimal, Figure, decimal_of, figure, hectares_in

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from analytics.intake.work import Work

HECTARE: Final = "ha"
UNITS: Final = (HECTARE, "m2", "km2", "acre")  # what a column without a unit can be said to hold
PERCENT: Final = 100.0
ODD: Final = 0.02  # share of percents below 1; were they spread evenly it would be 0.01


def read_area(work: Work) -> tuple[Work, pd.Series[float]]:
    """Hectares as the file states them; zero stays zero, what cannot be an area is unknown."""
    name = work.columns.get(schema.AREA_HA)
    if name is None:
        return work, pd.Series(np.nan, index=work.frame.index, dtype=float)
    work = _tell_added_up(work, name)
    work, number, unit = _read(work, name, lambda unit: hectares_in(unit) is not None)
    work, unit = _settle_unit(work, name, number, unit)
    for other in sorted(set(unit[number.notna()])):
        if hectares_in(other) != 1.0:
            work = work.told(
                "unit-converted",
                severity=Severity.NOTE,
                action=Action.REPAIRED,
                rows=number.index[number.notna() & (unit == other)],
                column=name,
                unit=other,
                factor=f"{hectares_in(other):g}",
            )
    factor = unit.map({u: hectares_in(u) for u in unit.unique()}).astype(float)
    return _settle_sign(work, name, number * factor)


def read_confidence(work: Work) -> tuple[Work, pd.Series[float]]:
    """Confidence from 0 to 1; words such as "high" are never turned into numbers."""
    name = work.columns.get(schema.CONFIDENCE)
    if name is None:
        return work, pd.Series(np.nan, index=work.frame.index, dtype=float)
    work, words = _tell_words(work, name)
    work, number, unit = _read(work, name, lambda unit: unit == "%", but=words)
    work, is_percent = _settle_percent(work, name, number, signed=unit == "%")
    confidence = number.where(~is_percent, number / PERCENT)
    is_outside = confidence.notna() & ~confidence.between(0, 1)
    work = _told(
        work,
        "confidence-out-of-range",
        rows=number.index[is_outside],
        column=name,
        severity=Severity.WARNING,
    )
    return work, confidence.mask(is_outside)


def _tell_added_up(work: Work, name: str) -> Work:
    """A header that says each value holds all before it: adding those up counts land twice."""
    if not is_added_up(name) or work.settings.measure or schema.PERIOD not in work.columns:
        return work
    return work.told(
        "area-cumulative",
        severity=Severity.WARNING,
        action=Action.KEPT,
        count=1,
        column=name,
    )


def _settle_percent(
    work: Work, name: str, number: pd.Series[float], *, signed: pd.Series[bool]
) -> tuple[Work, pd.Series[bool]]:
    """Percent where the sign says so, or where the column goes up to 100."""
    plain = number[~signed & number.notna()]
    is_hundred = len(plain) > 0 and 1 < plain.max() <= PERCENT
    is_percent = signed | is_hundred
    small = plain.index[(plain > 0) & (plain < 1)]
    if is_hundred and len(small):
        options = ("percent", "share")
        option = chosen(work, "confidence-mixed", "percent", options, column=name)
        is_odd = len(small) > ODD * len(plain)
        work = work.told(
            "confidence-mixed",
            severity=Severity.WARNING if is_odd else Severity.NOTE,
            action=Action.REPAIRED,
            rows=small,
            column=name,
            options=options,
            option=option,
        )
        if option == "share":
            is_percent = is_percent & ~number.index.isin(small)
    rows = number.index[is_percent & number.notna()]
    return _told(work, "confidence-percent", rows=rows, column=name), is_percent


def _read(
    work: Work, name: str, is_unit: Callable[[str], bool], *, but: Sequence[str] = ()
) -> tuple[Work, pd.Series[float], pd.Series[str]]:
    """Number and unit of each row; what is no number is listed, `but` for what already was."""
    column = work.frame[name]
    if pd.api.types.is_numeric_dtype(column) and column.dtype != bool:
        number = column.astype(float)
        infinite = np.isinf(number)
        work = _told(
            work,
            "number-unread",
            rows=number.index[infinite],
            column=name,
            severity=Severity.WARNING,
            values=quoted(map(str, number[infinite].unique())),
        )
        number = number.mask(infinite)
        return work, number, pd.Series("", index=column.index, dtype=object)
    cells = distinct(column)
    taken = cells.read(figure)
    seen = [f if f and _is_read(f, is_unit) else None for f in taken]
    unread = [
        f is None and not vocabulary.is_missing(str(v)) and str(v) not in but
        for f, v in zip(seen, cells.each, strict=True)
    ]
    work = _told_cells(work, "number-unread", cells, unread, column=name, severity=Severity.WARNING)
    rough = [f is not None and f.is_rough for f in seen]
    work = _told_cells(work, "number-rough", cells, rough, column=name)
    work, decimal = _settle_decimal(work, name, cells, seen)
    number = cells.numbers([f.value(decimal) if f else None for f in seen])
    return work, number, cells.spread([f.unit if f else "" for f in seen], "")


def _is_read(found: Figure, is_unit: Callable[[str], bool]) -> bool:
    is_finite = found.value(Decimal.POINT) is not None
    return is_finite and (not found.unit or is_unit(found.unit))


def _settle_decimal(
    work: Work, name: str, cells: Distinct, seen: Sequence[Figure | None]
) -> tuple[Work, Decimal]:
    """Point or comma: by what the column shows, else by the user, else a point."""
    shown, is_mixed = decimal_of(f for f in seen if f)
    are_open = [f is not None and f.is_open for f in seen]
    decimal = shown or Decimal.POINT
    if any(are_open) and (is_mixed or shown is None):
        code = "decimal-mixed" if is_mixed else "decimal-ambiguous"
        decimal = Decimal(chosen(work, code, decimal, tuple(Decimal), column=name))
        work = work.told(
            code,
            severity=Severity.WARNING,
            action=Action.REPAIRED,
            rows=cells.rows(are_open),
            column=name,
            options=tuple(Decimal),
            option=decimal,
            values=cells.named(are_open),
        )
    commas = [
        f is not None and "," in f.digits and (f.shown or decimal) is Decimal.COMMA for f in seen
    ]
    return _told_cells(work, "decimal-comma", cells, commas, column=name), decimal


def _settle_unit(
    work: Work, name: str, number: pd.Series[float], unit: pd.Series[str]
) -> tuple[Work, pd.Series[str]]:
    """The unit of cells that state none: that of the header, else hectares, and said so."""
    stated = header_unit(name)
    is_bare = number.notna() & (unit == "")
    if stated or not is_bare.any():
        return work, unit.replace("", stated or HECTARE)
    assumed = chosen(work, "area-unit-assumed", HECTARE, UNITS, column=name)
    work = work.told(
        "area-unit-assumed",
        severity=Severity.WARNING,
        action=Action.REPAIRED,
        rows=number.index[is_bare],
        column=name,
        options=UNITS,
        option=assumed,
        unit=assumed,
    )
    return work, unit.replace("", assumed)


def _settle_sign(work: Work, name: str, area_ha: pd.Series[float]) -> tuple[Work, pd.Series[float]]:
    """Zero is an observation; less than zero is none."""
    negative, zero = area_ha < 0, area_ha == 0
    rows = area_ha.index[negative | zero]
    if rows.empty:
        return work, area_ha
    options = ("keep", "drop")
    option = chosen(work, "area-not-positive", "keep", options, column=name)
    is_kept = option == "keep"
    work = work.told(
        "area-not-positive",
        severity=Severity.WARNING if negative.any() else Severity.NOTE,
        action=Action.KEPT if is_kept else Action.DROPPED,
        rows=rows,
        column=name,
        options=options,
        option=option,
        zero=int(zero.sum()),
        negative=int(negative.sum()),
    )
    return work if is_kept else work.without(rows, "area-not-positive"), area_ha.mask(negative)


def _tell_words(work: Work, name: str) -> tuple[Work, tuple[str, ...]]:
    """Levels in words are left where they are: no number stands behind them."""
    cells = distinct(work.frame[name])
    are = [
        not vocabulary.is_missing(str(v)) and str(v).strip()[:1].isalpha() and figure(v) is None
        for v in cells.each
    ]
    work = _told_cells(work, "confidence-words", cells, are, column=name, severity=Severity.WARNING)
    return work, tuple(str(v) for v, is_word in zip(cells.each, are, strict=True) if is_word)


def _told_cells(
    work: Work,
    code: str,
    cells: Distinct,
    are: Sequence[bool],
    *,
    column: str,
    severity: Severity = Severity.NOTE,
) -> Work:
    """An issue about the rows with the values marked, which it quotes."""
    return _told(
        work,
        code,
        rows=cells.rows(are),
        column=column,
        severity=severity,
        values=cells.named(are),
    )


def _told(
    work: Work,
    code: str,
    *,
    rows: pd.Index[Any],
    column: str,
    severity: Severity = Severity.NOTE,
    values: str = "",
) -> Work:
    if rows.empty:
        return work
    return work.told(
        code, severity=severity, action=Action.REPAIRED, rows=rows, column=column, values=values
    )
