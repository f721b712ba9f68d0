"""What stands on the pages after the first: each answer's sentence, pictures and rows."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from analytics.core import progress
from analytics.core.words import Words
from reports import imprint
from reports.brief.compose import HERE
from reports.rows import rows_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from analytics.core.section import Figure
    from reports.brief.content import Block, Brief, Exhibit
    from reports.brief.paper.drawn import Drawn, Easel
    from reports.rows import Rows

ROWS: Final = 12
FEW: Final = 4  # rows; a shorter table says what its picture says
COLUMNS: Final = 5  # of a table that fits one column of the page
#: Whose rows stand in the brief, the first that is there; of no answer the first that has rows.
TABLE: Final = ("compliance", "totals")
SENTENCE: Final = re.compile(r"(?<=[.!?])\s+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A picture with what stands around it."""

    number: str
    drawn: Drawn
    caption: str
    explain: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A part that is never broken: a picture or a table; an answer's first has its sentence."""

    key: str
    title: str = ""  # of the answer; "" where it stands above; without headline on a further table
    headline: str = ""
    figures: tuple[Figure, ...] = ()
    shown: Shown | None = None
    number: str = ""  # of the table
    rows: Rows | None = None
    is_wide: bool = False


def cells(brief: Brief, easel: Easel) -> list[Cell]:
    """All of them, in the author's order; an answer without anything to show has none."""
    found: list[Cell] = []
    chosen = _table(brief)
    for place, block in enumerate(brief.own):
        progress.at(0.6 * place / len(brief.own))
        found += _cells(brief, block, easel, has_table=block.key in chosen)
    return found


def fillers(brief: Brief, found: Sequence[Cell]) -> list[Cell]:
    """Further tables that fit a column, one of each answer, for where room is left."""
    there = {one.key for one in found}
    kept = []
    for block in brief.own:
        narrow = [
            n
            for n, table in enumerate(block.tables, start=1)
            if FEW <= len(table.frame) <= ROWS and len(table.labels) <= COLUMNS
        ]
        if narrow and not any(key.startswith(f"{block.key}-table-") for key in there):
            kept.append(replace(_rows(brief, block, narrow[0]), title=block.title))
    return kept


def lower(brief: Brief, found: Sequence[Cell], easel: Easel) -> list[Cell]:
    """The same with their drawings as low as they may be."""
    items = {one.name: one for one in brief.exhibits}
    blocks = {block.key: block for block in brief.own}
    kept = []
    for one in found:
        if one.shown is not None and one.shown.drawn.spare_mm:
            item = items[one.key]
            picture, _ = easel.in_column(item.item, blocks[item.block], item.name)
            kept.append(replace(one, shown=replace(one.shown, drawn=picture)))
        else:
            kept.append(one)
    return kept


def counted(found: Iterable[Cell], language: str) -> list[Cell]:
    """The tables numbered through."""
    words, count, kept = Words(HERE, language), 0, list[Cell]()
    for one in found:
        count += one.rows is not None
        kept.append(
            replace(one, number=words("table.number", number=str(count))) if one.rows else one
        )
    return kept


def in_short(text: str) -> str:
    """The first sentence."""
    return SENTENCE.split(text, maxsplit=1)[0]


def shown(brief: Brief, one: Exhibit, picture: Drawn, explain: str) -> Shown:
    """A numbered figure."""
    said = Words(imprint.HERE, brief.order.language)
    return Shown(
        number=said("figure", number=str(one.number)),
        drawn=picture,
        caption=one.caption,
        explain=explain,
        source=one.source,
    )


def _cells(brief: Brief, block: Block, easel: Easel, *, has_table: bool) -> Iterator[Cell]:
    pictures = list(_pictures(brief, block, easel))
    rows = [_rows(brief, block)] if has_table else []
    bodies = [*(p for p in pictures if not p.is_wide), *rows, *(p for p in pictures if p.is_wide)]
    if not bodies:
        if block.figures:
            yield Cell(
                key=block.key,
                title=block.title,
                headline=block.headline.text,
                figures=block.figures,
            )
        return
    first = replace(bodies[0], title=block.title, headline=block.headline.text)
    yield from (first, *bodies[1:])


def _pictures(brief: Brief, block: Block, easel: Easel) -> Iterator[Cell]:
    for one in block.exhibits:
        picture, is_wide = easel.in_column(one.item, block, one.name)
        yield Cell(
            key=one.name,
            shown=shown(brief, one, picture, in_short(one.explain)),
            is_wide=is_wide,
        )


def _rows(brief: Brief, block: Block, place: int = 1) -> Cell:
    """The table at that place, counted from 1."""
    words = block.run.analysis.words(brief.order.language)
    table = block.tables[place - 1]
    return Cell(
        key=f"{block.key}-table-{place}",
        rows=rows_of(table, words, ROWS),
        is_wide=len(table.labels) > COLUMNS,
    )


def _table(brief: Brief) -> set[str]:
    """The answers whose first table is printed: one, and those that have no picture."""
    own = [block for block in brief.own if block.tables]
    bare = {block.key for block in own if not block.exhibits}
    slugs = {block.run.analysis.slug: block.key for block in reversed(own)}
    chosen = next((slugs[slug] for slug in (*TABLE, *slugs) if slug in slugs), None)
    return bare | ({chosen} if chosen else set())
