"""Records gathered into cells of equal area, so that hectares can be seen from afar."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from analytics.core import schema
from analytics.stats.grid import COLUMN, LINE, ROW, SHARE, Grid, grid_for, is_too_fine, split

if TYPE_CHECKING:
    from analytics.core.dataset import Dataset

SIZES_KM: Final = (0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500)
ACROSS: Final = 40  # cells beside each other, at most
KM_PER_DEG: Final = 111.2
#: What becomes of a record that is cut: its time stays, its hectares are shared out.
KEPT: Final = (schema.PERIOD, schema.PERIOD_START, schema.PERIOD_END, schema.PERIOD_KIND)


def gathered(dataset: Dataset) -> tuple[Dataset, float]:
    """A data set whose sites are the cells that hold any, and the width of a cell in km.

    A record that lies in several cells is a record in each, with its part of the hectares. What
    has no place is in no cell.
    """
    sites = dataset.sites
    placed = sites[~(sites.geometry.isna() | sites.geometry.is_empty)].reset_index(drop=True)
    if placed.empty:
        return replace(dataset, sites=placed), SIZES_KM[0]
    grid = _grid(placed.geometry)
    parts = split(placed.geometry, grid)
    column, line = parts[COLUMN].to_numpy(), parts[LINE].to_numpy()
    rows = placed.iloc[parts[ROW].to_numpy()].reset_index(drop=True)
    frame = pd.DataFrame({name: rows[name] for name in KEPT})
    frame[schema.SITE_ID] = grid.names(column, line)
    frame[schema.AREA_HA] = rows[schema.AREA_HA] * parts[SHARE].to_numpy()
    frame = frame.reindex(columns=[name for name in schema.COLUMNS if name != schema.GEOMETRY])
    cells = gpd.GeoDataFrame(frame, geometry=grid.boxes(column, line), crs=schema.STORED_CRS)
    return replace(dataset, sites=cells), grid.cell_km


def _grid(shapes: gpd.GeoSeries) -> Grid:
    """As fine as leaves no more than `ACROSS` cells beside each other, and can be cut quickly."""
    west, south, east, north = shapely.total_bounds(shapes.to_numpy())
    middle = np.cos(np.radians((south + north) / 2))
    across_km = KM_PER_DEG * max((east - west) * middle, north - south)
    latitudes = np.array([south, north])
    for km in SIZES_KM:
        grid = grid_for(latitudes, km)
        if km * ACROSS >= across_km and not is_too_fine(shapes, grid):
            return grid
    return grid_for(latitudes, SIZES_KM[-1])
