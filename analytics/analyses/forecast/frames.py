"""The arrays of a forecast as tables, one row for each unit and period told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from analytics.stats.intervals import wilson
from analytics.stats.series.tried import LEVELS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from analytics.analyses.forecast.fits import Band, Fits
    from analytics.stats.series.panel import Panel

    Numbers = NDArray[np.float64]

ENDS: Final = ("lo80_ha", "hi80_ha", "lo95_ha", "hi95_ha")
FORECAST: Final = ("unit", "period", "median_ha", *ENDS, "grade")


def forecasts(panel: Panel, found: Fits, later: tuple[str, ...]) -> pd.DataFrame:
    """`FORECAST`; `later` labels the columns of the panel and those after it."""
    rows, steps = _told(found)
    return pd.DataFrame(
        {
            "unit": np.array(panel.units, dtype=object)[rows],
            "period": np.array(later, dtype=object)[found.last[rows] + steps + 1],
            **_band(found.single, rows, steps),
            "grade": found.grade[rows, steps].astype(object),
        }
    )


def regressed(panel: Panel, found: Fits, later: tuple[str, ...]) -> pd.DataFrame:
    """The forecast along with a driver that stays where it is; `share` is what is taken over."""
    rows, steps = _told(found)
    if found.driven is None or found.share is None:
        rows, steps = rows[:0], steps[:0]
    band = found.driven or found.single
    share = np.zeros(len(panel.units)) if found.share is None else found.share
    return pd.DataFrame(
        {
            "unit": np.array(panel.units, dtype=object)[rows],
            "period": np.array(later, dtype=object)[found.last[rows] + steps + 1],
            **_band(band, rows, steps),
            "share": share[rows],
        }
    )


def sums(panel: Panel, found: Fits, later: tuple[str, ...]) -> pd.DataFrame:
    """One row for each unit: all steps told together, with an interval of their own."""
    rows = np.flatnonzero(found.steps)
    steps = found.steps[rows] - 1
    return pd.DataFrame(
        {
            "unit": np.array(panel.units, dtype=object)[rows],
            "first": np.array(later, dtype=object)[found.last[rows] + 1],
            "last": np.array(later, dtype=object)[found.last[rows] + steps + 1],
            "periods": steps + 1,
            **_band(found.total, rows, steps),
        }
    )


def reference(panel: Panel, found: Fits, later: tuple[str, ...]) -> pd.DataFrame:
    """What plain lines would say: no change, the straight line, growth that goes on."""
    rows, steps = _told(found)
    growth = _growth(found)
    return pd.DataFrame(
        {
            "unit": np.array(panel.units, dtype=object)[rows],
            "period": np.array(later, dtype=object)[found.last[rows] + steps + 1],
            "naive_ha": found.straight["naive"][rows, steps],
            "drift_ha": np.maximum(found.straight["drift"][rows, steps], 0.0),
            "growth_ha": growth[rows, steps],
        }
    )


def refused(panel: Panel, found: Fits) -> pd.DataFrame:
    """Units without a forecast, and why."""
    rows = np.flatnonzero(found.refusal != "")
    return pd.DataFrame(
        {
            "unit": np.array(panel.units, dtype=object)[rows],
            "reason": found.refusal[rows].astype(object),
            "known": found.known[rows],
        }
    )


def backtests(panel: Panel, found: Fits) -> pd.DataFrame:
    """One row for each unit and model that could be tried on it."""
    tables = []
    for name, test in found.tests.items():
        rows = np.flatnonzero(test.errors > 0)
        table: dict[str, object] = {
            "unit": np.array(panel.units, dtype=object)[rows],
            "model": name,
            "origins": test.origins[rows],
            "errors": test.errors[rows],
            "mae_ha": test.mae_ha[rows],
            "mase": test.mase[rows],
            "skill": found.skill[name][rows],
            "bias": test.bias[rows],
            "of": test.of[rows],
        }
        for level in LEVELS:
            percent = round(100 * level)
            inside, of = test.inside[level][rows], test.of[rows]
            low, high = wilson(inside, of)
            table |= {
                f"inside{percent}": inside,
                f"held{percent}": np.divide(inside, of, out=np.full(len(of), np.nan), where=of > 0),
                f"held{percent}_low": low,
                f"held{percent}_high": high,
                f"score{percent}_ha": test.interval_score[level][rows],
            }
        tables.append(pd.DataFrame(table))
    order = pd.concat(tables, ignore_index=True)
    place = {unit: row for row, unit in enumerate(panel.units)}
    return order.loc[order["unit"].map(place).sort_values(kind="stable").index].reset_index(
        drop=True
    )


def series(panel: Panel, found: Fits) -> pd.DataFrame:
    """Every value of the panel, and whether the forecast rests on it."""
    count, length = panel.flows.shape
    return pd.DataFrame(
        {
            "unit": np.repeat(np.array(panel.units, dtype=object), length),
            "period": np.tile(np.array(panel.periods, dtype=object), count),
            "value_ha": panel.flows.ravel(),
            "is_used": ~np.isnan(found.used.ravel()),
            "method": panel.methods.ravel().astype(object),
        }
    )


def _told(found: Fits) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    return np.nonzero(~np.isnan(found.single.median))  # type: ignore[return-value]  # rows and steps


def _band(band: Band, rows: NDArray[np.intp], steps: NDArray[np.intp]) -> dict[str, Numbers]:
    (low, high), (lowest, highest) = (band.ends[level] for level in LEVELS)
    parts = (band.median, low, high, lowest, highest)
    names = ("median_ha", *ENDS)
    return {name: part[rows, steps] for name, part in zip(names, parts, strict=True)}


def _growth(found: Fits) -> Numbers:
    """The line through the logarithms, carried on; NaN where a series holds a 0."""
    used, horizon = found.used, found.single.median.shape[1]
    known = ~np.isnan(used)
    number = np.maximum(known.sum(axis=1), 1)[:, None]
    with np.errstate(divide="ignore", invalid="ignore"):
        logs = np.where(known, np.log(used), 0.0)
        times = np.where(known, np.arange(used.shape[1], dtype=float), 0.0)
        middle, mean = (
            times.sum(axis=1, keepdims=True) / number,
            logs.sum(axis=1, keepdims=True) / number,
        )
        off = np.where(known, times - middle, 0.0)
        slope = (off * np.where(known, logs - mean, 0.0)).sum(axis=1) / (off**2).sum(axis=1)
        ahead = found.last[:, None] + np.arange(1, horizon + 1) - middle
        told = np.exp(np.minimum(mean + slope[:, None] * ahead, 30.0))
    return np.where(np.isfinite(mean), told, np.nan)
