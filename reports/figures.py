"""Charts and maps of an answer as drawings for a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from markupsafe import Markup

from analytics.viz import maps
from analytics.viz.drawing import chart_svg, width_px, with_own_ids
from analytics.viz.ground import Land, own_land

if TYPE_CHECKING:
    from analytics.core.dataset import Dataset
    from analytics.core.section import Map, Section
    from analytics.core.words import Words

PAGE_WIDTH_MM: Final = 174.0  # A4 without its margins
MAP_HEIGHT_MM: Final = 92.0
NARROW_PX: Final = 420  # such a drawing leaves room for its caption beside it


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """One figure of a page; `svg` is safe to insert, its texts are escaped where it is drawn."""

    svg: Markup
    caption: str
    explain: str
    is_narrow: bool


def drawings(section: Section, dataset: Dataset, words: Words, prefix: str) -> list[Drawing]:
    """The figures in reading order: first chart, maps, other charts."""
    own = own_land(dataset, words)
    charts = [(chart_svg(one, words), one.caption, one.explain) for one in section.charts]
    drawn_maps = [(_map(one, words, own), one.caption, "") for one in section.maps]
    return [
        Drawing(
            svg=Markup(with_own_ids(svg, f"{prefix}-{place}")),  # noqa: S704 - our own drawing, its texts escaped
            caption=caption,
            explain=explain,
            is_narrow=width_px(svg) <= NARROW_PX,
        )
        for place, (svg, caption, explain) in enumerate([*charts[:1], *drawn_maps, *charts[1:]])
    ]


def _map(map_: Map, words: Words, own: Sequence[Land]) -> str:
    return maps.svg(map_, words, width_mm=PAGE_WIDTH_MM, height_mm=MAP_HEIGHT_MM, own=own)
