"""Drawings keep to themselves."""

from pathlib import Path

import altair as alt
import pandas as pd
import pytest

from analytics.core.section import Chart
from analytics.core.words import Words
from analytics.viz import charts, drawing, ink

WORDS = Words(Path(drawing.__file__).parent, "en")


def test_caption_is_the_title_and_cannot_break_out():
    spec = alt.Chart(alt.Data(values=[{"a": 1}])).mark_bar().encode(x="a:Q")
    svg = drawing.chart_svg(Chart(draw=lambda: spec, caption='</title><script>"'), WORDS)
    assert "<title>&lt;/title&gt;&lt;script&gt;&quot;</title>" in svg
    assert "<script" not in svg


def test_a_chart_cannot_load_from_outside():
    spec = alt.Chart("http://127.0.0.1:1/secret.json").mark_bar().encode(x="a:Q")
    with pytest.raises(ValueError, match="secret"):
        drawing.chart_svg(Chart(draw=lambda: spec, caption="c"), WORDS)


@pytest.mark.parametrize("prefix", ["a", "f0-1", "5d"])
def test_ids_and_their_uses_get_the_same_prefix(prefix):
    svg = '<svg id="x"><clipPath id="clip"/><g clip-path="url(#clip)"><text>url(#a) id="b"</text>'
    assert drawing.with_own_ids(svg, prefix) == (
        f'<svg id="{prefix}-x"><clipPath id="{prefix}-clip"/>'
        f'<g clip-path="url(#{prefix}-clip)"><text>url(#a) id="b"</text>'
    )


def test_a_drawing_states_its_width():
    assert drawing.width_px('<svg role="img" width="657" height="3">') == 657
    assert drawing.width_px("<svg>") == 0


def test_a_name_without_end_is_cut():
    rows = pd.DataFrame({"name": ["A" * 200_000, "B"], "ha": [2.0, 1.0], "text": ["2", "1"]})
    item = Chart(
        draw=lambda: charts.ranked_bars(
            rows, label="name", value="ha", value_title="ha", words=WORDS
        ),
        caption="c",
    )
    drawn = drawing.chart_svg(item, WORDS)
    assert len(drawn) < 20_000
    assert ">B<" in drawn
    for told in (ink.text_at("A" * 200_000, 0, 0, "#000"), ink.haloed("A" * 9_000, 0, 0, "", "")):
        assert len(told) < 1_000
