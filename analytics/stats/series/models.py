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
