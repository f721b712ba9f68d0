"""Hectares and sites by country, province or period, each hectare once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analytics.core import schema
from analytics.core.parts import by_country, by_province

if TYPE_CHECKING:
    import geopandas as gpd

    from analytics.core.dataset import Dataset


def parts(dataset: Dataset, sites: gpd.GeoDataFrame, key: str) -> pd.DataFrame:
    """One row per site and group: row (index in sites), the key columns, share, site_id, area_ha.

    `key` is "country", "province" or "period"; `sites` are records of `dataset` under its index.
    """
    if key == "period":
        found = pd.DataFrame(
            {"row": sites.index, "period": sites[schema.PERIOD].to_numpy(), "share": 1.0}
        )
    elif key == "province":
        found = by_province(dataset, sites)
    else:
        found = by_country(dataset, sites)
    own = sites.loc[found["row"], [schema.SITE_ID, schema.AREA_HA]].reset_index(drop=True)
    found = found.reset_index(drop=True)
    return found.assign(
        site_id=own[schema.SITE_ID].astype(str), area_ha=own[schema.AREA_HA] * found["share"]
    )


def table(
    found: pd.DataFrame, key: str, *, order: tuple[str, ...] = (), has_shares: bool = True
) -> pd.DataFrame:
    """`parts` summed by group: key, country beside a province, area_ha, sites, share of the total.

    Largest first, by sites where areas are alike or unknown; periods in `order`. Groups without a
    single known area have an unknown area, not zero (METHODS 0.3).
    """
    keys = ["country", "province"] if key == "province" else [key]
    groups = found.groupby(keys, observed=True)
    summed = pd.DataFrame(
        {"area_ha": groups["area_ha"].sum(min_count=1), "sites": groups["site_id"].nunique()}
    ).reset_index()
    total = summed["area_ha"].sum()
    summed = summed.assign(share=summed["area_ha"] / total if has_shares and total > 0 else np.nan)
    if key == "period":
        place = {label: rank for rank, label in enumerate(order)}
        in_time = summed["period"].map(place).fillna(len(place))
        return summed.loc[in_time.sort_values(kind="stable").index].reset_index(drop=True)
    return summed.sort_values(
        ["area_ha", "sites", *keys], ascending=[False, False, *[True] * len(keys)]
    )[[key, *(k for k in keys if k != key), "area_ha", "sites", "share"]].reset_index(drop=True)
