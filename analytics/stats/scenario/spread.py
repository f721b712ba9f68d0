"""A number that is not known exactly: its least, likeliest and greatest value (PERT)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]

WEIGHT: Final = 4.0  # of the likeliest value beside the two ends
UNLIKELY: Final = (0.1, 0.9)  # the shares a tornado looks at


@dataclass(frozen=True, slots=True)
class Spread:
    """Values from `low` to `high`, most of them near `mode`; certain where all three are one."""

    low: float
    mode: float
    high: float

    @classmethod
    def certain(cls, value: float) -> Spread:
        """One value and no other."""
        return cls(value, value, value)

    @property
    def is_certain(self) -> bool:
        """Whether there is nothing to draw."""
        return self.low == self.high

    @property
    def mean(self) -> float:
        """The average value."""
        return (self.low + WEIGHT * self.mode + self.high) / (WEIGHT + 2)

    @property
    def shape(self) -> tuple[float, float]:
        """Both exponents of the beta distribution between the ends; of a certain value (1, 1)."""
        if self.is_certain:
            return 1.0, 1.0
        width = self.high - self.low
        return (
            1 + WEIGHT * (self.mode - self.low) / width,
            1 + WEIGHT * (self.high - self.mode) / width,
        )

    @property
    def variance(self) -> float:
        """The square of the standard deviation."""
        alpha, beta = self.shape
        whole = alpha + beta
        return (self.high - self.low) ** 2 * alpha * beta / (whole**2 * (whole + 1))

    def below(self, shares: Numbers) -> Numbers:
        """The values that these shares of all draws stay below; of a certain one itself."""
        if self.is_certain:
            return np.full(np.shape(shares), self.mode)
        from scipy.special import betaincinv

        inside = betaincinv(*self.shape, shares)
        return np.asarray(self.low + (self.high - self.low) * inside)
