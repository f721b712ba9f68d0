"""The country of the one province that is asked for, to set the province beside."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from analytics.core import schema
from analytics.core.parts import COUNTRY, ROW, SHARE

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

    from analytics.core.dataset import Dataset


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What the whole country has under the same filters, but for the province."""

    country: str  # code
    by_period: tuple[tuple[str, float], ...]  # label as in the records, hectares

    def area_ha(self, period: str, *, is_by_year: bool) -> float:
        """Of one period, or of all that begin in one year."""
        return sum(
            area
            for label, area in self.by_period
            if label == period or (is_by_year and label[:4] == period)
        )


def around(dataset: Dataset, sites: gpd.GeoDataFrame, places: pd.DataFrame) -> Around | None:
    """The country where most of `places` lie; None where they lie in none.

    `sites` are the records of the data set that the other filters let through, with their index.
    """
    known = places[places[COUNTRY] != ""]
    if known.empty:
        return None
    shares = known.groupby(COUNTRY)[SHARE].sum()
    country = str(shares.sort_index().idxmax())
    rows = dataset.places
    rows = rows[(rows[COUNTRY] == country) & rows[ROW].isin(sites.index)]
    own = sites.loc[rows[ROW], [schema.PERIOD, schema.AREA_HA]]
    area = own[schema.AREA_HA].astype(float) * rows[SHARE].to_numpy()
    sums = area.groupby(own[schema.PERIOD].astype("string").fillna("")).sum()
    told = ((str(period), float(value)) for period, value in sums.items() if period)
    return Around(country=country, by_period=tuple(told))
