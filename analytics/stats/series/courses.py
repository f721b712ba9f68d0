"""What each simple model would have said after every period, on the scale of logarithms."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final

import numpy as np

from analytics.stats.series import smoothing

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]


class Part(StrEnum):
    """A model on its own."""

    NAIVE = "naive"  # the last value
    DRIFT = "drift"  # the line from the first value to the last, carried on
    SES = "ses"  # the smoothed level
    THETA = "theta"  # the level and half the fitted slope, which wears off
    THETA_LINE = "theta_line"  # the level and half the fitted slope
    HOLT = "holt"  # the level and a trend that wears off


DAMPING_YEAR: Final = 0.9
DAMPING_SEASON: Final = 0.97


def courses(
    series: Numbers, parts: Iterable[Part], horizon: int, *, damping: float
) -> dict[Part, Numbers]:
    """Series by last period known by step ahead, for each of `parts`.

    Rows begin with a known value; `damping` is that of the theta model.
    """
    wanted = set(parts)
    last = _carried(series)
    ahead = np.arange(1, horizon + 1)
    times = np.arange(1, series.shape[1] + 1)
    found: dict[Part, Numbers] = {}
    flat = np.zeros(horizon)
    if Part.NAIVE in wanted:
        found[Part.NAIVE] = last[:, :, None] + flat
    if Part.DRIFT in wanted:
        slope = (last - series[:, :1]) / np.maximum(times - 1, 1)
        found[Part.DRIFT] = last[:, :, None] + slope[:, :, None] * ahead
    if wanted & {Part.SES, Part.THETA, Part.THETA_LINE}:
        simple = smoothing.simple(series)
        found[Part.SES] = simple.level[:, :, None] + flat
        for part, phi in ((Part.THETA, damping), (Part.THETA_LINE, 1.0)):
            if part in wanted:
                found[part] = _theta(series, simple, phi, horizon)
    if Part.HOLT in wanted:
        trend = smoothing.damped(series)
        worn = np.cumsum(trend.damping[:, :, None] ** ahead, axis=2)
        found[Part.HOLT] = trend.level[:, :, None] + trend.slope[:, :, None] * worn
    return found


def _theta(series: Numbers, simple: smoothing.Level, phi: float, horizon: int) -> Numbers:
    times = np.arange(1, series.shape[1] + 1)
    ahead = np.cumsum(phi ** np.arange(1.0, horizon + 1))
    alpha = simple.alpha
    behind = (1 / alpha - 1) - (1 - alpha) ** times / alpha
    half = slopes(series) / 2
    return simple.level[:, :, None] + half[:, :, None] * (ahead + behind[:, :, None])


def slopes(series: Numbers) -> Numbers:
    """Least squares slope of each row against time, after each column; 0 after the first."""
    known = ~np.isnan(series)
    value = np.where(known, series - series[:, :1], 0.0)
    time = np.where(known, np.arange(series.shape[1], dtype=float), 0.0)
    parts = (known.astype(float), time, value, time * time, time * value)
    count, t, z, tt, tz = (np.cumsum(part, axis=1) for part in parts)
    spread = count * tt - t * t
    return np.divide(count * tz - t * z, spread, out=np.zeros(series.shape), where=spread > 0)


def _carried(series: Numbers) -> Numbers:
    """The last known value up to each column."""
    place = np.where(np.isnan(series), 0, np.arange(series.shape[1]))
    return np.take_along_axis(series, np.maximum.accumulate(place, axis=1), axis=1)
