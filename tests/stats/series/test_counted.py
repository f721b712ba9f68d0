"""Series counted from records."""

import numpy as np
import pytest

from analytics.core.schema import Measure
from analytics.stats.series.counted import counted
from analytics.stats.series.models import Step
from tests.shapes import dataset, square

ROWS = [
    {"country": "PER", "period": "2020", "area_ha": 3.0},
    {"country": "PER", "period": "2020", "area_ha": 2.0},
    {"country": "BRA", "period": "2020", "area_ha": 7.0},
    {"country": "BRA", "period": "2023", "area_ha": 1.0},
    {"country": "BRA", "period": "2023", "area_ha": None},
    {"country": "BRA", "period": None, "area_ha": 9.0},
]


def data(**how):
    return dataset([{"geometry": square(0, 0), **row} for row in ROWS], **how)


def test_a_year_nobody_looked_at_is_unknown_and_a_country_without_mining_has_none():
    found = counted(data(), "country", Step.YEAR)
    assert (found.units, found.periods) == (("BRA", "PER"), ("2020", "2021", "2022", "2023"))
    nan = np.nan
    assert found.flows == pytest.approx(np.array([[7, nan, nan, 1], [5, nan, nan, 0]]), nan_ok=True)


def test_the_whole_is_the_sum():
    whole, parts = (counted(data(), by, Step.YEAR) for by in ("whole", "country"))
    assert whole.flows[0] == pytest.approx(parts.flows.sum(axis=0), nan_ok=True)


def test_of_a_stock_the_changes_are_taken():
    found = counted(data(measure=Measure.STOCK), "country", Step.YEAR)
    assert np.isnan(found.flows).all()


def test_years_are_no_quarters():
    assert counted(data(), "country", Step.QUARTER) is None


def test_a_version_of_the_method_is_kept():
    rows = [{"geometry": square(0, 0), **row, "method_version": "v1"} for row in ROWS[:4]]
    made = dataset(rows)
    made = made.__class__(
        sites=made.sites.assign(method_version=["v1", "v1", "v1", "v2"]),
        places=made.places,
        name="x",
        area_basis=made.area_basis,
    )
    found = counted(made, "whole", Step.YEAR)
    assert found.changes_of_method().tolist() == [[False, False, False, True]]
