"""What happened after events the analyst names, beside what was to be expected."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pandas as pd

from analytics.core.errors import ParameterError
from analytics.stats.series.events import effect
from analytics.stats.series.models import MODELS
from analytics.stats.series.recorded import Event, column

if TYPE_CHECKING:
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


def effects(panels: tuple[Panel, ...], found: tuple[Event, ...], model: str) -> pd.DataFrame:
    """`COLUMNS`, one row for each event and unit; of several panels the first has the total."""
    series = {unit: (panel, row) for panel in panels for row, unit in enumerate(panel.units)}
    rows = []
    for event in found:
        for unit in [event.unit] if event.unit else list(series):
            if unit not in series or (event.control and event.control not in series):
                name = unit if unit not in series else event.control
                raise ParameterError("event-unit", name=name, known=", ".join(list(series)[:10]))
            rows.append(_row(series, event, unit, model))
            if len(rows) >= MOST:
                break
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _row(
    series: dict[str, tuple[Panel, int]], event: Event, unit: str, model: str
) -> tuple[object, ...]:
    panel, row = series[unit]
    at = column(panel, event.period)
    control = None
    if event.control:
        other, which = series[event.control]
        control = other.flows[which]
    found = effect(panel.flows[row], at, model=MODELS[model], step=panel.step, control=control)
    return (
        event.name,
        event.period,
        unit,
        event.control,
        str(found.silence),
        found.periods,
        found.actual_ha,
        found.expected_ha,
        found.low_ha[LEVEL],
        found.high_ha[LEVEL],
        found.share,
        found.share_low[LEVEL],
        found.share_high[LEVEL],
    )
