"""The maps of an answer: sites or cells by class, one alone or two to compare."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from analytics.analyses.sitemap import kinds
from analytics.analyses.sitemap.labels import colours, labels
from analytics.analyses.sitemap.model import CELLS, DRAWN, PEOPLE, Cells, Sitemap
from analytics.analyses.sitemap.own import OWN_COLUMN
from analytics.analyses.sitemap.picture import CLASS, NUMBER
from analytics.core import geo, schema
from analytics.core.schema import Measure
from analytics.core.section import Map
from analytics.core.words import Kind, Words

if TYPE_CHECKING:
    import geopandas as gpd

HALF_THE_GLOBE_DEG: Final = 180.0
OUTLINES, POINTS = "outlines", "points"
TIPS: Final = {
    schema.NAME: Kind.TEXT,
    schema.SITE_ID: Kind.TEXT,
    schema.AREA_HA: Kind.HECTARES,
    schema.CONFIDENCE: Kind.SHARE,
    schema.METHOD: Kind.TEXT,
    schema.PERIOD: Kind.PERIOD,
}
OF_CELLS: Final = {NUMBER: Kind.HECTARES, schema.AREA_HA: Kind.HECTARES}
M2_PER_KM2: Final = 1e6


def maps(result: Sitemap, words: Words) -> tuple[Map, ...]:
    """The map asked for; of two to compare the earlier first, each with its sentence."""
    if result.before is None:
        placed = _placed(_drawn(result))
        key = CELLS if result.cells else result.show
        size = _size(result.cells, words) if result.cells else ""
        caption = words(f"map.{key}", count=len(placed), name=result.measure, size=size)
        return (_map(result, placed, caption, words),)
    sides = [(result.at, _drawn(result)), (result.before.at, _drawn(result, is_before=True))]
    first, last = sorted(sides, key=lambda side: result.periods.index(side[0]))
    frame = _frame(first[1], last[1])
    captions = [side(result, words, at) for at, _ in (first, last)]
    captions[1] += " " + change(result, words)
    return tuple(
        replace(_map(result, _placed(sites), caption, words), frame=frame)
        for (_, sites), caption in zip((first, last), captions, strict=True)
    )


def side(result: Sitemap, words: Words, at: str) -> str:
    """How much one of the two maps shows."""
    count, area_ha = totals(result)[at]
    is_running = result.over_time is not Measure.STOCK and result.time == "upto"
    key = "pair.upto" if is_running else "pair.only"
    return words(key, period=words.period(at), count=count, area=words.hectares(area_ha))


def change(result: Sitemap, words: Words) -> str:
    """What became more or less from the earlier map to the later one."""
    told = totals(result)
    first, last = sorted(told, key=result.periods.index)
    (few, before_ha), (many, after_ha) = told[first], told[last]
    sites = f"{'+' if many > few else ''}{words.number(many - few)}"
    share = (after_ha - before_ha) / before_ha if before_ha > 0 else np.nan
    if not np.isfinite(share):
        return words("pair.sites", period=words.period(first), sites=sites)
    return words(
        "pair.change",
        period=words.period(first),
        sites=sites,
        area=words.change(after_ha - before_ha),
        share=f"{'+' if share > 0 else ''}{words.percent(share)}",
    )


def totals(result: Sitemap) -> dict[str, tuple[int, float]]:
    """Sites and hectares of the one or two periods shown."""
    found = {result.at: (result.count, result.total_ha)}
    if result.before is not None:
        found[result.before.at] = (len(result.before.sites), result.before.total_ha)
    return found


def _drawn(result: Sitemap, *, is_before: bool = False) -> gpd.GeoDataFrame:
    """The sites or cells of one of the two periods."""
    whole = result.cells or result
    return whole.before.sites if is_before and whole.before else whole.sites


def _frame(*sides: gpd.GeoDataFrame) -> tuple[float, float, float, float] | None:
    """The extent of all of them together; None where they lie on both sides of the date line."""
    shapes = np.concatenate([_placed(one).geometry.to_numpy() for one in sides])
    west, south, east, north = shapely.total_bounds(shapes).tolist()
    return (west, south, east, north) if east - west <= HALF_THE_GLOBE_DEG else None


def _placed(sites: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    return sites[~(sites.geometry.isna() | sites.geometry.is_empty)]


def _map(result: Sitemap, placed: gpd.GeoDataFrame, caption: str, words: Words) -> Map:
    if result.cells:
        return _of_cells(result, result.cells, placed, caption, words)
    core, methods = Words(kinds.CORE, words.language), placed[schema.METHOD]
    named, tips = labels(result, words), dict(TIPS)
    if result.show == OWN_COLUMN:
        tips[NUMBER] = Kind.HECTARES  # as many figures; its unit is that of the file
    shapes = placed[[*tips, schema.GEOMETRY]].assign(
        group=placed[CLASS].map(named).astype(str),
        **{
            kinds.COLUMN: kinds.kinds(methods, result.methods, words),
            schema.METHOD: kinds.worded(methods, words),
        },
    )
    if result.drawn == POINTS:
        shapes = shapes.set_geometry(shapes.geometry.representative_point())
    return Map(
        shapes=shapes,
        colour_by="group",
        colours=colours(result, words),
        caption=caption,
        tips={c: result.measure if c == NUMBER else core(f"column.{c}") for c in tips},
        kinds=tips,
        legend=words(f"legend.{result.show}", name=result.measure),
        signs=None if result.drawn == OUTLINES else kinds.signs(result, methods, words),
        key=schema.SITE_ID,
        is_fixed=bool(result.periods),
        beneath=PEOPLE if result.people == DRAWN else "",
    )


def _size(cells: Cells, words: Words) -> str:
    """Square kilometres of a cell in the middle of them."""
    drawn = geo.area_m2(cells.sites.geometry.to_numpy()) / M2_PER_KM2
    return words.significant(float(np.median(drawn)), 2) if len(drawn) else ""


def _of_cells(
    result: Sitemap, cells: Cells, placed: gpd.GeoDataFrame, caption: str, words: Words
) -> Map:
    core, named = Words(kinds.CORE, words.language), labels(cells, words)
    return Map(
        shapes=placed[[schema.SITE_ID, *OF_CELLS, schema.GEOMETRY]].assign(
            group=placed[CLASS].map(named).astype(str)
        ),
        colour_by="group",
        colours=colours(cells, words),
        caption=caption,
        tips={
            NUMBER: words("legend.cells"),
            schema.AREA_HA: core(f"column.{schema.AREA_HA}"),
        },
        kinds=OF_CELLS,
        legend=words("legend.cells"),
        key=schema.SITE_ID,
        is_fixed=bool(result.periods),
        beneath=PEOPLE if result.people == DRAWN else "",
    )
