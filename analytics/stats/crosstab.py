"""Whether two things go together more or less often than chance would have it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

FEWEST: Final = 5.0  # expected records below which a residual is no evidence (Cochran 1954)


@dataclass(frozen=True, slots=True, kw_only=True)
class Departure:
    """What two independent columns would give, and how far the counts are from it."""

    expected: NDArray[np.float64]  # from the sums of rows and columns
    residual: NDArray[np.float64]  # adjusted: about normal with unit variance, NaN where undefined
    cramers_v: float  # 0 no connection, 1 one tells the other; NaN below two rows or columns


def departure(counts: ArrayLike) -> Departure:
    """Expected counts and adjusted standardised residuals (Haberman 1973) of a table of counts."""
    observed = np.asarray(counts, float)
    total = observed.sum()
    rows, columns = observed.sum(axis=1, keepdims=True), observed.sum(axis=0, keepdims=True)
    with np.errstate(divide="ignore", invalid="ignore"):
        expected = rows * columns / total
        spread = np.sqrt(expected * (1 - rows / total) * (1 - columns / total))
        residual = np.where(spread > 0, (observed - expected) / spread, np.nan)
        terms = np.where(expected > 0, (observed - expected) ** 2 / expected, 0.0)
    sides = min((rows > 0).sum(), (columns > 0).sum()) - 1
    v = float(np.sqrt(terms.sum() / total / sides)) if sides > 0 else float("nan")
    return Departure(expected=expected, residual=residual, cramers_v=v)
