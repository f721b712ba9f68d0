"""How densely amounts lie around spots of a plane: a surface for looking, no test of anything."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]

LEAST_M, MOST_M = 1_000.0, 30_000.0  # bandwidths looked through (METHODS 7)
CANDIDATES: Final = 12
MOST_PAIRS: Final = 1_000_000  # of a spot left out and another one; more are drawn from
FEWEST_ASKED: Final = 100
NOTHING: Final = np.float32(30.0)  # e to the minus of this counts no more
TOGETHER: Final = 4_096  # spots laid over the lattice at once


@dataclass(frozen=True, slots=True, kw_only=True)
class Lattice:
    """Squares of `side_m`, in columns eastward and lines northward from a corner."""

    west_m: float
    south_m: float
    side_m: float
    columns: int
    lines: int

    @property
    def across_m(self) -> Numbers:
        """Edges between columns, and the two outer ones."""
        return np.asarray(self.west_m + self.side_m * np.arange(self.columns + 1.0))

    @property
    def along_m(self) -> Numbers:
        """Edges between lines, and the two outer ones."""
        return np.asarray(self.south_m + self.side_m * np.arange(self.lines + 1.0))


def spread(
    spots: Numbers, amounts: Numbers, land: Numbers, *, lattice: Lattice, bandwidth_m: float
) -> Numbers:
    """What each cell, by line and column, holds of the amounts: they add up to what was given.

    Every spot (metres east and north) gives to the land around it by a Gaussian kernel, integrated
    over each cell. What would fall beyond the land, whose share in each cell is `land`, is dealt
    to the land within reach in the same proportions. Each spot has land within reach.
    """
    found = np.zeros((lattice.lines, lattice.columns))
    for start in range(0, len(spots), TOGETHER):
        some = slice(start, start + TOGETHER)
        across = _held(spots[some, 0], lattice.across_m, bandwidth_m)
        along = _held(spots[some, 1], lattice.along_m, bandwidth_m)
        inside = ((along @ land) * across).sum(axis=1)
        found += along.T @ (across * (amounts[some] / inside)[:, None])
    return np.asarray(found * land)


def bandwidth_m(spots: Numbers, amounts: Numbers) -> float:
    """Between 1 and 30 km, the one under which the others best foretell each spot left out.

    Amounts are above 0; two spots at least. Of many spots some hundreds are left out in turn, in
    even steps of the amount.
    """
    from scipy.optimize import minimize_scalar

    apart = _apart(spots, amounts)
    steps = np.linspace(np.log(LEAST_M), np.log(MOST_M), CANDIDATES)
    told = [_told(apart, np.exp(step)) for step in steps]
    best = int(np.argmax(told))
    around = steps[max(best - 1, 0)], steps[min(best + 1, CANDIDATES - 1)]
    found = minimize_scalar(
        lambda step: -_told(apart, np.exp(step)),
        bounds=around,
        method="bounded",
        options={"xatol": 1e-3},
    )
    return float(np.exp(found.x if -found.fun > told[best] else steps[best]))


def likelihood(spots: Numbers, amounts: Numbers, bandwidth_m: float) -> float:
    """Mean logarithm of the density (per m²) the others foretell at each spot, by amount."""
    return _told(_apart(spots, amounts), bandwidth_m)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Apart:
    """What the likelihood of every bandwidth is made of."""

    # of each spot left out and each other one that may count, one spot after the other:
    beyond: NDArray[np.float32]  # half their squared distance, less that to the nearest; negative
    shares: NDArray[np.float32]  # of the amount, that of the other one
    first: NDArray[np.int64]  # where the pairs of each spot left out begin
    nearest: Numbers  # half the squared distance to the nearest other spot
    rest: Numbers  # share of all others
    weights: Numbers  # of each spot left out; they add up to 1


def _apart(spots: Numbers, amounts: Numbers) -> _Apart:
    asked, weights = _asked(amounts)
    shares = amounts / amounts.sum()
    beyond, others, nearest = [], [], np.empty(len(asked))
    for row, spot in enumerate(asked):
        half = ((spots - spots[spot]) ** 2).sum(axis=1) / 2
        half[spot] = np.inf
        nearest[row] = half.min()
        near = np.flatnonzero(half < nearest[row] + NOTHING * MOST_M**2)
        beyond.append((nearest[row] - half[near]).astype(np.float32))
        others.append(shares[near].astype(np.float32))
    size = [len(one) for one in beyond]
    return _Apart(
        beyond=np.concatenate(beyond),
        shares=np.concatenate(others),
        first=np.concatenate([[0], np.cumsum(size)[:-1]]).astype(np.int64),
        nearest=nearest,
        rest=1 - shares[asked],
        weights=weights,
    )


def _asked(amounts: Numbers) -> tuple[NDArray[np.int64], Numbers]:
    """The spots left out in turn, and what each counts."""
    most = max(FEWEST_ASKED, MOST_PAIRS // len(amounts))
    if len(amounts) <= most:
        return np.arange(len(amounts)), amounts / amounts.sum()
    ends = np.cumsum(amounts)
    marks = (np.arange(most) + 0.5) / most * ends[-1]
    asked, times = np.unique(np.searchsorted(ends, marks), return_counts=True)
    return asked.astype(np.int64), times / most


def _told(apart: _Apart, bandwidth_m: float) -> float:
    """The nearest spot is taken out of the sum, so that it stays above 0 however far that is."""
    square = bandwidth_m**2
    parts = np.exp(np.maximum(apart.beyond / np.float32(square), -NOTHING)) * apart.shares
    near = np.add.reduceat(parts, apart.first).astype(float)
    density = np.log(near / apart.rest) - apart.nearest / square
    return float(apart.weights @ (density - np.log(2 * np.pi * square)))


def _held(spots: Numbers, edges: Numbers, bandwidth_m: float) -> Numbers:
    """What of the kernel of each spot lies between one edge and the next."""
    from scipy.special import ndtr

    return np.diff(ndtr((edges[None, :] - spots[:, None]) / bandwidth_m), axis=1)
