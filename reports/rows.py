"""A table as a page shows it: every cell a text, and how each column is set."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from reports import layout

if TYPE_CHECKING:
    from analytics.core.section import Table
    from analytics.core.words import Words

LONGEST: Final = 400  # letters of a cell; the data file has the rest
KEY: Final = 24  # letters; a longer name without a space may break


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """The first rows, worded."""

    caption: str
    heads: list[str]
    forms: list[str]  # of each column, as the style sheet knows them
    rows: list[list[str]]
    more: int  # rows not shown
    is_long: bool  # those are in the data file alone


def rows_of(table: Table, words: Words, most: int) -> Rows:
    """At most so many."""
    worded = table.worded(words, most)
    return Rows(
        caption=table.caption,
        heads=list(worded.columns),
        forms=[
            "number" if table.kinds[column].is_number else _form(worded[label])
            for column, label in table.labels.items()
        ],
        rows=[[_short(cell) for cell in row] for row in worded.to_numpy().tolist()],
        more=max(0, len(table.frame) - most),
        is_long=len(table.frame) > layout.WHOLE_ROWS,
    )


def _short(cell: str) -> str:
    return cell if len(cell) <= LONGEST else f"{cell[: LONGEST - 2]} …"


def _form(cells: Iterable[str]) -> str:
    """Names without a space, such as numbers of sites, stay on one line."""
    return "key" if all(len(text) <= KEY and " " not in text for text in cells) else ""
