"""What follows from a course: who mines lawfully, the ground that is open, people, money."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from analytics.stats.scenario.measure import strength

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from analytics.stats.scenario.course import Course
    from analytics.stats.scenario.measure import Drawn, Measure

    Numbers = NDArray[np.float64]


def classes(
    course: Course, shares: Numbers, measures: Sequence[Measure], drawn: Sequence[Drawn]
) -> Numbers:
    """The flow where the measures are, by class: lawful, conditional, unlawful; class goes first.

    `shares` are those of the classes without measures. Formalisation moves flow between classes and
    ends none of it. What leaks is not in it.
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
    return np.stack([found[0] + gone * to[0], found[1] + gone * to[1], found[2] - gone])


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
) -> Numbers:
    """Money of today for all measures, by draw; a period later counts less by `rate`."""
    periods = course.baseline.shape[1]
    t = np.arange(1, periods + 1.0)
    worth = (1.0 + rate) ** -t
    total = np.zeros(len(course.baseline))
    for measure, values in zip(measures, drawn, strict=True):
        at_work = (t >= measure.start) & (t < (measure.end or np.inf))
        costs = measure.costs
        fixed = costs.setup * (t == measure.start) + costs.running * at_work
        covered = course.baseline * values["coverage"] * at_work
        total = total + ((fixed + costs.per_ha * covered) * worth).sum(axis=1)
    return np.asarray(total)
