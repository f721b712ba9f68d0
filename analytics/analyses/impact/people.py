"""The optional range of health: hair, IQ points and people, place by place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pandas as pd

from analytics.analyses.impact import health
from analytics.analyses.impact.lines import GRAMS
from analytics.analyses.impact.spans import End

if TYPE_CHECKING:
    from collections.abc import Mapping

    from analytics.analyses.impact.parameters import Parameters

HABITS: Final = ("rural", "urban")  # who eats much fish, and who eats little
USES: Final = (
    *(f"{what}_{habit}" for what in ("fish", "weight") for habit in HABITS),
    "fish_mercury",
    "people_km2",
    "lifetime",
    "radius_km",
    "iq",
)
COLUMNS: Final = ("line", "low", "high")


def ranges(methylated: pd.DataFrame, sets: Mapping[str, str], known: Parameters) -> pd.DataFrame:
    """Low and high of `hair` (µg/g), `iq` (points a child) and `people` (added over places).

    `methylated` has country, low and high in kg, a row for each place; `sets` says whose
    parameters a country takes.
    """
    hair, points, low, high = [], [], 0.0, 0.0
    columns = (methylated[name] for name in ("country", "low", "high"))
    for country, least, most in zip(*columns, strict=True):
        own = sets[country]
        eaters = [_eater(known, own, habit, end) for habit in HABITS for end in (End.LOW, End.HIGH)]
        found = [one.hair_ug_g for one in eaters]
        hair += found
        per = [known.row("iq", own).span.at(end) for end in (End.LOW, End.HIGH)]
        points += [health.iq_points(value, per_ug_g=one) for value in found for one in per]
        low += min(_people(least, one, known, own, End.LOW) for one in eaters)
        high += max(_people(most, one, known, own, End.HIGH) for one in eaters)
    rows = [
        ("hair", min(hair), max(hair)),
        ("iq", min(points), max(points)),
        ("people", low, high),
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def none() -> pd.DataFrame:
    """Nothing was asked of health."""
    return pd.DataFrame(columns=list(COLUMNS)).astype({"low": float, "high": float})


def _eater(known: Parameters, own: str, habit: str, end: End) -> health.Eater:
    return health.Eater(
        fish_g_day=known.row(f"fish_{habit}", own).span.at(end),
        fish_mercury_ug_g=known.row("fish_mercury", own).span.at(end),
        weight_kg=known.row(f"weight_{habit}", own).span.at(end.other),
    )


def _people(kg: float, eater: health.Eater, known: Parameters, own: str, end: End) -> float:
    years = known.row("lifetime", own).span.at(end.other)
    return health.affected_people(
        kg * GRAMS,
        eater.intake_g(years),
        people_km2=known.row("people_km2", own).span.at(end),
        radius_km=known.row("radius_km", own).span.at(end),
    )
