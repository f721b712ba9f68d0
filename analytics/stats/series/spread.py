"""How far off forecasts of a series were before, and how that grows with the steps ahead."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]
    Whole = NDArray[np.int64]

FIRST: Final = 4  # no forecast is tried from fewer values
LEAST_FREEDOM: Final = 2
GROWTH_YEAR: Final = 0.5
GROWTH_SEASON: Final = 0.25
GROWTHS: Final = np.linspace(0.0, 1.0, 9)  # the powers of the step a learned growth is chosen from
LEAST_SCALE: Final = 1e-9
LEAST_GAIN: Final = 1e-12  # in likelihood: rounding is no reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """After each period: series by periods."""

    scale: Numbers  # typical error of one step; NaN before any error is known
    power: Numbers  # errors grow as the step to this power; NaN where `growth` is fixed
    freedom: Numbers
    origins: Whole  # forecasts tried
    errors: Whole  # of them, all steps together
    growth: Numbers  # last axis: steps ahead


def ahead(series: Numbers, horizon: int) -> Numbers:
    """Series by last period known by step ahead: what came; NaN where nothing is known."""
    count, length = series.shape
    padded = np.concatenate([series, np.full((count, horizon), np.nan)], axis=1)
    return np.stack([padded[:, step : step + length] for step in range(1, horizon + 1)], axis=2)


def first_origin(length: int) -> int:
    """The fewest values a forecast is tried from in a series of this length."""
    return max(FIRST, length // 2)


def fixed(errors: Numbers, growth: Numbers) -> Spread:
    """The spread where errors grow with the step as `growth` says."""
    squares, counts = _by_step(errors)
    return _made(squares, counts, np.broadcast_to(growth, squares.shape), np.array(np.nan))


def learned(errors: Numbers) -> Spread:
    """The spread where errors grow as the power of the step under which they are likeliest.

    Taken from `GROWTHS` for each series, the smallest where several are alike; errors as normal.
    """
    squares, counts = _by_step(errors)
    steps = np.arange(1, errors.shape[2] + 1)
    number = counts.sum(axis=2)
    best, power = np.full(number.shape, -np.inf), np.full(number.shape, GROWTH_YEAR)
    with np.errstate(invalid="ignore", divide="ignore"):
        distance = (counts * np.log(steps)).sum(axis=2) / number
        for tried in GROWTHS:
            scale = np.sqrt((squares / steps ** (2 * tried)).sum(axis=2) / number)
            likelihood = -np.log(np.maximum(scale, LEAST_SCALE)) - tried * distance
            is_better = likelihood > best + LEAST_GAIN
            best = np.where(is_better, likelihood, best)
            power = np.where(is_better, tried, power)
    return _made(squares, counts, steps ** power[:, :, None], power)


def _made(squares: Numbers, counts: Whole, growth: Numbers, power: Numbers) -> Spread:
    number, origins = counts.sum(axis=2), counts.max(axis=2, initial=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        scale = np.sqrt((squares / growth**2).sum(axis=2) / number)
    return Spread(
        scale=scale,
        power=np.broadcast_to(power, number.shape),
        freedom=np.maximum(LEAST_FREEDOM, origins - 1).astype(float),
        origins=origins,
        errors=number,
        growth=growth,
    )


def _by_step(errors: Numbers) -> tuple[Numbers, Whole]:
    """Squares and counts of the errors known after each period, from its later origins, by step."""
    known = ~np.isnan(errors)
    squares = _upto(np.where(known, errors**2, 0.0))
    counts = _upto(known.astype(float)).astype(np.int64)
    return squares, counts


def _upto(values: Numbers) -> Numbers:
    """After period q: the sum over origins p from the first that counts, as far as q is ahead."""
    count, length, horizon = values.shape
    sums = np.concatenate([np.zeros((count, 1, horizon), values.dtype), values], axis=1)
    np.cumsum(sums, axis=1, out=sums)
    end = np.arange(length)
    first = np.array([min(first_origin(n) - 1, length) for n in range(1, length + 1)])
    steps = np.arange(1, horizon + 1)
    last = np.maximum(end[:, None] - steps + 1, first[:, None])  # one after the last origin
    return sums[:, last, steps - 1] - sums[:, first[:, None], steps - 1]
