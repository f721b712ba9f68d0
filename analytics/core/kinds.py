"""Which columns of a data set hold kinds that can be counted, and what they are called."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from analytics.core import schema
from analytics.core.words import Words

if TYPE_CHECKING:
    import geopandas as gpd

CORE: Final = Path(__file__).parent
NOT_KINDS: Final = (schema.GEOMETRY, schema.PERIOD_START, schema.PERIOD_END, schema.PERIOD_KIND)
NAMES: Final = (schema.SITE_ID, schema.NAME)  # say which site it is, not what it is like
MOST_NUMBERS: Final = 50  # a number with more values than this is an amount, not a kind
MOST_KINDS: Final = 200  # columns with more are only offered where most of them come again


def columns(sites: gpd.GeoDataFrame) -> tuple[str, ...]:
    """The columns of kinds that hold something worth counting, those of the product first."""
    names = [
        *(c for c in schema.CATEGORIES if c in sites.columns),
        *(str(c) for c in sites.columns if c not in schema.CATEGORIES),
    ]
    left_out = (*NOT_KINDS, *NAMES)
    return tuple(name for name in names if name not in left_out and _is_worth_asking(sites[name]))


def is_amount(cells: pd.Series[Any]) -> bool:
    """Whether a column holds numbers that nobody would count one by one."""
    is_number = pd.api.types.is_numeric_dtype(cells) and not pd.api.types.is_bool_dtype(cells)
    return bool(is_number and cells.nunique() > MOST_NUMBERS)


def label(name: str, language: str) -> str:
    """A column as people call it; one of the file's own by its name."""
    words, key = Words(CORE, language), f"column.{name}"
    return words(key) if words.has(key) else name


def _is_worth_asking(cells: pd.Series[Any]) -> bool:
    filled = cells.dropna()
    if filled.empty or is_amount(filled):
        return False
    count = filled.astype(str).nunique()
    is_few = count <= MOST_KINDS and (count < len(filled) or count == 1)
    return bool(is_few or 2 * count <= len(filled))
