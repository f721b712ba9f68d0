"""Whether many series rise or fall, how fast, and how sure that is."""

from __future__ import annotations

from dataclasses import dataclass, fields
from statistics import NormalDist
from typing import TYPE_CHECKING, Final

import numpy as np

from analytics.stats.kendall import mann_kendall
from analytics.stats.multiple import benjamini_hochberg

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]
    Flags = NDArray[np.bool_]

FEWEST: Final = 4  # known values that a test takes
CORRECTED: Final = 12  # from so many on autocorrelation can be assessed
LEVEL: Final = 0.95
Z: Final = NormalDist().inv_cdf((1 + LEVEL) / 2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Slopes:
    """One number for each series; NaN where it cannot be told."""

    known: NDArray[np.int64]
    score: Numbers  # Mann and Kendall's S
    p: Numbers
    q: Numbers  # after Benjamini and Hochberg, over all series
    is_corrected: Flags  # for autocorrelation, after Hamed and Rao
    slope: Numbers  # Sen's, hectares a period, with its interval of 95 %
    slope_low: Numbers
    slope_high: Numbers
    growth: Numbers  # share a period, from Sen's slope of the logarithms; NaN with a 0
    growth_low: Numbers
    growth_high: Numbers
    doubling: Numbers  # periods; below 0 halves in so many; NaN unless growth is sure


def slopes(values: Numbers) -> Slopes:
    """Tests and slopes of the rows of `values`, columns in order of time, NaN where unknown."""
    count = len(values)
    names = [each.name for each in fields(Slopes)]
    found = {name: np.full(count, np.nan) for name in names}
    found["known"] = (~np.isnan(values)).sum(axis=1)
    found["is_corrected"] = np.zeros(count, dtype=bool)
    for rows, time in alike(values):
        if len(time) < FEWEST:
            continue
        own = values[np.ix_(rows, time)]
        times = time.astype(float)
        slope, low, high = sen(own, times)
        by = inflation(own, times, slope)
        found["score"][rows], found["p"][rows] = mann_kendall(own, by)
        found["is_corrected"][rows] = by != 1
        found["slope"][rows], found["slope_low"][rows] = slope, low
        found["slope_high"][rows] = high
        grows = rows[(own > 0).all(axis=1)]
        if len(grows):
            logs = sen(np.log(values[np.ix_(grows, time)]), times)
            for name, each in zip(("growth", "growth_low", "growth_high"), logs, strict=True):
                found[name][grows] = np.expm1(each)
            is_sure = (logs[1] > 0) | (logs[2] < 0)
            with np.errstate(divide="ignore"):
                found["doubling"][grows] = np.where(is_sure, np.log(2) / logs[0], np.nan)
    found["q"] = benjamini_hochberg(found["p"])
    return Slopes(**found)  # type: ignore[arg-type]  # one array for each name


def sen(values: Numbers, times: Numbers) -> tuple[Numbers, Numbers, Numbers]:
    """The median of all slopes between two values of a row, and the interval of 95 %."""
    first, second = np.triu_indices(len(times), 1)
    each = np.sort((values[:, second] - values[:, first]) / (times[second] - times[first]), axis=1)
    number, length = each.shape[1], len(times)
    spread = np.full(len(values), float(length * (length - 1) * (2 * length + 5)))
    for row, own in enumerate(values):
        ties = np.unique(own, return_counts=True)[1]
        spread[row] -= (ties * (ties - 1) * (2 * ties + 5)).sum()
    half = Z * np.sqrt(np.maximum(spread, 0.0) / 18)
    low = np.clip(np.round((number - half) / 2).astype(int) - 1, 0, number - 1)
    high = np.clip(np.round((number + half) / 2).astype(int), 0, number - 1)
    rows = np.arange(len(values))
    return np.median(each, axis=1), each[rows, low], each[rows, high]


def inflation(values: Numbers, times: Numbers, slope: Numbers) -> Numbers:
    """How many times as uncertain S is for autocorrelation, after Hamed and Rao; else 1.

    Only from 12 values on, and only where neighbours are significantly correlated.
    """
    length = len(times)
    if length < CORRECTED:
        return np.ones(len(values))
    ranks = (values - slope[:, None] * times).argsort(axis=1).argsort(axis=1).astype(float)
    ranks -= ranks.mean(axis=1, keepdims=True)
    whole = (ranks**2).sum(axis=1)
    bound = Z / np.sqrt(length)
    added, first = np.zeros(len(values)), np.zeros(len(values))
    for lag in range(1, length):
        alike = (ranks[:, lag:] * ranks[:, :-lag]).sum(axis=1) / whole
        first = alike if lag == 1 else first
        left = length - lag
        added += np.where(np.abs(alike) > bound, left * (left - 1) * (left - 2) * alike, 0.0)
    times_more = 1 + 2 / (length * (length - 1) * (length - 2)) * added
    is_sure = (np.abs(first) > bound) & (times_more > 0)
    return np.where(is_sure, times_more, 1.0)


def alike(values: Numbers) -> Iterator[tuple[NDArray[np.intp], NDArray[np.intp]]]:
    """Rows that are known at the same times, and these times."""
    known = ~np.isnan(values)
    patterns, which = np.unique(known, axis=0, return_inverse=True)
    for place, pattern in enumerate(patterns):
        yield np.flatnonzero(which.ravel() == place), np.flatnonzero(pattern)
