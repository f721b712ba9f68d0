"""The study area as cells, and what lies in each of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from analytics.core import overlay, schema
from analytics.core.parts import countries_of
from analytics.stats.grid import COLUMN, LINE, ROW, SHARE, Grid, grid_for, is_too_fine, split

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from analytics.core.dataset import Dataset

    Whole = NDArray[np.int64]
    Numbers = NDArray[np.float64]

SIZES_KM: Final = (1, 2, 5, 10, 20, 50, 100)
FEWEST: Final = 30  # cells (METHODS 7)
MOST_EMPTY: Final = 0.9  # share of cells without mining
HANDY: Final = 4_000  # cells a chosen size may have, so that the page stays quick
MOST_CELLS: Final = 20_000
MOST_ROOM: Final = 1_000_000  # cells in the box around the sites
LEAST_LAND: Final = 0.5  # of a cell; with less it counts only where sites lie in it
CELL: Final = "cell"  # position of the cell


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """Cells in order of line and column, and the part of each record in each cell."""

    grid: Grid
    column: Whole
    line: Whole
    land_km2: Numbers  # what values are divided by
    parts: pd.DataFrame  # row (of the placed records), cell, share
    is_too_fine: bool  # there are too many cells to hold; then none is here

    def __len__(self) -> int:
        return len(self.column)

    def total(self, amount: pd.Series[float], chosen: pd.Series[bool]) -> Numbers:
        """The amount of the chosen records in each cell; what is not known adds nothing."""
        parts = self.parts[chosen.to_numpy()[self.parts[ROW]]]
        shares = amount.fillna(0.0).to_numpy()[parts[ROW]] * parts[SHARE].to_numpy()
        return np.bincount(parts[CELL], weights=shares, minlength=len(self)).astype(float)

    def sites(self, site: pd.Series[str], chosen: pd.Series[bool]) -> Whole:
        """Distinct sites in each cell; one that lies in two counts in both."""
        parts = self.parts[chosen.to_numpy()[self.parts[ROW]]]
        pairs = pd.DataFrame({CELL: parts[CELL], "site": site.to_numpy()[parts[ROW]]})
        return np.bincount(pairs.drop_duplicates()[CELL], minlength=len(self)).astype(np.int64)

    def boxes(self) -> gpd.GeoSeries:
        """The cells as shapes."""
        return gpd.GeoSeries(self.grid.boxes(self.column, self.line), crs=schema.STORED_CRS)


def field(dataset: Dataset, placed: gpd.GeoDataFrame, chosen: pd.Series[bool], cell: str) -> Field:
    """The land within the hull of all placed records, and every cell that holds one."""
    lon, lat = _middles(placed.geometry)
    is_free = cell == "auto"
    km = _handy_km(lon, lat, chosen.to_numpy()) if is_free else float(cell)
    sizes = [km, *(size for size in SIZES_KM if is_free and size > km)]
    grids = [grid_for(lat, size) for size in sizes]
    grid = next((one for one in grids if not is_too_fine(placed.geometry, one)), grids[-1])
    if is_too_fine(placed.geometry, grid) or _room(*grid.places(lon, lat)) > MOST_ROOM:
        return _none(grid)
    parts = split(placed.geometry, grid)
    column, line = _cells(grid, parts, lon, lat)
    if len(column) > MOST_CELLS:
        return _none(grid)
    held = pd.MultiIndex.from_arrays([parts[LINE], parts[COLUMN]]).drop_duplicates()
    cells = pd.MultiIndex.from_arrays([line, column])
    land = _land(dataset, grid, column, line)
    is_kept = (land >= LEAST_LAND) | cells.isin(held)
    cells = cells[is_kept]
    place = cells.get_indexer(pd.MultiIndex.from_arrays([parts[LINE], parts[COLUMN]]))
    return Field(
        grid=grid,
        column=column[is_kept],
        line=line[is_kept],
        land_km2=np.maximum(land[is_kept], LEAST_LAND) * grid.area_km2,
        parts=parts[[ROW, SHARE]].assign(**{CELL: place}),
        is_too_fine=False,
    )


def _middles(shapes: gpd.GeoSeries) -> tuple[Numbers, Numbers]:
    bounds = shapely.bounds(shapes.to_numpy())
    return (bounds[:, 0] + bounds[:, 2]) / 2, (bounds[:, 1] + bounds[:, 3]) / 2


def _handy_km(lon: Numbers, lat: Numbers, chosen: NDArray[np.bool_]) -> float:
    """The smallest size that leaves no more than nine cells in ten empty, by a quick count."""
    counts = {km: _counted(grid_for(lat, km), lon, lat, chosen) for km in SIZES_KM}
    fits = {km: held / of for km, (held, of) in counts.items() if FEWEST <= of <= HANDY}
    full = [km for km, share in fits.items() if share >= 1 - MOST_EMPTY]
    if full:
        return float(full[0])
    if fits:
        return float(max(fits))
    return float(next((km for km, (_, of) in counts.items() if of <= HANDY), SIZES_KM[-1]))


def _counted(
    grid: Grid, lon: Numbers, lat: Numbers, chosen: NDArray[np.bool_]
) -> tuple[int, float]:
    """Cells held by the middle of a chosen record, and cells of the study area, sea included."""
    spots = np.column_stack(grid.places(lon[chosen], lat[chosen]))
    held = len(np.unique(spots, axis=0))
    x, y = grid.plane(lon, lat)
    hull = shapely.convex_hull(shapely.multipoints(np.column_stack([x, y])))
    return held, max(float(held), float(shapely.area(hull)), 1.0)


def _room(column: Whole, line: Whole) -> int:
    return int((np.ptp(column) + 1) * (np.ptp(line) + 1)) if len(column) else 0


def _cells(grid: Grid, parts: pd.DataFrame, lon: Numbers, lat: Numbers) -> tuple[Whole, Whole]:
    """Cells that hold part of a record, and those whose middle lies within the hull of all."""
    held = parts[[LINE, COLUMN]].drop_duplicates().to_numpy(dtype=np.int64)
    x, y = grid.plane(lon, lat)
    hull = shapely.convex_hull(shapely.multipoints(np.column_stack([x, y])))
    low, high = held.min(axis=0), held.max(axis=0) + 1
    line, column = (axis.ravel() for axis in np.mgrid[low[0] : high[0], low[1] : high[1]])
    is_inside = shapely.contains_xy(hull, column + 0.5, line + 0.5)
    both = np.vstack([held, np.column_stack([line[is_inside], column[is_inside]])])
    both = np.unique(both, axis=0)
    return both[:, 1], both[:, 0]


def _land(dataset: Dataset, grid: Grid, column: Whole, line: Whole) -> Numbers:
    """The share of each cell that is land."""
    cells = gpd.GeoSeries(grid.boxes(column, line), crs=schema.STORED_CRS)
    land = countries_of(dataset).geometry.reset_index(drop=True)
    found = overlay.shares(cells, land)
    return np.bincount(
        found[overlay.ROW], weights=found[overlay.SHARE], minlength=len(cells)
    ).astype(float)


def _none(grid: Grid) -> Field:
    nothing = np.zeros(0, dtype=np.int64)
    return Field(
        grid=grid,
        column=nothing,
        line=nothing,
        land_km2=np.zeros(0),
        parts=pd.DataFrame({ROW: nothing, SHARE: np.zeros(0), CELL: nothing}),
        is_too_fine=True,
    )
