"""Records put together: one row for each site, whatever the number of its records."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from analytics.core import overlay, schema

if TYPE_CHECKING:
    from shapely import Geometry

RECORDS: Final = "records"
PER_KM2: Final = "area_ha/km2"  # of the cell; no file's own column is called so
SUMMED: Final = (schema.AREA_HA, PER_KM2)
LATEST: Final = (
    schema.NAME,
    schema.COUNTRY,
    schema.ADMIN1,
    schema.METHOD,
    schema.PERIOD,
    schema.CONFIDENCE,
)


def number(records: gpd.GeoDataFrame, column: str, *further: str) -> pd.Series[float]:
    """Of each site, and of each value of `further` columns: hectares add up, else the latest.

    Of the column "" nothing is stated.
    """
    ordered = records if column in SUMMED else in_order(records)
    if not column:
        ordered = ordered.assign(**{column: np.nan})
    groups = ordered.assign(**{schema.SITE_ID: ordered[schema.SITE_ID].astype(str)}).groupby(
        [schema.SITE_ID, *further], sort=True
    )
    found: pd.Series[float] = (
        groups[column].sum(min_count=1) if column in SUMMED else groups[column].last()
    )
    return found


def per_site(records: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Sites in order of their id, the same for any order of the records.

    Hectares add up, NaN where no record states any; of the other columns the latest value
    stated; shapes are joined.
    """
    ordered = in_order(records)
    groups = ordered.groupby(schema.SITE_ID, sort=True)
    table = groups[list(LATEST)].last()
    table[schema.AREA_HA] = groups[schema.AREA_HA].sum(min_count=1)
    table[RECORDS] = groups.size()
    shapes = gpd.GeoSeries(_shapes(ordered).reindex(table.index), crs=schema.STORED_CRS)
    return gpd.GeoDataFrame(table, geometry=shapes).reset_index()


def in_order(records: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Oldest first within a site; what has no date comes before what has."""
    bounds = shapely.bounds(records.geometry.to_numpy())
    keys = pd.DataFrame(bounds, index=records.index, columns=["west", "south", "east", "north"])
    keys.insert(0, schema.SITE_ID, records[schema.SITE_ID].astype(str))
    keys.insert(1, schema.PERIOD_END, records[schema.PERIOD_END])
    keys.insert(2, schema.AREA_HA, records[schema.AREA_HA])
    order = keys.sort_values(list(keys.columns), na_position="first", kind="stable").index
    ordered = records.loc[order].reset_index(drop=True)
    return ordered.assign(**{schema.SITE_ID: ordered[schema.SITE_ID].astype(str)})


def _shapes(ordered: gpd.GeoDataFrame) -> pd.Series[Geometry]:
    """The ground of each site that has any; only sites of several shapes take joining."""
    drawn = ordered[~(ordered.geometry.isna() | ordered.geometry.is_empty)]
    kept = pd.DataFrame(
        {
            schema.SITE_ID: drawn[schema.SITE_ID],
            "shape": drawn.geometry.to_numpy(),
            "content": drawn.geometry.to_wkb(),
        }
    ).drop_duplicates([schema.SITE_ID, "content"], keep="last")
    is_alone = ~kept.duplicated(schema.SITE_ID, keep=False)
    alone = kept[is_alone].set_index(schema.SITE_ID)["shape"]
    joined = {
        site: _joined(gpd.GeoSeries(shapes, crs=schema.STORED_CRS))
        for site, shapes in kept[~is_alone].groupby(schema.SITE_ID)["shape"]
    }
    return pd.concat([alone, pd.Series(joined, dtype=object)])


def _joined(shapes: gpd.GeoSeries) -> Geometry:
    """All ground of a site; the latest place where none of its shapes has an area."""
    whole = overlay.dissolve(shapes)
    return shapes.iloc[-1] if whole is None or whole.is_empty else whole
