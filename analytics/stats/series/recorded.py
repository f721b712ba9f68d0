"""Events an analyst records beside series: operations, laws, prices, sensors."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from analytics.core import periods
from analytics.core.errors import ParameterError
from analytics.stats.series.panel import place, step_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from analytics.stats.series.panel import Panel

    Numbers = NDArray[np.float64]

HEADING: Final = "period"
PAIR: Final = 2  # a period and a value
MOST_KNOWN: Final = 10  # units in a sentence


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


def driver(panel: Panel, text: str) -> Numbers | None:
    """The values of a driver in the columns of the panel, NaN where unknown; None without any.

    Written "2020, 1770; 2021, 1799" or the same in lines; all of them above 0, one for a period.
    """
    found: dict[str, float] = {}
    for line in text.replace(";", "\n").splitlines():
        cells = [cell.strip() for cell in line.split(",")]
        if not cells[0] or cells[0].lower() == HEADING:
            continue
        written = periods.written(cells[0])
        period, value = written.period() if written else None, _positive(cells[-1])
        if period is None or value is None or len(cells) != PAIR:
            raise ParameterError("regressor", value=line.strip())
        if step_of(period.label) is not panel.step:
            raise ParameterError("regressor-step", value=line.strip(), example=panel.periods[-1])
        if period.label in found:
            raise ParameterError("regressor-twice", period=period.label)
        found[period.label] = value
    if found and found.keys().isdisjoint(panel.periods):
        raise ParameterError("regressor-outside", first=panel.periods[0], last=panel.periods[-1])
    return np.array([found.get(one, np.nan) for one in panel.periods]) if found else None


def _positive(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if 0 < value < float("inf") else None


def check_units(panels: Iterable[Panel], found: tuple[Event, ...]) -> None:
    """Refuse events of units there are not."""
    known = dict.fromkeys(unit for panel in panels for unit in panel.units)
    for name in (name for event in found for name in (event.unit, event.control)):
        if name and name not in known:
            shown = ", ".join(list(known)[:MOST_KNOWN])
            raise ParameterError("event-unit", name=name, known=shown)


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
