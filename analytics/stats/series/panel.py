"""Series of hectares by unit and period: flows, with their gaps, sources and methods."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from analytics.core import periods as calendar
from analytics.core.schema import Measure, PeriodKind
from analytics.stats.series.models import Step

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """Flows in hectares, units by periods without a gap in the calendar; NaN is not observed.

    Of a stock `flows` are its changes; where it fell the change is unknown, not 0, and counted
    in `fell`.
    """

    units: tuple[str, ...]
    periods: tuple[str, ...]  # labels, in order
    step: Step
    flows: Numbers
    fell: NDArray[np.int64]  # how often the stock of each unit fell
    errors_ha: Numbers  # standard error of each value; NaN where not stated
    methods: NDArray[np.str_]  # version of the method of each value, "" where not stated
    is_stock: NDArray[np.bool_]  # of each unit: its flows are changes between two values

    @property
    def age(self) -> NDArray[np.int64]:
        """Periods between the last known value of each unit and the last period."""
        known = ~np.isnan(self.flows)
        return np.where(known.any(axis=1), known[:, ::-1].argmax(axis=1), len(self.periods))

    def changes_of_method(self) -> NDArray[np.bool_]:
        """Values measured by another method than the last known one before them."""
        found = np.zeros(self.flows.shape, dtype=bool)
        last = np.full(len(self.units), "", dtype=self.methods.dtype)
        for column in range(len(self.periods)):
            own = self.methods[:, column]
            is_known = ~np.isnan(self.flows[:, column]) & (own != "")
            found[:, column] = is_known & (last != "") & (own != last)
            last = np.where(is_known, own, last)
        return found


def panel(  # noqa: PLR0913 - all are named
    *,
    units: Sequence[str],
    periods: Sequence[str],
    step: Step,
    amounts: Numbers,
    is_stock: NDArray[np.bool_],
    errors_ha: Numbers | None = None,
    methods: NDArray[np.str_] | None = None,
) -> Panel:
    """A panel of what was measured; of units that state a stock the changes are taken.

    The errors of two stocks are taken as independent, so that a change has both of them.
    """
    change = np.diff(amounts, axis=1, prepend=np.nan)
    stated = np.full(amounts.shape, np.nan) if errors_ha is None else errors_ha
    before = np.concatenate([np.full((len(stated), 1), np.nan), stated[:, :-1]], axis=1)
    flows = np.where(change < 0, np.nan, change)
    return Panel(
        units=tuple(units),
        periods=tuple(periods),
        step=step,
        flows=np.where(is_stock[:, None], flows, amounts),
        fell=np.where(is_stock, (change < 0).sum(axis=1), 0),
        errors_ha=np.where(is_stock[:, None], np.hypot(stated, before), stated),
        methods=np.full(amounts.shape, "") if methods is None else methods,
        is_stock=is_stock,
    )


def from_table(table: pd.DataFrame) -> Panel:
    """The panel of a table with unit, period, value_ha, kind, se_ha and method_version.

    Its periods are labels of one step, and no unit has one twice (`intake.series` sees to it).
    Units keep their order; a period nobody states between two others is not observed.
    """
    step = step_of(str(table["period"].iloc[0]))
    numbers = table["period"].map({one: place(one, step) for one in table["period"].unique()})
    first, last = int(numbers.min()), int(numbers.max())
    units = table["unit"].drop_duplicates().tolist()
    rows = table["unit"].map({unit: row for row, unit in enumerate(units)}).to_numpy()
    columns = (numbers - first).to_numpy()
    shape = (len(units), last - first + 1)
    amounts, errors = np.full(shape, np.nan), np.full(shape, np.nan)
    amounts[rows, columns] = table["value_ha"]
    errors[rows, columns] = table["se_ha"]
    stated = table["method_version"].astype(str).to_numpy(dtype=str)
    methods = np.full(shape, "", dtype=stated.dtype)
    methods[rows, columns] = stated
    is_stock = np.zeros(len(units), dtype=bool)
    is_stock[rows] = (table["kind"] == Measure.STOCK.value).to_numpy()
    return panel(
        units=units,
        periods=labels(str(table["period"].iloc[int(numbers.argmin())]), shape[1], step),
        step=step,
        amounts=amounts,
        is_stock=is_stock,
        errors_ha=errors,
        methods=methods,
    )


def step_of(label: str) -> Step:
    """How long the period of a label is."""
    written = calendar.written(label)
    found = written.period() if written else None
    steps = {PeriodKind.YEAR: Step.YEAR, PeriodKind.QUARTER: Step.QUARTER}
    return steps.get(found.kind, Step.MONTH) if found else Step.YEAR


def labels(first: str, count: int, step: Step) -> tuple[str, ...]:
    """`count` periods in order, from `first` on."""
    number = place(first, step)
    return tuple(_label(number + ahead, step) for ahead in range(count))


def place(label: str, step: Step) -> int:
    """The number of a period, counted from the year 0; those of one step follow each other."""
    found = calendar.written(label)
    year, part = found.numbers[0], found.numbers[1] - 1 if len(found.numbers) > 1 else 0  # type: ignore[union-attr]  # a label of ours
    return year * step.per_year + part


def _label(number: int, step: Step) -> str:
    year, part = divmod(number, step.per_year)
    if step.per_year == 1:
        return f"{year:04d}"
    return f"{year:04d}-Q{part + 1}" if step is Step.QUARTER else f"{year:04d}-{part + 1:02d}"
