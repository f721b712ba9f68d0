"""A grid of squares that all have the same area, anywhere on the globe.

The squares are those of EPSG:6933, stretched to be as wide as high at a parallel near the data.
Every cell is bounded by two meridians and two parallels, so that cells fill the ground without
gap or overlap, and outlines, whose edges are straight in longitude and latitude, are cut exactly.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from analytics.core import geo, overlay

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Whole = NDArray[np.int64]
    Numbers = NDArray[np.float64]

M_PER_KM: Final = 1_000.0
TRUE_PARALLEL: Final = 30  # of EPSG:6933, in degrees
PARALLELS: Final = 10  # a grid is square at a multiple of these degrees, so that it stays put
STEEPEST: Final = 80
CROSSED: Final = 2_000_000  # pairs of an outline and a cell its box meets; above it is too fine
CROSSED_BY_ONE: Final = 5_000  # cells that one outline fills: they are cut one after the other

ROW, COLUMN, LINE, SHARE = "row", "column", "line", "share"


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """Cells of `cell_km` squared, counted in columns eastward and lines northward from (0, 0)."""

    cell_km: float
    parallel: int = 0  # degrees, where cells are as wide as high

    @property
    def area_km2(self) -> float:
        """Of every cell."""
        return self.cell_km**2

    def places(self, lon: Numbers, lat: Numbers) -> tuple[Whole, Whole]:
        """Column and line of the cell that holds each spot."""
        x, y = self.plane(lon, lat)
        return np.floor(x).astype(np.int64), np.floor(y).astype(np.int64)

    def plane(self, lon: Numbers, lat: Numbers) -> tuple[Numbers, Numbers]:
        """Spots in the plane of the grid, in widths of a cell."""
        spots = geo.to_equal_area(shapely.points(lon, lat))
        x, y = shapely.get_coordinates(spots).T
        side, stretch = self.cell_km * M_PER_KM, self._stretch()
        return x * stretch / side, y / stretch / side

    def boxes(self, column: Whole, line: Whole) -> NDArray[np.object_]:
        """The cells as shapes in longitude and latitude."""
        west, south = self._back(column, line)
        east, north = self._back(column + 1, line + 1)
        return np.asarray(shapely.box(west, south, east, north), dtype=object)

    def middles(self, column: Whole, line: Whole) -> tuple[Numbers, Numbers]:
        """Longitude and latitude of the middle of each cell."""
        half = np.float64(0.5)
        return self._back(np.asarray(column + half), np.asarray(line + half))

    def names(self, column: Whole, line: Whole) -> list[str]:
        """A name for each cell that is the same for all data on this grid."""
        start = f"{self.cell_km:g}km-{self.parallel}"
        return [f"{start}:{x}:{y}" for x, y in zip(column, line, strict=True)]

    def _back(self, x: Numbers | Whole, y: Numbers | Whole) -> tuple[Numbers, Numbers]:
        side, stretch = self.cell_km * M_PER_KM, self._stretch()
        spots = geo.from_equal_area(shapely.points(x * side / stretch, y * side * stretch))
        lon, lat = shapely.get_coordinates(spots).T
        return lon, lat

    def _stretch(self) -> float:
        return float(_width(self.parallel) / _width(TRUE_PARALLEL))


def grid_for(lat: Numbers, cell_km: float) -> Grid:
    """A grid whose cells are square near the middle of `lat`, to the nearest ten degrees."""
    middle = (float(lat.min()) + float(lat.max())) / 2 if len(lat) else 0.0
    nearest = PARALLELS * round(abs(middle) / PARALLELS)
    return Grid(cell_km=cell_km, parallel=min(nearest, STEEPEST))


def split(shapes: gpd.GeoSeries, grid: Grid) -> pd.DataFrame:
    """Which part of each shape lies in which cell: the parts of a shape add up to 1.

    One line per shape and cell, with `row` (position of the shape), `column`, `line` and
    `share` of its area. A point or line lies whole in one cell. Every shape has a place.
    """
    bounds = shapely.bounds(shapes.to_numpy())
    low = np.column_stack(grid.places(bounds[:, 0], bounds[:, 1]))
    high = np.column_stack(grid.places(bounds[:, 2], bounds[:, 3]))
    is_whole = (low == high).all(axis=1)
    whole = pd.DataFrame({ROW: np.flatnonzero(is_whole)}).assign(
        **{COLUMN: low[is_whole, 0], LINE: low[is_whole, 1], SHARE: 1.0}
    )
    wide = np.flatnonzero(~is_whole)
    cut = _cut(shapes.iloc[wide], grid, low[wide], high[wide])
    cut = cut.assign(**{ROW: wide[cut[ROW].to_numpy()]})
    return (
        pd.concat([whole, cut], ignore_index=True)
        .astype({ROW: np.int64, COLUMN: np.int64, LINE: np.int64, SHARE: float})
        .sort_values([ROW, LINE, COLUMN], ignore_index=True)
    )


def is_too_fine(shapes: gpd.GeoSeries, grid: Grid) -> bool:
    """Whether outlines meet so many cells that cutting them would take minutes."""
    bounds = shapely.bounds(shapes.to_numpy())
    west, south = grid.plane(bounds[:, 0], bounds[:, 1])
    east, north = grid.plane(bounds[:, 2], bounds[:, 3])
    met = (east - west + 1) * (north - south + 1)
    if met.sum() > CROSSED + len(shapes):
        return True
    held = geo.area_m2(shapes.to_numpy()[met > CROSSED_BY_ONE]) / M_PER_KM**2 / grid.area_km2
    return bool((held > CROSSED_BY_ONE).any())


def _cut(shapes: gpd.GeoSeries, grid: Grid, low: Whole, high: Whole) -> pd.DataFrame:
    if not len(shapes):
        return pd.DataFrame({ROW: [], COLUMN: [], LINE: [], SHARE: []}, dtype=np.int64)
    met = np.unique(np.vstack(_met(low, high)), axis=0)
    cells = gpd.GeoSeries(grid.boxes(met[:, 0], met[:, 1]), crs=shapes.crs)
    found = overlay.shares(shapes, cells)
    whole = found.groupby(overlay.ROW)[overlay.SHARE].transform("sum")
    return pd.DataFrame(
        {
            ROW: found[overlay.ROW],
            COLUMN: met[found[overlay.ZONE], 0],
            LINE: met[found[overlay.ZONE], 1],
            SHARE: found[overlay.SHARE] / whole,
        }
    )


def _met(low: Whole, high: Whole) -> list[Whole]:
    """The cells between each pair of corners."""
    size = high - low + 1
    kinds, which = np.unique(size, axis=0, return_inverse=True)
    found = []
    for place, (columns, lines) in enumerate(kinds):
        steps = np.stack(np.meshgrid(np.arange(columns), np.arange(lines)), -1).reshape(1, -1, 2)
        corners = low[which.ravel() == place][:, None, :]
        found.append((corners + steps).reshape(-1, 2))
    return found


def _width(parallel: float) -> float:
    """Length of a degree of longitude at a parallel, against that at the equator."""
    angle = np.radians(parallel)
    return float(np.cos(angle) / np.sqrt(1 - geo.E2 * np.sin(angle) ** 2))
