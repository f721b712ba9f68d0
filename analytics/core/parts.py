"""Which part of each record lies in which country and province, as totals count them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pandas as pd

from analytics.core import countries, overlay, schema

if TYPE_CHECKING:
    import geopandas as gpd

    from analytics.core.dataset import Dataset

UNKNOWN: Final = ""  # the key of what lies nowhere or states nothing
COUNTRIES: Final = "countries"  # layers that replace what the file declares
PROVINCES: Final = "provinces"
ROW, COUNTRY, PROVINCE, SHARE = "row", "country", "province", "share"
ZONE: Final = "zone"  # position of the outline; -1 outside them all
NO_ZONE: Final = -1


def by_country(dataset: Dataset, sites: gpd.GeoDataFrame) -> pd.DataFrame:
    """One row per record and country: `row` (index in `sites`), `country`, `share`.

    `sites` are records of `dataset` under its own index. Shares of a record add up to 1. Cut by
    the layer "countries" where there is one (then with `zone`), else as found at reading.
    """
    if COUNTRIES in dataset.layers:
        return _chosen(dataset, cut(sites, dataset.layers[COUNTRIES], (COUNTRY,)), COUNTRY)
    places = dataset.places
    return places[places[ROW].isin(sites.index)]


def by_province(dataset: Dataset, sites: gpd.GeoDataFrame) -> pd.DataFrame:
    """As `by_country`, with a column `province`; whole records where there is no layer."""
    if PROVINCES in dataset.layers:
        parts = cut(sites, provinces(dataset), (COUNTRY, PROVINCE))
        if COUNTRY not in dataset.layers[PROVINCES].columns:
            parts = _with_country(parts, sites)
        return _chosen(dataset, parts, PROVINCE)
    return pd.DataFrame(
        {
            ROW: sites.index,
            COUNTRY: sites[schema.COUNTRY].fillna(UNKNOWN).astype(str),
            PROVINCE: sites[schema.ADMIN1].fillna(UNKNOWN).astype(str),
            SHARE: 1.0,
        }
    )


def countries_of(dataset: Dataset) -> gpd.GeoDataFrame:
    """The outlines, with `country`, that the shares by country came from."""
    return dataset.layers[COUNTRIES] if COUNTRIES in dataset.layers else countries.outlines()


def provinces(dataset: Dataset) -> gpd.GeoDataFrame:
    """The layer "provinces", its names in the column `province`."""
    zones = dataset.layers[PROVINCES]
    if schema.ADMIN1 in zones.columns:
        return zones.assign(**{PROVINCE: zones[schema.ADMIN1]})
    return zones


def cut(sites: gpd.GeoDataFrame, zones: gpd.GeoDataFrame, columns: tuple[str, ...]) -> pd.DataFrame:
    """Sites cut by zones; what lies in no zone keeps its share under the unknown key."""
    found = overlay.shares(sites.geometry, zones.geometry)
    names = zones[[c for c in columns if c in zones.columns]].reindex(columns=list(columns))
    named = names.iloc[found[overlay.ZONE]].astype("string").fillna(UNKNOWN).astype(str)
    inside = named.set_axis(found.index).assign(
        **{
            ROW: sites.index.to_numpy()[found[overlay.ROW]],
            SHARE: found[overlay.SHARE],
            ZONE: found[overlay.ZONE],
        }
    )
    rest = 1.0 - inside.groupby(ROW)[SHARE].sum().reindex(sites.index, fill_value=0.0)
    rest = rest[rest > overlay.LEAST_SHARE]
    outside = pd.DataFrame({ROW: rest.index, SHARE: rest.to_numpy(), ZONE: NO_ZONE}).assign(
        **dict.fromkeys(columns, UNKNOWN)
    )
    order = [ROW, *columns, SHARE, ZONE]
    return pd.concat([inside[order], outside[order]], ignore_index=True)


def _chosen(dataset: Dataset, parts: pd.DataFrame, key: str) -> pd.DataFrame:
    """Without the dust at the edge of records that a filter has cut along the same outlines."""
    wanted = getattr(dataset.filtered.filters, key) if dataset.filtered else ()
    if not wanted:
        return parts
    is_chosen = parts[key].isin(wanted)
    has_chosen = parts[ROW].isin(parts.loc[is_chosen, ROW])
    kept = parts[is_chosen | ~has_chosen]
    return kept.assign(**{SHARE: kept[SHARE] / kept.groupby(ROW)[SHARE].transform("sum")})


def _with_country(parts: pd.DataFrame, sites: gpd.GeoDataFrame) -> pd.DataFrame:
    """Provinces that name no country take the one all their sites declare, where that is one."""
    declared = sites[schema.COUNTRY].astype("string").loc[parts[ROW]].to_numpy()
    country = parts.assign(**{COUNTRY: declared}).groupby(PROVINCE)[COUNTRY]
    one = country.transform("nunique") == 1
    return parts.assign(**{COUNTRY: country.transform("first").where(one, UNKNOWN).fillna(UNKNOWN)})
