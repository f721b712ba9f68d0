"""Intervals from the ranks of earlier errors alone: for long series only."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike


def quantile(scores: ArrayLike, level: float) -> float:
    """The error that a new one stays within at `level`; infinite where there are too few scores."""
    ordered = np.sort(np.asarray(scores, dtype=float))
    rank = math.ceil(round((len(ordered) + 1) * level, 10))
    return float(ordered[rank - 1]) if rank <= len(ordered) else math.inf
