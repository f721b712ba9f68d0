"""Tables of two columns: expected counts and residuals by hand."""

import math

import numpy as np
import pytest

from analytics.stats.crosstab import departure


def test_two_by_two_by_hand():
    """Rows 40 and 60, columns 50 and 50: expected 20, 20, 30, 30; residual 10 / sqrt(20 .6 .5)."""
    found = departure([[30, 10], [20, 40]])
    assert found.expected == pytest.approx(np.array([[20, 20], [30, 30]]))
    strength = 10 / math.sqrt(20 * 0.6 * 0.5)
    assert found.residual == pytest.approx(np.array([[strength, -strength], [-strength, strength]]))
    assert strength**2 / 100 == pytest.approx(found.cramers_v**2)  # chi² of a two by two table


def test_independent_columns_depart_nowhere():
    found = departure(np.outer([1, 2, 3], [10, 20]))
    assert found.residual == pytest.approx(np.zeros((3, 2)), abs=1e-12)
    assert found.cramers_v == pytest.approx(0)


def test_one_row_says_nothing():
    found = departure([[3, 4]])
    assert np.isnan(found.residual).all()
    assert math.isnan(found.cramers_v)
