"""When no forecast is drawn, how far ahead one reaches, and how much it is worth."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final

import numpy as np

from analytics.stats.series.models import Step

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]
    Whole = NDArray[np.int64]

FEWEST: Final = 6  # known values
BOTH_BANDS: Final = 10  # with fewer only the band of 80 % is shown
MOST_ZEROS: Final = 0.30
MOST_MISSING: Final = 0.25
MOST_RATIO: Final = 6.0  # of the upper to the lower end of the band of 80 %
OLDEST: Final = 2  # periods since the last known value
AFTER_BREAK: Final = 3  # known values
FURTHEST: Final = {Step.YEAR: 5, Step.QUARTER: 8, Step.MONTH: 12}
NO_SKILL: Final = 0.05  # no better than no change


class Refusal(StrEnum):
    """Why a series has no forecast."""

    NONE = ""
    FEW = "few"
    ZEROS = "zeros"
    MISSING = "missing"
    OLD = "old"  # the last value is long ago
    METHOD = "method"  # too little since the method of measuring changed
    BREAK = "break"  # too little since a break
    EXACT = "exact"  # earlier forecasts were never off: nobody knows how far the next may be
    WIDE = "wide"  # the interval is too wide even one step ahead


class Grade(StrEnum):
    """What a forecast is worth, the best first; a design choice, see METHOD.md."""

    A = "A"
    B = "B"
    C = "C"


def furthest(known: int | Whole, step: Step) -> Whole:
    """Steps ahead that a series of so many known values allows."""
    return np.minimum(np.asarray(known) // 2, FURTHEST[step])


def refusals(values: Numbers, lengths: Whole, age: Whole) -> NDArray[np.str_]:
    """The reason for each series (from its first known value on), "" where there is none.

    `age` counts the periods between its last known value and the last period of all.
    """
    within = np.arange(values.shape[1]) < lengths[:, None]
    known = (~np.isnan(values) & within).sum(axis=1)
    zeros = ((values == 0) & within).sum(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        is_empty = zeros / known > MOST_ZEROS
        is_holed = 1 - known / lengths > MOST_MISSING
    found = np.full(len(values), str(Refusal.NONE), dtype="U8")
    for rule, reason in (
        (age > OLDEST, Refusal.OLD),
        (is_empty, Refusal.ZEROS),
        (is_holed, Refusal.MISSING),
        (known < FEWEST, Refusal.FEW),
    ):
        found[rule] = str(reason)
    return found


def grades(ratio: Numbers, known: Whole, skill: Numbers) -> NDArray[np.str_]:
    """The grade of each step of each series, "" where the interval is too wide for any."""
    many, better = known[:, None], skill[:, None]
    found = np.full(ratio.shape, "", dtype="U1")
    for grade, rule in (
        (Grade.C, (many >= FEWEST) & (ratio <= MOST_RATIO)),
        (Grade.B, (many >= BOTH_BANDS) & (ratio <= 3)),  # noqa: PLR2004 - METHODS 1.6
        (Grade.A, (many >= 15) & (better > 0.10) & (ratio <= 2)),  # noqa: PLR2004 - as above
    ):
        found[rule] = str(grade)
    return found
