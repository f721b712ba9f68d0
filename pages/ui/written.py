"""Tables whose cells are written already: what a page sends again takes no time to make again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pandas as pd
from pandas.io.formats.style import Styler

from analytics.core.words import Kind

if TYPE_CHECKING:
    from analytics.core.section import Table
    from analytics.core.words import Words

ID: Final = "written"  # of every table: nothing of them is styled by it


class _Values(pd.DataFrame):
    """The numbers cells are sorted by; taken as text, they read as they were written."""

    _metadata = ("texts",)
    texts: pd.DataFrame

    def astype(self, dtype: Any, *_: Any, **__: Any) -> pd.DataFrame:  # type: ignore[misc, override] # noqa: ANN401
        return self.texts if dtype is str else pd.DataFrame(self).astype(dtype)


def written(item: Table, words: Words, *, most: int) -> Styler:
    """Cells in the visitor's language that still sort as the numbers they are.

    Streamlit asks a styler for its cells one by one, each time anew: 60 ms for 350 sites. This one
    has no styles to work out, and its cells are texts that were written once.
    """
    rows = item.frame[list(item.labels)].head(most).reset_index(drop=True)
    texts = pd.DataFrame(
        {
            column: [_cell(value, item.kinds[column], words) for value in rows[column]]
            for column in item.labels
        },
        index=rows.index,
        dtype=object,
    )
    for column in item.labels:
        if not item.kinds[column].is_number:
            rows[column] = texts[column]
    rows.columns = texts.columns = list(item.labels.values())
    values = _Values(rows)
    values.texts = texts
    table = Styler(values, uuid=ID)
    table._compute = lambda: table  # type: ignore[attr-defined] # noqa: SLF001 - as Streamlit asks
    table._translate = _nothing  # type: ignore[attr-defined] # noqa: SLF001 - as above
    return table


def _nothing(*_: object, **__: object) -> dict[str, Any]:
    return {}


def _cell(value: Any, kind: Kind, words: Words) -> str:  # noqa: ANN401 - a cell of any column
    return words.cell(None if pd.isna(value) else value, kind)
