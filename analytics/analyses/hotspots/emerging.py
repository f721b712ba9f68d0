"""How the hot spots of each year add up to a course: new, growing, lasting, fading or fitful."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final

import numpy as np

from analytics.stats.kendall import mann_kendall

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]

FEWEST_YEARS: Final = 6
MOSTLY: Final = 0.9  # of the years
SURE: Final = 0.05  # p of a rise or fall


class Course(StrEnum):
    """What became of a hot spot; "" for what never was one."""

    NEW = "new"
    INTENSIFYING = "intensifying"
    PERSISTENT = "persistent"
    DIMINISHING = "diminishing"
    SPORADIC = "sporadic"
    CURRENT = "current"  # over all years together, but in none of them alone
    NEVER = ""


def courses(scores: Numbers, is_hot: NDArray[np.bool_], is_hot_now: NDArray[np.bool_]) -> list[str]:
    """The course of each cell from its Gi* and whether it was hot, both by cell and year."""
    count = is_hot.sum(axis=1)
    mostly = count >= MOSTLY * is_hot.shape[1]
    rise, p = np.zeros(len(scores)), np.ones(len(scores))
    if mostly.any():
        rise[mostly], p[mostly] = mann_kendall(scores[mostly])
    is_sure = p <= SURE
    return (
        np.select(
            [
                mostly & is_sure & (rise > 0),
                mostly & is_sure & (rise < 0),
                mostly,
                (count == 1) & is_hot[:, -1],
                count > 0,
                is_hot_now,
            ],
            [
                Course.INTENSIFYING,
                Course.DIMINISHING,
                Course.PERSISTENT,
                Course.NEW,
                Course.SPORADIC,
                Course.CURRENT,
            ],
            Course.NEVER,
        )
        .astype(str)
        .tolist()
    )
