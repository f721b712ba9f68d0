"""XLSX: one sheet as a table, formulas by the values stored with them, no macro ever run."""

from __future__ import annotations

import struct
import warnings
import zipfile
import zlib
from contextlib import closing
from dataclasses import replace
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

import defusedxml
from openpyxl import load_workbook

from analytics.intake.formats.coordinates import located
from analytics.intake.formats.layers import chosen
from analytics.intake.formats.rows import tabled
from analytics.intake.formats.table import Table, assemble
from analytics.intake.work import ReadError

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook

    from analytics.intake.limits import Limits

#: What openpyxl lets through when a part of the file is missing or damaged: whatever its own
#: parsing trips over.
DAMAGED: Final = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    EOFError,
    LookupError,
    OSError,
    RecursionError,
    RuntimeError,  # a part that is encrypted, or packed in a way zipfile does not know
    SyntaxError,  # ParseError among them
    TypeError,
    ValueError,
    struct.error,
    zipfile.BadZipFile,
    zlib.error,
)


def read(data: bytes, limits: Limits, layer: str = "") -> Table:
    """One sheet; without a name the first with anything in it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # styles and links that openpyxl leaves out
        return _read(data, limits, layer)


def _read(data: bytes, limits: Limits, layer: str) -> Table:
    try:
        with closing(load_workbook(BytesIO(data), read_only=True, data_only=True)) as book:
            names = [sheet.title for sheet in book.worksheets]
            name, issues = chosen(names, layer, lambda name: bool(_rows(book, name, limits, 1)))
            rows = _rows(book, name, limits)
    except defusedxml.DefusedXmlException as error:
        raise ReadError("xml-entities") from error
    except DAMAGED as error:
        raise ReadError("xlsx-damaged") from error
    cells = tabled(rows, limits)
    if not cells.count:
        raise ReadError("table-empty")
    columns, told = assemble(cells.columns)
    table = Table(
        columns=columns,
        file_format="XLSX",
        layers=tuple(names),
        layer=name,
        issues=(*issues, *cells.issues, *told),
    )
    return located(replace(table, columns=columns), limits)


def _rows(book: Workbook, name: str, limits: Limits, most: int | None = None) -> list[list[Any]]:
    """Rows with something in them; a sheet that claims a million columns is cut short."""
    sheet = book[name]
    sheet.reset_dimensions()
    rows: list[list[Any]] = []
    cells = 0
    for row in sheet.iter_rows(values_only=True):
        cells += len(row)
        limits.check_cells(cells, 1)
        if len(row) > limits.columns:
            filled = [place for place, cell in enumerate(row, 1) if cell is not None]
            limits.check_columns(max(filled, default=0))
        values = [_cell(cell) for cell in row]
        if any(value is not None for value in values):
            rows.append(values)
            limits.check_features(len(rows))
        if most is not None and len(rows) >= most:
            break
    return rows


def _cell(value: Any) -> Any:  # noqa: ANN401 - what a cell can hold
    return (value.strip() or None) if isinstance(value, str) else value
