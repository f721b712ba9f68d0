"""What changed since the period before, and since the load before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pandas as pd

from analytics.analyses.overview.times import UNDATED, Times
from analytics.core import earlier, schema
from analytics.core.schema import Measure
from analytics.stats.matching import MADE, Matched, matched
from analytics.stats.timeline import timeline

if TYPE_CHECKING:
    import geopandas as gpd

    from analytics.core.dataset import Dataset

ENOUGH: Final = 0.5  # of the records of a flow must have a number for its sites to be followed


def between_groups(parts: pd.DataFrame, by: str, times: Times) -> pd.DataFrame:
    """Hectares of each group in the last period and the one before; unknown where none is recorded.

    Empty where there are no two periods to compare.
    """
    keys = ["province", "country"] if by == "province" else [by]
    columns = [*keys, "before_ha", "now_ha", "change_ha"]
    if not times.before:
        return pd.DataFrame(columns=columns)
    last = len(times.order) - 1
    place = times.place.reindex(parts["row"]).to_numpy()
    pair = [
        parts[place == step].groupby(keys)["area_ha"].sum(min_count=1) for step in (last - 1, last)
    ]
    table = pd.concat(pair, axis=1, keys=["before_ha", "now_ha"]).reset_index()
    table = table.assign(change_ha=table["now_ha"] - table["before_ha"])
    size = table["change_ha"].abs().fillna(-1.0)
    table = table.assign(size=size).sort_values(
        ["size", "now_ha", *keys], ascending=[False, False, *[True] * len(keys)]
    )
    return table[columns].reset_index(drop=True)


def since_period(
    sites: gpd.GeoDataFrame, times: Times, *, is_stock: bool, overlap: float, tolerance: float
) -> Matched | None:
    """What became of the sites: of a stock from one period to the next, of a flow all so far.

    None where there are no two periods, or where the records of a flow have no numbers: what is
    added beside a site could then be a new one or a larger one.
    """
    if not times.before:
        return None
    last = len(times.order) - 1
    if is_stock:
        pair = sites[times.place == last - 1], sites[times.place == last]
        return matched(*pair, overlap=overlap, tolerance=tolerance)
    dated = times.place != UNDATED
    numbered = ~sites[schema.SITE_ID].astype("string").fillna("R000000").str.fullmatch(MADE)
    if numbered.mean() < ENOUGH:
        return None
    pair = sites[dated & (times.place < last)], sites[dated]
    return matched(*pair, overlap=overlap, tolerance=tolerance, is_one_file=True)


def since_load(
    dataset: Dataset, counted: gpd.GeoDataFrame, *, overlap: float, tolerance: float
) -> Matched:
    """What became of the sites of the layer `earlier`; of a stock those of its last period."""
    before = earlier.sites(dataset)
    if dataset.measure is Measure.STOCK:
        line = timeline(before, step="recorded", may_add_up=False)
        before = before[line.at_end] if line.order else before
    return matched(before, counted, overlap=overlap, tolerance=tolerance)
