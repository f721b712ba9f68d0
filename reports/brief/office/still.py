"""A figure of the brief as an image for office files, and what stands in its place."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING, Final

from analytics.core.section import Chart
from analytics.viz import maps, theme
from analytics.viz.drawing import chart_svg, png_of, size_px
from analytics.viz.ground import own_land
from reports import pictures
from reports.brief.office.steady import clean

if TYPE_CHECKING:
    from analytics.core.section import Map
    from analytics.core.words import Words
    from reports.brief.content import Block, Brief, Exhibit

DOTS: Final = 220  # to the inch, at the size it is shown: fine lines on paper stay lines
DENSEST: Final = 4.0  # pixels for each of the drawing
COLOURS: Final = 256
MM_PER_INCH: Final = 25.4
PX_PER_MM: Final = 96 / MM_PER_INCH


@dataclass(frozen=True, slots=True)
class Still:
    """A drawing of so many millimetres."""

    drawn: str  # SVG
    width_mm: float
    height_mm: float

    @property
    def png(self) -> bytes:
        """As dense as paper shows."""
        width, _ = size_px(self.drawn)
        wanted = self.width_mm / MM_PER_INCH * DOTS / max(width, 1.0)
        return _small(png_of(self.drawn, min(DENSEST, wanted)))


def still(brief: Brief, one: Exhibit, *, width_mm: float, height_mm: float) -> Still:
    """The figure as large as the box allows; a chart is not blown up beyond its own size."""
    block, words = of(brief, one)
    if isinstance(one.item, Chart):
        drawn = chart_svg(one.item, words)
    else:
        drawn = _map(one.item, block, words, width_mm, height_mm)
    width, height = (side / PX_PER_MM for side in size_px(drawn))
    scale = min(1.0, width_mm / width, height_mm / height)
    return Still(drawn, width * scale, height * scale)


def drawn_once(one: Exhibit) -> Exhibit:
    """The same figure, its chart drawn when first asked for and kept."""
    if not isinstance(one.item, Chart):
        return one
    return replace(one, item=replace(one.item, draw=cache(one.item.draw)))


def alternative(brief: Brief, one: Exhibit) -> str:
    """What the figure shows, in words."""
    _, words = of(brief, one)
    return clean(pictures.alternative(pictures.Picture(name=one.name, item=one.item), words))


def of(brief: Brief, one: Exhibit) -> tuple[Block, Words]:
    """The answer a figure belongs to, and its voice."""
    block = next(block for block in brief.blocks if block.key == one.block)
    return block, block.run.analysis.words(brief.order.language)


def _small(png: bytes) -> bytes:
    """The same on white and in 256 colours: a third of the bytes, and no eye tells them apart."""
    from PIL import Image

    drawn = Image.open(BytesIO(png)).convert("RGBA")
    paper = Image.new("RGBA", drawn.size, theme.LIGHT["ground"])
    paper.alpha_composite(drawn)
    told = paper.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    file = BytesIO()
    told.save(file, "PNG")
    return file.getvalue()


def _map(item: Map, block: Block, words: Words, width_mm: float, height_mm: float) -> str:
    own = own_land(block.run.dataset, words)
    least = maps.least_mm(item, words, width_mm=width_mm, own=own)
    return maps.svg(item, words, width_mm=width_mm, height_mm=max(height_mm, least), own=own)
