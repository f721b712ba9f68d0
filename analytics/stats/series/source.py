"""The series of a data set: those of its table, else counted from its records."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from analytics.core.dataset import SERIES
from analytics.core.errors import MissingInput
from analytics.stats.series.counted import WHOLE, counted
from analytics.stats.series.models import Step
from analytics.stats.series.panel import Panel, from_table

if TYPE_CHECKING:
    from analytics.core.dataset import Dataset

TOTAL: Final = "total"  # the unit that is the sum of all others
#: What is tried where the records are not dated so finely.
COARSER: Final = {
    Step.MONTH: (Step.MONTH, Step.QUARTER, Step.YEAR),
    Step.QUARTER: (Step.QUARTER, Step.YEAR),
    Step.YEAR: (Step.YEAR,),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Units, and their sum where there are several that were counted from records."""

    panel: Panel
    total: Panel | None
    is_table: bool
    asked: Step  # the records may allow only longer periods

    @property
    def panels(self) -> tuple[Panel, ...]:
        """The sum first."""
        return (*((self.total,) if self.total else ()), self.panel)


def source(dataset: Dataset, by: str, step: str) -> Source:
    """The series by unit, or an error that says that there are none."""
    if SERIES in dataset.pixels:
        table = from_table(dataset.pixels[SERIES])
        return Source(panel=table, total=None, is_table=True, asked=table.step)
    for tried in COARSER[Step(step)]:
        found = counted(dataset, by, tried)
        if found is not None and found.units:
            whole = counted(dataset, WHOLE, tried) if len(found.units) > 1 else None
            total = replace(whole, units=(TOTAL,)) if whole else None
            return Source(panel=found, total=total, is_table=False, asked=Step(step))
    raise MissingInput("needs-step")
