"""Regions that are the sum of their countries, in forecasts too."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reconciled:
    """A total that is the sum of its parts."""

    total: float
    parts: Numbers


def reconciled(total: float, parts: ArrayLike, weights: ArrayLike | None = None) -> Reconciled:
    """Total and parts moved as little as need be; `weights` (the total's first) say who gives way.

    The larger its weight (the variance of its error), the further a number moves. None below 0.
    """
    own = np.asarray(parts, dtype=float)
    weight = np.ones(len(own) + 1) if weights is None else np.asarray(weights, dtype=float)
    moved = own + (total - own.sum()) * weight[1:] / weight.sum()
    moved = np.maximum(moved, 0.0)
    return Reconciled(total=float(moved.sum()), parts=moved)


def rescaled(median: Numbers, ends: Numbers, wanted: Numbers) -> Numbers:
    """Ends of an interval around `median`, moved in proportion to lie around `wanted`."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(median > 0, ends * wanted / median, np.nan)
