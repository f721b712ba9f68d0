"""CSV and XLSX: numbers stay numbers, and no text of a file can act as a formula.

A text that starts with one of = + - @, a tab or a line break is written with an apostrophe
before it, since spreadsheets would otherwise run it. CSV is UTF-8 with a byte order mark, comma
and decimal point: Excel then reads accents right, and programs skip the mark (`utf-8-sig`).
"""

from __future__ import annotations

import math
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd
import shapely

from analytics.core.errors import OrewatchError
from analytics.core.words import Kind, Words
from reports import frames
from reports.imprint import data_rows, imprint, source_heads, source_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from openpyxl import Workbook
    from openpyxl.worksheet._write_only import WriteOnlyWorksheet

    from analytics.core.analysis import Run
    from analytics.core.dataset import Dataset
    from analytics.core.section import Table

HERE: Final = Path(__file__).parent
ACTIVE: Final = ("=", "+", "-", "@", "\t", "\r", "\n")
MOST_ROWS: Final = 1_048_576  # of an Excel sheet, the heading included
MOST_LETTERS: Final = 32_767  # of an Excel cell
FORMATS: Final = {
    Kind.COUNT: "#,##0",
    Kind.HECTARES: "#,##0.0",
    Kind.PEOPLE: "#,##0",
    Kind.SHARE: "0.0%",
    Kind.CHANGE: "+#,##0.0;-#,##0.0;0",
    Kind.DECIMAL: "0.0",
    Kind.MODELLED: "#,##0.0",
    Kind.TIMES: "0.0#",
}
NARROWEST, WIDEST = 10, 60  # columns, in letters


class SheetError(OrewatchError):
    """A table that no spreadsheet can hold."""

    folder = HERE


def answer_csv(run: Run[Any], language: str) -> bytes:
    """The main table, columns named as in JSON, numbers unrounded."""
    return csv_bytes(frames.main_table(run, language))


def answer_xlsx(run: Run[Any], language: str) -> bytes:
    """Sheets Result, Parameters, Sources and About, worded; the numbers are unrounded."""
    said, words = Words(HERE, language), run.analysis.words(language)
    told = imprint(run, language, datetime.now(UTC))
    book = _book()
    tables = run.section(language).tables
    if not tables:
        raw = frames.with_text_shapes(frames.main_table(run, language))
        _sheet(book, said("sheet.result"), list(raw.columns), raw.to_numpy(dtype=object))
    for place, table in enumerate(tables):
        number = f" {place + 1}" if place else ""
        _table_sheet(book, said("sheet.result") + number, table, words)
    pair = (said("sheet.label"), said("sheet.value"))
    _sheet(book, said("heading.parameters"), pair, told.parameters)
    _sheet(book, said("heading.sources"), told.source_heads, told.sources)
    notes = ((said("heading.caveats"), caveat) for caveat in run.section(language).caveats)
    _sheet(book, said("sheet.about"), pair, [*told.about, *notes])
    return _saved(book)


def data_csv(dataset: Dataset) -> bytes:
    """Every site and column; outlines as well-known text, longitude first."""
    return csv_bytes(frames.sites(dataset))


def data_xlsx(dataset: Dataset) -> bytes:
    """Every site and column; a point inside each outline as longitude and latitude."""
    said = Words(HERE, "en")
    sites = frames.sites(dataset)
    points = shapely.point_on_surface(sites.geometry.to_numpy())
    rows = pd.DataFrame(sites.drop(columns=sites.geometry.name)).assign(
        longitude=shapely.get_x(points), latitude=shapely.get_y(points)
    )
    book = _book()
    _sheet(book, said("sheet.data"), list(rows.columns), rows.to_numpy(dtype=object))
    _sheet(book, said("heading.sources"), source_heads(said), source_rows(dataset, said))
    pair = (said("sheet.label"), said("sheet.value"))
    _sheet(book, said("sheet.about"), pair, [*data_rows(dataset, said), said_shapes(said)])
    return _saved(book)


def said_shapes(said: Words) -> tuple[str, str]:
    """Why a spreadsheet of data has points and no outlines."""
    return said("sheet.shapes"), said("sheet.shapes.why")


def tables_xlsx(
    first: str,
    heads: Sequence[str],
    rows: Sequence[Sequence[object]],
    tables: Mapping[str, tuple[Table, Words]],
) -> bytes:
    """A first sheet that lists what follows, then each table on the sheet of its name."""
    book = _book()
    _sheet(book, first, heads, rows)
    for name, (table, words) in tables.items():
        _table_sheet(book, name, table, words)
    return _saved(book)


