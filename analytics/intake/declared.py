"""The country a file declares, by whatever code or name, as ISO alpha-3."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analytics.core import schema, vocabulary
from analytics.core.countries import code_of
from analytics.core.issue import Action, Severity
from analytics.intake.column_names import is_code
from analytics.intake.distinct import Distinct, as_text, distinct, quoted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analytics.intake.work import Work

NO_CODE = ("-99", "-099")  # what boundary files write where ISO has no code
NAMIBIA = "NA"
SHORT = 2  # letters of the codes among which NA is Namibia
DIGITS = 3


def read_country(work: Work) -> tuple[Work, pd.Series[str]]:
    """Alpha-3 codes; a value that names no country leaves the row without one, and is listed."""
    name = work.columns.get(schema.COUNTRY)
    if name is None:
        return work, pd.Series(None, index=work.frame.index, dtype="str")
    cells = distinct(work.frame[name])
    texts = [_padded(value) for value in cells.each]
    is_namibia = any(t != NAMIBIA and len(t) == SHORT and code_of(t) for t in texts) or (
        is_code(name) and set(texts) == {NAMIBIA}
    )
    codes = [
        code_of(text)
        if (text == NAMIBIA and is_namibia) or not vocabulary.is_missing(text)
        else None
        for text in texts
    ]
    work = _tell_no_code(work, name, cells, texts)
    work = _tell_unknown(work, name, cells, texts, codes)
    return _tell_translated(work, name, cells, texts, codes), cells.texts(codes)


def _padded(value: object) -> str:
    """Numeric codes have three digits, however the file writes them."""
    text = as_text(value)
    return text.zfill(DIGITS) if text.isdigit() else text


def _tell_no_code(work: Work, name: str, cells: Distinct, texts: Sequence[str]) -> Work:
    rows = cells.rows([text in NO_CODE for text in texts])
    if rows.empty:
        return work
    return work.told(
        "country-code-99",
        severity=Severity.WARNING,
        action=Action.REPAIRED,
        rows=rows,
        column=name,
    )


def _tell_unknown(
    work: Work, name: str, cells: Distinct, texts: Sequence[str], codes: Sequence[str | None]
) -> Work:
    are = [
        code is None and text not in NO_CODE and not vocabulary.is_missing(text)
        for code, text in zip(codes, texts, strict=True)
    ]
    if not any(are):
        return work
    return work.told(
        "country-unknown",
        severity=Severity.WARNING,
        action=Action.KEPT,
        rows=cells.rows(are),
        column=name,
        values=cells.named(are),
    )


def _tell_translated(
    work: Work, name: str, cells: Distinct, texts: Sequence[str], codes: Sequence[str | None]
) -> Work:
    are = [code is not None and code != text for code, text in zip(codes, texts, strict=True)]
    if not any(are):
        return work
    pairs = sorted(
        f"{text} → {code}"
        for text, code, is_changed in zip(texts, codes, are, strict=True)
        if is_changed
    )
    return work.told(
        "country-translated",
        severity=Severity.NOTE,
        action=Action.REPAIRED,
        rows=cells.rows(are),
        column=name,
        examples=quoted(pairs),
    )
