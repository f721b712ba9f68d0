"""The series of a data set: those of its table, else counted from its records."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Final

import numpy as np

from analytics.core.dataset import SERIES
from analytics.core.errors import MissingInput
from analytics.stats.series.counted import (
    COUNTRY_AND,
    OF_PROVINCES,
    TOTAL,
    WHOLE,
    counted,
)
from analytics.stats.series.models import Step
from analytics.stats.series.panel import Panel, from_table
from analytics.stats.series.zones import Zones, zones

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from analytics.core.dataset import Dataset

#: What is tried where the records are not dated so finely.
COARSER: Final = {
    Step.MONTH: (Step.MONTH, Step.QUARTER, Step.YEAR),
    Step.QUARTER: (Step.QUARTER, Step.YEAR),
    Step.YEAR: (Step.YEAR,),
}


class NotPlaced(MissingInput):
    """Records that do not say where they belong."""

    folder: ClassVar[Path] = Path(__file__).parent


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Units, and their sums where there are several that were counted from records."""

    panel: Panel
    total: Panel | None
    groups: Panel | None = None  # the countries of provinces
    of: NDArray[np.int64]  # the row of `groups` that each unit belongs to; -1 without
    zones: Zones | None = None
    is_table: bool
    asked: Step  # the records may allow only longer periods

    @property
    def panels(self) -> tuple[Panel, ...]:
        """The sum first, then groups, then units."""
        return (*filter(None, (self.total, self.groups)), self.panel)


def source(
    dataset: Dataset, by: str, step: str, *, layer: str = "auto", column: str = "auto"
) -> Source:
    """The series by unit, or an error that says that there are none.

    By "zone" the units are the areas of `layer`, named by `column`.
    """
    if SERIES in dataset.pixels:
        table = from_table(dataset.pixels[SERIES])
        none = np.full(len(table.units), -1)
        return Source(panel=table, total=None, of=none, is_table=True, asked=table.step)
    ground = zones(dataset, layer, column) if by == "zone" else None
    for tried in COARSER[Step(step)]:
        found = counted(dataset, by, tried, ground)
        if found is not None and found.units:
            return _with_sums(dataset, found, by, zones=ground, asked=Step(step))
    if by != WHOLE and counted(dataset, WHOLE, Step.YEAR) is not None:
        raise NotPlaced(f"series-no-{by}")
    raise MissingInput("needs-step")


def _with_sums(
    dataset: Dataset, found: Panel, by: str, *, zones: Zones | None, asked: Step
) -> Source:
    """The whole beside several units, and countries beside provinces of several."""
    whole = counted(dataset, WHOLE, found.step) if len(found.units) > 1 else None
    groups, of = None, np.full(len(found.units), -1)
    if by == "province":
        names = [name.rpartition(COUNTRY_AND)[2] for name in found.units]
        if len(set(names)) < len(names) and any(COUNTRY_AND in name for name in found.units):
            groups = counted(dataset, OF_PROVINCES, found.step)
    if groups is not None:
        place = {name: row for row, name in enumerate(groups.units)}
        of = np.array([place[name] for name in names])
    return Source(
        panel=found,
        total=replace(whole, units=(TOTAL,)) if whole else None,
        groups=groups,
        of=of,
        zones=zones,
        is_table=False,
        asked=asked,
    )
