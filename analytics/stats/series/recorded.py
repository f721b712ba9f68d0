"""Events an analyst records beside series: operations, laws, prices, sensors."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from analytics.core import periods
from analytics.core.errors import ParameterError
from analytics.stats.series.panel import place, step_of

if TYPE_CHECKING:
    from analytics.stats.series.panel import Panel

HEADING: Final = "period"


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
        by_unit.setdefault(event.unit, []).append(column(panel, event.period))
    return by_unit


def column(panel: Panel, label: str) -> int:
    """Where a period lies in the panel, whatever its own length; at an end where it is outside."""
    first, step = place(panel.periods[0], panel.step), panel.step
    number = place(label, step_of(label))
    own = step_of(label).per_year
    return max(0, min(number * step.per_year // own - first, len(panel.periods)))
