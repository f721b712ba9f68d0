"""Where to cut a row of numbers so that each piece is as alike within as it can be."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]
    Whole = NDArray[np.int64]


def natural(values: Numbers, classes: int) -> Numbers:
    """The upper ends of Fisher's natural classes: the least squares within, exactly.

    No more classes than there are different values; the same for any order of the values. The
    best cut moves on with the values, so that each step looks only between its neighbours'.
    """
    distinct, counts = np.unique(values, return_counts=True)
    spread = max(float(np.ptp(distinct)), np.finfo(float).tiny)
    sums = _sums((distinct - distinct.mean()) / spread, counts.astype(float))
    count = min(classes, len(distinct))
    last = np.arange(len(distinct))
    least, cuts = _within(sums, np.zeros(len(distinct), dtype=np.int64), last), []
    for _ in range(1, count):
        least, cut = _best_cuts(sums, least)
        cuts.append(cut)
    end, ends = len(distinct) - 1, [len(distinct) - 1]
    for cut in reversed(cuts):
        end = int(cut[end]) - 1
        ends.append(end)
    return distinct[ends[::-1]]


def _sums(distinct: Numbers, counts: Numbers) -> tuple[Numbers, Numbers, Numbers]:
    """Running counts, sums and squares, each from 0 on."""
    parts = (counts, counts * distinct, counts * distinct**2)
    return tuple(np.concatenate([[0.0], np.cumsum(part)]) for part in parts)  # type: ignore[return-value]  # three


def _within(sums: tuple[Numbers, Numbers, Numbers], first: Whole, last: Whole) -> Numbers:
    """Squared distances from their mean of all values from `first` to `last`, both included."""
    count, total, squares = (part[last + 1] - part[first] for part in sums)
    return np.maximum(squares - total**2 / np.maximum(count, 1.0), 0.0)


def _best_cuts(
    sums: tuple[Numbers, Numbers, Numbers], before: Numbers
) -> tuple[Numbers, NDArray[np.int64]]:
    """With one class more: the least squares up to each value, and where its last class begins."""
    size = len(before)
    least, cut = np.full(size, np.inf), np.zeros(size, dtype=np.int64)
    step = 1 << (size.bit_length() - 1)
    while step:  # first the middle, then the middles of the halves, each between those known
        ends = np.arange(step - 1, size, 2 * step)
        low = np.where(ends >= step, cut[ends - step], 1)
        high = np.where(ends + step < size, cut[np.minimum(ends + step, size - 1)], ends)
        least[ends], cut[ends] = _best_between(sums, before, ends, low, high)
        step //= 2
    return least, cut


def _best_between(
    sums: tuple[Numbers, Numbers, Numbers], before: Numbers, ends: Whole, low: Whole, high: Whole
) -> tuple[Numbers, Whole]:
    """For each end the first of the best beginnings from `low` to `high`; none below 1."""
    low, high = np.maximum(low, 1), np.minimum(high, ends)
    counts = np.maximum(high - low + 1, 1)
    starts = np.concatenate([[0], np.cumsum(counts)[:-1]])
    begin = np.arange(counts.sum()) - np.repeat(starts - low, counts)
    end = np.repeat(ends, counts)
    squares = np.full(len(begin), np.inf)
    has_any = begin <= end
    squares[has_any] = before[begin[has_any] - 1] + _within(sums, begin[has_any], end[has_any])
    best = np.minimum.reduceat(squares, starts)
    places = np.where(squares == np.repeat(best, counts), np.arange(len(squares)), len(squares))
    return best, begin[np.minimum.reduceat(places, starts)]
