"""The records an answer counts, in an order of their own, and the ground each calls its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

from analytics.analyses.compliance.ground import areas_m2
from analytics.core import geo, partition, schema
from analytics.core.partition import Named
from analytics.core.schema import AreaBasis, Measure

if TYPE_CHECKING:
    from datetime import date

    import geopandas as gpd
    from numpy.typing import NDArray

    from analytics.core.dataset import Dataset

    Days = NDArray[np.datetime64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Records:
    """Sites as they are counted: earliest first, each spot of ground with the first that has it."""

    table: gpd.GeoDataFrame  # index 0…n, the canonical columns
    ground: Named  # what of each outline no earlier one covers
    outline_m2: NDArray[np.float64]  # of all of it
    ha_per_m2: NDArray[np.float64]  # of the record's outline; NaN where its area is unknown
    spot_ha: NDArray[np.float64]  # of records without an outline: all their hectares; else 0
    first: Days  # the days each was seen on; NaT where it is undated
    last: Days
    at: str  # last period of a stock; "" for a flow
    left_out: int  # records of a stock from before its last period, or undated
    unplaced: int


def records(dataset: Dataset, on: date | None = None) -> Records:
    """All records of a flow, those of the last period of a stock, with their own ground.

    With a day given, `on`, all are taken as seen on it.
    """
    sites = dataset.sites
    is_placed = ~(sites.geometry.isna() | sites.geometry.is_empty)
    is_now, at = _now(dataset, sites[is_placed])
    table = _in_order(sites[is_placed][is_now])
    shapes = table.geometry.to_numpy()
    key = f"{dataset.fingerprint} {dataset.measure}"
    first, last = (_days(table, name, on) for name in (schema.PERIOD_START, schema.PERIOD_END))
    given = Named(f"{key} sites", shapes)
    outline = areas_m2(Named(f"{key} sound", partition.sound(given)))
    density, spot = _density(dataset, table, outline)
    return Records(
        table=table,
        ground=Named(f"{key} ground", partition.own_ground(given)),
        outline_m2=outline,
        ha_per_m2=density,
        spot_ha=spot,
        first=first,
        last=last,
        at=at,
        left_out=int((~is_now).sum()),
        unplaced=int((~is_placed).sum()),
    )


def _days(table: gpd.GeoDataFrame, name: str, on: date | None) -> Days:
    if on is not None:
        return np.full(len(table), np.datetime64(on), dtype="datetime64[D]")
    return np.asarray(table[name].to_numpy().astype("datetime64[D]"))


def _now(dataset: Dataset, sites: gpd.GeoDataFrame) -> tuple[NDArray[np.bool_], str]:
    end = sites[schema.PERIOD_END]
    if dataset.measure is not Measure.STOCK or end.isna().all():
        return np.ones(len(sites), dtype=bool), ""
    is_last = (end == end.max()).to_numpy()
    return is_last, str(sites.loc[is_last, schema.PERIOD].iloc[0])


def _in_order(sites: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """By time, then by content: neither the order of a file nor doubled rows change an answer."""
    bounds = shapely.bounds(sites.geometry.to_numpy())
    keys = sites[[schema.PERIOD_END, schema.PERIOD_START, schema.METHOD, schema.AREA_HA]].assign(
        **{schema.METHOD: sites[schema.METHOD].astype("string").fillna("")}
    )
    for place, side in enumerate(("west", "south", "east", "north")):
        keys[side] = bounds[:, place]
    keys["outline"] = shapely.area(sites.geometry.to_numpy())
    keys[schema.SITE_ID] = sites[schema.SITE_ID].astype("string")
    order = keys.sort_values(list(keys.columns), kind="stable").index
    return sites.loc[order].reset_index(drop=True)


def _density(
    dataset: Dataset, table: gpd.GeoDataFrame, outline: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Hectares for each square metre of outline, by the data set's area basis."""
    stated = table[schema.AREA_HA].to_numpy(dtype=float)
    is_spot = outline == 0
    spot = np.where(is_spot, np.where(np.isnan(stated), 0.0, stated), 0.0)
    if dataset.area_basis is AreaBasis.GEOMETRY:
        return np.full(len(table), 1 / geo.M2_PER_HA), np.zeros(len(table))
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(is_spot, 0.0, stated / outline), spot
