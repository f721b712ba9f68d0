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
from analytics.stats.series.tried import zeros_lifted

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from numpy.typing import NDArray

    from analytics.stats.series.panel import Panel

    Numbers = NDArray[np.float64]
    Whole = NDArray[np.int64]


class Change(StrEnum):
    """What kind of break it is."""

    METHOD = "method"  # the version of the method changes
    LIKELY = "likely"
    POSSIBLE = "possible"
    JUMP = "jump"  # one change unlike all others


_STEPS: Final = (
    (Change.POSSIBLE, cuts.POSSIBLE, cuts.LIKELY),
    (Change.LIKELY, cuts.LIKELY, np.inf),
)
LATE: Final = 2  # a jump within so many last values has no other side to be judged by
COLUMNS: Final = (
    "row",
    "unit",
    "place",
    "period",
    "kind",
    "gain",
    "chance",
    "factor",
    "is_event",
    "is_acted",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Restart:
    """For each series: where to begin, why not at all, and whether only the last value counts."""

    start: Whole
    refusal: NDArray[np.str_]
    is_naive: NDArray[np.bool_]


def changes(panel: Panel, events: Mapping[str, Collection[int]] | None = None) -> pd.DataFrame:
    """One row for each break, by unit and time: `COLUMNS`.

    `events` holds, for each unit ("" for all), the places in the panel of what was recorded;
    breaks beside one are told (`is_event`). `factor` is how many times the value before, or the
    level the trend led to, the new one is. `is_acted` tells those a forecast begins anew after: a
    change of method, a late jump, a likely break beside an event. Others may be chance.
    """
    near = _near(panel, events or {})
    values = panel.flows
    added = zeros_lifted(values)
    logs = np.log(values + added[:, None])
    measured = np.nonzero(panel.changes_of_method())
    parts = [_frame(measured[0], measured[1], Change.METHOD)]
    for some, time in alike(values):
        if len(time) < 2 * cuts.EDGE:
            continue
        own = logs[np.ix_(some, time)]
        found, chance = cuts.cuts(own), cuts.jumps(own)
        for kind, low, high in _STEPS:
            rows = np.flatnonzero((found.gain > low) & (found.gain <= high))
            if not len(rows):
                continue
            place = time[found.index[rows]]
            told = {"gain": found.gain[rows], "factor": np.exp(found.step[rows])}
            parts.append(_frame(some[rows], place, kind).assign(**told))
        rows, at = np.nonzero(chance <= cuts.JUMP)
        if len(rows):
            jumped = _frame(some[rows], time[at], Change.JUMP)
            told = {"chance": chance[rows, at], "is_acted": at >= len(time) - LATE}
            parts.append(jumped.assign(**told))
    frame = pd.concat([part for part in parts if len(part)] or parts[:1], ignore_index=True)
    row, place = frame["row"].to_numpy(), frame["place"].to_numpy()
    beside = near[row, place]
    is_likely = (frame["kind"] == Change.LIKELY).to_numpy()
    frame = frame.assign(
        unit=np.array(panel.units, dtype=object)[row],
        period=np.array(panel.periods, dtype=object)[place],
        factor=frame["factor"].fillna(pd.Series(_factors(values)[row, place], index=frame.index)),
        is_event=beside,
        is_acted=frame["is_acted"] | (is_likely & beside),
    )
    ordered = frame.sort_values(["row", "place", "kind"], kind="stable")
    return ordered[list(COLUMNS)].reset_index(drop=True)


def restart(panel: Panel, found: pd.DataFrame) -> Restart:
    """What the last acted break of each series leaves to forecast from."""
    count = len(panel.units)
    start, is_naive = np.zeros(count, dtype=np.int64), np.zeros(count, dtype=bool)
    refusal = np.full(count, "", dtype="U8")
    acted = found[found["is_acted"]]
    known = ~np.isnan(panel.flows)
    for row, place in _last(acted[acted["kind"] == Change.METHOD]):
        start[row] = place + panel.is_stock[row]  # a change between two methods is of neither
        if known[row, start[row] :].sum() < FEWEST:
            refusal[row] = Refusal.METHOD.value
    for row, place in _last(acted[acted["kind"] != Change.METHOD]):
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


def _last(found: pd.DataFrame) -> list[tuple[int, int]]:
    """The last break of each series: its row and its place."""
    last = found.groupby("row")["place"].max()
    return list(zip(last.index.tolist(), last.tolist(), strict=True))


def _frame(rows: Whole, places: Whole, kind: Change) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "row": rows.astype(np.int64),
            "place": places.astype(np.int64),
            "kind": kind.value,
            "gain": np.nan,
            "chance": np.nan,
            "factor": np.nan,
            "is_acted": kind is Change.METHOD,
        }
    )


def _near(panel: Panel, events: Mapping[str, Collection[int]]) -> NDArray[np.bool_]:
    """Places at most one period from an event."""
    near = np.zeros(panel.flows.shape, dtype=bool)
    for row, unit in enumerate(panel.units):
        for place in (*events.get("", ()), *events.get(unit, ())):
            near[row, max(0, place - 1) : place + 2] = True
    return near


def _factors(values: Numbers) -> Numbers:
    """Each value over the last known one before it; NaN where that is 0 or there is none."""
    seen = np.where(np.isnan(values), 0, np.arange(values.shape[1]))
    last = np.take_along_axis(values, np.maximum.accumulate(seen, axis=1), axis=1)
    before = np.concatenate([np.full((len(values), 1), np.nan), last[:, :-1]], axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(before > 0, values / before, np.nan)
