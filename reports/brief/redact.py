"""What a public brief leaves out: where single sites are, who they are, and small counts.

Places are told by cells of H3 at resolution 6, some 36 km² each; tables, charts and names of single
sites go; a count below three is not told, nor one that could be worked out from the total.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

import geopandas as gpd
import h3
import numpy as np
import pandas as pd
import shapely

from analytics.core import schema
from analytics.core.words import Kind
from analytics.viz import twin
from reports.brief.order import Level

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from analytics.core.dataset import Dataset
    from analytics.core.section import Chart, Map, Section, Table
    from analytics.core.words import Words

RESOLUTION: Final = 6
FEWEST: Final = 3  # sites that are counted
SHORTEST: Final = 3  # letters of a name that is looked for in sentences


def coarse(level: Level, words: Words) -> Callable[[Section, Dataset], Section]:
    """What takes out of an answer what its readers may not see."""
    if level is not Level.PUBLIC:
        return lambda section, _: section
    return lambda section, dataset: _public(section, dataset, words)


def notes(level: Level, words: Words) -> tuple[str, ...]:
    """What was done, in words; nothing where nothing was."""
    if level is not Level.PUBLIC:
        return ()
    return tuple(words(f"redacted.{what}", fewest=FEWEST) for what in ("places", "sites", "counts"))


def names(dataset: Dataset) -> frozenset[str]:
    """Numbers and names of the sites."""
    found: set[str] = set()
    for column in (schema.SITE_ID, schema.NAME):
        if column in dataset.sites.columns:
            found |= set(dataset.sites[column].dropna().astype(str).str.strip())
    return frozenset(found - {""})


def cells(shapes: gpd.GeoSeries) -> list[str]:
    """The cell of each shape, by a point inside it; "" where it has no place."""
    points = shapely.point_on_surface(shapes.to_numpy())
    lat, lon = shapely.get_y(points), shapely.get_x(points)
    return [
        h3.latlng_to_cell(y, x, RESOLUTION) if np.isfinite(y) and np.isfinite(x) else ""
        for y, x in zip(lat, lon, strict=True)
    ]


def outline(cell: str) -> shapely.Polygon:
    """A cell as a shape; one across the antimeridian lies east of it."""
    ring = [(lon, lat) for lat, lon in h3.cell_to_boundary(cell)]
    if max(x for x, _ in ring) - min(x for x, _ in ring) > 180:  # noqa: PLR2004 - half the globe
        ring = [(x + 360 if x < 0 else x, y) for x, y in ring]
    return shapely.Polygon(ring)


def suppressed(frame: pd.DataFrame, columns: Iterable[str]) -> pd.DataFrame:
    """Counts of one or two are unknown; where one alone is, so is the next larger one."""
    changed = {}
    for column in columns:
        counts = pd.to_numeric(frame[column], errors="coerce").astype(float)
        small = (counts > 0) & (counts < FEWEST)
        if small.sum() == 1 and (counts >= FEWEST).any():
            small |= counts == counts[counts >= FEWEST].min()
        changed[column] = counts.mask(small)
    return frame.assign(**changed)


def _public(section: Section, dataset: Dataset, words: Words) -> Section:
    known = names(dataset)
    without = _without(known, words("redacted.site"))
    return replace(
        section,
        headline=without(section.headline),
        figures=tuple(replace(f, note=without(f.note)) for f in section.figures),
        facts=tuple(replace(f, note=without(f.note)) for f in section.facts),
        charts=tuple(one for one in section.charts if not _names_sites(one, known, words)),
        maps=tuple(_coarse_map(one, without) for one in section.maps if len(one.shapes)),
        tables=tuple(_counted(one) for one in section.tables if not _lists(one, known)),
        caveats=tuple(map(without, section.caveats)),
    )


def _without(known: Collection[str], instead: str) -> Callable[[str], str]:
    """A text with `instead` in the place of each name."""
    long = sorted((name for name in known if len(name) >= SHORTEST), key=len, reverse=True)
    if not long:
        return lambda text: text
    found = re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, long)) + r")(?!\w)")
    return lambda text: found.sub(instead, text)


def _names_sites(chart: Chart, known: Collection[str], words: Words) -> bool:
    return _lists(twin.of_chart(chart, words), known)


def _lists(table: Table, known: Collection[str]) -> bool:
    """Whether a row is one site."""
    texts = (table.frame[c] for c in table.labels if not table.kinds[c].is_number)
    return any(bool(column.dropna().astype(str).isin(known).any()) for column in texts)


def _counted(table: Table) -> Table:
    counts = [c for c, kind in table.kinds.items() if kind is Kind.COUNT and c in table.frame]
    return replace(table, frame=suppressed(table.frame, counts))


def _coarse_map(map_: Map, without: Callable[[str], str]) -> Map:
    """The same map by cells; of a cell with several classes the most frequent is shown."""
    placed = map_.shapes[~(map_.shapes.geometry.isna() | map_.shapes.geometry.is_empty)]
    where = pd.Series(cells(placed.geometry), index=placed.index)
    if map_.pies is not None:
        return replace(map_, shapes=_reshaped(placed, where), caption=without(map_.caption))
    classes = placed[map_.colour_by].astype(str).groupby(where.to_numpy())
    most = classes.agg(lambda told: told.value_counts().index[0])
    shapes = gpd.GeoDataFrame(
        {map_.colour_by: most.to_numpy()},
        geometry=[outline(cell) for cell in most.index],
        crs=map_.shapes.crs,
    )
    return replace(
        map_,
        shapes=shapes,
        tips={},
        kinds={},
        signs=None,
        key="",
        frame=None,
        people=None,
        beneath="",
        caption=without(map_.caption),
    )


def _reshaped(placed: gpd.GeoDataFrame, where: pd.Series[Any]) -> gpd.GeoDataFrame:
    shapes: Any = placed.copy()
    shapes[placed.geometry.name] = gpd.GeoSeries(
        [outline(cell) for cell in where], index=placed.index, crs=placed.crs
    )
    return shapes
