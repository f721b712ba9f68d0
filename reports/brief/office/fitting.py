"""Text in boxes: how many lines it takes, and the size of letters at which it has room."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

from analytics.viz.drawing import FONTS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PIL.ImageFont import FreeTypeFont

MEASURED_PT: Final = 100
#: Room for fonts that are wider than ours where ours is not installed.
WIDER: Final = 1.1
LEADING: Final = 1.2


def lines(text: str, size: float, width: float, *, bold: bool = False) -> int:
    """How many lines a text takes in a box of `width` points; long words are broken."""
    count, used = 1, 0.0
    space = _wide(" ", size, bold=bold)
    for word in text.split(" "):
        needed = _wide(word, size, bold=bold)
        if used and used + space + needed > width:
            count, used = count + 1, 0.0
        more, rest = divmod(needed, width) if needed > width else (0.0, needed)
        count += int(more)
        used = used + (space if used else 0.0) + rest
    return count


def height(text: str, size: float, width: float, *, bold: bool = False) -> float:
    """In points."""
    return lines(text, size, width, bold=bold) * size * LEADING


def size(
    text: str, box: tuple[float, float], sizes: Sequence[float], *, bold: bool = False
) -> float:
    """The first of the sizes at which the text fits a box of width and height; else the last."""
    fitting = (one for one in sizes if height(text, one, box[0], bold=bold) <= box[1])
    return next(fitting, sizes[-1])


def cut(text: str, box: tuple[float, float], size: float, *, bold: bool = False) -> str:
    """The text, without the words there is no room for."""
    words = text.split(" ")
    kept = len(words)
    while kept > 1 and height(_first(words, kept), size, box[0], bold=bold) > box[1]:
        kept -= 1
    return _first(words, kept)


def _first(words: Sequence[str], count: int) -> str:
    whole = " ".join(words[:count])
    return whole if count == len(words) else f"{whole.rstrip('.,;:')} …"


def _wide(text: str, size: float, *, bold: bool) -> float:
    return _font(bold=bold).getlength(text) / MEASURED_PT * size * WIDER


@cache
def _font(*, bold: bool) -> FreeTypeFont:
    from PIL import ImageFont

    name = "Bold" if bold else "Regular"
    return ImageFont.truetype(
        FONTS / f"OrewatchSans-{name}.ttf", MEASURED_PT, layout_engine=ImageFont.Layout.BASIC
    )
