"""How changes are written."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from analytics.core.words import Words


def change(value: float, words: Words) -> str:
    """A size of change in hectares."""
    return f"{words.significant(value, 2)}\N{NO-BREAK SPACE}ha"


def span(low: float, high: float, said: Callable[[float], str], words: Words) -> str:
    """The interval of 95 %; "" where it is not known."""
    return "" if math.isnan(low) else words("span", low=said(float(low)), high=said(float(high)))
