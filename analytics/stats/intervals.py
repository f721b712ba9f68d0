"""How sure a share is, given how many records it is of."""

from __future__ import annotations

from statistics import NormalDist
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

LEVEL: Final = 0.95


def wilson(
    counts: ArrayLike, totals: ArrayLike, *, level: float = LEVEL
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Wilson's score interval of the shares `counts / totals`: lower and upper ends, 0 to 1.

    NaN where the total is 0: of nothing there is no share.
    """
    found, of = np.broadcast_arrays(np.asarray(counts, float), np.asarray(totals, float))
    z = NormalDist().inv_cdf((1 + level) / 2)
    with np.errstate(divide="ignore", invalid="ignore"):
        share = found / of
        middle = (share + z**2 / (2 * of)) / (1 + z**2 / of)
        half = z / (1 + z**2 / of) * np.sqrt(share * (1 - share) / of + z**2 / (4 * of**2))
    low, high = middle - half, middle + half
    low, high = np.where(found == 0, 0.0, low), np.where(found == of, 1.0, high)
    return np.where(of > 0, low, np.nan), np.where(of > 0, high, np.nan)
