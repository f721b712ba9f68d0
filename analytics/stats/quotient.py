"""Location quotients: how much of a thing a class holds beside how much of the ground it is.

The quotient of a class is its share of the mining over its share of the ground. Mines stand close
together, so its interval comes from drawing whole blocks of ground anew, not single mines.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]

DRAWS: Final = 999
LEVEL: Final = 0.95
FEWEST_MINED: Final = 10  # blocks that hold mining; with fewer there is no interval at all
FEWEST_OF_CLASS: Final = 5  # blocks that hold ground of a class; with fewer none for that class
AT_ONCE: Final = 100  # draws held in memory together


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotients:
    """By class; NaN where a class has no ground, and for ends that cannot be told."""

    value: Numbers
    low: Numbers
    high: Numbers


def quotients(mined: Numbers, ground: Numbers, *, seed: int) -> Quotients:
    """The quotient of each class (columns) from blocks of ground (rows), and its 95 % interval.

    Whole blocks are drawn with replacement, as many as there are, 999 times. A class without
    mining has the quotient 0 and no interval: draws of none are none.
    """
    value = _quotient(mined.sum(axis=0, keepdims=True), ground.sum(axis=0, keepdims=True))[0]
    none = np.full(mined.shape[1], np.nan)
    if not is_enough(mined):
        return Quotients(value=value, low=none, high=none)
    drawn = _drawn(mined, ground, np.random.default_rng(np.random.SeedSequence(seed)))
    low, high = none.copy(), none.copy()
    told = (np.count_nonzero(ground > 0, axis=0) >= FEWEST_OF_CLASS) & (mined.sum(axis=0) > 0)
    tail = _tail(int(np.count_nonzero(mined.sum(axis=1) > 0)))
    ends = [tail, 1 - tail]
    low[told], high[told] = np.nanquantile(drawn[:, told], ends, axis=0)
    return Quotients(value=value, low=low, high=high)


def is_enough(mined: Numbers) -> bool:
    """Whether so many blocks hold mining that drawing among them says something."""
    return bool(np.count_nonzero(mined.sum(axis=1) > 0) >= FEWEST_MINED)


def _tail(blocks: int) -> float:
    """The part of the draws beyond each end: less than 2.5 % where few blocks hold mining.

    Percentiles of a bootstrap of few are too narrow by what Student's t is wider than the normal
    distribution, and by the divisor of the variance (Hesterberg 2015).
    """
    from scipy import stats

    wide = stats.t.ppf((1 + LEVEL) / 2, blocks - 1) * np.sqrt(blocks / (blocks - 1))
    return float(stats.norm.sf(wide))


def _drawn(mined: Numbers, ground: Numbers, dice: np.random.Generator) -> Numbers:
    """The quotients of every draw."""
    blocks, found = len(mined), []
    for start in range(0, DRAWS, AT_ONCE):
        count = min(AT_ONCE, DRAWS - start)
        picked = dice.integers(0, blocks, size=(count, blocks))
        picked += blocks * np.arange(count)[:, None]
        times = np.bincount(picked.ravel(), minlength=count * blocks).reshape(count, blocks)
        found.append(_quotient(times @ mined, times @ ground))
    return np.concatenate(found)


def _quotient(mined: Numbers, ground: Numbers) -> Numbers:
    with np.errstate(divide="ignore", invalid="ignore"):
        of_mined = mined / mined.sum(axis=1, keepdims=True)
        of_ground = ground / ground.sum(axis=1, keepdims=True)
        return np.where(of_ground > 0, of_mined / of_ground, np.nan)
