"""A line no larger than a word."""

import math
import re

from analytics.viz import spark

NAN = float("nan")


def points(drawn):
    return [run.split() for run in re.findall(r'points="([^"]+)"', drawn)]


def test_the_line_runs_from_the_lowest_to_the_highest():
    drawn = spark.svg([0.0, 10.0, 5.0], "0 to 5")
    assert points(drawn) == [["3.0,21.0", "60.0,3.0", "117.0,12.0"]]
    assert '<circle cx="117.0" cy="12.0"' in drawn
    assert spark.text([0.0, 10.0, 5.0]) == "▁█▅"


def test_what_nobody_knows_is_a_gap_and_no_zero():
    assert points(spark.svg([1.0, NAN, 2.0, 3.0], "")) == [
        ["3.0,21.0", "3.0,21.0"],
        ["79.0,12.0", "117.0,3.0"],
    ]
    assert spark.text([1.0, math.nan, 2.0]) == "▁·█"


def test_one_value_is_no_line_and_equal_values_are_a_level_one():
    assert spark.svg([4.0], "") == spark.svg([4.0, NAN], "") == spark.text([]) == ""
    assert points(spark.svg([4.0, 4.0], "")) == [["3.0,12.0", "117.0,12.0"]]
    assert spark.text([4.0, 4.0]) == "▄▄"


def test_it_speaks_and_runs_nothing():
    assert "<title>&lt;b&gt;</title>" in spark.svg([1.0, 2.0], "<b>")
