"""Where the series of a panel may not be compared with themselves, and what is made of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from analytics.stats.series import cuts
from analytics.stats.series.refusals import AFTER_BREAK, FEWEST, Refusal
from analytics.stats.series.slopes import alike

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from analytics.stats.series.panel import Panel

    Numbers = NDArray[np.float64]
    Whole = NDArray[np.int64]

LATE: Final = 2  # a jump within so many last values has no other side to be judged by
COLUMNS: Final = ("row", "unit", "place", "period", "kind", "gain", "chance", "factor", "is_acted")


class Change(StrEnum):
    """What kind of break it is."""

    METHOD = "method"  # the version of the method changes
    LIKELY = "likely"
    POSSIBLE = "possible"
    JUMP = "jump"  # one change unlike all others


@dataclass(frozen=True, slots=True, kw_only=True)
class Restart:
    """For each series: where to begin, why not at all, and whether only the last value counts."""

    start: Whole
    refusal: NDArray[np.str_]
    is_naive: NDArray[np.bool_]


def changes(panel: Panel) -> pd.DataFrame:
    """One row for each break, by unit and time: `COLUMNS`.

    `factor` is how many times the value before, or the level the trend led to, the new one is;
    `is_acted` tells those a forecast begins anew after.
    """
    values = panel.flows
    added = _added(values)
    logs = np.log(values + added[:, None])
    method = panel.changes_of_method()
    rows = [
        (
            int(row),
            int(place),
            Change.METHOD.value,
            np.nan,
            np.nan,
            _factor(values[row], place),
            True,
        )
        for row, place in np.argwhere(method)
    ]
    for some, time in alike(values):
        if len(time) < 2 * cuts.EDGE:
            continue
        own = logs[np.ix_(some, time)]
        found, chance = cuts.cuts(own), cuts.jumps(own)
        for each in np.flatnonzero(found.gain > cuts.POSSIBLE):
            is_likely = bool(found.gain[each] > cuts.LIKELY)
            kind = Change.LIKELY if is_likely else Change.POSSIBLE
            place, factor = int(time[found.index[each]]), float(np.exp(found.step[each]))
            told = (kind.value, float(found.gain[each]), np.nan, factor, is_likely)
            rows.append((int(some[each]), place, *told))
        for each, at in np.argwhere(chance <= cuts.JUMP):
            is_late = bool(at >= len(time) - LATE)
            row, place = int(some[each]), int(time[at])
            told = (Change.JUMP.value, np.nan, float(chance[each, at]), _factor(values[row], place))
            rows.append((row, place, *told, is_late))
    frame = pd.DataFrame(
        rows, columns=["row", "place", "kind", "gain", "chance", "factor", "is_acted"]
    )
    frame = frame.astype({"row": int, "place": int, "is_acted": bool})
    frame = frame.assign(
        unit=[panel.units[row] for row in frame["row"]],
        period=[panel.periods[place] for place in frame["place"]],
    )
    return frame.sort_values(["row", "place", "kind"], kind="stable")[list(COLUMNS)].reset_index(
        drop=True
    )


def restart(panel: Panel, found: pd.DataFrame) -> Restart:
    """What the last acted break of each series leaves to forecast from."""
    count = len(panel.units)
    start, is_naive = np.zeros(count, dtype=np.int64), np.zeros(count, dtype=bool)
    refusal = np.full(count, "", dtype="U8")
    acted = found[found["is_acted"]]
    known = ~np.isnan(panel.flows)
    methods = acted[acted["kind"] == Change.METHOD].groupby("row")["place"].max()
    for row, place in methods.items():
        start[row] = place
        if known[row, place:].sum() < FEWEST:
            refusal[row] = Refusal.METHOD.value
    others = acted[acted["kind"] != Change.METHOD].groupby("row")["place"].max()
    for row, place in others.items():
        after = known[row, place:].sum()
        if refusal[row] or place <= start[row]:
            continue
        if after < AFTER_BREAK:
            refusal[row] = Refusal.BREAK.value
        elif after >= FEWEST:
            start[row] = place
        else:
            is_naive[row] = True
    return Restart(start=start, refusal=refusal, is_naive=is_naive)


def _factor(values: Numbers, place: int) -> float:
    """The value at `place` over the last known one before it."""
    before = values[:place][~np.isnan(values[:place])]
    return float(values[place] / before[-1]) if len(before) and before[-1] > 0 else float("nan")


def _added(values: Numbers) -> Numbers:
    has_zero = (values == 0).any(axis=1)
    lowest = np.fmin.reduce(np.where(values > 0, values, np.nan), axis=1, initial=np.inf)
    return np.where(has_zero & np.isfinite(lowest), lowest / 2, np.where(has_zero, 1.0, 0.0))
