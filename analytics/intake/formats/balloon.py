"""The table of attributes that ArcGIS and others put into a KML description as HTML."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Final

LONGEST: Final = 50_000  # characters; longer ones are reports, not tables
FEWEST: Final = 2  # pairs that make a table of attributes
PAIR: Final = 2
CELLS: Final = ("td", "th")


def attributes(description: str) -> dict[str, str]:
    """Names and values of a two-column table; nothing where there is no such table."""
    if len(description) > LONGEST or "<table" not in description.lower():
        return {}
    reader = _Rows()
    try:
        reader.feed(description)
        reader.close()
    except AssertionError:  # how the parser of the standard library reports odd markup
        return {}
    pairs = [row for row in reader.rows if len(row) == PAIR and row[0]]
    if len(pairs) < FEWEST or len({name for name, _ in pairs}) < len(pairs):
        return {}
    return {name.rstrip(":"): value for name, value in pairs}


class _Rows(HTMLParser):
    """Rows of cell texts; a table inside a cell starts rows of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self._is_cell = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - the base's
        if tag == "tr":
            self.rows.append([])
        elif tag in CELLS and self.rows:
            self.rows[-1].append("")
        self._is_cell = tag in CELLS or (self._is_cell and tag not in ("tr", "table"))

    def handle_endtag(self, tag: str) -> None:
        if tag in (*CELLS, "tr"):
            self._is_cell = False

    def handle_data(self, data: str) -> None:
        if self._is_cell and self.rows and self.rows[-1]:
            self.rows[-1][-1] = f"{self.rows[-1][-1]} {data.strip()}".strip()
