"""Concentration, worked out by hand."""

import math

import pandas as pd
import pytest

from analytics.stats.concentration import concentration


def test_the_largest_of_four_by_hand():
    amounts = pd.Series([1.0, 4.0, 2.0, 1.0])
    held = concentration(amounts, groups=4, top=2, total=8.0)
    assert (held.top, held.share) == (2, 6 / 8)
    assert held.gini == pytest.approx(2 * (1 + 2 + 6 + 16) / (4 * 8) - 5 / 4)
    assert list(held.lorenz["share_area"]) == pytest.approx([0, 1 / 8, 2 / 8, 4 / 8, 1])


def test_where_all_would_be_the_top_the_largest_stands_alone():
    held = concentration(pd.Series([3.0, 1.0]), groups=2, top=2, total=4.0)
    assert (held.top, held.share) == (1, 0.75)


def test_what_cannot_be_placed_is_in_the_base_and_not_in_the_top():
    assert concentration(pd.Series([3.0]), groups=1, top=10, total=4.0).share == 0.75


def test_nothing_is_not_concentrated():
    held = concentration(pd.Series([0.0, float("nan")]), groups=2, top=1, total=0.0)
    assert math.isnan(held.share)
    assert math.isnan(held.gini)
    assert held.lorenz.empty
