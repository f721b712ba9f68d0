"""A last row that adds up the others, as spreadsheets have it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from analytics.core import schema
from analytics.core.issue import Action, Severity
from analytics.core.vocabulary import fold
from analytics.intake.choice import chosen

if TYPE_CHECKING:
    import pandas as pd

    from analytics.intake.work import Work

CODE: Final = "row-total"
CLOSE: Final = 0.005  # of the sum: rows are rounded before they are added up
WORDS: Final = frozenset(
    {
        *("total", "totals", "grand total", "sum", "all", "overall total"),
        *("totales", "total general", "gran total", "suma", "suma total"),
        *("totais", "total geral", "soma", "soma total"),
        *("totaux", "total general", "somme", "somme totale", "ensemble"),
        *("jumlah", "jumlah total", "total keseluruhan", "jumlah keseluruhan", "total semua"),
    }
)


def settle_total(work: Work, area_ha: pd.Series[float]) -> Work:
    """Leave out a last row that is called total and holds the sum of all before it.

    A row called so whose area is another is kept, and told: it may be a place of that name.
    """
    if schema.AREA_HA not in work.columns or len(work.frame) <= 1:
        return work
    row = work.frame.index[-1]
    area = area_ha.reindex(work.frame.index)
    if not _is_called_total(work.frame.loc[row]) or not area[row] > 0:
        return work
    is_sum = bool(np.isclose(area[row], area.iloc[:-1].sum(), rtol=CLOSE, atol=0))
    options = ("drop", "keep")
    option = chosen(work, CODE, "drop" if is_sum else "keep", options)
    work = work.told(
        CODE,
        severity=Severity.WARNING,
        action=Action.DROPPED if option == "drop" else Action.KEPT,
        rows=(row,),
        column=work.columns[schema.AREA_HA],
        options=options,
        option=option,
        stated=float(area[row]),
        others=float(area.iloc[:-1].sum()),
    )
    return work.without((row,), CODE) if option == "drop" else work


def _is_called_total(cells: pd.Series[Any]) -> bool:
    """Whether a cell says so, in a row that lies nowhere."""
    shape = cells[schema.GEOMETRY]
    if shape is not None and not getattr(shape, "is_empty", True):
        return False
    return any(isinstance(cell, str) and fold(cell) in WORDS for cell in cells)
