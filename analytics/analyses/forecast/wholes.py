"""Sums of units: forecasts that add up, at every level, with intervals of each level's history."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from analytics.analyses.forecast.fits import Band, Fits, fits
from analytics.stats.series.coherence import adjusted, rescaled
from analytics.stats.series.models import NAIVE
from analytics.stats.series.tried import LEVELS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from analytics.analyses.forecast import ForecastParams
    from analytics.stats.series.changes import Restart
    from analytics.stats.series.source import Source

    Numbers = NDArray[np.float64]
    Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sums:
    """Forecasts of the sum, of groups and of units, in this order, and what was assumed."""

    fits: list[Fits]
    carried: int  # units without a forecast of their own, whose last value is carried on
    moved: float  # share by which the sum's own forecast was moved; NaN without one


def summed(given: Source, begun: list[Restart], units: Fits, params: ForecastParams) -> Sums:
    """Forecasts of all panels of `given` that add up: those above units are sums of theirs."""
    above = [
        fits(panel, start, model=params.model, horizon=params.horizon)
        for panel, start in zip(given.panels[:-1], begun, strict=False)
    ]
    belongs = _belongs(given)
    last = int(above[0].last[0])
    parts, is_carried = _aligned(units, last, params.horizon)
    weights = _aligned_weights(units, last, parts)
    told = parts
    if params.sums == "weighted":
        told = _weighted(parts, weights, above, belongs)
        units = _moved(units, _back(units, told, last))
    wanted = np.split(belongs @ told, np.cumsum([len(one.last) for one in above])[:-1])
    has_forecast = above[0].refusal[0] == ""
    return Sums(
        fits=[*(_moved(one, own) for one, own in zip(above, wanted, strict=True)), units],
        carried=int(is_carried.sum()) if has_forecast else 0,
        moved=_share_moved(above[0], wanted[0]),
    )


def _belongs(given: Source) -> Flags:
    """Sums by units: the whole first, then groups."""
    rows = [np.ones((1, len(given.panel.units)), dtype=bool)]
    if given.groups is not None:
        rows.append(np.arange(len(given.groups.units))[:, None] == given.of)
    return np.concatenate(rows)


def _aligned(found: Fits, last: int, horizon: int) -> tuple[Numbers, Flags]:
    """Medians of each unit in the periods after `last`, and whether any is its last value.

    A unit known longer is known in some of them; one without any value counts as none.
    """
    naive = found.straight[NAIVE]
    own = np.where(np.isnan(found.single.median), naive, found.single.median)
    own = np.where((found.last < 0)[:, None], 0.0, own)
    rows = [
        _shifted(own[row], found.used[row], last - int(at)) for row, at in enumerate(found.last)
    ]
    is_carried = np.asarray(np.isnan(found.single.median).any(axis=1))
    return np.array(rows).reshape(len(rows), horizon), is_carried


def _shifted(own: Numbers, used: Numbers, behind: int) -> Numbers:
    """`own` as told from another last period on, `behind` it or before it."""
    if behind >= 0:
        return np.append(own[behind:], np.full(behind, own[-1]))[: len(own)]
    known = used[behind:][: len(own)]
    return np.append(np.where(np.isnan(known), own[0], known), own)[: len(own)]


def _aligned_weights(found: Fits, last: int, parts: Numbers) -> Numbers:
    """The variance of each unit's error; where none is known, as if it erred by all there is."""
    own = np.where(np.isfinite(found.variance), found.variance, np.nan)
    behind = np.maximum(last - found.last, 0)
    rows = [_shifted(row, row[:0], int(late)) for row, late in zip(own, behind, strict=True)]
    moved = np.array(rows).reshape(parts.shape)
    return np.where(np.isnan(moved), parts**2, moved)


def _weighted(parts: Numbers, weights: Numbers, above: list[Fits], belongs: Flags) -> Numbers:
    """Each step on its own: what is less sure gives way more, sums without a forecast wholly."""
    sums = np.concatenate([one.single.median for one in above])
    spread = np.concatenate([one.variance for one in above])
    told = np.empty_like(parts)
    for step in range(parts.shape[1]):
        has_say = ~np.isnan(sums[:, step]) & np.isfinite(spread[:, step])
        told[:, step] = adjusted(
            parts[:, step],
            weights[:, step],
            sums=sums[has_say, step],
            sum_weights=spread[has_say, step],
            of=belongs[has_say],
        )
    return told


def _back(units: Fits, told: Numbers, last: int) -> Numbers:
    """Medians in each unit's own steps; those of periods before the sum's stay as they were."""
    rows = []
    for row, at in enumerate(units.last):
        behind = max(0, last - int(at)) if at >= 0 else 0
        before = units.single.median[row, :behind]
        rows.append(np.append(before, told[row])[: told.shape[1]])
    return np.array(rows).reshape(told.shape)


def _share_moved(own: Fits, wanted: Numbers) -> float:
    known = ~np.isnan(own.single.median[0])
    before = own.single.median[0][known].sum()
    return float(wanted[0][known].sum() / before - 1) if before > 0 else float("nan")


def _moved(own: Fits, single: Numbers) -> Fits:
    """Forecasts moved to `single`, their intervals in proportion."""
    return replace(
        own,
        single=_around(own.single, single),
        total=_around(own.total, np.cumsum(single, axis=1)),
    )


def _around(band: Band, wanted: Numbers) -> Band:
    return Band(
        median=np.where(np.isnan(band.median), np.nan, wanted),
        ends={
            level: tuple(rescaled(band.median, end, wanted) for end in band.ends[level])  # type: ignore[misc]  # low and high
            for level in LEVELS
        },
    )
