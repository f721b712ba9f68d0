"""Site dossiers: two pages that say all the data hold about each site."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

import shapely
from markupsafe import Markup

from analytics.analyses import compliance, exposure, sitemap
from analytics.analyses.compliance.rows import pieces
from analytics.analyses.sitemap.card import Card, card
from analytics.analyses.sitemap.persite import per_site
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
from reports.rows import rows_of

if TYPE_CHECKING:
    import geopandas as gpd

    from analytics.core.dataset import Dataset
    from reports.brief.content import Block, Brief
    from reports.brief.paper.drawn import Drawn
    from reports.rows import Rows

MOST: Final = 20  # sites
ROWS: Final = 12
AROUND: Final = 0.5  # how many widths of the site the map reaches beyond it
LEAST_DEG: Final = 0.03
MAP_MM: Final = 92.0
DECIMALS: Final = 5  # of a degree: about a metre


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """One site, worded."""

    key: str
    card: Card
    finding: str  # the class of most of its ground, and why
    map: Drawn | None
    caption: str
    overlaps: Rows | None
    people: tuple[tuple[str, str], ...]
    course: Rows | None
    line: Markup  # hectares of its records, drawn; "" where there is one record
    corners: tuple[tuple[str, str], ...]


def text(brief: Brief) -> str:
    """The document for paper; refused for public readers, who may not know where a site is."""
    if brief.order.level is Level.PUBLIC:
        raise BriefError("dossier-public")
    place = Setting(sheet=SHEETS[brief.order.paper], is_print=True)
    easel = Easel(sheet=place.sheet, language=brief.order.language)
    chosen = sites(brief)
    told = []
    for count, one in enumerate(chosen):
        progress.at(count / len(chosen))
        told.append(_site(brief, one, easel))
    first = front(brief, None, logo=place.logo(brief))
    kept = standing(brief, limits=4, is_short=True)
    methods = [
        (one.run.analysis.words(easel.language)("title"), in_short(text))
        for one, text in _methods(brief, easel.language)
    ]
    own: dict[str, Any] = {"sites": told, "methods": methods, "kept": kept}
    return place.document("dossier.html", brief, first, **own)


def sites(brief: Brief) -> tuple[str, ...]:
    """The ids chosen, else those of the largest sites."""
    data = _data(brief)
    chosen = brief.order.sites
    if len(chosen) > MOST:
        raise BriefError("dossier-many", count=len(chosen), most=MOST)
    if data.sites.empty:
        raise BriefError("dossier-none")
    if not chosen:
        whole = per_site(data.sites)
        ordered = whole.sort_values([schema.AREA_HA, schema.SITE_ID], ascending=[False, True])
        return tuple(ordered[schema.SITE_ID].head(MOST))
    known = set(data.sites[schema.SITE_ID].astype(str))
    for one in chosen:
        if one not in known:
            raise BriefError("dossier-site", site=one[:60])
    return tuple(dict.fromkeys(chosen))


def _site(brief: Brief, key: str, easel: Easel) -> Site:
    words, data = Words(HERE, easel.language), _data(brief)
    told = card(data, key, sitemap.ANALYSIS.words(easel.language))
    if told is None:
        raise BriefError("dossier-site", site=key[:60])
    rows = data.sites[data.sites[schema.SITE_ID].astype(str) == key]
    judged = _block(brief, compliance.ANALYSIS.slug)
    picture = _map(brief, judged, key, told.title, words)
    areas = rows.sort_values(schema.PERIOD_END, kind="stable")[schema.AREA_HA].astype(float)
    line = tuple(areas) if len(areas) > 1 else ()
    return Site(
        key=key,
        card=replace(told, facts=tuple(one for one in told.facts if one.value)),
        finding=_finding(judged, key, easel),
        map=_drawn(brief, picture, easel, key),
        caption=picture.caption if picture else "",
        overlaps=_overlaps(judged, key, easel),
        people=_people(brief, key, easel, words),
        course=rows_of(told.records, sitemap.ANALYSIS.words(easel.language), ROWS)
        if told.records
        else None,
        line=Markup(spark.svg(line, words("dossier.course"))),  # noqa: S704 - our own drawing
        corners=_corners(rows, words),
    )


def _data(brief: Brief) -> Dataset:
    return brief.own[0].run.dataset


def _block(brief: Brief, slug: str) -> Block | None:
    """The first answer of an analysis, the author's own before a lent one."""
    return next((block for block in brief.blocks if block.run.analysis.slug == slug), None)


def _finding(judged: Block | None, key: str, easel: Easel) -> str:
    if judged is None:
        return ""
    rows = judged.run.result.sites
    rows = rows[rows["site_id"] == key]
    if rows.empty:
        return ""
    words = judged.run.analysis.words(easel.language)
    worded = compliance.rows.sites(rows, words).worded(words)
    _, verdict, reason, *_ = map(str, worded.iloc[0])
    return f"{verdict}. {reason}"


def _overlaps(judged: Block | None, key: str, easel: Easel) -> Rows | None:
    """Every piece of its ground with its class, why, and the zones there."""
    if judged is None:
        return None
    rows = judged.run.result.pieces
    rows = rows[rows["site_id"] == key].drop(columns="geometry")
    if rows.empty:
        return None
    words = judged.run.analysis.words(easel.language)
    return rows_of(pieces(rows, words), words, ROWS)


def _people(brief: Brief, key: str, easel: Easel, words: Words) -> tuple[tuple[str, str], ...]:
    near = _block(brief, exposure.ANALYSIS.slug)
    if near is None:
        return ()
    result = near.run.result
    rows = result.by_site[result.by_site[schema.SITE_ID].astype(str) == key]
    if rows.empty:
        return ()
    said, row = easel.words(near), rows.iloc[0]
    radius = said.number(result.total.radius_km)
    return (
        (words("dossier.people.within", radius=radius), said.people(row["people"])),
        (words("dossier.people.nearest"), said.people(row["people_exclusive"])),
    )


def _map(brief: Brief, judged: Block | None, key: str, title: str, words: Words) -> Map | None:
    """Its ground by class and what lies around it; by outline alone where nothing is classed."""
    shapes = _classed(judged)
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
    block = _block(brief, compliance.ANALYSIS.slug) or brief.own[0]
    size_mm = (easel.sheet.room_mm[0], MAP_MM)
    return easel.map(picture, block, f"site-{_plain(key)}", size_mm=size_mm)


def _plain(key: str) -> str:
    """Letters and digits of an id, as a drawing may be called."""
    return "".join(sign if sign.isascii() and sign.isalnum() else "-" for sign in key)


def _corners(rows: gpd.GeoDataFrame, words: Words) -> tuple[tuple[str, str], ...]:
    """The farthest points of its ground, in degrees."""
    placed = rows.geometry[~(rows.geometry.isna() | rows.geometry.is_empty)]
    if placed.empty:
        return ()
    west, south, east, north = shapely.total_bounds(placed.to_numpy()).tolist()
    sides = {"west": west, "south": south, "east": east, "north": north}
    return tuple(
        (words(f"dossier.{side}"), f"{words.number(at, DECIMALS)}°") for side, at in sides.items()
    )


def _methods(brief: Brief, language: str) -> list[tuple[Block, str]]:
    found = [_block(brief, one.ANALYSIS.slug) for one in (compliance, exposure)]
    return [
        (block, words("method.summary"))
        for block in found
        if block is not None and (words := block.run.analysis.words(language)).has("method.summary")
    ]
