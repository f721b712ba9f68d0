"""Where series may have jumped: likely breaks, and single changes unlike all others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]
    Whole = NDArray[np.int64]

EDGE: Final = 3  # values on either side of a break
POSSIBLE: Final = 6.0
LIKELY: Final = 10.0
FEWEST_CHANGES: Final = 5
JUMP: Final = 0.10  # chance that the most unlike of all changes is so far off
LEAST: Final = 1e-12


@dataclass(frozen=True, slots=True, kw_only=True)
class Cuts:
    """The best place for a step in each series: before the value at `index`."""

    index: Whole  # -1 where there is no place for one
    gain: Numbers  # how much the criterion of Schwarz (BIC) falls by it
    step: Numbers  # its size, on the scale given
    squares_without: Numbers
    squares_with: Numbers


def cuts(values: Numbers, *, is_trending: bool = True) -> Cuts:
    """The step that explains most of each row (no gaps), beside a trend unless told not to."""
    count, length = values.shape
    times = np.arange(length, dtype=float)
    plain = np.stack([np.ones(length), times] if is_trending else [np.ones(length)], axis=1)
    places = np.arange(EDGE, length - EDGE + 1)
    base = _left(values.T, plain)
    without = (base**2).sum(axis=0)
    if not len(places):
        nothing = np.zeros(count)
        none = np.full(count, -1)
        return Cuts(
            index=none, gain=nothing, step=nothing, squares_without=without, squares_with=without
        )
    left = _left((times[:, None] >= places).astype(float), plain)
    room = (left**2).sum(axis=0)
    size = (base.T @ left) / room
    squares = np.maximum(without[:, None] - size**2 * room, 0.0)
    best, rows = squares.argmin(axis=1), np.arange(count)
    terms, least = plain.shape[1] + 1, squares[rows, best]
    return Cuts(
        index=places[best],
        gain=_schwarz(without, length, terms) - _schwarz(least, length, terms + 2),
        step=size[rows, best],
        squares_without=without,
        squares_with=least,
    )


def jumps(values: Numbers) -> Numbers:
    """The chance of each value's change from the one before (rows without gaps), 1 for the first.

    A change is compared with all others as normal, and its chance multiplied by their number.
    All 1 with fewer than five changes.
    """
    from scipy.special import stdtr

    chance = np.ones(values.shape)
    change = np.diff(values, axis=1)
    count = change.shape[1]
    if count < FEWEST_CHANGES:
        return chance
    others = count - 1
    mean = (change.sum(axis=1, keepdims=True) - change) / others
    squares = (change**2).sum(axis=1, keepdims=True) - change**2 - others * mean**2
    spread = np.sqrt(np.maximum(squares, LEAST) / (others - 1))
    off = np.abs(change - mean) / (spread * np.sqrt(1 + 1 / others))
    chance[:, 1:] = np.minimum(1.0, 2 * count * stdtr(others - 1, -off))
    return chance


def _left(values: Numbers, plain: Numbers) -> Numbers:
    """What each column keeps beside the terms in `plain`."""
    weights = np.linalg.lstsq(plain, values, rcond=None)[0]
    return values - plain @ weights


def _schwarz(squares: Numbers, length: int, terms: int) -> Numbers:
    return length * np.log(np.maximum(squares, LEAST) / length) + terms * np.log(length)
