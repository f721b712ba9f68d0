"""Page 1: the finding, five key numbers, the one map."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import geopandas as gpd
import pandas as pd

from analytics.analyses.compliance.rules import kinds
from analytics.core.section import Map
from reports import pictures
from reports.brief.content import Exhibit, Tile
from reports.brief.order import Level
from reports.brief.told import source

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from analytics.core.dataset import Dataset
    from analytics.core.section import Figure
    from analytics.core.words import Words
    from reports.brief.content import Absent, Block, Scope

    Facts = Mapping[str, Figure]

#: The key numbers of page 1, and the answer each comes from.
TILES: Final = {
    "area": "overview",
    "new": "overview",
    "low": "compliance",
    "people": "exposure",
    "nogo": "compliance",
}
#: The key numbers of a table of series, which has no sites; only those that are known.
OF_TABLES: Final = ("latest", "ahead")
#: Whose map opens a brief, the first that is there.
MAPS: Final = ("compliance", "sitemap", "totals", "overview", "exposure")
#: What page 1's map hatches, and the layers it is made of.
ZONES: Final = {
    "protected": ("conservation", "protected_forest", "exclusion"),
    "indigenous": ("indigenous",),
}
HECTARES: Final = ("area", "new")
UNKNOWN: Final = "–"
MOST_DOUBT: Final = 0.5  # of the mined area undetermined; from there on that is the finding


def facts(blocks: Sequence[Block]) -> dict[str, Figure]:
    """The key numbers by name; of two answers the first, the author's own before a lent one."""
    found: dict[str, Figure] = {}
    for block in blocks:
        for one in block.section.facts:
            found.setdefault(one.key, one)
    return found


def headline(known: Facts, where: Scope, words: Words) -> str:
    """The finding in a sentence of at most 18 words."""
    area, low, latest = (known.get(key) for key in ("area", "low", "latest"))
    if area is None and latest is not None:
        return words("headline.latest", area=latest.value, label=latest.label)
    if area is None or area.value == UNKNOWN:
        return words("headline.plain", place=where.place, period=where.period)
    told = {"area": area.value, "place": where.place, "period": where.period}
    if low is None:
        return words("headline.area", **told)
    doubt = known.get("undetermined")
    if doubt is not None and (doubt.number or 0.0) >= MOST_DOUBT:
        return words("headline.unsure", **told, share=doubt.value)
    return words("headline.low", **told, low=low.value)


def tiles(known: Facts, absent: Sequence[Absent], words: Words) -> tuple[Tile, ...]:
    """All five; one that is not known says why. Of a table of series those it can have."""
    own = [key for key in OF_TABLES if key in known]
    return tuple(_tile(key, known, absent, words) for key in own or TILES)


def _tile(key: str, known: Facts, absent: Sequence[Absent], words: Words) -> Tile:
    one = known.get(key)
    if one is None:
        label = words(f"tile.{key}")
        why = next((gone.reason for gone in absent if gone.slug == TILES[key]), "")
        return Tile(key=key, label=label, why=why or words(f"tile.{key}.none"))
    trend = one.trend
    if one.value == UNKNOWN:
        is_bare = key in HECTARES and known["area"].value == UNKNOWN
        why = words("tile.area.none") if is_bare else trend.change if trend else ""
        return Tile(key=key, label=one.label, why=why or words(f"tile.{key}.none"))
    return Tile(
        key=key,
        label=one.label,
        value=one.value,
        note=one.note,
        change=trend.change if trend else "",
        than=trend.than if trend else "",
        span=one.span or words("tile.no-range"),
        is_bare=not one.span,
        line=trend.line if trend else (),
        told=trend.told if trend else "",
    )


def lead_map(blocks: Sequence[Block], level: Level, words: Words) -> Exhibit | None:
    """The map that says most: sites by class where they are classed, and the areas under a rule.

    Where they lie closest they are drawn again and larger, but for public readers.
    """
    by_slug = {block.run.analysis.slug: block for block in reversed(blocks)}
    for slug in (*MAPS, *by_slug):
        maps = by_slug[slug].section.maps if slug in by_slug else ()
        if maps:
            block = by_slug[slug]
            one = pictures.find(block.section, f"map-{len(maps)}" if slug == MAPS[0] else "map-1")
            return Exhibit(
                number=0,
                name=f"{block.key}-{one.name}",
                item=replace(
                    one.item,
                    zones=_zones(block.run.dataset, words),
                    has_insets=level is not Level.PUBLIC,
                )
                if isinstance(one.item, Map)
                else one.item,
                caption=one.caption,
                explain="",
                source=source(block.run.dataset, words.language),
                block=block.key,
            )
    return None


def _zones(dataset: Dataset, words: Words) -> dict[str, gpd.GeoDataFrame]:
    """The areas under a rule that came with the data, by what they are."""
    named = {kinds.layer(name): frame for name, frame in dataset.layers.items()}
    found = {}
    for what, names in ZONES.items():
        there = [named[name].geometry for name in names if name in named and len(named[name])]
        if there:
            shapes = pd.concat(there, ignore_index=True)
            found[words(f"zones.{what}")] = gpd.GeoDataFrame(geometry=shapes, crs=there[0].crs)
    return found
