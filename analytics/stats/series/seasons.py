"""What returns every year: a wave with one or two harmonics, taken only where it earns its place.

The wave is fitted to the changes of the logarithms, so that no trend passes for a season, and
fitted anew after every period: a forecast of the past knows no later season.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]
    Whole = NDArray[np.int64]

MOST_WAVES: Final = 2
LEAST_DROP: Final = 2.0  # of AICc, below which the simpler model stays
LEAST_YEARS: Final = 2
TINY: Final = 1e-12


@dataclass(frozen=True, slots=True, kw_only=True)
class Seasons:
    """The wave of each series after each period: series by periods (by terms)."""

    waves: Whole  # how many harmonics; 0 is no season
    weights: Numbers
    per_year: int

    def at(self, rows: Whole, ends: Whole, times: Whole) -> Numbers:
        """The wave as known after `ends` (one for each of `rows`), at `times`."""
        return self.weights[rows, ends] @ terms(times, self.per_year).T


def terms(times: Whole, per_year: int) -> Numbers:
    """Cosine and sine of each harmonic at each time; the one that is always 0 is left out."""
    waves = []
    for wave in range(1, MOST_WAVES + 1):
        angle = 2 * np.pi * wave * np.asarray(times) / per_year
        waves.append(np.cos(angle))
        if 2 * wave != per_year:
            waves.append(np.sin(angle))
    return np.stack(waves, axis=-1)


def seasons(series: Numbers, per_year: int) -> Seasons:
    """The season of each row (logarithms) after each column; none before two years are known."""
    length = series.shape[1]
    design, value, known = _changes(series, per_year)
    products = design[:, :, None] * design[:, None, :]
    crossed = np.cumsum(known[:, :, None, None] * products, axis=1)
    with_change = np.cumsum(value[:, :, None] * design, axis=1)
    squares = np.cumsum(value**2, axis=1)
    seen = np.cumsum(known, axis=1, dtype=np.int64)
    places = np.arange(1, length)  # of the last value known
    found = _chosen(
        crossed,
        with_change,
        squares,
        seen=seen,
        is_long=(places + 1 >= LEAST_YEARS * per_year)[None],
        per_year=per_year,
    )
    return Seasons(
        waves=np.pad(found.waves, ((0, 0), (1, 0))),
        weights=np.pad(found.weights, ((0, 0), (1, 0), (0, 0))),
        per_year=per_year,
    )


def of_all(series: Numbers, per_year: int) -> Seasons:
    """The season of each row after its last known value alone: rows by one (by terms)."""
    length = series.shape[1]
    design, value, known = _changes(series, per_year)
    crossed = np.einsum("rt,ti,tj->rij", known.astype(float), design, design, optimize=True)
    last = length - np.argmax(~np.isnan(series)[:, ::-1], axis=1)
    return _chosen(
        crossed[:, None],
        (value @ design)[:, None],
        (value**2).sum(axis=1)[:, None],
        seen=known.sum(axis=1)[:, None],
        is_long=(last >= LEAST_YEARS * per_year)[:, None],
        per_year=per_year,
    )


def _changes(series: Numbers, per_year: int) -> tuple[Numbers, Numbers, NDArray[np.bool_]]:
    """The terms of a change, every change (0 where unknown), and whether it is known."""
    design = np.diff(terms(np.arange(series.shape[1]), per_year), axis=0)
    design = np.concatenate([np.ones((len(design), 1)), design], axis=1)
    change = np.diff(series, axis=1)
    known = ~np.isnan(change)
    return design, np.where(known, change, 0.0), known


def _chosen(
    crossed: Numbers,
    with_change: Numbers,
    squares: Numbers,
    *,
    seen: Whole,
    is_long: NDArray[np.bool_],
    per_year: int,
) -> Seasons:
    """The number of harmonics whose criterion is least, where it falls enough; their weights."""
    waves = np.zeros(squares.shape, dtype=np.int64)
    width = with_change.shape[-1]
    weights = np.zeros((*squares.shape, width - 1))
    best = _criterion(_left(crossed, with_change, squares, 1)[0], seen, 2) - LEAST_DROP
    for wave in range(1, MOST_WAVES + 1):
        size = min(1 + 2 * wave, width)
        left, found = _left(crossed, with_change, squares, size)
        score = _criterion(left, seen, size + 1)
        is_better = is_long & (score < best)
        best = np.where(is_better, score, best)
        waves = np.where(is_better, wave, waves)
        padded = np.zeros(weights.shape)
        padded[:, :, : size - 1] = found[:, :, 1:]
        weights = np.where(is_better[:, :, None], padded, weights)
    return Seasons(waves=waves, weights=weights, per_year=per_year)


def _left(
    crossed: Numbers, with_change: Numbers, squares: Numbers, size: int
) -> tuple[Numbers, Numbers]:
    """Squares that the first `size` terms leave, and their weights."""
    matrix = crossed[:, :, :size, :size] + TINY * np.eye(size)
    right = with_change[:, :, :size]
    found: Numbers = np.linalg.solve(matrix, right[..., None])[..., 0].astype(np.float64)
    left: Numbers = np.maximum(squares - (found * right).sum(axis=2), TINY)
    return left, found


def _criterion(left: Numbers, seen: Whole, terms: int) -> Numbers:
    """Akaike's criterion for small samples; infinite where there are too few values."""
    room = seen - terms - 1
    with np.errstate(divide="ignore", invalid="ignore"):
        found = seen * np.log(left / seen) + 2 * terms + 2 * terms * (terms + 1) / room
    return np.where(room > 0, found, np.inf)
