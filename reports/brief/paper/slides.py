"""The slides as a handout: one on each page, as they are shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from analytics.core import progress
from reports.brief.paper.cells import Shown, in_short, shown
from reports.brief.paper.drawn import Easel
from reports.brief.paper.front import LEAD, chosen_map, front
from reports.brief.paper.setting import Setting
from reports.brief.paper.sheet import SLIDE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reports.brief.content import Brief

BOX_MM: Final = (158.0, 80.0)
MAP_MM: Final = (158.0, 84.0)
MOST_LETTERS: Final = 190  # of a title in large type


@dataclass(frozen=True, slots=True, kw_only=True)
class Slide:
    """A figure with the finding it shows."""

    title: str
    headline: str
    shown: Shown


def text(brief: Brief) -> str:
    """The document for paper."""
    place = Setting(sheet=SLIDE, is_print=True)
    easel = Easel(sheet=SLIDE, language=brief.order.language)
    own = list(_slides(brief, easel))
    lead = chosen_map(brief)
    drawn = easel.map(*lead, LEAD, size_mm=MAP_MM) if lead else None
    first = front(brief, drawn, logo=place.logo(brief))
    return place.document("slides.html", brief, first, slides=own, most=MOST_LETTERS)


def _slides(brief: Brief, easel: Easel) -> Iterator[Slide]:
    said = {one.sentence.key: one.sentence.text for one in brief.messages}
    for count, block in enumerate(brief.own):
        progress.at(count / len(brief.own))
        for one in block.exhibits:
            picture = easel.in_box(one.item, block, one.name, BOX_MM)
            yield Slide(
                title=block.title,
                headline=said.get(f"message.{block.key}", block.headline.text),
                shown=shown(brief, one, picture, in_short(one.explain)),
            )
