"""The surface of density: masses by hand, and the bandwidth against scikit-learn, one by one."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import norm
from sklearn.neighbors import KernelDensity

from analytics.stats.density import Lattice, bandwidth_m, likelihood, spread

LATTICE = Lattice(west_m=-20_000, south_m=-10_000, side_m=1_000, columns=40, lines=20)
LAND = np.ones((20, 40))


def laid(spots, amounts, land=LAND, bandwidth=2_000.0):
    return spread(
        np.array(spots, dtype=float),
        np.array(amounts, dtype=float),
        land,
        lattice=LATTICE,
        bandwidth_m=bandwidth,
    )


def scattered(count=40, seed=1):
    random = np.random.default_rng(seed)
    return random.normal(0, 8_000, (count, 2)), random.exponential(1.0, count)


def one_by_one(spots, amounts, bandwidth):
    """Each spot left out of a density of scikit-learn's, by its amount."""
    told = 0.0
    for n in range(len(spots)):
        others = np.arange(len(spots)) != n
        density = KernelDensity(bandwidth=bandwidth, rtol=1e-12)
        density.fit(spots[others], sample_weight=amounts[others])
        told += amounts[n] / amounts.sum() * density.score_samples(spots[n : n + 1])[0]
    return told


def test_one_spot_gives_all_its_hectares_and_most_where_it_is():
    found = laid([(500, 500)], [12.0])
    assert found.sum() == pytest.approx(12.0)
    assert np.unravel_index(found.argmax(), found.shape) == (10, 20)
    middle = norm.cdf([-0.25, 0.25])  # a cell reaches a quarter of a bandwidth to each side
    assert found.max() == pytest.approx(12.0 * (middle[1] - middle[0]) ** 2, rel=1e-4)
    assert found == pytest.approx(found[:, ::-1][:, np.r_[39, :39]], abs=1e-6)  # the same both ways


def test_two_spots_add_up():
    both = laid([(-10_500, 500), (9_500, 500)], [3.0, 1.0])
    assert both.sum() == pytest.approx(4.0)
    assert both[:, :20].sum() == pytest.approx(3.0, abs=1e-4)
    assert both == pytest.approx(laid([(-10_500, 500)], [3.0]) + laid([(9_500, 500)], [1.0]))


def test_a_spot_on_the_shore_gives_all_to_the_land():
    land = LAND.copy()
    land[:, 20:] = 0.0
    found = laid([(0, 0)], [5.0], land)
    assert found[:, 20:].sum() == 0.0
    assert found.sum() == pytest.approx(5.0)
    assert found[:, :20] == pytest.approx(2 * laid([(0, 0)], [5.0])[:, :20])  # the other half too


spot = st.tuples(st.floats(-15_000, 15_000), st.floats(-8_000, 8_000), st.floats(0.01, 500))


@settings(max_examples=20, deadline=None)
@given(st.lists(spot, min_size=1, max_size=6), st.floats(1_000, 30_000), st.integers(0, 99))
def test_no_hectare_is_lost_whatever_the_land(spots, bandwidth, seed):
    land = np.random.default_rng(seed).uniform(0.01, 1, LAND.shape)
    found = laid([s[:2] for s in spots], [s[2] for s in spots], land, bandwidth)
    assert found.sum() == pytest.approx(sum(s[2] for s in spots))
    assert (found >= 0).all()


@pytest.mark.parametrize("bandwidth", [1_000.0, 4_000.0, 20_000.0])
def test_the_likelihood_is_that_of_leaving_out_one_by_one(bandwidth):
    spots, amounts = scattered()
    told = likelihood(spots, amounts, bandwidth)
    assert told == pytest.approx(one_by_one(spots, amounts, bandwidth), rel=1e-6)


def test_the_bandwidth_is_the_best_of_a_fine_row():
    spots, amounts = scattered()
    row = np.geomspace(1_000, 30_000, 200)
    best = row[np.argmax([one_by_one(spots, amounts, one) for one in row[::8]]) * 8]
    assert bandwidth_m(spots, amounts) == pytest.approx(best, rel=0.08)
    near = row[(row > 0.9 * best) & (row < 1.1 * best)]
    told = likelihood(spots, amounts, bandwidth_m(spots, amounts))
    assert told >= max(likelihood(spots, amounts, one) for one in near) - 1e-6


def test_the_bandwidth_stays_within_its_bounds():
    same = np.zeros((10, 2))
    assert bandwidth_m(same, np.ones(10)) == pytest.approx(1_000.0, rel=0.01)
    apart = np.column_stack([np.arange(10) * 1e6, np.zeros(10)])
    assert bandwidth_m(apart, np.ones(10)) == pytest.approx(30_000.0, rel=0.01)


def test_of_many_spots_some_are_left_out_and_the_answer_is_nearly_the_same():
    spots, amounts = scattered(count=3_000)
    random = np.random.default_rng(2)
    few = random.choice(3_000, 1_000, replace=False)
    told = bandwidth_m(spots, amounts)
    assert told == pytest.approx(bandwidth_m(spots[few], amounts[few]), rel=0.6)
    assert told < bandwidth_m(spots[few], amounts[few])  # more spots, a finer picture
