"""What a dossier tells of each site, worded; its numbers have keys as all others have."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

import shapely

from analytics.analyses import compliance, exposure, sitemap
from analytics.analyses.compliance.rows import pieces
from analytics.analyses.sitemap.card import card
from analytics.analyses.sitemap.persite import per_site
from analytics.core import ledger, schema
from analytics.core.words import Words
from reports.brief import numbers
from reports.brief.content import Site
from reports.brief.order import Audience, BriefError
from reports.rows import rows_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    import geopandas as gpd

    from analytics.core.dataset import Dataset
    from reports.brief.content import Block, Number
    from reports.brief.order import Order
    from reports.rows import Rows

MOST: Final = 20  # sites
ROWS: Final = 12
HERE: Final = Path(__file__).parent
DECIMALS: Final = 5  # of a degree: about a metre


def sites(order: Order, blocks: Sequence[Block]) -> tuple[tuple[Site, ...], dict[str, Number]]:
    """The sites of a dossier, none of any other brief, and the numbers written in them."""
    if order.audience is not Audience.DOSSIER:
        return (), {}
    told: list[Site] = []
    found: dict[str, Number] = {}
    for place, key in enumerate(_chosen(order, blocks[0].run.dataset), start=1):
        kept = numbers.Ledger(f"site-{place}")
        with ledger.written() as written:
            told.append(_site(blocks, key, order.language))
        kept.add(written)
        found |= kept.numbers
    return tuple(told), found


def answer_of(blocks: Sequence[Block], slug: str) -> Block | None:
    """The first answer of an analysis, the author's own before a lent one."""
    return next((block for block in blocks if block.run.analysis.slug == slug), None)


def _chosen(order: Order, data: Dataset) -> tuple[str, ...]:
    """The ids asked for, else those of the largest sites."""
    chosen = order.sites
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


def _site(blocks: Sequence[Block], key: str, language: str) -> Site:
    data, own = blocks[0].run.dataset, sitemap.ANALYSIS.words(language)
    told = card(data, key, own)
    if told is None:
        raise BriefError("dossier-site", site=key[:60])
    rows = data.sites[data.sites[schema.SITE_ID].astype(str) == key]
    judged = answer_of(blocks, compliance.ANALYSIS.slug)
    words = Words(HERE, language)
    areas = rows.sort_values(schema.PERIOD_END, kind="stable")[schema.AREA_HA].astype(float)
    return Site(
        key=key,
        card=replace(told, facts=tuple(one for one in told.facts if one.value)),
        finding=_finding(judged, key, language),
        overlaps=_overlaps(judged, key, language),
        people=_people(blocks, key, language),
        course=rows_of(told.records, own, ROWS) if told.records else None,
        line=tuple(areas) if len(areas) > 1 else (),
        corners=_corners(rows, words),
    )


def _finding(judged: Block | None, key: str, language: str) -> str:
    if judged is None:
        return ""
    rows = judged.run.result.sites
    rows = rows[rows["site_id"] == key]
    if rows.empty:
        return ""
    words = judged.run.analysis.words(language)
    worded = compliance.rows.sites(rows, words).worded(words)
    _, verdict, reason, *_ = map(str, worded.iloc[0])
    return f"{verdict}. {reason}"


def _overlaps(judged: Block | None, key: str, language: str) -> Rows | None:
    """Every piece of its ground with its class, why, and the zones there."""
    if judged is None:
        return None
    rows = judged.run.result.pieces
    rows = rows[rows["site_id"] == key].drop(columns="geometry")
    if rows.empty:
        return None
    words = judged.run.analysis.words(language)
    return rows_of(pieces(rows, words), words, ROWS)


def _people(blocks: Sequence[Block], key: str, language: str) -> tuple[tuple[str, str], ...]:
    near = answer_of(blocks, exposure.ANALYSIS.slug)
    if near is None:
        return ()
    result = near.run.result
    rows = result.by_site[result.by_site[schema.SITE_ID].astype(str) == key]
    if rows.empty:
        return ()
    words, said, row = Words(HERE, language), near.run.analysis.words(language), rows.iloc[0]
    radius = said.number(result.total.radius_km)
    return (
        (words("dossier.people.within", radius=radius), said.people(row["people"])),
        (words("dossier.people.nearest"), said.people(row["people_exclusive"])),
    )


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
