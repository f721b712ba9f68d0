"""The sites as a map shows them: by what became of them, else by when they were recorded."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

import pandas as pd

from analytics.analyses.overview.times import UNDATED
from analytics.core import earlier, schema
from analytics.core.schema import Measure
from analytics.stats.matching import Change

if TYPE_CHECKING:
    import geopandas as gpd

    from analytics.analyses.overview.times import Times
    from analytics.core.dataset import Dataset
    from analytics.stats.matching import Matched

COLUMNS = (schema.SITE_ID, schema.NAME, schema.PERIOD, schema.AREA_HA, schema.GEOMETRY)


class State(StrEnum):
    """When a record was made; beside them stand the classes of `Change`."""

    LAST = "last"  # in the last period
    BEFORE = "before"
    UNDATED = "undated"
    ANY = "any"  # where periods tell nothing


def map_sites(
    dataset: Dataset,
    counted: gpd.GeoDataFrame,
    times: Times,
    *,
    period: Matched | None,
    load: Matched | None,
) -> gpd.GeoDataFrame:
    """Records with a place; those gone since the load or period before are drawn too."""
    if load is not None:
        return _changed(counted, load, earlier.sites(dataset))
    if period is not None and dataset.measure is Measure.STOCK:
        return _changed(counted, period, dataset.sites)
    state = pd.Series(State.ANY.value, index=counted.index, dtype="str")
    if times.before:
        place = times.place.loc[counted.index]
        state = state.mask(place < len(times.order) - 1, State.BEFORE.value)
        state = state.mask(place == len(times.order) - 1, State.LAST.value)
        state = state.mask(place == UNDATED, State.UNDATED.value)
    return _drawn(counted, state)


def _changed(
    counted: gpd.GeoDataFrame, found: Matched, before: gpd.GeoDataFrame
) -> gpd.GeoDataFrame:
    gone = found.before[found.before == Change.GONE.value]
    both = [_drawn(before.loc[gone.index], gone), _drawn(counted, found.now)]
    frames = [frame for frame in both if len(frame)]
    return pd.concat(frames, ignore_index=True) if frames else both[1]


def _drawn(sites: gpd.GeoDataFrame, state: pd.Series[str]) -> gpd.GeoDataFrame:
    placed = sites[~(sites.geometry.isna() | sites.geometry.is_empty)]
    return placed[list(COLUMNS)].assign(state=state.loc[placed.index]).reset_index(drop=True)
