"""Panels one by one: the same names, rows and scale as in the chart they come from."""

import altair as alt
import pandas as pd
import pytest

from analytics.core.words import Words
from analytics.viz import charts
from pages.ui import panels, session

WORDS = Words(session.TEXTS, "en")
ROWS = pd.DataFrame(
    {
        "label": ["Alto", "Alto", "Bajo"],
        "period": ["2023", "2024", "2024"],
        "hectares": [1.0, 2.0, 40.0],
    }
)


def multiples(*, shared):
    return charts.small_multiples(
        ROWS,
        label="label",
        period="period",
        value="hectares",
        value_title="Hectares",
        words=WORDS,
        shared=shared,
        label_order=["Bajo", "Alto"],
    )


def test_each_panel_keeps_its_name_and_rows_in_the_order_of_the_chart():
    found = dict(panels.split(multiples(shared=True)))
    assert list(found) == ["Bajo", "Alto"]
    assert [len(panel.data) for panel in found.values()] == [1, 2]
    assert all(isinstance(panel, alt.Chart) for panel in found.values())


@pytest.mark.parametrize(("shared", "tops"), [(True, [40.0, 40.0]), (False, [None, None])])
def test_heights_can_be_compared_only_where_the_chart_said_so(shared, tops):
    drawn = multiples(shared=shared)
    scales = [p.to_dict()["encoding"]["y"]["scale"] for _, p in panels.split(drawn)]
    assert [scale.get("domain", [None, None])[1] for scale in scales] == tops
    assert panels.heading(drawn)[0] == "Hectares"
