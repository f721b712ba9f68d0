"""Gi* on a table small enough to work out by hand, and against PySAL."""

import warnings

import numpy as np
import pytest

from analytics.stats import spatial
from analytics.stats.multiple import benjamini_hochberg
from analytics.stats.neighbours import queen


def square(side, rings=1):
    line, column = np.divmod(np.arange(side * side), side)
    return queen(column, line, rings)


def five_by_five():
    values = np.ones(25)
    for (line, column), value in {(1, 1): 10, (1, 2): 9, (2, 1): 8, (2, 2): 10}.items():
        values[5 * line + column] = value
    return values


def pysal(neighbours, count):
    from libpysal.weights import W

    beside = {n: [int(m) for m in row if m < count] for n, row in enumerate(neighbours)}
    return W(beside, silence_warnings=True)


def field(side, seed):
    values = np.random.default_rng(seed).gamma(0.4, 3.0, side * side)
    values.reshape(side, side)[3:6, 4:8] += 12.0
    return values


def test_the_reference_case_by_hand():
    values = five_by_five()
    score = spatial.g_star(values, square(5)).reshape(5, 5)
    assert values.mean() == pytest.approx(2.32)
    assert values.std() == pytest.approx(3.042630, rel=1e-6)
    assert score[1, 1] == pytest.approx(2.8338, abs=5e-5)
    assert score[2, 2] == score[1, 1]
    assert score[4, 4] == pytest.approx(-0.9276, abs=5e-5)
    assert score[0, 0] == pytest.approx(0.6535, abs=5e-5)


@pytest.mark.parametrize("rings", [1, 2])
@pytest.mark.parametrize("seed", [0, 1])
def test_scores_and_chances_are_those_of_pysal(rings, seed):
    from esda.getisord import G_Local

    values, neighbours = field(12, seed), square(12, rings)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        peer = G_Local(
            values, pysal(neighbours, 144), star=1.0, transform="B", permutations=1999, seed=1
        )
    score = spatial.g_star(values, neighbours)
    assert score == pytest.approx(peer.Zs, rel=1e-9)
    drawn = spatial.draws(144, int((neighbours < 144).sum(axis=1).max()), 1999, random(seed))
    p = spatial.upper_p(values, neighbours, drawn)
    folded = np.minimum(p, 1 - p + 1 / 2000)  # PySAL tells the smaller tail
    error = 4.5 * np.sqrt(2 * np.maximum(folded * (1 - folded), 1e-3) / 2000)
    assert (np.abs(folded - peer.p_sim) <= error).all()


def random(seed):
    return np.random.default_rng(np.random.SeedSequence(seed))


def test_chances_are_those_of_drawing_cell_by_cell():
    """The few sums that meet the cell itself are made again; here against all of them."""
    values, neighbours = field(6, 3), square(6)
    drawn = spatial.draws(36, 8, 400, random(2))
    plain = []
    for cell, beside in enumerate(neighbours):
        beside = beside[beside < 36]  # noqa: PLW2901
        others = np.where(drawn[:, : len(beside)] == cell, 35, drawn[:, : len(beside)])
        sums, least = values[others].sum(axis=1), values[beside].sum()
        plain.append((1 + (sums >= least - 1e-9).sum()) / 401)
    assert spatial.upper_p(values, neighbours, drawn) == pytest.approx(plain)


def test_every_draw_is_of_different_others_and_fair():
    drawn = spatial.draws(10, 4, 20_000, random(0))
    assert (np.diff(np.sort(drawn, axis=1)) > 0).all()
    assert set(np.unique(drawn)) == set(range(9))
    for place in range(4):
        assert np.bincount(drawn[:, place]) / 20_000 == pytest.approx([1 / 9] * 9, abs=0.01)


def test_a_field_without_structure_has_no_hot_spot():
    neighbours, found = square(20, 2), 0
    for seed in range(60):
        chance = np.random.default_rng(1000 + seed)
        values = chance.gamma(0.5, 2.0, 400)
        p = spatial.upper_p(values, neighbours, spatial.draws(400, 24, 1999, chance))
        found += bool((benjamini_hochberg(p) <= 0.05).any())
    assert found <= 3  # 5 % of 60


def test_a_field_all_alike_has_no_score():
    assert np.isnan(spatial.g_star(np.full(25, 0.1), square(5))).all()


def test_neighbours_by_hand():
    found = queen(np.array([4, 5, 6, 4]), np.array([-1, -1, -1, 0]))
    assert [[n for n in row if n < 4] for row in found.tolist()] == [[1, 3], [0, 2, 3], [1], [0, 1]]
    assert ((queen(*np.divmod(np.arange(25), 5), 2) < 25).sum(axis=1) == 24).sum() == 1
