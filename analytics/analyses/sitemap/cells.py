"""Records gathered into cells of H3, so that hectares can be seen from afar."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import geopandas as gpd
import pandas as pd

from analytics.analyses.sitemap.persite import PER_KM2
from analytics.core import schema
from analytics.stats import hexagons

if TYPE_CHECKING:
    from analytics.core.dataset import Dataset

ACROSS: Final = 50  # cells beside each other, at most
#: What becomes of a record that is cut: its time stays, its hectares are shared out.
KEPT: Final = (schema.PERIOD, schema.PERIOD_START, schema.PERIOD_END, schema.PERIOD_KIND)


def gathered(dataset: Dataset) -> tuple[Dataset, int]:
    """A data set whose sites are the cells that hold any, and their resolution.

    A record that lies in several cells is a record in each, with its part of the hectares, and
    with that part for each km² of the cell. What has no place is in no cell.
    """
    sites = dataset.sites
    placed = sites[~(sites.geometry.isna() | sites.geometry.is_empty)].reset_index(drop=True)
    resolution = hexagons.resolution_for(placed.geometry, ACROSS)
    parts = hexagons.split(placed.geometry, resolution)
    rows = placed.iloc[parts[hexagons.ROW].to_numpy()].reset_index(drop=True)
    place, cell = pd.factorize(parts[hexagons.CELL])
    drawn = hexagons.outlines(list(cell))
    frame = pd.DataFrame({name: rows[name] for name in KEPT})
    frame[schema.SITE_ID] = parts[hexagons.CELL]
    frame[schema.AREA_HA] = rows[schema.AREA_HA] * parts[hexagons.SHARE].to_numpy()
    frame = frame.reindex(columns=[name for name in schema.COLUMNS if name != schema.GEOMETRY])
    frame[PER_KM2] = frame[schema.AREA_HA] / hexagons.area_km2(drawn)[place]
    cells = gpd.GeoDataFrame(frame, geometry=drawn[place], crs=schema.STORED_CRS)
    return replace(dataset, sites=cells), resolution
