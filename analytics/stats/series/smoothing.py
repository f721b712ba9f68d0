"""Exponential smoothing of many series at once, fitted anew after every period.

One pass through time follows every series under every setting of a grid. The setting with the
least squared errors so far is known after each period, so that what would have been forecast at
any earlier time costs nothing more. A missing value leaves no error and moves no level.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]

ALPHAS: Final = tuple(step / 20 for step in range(1, 21))
HOLT: Final = tuple(product((0.1, 0.3, 0.5, 0.7, 0.9, 1.0), (0.05, 0.2, 0.5), (0.8, 0.9, 0.98)))
BLOCK: Final = 512  # series followed together: their grid stays in the cache of the processor
START: Final = 3  # steps over which the first trend is taken


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """Simple smoothing after each period: series by periods."""

    level: Numbers
    alpha: Numbers


@dataclass(frozen=True, slots=True, kw_only=True)
class Trend:
    """Smoothing with a damped trend after each period: series by periods."""

    level: Numbers
    slope: Numbers
    damping: Numbers


def simple(series: Numbers) -> Level:
    """The level of each row after each column, by the weight that erred least so far."""
    weight = np.array(ALPHAS)[:, None]
    level, alpha = np.empty(series.shape), np.empty(series.shape)
    for rows in _blocks(len(series)):
        values = series[rows].T
        state = np.repeat(values[:1], len(weight), axis=0)
        squares, here = np.zeros(state.shape), np.arange(values.shape[1])
        for time, value in enumerate(values):
            error = _error(value, state)
            squares += error * error
            state += weight * error
            best = squares.argmin(axis=0)
            level[rows, time], alpha[rows, time] = state[best, here], weight[best, 0]
    return Level(level=level, alpha=alpha)


def damped(series: Numbers) -> Trend:
    """Level and trend of each row after each column; of use from the fourth column on."""
    alpha, beta, damping = (np.array(part)[:, None] for part in zip(*HOLT, strict=True))
    found = [np.empty(series.shape) for _ in range(3)]
    first = _first_slope(series)
    for rows in _blocks(len(series)):
        values = series[rows].T
        state = np.repeat(values[:1], len(alpha), axis=0)
        slope = np.repeat(first[None, rows], len(alpha), axis=0)
        squares, here = np.zeros(state.shape), np.arange(values.shape[1])
        for time, value in enumerate(values):
            if time:
                slope *= damping
                state += slope
                error = _error(value, state)
                squares += error * error
                error *= alpha
                state += error
                error *= beta
                slope += error
            best = squares.argmin(axis=0)
            for kept, part in zip(found, (state, slope, damping), strict=True):
                kept[rows, time] = part[best, here if part is not damping else 0]
    return Trend(level=found[0], slope=found[1], damping=found[2])


def _first_slope(series: Numbers) -> Numbers:
    """From the first value to the fourth, or the first known one after it."""
    late = series[:, START:]
    if not late.shape[1]:
        return np.zeros(len(series))
    step = (~np.isnan(late)).argmax(axis=1)
    value = late[np.arange(len(series)), step]
    return np.nan_to_num((value - series[:, 0]) / (step + START))


def _error(value: Numbers, told: Numbers) -> Numbers:
    error: Numbers = value - told
    is_missing = np.isnan(value)
    if is_missing.any():
        error[:, is_missing] = 0.0
    return error


def _blocks(count: int) -> list[slice]:
    return [slice(start, start + BLOCK) for start in range(0, count, BLOCK)]
