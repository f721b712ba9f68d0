"""What this question cannot be answered for, each with the way out."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Final

import numpy as np
import shapely

from analytics.core.errors import OrewatchError
from analytics.stats.shape.reach import FARTHEST_LAT

LEAST_KM: Final = 0.1
MOST_KM: Final = 100.0
MOST_RADII: Final = 6
KM: Final = 1_000.0
DEGREE_M: Final = 111_000.0


class ExposureError(OrewatchError):
    """A question that has no answer; the text is one sentence and what to do."""

    folder = Path(__file__).parent


def radii_km(text: str) -> tuple[float, ...]:
    """The radii as numbers, from the smallest to the largest."""
    try:
        given = {float(part) for part in text.replace(";", ",").split(",") if part.strip()}
    except ValueError:
        given = set()
    fits = all(math.isfinite(km) and LEAST_KM <= km <= MOST_KM for km in given)
    if not given or len(given) > MOST_RADII or not fits:
        raise ExposureError(
            "exposure-radii",
            value=text[:40],
            low=f"{LEAST_KM:g}",
            high=f"{MOST_KM:g}",
            most=MOST_RADII,
        )
    return tuple(sorted(given))


def check_poles(shapes: np.ndarray[tuple[int], np.dtype[np.object_]], reach_km: float) -> None:
    """Refuse sites so near to a pole that distances on a map mean nothing."""
    bounds = shapely.bounds(shapes)
    farthest = np.abs(bounds[:, [1, 3]]).max(axis=1) + reach_km * KM / DEGREE_M
    count = int((farthest > FARTHEST_LAT).sum())
    if count:
        raise ExposureError("exposure-pole", count=count, lat=f"{FARTHEST_LAT:g}")
