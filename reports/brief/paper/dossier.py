"""Site dossiers: two pages that say all the data hold about each site."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from markupsafe import Markup

from analytics.analyses import compliance, exposure
from analytics.core import progress, schema
from analytics.core.section import Map
from analytics.core.words import Words
from analytics.viz import spark, theme
from reports.brief.compose import HERE
from reports.brief.order import BriefError, Level
from reports.brief.paper.cells import in_short
from reports.brief.paper.drawn import Easel
from reports.brief.paper.front import front
from reports.brief.paper.setting import Setting
from reports.brief.paper.sheet import SHEETS
from reports.brief.paper.standing import standing
from reports.brief.sites import answer_of

if TYPE_CHECKING:
    import geopandas as gpd

    from analytics.core.dataset import Dataset
    from reports.brief.content import Block, Brief, Site
    from reports.brief.paper.drawn import Drawn

AROUND: Final = 0.5  # how many widths of the site the map reaches beyond it
LEAST_DEG: Final = 0.03
MAP_MM: Final = 92.0


@dataclass(frozen=True, slots=True, kw_only=True)
class SitePages:
    """One site with its drawings."""

    told: Site
    map: Drawn | None
    caption: str
    line: Markup  # hectares of its records, drawn; "" where there is one record


def text(brief: Brief) -> str:
    """The document for paper; refused for public readers, who may not know where a site is."""
    if brief.order.level is Level.PUBLIC:
        raise BriefError("dossier-public")
    place = Setting(sheet=SHEETS[brief.order.paper], is_print=True)
    easel = Easel(sheet=place.sheet, language=brief.order.language)
    told = []
    for count, one in enumerate(brief.sites):
        progress.at(count / len(brief.sites))
        told.append(_page(brief, one, easel))
    first = front(brief, None, logo=place.logo(brief))
    kept = standing(brief, limits=4, is_short=True)
    methods = [
        (one.run.analysis.words(easel.language)("title"), in_short(text))
        for one, text in _methods(brief, easel.language)
    ]
    own: dict[str, Any] = {"sites": told, "methods": methods, "kept": kept}
    return place.document("dossier.html", brief, first, **own)


def _page(brief: Brief, one: Site, easel: Easel) -> SitePages:
    words = Words(HERE, easel.language)
    picture = _map(brief, answer_of(brief.blocks, compliance.ANALYSIS.slug), one, words)
    return SitePages(
        told=one,
        map=_drawn(brief, picture, easel, one.key),
        caption=picture.caption if picture else "",
        line=Markup(spark.svg(one.line, words("dossier.course"))),  # noqa: S704 - our own drawing
    )


def _data(brief: Brief) -> Dataset:
    return brief.own[0].run.dataset


def _map(brief: Brief, judged: Block | None, one: Site, words: Words) -> Map | None:
    """Its ground by class and what lies around it; by outline alone where nothing is classed."""
    shapes, key, title = _classed(judged), one.key, one.card.title
    if shapes is None or not (shapes.shapes[shapes.key].astype(str) == key).any():
        rows = _data(brief).sites
        own = rows[rows[schema.SITE_ID].astype(str) == key]
        placed = own[~(own.geometry.isna() | own.geometry.is_empty)][["geometry"]]
        if placed.empty:
            return None
        shapes = Map(
            shapes=placed.assign(name=title, site_id=key),
            colour_by="name",
            colours={title: theme.ACCENT},
            caption="",
            key="site_id",
        )
    own = shapes.shapes[shapes.shapes[shapes.key].astype(str) == key]
    return replace(
        shapes,
        shapes=own,
        frame=_frame(own),
        caption=words("dossier.map", site=title),
        beneath="",
        people=None,
    )


def _classed(judged: Block | None) -> Map | None:
    maps = judged.section.maps if judged else ()
    return next((one for one in maps if one.key == schema.SITE_ID and one.pies is None), None)


def _frame(own: gpd.GeoDataFrame) -> tuple[float, float, float, float]:
    west, south, east, north = (float(side) for side in own.total_bounds)
    more = max(AROUND * (east - west), AROUND * (north - south), LEAST_DEG)
    return (west - more, south - more, east + more, north + more)


def _drawn(brief: Brief, picture: Map | None, easel: Easel, key: str) -> Drawn | None:
    if picture is None:
        return None
    block = answer_of(brief.blocks, compliance.ANALYSIS.slug) or brief.own[0]
    size_mm = (easel.sheet.room_mm[0], MAP_MM)
    return easel.map(picture, block, f"site-{_plain(key)}", size_mm=size_mm)


def _plain(key: str) -> str:
    """Letters and digits of an id, as a drawing may be called."""
    return "".join(sign if sign.isascii() and sign.isalnum() else "-" for sign in key)


def _methods(brief: Brief, language: str) -> list[tuple[Block, str]]:
    found = [answer_of(brief.blocks, one.ANALYSIS.slug) for one in (compliance, exposure)]
    return [
        (block, words("method.summary"))
        for block in found
        if block is not None and (words := block.run.analysis.words(language)).has("method.summary")
    ]
