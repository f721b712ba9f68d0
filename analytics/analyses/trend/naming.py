"""How units and changes are called."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from analytics.stats.series.counted import WHOLE
from analytics.stats.series.source import TOTAL

if TYPE_CHECKING:
    from collections.abc import Callable

    from analytics.analyses.trend.model import Trend
    from analytics.core.words import Words


def unit(result: Trend, name: str, words: Words) -> str:
    """A unit as people call it."""
    if not result.is_table and name in (TOTAL, WHOLE):
        return words("unit.total")
    return words.country(name) if result.by == "country" and not result.is_table else name


def change(value: float, words: Words) -> str:
    """A size of change in hectares."""
    return f"{words.significant(value, 2)}\N{NO-BREAK SPACE}ha"


def span(low: float, high: float, said: Callable[[float], str], words: Words) -> str:
    """The interval of 95 %; "" where it is not known."""
    return "" if math.isnan(low) else words("span", low=said(float(low)), high=said(float(high)))
