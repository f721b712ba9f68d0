"""Charts and maps of an answer as drawings for a page."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from markupsafe import Markup

from analytics.viz import maps
from analytics.viz.drawing import chart_svg, width_px, with_own_ids
from analytics.viz.ground import Land, own_land

if TYPE_CHECKING:
    from analytics.core.dataset import Dataset
    from analytics.core.section import Chart, Map, Section
    from analytics.core.words import Words

PAGE_WIDTH_MM: Final = 174.0  # A4 without its margins
NARROW_PX: Final = 420  # such a drawing leaves room for its caption beside it
#: Width of a chart, its labels included, by the columns of the table that stands beside it.
BESIDE_PX: Final = {1: 432, 2: 432, 3: 432, 4: 432, 5: 336}
BESIDE_HEIGHT_PX: Final = 150  # of upright bars there, without labels
LEAST_PLOT_PX: Final = 130
MAP_SCALE: Final = 32 / 27  # so that the smallest type of a map prints at 8 pt


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """One figure of a page; `svg` is safe to insert, its texts are escaped where it is drawn."""

    svg: Markup
    caption: str
    explain: str
    is_narrow: bool


def first_chart(section: Section, words: Words, prefix: str, *, columns: int) -> Drawing | None:
    """The chart that leads, narrowed for a table of so many columns beside it; 0 for none."""
    if not section.charts:
        return None
    chart = section.charts[0]
    svg = chart_svg(chart, words)
    if width_px(svg) > BESIDE_PX.get(columns, math.inf):
        svg = _narrowed(chart, words, width_px(svg), BESIDE_PX[columns])
    return _drawing(svg, f"{prefix}-0", chart.caption, chart.explain)


def other_charts(section: Section, words: Words, prefix: str) -> list[Drawing]:
    """All charts but the first."""
    return [
        _drawing(chart_svg(chart, words), f"{prefix}-{place}", chart.caption, chart.explain)
        for place, chart in enumerate(section.charts[1:], start=1)
    ]


def drawn_maps(
    section: Section, dataset: Dataset, words: Words, prefix: str, *, heights_mm: Sequence[float]
) -> list[Drawing]:
    """The maps, as wide as the page and so high, each."""
    own = own_land(dataset, words)
    return [
        _drawing(_map(one, words, own, height_mm), f"{prefix}-m{place}", one.caption, "")
        for place, (one, height_mm) in enumerate(zip(section.maps, heights_mm, strict=True))
    ]


def least_heights_mm(section: Section, dataset: Dataset, words: Words) -> list[float]:
    """What each map needs so that its legend is whole."""
    own, width_mm = own_land(dataset, words), PAGE_WIDTH_MM / MAP_SCALE
    return [
        maps.least_mm(one, words, width_mm=width_mm, own=own) * MAP_SCALE for one in section.maps
    ]


def has_room_beside(drawing: Drawing | None, columns: int) -> bool:
    """Whether a chart leaves room for a table of so many columns."""
    return drawing is not None and width_px(drawing.svg) <= BESIDE_PX.get(columns, 0) + 1


def _drawing(svg: str, prefix: str, caption: str, explain: str) -> Drawing:
    return Drawing(
        svg=Markup(with_own_ids(svg, prefix)),  # noqa: S704 - our own drawing, its texts escaped
        caption=caption,
        explain=explain,
        is_narrow=width_px(svg) <= NARROW_PX,
    )


def _narrowed(chart: Chart, words: Words, width: float, wanted: float) -> str:
    """The chart drawn anew `wanted` pixels wide; as it was where its form knows no other width."""
    spec = chart.spec
    whole = spec.to_dict().get("width")
    plot = whole - (width - wanted) if isinstance(whole, int | float) else 0.0
    if plot < LEAST_PLOT_PX:
        return chart_svg(chart, words)
    slim = _slim(spec.properties(width=plot))
    return chart_svg(replace(chart, draw=lambda: slim), words)


def _slim(spec: Any) -> Any:  # noqa: ANN401 - Altair's classes differ by the form of chart
    """Upright bars are lowered too, and labels that would run into each other left out."""
    told = spec.to_dict()
    if "values" not in (told.get("encoding", {}).get("x", {}).get("axis") or {}):
        return spec
    spec.encoding.x.axis.labelOverlap = "parity"
    return spec.properties(height=min(told["height"], BESIDE_HEIGHT_PX))


def _map(map_: Map, words: Words, own: Sequence[Land], height_mm: float) -> str:
    """Drawn small and shown large, which makes the type large enough."""
    width_mm, height_mm = PAGE_WIDTH_MM / MAP_SCALE, height_mm / MAP_SCALE
    drawn = maps.svg(map_, words, width_mm=width_mm, height_mm=height_mm, own=own)
    return re.sub(
        r'\b(width|height)="(\d+)"',
        lambda m: f'{m[1]}="{int(m[2]) * MAP_SCALE:.1f}"',
        drawn,
        count=2,
    )
