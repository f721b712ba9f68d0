"""Values that meet: two columns of one record, and several values of one cell."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import permutations
from math import sqrt
from typing import TYPE_CHECKING, Final

import pandas as pd

from analytics.stats.crosstab import FEWEST, departure

if TYPE_CHECKING:
    from collections.abc import Sequence

OTHER: Final = ""  # all values below the largest, together
MOST: Final = 10  # values of a column in a table of two
CLEAR: Final = 1.96  # standard deviations


@dataclass(frozen=True, kw_only=True, slots=True)
class Cross:
    """Two columns against one another, counted in records that state both."""

    # value, cross, count, area_ha, share (of the records of the row), expected, residual; a
    # value of "" is all others together. Every cell is there, the empty ones too.
    table: pd.DataFrame
    name: str  # the second column
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    n: int  # records that state both
    is_multiple: bool  # some records stand in several cells
    small: int  # cells with an expected count below 5
    cramers_v: float


def has_lead(full: pd.DataFrame, table: pd.DataFrame) -> bool:
    """Whether the first value occurs more often than the second by more than chance.

    Judged on the records that state one of the two and not the other (McNemar's test).
    """
    if len(table) < 2:  # noqa: PLR2004 - a lead is over somebody
        return True
    first, second = (set(full.loc[full["value"] == v, "row"]) for v in table["value"].head(2))
    ahead, behind = len(first - second), len(second - first)
    return ahead + behind > 0 and (ahead - behind) / sqrt(ahead + behind) > CLEAR


def crossed(full: pd.DataFrame, second: pd.DataFrame, *, top: int, name: str) -> Cross | None:
    """The table of two columns; None where no record states both."""
    both = full[["row", "value", "area_ha"]].merge(
        second.rename(columns={"value": "cross"}), on="row"
    )
    if both.empty:
        return None
    rows, columns = _largest(both["value"], top), _largest(both["cross"], top)
    cells = both.assign(
        value=both["value"].where(both["value"].isin(rows), OTHER),
        cross=both["cross"].where(both["cross"].isin(columns), OTHER),
    ).drop_duplicates(["row", "value", "cross"])
    found = cells.groupby(["value", "cross"], observed=True)
    every = pd.MultiIndex.from_product([rows, columns], names=["value", "cross"])
    table = pd.DataFrame(
        {"count": found.size(), "area_ha": found["area_ha"].sum(min_count=1)}
    ).reindex(every)
    table = table.assign(
        area_ha=table["area_ha"].mask(table["count"].isna(), 0.0),
        count=table["count"].fillna(0).astype(int),
    )
    told = departure(table["count"].to_numpy().reshape(len(rows), len(columns)))
    table = table.assign(
        share=table["count"] / table.groupby("value")["count"].transform("sum"),
        expected=told.expected.ravel(),
        residual=told.residual.ravel(),
    )
    return Cross(
        table=table.reset_index(),
        name=name,
        rows=tuple(rows),
        columns=tuple(columns),
        n=int(cells["row"].nunique()),
        is_multiple=bool(cells["row"].duplicated().any()),
        small=int((told.expected < FEWEST).sum()),
        cramers_v=told.cramers_v,
    )


def together(full: pd.DataFrame, top: pd.DataFrame) -> pd.DataFrame:
    """For each of the largest values, how many of its records state each other one too.

    Empty where no record states two of them. Nothing is expected here: records that state nothing
    are not in the count, so that any two values would seem to avoid one another.
    """
    columns = ["first", "second", "count", "area_ha", "share"]
    if not full["row"].duplicated().any():
        return pd.DataFrame(columns=columns)
    values = top["value"].head(MOST).tolist()
    kept = full[full["value"].isin(values)]
    size = kept.groupby("value", observed=True).size()
    double = kept[["row", "value", "area_ha"]].merge(kept[["row", "value"]], on="row")
    found = double.groupby(["value_x", "value_y"], observed=True)
    names = pd.MultiIndex.from_tuples(list(permutations(values, 2)), names=["first", "second"])
    table = pd.DataFrame(
        {"count": found.size(), "area_ha": found["area_ha"].sum(min_count=1)}
    ).reindex(names)
    if table["count"].isna().all():
        return pd.DataFrame(columns=columns)
    table = table.assign(
        area_ha=table["area_ha"].mask(table["count"].isna(), 0.0),
        count=table["count"].fillna(0).astype(int),
    ).reset_index()
    return table.assign(share=table["count"] / table["first"].map(size))[columns]


def _largest(values: pd.Series[str], top: int) -> Sequence[str]:
    """The most frequent values, ties by name, then one for all others."""
    counts = values.value_counts()
    ranked = sorted(counts.index, key=lambda value: (-counts[value], value))
    most = min(top, MOST)
    return [*ranked[:most], *([OTHER] if len(ranked) > most else [])]
