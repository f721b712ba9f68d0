"""Tables of the Word document: key numbers, rows of answers, rows of the trust page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, cast

from reports.brief.office import wordparts
from reports.brief.office.steady import clean

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docx.document import Document
    from docx.table import Table as WordTable
    from docx.table import _Cell, _Row

    from analytics.core.section import Table
    from analytics.core.words import Words
    from reports.brief.content import Tile

HEAD: Final = "F3F1ED"  # the ground of a heading row
LINE: Final = "D8DEE4"
LETTER_MM: Final = 1.6  # an average one of 8 points, a little generous
WIDEST: Final = 60  # a column wants no more, in letters
LONGEST: Final = 18  # a word that is longer is broken
EDGE: Final = 2.5  # letters for the margins of a cell
SHORT: Final = 12  # rows of a table that stays on one page
VALUE_PT: Final = 17
NONE_PT: Final = 10
MOST_COLUMNS: Final = 14
EMU_PER_MM: Final = 36_000


def tiles(document: Document, told: Sequence[Tile], words: Words) -> None:
    """The key numbers beside each other, each under its name."""
    from docx.shared import Pt

    made = _table(document, [tile.label for tile in told], [1.0] * len(told))
    wordparts.told(made, words("office.numbers"))
    values, notes = _row(made), _row(made)
    for tile, value, note in zip(told, values.cells, notes.cells, strict=True):
        run = value.paragraphs[0].add_run(clean(tile.value or words("tile.none")))
        run.bold, run.font.size = True, Pt(VALUE_PT if tile.value else NONE_PT)
        value.paragraphs[0].paragraph_format.keep_with_next = True
        _lines(note, beneath(tile))


def beneath(tile: Tile) -> list[str]:
    """What stands under a key number: how it moved and how sure it is, or why it is not there."""
    if not tile.value:
        return [tile.why]
    moved = f"{tile.change} ({tile.than})" if tile.than else tile.change
    return [line for line in (tile.note, moved, tile.span) if line]


def table(document: Document, one: Table, voice: Words, words: Words, *, most: int) -> None:
    """The first rows under their headings, the caption above."""
    rows = one.worded(voice, most)
    numeric = [one.kinds[column].is_number for column in one.labels]
    caption = document.add_paragraph(style="Caption")
    caption.paragraph_format.keep_with_next = True
    caption.add_run(clean(one.caption))
    cells = rows.to_numpy().tolist()
    grid(document, list(rows.columns), cells, one.caption, numeric=numeric, together=True)
    if len(one.frame) > most:
        more = words("office.rows", shown=most, count=len(one.frame))
        document.add_paragraph(more, "Source")


def grid(
    document: Document,
    heads: Sequence[str],
    rows: Sequence[Sequence[str]],
    told: str,
    *,
    numeric: Sequence[bool] = (),
    together: bool = False,
) -> None:
    """Rows of text under headings that each page repeats; `together` parts no short table."""
    kept = min(len(heads), MOST_COLUMNS)
    room = _room_mm(document) / LETTER_MM
    made = _table(document, heads[:kept], widths(heads[:kept], rows, room))
    wordparts.told(made, told)
    right = [*numeric, *([False] * kept)][:kept]
    _aligned(made.rows[0].cells, right)
    for place, row in enumerate(rows, start=1):
        added = _row(made)
        wordparts.uncut(added)
        cells = added.cells
        for cell, text in zip(cells, row[:kept], strict=True):
            _lines(cell, [str(text) or "–"])
            cell.paragraphs[0].paragraph_format.keep_with_next = together and (
                place < len(rows) <= SHORT
            )
        _aligned(cells, right)


def widths(heads: Sequence[str], rows: Sequence[Sequence[str]], room: float) -> list[float]:
    """Letters for each column of a table that has `room` for so many.

    None is narrower than its longest word; what is left goes to those whose texts are long.
    """
    texts = [[heads[n], *(str(row[n]) for row in rows)] for n in range(len(heads))]
    least = [
        min(LONGEST, max(len(word) for text in column for word in (text.split() or [""]))) + EDGE
        for column in texts
    ]
    wanted = [min(WIDEST, max(map(len, column))) + EDGE for column in texts]
    more = [max(0.0, w - low) for w, low in zip(wanted, least, strict=True)]
    left = max(0.0, room - sum(least))
    share = min(1.0, left / sum(more)) if sum(more) else 0.0
    return [low + share * extra for low, extra in zip(least, more, strict=True)]


def _room_mm(document: Document) -> float:
    section = document.sections[0]
    whole = section.page_width - section.left_margin - section.right_margin  # type: ignore[operator]  # all are set
    return float(whole / EMU_PER_MM)


def _table(document: Document, heads: Sequence[str], widths: Sequence[float]) -> WordTable:
    from docx.shared import Emu

    made = document.add_table(1, len(heads))
    wordparts.ruled(made, LINE)
    whole = _room_mm(document) * EMU_PER_MM
    for column, width in zip(made.columns, widths, strict=True):
        column.width = Emu(round(whole * width / sum(widths)))
    head = made.rows[0]
    wordparts.repeated(head)
    wordparts.uncut(head)
    for cell, text in zip(head.cells, heads, strict=True):
        wordparts.shaded(cell, HEAD)
        paragraph = cell.paragraphs[0]
        wordparts.styled(paragraph, "CellHead")
        paragraph.add_run(clean(text))
    return made


def _row(table: Any) -> _Row:  # noqa: ANN401 - this method of python-docx has no types
    return cast("_Row", table.add_row())


def _lines(cell: _Cell, texts: Sequence[str]) -> None:
    for place, text in enumerate(texts or [""]):
        paragraph = cell.paragraphs[0] if place == 0 else cell.add_paragraph()
        wordparts.styled(paragraph, "Cell")
        paragraph.add_run(clean(text))


def _aligned(cells: Sequence[_Cell], right: Sequence[bool]) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    for cell, is_right in zip(cells, right, strict=True):
        if is_right:
            cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
