"""What happened after events the analyst names, beside what was to be expected."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
import pandas as pd

from analytics.stats.series.events import Silence, effect
from analytics.stats.series.models import MODELS
from analytics.stats.series.recorded import Event, column

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from analytics.stats.series.panel import Panel

MOST: Final = 200  # events and units together
COLUMNS: Final = (
    "event",
    "period",
    "unit",
    "control",
    "silence",
    "periods",
    "actual_ha",
    "expected_ha",
    "low_ha",
    "high_ha",
    "share",
    "share_low",
    "share_high",
)
LEVEL: Final = 0.95


def effects(
    panels: tuple[Panel, ...], found: tuple[Event, ...], model: str, *, is_cut: bool
) -> pd.DataFrame:
    """`COLUMNS`, one row for each event and unit; of several panels the first has the total.

    Where `is_cut` only what the method in use before an event measured is compared.
    """
    series: dict[str, _Series] = {}
    for panel in panels:
        changed = panel.changes_of_method() & is_cut
        each = zip(panel.units, panel.flows, changed, strict=True)
        series |= {unit: _Series(panel, *rest) for unit, *rest in each}
    asked = ((event, unit) for event in found for unit in _units(event, panels))
    rows = [_row(series, event, unit, model) for event, unit in islice(asked, MOST)]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def pairs(panels: tuple[Panel, ...], found: tuple[Event, ...]) -> int:
    """How many events and units there are to compare, told or not."""
    return sum(len(_units(event, panels)) for event in found)


class _Series(NamedTuple):
    """Where a unit is, its values, and which of them another method begins with."""

    panel: Panel
    flows: NDArray[np.float64]
    changed: NDArray[np.bool_]

    def of_one_method(self, at: int) -> NDArray[np.float64]:
        """What the method in use before `at` measured, nothing from before or after it."""
        places = np.flatnonzero(self.changed)
        started = places[places < at]
        own = np.full(self.flows.shape, np.nan)
        begin = int(started[-1]) if len(started) else 0
        end = int(places[places >= at][0]) if (places >= at).any() else len(own)
        own[begin:end] = self.flows[begin:end]
        return own


def _units(event: Event, panels: tuple[Panel, ...]) -> list[str]:
    every = dict.fromkeys(unit for panel in panels for unit in panel.units)
    return [event.unit] if event.unit else list(every)


def _row(series: dict[str, _Series], event: Event, unit: str, model: str) -> tuple[object, ...]:
    own = series[unit]
    at = column(own.panel, event.period)
    control = series[event.control].of_one_method(at) if event.control else None
    step = own.panel.step
    found = effect(own.of_one_method(at), at, model=MODELS[model], step=step, control=control)
    is_other = found.silence is Silence.AFTER and bool(own.changed[at : at + 1].any())
    return (
        event.name,
        event.period,
        unit,
        event.control,
        str(Silence.METHOD if is_other else found.silence),
        found.periods,
        found.actual_ha,
        found.expected_ha,
        found.low_ha[LEVEL],
        found.high_ha[LEVEL],
        found.share,
        found.share_low[LEVEL],
        found.share_high[LEVEL],
    )
