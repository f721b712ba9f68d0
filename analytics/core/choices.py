"""What can be filtered for: the values in the data, with how many records hold them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from analytics.core import schema

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

    from analytics.core.dataset import Dataset

FEWEST: Final = 2  # one value alone is no choice


@dataclass(frozen=True, slots=True)
class Choice:
    """One value as stored, "" for what states nothing, and how many records it concerns."""

    value: str
    records: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """Most frequent first, "" last, years in order; empty where there is nothing to choose.

    A record across a border counts in each country or province it lies in. A year counts the
    records that lie wholly in it.
    """

    country: tuple[Choice, ...] = ()
    province: tuple[Choice, ...] = ()
    method: tuple[Choice, ...] = ()
    substance: tuple[Choice, ...] = ()
    contaminant: tuple[Choice, ...] = ()
    status: tuple[Choice, ...] = ()
    years: tuple[Choice, ...] = ()
    confidence: tuple[float, float] | None = None  # least and most; None where all say the same
    unsure: int = 0  # records that state no confidence


def choices(dataset: Dataset) -> Choices:
    """The choices of every filter, from the data alone."""
    from analytics.core import parts

    sites = dataset.sites
    least, most = sites[schema.CONFIDENCE].min(), sites[schema.CONFIDENCE].max()
    return Choices(
        country=_parted(parts.by_country(dataset, sites), parts.COUNTRY),
        province=_parted(parts.by_province(dataset, sites), parts.PROVINCE),
        method=_held(sites[schema.METHOD]),
        substance=_held(sites[schema.SUBSTANCE]),
        contaminant=_held(sites[schema.CONTAMINANT]),
        status=_held(sites[schema.STATUS]),
        years=_years(sites),
        confidence=(float(least), float(most)) if least < most else None,
        unsure=int(sites[schema.CONFIDENCE].isna().sum()),
    )


def _held(column: pd.Series[str]) -> tuple[Choice, ...]:
    counts = column.astype("string").fillna("").value_counts()
    return _ordered({str(value): int(n) for value, n in counts.items()})


def _parted(found: pd.DataFrame, key: str) -> tuple[Choice, ...]:
    counts = found.drop_duplicates(["row", key])[key].value_counts()
    return _ordered({str(value): int(n) for value, n in counts.items()})


def _ordered(records: dict[str, int]) -> tuple[Choice, ...]:
    if len(records) < FEWEST:
        return ()
    order = sorted(records, key=lambda value: (value == "", -records[value], value))
    return tuple(Choice(value, records[value]) for value in order)


def _years(sites: gpd.GeoDataFrame) -> tuple[Choice, ...]:
    import numpy as np

    dated = sites[[schema.PERIOD_START, schema.PERIOD_END]].dropna()
    start = dated[schema.PERIOD_START].dt.year.to_numpy()
    end = dated[schema.PERIOD_END].dt.year.to_numpy()
    years = np.unique(np.concatenate([start, end]))
    if len(years) < FEWEST:
        return ()
    within, counts = np.unique(start[start == end], return_counts=True)
    records = dict(zip(within.tolist(), counts.tolist(), strict=True))
    return tuple(Choice(f"{year:04d}", records.get(year, 0)) for year in years.tolist())
