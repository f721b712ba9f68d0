"""Where a series may have jumped: likely breaks, and single changes unlike all others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]

EDGE: Final = 3  # values on either side of a break
POSSIBLE: Final = 6.0
LIKELY: Final = 10.0
FEWEST_CHANGES: Final = 4
JUMP: Final = 0.10  # chance that the most unlike of all changes is so far off
LEAST: Final = 1e-12


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """The best place for a step: it lies before the value at `index`."""

    index: int  # -1 where there is no place for one
    gain: float  # how much the criterion of Schwarz (BIC) falls by it
    step: float  # its size, on the scale given
    squares_without: float
    squares_with: float


def cut(values: Numbers, *, is_trending: bool = True) -> Cut:
    """The step that explains most of `values` (without gaps), beside a trend unless told not to."""
    length = len(values)
    times = np.arange(length, dtype=float)
    plain = np.stack([np.ones(length), times] if is_trending else [np.ones(length)], axis=1)
    places = np.arange(EDGE, length - EDGE + 1)
    base = _left(values, plain)
    without = float(base @ base)
    if not len(places):
        return Cut(index=-1, gain=0.0, step=0.0, squares_without=without, squares_with=without)
    later = (times[:, None] >= places).astype(float)
    left = _left(later, plain)
    room = (left**2).sum(axis=0)
    size = (left.T @ base) / room
    squares = np.maximum(without - size**2 * room, 0.0)
    best = int(squares.argmin())
    terms = plain.shape[1] + 1
    return Cut(
        index=int(places[best]),
        gain=_schwarz(without, length, terms) - _schwarz(float(squares[best]), length, terms + 2),
        step=float(size[best]),
        squares_without=without,
        squares_with=float(squares[best]),
    )


def jumps(values: Numbers) -> dict[int, float]:
    """Changes to the value at an index that no other change resembles, with their chance.

    A change is compared with all others as normal, and its chance multiplied by their number.
    """
    from scipy.special import stdtr

    change = np.diff(values)
    known = np.flatnonzero(~np.isnan(change))
    count = len(known)
    if count <= FEWEST_CHANGES:
        return {}
    found = {}
    for place in known:
        others = change[known[known != place]]
        spread = max(float(others.std(ddof=1)), LEAST)
        off = (change[place] - others.mean()) / (spread * np.sqrt(1 + 1 / len(others)))
        chance = min(1.0, count * 2 * float(stdtr(len(others) - 1, -abs(off))))
        if chance <= JUMP:
            found[int(place) + 1] = chance
    return found


def _left(values: Numbers, plain: Numbers) -> Numbers:
    weights = np.linalg.lstsq(plain, values, rcond=None)[0]
    return values - plain @ weights


def _schwarz(squares: float, length: int, terms: int) -> float:
    return length * np.log(max(squares, LEAST) / length) + terms * np.log(length)
