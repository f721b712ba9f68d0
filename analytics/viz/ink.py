"""The pen of paper maps: colours on light or dark ground, texts and their widths."""

from __future__ import annotations

import re
import textwrap
from dataclasses import dataclass
from html import escape
from typing import Final

from analytics.viz import theme

LINE_PX: Final = 13
TEXT_PX: Final = 11
NOTE_PX: Final = 9
ENDING: Final = re.compile(r" (?=[:;!?»](?:\s|$))")  # the space French sets before a sign
GLUE: Final = "\ue000"  # stands for a space at which no line may end
LONGEST: Final = 300  # letters of one line; one of 200,000 takes minutes to draw
LETTER: Final = 0.5  # width of an average letter, in heights


@dataclass(frozen=True, slots=True)
class Ink:
    """The colours of a map."""

    land: str
    water: str
    border: str
    ink: str
    soft: str
    ground: str
    accent: str
    tone: str  # light or dark


def ink_for(*, dark: bool) -> Ink:
    """On light or dark ground."""
    tone, key = (theme.DARK, "dark") if dark else (theme.LIGHT, "light")
    return Ink(
        land=theme.LAND[key],
        water=theme.WATER[key],
        border=theme.BORDER[key],
        ink=tone["ink"],
        soft=tone["soft"],
        ground=tone["ground"],
        accent=theme.LINK[key],
        tone=key,
    )


def text_at(  # noqa: PLR0913 - all but text, place and colour have a default
    text: str,
    x: float,
    y: float,
    colour: str,
    *,
    size: float = NOTE_PX,
    anchor: str = "start",
    weight: int = 400,
) -> str:
    """One line of text; whatever it holds is written out, never marked up."""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" font-weight="{weight}"'
        f' text-anchor="{anchor}" fill="{colour}">{_line(text)}</text>'
    )


def haloed(text: str, x: float, y: float, colour: str, halo: str, *, anchor: str = "middle") -> str:
    """A text that stays readable on lines."""
    place = f'x="{x:.1f}" y="{y:.1f}" font-size="{NOTE_PX}" text-anchor="{anchor}"'
    return (
        f'<text aria-hidden="true" {place} fill="{halo}" stroke="{halo}" stroke-width="2.5"'
        f' stroke-linejoin="round">{_line(text)}</text>'
        f'<text {place} fill="{colour}">{_line(text)}</text>'
    )


def wrapped(text: str, width: float, size: float) -> list[str]:
    """The text in lines of about `width` pixels at letters of `size`."""
    kept = ENDING.sub(GLUE, text)
    lines = textwrap.wrap(kept, max(8, int(width / (size * LETTER))), break_long_words=True)
    return [line.replace(GLUE, " ") for line in lines]


def _line(text: str) -> str:
    return escape(text if len(text) <= LONGEST else f"{text[:LONGEST]}…")
