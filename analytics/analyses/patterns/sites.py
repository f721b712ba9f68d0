"""One row per site: its records joined to one outline, and what is declared of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from analytics.analyses.patterns.kinds import joined, kind_of
from analytics.core import overlay, schema
from analytics.core.schema import Measure

if TYPE_CHECKING:
    from analytics.core.dataset import Dataset

ID: Final = "id"
DECLARED: Final = "declared"
DECLARED_KIND: Final = "declared_kind"
PIXEL_M: Final = "pixel_m"

#: What a file may call the width of the pixels its outlines were drawn from, in metres.
PIXEL_COLUMNS: Final = ("pixel_m", "pixel_size_m", "resolution_m", "gsd_m")


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """Sites in the order of their names, and what was left out."""

    # by column: id; country; admin1; what is declared (methods, joined) and the kind that means;
    # the width of a pixel in metres, NaN where not known; geometry in longitude and latitude
    sites: gpd.GeoDataFrame
    records: int  # that the sites are made of
    unplaced: int
    earlier: int  # records of a stock from before its last period


def joined_sites(dataset: Dataset, pixel_m: float) -> Joined:
    """Every site as one shape: all records of a flow, those of the last period of a stock."""
    sites = dataset.sites
    is_placed = ~(sites.geometry.isna() | sites.geometry.is_empty)
    is_now = pd.Series(data=True, index=sites.index)
    if dataset.measure is Measure.STOCK:
        end = sites[schema.PERIOD_END]
        is_now = end.isna() | (end == end.max())
    placed = sites[is_placed & is_now]
    told = pd.DataFrame(
        {
            ID: placed[schema.SITE_ID].astype(str),
            "country": placed[schema.COUNTRY].astype("string").fillna("").astype(str),
            "admin1": placed[schema.ADMIN1].astype("string").fillna("").astype(str),
            DECLARED: placed[schema.METHOD].astype("string").fillna("").astype(str),
            PIXEL_M: _pixels(placed, pixel_m),
        }
    )
    found = told.groupby(ID, sort=True)[["country", "admin1", PIXEL_M]].max()
    methods = told[told[DECLARED] != ""].drop_duplicates([ID, DECLARED])
    said = methods.groupby(ID)[DECLARED].agg(joined).reindex(found.index)
    found[DECLARED] = said.astype("string").fillna("").astype(str)
    found[DECLARED_KIND] = [kind_of(method) for method in found[DECLARED]]
    shapes = _shapes(placed, told[ID], found.index)
    frame = gpd.GeoDataFrame(found.reset_index(), geometry=shapes, crs=schema.STORED_CRS)
    return Joined(
        sites=frame,
        records=len(placed),
        unplaced=int((~is_placed).sum()),
        earlier=int((is_placed & ~is_now).sum()),
    )


def _shapes(placed: gpd.GeoDataFrame, name: pd.Series[str], names: pd.Index[str]) -> list[object]:
    """The shape of each site, in an order of its own: touching parts of its records are one."""
    shapes = placed.geometry.to_numpy()
    place = names.get_indexer(pd.Index(name))
    count = np.bincount(place, minlength=len(names))
    whole = np.empty(len(names), dtype=object)
    is_alone = count[place] == 1
    whole[place[is_alone]] = shapes[is_alone]
    for site in np.flatnonzero(count > 1):
        whole[site] = _one(placed.geometry[place == site])
    return list(shapely.normalize(whole))


def _one(shapes: gpd.GeoSeries) -> shapely.Geometry:
    """Outlines win over points and lines of the same site."""
    is_areal = shapes.geom_type.isin(["Polygon", "MultiPolygon"])
    if is_areal.any():
        return overlay.dissolve(shapes[is_areal])
    spots = [shapely.Point(*spot) for spot in np.unique(shapely.get_coordinates(shapes), axis=0)]
    return spots[0] if len(spots) == 1 else shapely.MultiPoint(spots)


def _pixels(placed: gpd.GeoDataFrame, pixel_m: float) -> pd.Series[float]:
    """What the analyst says, else what a column of the file says; NaN where neither does."""
    if pixel_m > 0:
        return pd.Series(pixel_m, index=placed.index)
    named = {str(column).casefold(): column for column in placed.columns}
    said = next((named[name] for name in PIXEL_COLUMNS if name in named), None)
    if said is None:
        return pd.Series(np.nan, index=placed.index)
    width = pd.to_numeric(placed[said], errors="coerce").astype(float)
    return width.where(width > 0)
