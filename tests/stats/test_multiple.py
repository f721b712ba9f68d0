"""False discoveries, on the reference case."""

import numpy as np

from analytics.stats.multiple import benjamini_hochberg

P = [0.001, 0.008, 0.039, 0.041, 0.042, 0.06, 0.074, 0.205, 0.212, 0.216]


def test_the_reference_case_rejects_two():
    q = benjamini_hochberg(np.array(P))
    assert (q <= 0.05).tolist() == [True, True] + [False] * 8


def test_order_does_not_matter_and_the_unknown_stays_unknown():
    q = benjamini_hochberg(np.array(P))
    back = benjamini_hochberg(np.array([np.nan, *P[::-1]]))
    assert np.isnan(back[0])
    assert back[:0:-1].tolist() == q.tolist()


def test_by_hand():
    assert benjamini_hochberg(np.array([0.04, 0.01, 0.9])).round(4).tolist() == [0.06, 0.03, 0.9]
