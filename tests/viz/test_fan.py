"""Fans of what was seen and what is to be expected."""

from pathlib import Path

import pandas as pd

import analytics
from analytics import viz
from analytics.core.words import Words

HERE = Path(analytics.__file__).parent / "viz"

LINES = pd.DataFrame(
    {
        "label": ["A", "A", "A", "A"],
        "period": ["2023", "2024", "2024", "2025"],
        "kind": ["seen", "seen", "told", "told"],
        "value": [3.0, 4.0, 4.0, 5.0],
        "text": ["3 ha", "4 ha", "4 ha", "5 ha"],
    }
)
BANDS = pd.DataFrame(
    {
        "label": ["A"],
        "period": ["2025"],
        "lo80_ha": [4.0],
        "hi80_ha": [6.0],
        "lo95_ha": [3.0],
        "hi95_ha": [8.0],
    }
)
HOW = {"kinds": ["seen", "told"], "period_order": ["2023", "2024", "2025"], "value_title": "ha"}


def test_bands_lie_under_lines_and_every_kind_has_a_colour_and_a_dash():
    drawn = viz.fan.fan(LINES, BANDS, marks={"2024": "another method"}, **HOW).to_dict()
    marks = [layer["mark"]["type"] for layer in drawn["layer"]]
    assert marks == ["area", "area", "line", "point", "rule", "text"]
    line = drawn["layer"][2]["encoding"]
    assert (
        line["color"]["scale"]["domain"]
        == line["strokeDash"]["scale"]["domain"]
        == ["seen", "told"]
    )
    assert line["x"]["scale"]["domain"] == ["2023", "2024", "2025"]


def test_small_fans_have_a_scale_each():
    drawn = viz.fan.fans(LINES, BANDS, words=Words(HERE, "en"), **HOW).to_dict()
    assert drawn["facet"]["sort"] == ["A"]
    assert drawn["resolve"]["scale"]["y"] == "independent"
