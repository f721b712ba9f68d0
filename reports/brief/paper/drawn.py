"""The charts and maps of a brief, drawn for the place they stand in."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from html import escape, unescape
from typing import TYPE_CHECKING, Any, Final

from markupsafe import Markup

from analytics.core.section import Chart, Map
from analytics.viz import maps
from analytics.viz.drawing import chart_svg, size_px, with_own_ids
from analytics.viz.ground import own_land
from reports import pictures
from reports.brief.paper.sheet import PX_PER_MM

if TYPE_CHECKING:
    from analytics.core.words import Words
    from reports.brief.content import Block
    from reports.brief.paper.sheet import Sheet

WHOLE_PX: Final = 642.0  # what charts are drawn for, labels included: the width of a page
COLUMN_PX: Final = 340.0  # a chart drawn anew for a column; shown a little smaller
LEAST_PLOT_PX: Final = 130.0
HIGH_PX: Final = 210.0  # of a course over time in a column
LOW_PX: Final = 150.0  # likewise, where that saves a page
SQUARE: Final = 0.86  # how large a ring is shown in a column, beside its own size
LOW_SQUARE: Final = 0.77  # likewise, where that saves a page
LEAST_SCALE: Final = 0.78  # what would have to be smaller takes the width of the page
MAP_SCALE: Final = 32 / 27  # so that the smallest type of a map prints at 8 pt
MAP_MM: Final = 72.0  # height of a map among the figures, which is as wide as the page
LOW_MAP_MM: Final = 56.0  # likewise, where that saves a page
LARGER: Final = 1.25
MOST_MM: Final = 165.0  # height of any drawing
TITLE: Final = re.compile(r"<title>.*?</title>", re.DOTALL)
DESCRIBED: Final = re.compile(r"<desc>(.*?)</desc>", re.DOTALL)
SIDES: Final = re.compile(r'\b(width|height)="([\d.]+)(?:px)?"')


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A drawing in its size; `svg` is safe to insert, its texts are escaped where it is drawn."""

    svg: Markup
    width_mm: float
    height_mm: float
    spare_mm: float = 0.0  # so much lower it may be drawn

    @property
    def box(self) -> Markup:
        """An empty place as large, to measure with."""
        size = f"width:{self.width_mm:.2f}mm;height:{self.height_mm:.2f}mm"
        return Markup(f'<div style="{size}"></div>')  # noqa: S704 - two numbers


