"""Cells of a table as texts that are written once, and numbers to sort them by."""

import pandas as pd
import pytest
from streamlit.dataframe_util import convert_arrow_bytes_to_pandas_df as unpacked
from streamlit.elements.lib.pandas_styler_utils import marshall_styler
from streamlit.proto.ArrowData_pb2 import ArrowData

from analytics.analyses.totals import ANALYSIS
from analytics.core.section import Table
from analytics.core.words import Kind
from pages.ui.written import written

LABELS = {"name": "Site", "ha": "Hectares", "share": "Share"}


@pytest.fixture
def item():
    return Table(
        caption="Sites",
        frame=pd.DataFrame(
            {"name": ["B", None, "A"], "ha": [1234.5, 2.0, float("nan")], "share": [0.5, 0, 1]}
        ),
        labels=LABELS,
        kinds={"name": Kind.TEXT, "ha": Kind.HECTARES, "share": Kind.SHARE},
    )


def sent(item, language, most=10):
    """What Streamlit would send: the texts, and the values beneath."""
    table, packed = written(item, ANALYSIS.words(language), most=most), ArrowData()
    marshall_styler(packed, table, "uuid")
    return unpacked(packed.styler.display_values), table.data


@pytest.mark.parametrize("language", ["en-US", "es-ES"])
def test_cells_read_in_the_language(item, language):
    words = ANALYSIS.words(language)
    texts, _ = sent(item, language)
    assert list(texts.columns) == list(LABELS.values())
    for column, label in LABELS.items():
        kind = item.kinds[column]
        assert list(texts[label]) == [
            words.cell(None if pd.isna(one) else one, kind) for one in item.frame[column]
        ]


def test_cells_sort_as_the_numbers_they_are(item):
    _, values = sent(item, "en-US")
    assert values["Hectares"].tolist()[:2] == [1234.5, 2.0]
    assert pd.isna(values["Hectares"].iloc[2])
    assert values["Share"].dtype.kind == "f"


def test_only_as_many_rows_as_asked_for(item):
    texts, values = sent(item, "en-US", most=2)
    assert len(texts) == len(values) == 2


def test_the_same_table_can_be_sent_twice(item):
    table = written(item, ANALYSIS.words("en-US"), most=10)
    first, second = ArrowData(), ArrowData()
    marshall_styler(first, table, "one")
    marshall_styler(second, table, "two")
    assert first.SerializeToString() == second.SerializeToString()
