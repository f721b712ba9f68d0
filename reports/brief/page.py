"""A brief as HTML to read and as PDF to hand over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.core import progress
from reports.brief.paper import fit, setting
from reports.brief.paper.cells import cells
from reports.brief.paper.drawn import Easel
from reports.brief.paper.front import MAP_MM, front, lead_map
from reports.brief.paper.setting import Setting
from reports.brief.paper.sheet import SHEETS
from reports.brief.paper.standing import standing

if TYPE_CHECKING:
    from reports.brief.content import Brief


def pdf(brief: Brief) -> bytes:
    """Tagged PDF (PDF/UA-1); the same bytes for the same brief."""
    with progress.part(0.0, 0.7):
        text = fit.text(brief)
    made = setting.written(text, brief)
    progress.at(1.0)
    return made


def html(brief: Brief) -> str:
    """One file that needs no other; the same text for the same brief."""
    sheet = SHEETS[brief.order.paper]
    easel = Easel(sheet=sheet, language=brief.order.language)
    place = Setting(sheet=sheet, is_print=False)
    first = front(brief, lead_map(brief, easel, MAP_MM), logo=place.logo(brief))
    found, trusted = cells(brief, easel), standing(brief)
    return place.document("brief.html", brief, first, cells=found, leaves=[], standing=trusted)
