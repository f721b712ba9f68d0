"""Natural classes: by hand, against every other cut, against mapclassify."""

import itertools
import warnings

import mapclassify
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.stats.breaks import natural


def squares(values, ends):
    """Squared distances from the mean of the class, over all classes."""
    place = np.searchsorted(ends, values)
    groups = [values[place == n] for n in np.unique(place)]
    return sum(((group - group.mean()) ** 2).sum() for group in groups)


@pytest.mark.parametrize(
    ("values", "classes", "ends"),
    [
        ([1, 2, 10, 11], 2, [2, 11]),
        ([1, 2, 10, 11, 50], 3, [2, 11, 50]),
        ([1, 1, 1, 1, 9], 2, [1, 9]),
        ([1, 1, 1, 1, 9], 5, [1, 9]),
        ([3, 3, 3], 4, [3]),
        ([-5, -4, 4, 5], 2, [-4, 5]),
        ([7], 3, [7]),
        ([1e9, 1e9 + 1, 1e9 + 5, 1e9 + 6], 2, [1e9 + 1, 1e9 + 6]),
    ],
)
def test_by_hand(values, classes, ends):
    assert natural(np.array(values, dtype=float), classes).tolist() == ends


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(-20, 20), min_size=1, max_size=10), st.integers(1, 5))
def test_no_other_cut_is_better(whole, classes):
    values = np.array(whole, dtype=float)
    ends, distinct = natural(values, classes), np.unique(values)
    count = min(classes, len(distinct))
    assert len(ends) == count
    best = min(
        squares(values, [*cut, distinct[-1]])
        for cut in itertools.combinations(distinct[:-1], count - 1)
    )
    assert squares(values, ends) == pytest.approx(best, abs=1e-9)


@pytest.mark.parametrize("classes", [2, 5, 9])
def test_mapclassify_cuts_at_the_same_places(classes):
    values = np.random.default_rng(3).lognormal(1, 1, 250)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it says that it is slow
        other = mapclassify.FisherJenks(values, classes).bins
    assert natural(values, classes) == pytest.approx(other)
