"""Sites that lie close together, as groups with hectares, growth and a hull."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from analytics.core import geo, schema
from analytics.stats import clusters

if TYPE_CHECKING:
    from analytics.analyses.hotspots import HotspotsParams
    from analytics.analyses.hotspots.records import Records

ALONE: Final = -1
FEWEST_BY_DENSITY: Final = 5
COLUMNS: Final = (
    "id",
    "country",
    "admin1",
    "sites",
    "area_ha",
    "new_ha",
    "growth",
    "hull_ha",
    "lon",
    "lat",
    schema.GEOMETRY,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Groups:
    """Groups, and the sites that belong to none."""

    # id, country and admin1 (most of its records state), sites, area_ha, new_ha (what the last 12
    # months added) and growth (that over what was there before; NaN where the data do not reach
    # back so far), hull_ha, lon, lat, hull; the most hectares first
    table: gpd.GeoDataFrame
    alone: int
    alone_ha: float


def groups(found: Records, chosen: pd.Series[bool], params: HotspotsParams) -> Groups:
    """The groups of the chosen records. A site is one spot, whatever its records.

    By area only where any is known, else by distance.
    """
    placed = found.placed
    label = _labels(placed, chosen, params)
    counted = placed[chosen].assign(label=label[chosen].astype(np.int64))
    alone = counted[counted["label"] == ALONE]
    table = _table(counted[counted["label"] != ALONE])
    there, before = (_sum(placed, label, rows) for rows in (found.now, found.before))
    before = before.reindex(table.index, fill_value=0.0)
    reach = 1.0 if found.before.any() else np.nan
    new = (there.reindex(table.index) - before) * reach
    table = table.assign(new_ha=new, growth=new / before.where(before > 0))
    ranked = table.sort_values(
        ["area_ha", "sites", "lon", "lat"], ascending=[False, False, True, True]
    ).reset_index(drop=True)
    names = ranked.assign(id=[f"G{place + 1}" for place in range(len(ranked))])
    return Groups(
        table=gpd.GeoDataFrame(names[list(COLUMNS)], crs=schema.STORED_CRS),
        alone=int(alone[schema.SITE_ID].nunique()),
        alone_ha=float(alone[schema.AREA_HA].sum()),
    )


def rule(params: HotspotsParams, areas: pd.Series[float]) -> str:
    """What sites are grouped by: what was asked, but by distance where no area is known."""
    is_lost = params.groups == "area" and not areas.notna().any()
    return "distance" if is_lost else params.groups


def _labels(
    placed: gpd.GeoDataFrame, chosen: pd.Series[bool], params: HotspotsParams
) -> pd.Series[float]:
    """The group of every record by its site; NaN where the site has no chosen record."""
    bounds = shapely.bounds(placed.geometry.to_numpy())
    spots = pd.DataFrame(
        {
            "site": placed[schema.SITE_ID].astype(str),
            "lon": (bounds[:, 0] + bounds[:, 2]) / 2,
            "lat": (bounds[:, 1] + bounds[:, 3]) / 2,
            "area_ha": placed[schema.AREA_HA],
        }
    )
    sites = (
        spots[chosen]
        .groupby("site")
        .agg(lon=("lon", "mean"), lat=("lat", "mean"), area_ha=("area_ha", "sum"))
    )
    sites = sites.sort_values(["lon", "lat"], kind="stable")
    lon, lat = sites["lon"].to_numpy(), sites["lat"].to_numpy()
    if params.groups == "density":
        least = max(FEWEST_BY_DENSITY, params.min_sites)
        label = clusters.by_density(lon, lat, least=least)
    elif rule(params, placed.loc[chosen, schema.AREA_HA]) == "area":
        area = sites["area_ha"].to_numpy(dtype=float)
        label = clusters.by_amount(lon, lat, area, eps_km=params.eps_km, least=params.min_ha)
    else:
        label = clusters.by_distance(lon, lat, eps_km=params.eps_km, least=params.min_sites)
    return spots["site"].map(pd.Series(label, index=sites.index))


def _table(counted: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """One row per label: where, how many sites, how much, and the hull of the outlines."""
    by = counted.groupby("label")
    labels, place = np.unique(counted["label"], return_inverse=True)
    shapes = shapely.geometrycollections(
        counted.geometry.to_numpy()[np.argsort(place, kind="stable")], indices=np.sort(place)
    )
    hulls = shapely.convex_hull(shapes) if len(labels) else np.array([], dtype=object)
    bounds = shapely.bounds(hulls)
    table = pd.DataFrame(
        {
            "country": _most(counted, schema.COUNTRY),
            "admin1": _most(counted, schema.ADMIN1),
            "sites": by[schema.SITE_ID].nunique(),
            "area_ha": by[schema.AREA_HA].sum(min_count=1),
            "hull_ha": pd.Series(geo.area_m2(hulls) / geo.M2_PER_HA, index=labels, dtype=float),
            "lon": pd.Series((bounds[:, 0] + bounds[:, 2]) / 2, index=labels, dtype=float),
            "lat": pd.Series((bounds[:, 1] + bounds[:, 3]) / 2, index=labels, dtype=float),
        },
        index=labels,
    )
    return gpd.GeoDataFrame(table, geometry=hulls, crs=schema.STORED_CRS)


def _most(counted: gpd.GeoDataFrame, column: str) -> pd.Series[str]:
    """What most records of a group state, the first by name where it is a draw; "" for none."""
    stated = counted[["label", column]].dropna().astype({column: str})
    ranked = stated.value_counts().reset_index(name="records")
    ranked = ranked.sort_values(["records", column], ascending=[False, True])
    first = ranked.drop_duplicates("label").set_index("label")[column]
    labels = np.unique(counted["label"])
    return first.reindex(labels).fillna("").astype(str)


def _sum(
    placed: gpd.GeoDataFrame, label: pd.Series[float], rows: pd.Series[bool]
) -> pd.Series[float]:
    return placed.loc[rows, schema.AREA_HA].groupby(label[rows]).sum(min_count=1)
