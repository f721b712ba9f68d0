"""Regions that are the sum of their countries, in forecasts too."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Numbers = NDArray[np.float64]
    Flags = NDArray[np.bool_]

LEAST_WEIGHT: Final = 1e-9  # of the largest: what is quite sure gives way a little, too


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
    every = np.ones((1, len(own)), dtype=bool)
    moved = adjusted(own, weight[1:], sums=np.array([total]), sum_weights=weight[:1], of=every)
    return Reconciled(total=float(moved.sum()), parts=moved)


def adjusted(
    parts: Numbers, weights: Numbers, *, sums: Numbers, sum_weights: Numbers, of: Flags
) -> Numbers:
    """Parts moved so that they agree with `sums` of some of them (`of`: sums by parts).

    Sums of several levels at once: the squares of what each moves, over its weight, are the least
    there can be while all adds up (S (S'W⁻¹S)⁻¹ S'W⁻¹, solved for what is apart). None below 0.
    """
    if not len(sums):
        return parts
    most = max(float(weights.max(initial=0.0)), float(sum_weights.max(initial=0.0)))
    least = most * LEAST_WEIGHT or 1.0
    own, theirs = np.maximum(weights, least), np.maximum(sum_weights, least)
    belongs = of.astype(float)
    apart = sums - belongs @ parts
    moved: Numbers = np.linalg.solve((belongs * own) @ belongs.T + np.diag(theirs), apart)
    return np.maximum(parts + own * (belongs.T @ moved), 0.0)


def rescaled(median: Numbers, ends: Numbers, wanted: Numbers) -> Numbers:
    """Ends of an interval around `median`, moved in proportion to lie around `wanted`.

    Around a median of 0 there is no proportion: they move as far as it does.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(median > 0, ends * wanted / median, ends + wanted)
