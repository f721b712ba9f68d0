"""What is noted about a made-up site, with the gaps real registers have."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import numpy as np

from analytics.core import schema
from analytics.madeup.dice import Dice
from analytics.madeup.sites import YEARS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analytics.madeup.sites import Record

SUBSTANCES: Final = {"gold": 0.70, "tin": 0.12, "diamond": 0.08, "coltan": 0.05}  # rest not noted
RIVER_METHODS: Final = {"alluvial": 0.66, "dredge": 0.18, "hydraulic": 0.16}
PIT_METHODS: Final = {"open_pit": 0.52, "hydraulic": 0.30, "underground": 0.18}
CONTAMINANTS: Final = {
    "gold": {
        "mercury; sediment": 0.52,
        "mercury": 0.26,
        "cyanide; sediment": 0.08,
        "sediment": 0.14,
    },
    "": {"sediment": 0.74, "hydrocarbons; sediment": 0.18, "acid_drainage": 0.08},
}
LEVELS: Final = ("low", "medium", "high", "very_high")
LEVEL_FROM_HA: Final = (3.0, 9.0, 22.0)  # of new mining
GAPS: Final = {
    schema.NAME: 0.05,
    schema.METHOD: 0.08,
    schema.CONTAMINANT: 0.15,
    schema.IMPACT_LEVEL: 0.06,
    schema.POLLUTION_LEVEL: 0.12,
    schema.STATUS: 0.04,
    schema.CONFIDENCE: 0.03,
}
ACTIVE: Final = {0: 0.88, 1: 0.70, 2: 0.52}  # share still active, by years since
OLD_ACTIVE: Final = 0.30
LEAST_CONFIDENCE: Final = 0.30


def noted(seed: int, records: Sequence[Record]) -> dict[str, list[str | None] | list[float]]:
    """Values by column, in the order of `records`; what belongs to a site recurs with it."""
    dice, first = Dice(seed, "noted of sites"), {one.site: one for one in reversed(records)}
    by_site = {site: _of_site(dice, first[site]) for site in sorted(first)}
    of_sites = [by_site[record.site] for record in records]
    dice = Dice(seed, "noted of records")
    of_records = [_of_record(dice, record, by_site[record.site]) for record in records]
    columns: dict[str, list[str | None] | list[float]] = {
        column: [one[column] for one in of_sites] for column in of_sites[0]
    }
    columns |= {column: [one[column] for one in of_records] for column in of_records[0]}
    dice = Dice(seed, "confidence")
    return columns | {schema.CONFIDENCE: [_confidence(dice) for _ in records]}


def _of_site(dice: Dice, record: Record) -> dict[str, str | None]:
    """What does not change over the years."""
    substance = _share(dice, SUBSTANCES)
    method = _share(dice, RIVER_METHODS if record.is_along_river else PIT_METHODS)
    contaminant = _share(dice, CONTAMINANTS.get(substance or "", CONTAMINANTS[""]))
    return _with_gaps(
        dice,
        {
            schema.NAME: f"Sample site {record.site:03d}",
            schema.SUBSTANCE: substance,
            schema.METHOD: method,
            schema.CONTAMINANT: contaminant,
        },
    )


def _of_record(dice: Dice, record: Record, site: dict[str, str | None]) -> dict[str, str | None]:
    """What is noted anew each year."""
    impact = sum(record.size_ha >= bound for bound in LEVEL_FROM_HA)
    dirty = "mercury" in (site[schema.CONTAMINANT] or "")
    pollution = min(max(impact + dirty + int(dice.one(-1, 2)), 0), len(LEVELS) - 1)
    is_active = dice.one() < ACTIVE.get(YEARS[-1] - record.year, OLD_ACTIVE)
    stopped = "abandoned" if dice.one() < 0.6 else "inactive"  # noqa: PLR2004 - share of the stopped
    return _with_gaps(
        dice,
        {
            schema.IMPACT_LEVEL: LEVELS[impact],
            schema.POLLUTION_LEVEL: LEVELS[pollution],
            schema.STATUS: "active" if is_active else stopped,
        },
    )


def _confidence(dice: Dice) -> float:
    """Two decimals, most of them high; NaN where none is stated."""
    if dice.one() < GAPS[schema.CONFIDENCE]:
        return float("nan")
    return round(LEAST_CONFIDENCE + (1 - LEAST_CONFIDENCE) * float(np.sqrt(dice.one())), 2)


def _share(dice: Dice, shares: dict[str, float]) -> str | None:
    """One of the values, or None for what is left to 1."""
    at = dice.pick([*shares.values(), max(0.0, 1 - math.fsum(shares.values()))])
    return [*shares, None][at]


def _with_gaps(dice: Dice, values: dict[str, str | None]) -> dict[str, str | None]:
    return {
        column: None if dice.one() < GAPS.get(column, 0.0) else value
        for column, value in values.items()
    }
