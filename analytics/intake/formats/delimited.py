"""CSV and its relatives: delimiter and encoding are guessed and told, values stay as typed."""

from __future__ import annotations

import csv
import re
from collections import Counter
from dataclasses import replace
from io import StringIO
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from analytics.core.issue import Action, Severity
from analytics.intake.formats.coordinates import located
from analytics.intake.formats.encoding import decoded
from analytics.intake.formats.rows import tabled
from analytics.intake.formats.table import Table, issue
from analytics.intake.work import ReadError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from analytics.core.issue import Issue
    from analytics.intake.limits import Limits

DELIMITERS: Final = {",": "CSV", ";": "CSV", "\t": "TSV", "|": "CSV"}
SHOWN: Final = {",": ",", ";": ";", "\t": "tab", "|": "|"}
LOOKED_AT: Final = 200  # records that decide the delimiter
STEADY: Final = 0.5  # share of records that must have the same width
PLAIN: Final = r"^-?(?:0|[1-9][0-9]{0,17})$"
DECIMAL: Final = r"^-?(?:(?:0|[1-9][0-9]{0,14})(?:\.[0-9]+)?|\.[0-9]+)(?:[eE][-+]?[0-9]{1,2})?$"
GROUPED: Final = r"^-?[1-9][0-9]{0,2}\.[0-9]{3}$"  # 1.234: a decimal or a thousand?
COMMA_NUMBER: Final = re.compile(r"-?\d+,\d+")


def read(data: bytes, limits: Limits) -> Table:
    """Every record; columns whose every value is a plain number become numbers."""
    text = decoded(data)
    delimiter = _delimiter(text.text)
    rows, told = _rows(text.text, delimiter, limits)
    cells = tabled(rows, limits)
    if not cells.count:
        raise ReadError("table-empty")
    columns = pd.DataFrame(
        {name: _typed(values) for name, values in cells.columns.items()},
        index=pd.RangeIndex(cells.count),
    )
    table = located(
        Table(
            columns=columns,
            file_format=DELIMITERS[delimiter],
            issues=(*text.issues, *told, *cells.issues),
        ),
        limits,
    )
    if len(cells.columns) == 1 and table.shapes is None:
        raise ReadError("not-a-table")
    return replace(table, issues=(*_delimiter_told(delimiter), *table.issues))


def _delimiter(text: str) -> str:
    """The sign that cuts most records into the same number of fields; a comma if none does."""
    scores = {delimiter: _steadiness(text, delimiter) for delimiter in DELIMITERS}
    best = max(scores, key=lambda delimiter: scores[delimiter])
    return best if scores[best] > (0.0, 0) else ","


def _steadiness(text: str, delimiter: str) -> tuple[float, int]:
    reader = csv.reader(StringIO(text[:1_000_000], newline=""), delimiter=delimiter)
    try:
        widths = Counter(len(row) for row in islice(reader, LOOKED_AT) if row)
    except csv.Error:
        return (0.0, 0)
    several = {width: count for width, count in widths.items() if width > 1}
    if not several:
        return (0.0, 0)
    width = max(several, key=lambda width: (several[width], width))
    share = several[width] / widths.total()
    return (round(share, 1), width) if share >= STEADY else (share / 10, width)


def _rows(text: str, delimiter: str, limits: Limits) -> tuple[list[list[Any]], list[Issue]]:
    """The records with something in them; a quote that never closes is taken literally."""
    csv.field_size_limit(max(csv.field_size_limit(), limits.upload_mb * 1_000_000))
    try:
        rows = _cells(csv.reader(StringIO(text, newline=""), delimiter=delimiter), limits)
        if rows and text.count('"') % 2 and any("\n" in str(cell) for cell in rows[-1]):
            loose = csv.reader(
                StringIO(text, newline=""), delimiter=delimiter, quoting=csv.QUOTE_NONE
            )
            told = issue("quote-open", severity=Severity.WARNING, action=Action.REPAIRED, count=1)
            return _cells(loose, limits), [told]
    except csv.Error as error:
        raise ReadError("not-a-table") from error
    return rows, []


def _cells(reader: Iterable[list[str]], limits: Limits) -> list[list[Any]]:
    rows: list[list[Any]] = []
    for row in reader:
        cells = [cell.strip() or None for cell in row]
        if any(cells):
            rows.append(cells)
            if not len(rows) % 10_000:
                limits.check_cells(len(rows), len(row))
                limits.check_features(len(rows))
    return rows


def _typed(values: Sequence[str | None]) -> Any:  # noqa: ANN401 - a series
    """Numbers where every value is plainly one; text, with leading zeros, everywhere else."""
    texts = pa.array(values, type=pa.string())
    if texts.null_count == len(texts):
        return pd.Series(texts.to_pylist(), dtype="str")
    if _all(texts, PLAIN):
        numbers = pc.cast(texts, pa.int64())
        return pd.Series(numbers.to_numpy(zero_copy_only=False))
    if _all(texts, DECIMAL) and not _looks_grouped(texts):
        return pd.Series(pc.cast(texts, pa.float64()).to_numpy(zero_copy_only=False))
    return pd.Series(values, dtype="str")


def _all(texts: pa.StringArray, pattern: str) -> bool:
    return bool(pc.all(pc.match_substring_regex(texts, pattern)).as_py())


def _looks_grouped(texts: pa.StringArray) -> bool:
    """Whether every point in the column may as well separate thousands."""
    with_point = texts.filter(pc.match_substring(texts, "."))
    return len(with_point) > 0 and _all(with_point, GROUPED)


def _delimiter_told(delimiter: str) -> tuple[Issue, ...]:
    """The usual comma and tab go without saying."""
    if delimiter in ",\t":
        return ()
    return (issue("delimiter", count=1, delimiter=SHOWN[delimiter]),)