@dataclass(frozen=True, slots=True, kw_only=True)
class Easel:
    """Draws for one sheet in one language."""

    sheet: Sheet
    language: str
    is_low: bool = False  # drawings are lower where their form allows it

    def in_column(self, item: Chart | Map, block: Block, name: str) -> tuple[Drawn, bool]:
        """Drawn for a column; and whether it needs the width of the page instead."""
        column_mm = self.sheet.column_mm
        if not isinstance(item, Chart):
            return self._map_among(item, block, name), True
        item, spare_px = _for_column(item, LOW_PX if self.is_low else HIGH_PX)
        svg = chart_svg(item, self.words(block))
        wide, high = size_px(svg)
        most, usual = column_mm * PX_PER_MM / wide, 1.0
        if item.is_square:
            usual = LOW_SQUARE if self.is_low else SQUARE
            spare_px = (min(most, SQUARE) - min(most, LOW_SQUARE)) / min(most, usual) * high
        scale = min(most, usual)
        if scale < min(LEAST_SCALE, usual):
            return self.on_page(item, block, name), True
        made = self._shown(svg, item, block, name, scale)
        return replace(made, spare_mm=spare_px * scale / PX_PER_MM), False

    def _map_among(self, map_: Map, block: Block, name: str) -> Drawn:
        """A map among the figures, as wide as the page."""
        width_mm = self.sheet.room_mm[0]
        low = max(LOW_MAP_MM, self.least_mm(map_, block, width_mm))
        height_mm = low if self.is_low else max(MAP_MM, low)
        made = self.map(map_, block, name, size_mm=(width_mm, height_mm))
        return replace(made, spare_mm=height_mm - low)

    def on_page(self, item: Chart | Map, block: Block, name: str) -> Drawn:
        """Drawn for the width of the page."""
        width_mm, height_mm = self.sheet.room_mm
        most = min(MOST_MM, height_mm * 0.75)
        if not isinstance(item, Chart):
            return self.map(item, block, name, size_mm=(width_mm, min(most, width_mm * 0.6)))
        svg = chart_svg(item, self.words(block))
        wide, high = size_px(svg)
        scale = min(1.0, width_mm * PX_PER_MM / wide, most * PX_PER_MM / high)
        return self._shown(svg, item, block, name, scale)

    def in_box(
        self, item: Chart | Map, block: Block, name: str, box_mm: tuple[float, float]
    ) -> Drawn:
        """As large as a box allows, and not much larger than it is by itself."""
        if not isinstance(item, Chart):
            return self.map(item, block, name, size_mm=box_mm)
        svg = chart_svg(item, self.words(block))
        wide, high = size_px(svg)
        scale = min(box_mm[0] * PX_PER_MM / wide, box_mm[1] * PX_PER_MM / high, LARGER)
        return self._shown(svg, item, block, name, scale)

    def map(self, map_: Map, block: Block, name: str, *, size_mm: tuple[float, float]) -> Drawn:
        """Drawn to that width and height, or higher where its legend asks for it."""
        width_mm, least = size_mm[0] / MAP_SCALE, self.least_mm(map_, block, size_mm[0])
        height_mm = max(size_mm[1], least) / MAP_SCALE
        words = self.words(block)
        own = own_land(block.run.dataset, words)
        svg = maps.svg(map_, words, width_mm=width_mm, height_mm=height_mm, own=own)
        return self._shown(svg, map_, block, name, MAP_SCALE)

    def least_mm(self, map_: Map, block: Block, width_mm: float) -> float:
        """What a map of this width needs so that its legend is whole."""
        words = self.words(block)
        own = own_land(block.run.dataset, words)
        return maps.least_mm(map_, words, width_mm=width_mm / MAP_SCALE, own=own) * MAP_SCALE

    def words(self, block: Block) -> Words:
        """Those of the answer."""
        return block.run.analysis.words(self.language)

    def _shown(self, svg: str, item: Chart | Map, block: Block, name: str, scale: float) -> Drawn:
        """The drawing as large as it is shown, told to those who do not see it."""
        told = pictures.alternative(pictures.Picture(name=name, item=item), self.words(block))
        seen = DESCRIBED.search(svg)
        if isinstance(item, Map) and item.has_insets and seen:
            told = f"{item.caption} {unescape(seen[1])}"  # names the insets that were drawn
        svg = TITLE.sub(lambda _: f"<title>{escape(told)}</title>", svg, count=1)
        svg = SIDES.sub(lambda m: f'{m[1]}="{float(m[2]) * scale:.1f}"', svg, count=2)
        width, height = size_px(svg)
        return Drawn(
            svg=Markup(with_own_ids(svg, name)),  # noqa: S704 - our own drawing, its texts escaped
            width_mm=width / PX_PER_MM,
            height_mm=height / PX_PER_MM,
        )


def _for_column(chart: Chart, most_px: float) -> tuple[Chart, float]:
    """The chart with a narrower plot where its form knows a width; a course over time is lower.

    And by how many pixels it might be lower still.
    """
    spec = chart.spec
    kept = replace(chart, draw=lambda: spec)  # built once, for the drawing and what stands for it
    told = {} if chart.is_square else spec.to_dict(validate=False)
    wide, high = told.get("width"), told.get("height")
    if not isinstance(wide, int | float) or wide <= COLUMN_PX:
        return kept, 0.0
    size, spare = {"width": max(LEAST_PLOT_PX, wide - (WHOLE_PX - COLUMN_PX))}, 0.0
    if isinstance(high, int | float) and _is_course(told):
        size["height"] = min(high, most_px)
        spare = max(0.0, size["height"] - LOW_PX)
    slim = spec.properties(**size)
    return replace(chart, draw=lambda: slim), spare


def _is_course(told: dict[str, Any]) -> bool:
    """Whether amounts go upwards, so that the chart may be lowered."""
    layers = [told, *told.get("layer", ())]
    ups = [one.get("encoding", {}).get("y", {}).get("type") for one in layers]
    return next((up for up in ups if up), "") == "quantitative"
