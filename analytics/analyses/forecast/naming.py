"""How reasons and areas are written."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from analytics.analyses.forecast.model import Forecast
    from analytics.core.words import Words

FIGURES = 2  # of what is modelled (METHODS 0.5)


def reason(result: Forecast, row: pd.Series, words: Words) -> str:
    """Why a unit has no forecast."""
    return words(
        f"reason.{row['reason']}", count=int(row["known"]), step=words(f"steps.{result.step}")
    )


def hectares(value: float, words: Words) -> str:
    """A modelled area: two figures, no more."""
    return f"{words.significant(value, FIGURES)}\N{NO-BREAK SPACE}ha"
