"""Which rasters of a data set tell of people: the total, other products, groups by age and sex."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, cast

import numpy as np
import pandas as pd

from analytics.raster import counts
from analytics.raster.rowsums import sums

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from analytics.core.dataset import Dataset
    from analytics.raster.handle import Raster

    Shapes = NDArray[np.object_]

POPULATION: Final = "population"
WOMEN, CHILDREN = "women", "children"
#: Classes as WorldPop names them: f_15 holds women of 15 to 19, m_1 boys of 1 to 4.
BY_AGE: Final = re.compile(r"^([fm])_(\d+)$")
AGES: Final = (0, 1, *range(5, 85, 5))
MEMBERS: Final = {
    WOMEN: tuple(f"f_{age}" for age in range(15, 50, 5)),
    CHILDREN: ("f_0", "f_1", "m_0", "m_1"),
}
EVERYBODY: Final = tuple(f"{sex}_{age}" for sex in "fm" for age in AGES)
MOST_APART: Final = 0.01  # that classes and total may differ by


@dataclass(frozen=True, kw_only=True, slots=True)
class Total:
    """All people within the largest radius, each once."""

    radius_km: float
    people: float
    covered_share: float  # of the ground, with a number of people; NaN without ground


@dataclass(frozen=True, kw_only=True, slots=True)
class Groups:
    """People of an age or sex, and how far all classes are from the total; NaN if unknown."""

    table: pd.DataFrame  # group, people, share (of all people)
    apart: float


def population(dataset: Dataset) -> Raster:
    """The raster of people, checked."""
    return _checked(dataset, POPULATION)


def products(dataset: Dataset) -> list[str]:
    """Names of the rasters of people: `population`, then any other whose name begins so."""
    others = [name for name in dataset.rasters if name.startswith(f"{POPULATION}_")]
    return [POPULATION, *sorted(others)]


def by_product(dataset: Dataset, whole: Shapes, total: Total) -> pd.DataFrame:
    """raster, name, people, covered_share, is_sample for each product; `total` is the first's."""
    first = cast("Raster", dataset.raster(POPULATION))
    rows = [(POPULATION, first.name, total.people, total.covered_share)]
    for name in products(dataset)[1:]:
        raster = _checked(dataset, name)
        found = sums(raster, whole)
        rows.append((name, raster.name, float(found.total[0]), float(found.covered[0])))
    made_up = {part.part for part in dataset.provenance if part.is_sample}
    table = pd.DataFrame(rows, columns=["raster", "name", "people", "covered_share"])
    return table.assign(is_sample=table["raster"].isin(made_up))


def groups(dataset: Dataset, whole: Shapes, people: float) -> Groups:
    """Groups there are rasters for: one of its own, or all the classes that make it up."""
    classes = [n for n in (*EVERYBODY, WOMEN, CHILDREN) if n in dataset.rasters]
    found = {name: float(sums(_checked(dataset, name), whole).total[0]) for name in classes}
    rows = []
    for group, members in MEMBERS.items():
        if group in found:
            rows.append((group, found[group]))
        elif all(name in found for name in members):
            rows.append((group, sum(found[name] for name in members)))
    table = pd.DataFrame(rows, columns=["group", "people"]).astype({"people": float})
    is_whole = all(name in found for name in EVERYBODY) and people > 0
    apart = sum(found[name] for name in EVERYBODY) / people - 1 if is_whole else float("nan")
    share = table["people"] / people if people > 0 else np.nan
    return Groups(table=table.assign(share=share), apart=apart)


def _checked(dataset: Dataset, name: str) -> Raster:
    raster = cast("Raster", dataset.raster(name))
    counts.check(raster)
    return raster
