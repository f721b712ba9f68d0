"""Where sites are, told by cells of H3 at resolution 6, some 36 km² each, and by nothing finer."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

import geopandas as gpd
import h3
import numpy as np
import pandas as pd
import shapely

from analytics.core import schema
from analytics.core.schema import Measure
from reports.brief.public import counts

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from analytics.core.dataset import Dataset
    from analytics.core.section import Map

RESOLUTION: Final = 6
CELL: Final = "cell"
SITES: Final = "sites"
KEYS: Final = (schema.SITE_ID, "id")  # columns of a map that may hold the number of a site
WIDEST_KM: Final = 12.0  # a shape that is wider is no single place
KM_PER_DEG: Final = 111.2
HALF_TURN: Final = 180.0
MOST_OF_ONE: Final = 0.85  # of the hectares of a cell; more of one site and they are its own
ASKED: Final = (schema.METHOD, schema.SUBSTANCE)  # whose most frequent value a cell tells


@dataclass(frozen=True, slots=True)
class Places:
    """The cell of each site, and how many different sites each cell has."""

    cell: Mapping[str, str]
    sites: Mapping[str, int]


def numbers(dataset: Dataset) -> pd.Series[str]:
    """The number of the site of each record; a record without one is a site of its own."""
    given = dataset.sites[schema.SITE_ID].astype("string").str.strip()
    own = pd.Series([f"#{row}" for row in range(len(given))], index=given.index, dtype="string")
    return given.where(given.notna() & (given != ""), own).astype(str)


def places(dataset: Dataset) -> Places:
    """A site of several records lies where the first of them that has a place does."""
    found = pd.Series(cells(dataset.sites.geometry), index=numbers(dataset).to_numpy())
    first = found[found != ""]
    first = first[~first.index.duplicated()]
    return Places(
        cell={str(site): str(cell) for site, cell in first.items()},
        sites={str(cell): int(n) for cell, n in first.value_counts().items()},
    )


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
    if max(x for x, _ in ring) - min(x for x, _ in ring) > HALF_TURN:
        ring = [(x + 2 * HALF_TURN if x < 0 else x, y) for x, y in ring]
    return shapely.Polygon(ring)


def by_cell(map_: Map, known: Places, few: str) -> Map | None:
    """The same map by cells: of a cell the most frequent class, or `few` where it has few sites.

    None where it cannot be told by cells: rings round sites, hulls, shapes wider than one.
    """
    placed = map_.shapes[~(map_.shapes.geometry.isna() | map_.shapes.geometry.is_empty)]
    sites = _sites(placed)
    where = _where(placed, sites, known)
    if where is None or placed.empty:
        return None
    rows = pd.DataFrame(
        {
            CELL: where.to_numpy(),
            "class": placed[map_.colour_by].astype(str).to_numpy(),
            "site": sites.to_numpy() if sites is not None else np.arange(len(placed)).astype(str),
        }
    )
    shown = _most(rows, known, few, is_of_sites=sites is not None)
    shapes = gpd.GeoDataFrame(
        {CELL: shown.index, map_.colour_by: shown.to_numpy()},
        geometry=[outline(cell) for cell in shown.index],
        crs=schema.STORED_CRS,
    )
    return replace(_bare(map_), shapes=shapes)


def pies_by_cell(map_: Map, is_hidden: Callable[[str], bool]) -> Map | None:
    """Pies beside cells, without those of places with few sites; None where none is left."""
    pies, shapes = map_.pies, map_.shapes
    if pies is None:
        return None
    unsaid = shapes[pies.name].astype(str).map(is_hidden).astype(bool)
    kept = shapes[~shapes.geometry.isna() & ~shapes.geometry.is_empty & ~unsaid]
    if kept.empty:
        return None
    amounts = list(pies.amounts.values())
    told = gpd.GeoDataFrame(
        {
            pies.name: kept[pies.name].to_numpy(),
            map_.colour_by: kept[map_.colour_by].to_numpy(),
            **{column: counts.rounded(kept[column]).to_numpy() for column in amounts},
        },
        geometry=[outline(cell) for cell in cells(kept.geometry)],
        crs=schema.STORED_CRS,
    )
    return replace(_bare(map_), shapes=told, letters=map_.letters)


def table(dataset: Dataset) -> gpd.GeoDataFrame:
    """One row for each cell of a data set that `coarse` made: sites, hectares, what is frequent.

    Of a cell with fewer than three sites nothing but its place is told, and no hectares of one in
    which a single site has most of them; all is as rounded as on a page.
    """
    rows = _counted(dataset)
    by = rows.groupby(CELL)
    told = pd.DataFrame({SITES: by[schema.SITE_ID].nunique().astype(float)})
    few = counts.small(told[SITES].to_numpy())
    one = rows.groupby([CELL, schema.SITE_ID])[schema.AREA_HA].sum(min_count=1).reset_index()
    area = one.groupby(CELL)[schema.AREA_HA].sum(min_count=1)
    lone = counts.dominated(one[schema.AREA_HA], one[CELL], MOST_OF_ONE).to_numpy(dtype=bool)
    unsaid = few | lone
    if unsaid.sum() == 1 and len(area) > 1:
        unsaid |= (area == area[~unsaid].min()).to_numpy()
    told = told.assign(
        **{
            SITES: told[SITES].mask(few).astype("Int64"),
            schema.AREA_HA: counts.rounded(area.astype(float)).mask(unsaid),
            **{column: _frequent(rows, column).reindex(told.index).mask(few) for column in ASKED},
        }
    )
    shapes = [outline(str(cell)) for cell in told.index]
    return gpd.GeoDataFrame(told.reset_index(), geometry=shapes, crs=schema.STORED_CRS)


def _counted(dataset: Dataset) -> pd.DataFrame:
    """The records whose hectares add up: all new ground, or the last of each site."""
    rows = pd.DataFrame(dataset.sites.drop(columns=dataset.sites.geometry.name))
    rows = rows[rows[CELL] != ""]
    if dataset.measure is Measure.STOCK:
        last = rows.sort_values(schema.PERIOD_END, kind="stable", na_position="first")
        rows = last.drop_duplicates(schema.SITE_ID, keep="last")
    return rows


def _frequent(rows: pd.DataFrame, column: str) -> pd.Series[Any]:
    """The value most sites of a cell have; the first by name where several are as frequent."""
    if column not in rows.columns:
        return pd.Series(dtype="object")
    by = rows.dropna(subset=[column]).groupby([CELL, column])[schema.SITE_ID].nunique()
    sizes = by.reset_index(name="n").sort_values([CELL, "n", column], ascending=[True, False, True])
    return sizes.drop_duplicates(CELL).set_index(CELL)[column]


def _sites(placed: gpd.GeoDataFrame) -> pd.Series[str] | None:
    """The number of the site of each shape; None where shapes stand for several."""
    key = next((c for c in KEYS if c in placed.columns and SITES not in placed.columns), "")
    return placed[key].astype("string").str.strip() if key else None


def _where(
    placed: gpd.GeoDataFrame, sites: pd.Series[str] | None, known: Places
) -> pd.Series[str] | None:
    if sites is not None:
        where = sites.map(dict(known.cell))
        return None if where.isna().any() else where
    west, south, east, north = shapely.bounds(placed.geometry.to_numpy()).T
    across = (east - west) * np.cos(np.radians((south + north) / 2))
    if (np.fmax(across, north - south) * KM_PER_DEG > WIDEST_KM).any():
        return None
    return pd.Series(cells(placed.geometry), index=placed.index)


def _most(rows: pd.DataFrame, known: Places, few: str, *, is_of_sites: bool) -> pd.Series[str]:
    """By cell the class of most of its sites."""
    by = rows.groupby([CELL, "class"])["site"].nunique().reset_index(name="n")
    ranked = by.sort_values([CELL, "n", "class"], ascending=[True, False, True])
    most = ranked.drop_duplicates(CELL).set_index(CELL)["class"]
    all_sites = pd.Series(dict(known.sites), dtype=float).reindex(most.index).fillna(0)
    is_few = all_sites < counts.FEWEST
    if is_of_sites:
        shown = rows.groupby(CELL)["site"].nunique()
        is_few |= shown.reindex(most.index) < counts.FEWEST
    return most.mask(is_few, few)


def _bare(map_: Map) -> Map:
    """Without anything that is told of single shapes."""
    return replace(
        map_,
        tips={},
        kinds={},
        signs=None,
        key="",
        frame=None,
        people=None,
        beneath="",
        letters={},
        faint=frozenset(),
        uncounted=frozenset(),
    )
