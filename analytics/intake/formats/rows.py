"""Rows of cells as a table: where the header is, and what to do with uneven rows."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING, Any, Final

from analytics.core import schema
from analytics.core.issue import Action, Severity
from analytics.intake.column_names import SURE, name_score
from analytics.intake.formats.table import as_text, issue, unique_names
from analytics.intake.work import ReadError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analytics.core.issue import Issue
    from analytics.intake.limits import Limits

NUMBER: Final = re.compile(r"[-+]?[\d\s.,]*\d[\d\s.,]*(?:[eE][-+]?\d+)?%?")
MOST_UNEVEN: Final = 0.5  # share of lines with another width than the header: beyond, prose
FEWEST_KNOWN: Final = 2  # names we know that no letter to the editor begins with
LOOKED_AT: Final = 200  # rows that decide how wide the table is


@dataclass(frozen=True, slots=True, kw_only=True)
class Cells:
    """Named columns of loose cells, all of one length; empty cells are None."""

    columns: dict[str, Sequence[Any]]
    issues: tuple[Issue, ...] = ()

    @property
    def count(self) -> int:
        """How many records there are."""
        return len(next(iter(self.columns.values()), ()))


def tabled(rows: list[list[Any]], limits: Limits) -> Cells:
    """Rows as columns: a header is found or made, short rows are filled, long ones kept."""
    usual = _usual_width(rows)
    start = next((place for place, row in enumerate(rows) if _filled(row) * 2 > usual), 0)
    preamble = [row for row in rows[:start] if _filled(row)]
    rows = rows[start:]
    issues: list[Issue] = []
    if preamble:
        text = " / ".join(as_text(c) for row in preamble for c in row if c is not None)
        issues.append(issue("preamble", count=len(preamble), text=text[:200]))
    has_header = not rows or any(_is_name(cell) for cell in rows[0])
    header = [as_text(c) if c is not None else "" for c in rows[0]] if rows and has_header else []
    if not has_header:
        issues.append(issue("header-missing", severity=Severity.WARNING, count=1))
    body = rows[1:] if has_header else rows
    _trim(header)
    uneven = _uneven(body, header) if header else []
    lines = sum(found.count for found in uneven)
    is_prose = lines > MOST_UNEVEN * len(body) and len(body) > 1 and not _is_known(header)
    if is_prose or (lines and len(header) == 1):
        raise ReadError("not-a-table")
    issues.extend(uneven)
    width = max([len(header), *(len(row) for row in body)])
    limits.check_cells(len(body), width)
    limits.check_features(len(body))
    names = [*header, *[""] * (width - len(header))]
    columns = list(zip_longest(*body)) if body else []
    columns += [(None,) * len(body)] * (width - len(columns))
    kept = [place for place, name in enumerate(names) if name or any(_said(columns[place]))]
    unique, told = unique_names([names[place] for place in kept])
    return Cells(
        columns={name: columns[place] for name, place in zip(unique, kept, strict=True)},
        issues=(*issues, *told),
    )


def _usual_width(rows: list[list[Any]]) -> int:
    widths = Counter(_filled(row) for row in rows[:LOOKED_AT] if _filled(row))
    return max(widths, key=lambda width: (widths[width], width), default=0)


def _filled(row: Sequence[Any]) -> int:
    """How many cells of a row say something."""
    return sum(cell is not None for cell in row)


def _said(column: Sequence[Any]) -> list[bool]:
    return [cell is not None for cell in column]


def _is_name(cell: object) -> bool:
    """Whether a cell can be the name of a column rather than a value."""
    return isinstance(cell, str) and not NUMBER.fullmatch(cell)


def _is_known(header: list[str]) -> bool:
    """Whether the names are those of a table of sites, however uneven the lines below are."""
    known = [
        name
        for name in header
        if any(name_score(target, name) >= SURE for target in schema.TARGETS)
    ]
    return len(known) >= FEWEST_KNOWN


def _trim(header: list[str]) -> None:
    while header and not header[-1]:
        header.pop()


def _uneven(body: list[list[Any]], header: list[str]) -> list[Issue]:
    width = len(header)
    short, long = [], []
    for place, row in enumerate(body):
        while len(row) > width and row[-1] is None:
            row.pop()
        if len(row) > width:
            long.append(place)
        elif len(row) < width:
            short.append(place)
    told = []
    if short:
        told.append(
            issue("row-short", severity=Severity.WARNING, action=Action.REPAIRED, rows=short)
        )
    if long:
        told.append(issue("row-long", severity=Severity.WARNING, action=Action.KEPT, rows=long))
    return told
