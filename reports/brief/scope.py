"""Where and when a brief is about, in words."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from analytics.core import schema
from analytics.core.dataset import SERIES
from reports.brief.content import Scope

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analytics.core.dataset import Dataset
    from analytics.core.words import Words

HERE: Final = Path(__file__).parent
MOST: Final = 2  # places that are named


def scope(datasets: Sequence[Dataset], words: Words) -> Scope:
    """The countries or provinces of the sites, and the first and last period."""
    codes = sorted({str(c) for data in datasets for c in data.places["country"].unique() if c})
    tables = [data.pixels[SERIES] for data in datasets if data.is_table]
    units = _values(tables, "unit")
    countries = tuple(words.country(code) for code in codes)
    found = [data.sites for data in datasets]
    provinces = _values(found, schema.ADMIN1)
    periods = _values([*found, *tables], schema.PERIOD)
    return Scope(
        place=_place(countries, provinces, words) if countries or not units else _of(units, words),
        period=_period(periods, words),
        countries=countries,
    )


def _values(frames: Sequence[object], column: str) -> list[str]:
    found: set[str] = set()
    for frame in frames:
        if column in frame.columns:  # type: ignore[attr-defined]  # a frame of sites
            found |= {str(v) for v in frame[column].dropna().unique()}  # type: ignore[index]
    return sorted(found)


def _place(countries: Sequence[str], provinces: Sequence[str], words: Words) -> str:
    if len(provinces) == 1 and len(countries) <= 1:
        return words.join([provinces[0], *countries]) if not countries else provinces[0]
    if 0 < len(countries) <= MOST:
        return words.join(countries)
    return words("scope.countries", count=len(countries)) if countries else words("scope.area")


def _of(units: Sequence[str], words: Words) -> str:
    """What a table of series is about: its units by name, or how many there are."""
    return words.join(units) if len(units) <= MOST else words("scope.units", count=len(units))


def _period(periods: Sequence[str], words: Words) -> str:
    if not periods:
        return words("scope.undated")
    first, last = words.period(periods[0]), words.period(periods[-1])
    return first if first == last else words("scope.span", first=first, last=last)
