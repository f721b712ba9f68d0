"""Getis and Ord's Gi*: where high values lie next to high values, and how sure that is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]
    Whole = NDArray[np.int64]

SAME: Final = 1e-9  # of the largest sum: sums closer than this are alike but for arithmetic


def g_star(values: Numbers, neighbours: Whole) -> Numbers:
    """Gi* of each cell as a standard score, the cell itself included, every weight 1.

    `neighbours` are as `neighbours.queen` gives them. NaN where all values are alike.
    """
    count = len(values)
    spread = values.std()  # of the population
    if not spread > SAME * np.abs(values).max(initial=0.0):
        return np.full(count, np.nan)
    weight = 1.0 + (neighbours < count).sum(axis=1)
    total = values + _sums(values, neighbours)
    room = np.sqrt(np.maximum(count * weight - weight**2, 0.0) / (count - 1))
    with np.errstate(divide="ignore", invalid="ignore"):  # a cell next to all others has no room
        scores = (total - values.mean() * weight) / (spread * room)
    return np.where(room > 0, scores, np.nan)


def draws(count: int, most: int, permutations: int, random: np.random.Generator) -> Whole:
    """Who stands in for the neighbours: for each permutation `most` of the `count - 1` others.

    Without repetition and in random order, by Floyd's method: each start of a row is a fair
    draw too, so that one set of draws serves cells with more and with fewer neighbours.
    """
    others = count - 1
    rows = np.empty((permutations, most), dtype=np.int64)
    for place, top in enumerate(range(others - most, others)):
        drawn = random.integers(0, top + 1, size=permutations)
        is_taken = (rows[:, :place] == drawn[:, None]).any(axis=1)
        rows[:, place] = np.where(is_taken, top, drawn)
    return random.permuted(rows, axis=1)


def upper_p(values: Numbers, neighbours: Whole, drawn: Whole) -> Numbers:
    """How often chance alone gives a cell neighbours with as much: (1 + times) / (1 + draws).

    Conditional: the cell keeps its own value, the others change places. One-sided, for high
    values. All cells share the draws (`draws`), as in PySAL. A draw that meets the cell itself
    takes the last cell in its stead, and only these few sums are made again cell by cell.
    """
    count, (times, most) = len(values), drawn.shape
    degree = (neighbours < count).sum(axis=1)
    least = _sums(values, neighbours)
    least = least - SAME * max(1e-300, np.abs(values).max(initial=0.0) * most)
    sums = np.zeros((times, most + 1))
    np.cumsum(values[drawn], axis=1, out=sums[:, 1:])
    reached = np.zeros(count)
    for size in np.unique(degree):
        here = degree == size
        ranked = np.sort(sums[:, size])
        reached[here] = times - np.searchsorted(ranked, least[here])
    cell = drawn.ravel()
    place = np.tile(np.arange(most), times)
    meets = np.flatnonzero(place < degree[cell])
    cell, base = cell[meets], sums[meets // most, degree[cell[meets]]]
    instead = base - values[cell] + values[-1]
    change = (instead >= least[cell]).astype(float) - (base >= least[cell])
    reached += np.bincount(cell, weights=change, minlength=count)
    return (1.0 + reached) / (1.0 + times)


def _sums(values: Numbers, neighbours: Whole) -> Numbers:
    return np.append(values, 0.0)[neighbours].sum(axis=1)
