"""What is told alike wherever series are: how units are called, and what the data lack."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

from analytics.core.schema import Measure
from analytics.core.words import Words
from analytics.stats.series.changes import Change
from analytics.stats.series.counted import COUNTRY_AND, OUTSIDE, TOTAL, UNNAMED, UNPLACED, WHOLE
from analytics.stats.series.zones import ALL, HERE, called

if TYPE_CHECKING:
    import pandas as pd

    from analytics.stats.series.models import Step

OURS: Final = {TOTAL: "total", WHOLE: "total"} | {n: n for n in (OUTSIDE, UNNAMED, UNPLACED)}


class Told(Protocol):
    """What a result about series says of them."""

    @property
    def by(self) -> str:
        """What units are."""

    @property
    def is_table(self) -> bool:
        """Whether units have the names of a table."""

    @property
    def groups(self) -> tuple[str, ...]:
        """Countries whose provinces are units."""

    @property
    def zones(self) -> tuple[str, str]:
        """Layer and column of the units; nothing in both where they are no zones."""

    @property
    def lead(self) -> str:
        """The unit told first."""

    @property
    def breaks(self) -> pd.DataFrame:
        """Of all units: unit, period, kind."""

    @property
    def step(self) -> Step:
        """Of the series."""

    @property
    def asked(self) -> Step:
        """What was asked for."""

    @property
    def measure(self) -> Measure:
        """Of the data."""

    @property
    def fell(self) -> int:
        """How often stocks fell."""

    @property
    def has_methods(self) -> bool:
        """Whether the data say how they were measured."""


def unit(result: Told, name: str, words: Words) -> str:
    """A unit as people call it."""
    if result.is_table:
        return name
    own = Words(HERE, words.language)
    if name in OURS:
        return own(f"unit.{OURS[name]}")
    if result.by == "country" or name in result.groups:
        return words.country(name)
    if result.zones == (name, ALL):
        return called(name, words).capitalize()
    place, between, country = name.rpartition(COUNTRY_AND)
    if result.by == "province" and between:
        place = own(f"unit.{OURS[place]}") if place in OURS else place
        return own("unit.of", name=place, country=words.country(country))
    return name


def of_the_breaks(result: Told, words: Words) -> list[str]:
    """Where the series told first may not be compared with itself."""
    own = result.breaks[result.breaks["unit"] == result.lead]
    name = unit(result, result.lead, words)
    told = []
    for kind in (Change.METHOD, Change.LIKELY, Change.POSSIBLE, Change.JUMP):
        some = own[own["kind"] == kind]
        if len(some):
            at = words.join(words.period(period) for period in some["period"])
            told.append(words(f"caveat.break.{kind}", periods=at, name=name))
    return told


def of_the_data(result: Told, words: Words) -> list[str]:
    """What the series are made of, and what the data do not say."""
    told = []
    layer, column = result.zones
    if layer:
        key = "caveat.zone" if column == ALL else "caveat.zones"
        own, facts = Words(HERE, words.language), {"layer": called(layer, words)}
        told.append(own(key, **facts | ({} if column == ALL else {"column": column})))
    if result.step is not result.asked:
        told.append(words(f"caveat.step.{result.step}"))
    if not result.has_methods:
        told.append(words("caveat.methods"))
    if result.measure is Measure.STOCK:
        told.append(words("caveat.stock"))
    if result.fell:
        told.append(words("caveat.fell", count=result.fell))
    return told
