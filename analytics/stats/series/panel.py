"""Series of hectares by unit and period: flows, with their gaps, sources and methods."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from analytics.core import periods as calendar
from analytics.core.schema import Measure

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from analytics.stats.series.models import Step

    Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """Flows in hectares, units by periods without a gap in the calendar; NaN is not observed.

    Of a stock `values` are its changes and `stocks` what it was; where it fell the change is
    unknown, not 0, and counted in `fell`.
    """

    units: tuple[str, ...]
    periods: tuple[str, ...]  # labels, in order
    step: Step
    values: Numbers
    stocks: Numbers | None
    fell: NDArray[np.int64]  # how often the stock of each unit fell
    errors_ha: Numbers  # standard error of each value; NaN where not stated
    methods: NDArray[np.str_]  # version of the method of each value, "" where not stated
    source: str

    @property
    def age(self) -> NDArray[np.int64]:
        """Periods between the last known value of each unit and the last period."""
        known = ~np.isnan(self.values)
        return np.where(known.any(axis=1), known[:, ::-1].argmax(axis=1), len(self.periods))

    def changes_of_method(self) -> NDArray[np.bool_]:
        """Values measured by another method than the last known one before them."""
        found = np.zeros(self.values.shape, dtype=bool)
        last = np.full(len(self.units), "", dtype=self.methods.dtype)
        for column in range(len(self.periods)):
            own = self.methods[:, column]
            is_known = ~np.isnan(self.values[:, column]) & (own != "")
            found[:, column] = is_known & (last != "") & (own != last)
            last = np.where(is_known, own, last)
        return found


def panel(  # noqa: PLR0913 - all are named
    *,
    units: Sequence[str],
    periods: Sequence[str],
    step: Step,
    amounts: Numbers,
    measure: Measure,
    errors_ha: Numbers | None = None,
    methods: NDArray[np.str_] | None = None,
    source: str = "",
) -> Panel:
    """A panel of what was measured; changes are taken of a stock."""
    values, fell, stocks = amounts, np.zeros(len(units), dtype=np.int64), None
    if measure is Measure.STOCK:
        stocks = amounts
        change = np.diff(amounts, axis=1, prepend=np.nan)
        fell = (change < 0).sum(axis=1)
        values = np.where(change < 0, np.nan, change)
    empty = np.full(amounts.shape, np.nan)
    return Panel(
        units=tuple(units),
        periods=tuple(periods),
        step=step,
        values=values,
        stocks=stocks,
        fell=fell,
        errors_ha=empty if errors_ha is None else errors_ha,
        methods=np.full(amounts.shape, "") if methods is None else methods,
        source=source,
    )


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
    return f"{year:04d}-Q{part + 1}" if step.value == "quarter" else f"{year:04d}-{part + 1:02d}"
