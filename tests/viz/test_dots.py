"""A dot for how many times as much as expected."""

import pandas as pd
import pytest

from analytics import viz
from analytics.viz.dots import times_expected

MARKS = {"more": ("#DE9243", "triangle-up"), "less": ("#6FA9CF", "triangle-down")}
ROWS = pd.DataFrame(
    {
        "label": ["gravel", "granite", "lake"],
        "value": [6.0, 0.0, None],
        "low": [3.0, None, None],
        "high": [11.0, None, None],
        "class": ["more", "less", "less"],
        "text": ["6 (3 to 11)", "none", "no ground"],
    }
)


def drawn(rows=ROWS):
    return times_expected(rows, marks=MARKS, value_title="times").to_dict()


def test_half_as_much_is_as_far_from_one_as_twice_as_much():
    scale = drawn()["layer"][2]["encoding"]["x"]["scale"]
    assert (scale["type"], scale["base"], scale["domain"]) == ("log", 2, [0.5, 16.0])
    assert drawn()["layer"][2]["encoding"]["x"]["axis"]["values"] == [0.5, 1, 2, 4, 8, 16]


def test_none_at_all_stands_at_the_left_end_and_what_is_not_known_keeps_its_place():
    data = next(iter(d for d in drawn()["datasets"].values() if len(d) == 3))
    assert [row["value"] for row in data] == [6.0, 0.5, None]
    assert [row["low"] for row in data] == [3.0, None, None]
    assert [row["text"] for row in data] == ROWS["text"].tolist()


@pytest.mark.parametrize(("value", "ends"), [(1.0, [0.5, 2.0]), (1e9, [0.5, 1024.0])])
def test_the_axis_holds_one_and_never_runs_away(value, ends):
    rows = ROWS.assign(value=value, low=None, high=None)
    scale = drawn(rows)["layer"][2]["encoding"]["x"]["scale"]
    assert scale["domain"] == ends


def test_many_powers_are_not_all_written():
    rows = ROWS.assign(value=[1 / 40, 1.0, 1000.0], low=None, high=None)
    values = drawn(rows)["layer"][2]["encoding"]["x"]["axis"]["values"]
    assert 1.0 in values
    assert len(values) <= 9


def test_only_verdicts_that_occur_are_in_the_legend():
    shape = drawn(ROWS.head(1))["layer"][2]["encoding"]["shape"]
    assert shape["scale"] == {"domain": ["more"], "range": ["triangle-up"]}
    assert viz.dots.times_expected is times_expected
