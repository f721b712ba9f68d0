"""Mann and Kendall's test: does a series rise or fall more often than chance would have it?"""

from __future__ import annotations

import math
from functools import cache
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]

MOST_EXACT: Final = 50  # longer series, and those with ties, take the normal approximation


def mann_kendall(series: Numbers, inflation: Numbers | None = None) -> tuple[Numbers, Numbers]:
    """S and the two-sided p of each row of `series`, in order of time and without gaps.

    Where the `inflation` of the variance of S is not 1, p is that of the normal approximation.
    """
    length = series.shape[1]
    first, second = np.triu_indices(length, 1)
    score = np.sign(series[:, second] - series[:, first]).sum(axis=1)
    sizes = [np.unique(row, return_counts=True)[1] for row in series]
    times = np.ones(len(series)) if inflation is None else inflation
    p = [_p(int(s), length, t, by) for s, t, by in zip(score, sizes, times, strict=True)]
    return score, np.array(p, dtype=float)


def _p(score: int, length: int, ties: NDArray[np.int64], inflation: float) -> float:
    if length <= MOST_EXACT and ties.max(initial=1) == 1 and inflation == 1:
        return _exact(abs(score), length)
    spread = length * (length - 1) * (2 * length + 5) - (ties * (ties - 1) * (2 * ties + 5)).sum()
    spread *= inflation
    if score == 0 or spread <= 0:
        return 1.0
    return math.erfc((abs(score) - 1) / math.sqrt(spread / 18) / math.sqrt(2))


@cache
def _exact(score: int, length: int) -> float:
    """The share of all orders of `length` values whose S is as far from 0."""
    if score == 0:
        return 1.0
    ways = _orders(length)
    pairs = length * (length - 1) // 2
    swapped = (pairs - score) // 2  # pairs that fall
    return min(1.0, 2.0 * float(ways[: swapped + 1].sum()))


@cache
def _orders(length: int) -> Numbers:
    """The share of orders with 0, 1, 2 … falling pairs."""
    ways = np.ones(1)
    for size in range(2, length + 1):
        ways = np.convolve(ways, np.full(size, 1.0 / size))
    return ways
