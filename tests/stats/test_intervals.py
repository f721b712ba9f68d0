"""Wilson's interval, against the table of Newcombe and against what must always hold."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.stats.intervals import wilson


# Newcombe (1998), Statistics in Medicine 17, table I, method 3.
@pytest.mark.parametrize(
    ("count", "total", "low", "high"),
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_published_cases(count, total, low, high):
    assert np.ravel(wilson(count, total)) == pytest.approx([low, high], abs=5e-5)


def test_by_hand():
    """5 of 10 at z = 2: middle 0.5, half 2/(1.4) * sqrt(0.025 + 0.01)."""
    level = math.erf(2 / math.sqrt(2))
    half = 2 / 1.4 * math.sqrt(0.035)
    assert np.ravel(wilson(5, 10, level=level)) == pytest.approx([0.5 - half, 0.5 + half])


def test_nothing_has_no_share():
    assert np.isnan(wilson([0], [0])).all()


@given(st.integers(1, 10_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_holds_the_share_stays_between_nothing_and_all_and_mirrors(pair):
    count, total = pair
    low, high = np.ravel(wilson(count, total))
    assert 0 <= low <= count / total <= high <= 1
    assert np.ravel(wilson(total - count, total)) == pytest.approx([1 - high, 1 - low])
