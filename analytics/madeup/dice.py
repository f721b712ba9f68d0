"""Chance that falls the same way on every machine and with every version of numpy."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

UNIT: Final = 2.0**-53
MEAN_OF_FOUR: Final = 4 * 65_535 / 2
SD_OF_FOUR: Final = float(np.sqrt(4 * (65_536**2 - 1) / 12))


class Dice:
    """Numbers from a seed and a name; each name has a stream of its own.

    Only the raw bits of PCG64 are used: numpy promises never to change them, while it may
    change how its generators turn bits into normal values.
    """

    def __init__(self, seed: int, name: str) -> None:
        self._bits = np.random.PCG64(np.random.SeedSequence([seed, *name.encode()]))

    def between(self, low: float, high: float, count: int) -> NDArray[np.float64]:
        """`count` values spread evenly from `low` up to, not including, `high`."""
        return low + (high - low) * (self._raw(count) >> np.uint64(11)).astype(float) * UNIT

    def one(self, low: float = 0.0, high: float = 1.0) -> float:
        """One value spread evenly from `low` up to `high`."""
        return low + (high - low) * ((int(self._bits.random_raw()) >> 11) * UNIT)

    def bell(self, count: int) -> NDArray[np.float64]:
        """`count` values with mean 0 and standard deviation 1, none beyond 3.5."""
        fours = self._raw(count).view(np.uint16).reshape(count, 4).sum(axis=1, dtype=np.int64)
        return (fours - MEAN_OF_FOUR) / SD_OF_FOUR

    def pick(self, weights: Sequence[float]) -> int:
        """A position in `weights`, each as likely as its weight says."""
        bounds = list(accumulate(weights))
        return bisect_right(bounds, self.one(0.0, bounds[-1]))

    def _raw(self, count: int) -> NDArray[np.uint64]:
        return np.asarray(self._bits.random_raw(count), dtype=np.uint64)
