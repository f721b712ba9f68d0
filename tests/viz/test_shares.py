"""Bars in pairs and in panels show every row under its own name, with its base."""

import pandas as pd
import pytest

from analytics.core.section import Chart
from analytics.core.words import LANGUAGES
from analytics.viz import shares, theme
from analytics.viz.drawing import chart_svg
from pages.ui import panels
from tests.viz.test_charts import texts, words

COLOURS = {"records": theme.CATEGORIES[0], "hectares": theme.CATEGORIES[1]}
ROWS = pd.DataFrame(
    [
        ("Dredge", "records", 0.6, 0.5, 0.7, "6 records"),
        ("Dredge", "hectares", 0.2, None, None, "20 ha"),
        ("Pit", "records", 0.4, 0.3, 0.5, "4 records"),
        ("Pit", "hectares", float("nan"), None, None, "– ha"),
    ],
    columns=["label", "measure", "share", "low", "high", "text"],
)


def panelled(language="en"):
    rows = pd.DataFrame(
        [("Peru", "Dredge", 0.6, "a"), ("Peru", "Pit", 0.4, "b"), ("Brazil", "Pit", 1.0, "c")],
        columns=["panel", "label", "share", "text"],
    )
    return shares.panels_of_bars(
        rows, value_title="Share", words=words(language), panel_order=["Brazil", "Peru"]
    )


@pytest.mark.parametrize(
    ("names", "columns"),
    [(("Minería", "Territorio"), 2), (("Proporción de registros, al 95 %", "De hectáreas"), 1)],
)
def test_long_names_of_measures_stand_below_one_another(names, columns):
    """Side by side the second one would leave a telephone."""
    rows = ROWS.assign(measure=[*names, *names])
    colours = dict(zip(names, COLOURS.values(), strict=True))
    spec = shares.paired_bars(rows, colours=colours, value_title="Share").to_dict()
    assert spec["layer"][0]["encoding"]["color"]["legend"]["columns"] == columns


def test_both_bars_have_their_text_and_only_one_an_interval():
    spec = shares.paired_bars(ROWS, colours=COLOURS, value_title="Share")
    assert {"Dredge", "Pit", "6 records", "20 ha", "4 records", "– ha"} <= set(texts(spec))
    svg = chart_svg(Chart(draw=lambda: spec, caption="c"), words())
    assert svg.count(f'fill="{COLOURS["records"]}"') >= 2
    assert svg.count(f'stroke="{theme.LIGHT["ink"]}" stroke-width="1.5"') == 2


def test_one_measure_alone_needs_no_legend():
    one = ROWS[ROWS["measure"] == "records"]
    spec = shares.paired_bars(one, colours={"records": COLOURS["records"]}, value_title="Share")
    assert "records" not in texts(spec)


@pytest.mark.parametrize("language", LANGUAGES)
def test_panels_say_that_their_scale_is_one(language):
    drawn = texts(panelled(language), language)
    assert words(language)("chart.one-scale") in drawn
    assert [t for t in drawn if t in ("Peru", "Brazil")] == ["Brazil", "Peru"]


def test_level_bars_can_be_taken_apart_on_one_scale():
    found = dict(panels.split(panelled()))
    assert list(found) == ["Brazil", "Peru"]
    for panel in found.values():
        assert panel.to_dict()["encoding"]["x"]["scale"]["domain"] == [0, 1.0]
