"""Forecasts of all series of a panel at once, as far ahead as each of them allows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from analytics.stats.series import backtest as trial
from analytics.stats.series.models import DRIFT, MODELS, NAIVE
from analytics.stats.series.refusals import (
    BOTH_BANDS,
    MOST_RATIO,
    Grade,
    Refusal,
    furthest,
    grades,
    refusals,
)
from analytics.stats.series.tried import LEVELS, Tried, bounds, tried

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from analytics.stats.series.backtest import Backtest
    from analytics.stats.series.changes import Restart
    from analytics.stats.series.panel import Panel

    Numbers = NDArray[np.float64]
    Whole = NDArray[np.int64]

REGRESSOR: Final = "regressor"  # the name of the model along with a driver
LEAST_WIDTH: Final = 1e-9  # of an interval, as a share of its upper end
RECENT: Final = 3  # last values whose measuring error counts


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """A median with its ends, units by steps; NaN where none is told. `ends` is low and high."""

    median: Numbers
    ends: dict[float, tuple[Numbers, Numbers]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fits:
    """What can be said of every series of a panel."""

    used: Numbers  # the values forecast from, in the columns of the panel
    last: Whole  # column of the last known value; -1 without any
    refusal: NDArray[np.str_]
    steps: Whole  # ahead, as far as each allows; 0 where refused
    known: Whole  # values forecast from
    single: Band
    total: Band  # of all steps up to each
    variance: Numbers  # of the error of each step, hectares squared, told or not; for weights
    grade: NDArray[np.str_]
    is_naive: NDArray[np.bool_]  # only the last value is carried on
    tests: dict[str, Backtest]  # of the model asked for, of no change, of the straight line
    skill: dict[str, Numbers]
    straight: dict[str, Numbers]  # median of no change and of the straight line, units by steps
    driven: Band | None = None  # of the model along with a driver
    share: Numbers | None = None  # of a change of the driver that each series takes over


def fits(
    panel: Panel, begun: Restart, *, model: str, horizon: int, driver: Numbers | None = None
) -> Fits:
    """Try the model and two plain ones on every series, from where it begins anew.

    With a `driver` (a value for each period) the model is tried a second time, along with it.
    """
    columns = np.arange(len(panel.periods))
    used = np.where(columns >= begun.start[:, None], panel.flows, np.nan)
    names = dict.fromkeys((model, NAIVE, DRIFT))
    all_tried = {
        name: tried(used, model=MODELS[name], step=panel.step, horizon=horizon) for name in names
    }
    if driver is not None:
        all_tried[REGRESSOR] = tried(
            used, model=MODELS[model], step=panel.step, horizon=horizon, driver=driver
        )
    main, naive = all_tried[model], all_tried[NAIVE]
    tests = {name: trial.backtest(one) for name, one in all_tried.items()}
    skill = {name: trial.skill(one, tests[NAIVE]) for name, one in tests.items()}
    noise = _noise(used, panel.errors_ha)
    plain = _bands(naive, noise)
    own = _choose(begun.is_naive, _bands(main, noise), plain)
    sums = _choose(begun.is_naive, _bands(main, noise, sums=True), _bands(naive, noise, sums=True))
    known = (~np.isnan(used)).sum(axis=1)
    refusal = refusals(main.values, main.lengths, _age(used))
    is_cut = (refusal == "") | (begun.refusal == Refusal.METHOD)
    refusal = np.where(is_cut, begun.refusal, refusal)
    refusal = np.where((refusal == "") & _is_exact(own), Refusal.EXACT.value, refusal)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = own.ends[LEVELS[0]][1] / own.ends[LEVELS[0]][0]
    allowed = np.arange(1, horizon + 1) <= furthest(known, panel.step)[:, None]
    allowed &= (refusal == "")[:, None]
    told = np.logical_and.accumulate(allowed & (ratio <= MOST_RATIO), axis=1)
    refusal = np.where((refusal == "") & ~told[:, 0], Refusal.WIDE.value, refusal)
    worth = grades(ratio, known, np.nan_to_num(skill[model]))
    worth = np.where(begun.is_naive[:, None] & (worth != ""), Grade.C.value, worth)
    return Fits(
        used=used,
        last=np.where(known > 0, main.starts + main.lengths - 1, -1),
        refusal=refusal,
        steps=told.sum(axis=1),
        known=known,
        single=_only(own, told, known),
        total=_only(sums, told, known),
        variance=np.where(told, _variance(own), _variance(plain)),
        grade=np.where(told, worth, ""),
        is_naive=begun.is_naive,
        tests=tests,
        skill=skill,
        straight={name: all_tried[name].told[all_tried[name].last] for name in (NAIVE, DRIFT)},
        driven=None if driver is None else _only(_bands(all_tried[REGRESSOR], noise), told, known),
        share=None if driver is None else all_tried[REGRESSOR].share[main.last],
    )


def only(found: Fits, rows: list[int]) -> Fits:
    """Those of some series; without their tests and plain lines, which nobody asks for again."""
    return Fits(
        used=found.used[rows],
        last=found.last[rows],
        refusal=found.refusal[rows],
        steps=found.steps[rows],
        known=found.known[rows],
        single=_rows(found.single, rows),
        total=_rows(found.total, rows),
        variance=found.variance[rows],
        grade=found.grade[rows],
        is_naive=found.is_naive[rows],
        tests={},
        skill={},
        straight={},
    )


def _rows(band: Band, rows: list[int]) -> Band:
    return Band(
        median=band.median[rows],
        ends={level: (low[rows], high[rows]) for level, (low, high) in band.ends.items()},
    )


def _bands(found: Tried, noise: Numbers, *, sums: bool = False) -> Band:
    """At the end of each series."""
    told = found.summed if sums else found.told
    spread = found.sum_spread if sums else found.spread
    ends = {
        level: bounds(told, spread, found.added, level=level, noise=noise[:, None])
        for level in LEVELS
    }
    return Band(
        median=told[found.last],
        ends={level: (low[found.last], high[found.last]) for level, (low, high) in ends.items()},
    )


def _choose(is_other: NDArray[np.bool_], one: Band, other: Band) -> Band:
    pick = is_other[:, None]
    return Band(
        median=np.where(pick, other.median, one.median),
        ends={
            level: tuple(  # type: ignore[misc]  # low and high
                np.where(pick, b, a)
                for a, b in zip(one.ends[level], other.ends[level], strict=True)
            )
            for level in LEVELS
        },
    )


def _only(band: Band, told: NDArray[np.bool_], known: Whole) -> Band:
    """Without what is not told; the wide band only where there are values enough for it."""
    wide = told & (known >= BOTH_BANDS)[:, None]
    shown = dict(zip(LEVELS, (told, wide), strict=True))
    return Band(
        median=np.where(told, band.median, np.nan),
        ends={
            level: tuple(np.where(shown[level], end, np.nan) for end in band.ends[level])  # type: ignore[misc]  # low and high
            for level in LEVELS
        },
    )


def _is_exact(band: Band) -> NDArray[np.bool_]:
    """Whether the interval of the first step has no width."""
    low, high = (end[:, 0] for end in band.ends[LEVELS[0]])
    return np.asarray(high - low <= LEAST_WIDTH * high)


def _variance(band: Band) -> Numbers:
    low, high = band.ends[LEVELS[0]]
    return ((high - low) / 2) ** 2


def _noise(used: Numbers, errors_ha: Numbers) -> Numbers:
    """Relative variance of measuring, over the last known values; 0 where none is stated."""
    found = np.zeros(len(used))
    for row in np.flatnonzero((errors_ha > 0).any(axis=1)):
        known = np.flatnonzero(used[row] > 0)[-RECENT:]
        share = errors_ha[row, known] / used[row, known]
        found[row] = np.nanmean(share**2) if (~np.isnan(share)).any() else 0.0
    return found


def _age(used: Numbers) -> Whole:
    known = ~np.isnan(used)
    return np.where(known.any(axis=1), known[:, ::-1].argmax(axis=1), used.shape[1])
