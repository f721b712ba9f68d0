"""How high the map of page 1 may be, so that all that matters stands on page 1."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reports.brief.office import fitting, wordlook
from reports.brief.office.steady import clean
from reports.brief.office.wordtables import VALUE_PT, beneath

if TYPE_CHECKING:
    from reports.brief.content import Brief, Tile

LEAST_MM, MOST_MM = 46.0, 84.0
LINE: Final = 1.38  # of the size of letters, from one line to the next
PT_PER_MM: Final = 72 / 25.4
HEADINGS: Final = 2  # key messages, what we ask
CELL_PT: Final = 10.8  # margins of a cell, left and right
INDENT_PT: Final = 18.0  # of a list
SPARE_PT: Final = 14.0
FURNITURE_PT: Final = 26.0  # caption and source of the map, its own space


def map_mm(brief: Brief) -> float:
    """What the texts of page 1 leave, within reason."""
    room = (wordlook.SIZES_MM[brief.order.paper][1] - 2 * wordlook.MARGIN_MM - 4) * PT_PER_MM
    left = (room - _texts_pt(brief) - FURNITURE_PT - SPARE_PT) / PT_PER_MM
    return min(MOST_MM, max(LEAST_MM, left))


def _texts_pt(brief: Brief) -> float:
    width = wordlook.width_mm(brief.order.paper) * PT_PER_MM
    high = _high("x", "Strip", width) + _high(brief.headline.text, "Title", width)
    high += _tiles(brief, width / max(1, len(brief.tiles)) - CELL_PT)
    high += HEADINGS * _high("x", "Heading 1", width)
    for message in brief.messages:
        said = f"{message.sentence.text} ({message.refers})"
        high += _high(said, "List Bullet", width - INDENT_PT)
    for action in brief.actions:
        high += _high(action.sentence.text, "List Number", width - INDENT_PT)
        high += _high(f"{action.because} – {action.source}", "Source", width)
    return high + _high(brief.confidence, "Normal", width)


def _tiles(brief: Brief, width: float) -> float:
    """The highest cell of each row."""
    heads = max((_high(tile.label, "Cell Head", width) for tile in brief.tiles), default=0.0)
    notes = max((_notes(tile, width) for tile in brief.tiles), default=0.0)
    return heads + VALUE_PT * LINE + notes


def _notes(tile: Tile, width: float) -> float:
    return sum(_high(line, "Cell", width) for line in beneath(tile))


def _high(text: str, style: str, width: float) -> float:
    size, bold, _, before, after, _ = wordlook.STYLES[style]
    return fitting.lines(clean(text), size, width, bold=bold) * size * LINE + before + after
