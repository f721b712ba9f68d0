"""The study area: which ground counts, cut into blocks, with spots spread evenly over it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from analytics.analyses.context.refusals import ContextError, NotEnough
from analytics.core import geo, overlay, parts, schema
from analytics.core.dataset import Has, Need
from analytics.stats.grid import Grid, grid_for
from analytics.stats.shape import plane

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from analytics.analyses.context import ContextParams
    from analytics.core.dataset import Dataset

    Shapes = NDArray[np.object_]
    Whole = NDArray[np.int64]
    Numbers = NDArray[np.float64]

HULL, PROVINCES, COUNTRIES = "hull", "provinces", "countries"
SPOTS: Final = 20_000  # at the least, on the whole study area
MOST_BLOCKS: Final = 40_000
MOST_ROOM: Final = 1_000_000  # blocks in the box round the study area
WIDEST_DEG: Final = 40.0  # of a hull: farther apart, sites share no surroundings
DUST: Final = 1e-6  # of a record: less of it in a province is the edge of a drawing


@dataclass(frozen=True, slots=True, kw_only=True)
class Study:
    """Ground in blocks, from south to north and west to east."""

    kind: str  # provinces, countries or hull
    names: tuple[str, ...]  # of the provinces, or the codes of the countries; () for a hull
    outline: shapely.Geometry
    grid: Grid
    column: Whole
    line: Whole
    pieces: gpd.GeoSeries  # the ground of each block
    ground_ha: Numbers  # of each block

    def __len__(self) -> int:
        return len(self.column)

    def block(self, column: Whole, line: Whole) -> Whole:
        """The block at each place of the grid; -1 for none."""
        cells = pd.MultiIndex.from_arrays([self.line, self.column])
        asked = pd.MultiIndex.from_arrays([line, column])
        return cells.get_indexer(asked).astype(np.int64)

    def spots(self) -> tuple[Shapes, Whole]:
        """Points spread evenly, and the block of each; every block has one at least."""
        many = int(np.ceil(np.sqrt(SPOTS / len(self))))
        fine = Grid(cell_km=self.grid.cell_km / many, parallel=self.grid.parallel)
        down, along = (axis.ravel() for axis in np.mgrid[:many, :many])
        column = (self.column[:, None] * many + along).ravel()
        line = (self.line[:, None] * many + down).ravel()
        block = np.repeat(np.arange(len(self)), many**2)
        points = shapely.points(*fine.middles(column, line))
        pieces = self.pieces.to_numpy()
        piece, point = shapely.STRtree(points).query(pieces, "contains")
        point = np.sort(point[piece == block[point]])
        bare = np.setdiff1d(np.arange(len(self)), block[point])
        inner = shapely.point_on_surface(pieces[bare])
        return np.concatenate([points[point], inner]), np.concatenate([block[point], bare])


def study(dataset: Dataset, placed: gpd.GeoDataFrame, params: ContextParams) -> Study:
    """The ground asked for: provinces or countries that hold sites, or the hull of all sites."""
    kind = params.study if params.study != "auto" else _default(dataset, placed)
    if kind == HULL:
        return _in_blocks(kind, (), _hull(dataset, placed, params.around_km), params.block_km)
    return _in_blocks(kind, *_holding(dataset, placed, kind), params.block_km)


def _default(dataset: Dataset, placed: gpd.GeoDataFrame) -> str:
    """Layers the user has loaded; the outlines that come with the product are too coarse."""
    for kind in (PROVINCES, COUNTRIES):
        if kind in dataset.layers and _found(dataset, placed, kind)[parts.ZONE].max() >= 0:
            return kind
    return HULL


def _found(dataset: Dataset, placed: gpd.GeoDataFrame, kind: str) -> pd.DataFrame:
    """Which part of each record lies in which outline, less what is only dust at its edge."""
    by = parts.by_province if kind == PROVINCES else parts.by_country
    found = by(dataset, placed)
    if parts.ZONE not in found.columns:
        place = {code: n for n, code in enumerate(parts.countries_of(dataset)[parts.COUNTRY])}
        zone = found[parts.COUNTRY].map(place).fillna(parts.NO_ZONE).astype(np.int64)
        found = found.assign(**{parts.ZONE: zone})
    return found[found[parts.SHARE] > DUST]


def _holding(
    dataset: Dataset, placed: gpd.GeoDataFrame, kind: str
) -> tuple[tuple[str, ...], shapely.Geometry]:
    """Names and joint outline of the provinces or countries in which sites lie."""
    if kind == PROVINCES and PROVINCES not in dataset.layers:
        raise Need(Has.LAYER, PROVINCES).error()
    zones = parts.provinces(dataset) if kind == PROVINCES else parts.countries_of(dataset)
    found = _found(dataset, placed, kind)
    held = np.unique(found.loc[found[parts.ZONE] >= 0, parts.ZONE])
    if not len(held):
        raise NotEnough("context-nowhere")
    chosen = zones.iloc[held]
    name = parts.PROVINCE if kind == PROVINCES else parts.COUNTRY
    named = chosen[name].astype("string").fillna("").astype(str)
    return tuple(sorted(set(named))), overlay.dissolve(chosen.geometry)


def _hull(dataset: Dataset, placed: gpd.GeoDataFrame, around_km: float) -> shapely.Geometry:
    """All sites and the land around them; the sea does not count, where there is land at all."""
    shapes = placed.geometry.to_numpy()
    west, south, east, north = shapely.total_bounds(shapes)
    if max(east - west, north - south) > WIDEST_DEG:
        raise ContextError("context-wide", degrees=f"{WIDEST_DEG:g}")
    middle = (round((west + east) / 2), round((south + north) / 2))
    flat = shapely.geometrycollections(plane.drawn(shapes, middle))
    wide = shapely.buffer(shapely.convex_hull(flat), 1000 * max(around_km, 0.001))
    hull = plane.stored(np.array([wide], dtype=object), middle)[0]
    land = parts.countries_of(dataset).geometry
    land = land[land.intersects(hull)]
    on_land = overlay.inside(gpd.GeoSeries([hull], crs=schema.STORED_CRS), overlay.dissolve(land))
    return on_land.iloc[0] if len(land) and not on_land.iloc[0].is_empty else hull


def _in_blocks(
    kind: str, names: tuple[str, ...], outline: shapely.Geometry, block_km: float
) -> Study:
    """The ground cut at the edges of a grid of equal areas."""
    west, south, east, north = shapely.bounds(outline)
    grid = grid_for(np.array([south, north]), block_km)
    columns, lines = grid.places(np.array([west, east]), np.array([south, north]))
    room = int((np.ptp(columns) + 1) * (np.ptp(lines) + 1))
    if room > MOST_ROOM:
        raise ContextError("context-blocks", value=block_km, most=MOST_BLOCKS)
    line, column = (
        axis.ravel() for axis in np.mgrid[lines[0] : lines[1] + 1, columns[0] : columns[1] + 1]
    )
    boxes = grid.boxes(column, line)
    tree, areas = shapely.STRtree(boxes), shapely.get_parts(outline)
    whole = np.unique(tree.query(areas, predicate="contains_properly")[1])
    cut = np.setdiff1d(tree.query(areas, predicate="intersects")[1], whole)
    if len(whole) + len(cut) > MOST_BLOCKS:
        raise ContextError("context-blocks", value=block_km, most=MOST_BLOCKS)
    inside = overlay.inside(gpd.GeoSeries(boxes[cut], crs=schema.STORED_CRS), outline)
    boxes[cut] = inside.to_numpy()
    kept = np.sort(np.concatenate([whole, cut]))
    ground_ha = geo.area_m2(boxes[kept]) / geo.M2_PER_HA
    kept, ground_ha = kept[ground_ha > 0], ground_ha[ground_ha > 0]
    return Study(
        kind=kind,
        names=names,
        outline=outline,
        grid=grid,
        column=column[kept].astype(np.int64),
        line=line[kept].astype(np.int64),
        pieces=gpd.GeoSeries(boxes[kept], crs=schema.STORED_CRS),
        ground_ha=ground_ha,
    )
