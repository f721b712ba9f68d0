"""What follows from a course: who mines lawfully, the ground that is open, people, money."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

import numpy as np

from analytics.stats.scenario.measure import strength

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from analytics.stats.scenario.course import Course
    from analytics.stats.scenario.measure import Drawn, Measure

    Numbers = NDArray[np.float64]


NOWHERE: Final = (0.0, 0.0, 0.0)
NO_UNITS: Final[Mapping[str, float]] = MappingProxyType({})


def classes(
    course: Course,
    shares: Sequence[float] | Numbers,
    measures: Sequence[Measure],
    drawn: Sequence[Drawn],
    leaked: Sequence[float] = NOWHERE,
) -> Numbers:
    """The flow by class: in order, in order on conditions, not in order; class goes first.

    `shares` are those of the classes without measures. Formalisation moves flow between classes and
    ends none of it. What moves elsewhere is in it by the shares `leaked`.
    """
    periods = course.baseline.shape[1]
    found = np.asarray(shares, dtype=float)[:, None, None] * course.direct
    left = np.ones_like(course.direct)
    weight = np.zeros((2, *course.direct.shape))
    for measure, values in zip(measures, drawn, strict=True):
        moved = np.clip(values["formalised"] * strength(measure, values, periods), 0.0, 1.0)
        left = left * (1.0 - moved)
        weight[measure.formalised_to - 1] += moved
    whole = weight.sum(axis=0)
    to = np.divide(weight, whole, out=np.zeros_like(weight), where=whole > 0)
    gone = found[2] * (1.0 - left)
    there = np.stack([found[0] + gone * to[0], found[1] + gone * to[1], found[2] - gone])
    return there + np.asarray(leaked, dtype=float)[:, None, None] * course.leaked


def restored(
    measures: Sequence[Measure], drawn: Sequence[Drawn], shape: tuple[int, int]
) -> Numbers:
    """Hectares that count as restored in each period: planted so many periods before."""
    t, found = np.arange(1, shape[1] + 1.0), np.zeros(shape)
    for measure, values in zip(measures, drawn, strict=True):
        planted = t - measure.lag
        at_work = (planted >= measure.start) & (planted < (measure.end or np.inf))
        found = found + values["restored_ha"] * at_work
    return found


def mercury(
    course: Course, per_ha: Numbers, measures: Sequence[Measure], drawn: Sequence[Drawn]
) -> Numbers:
    """Kilograms of mercury used over all periods, by draw; what moves elsewhere uses as much."""
    used = course.direct
    for measure, values in zip(measures, drawn, strict=True):
        full = values["coverage"] * values["mercury_cut"]
        used = used * (1.0 - full * strength(measure, values, used.shape[1]))
    return np.asarray(((used + course.leaked) * per_ha).sum(axis=1))


def stock(start_ha: float, grown_ha: Numbers, restored_ha: Numbers) -> Numbers:
    """Open ground at the end of each period; no more is restored than was open before it."""
    now, found = np.full(len(grown_ha), start_ha), []
    for grown, restored in zip(
        grown_ha.T, np.broadcast_to(restored_ha, grown_ha.shape).T, strict=True
    ):
        now = now + grown - np.minimum(restored, now)
        found.append(now)
    return np.stack(found, axis=1)


def people(now: float, exponent: float, stock_ha: Numbers, start_ha: float) -> Numbers:
    """People near open ground, as it grows; `exponent` below 1 since surroundings overlap."""
    return np.asarray(now * (stock_ha / start_ha) ** exponent)


def exponent(shares: Sequence[float], people_near: Sequence[float]) -> float:
    """How people near grow with the sites: the slope of logarithms over parts of all sites."""
    slope, _ = np.polyfit(np.log(shares), np.log(people_near), 1)
    return float(slope)


def spent(
    course: Course,
    measures: Sequence[Measure],
    drawn: Sequence[Drawn],
    rate: float = 0.0,
    units: Mapping[str, float] = NO_UNITS,
) -> Numbers:
    """Money of today for all measures, by draw; a period later counts less by `rate`.

    `units` are the shares of the flow in each target area.
    """
    periods = course.baseline.shape[1]
    t = np.arange(1, periods + 1.0)
    worth = (1.0 + rate) ** -t
    total = np.zeros(len(course.baseline))
    for measure, values in zip(measures, drawn, strict=True):
        at_work = (t >= measure.start) & (t < (measure.end or np.inf))
        costs = measure.costs
        fixed = costs.setup * (t == measure.start) + costs.running * at_work
        share = units.get(measure.unit, 1.0)
        covered = share * course.baseline * values["coverage"] * at_work
        total = total + ((fixed + costs.per_ha * covered) * worth).sum(axis=1)
    return np.asarray(total)
