"""The models a forecast may be asked of, and what they would have said after every period."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

import numpy as np

from analytics.stats.series import courses, seasons
from analytics.stats.series.courses import Part

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]
    Whole = NDArray[np.int64]

FEWEST_CHANGES: Final = 5  # of a driver and a series together
LEAST_SPREAD: Final = 1e-12
LEAST_OF_LOWEST: Final = 0.5  # a line in hectares falls no lower than this share of the lowest


class Step(StrEnum):
    """How long a period is."""

    YEAR = "year"
    QUARTER = "quarter"
    MONTH = "month"

    @property
    def per_year(self) -> int:
        """Periods in a year."""
        return {Step.YEAR: 1, Step.QUARTER: 4, Step.MONTH: 12}[self]

    @property
    def is_seasonal(self) -> bool:
        """Whether a year has several periods."""
        return self.per_year > 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """The mean of simple models, and how far off they are taken to be as they look ahead."""

    parts: tuple[Part, ...]
    is_in_hectares: bool  # else the parts run on logarithms
    learns_growth: bool  # the growth of errors with the step is learned, else it is fixed


TRIO: Final = "trio"
C4: Final = "c4"
NAIVE: Final = "naive"
DRIFT: Final = "drift"
MODELS: Final[Mapping[str, Model]] = {
    TRIO: Model(
        parts=(Part.THETA_LINE, Part.HOLT, Part.DRIFT), is_in_hectares=True, learns_growth=True
    ),
    C4: Model(
        parts=(Part.NAIVE, Part.SES, Part.THETA, Part.HOLT),
        is_in_hectares=False,
        learns_growth=False,
    ),
    NAIVE: Model(parts=(Part.NAIVE,), is_in_hectares=False, learns_growth=False),
    DRIFT: Model(parts=(Part.DRIFT,), is_in_hectares=True, learns_growth=False),
}


def paths(series: Numbers, model: Model, step: Step, horizon: int) -> Numbers:
    """What the model would have said: series by last period known by step ahead.

    `series` are logarithms and begin with a known value; so are the answers.
    """
    plain = _mean(series, model, step, horizon)
    if not step.is_seasonal or not len(series) or series.shape[1] <= step.per_year:
        return plain
    found = seasons.seasons(series, step.per_year)
    rows, ends = np.nonzero(found.waves)
    if not len(rows):
        return plain
    plain[rows, ends] = _seasonal(series, model, step, horizon, found=found, at=(rows, ends))
    return plain


def driven(
    series: Numbers, driver: Numbers, model: Model, step: Step, horizon: int
) -> tuple[Numbers, Numbers]:
    """As `paths`, with what moves along with `driver` (logarithms, as `series`) taken out.

    The model runs on what is left, and the driver is taken to stay where it was at each end. The
    second answer is how much of a change of the driver the series takes over, after each period; 0
    where too few changes are known. A season is looked for in what is left.
    """
    share, carried = _shares(series, driver, step), _known_then(driver)
    rows, ends = (each.ravel() for each in np.indices(series.shape))
    told, times = np.empty((len(rows), horizon)), np.arange(series.shape[1])
    for chunk in _chunks(len(rows)):
        row, end = rows[chunk], ends[chunk]
        moved = share[row, end][:, None] * (carried[row] - carried[row, end][:, None])
        own = np.where(times <= end[:, None], series[row] - moved, np.nan)
        told[chunk] = _at_end(own, end, model, step, horizon)
    return told.reshape(*series.shape, horizon), share


def _known_then(driver: Numbers) -> Numbers:
    """The last known value of a driver at each time; before the first one, that one."""
    times = np.arange(driver.shape[1])
    known = ~np.isnan(driver)
    last = np.maximum.accumulate(np.where(known, times, 0), axis=1)
    first = np.take_along_axis(driver, known.argmax(axis=1)[:, None], axis=1)
    carried = np.take_along_axis(driver, last, axis=1)
    return np.nan_to_num(np.where(np.isnan(carried), first, carried))


def _at_end(own: Numbers, ends: Whole, model: Model, step: Step, horizon: int) -> Numbers:
    """What the model would say after the end of each row, its season taken out and put back."""
    rows = np.arange(len(own))
    if not step.is_seasonal or own.shape[1] <= step.per_year:
        return _mean(own, model, step, horizon)[rows, ends]
    found = seasons.of_all(own, step.per_year)
    later = ends[:, None] + np.arange(1, horizon + 1)
    plain = own - found.at(rows, 0 * rows, np.arange(own.shape[1]))
    wave = np.einsum("rk,rhk->rh", found.weights[:, 0], seasons.terms(later, step.per_year))
    return np.asarray(_mean(plain, model, step, horizon)[rows, ends] + wave)


def _shares(series: Numbers, driver: Numbers, step: Step) -> Numbers:
    """The slope of changes of the series, less its season, on those of the driver, by period."""
    change, drive = np.diff(series, axis=1), np.diff(driver, axis=1)
    known = ~np.isnan(change) & ~np.isnan(drive)
    y, x = np.where(known, change, 0.0), np.where(known, drive, 0.0)
    count, sx, sy, sxx, sxy = (
        np.cumsum(part, axis=1) for part in (known.astype(float), x, y, x * x, x * y)
    )
    if step.is_seasonal and series.shape[1] > step.per_year:
        weights = seasons.seasons(series, step.per_year).weights[:, 1:]
        wave = np.diff(seasons.terms(np.arange(series.shape[1]), step.per_year), axis=0)
        sy -= (np.cumsum(known[:, :, None] * wave, axis=1) * weights).sum(axis=2)
        sxy -= (np.cumsum(x[:, :, None] * wave, axis=1) * weights).sum(axis=2)
    spread = count * sxx - sx * sx
    slope = np.divide(
        count * sxy - sx * sy,
        spread,
        out=np.zeros(change.shape),
        where=(count >= FEWEST_CHANGES) & (spread > LEAST_SPREAD),
    )
    return np.concatenate([np.zeros((len(series), 1)), slope], axis=1)


def _seasonal(
    series: Numbers,
    model: Model,
    step: Step,
    horizon: int,
    *,
    found: seasons.Seasons,
    at: tuple[Whole, Whole],
) -> Numbers:
    """Without the wave known at the time, forecast, and with the wave again; a row for each end."""
    rows, ends = at
    times = np.arange(series.shape[1])
    later = ends[:, None] + np.arange(1, horizon + 1)
    answers = np.empty((len(rows), horizon))
    weights = found.weights[rows, ends]
    waves = seasons.terms(later, step.per_year)
    for chunk in _chunks(len(rows)):
        own = series[rows[chunk]] - weights[chunk] @ seasons.terms(times, step.per_year).T
        own = np.where(times <= ends[chunk, None], own, np.nan)
        length = int(ends[chunk].max()) + 1
        told = _mean(own[:, :length], model, step, horizon)
        told = told[np.arange(len(own)), ends[chunk]]
        answers[chunk] = told + np.einsum("rk,rhk->rh", weights[chunk], waves[chunk])
    return answers


def _mean(series: Numbers, model: Model, step: Step, horizon: int) -> Numbers:
    damping = courses.DAMPING_SEASON if step.is_seasonal else courses.DAMPING_YEAR
    values = np.exp(series) if model.is_in_hectares else series
    found = courses.courses(values, model.parts, horizon, damping=damping)
    parts = [found[part] for part in model.parts]
    if model.is_in_hectares:
        lowest = LEAST_OF_LOWEST * np.fmin.accumulate(values, axis=1)[:, :, None]
        parts = [np.log(np.maximum(part, lowest)) for part in parts]
    mean: Numbers = sum(parts[1:], start=parts[0]) / len(parts)
    return mean


def _chunks(count: int, size: int = 2048) -> list[slice]:
    return [slice(start, start + size) for start in range(0, count, size)]
