"""Location quotients, by hand and as draws must be."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from analytics.stats.quotient import FEWEST_MINED, FEWEST_OF_CLASS, is_enough, quotients


def even(blocks=20, wide=2):
    """So many blocks, each with a hectare of each class, and mining on the first class only."""
    ground = np.ones((blocks, wide))
    mined = np.zeros((blocks, wide))
    mined[:, 0] = 1.0
    return mined, ground


def test_three_quarters_of_the_mining_on_a_fifth_of_the_ground():
    found = quotients(np.array([[9.0, 3.0]]), np.array([[20.0, 80.0]]), seed=1)
    assert found.value.tolist() == [3.75, 0.3125]
    assert np.isnan(found.low).all()
    assert np.isnan(found.high).all()


def test_blocks_that_are_all_alike_leave_no_doubt():
    mined, ground = even()
    mined[:, 1] = 1 / 3
    found = quotients(mined, ground, seed=1)
    assert found.value == pytest.approx([1.5, 0.5])
    assert found.low == pytest.approx(found.value)
    assert found.high == pytest.approx(found.value)


def test_with_few_mined_blocks_nothing_is_told():
    mined, ground = even()
    mined[FEWEST_MINED - 1 :] = 0
    assert not is_enough(mined)
    assert np.isnan(quotients(mined, ground, seed=1).low).all()
    mined[FEWEST_MINED - 1] = 1
    assert is_enough(mined)
    assert np.isfinite(quotients(mined, ground, seed=1).low[0])


def test_a_class_in_few_blocks_or_without_mining_has_no_interval():
    mined, ground = even(wide=4)
    ground[FEWEST_OF_CLASS - 1 :, 2] = 0
    mined[0, 2] = 1
    ground[:, 3] = 0
    found = quotients(mined, ground, seed=1)
    assert np.isfinite(found.low).tolist() == [True, False, False, False]
    assert found.value[1] == 0
    assert np.isnan(found.value[3])  # no ground, so nothing to compare with


def test_the_seed_decides_and_the_interval_is_that_of_a_plain_loop():
    dice = np.random.default_rng(5)
    mined, ground = dice.gamma(0.3, size=(40, 3)), dice.uniform(1, 2, (40, 3))
    found = quotients(mined, ground, seed=7)
    again = quotients(mined, ground, seed=7)
    assert found.low.tolist() == again.low.tolist()
    draws = []
    for _ in range(2000):
        picked = dice.integers(0, 40, 40)
        m, g = mined[picked].sum(axis=0), ground[picked].sum(axis=0)
        draws.append((m / m.sum()) / (g / g.sum()))
    tail = stats.norm.sf(stats.t.ppf(0.975, 39) * np.sqrt(40 / 39))
    assert tail == pytest.approx(0.0203, abs=2e-4)  # less than 0.025, for forty blocks only
    low, high = np.quantile(draws, [tail, 1 - tail], axis=0)
    assert found.low == pytest.approx(low, abs=0.08)
    assert found.high == pytest.approx(high, abs=0.15)


amounts = st.lists(st.floats(0, 10), min_size=3, max_size=3)


@settings(max_examples=25, deadline=None)
@given(st.lists(amounts, min_size=1, max_size=12))
def test_quotients_weighted_by_ground_add_up_to_one(rows):
    mined = np.array(rows) + 0.01
    ground = np.array(rows)[:, ::-1] + 0.5
    found = quotients(mined, ground, seed=1)
    share = ground.sum(axis=0) / ground.sum()
    assert (found.value * share).sum() == pytest.approx(1.0)
    assert quotients(mined[::-1], ground[::-1], seed=1).value == pytest.approx(found.value)
