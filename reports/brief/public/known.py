"""What must be known of a data set to leave its sites out: names, cells, places with few sites."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import geopandas as gpd
import pandas as pd

from analytics.core import schema
from analytics.core.dataset import EARLIER
from analytics.viz.ground import OWN_LAYERS
from reports.brief.public import counts, places
from reports.brief.public.mentions import Mentions, mentions, tells

if TYPE_CHECKING:
    from collections.abc import Iterator

    from analytics.core.dataset import Dataset
    from analytics.core.words import Words
    from reports.brief.public.places import Places

WHO: Final = (schema.SITE_ID, schema.NAME)
BY: Final = (schema.COUNTRY, schema.COUNTRY_FOUND, schema.ADMIN1)  # places with few sites


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """Of one data set."""

    names: frozenset[str]  # and numbers of its sites
    telling: frozenset[str]  # those that are no bare numbers
    told: Mentions  # those that are looked for in texts
    places: Places
    rare: frozenset[str]  # countries, provinces and zones with one or two sites, raw and worded
    few: Mentions  # those that are looked for in texts


def known(dataset: Dataset, words: Words) -> Known:
    """All of it; takes as long as laying the sites over each layer once."""
    own = names(dataset)
    rare = frozenset(_rare(dataset))
    worded = {words.country(one) for one in rare}
    return Known(
        names=own,
        telling=frozenset(one for one in own if tells(one)),
        told=mentions(own - _place_names(dataset, words)),
        places=places.places(dataset),
        rare=(rare | worded) - {""},
        few=mentions(worded),
    )


def names(dataset: Dataset) -> frozenset[str]:
    """Numbers and names of the sites, those of an earlier load too."""
    frames = [dataset.sites, *(dataset.layers[n] for n in (EARLIER,) if n in dataset.layers)]
    found: set[str] = set()
    for frame in frames:
        for column in WHO:
            if column in frame.columns:
                found |= set(frame[column].dropna().astype(str).str.strip())
    return frozenset(found - {""})


def _rare(dataset: Dataset) -> Iterator[str]:
    """What the sites state, and the names of the zones they reach into."""
    sites, ids = dataset.sites, places.numbers(dataset)
    for column in BY:
        if column in sites.columns:
            yield from counts.rare(sites[column], ids)
    spots = gpd.GeoDataFrame({"number": ids}, geometry=sites.geometry, crs=sites.crs)
    for name in dataset.layers:
        if name not in (*OWN_LAYERS, EARLIER):
            yield from _zones(spots, dataset.layers[name])


def _zones(spots: gpd.GeoDataFrame, layer: gpd.GeoDataFrame) -> Iterator[str]:
    """Every text of the layer that stands for ground of one or two sites."""
    spoken = [c for c in layer.columns if c != layer.geometry.name and _is_text(layer[c])]
    there = layer.reset_index(drop=True)
    row, zone = there.sindex.query(spots.geometry, predicate="intersects")
    ids = spots["number"].iloc[row].reset_index(drop=True)
    for column in spoken:
        groups = there[column].iloc[zone].reset_index(drop=True)
        yield from (name for name in counts.rare(groups, ids) if tells(name))


def _is_text(column: pd.Series[Any]) -> bool:
    return not (
        pd.api.types.is_numeric_dtype(column) or pd.api.types.is_datetime64_any_dtype(column)
    )


def _place_names(dataset: Dataset, words: Words) -> frozenset[str]:
    """What a site may be called without telling which it is: its country, its province."""
    sites = dataset.sites
    found = {str(v) for c in BY if c in sites.columns for v in sites[c].dropna().unique()}
    return frozenset(found | {words.country(one) for one in found})
