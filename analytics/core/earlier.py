"""The sites of an earlier load, kept as a layer beside those of now."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analytics.core import geo, parts, schema
from analytics.core.dataset import EARLIER, Dataset
from analytics.core.filters import apply
from analytics.core.provenance import Provenance
from analytics.core.schema import AreaBasis

if TYPE_CHECKING:
    import geopandas as gpd

DATES = (schema.PERIOD_START, schema.PERIOD_END)


def beside(dataset: Dataset, before: Dataset) -> Dataset:
    """`dataset` with the sites of `before` as those of the load before it."""
    sources = [part for part in before.provenance if part.part == "sites"]
    source = sources[0] if sources else Provenance(part=EARLIER, name=before.name)
    return dataset.with_layer(EARLIER, layer(before, dataset), replace(source, part=EARLIER))


def layer(before: Dataset, like: Dataset) -> gpd.GeoDataFrame:
    """The sites of `before`; hectares are unknown where they mean something else than in `like`."""
    sites = before.sites
    if like.measure is not before.measure:
        return sites.assign(**{schema.AREA_HA: np.nan})
    if like.area_basis is before.area_basis:
        return sites
    return sites.assign(**{schema.AREA_HA: _measured(sites, like.area_basis)})


def sites(dataset: Dataset) -> gpd.GeoDataFrame:
    """The sites of the earlier load, filtered as `dataset` is."""
    given = dataset.layer(EARLIER)
    lacking = [column for column in schema.COLUMNS if column not in given.columns]
    frame = given.assign(**{c: pd.NaT if c in DATES else None for c in lacking})
    frame = frame.astype({c: "datetime64[ns]" for c in DATES if c in lacking})
    if schema.AREA_HA in lacking:
        frame[schema.AREA_HA] = _measured(frame, dataset.area_basis)
    frame = frame.reset_index(drop=True)
    if dataset.filtered is None:
        return frame
    wanted = dataset.filtered.filters
    earlier = Dataset(
        sites=frame,
        places=_places(frame, dataset, is_asked=bool(wanted.country)),
        name=EARLIER,
        area_basis=dataset.area_basis,
        measure=dataset.measure,
        layers={n: dataset.layers[n] for n in dataset.layers if n != EARLIER},
    )
    return apply(earlier, wanted).sites


def _measured(sites: gpd.GeoDataFrame, basis: AreaBasis) -> pd.Series[float]:
    """Hectares of the outlines; unknown where the area of a column is asked for."""
    has_outline = sites.geom_type.isin(["Polygon", "MultiPolygon"])
    is_wanted = has_outline & (basis is AreaBasis.GEOMETRY)
    return geo.area_ha(sites.geometry).where(is_wanted)


def _places(frame: gpd.GeoDataFrame, dataset: Dataset, *, is_asked: bool) -> pd.DataFrame:
    """In which countries the records lie; as declared where they have no shape."""
    declared = pd.DataFrame(
        {
            parts.ROW: frame.index,
            parts.COUNTRY: frame[schema.COUNTRY].astype("string").fillna("").astype(str),
            parts.SHARE: 1.0,
        }
    )
    if not is_asked:
        return declared
    is_nowhere = frame.geometry.isna() | frame.geometry.is_empty
    zones = parts.countries_of(dataset)
    found = parts.cut(frame[~is_nowhere], zones, (parts.COUNTRY,))
    found = found.groupby([parts.ROW, parts.COUNTRY])[parts.SHARE].sum().reset_index()
    return pd.concat([declared[is_nowhere], found]).sort_values(parts.ROW, ignore_index=True)