def table_csv(table: Table, words: Words, *, is_sample: bool = False) -> bytes:
    """A table under its worded headings, every row, numbers unrounded."""
    told = _worded(table, words)[list(table.labels)]
    heads: dict[str, str] = {}
    for column, head in table.labels.items():
        heads[column] = head if head not in heads.values() else f"{head} ({len(heads) + 1})"
    marked = told.assign(**{frames.SAMPLE: True}) if is_sample else told
    return csv_bytes(pd.DataFrame(marked.rename(columns=heads)))


def guarded(value: object) -> object:
    """A text that a spreadsheet would run, made harmless; anything else as it is."""
    return f"'{value}" if isinstance(value, str) and value.startswith(ACTIVE) else value


def csv_bytes(frame: pd.DataFrame) -> bytes:
    """A frame under its own headings; shapes are text."""
    plain = frames.with_text_shapes(frame)
    texts = [c for c in plain.columns if not pd.api.types.is_numeric_dtype(plain[c])]
    safe = plain.assign(**{c: plain[c].map(_in_line, na_action="ignore") for c in texts})
    named = safe.rename(columns=_in_line)
    return named.to_csv(index=False, lineterminator="\n").encode("utf-8-sig")


def _in_line(value: object) -> object:
    """Guarded, and without the line break that no writer of CSV quotes: a row would end at it."""
    told = guarded(value)
    return told.replace("\r\n", "\n").replace("\r", "\n") if isinstance(told, str) else told


def _book() -> Workbook:
    from openpyxl import Workbook

    return Workbook(write_only=True)


def _saved(book: Workbook) -> bytes:
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _table_sheet(book: Workbook, name: str, table: Table, words: Words) -> None:
    """A table under its worded headings; countries and periods by name, numbers as numbers."""
    columns = list(table.labels)
    rows = _worded(table, words)[columns].to_numpy(dtype=object)
    formats = [FORMATS.get(table.kinds[column], "General") for column in columns]
    _sheet(book, name, list(table.labels.values()), rows, formats)


def _worded(table: Table, words: Words) -> pd.DataFrame:
    """The rows with countries and periods by name."""
    worded = {
        column: table.frame[column].map(lambda value, kind=kind: words.cell(value, kind))
        for column, kind in table.kinds.items()
        if column in table.labels and kind in (Kind.COUNTRY, Kind.PERIOD)
    }
    return table.frame.assign(**worded)


def _sheet(
    book: Workbook,
    name: str,
    heads: Sequence[str],
    rows: Iterable[Sequence[object]],
    formats: Sequence[str] = (),
) -> None:
    """A sheet with a fixed, bold heading and columns as wide as what stands in them."""
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    told = [[_value(value) for value in row] for row in rows]
    if len(told) >= MOST_ROWS:
        raise SheetError("sheet-long", rows=len(told), most=MOST_ROWS - 1)
    sheet = book.create_sheet(name)
    sheet.freeze_panes = "A2"
    for place, head in enumerate(heads):
        longest = max([len(str(head)), *(len(str(row[place])) for row in told[:1000])])
        letter = get_column_letter(place + 1)
        sheet.column_dimensions[letter].width = min(WIDEST, max(NARROWEST, longest + 2))
    sheet.append([_cell(sheet, _value(str(head)), font=Font(bold=True)) for head in heads])
    styles = formats or ["General"] * len(heads)
    for row in told:
        sheet.append([_cell(sheet, v, style) for v, style in zip(row, styles, strict=True)])


def _cell(
    sheet: WriteOnlyWorksheet,
    value: Any,  # noqa: ANN401 - what a cell can hold
    style: str = "General",
    font: Any = None,  # noqa: ANN401 - openpyxl is imported when needed
) -> Any:  # noqa: ANN401 - as above
    from openpyxl.cell import WriteOnlyCell

    cell = WriteOnlyCell(sheet, value=value)
    if isinstance(value, str):
        cell.data_type = "s"  # never a formula
    elif isinstance(value, int | float) and not isinstance(value, bool):
        cell.number_format = style
    if font is not None:
        cell.font = font
    return cell


def _value(value: object) -> object:
    """A value in the types a cell has; unknown is an empty cell."""
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    if isinstance(value, np.generic):
        value = value.item()
    if value is None or value is pd.NA or value is pd.NaT:
        return None
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, bool | int | float):
        return value
    if isinstance(value, datetime):
        return value.date() if value.time() == datetime.min.time() else value.isoformat()
    if isinstance(value, date):
        return value
    text = str(guarded(ILLEGAL_CHARACTERS_RE.sub("\N{REPLACEMENT CHARACTER}", str(value))))
    return text if len(text) <= MOST_LETTERS else f"{text[: MOST_LETTERS - 2]} …"
