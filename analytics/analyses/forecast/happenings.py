"""What happened after events the analyst names, beside what was to be expected."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pandas as pd

from analytics.core import periods
from analytics.core.errors import ParameterError
from analytics.stats.series.events import effect
from analytics.stats.series.models import MODELS
from analytics.stats.series.panel import place, step_of

if TYPE_CHECKING:
    from analytics.stats.series.panel import Panel

HEADING: Final = "period"
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that may have changed a series; "" as unit means every one there is."""

    period: str
    name: str
    unit: str
    control: str


def events(text: str) -> tuple[Event, ...]:
    """Read "2021, operation, PER, BRA; 2023, new law" or the same in lines."""
    found = []
    for line in text.replace(";", "\n").splitlines():
        cells = [cell.strip() for cell in line.split(",")]
        if not cells[0] or cells[0].lower() == HEADING:
            continue
        written = periods.written(cells[0])
        period = written.period() if written else None
        if period is None:
            raise ParameterError("events", value=cells[0])
        name, unit, control = (*cells[1:4], "", "", "")[:3]
        found.append(
            Event(period=period.label, name=name or period.label, unit=unit, control=control)
        )
    return tuple(found)


def places(panel: Panel, found: tuple[Event, ...]) -> dict[str, list[int]]:
    """Where the events of each unit lie in the panel; "" has those of all units."""
    by_unit: dict[str, list[int]] = {}
    for event in found:
        by_unit.setdefault(event.unit, []).append(_column(panel, event.period))
    return by_unit


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
    at = _column(panel, event.period)
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


def _column(panel: Panel, label: str) -> int:
    """Where the event lies in the panel, whatever the length of its own period."""
    first, step = place(panel.periods[0], panel.step), panel.step
    number = place(label, step_of(label))
    own = step_of(label).per_year
    return max(0, min(number * step.per_year // own - first, len(panel.periods)))
