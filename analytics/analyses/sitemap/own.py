"""Numbers that only the file at hand has: columns of its own beside those every data set knows."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Final

import pandas as pd

from analytics.core import schema
from analytics.core.errors import ParameterError

if TYPE_CHECKING:
    from analytics.analyses.sitemap import SitemapParams
    from analytics.core.dataset import Dataset

OWN_COLUMN: Final = "column"
MOST_LISTED: Final = 24


class ColumnError(ParameterError):
    """A column that the file does not have, or that holds no numbers."""

    folder: ClassVar[Path] = Path(__file__).parent


def columns(dataset: Dataset) -> tuple[str, ...]:
    """Columns of the file that hold numbers, in its order; those without a single one are none."""
    sites = dataset.sites
    own = [name for name in sites.columns if name not in schema.COLUMNS]
    return tuple(str(name) for name in own if _is_number(sites[name]))


def measured(dataset: Dataset, params: SitemapParams) -> str:
    """The column that decides the class; "" where the file has none of its own."""
    if params.show != OWN_COLUMN:
        return params.show
    known = columns(dataset)
    if not params.column:
        return known[0] if known else ""
    if params.column not in known:
        listed = ", ".join(known[:MOST_LISTED]) or "–"
        raise ColumnError("sitemap-column", value=params.column, known=listed)
    return params.column


def _is_number(column: pd.Series[float]) -> bool:
    is_kind = pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_bool_dtype(column)
    return is_kind and bool(column.notna().any())
