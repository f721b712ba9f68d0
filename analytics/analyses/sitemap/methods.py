"""Which mining methods have a mark of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from analytics.core import schema
from analytics.core.vocabulary import terms
from analytics.viz import legend

if TYPE_CHECKING:
    import pandas as pd

MOST: Final = len(legend.MARKS) - 1  # methods with a mark of their own; the others share one


def frequent(methods: pd.Series[str]) -> tuple[str, ...]:
    """The most frequent, in the order of their list, so that a mark seldom changes."""
    counts = methods.dropna().value_counts()
    often = sorted(counts.index, key=lambda method: (-counts[method], method))[:MOST]
    order = {method: place for place, method in enumerate(terms(schema.METHOD))}
    return tuple(sorted(often, key=lambda method: (order.get(method, len(order)), method)))
