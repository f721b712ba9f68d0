"""How units and reasons are called."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analytics.stats.series.counted import WHOLE
from analytics.stats.series.source import TOTAL

if TYPE_CHECKING:
    from analytics.analyses.forecast.model import Forecast
    from analytics.core.words import Words

FIGURES = 2  # of what is modelled (METHODS 0.5)


def unit(result: Forecast, name: str, words: Words) -> str:
    """A unit as people call it."""
    if not result.is_table and name in (TOTAL, WHOLE):
        return words("unit.total")
    return words.country(name) if result.by == "country" and not result.is_table else name


def reason(result: Forecast, row: pd.Series, words: Words) -> str:
    """Why a unit has no forecast."""
    return words(
        f"reason.{row['reason']}", count=int(row["known"]), step=words(f"steps.{result.step}")
    )


def hectares(value: float, words: Words) -> str:
    """A modelled area: two figures, no more."""
    return f"{words.significant(value, FIGURES)}\N{NO-BREAK SPACE}ha"
