"""Mann and Kendall's test on the reference cases."""

import numpy as np
import pytest

from analytics.stats.kendall import mann_kendall

TEN = [12, 15, 14, 18, 22, 21, 27, 30, 29, 36]


@pytest.mark.parametrize(
    ("series", "score", "p"),
    [
        (TEN, 39, 0.000115190),
        ([1, 2, 3, 4], 6, 1 / 12),
        ([1, 2, 3, 4, 5], 10, 1 / 60),
        ([5, 4, 3, 2, 1], -10, 1 / 60),
        ([5, 6, 7, 4, 8, 9], 9, 0.1361111),
        ([3, 3, 5, 5, 5, 7], 11, 0.0398),  # z = 2.055566: ties take the normal approximation
        ([2, 2, 2, 2], 0, 1.0),
    ],
)
def test_by_hand(series, score, p):
    found = mann_kendall(np.array([series], dtype=float))
    assert found[0].tolist() == [score]
    assert found[1][0] == pytest.approx(p, rel=1e-3)


def test_rows_are_tested_one_by_one():
    both = np.array([TEN, TEN[::-1]], dtype=float)
    score, p = mann_kendall(both)
    assert score.tolist() == [39, -39]
    assert p[0] == p[1]
