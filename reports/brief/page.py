"""A brief as HTML to read and as PDF to hand over."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from analytics.core import progress
from reports.brief.order import Audience
from reports.brief.paper import annex, dossier, fit, setting, slides
from reports.brief.paper.cells import cells, counted
from reports.brief.paper.drawn import Easel
from reports.brief.paper.front import MAP_MM, front, lead_map
from reports.brief.paper.setting import Setting
from reports.brief.paper.sheet import SHEETS
from reports.brief.paper.standing import standing

if TYPE_CHECKING:
    from reports.brief.content import Brief
    from reports.brief.paper.front import Front


def pdf(brief: Brief) -> bytes:
    """Tagged PDF (PDF/UA-1); the same bytes for the same brief."""
    with progress.part(0.0, 0.7):
        text = _paper(brief)
    made = setting.written(text, brief)
    progress.at(1.0)
    return made


def html(brief: Brief) -> str:
    """One file that needs no other; the same text for the same brief."""
    if brief.order.audience is Audience.ANNEX:
        return annex.text(brief, is_print=False)
    if brief.order.audience is Audience.FLASH:
        return first(brief)
    place, easel, opening = _screen(brief)
    found, trusted = counted(cells(brief, easel), easel.language), standing(brief)
    return place.document("brief.html", brief, opening, cells=found, standing=trusted)


def first(brief: Brief) -> str:
    """Page 1 alone, as HTML: what an author looks at while choosing.

    Slides and dossiers have none of their own: they show that of a brief.
    """
    if brief.order.audience in (Audience.DECK, Audience.DOSSIER):
        return first(replace(brief, order=replace(brief.order, audience=Audience.BRIEF)))
    place, _, opening = _screen(brief)
    return place.document("brief.html", brief, opening)


def _screen(brief: Brief) -> tuple[Setting, Easel, Front]:
    """Where it is shown, what draws it, and its first page."""
    sheet = SHEETS[brief.order.paper]
    easel = Easel(sheet=sheet, language=brief.order.language)
    place = Setting(sheet=sheet, is_print=False)
    return place, easel, front(brief, lead_map(brief, easel, MAP_MM), logo=place.logo(brief))


def _paper(brief: Brief) -> str:
    match brief.order.audience:
        case Audience.FLASH:
            place = Setting(sheet=SHEETS[brief.order.paper], is_print=True)
            easel = Easel(sheet=place.sheet, language=brief.order.language)
            opening, closer = fit.opening(brief, place, easel)
            return place.document("brief.html", brief, opening, closer=closer)
        case Audience.ANNEX:
            return annex.text(brief, is_print=True)
        case Audience.DOSSIER:
            return dossier.text(brief)
        case Audience.DECK:
            return slides.text(brief)
        case _:
            return fit.text(brief)
