"""More is kept of what small data sets gave than of large ones, and never more than said."""

from dataclasses import replace

import geopandas as gpd
import pytest
import streamlit as st

import analytics
from pages.ui import keeping

MOST = 32
LIMITS = {"small": 32, "middling": 8, "large": 2}


@pytest.fixture
def made():
    """A function that is kept, and the list of what it was asked for."""
    asked = []

    @keeping.by_size(MOST)
    def half(number: int, *, _way: str = "down") -> int:
        asked.append(number)
        return number // 2

    return half, asked


@pytest.fixture(autouse=True)
def _nothing_is_kept():
    st.cache_resource.clear()
    yield
    st.cache_resource.clear()


@pytest.mark.parametrize("size", LIMITS)
def test_what_was_made_is_given_again(made, size):
    half, asked = made
    assert [half(size, 8), half(size, 8, _way="up")] == [4, 4]
    assert asked == [8]


@pytest.mark.parametrize(("size", "most"), LIMITS.items())
def test_so_many_are_kept_and_the_oldest_goes_first(made, size, most):
    half, asked = made
    for number in range(most):
        half(size, number)
    half(size, 0)  # used again: number 1 is now the oldest
    half(size, most)
    assert asked == list(range(most + 1))
    half(size, 0)
    assert len(asked) == most + 1
    half(size, 1)
    assert asked[-1] == 1


def test_large_data_sets_take_no_place_of_small_ones(made):
    half, asked = made
    half("small", 8)
    for number in range(100, 200):
        half("large", number)
    half("small", 8)
    assert asked.count(8) == 1


def test_two_functions_of_one_module_do_not_mix():
    @keeping.by_size(MOST)
    def first(number: int) -> int:
        return number

    @keeping.by_size(MOST)
    def second(number: int) -> int:
        return -number

    assert (first("small", 1), second("small", 1)) == (1, -1)


@pytest.mark.parametrize(
    ("records", "size"),
    [(1_000, "small"), (1_001, "middling"), (10_000, "middling"), (10_001, "large")],
)
def test_the_size_counts_records(records, size):
    assert keeping.size(_of(records, {})) == size


def test_layers_count_as_well():
    assert keeping.size(_of(1, {"concessions": _rows(20_000)})) == "large"


def test_the_sample_region_is_small():
    assert keeping.size(analytics.sample()) == "small"


def _rows(count):
    return gpd.GeoDataFrame({"number": range(count)}, geometry=[None] * count, crs="EPSG:4326")


def _of(records, layers):
    return replace(analytics.sample(), sites=_rows(records), layers=layers)
