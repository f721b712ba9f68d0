"""Speed of Gi* with permutations and of the surface, as ratios against PySAL and scikit-learn."""

import warnings

import numpy as np
import pytest

from analytics.stats import density, spatial
from analytics.stats.neighbours import queen
from tests.bench.clock import best

pytestmark = pytest.mark.bench

SIDE, RINGS, PERMUTATIONS = 45, 2, 999


def ours(values):
    line, column = np.divmod(np.arange(SIDE * SIDE), SIDE)
    beside = queen(column, line, RINGS)
    most = int((beside < len(values)).sum(axis=1).max())
    drawn = spatial.draws(len(values), most, PERMUTATIONS, np.random.default_rng(0))
    spatial.g_star(values, beside)
    return spatial.upper_p(values, beside, drawn)


def pysal(values):
    from esda.getisord import G_Local
    from libpysal.weights import W

    line, column = np.divmod(np.arange(SIDE * SIDE), SIDE)
    near = {
        cell: [int(other) for other in row if other < len(values)]
        for cell, row in enumerate(queen(column, line, RINGS))
    }
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        weights = W(near, silence_warnings=True)
        return G_Local(values, weights, star=1.0, transform="B", permutations=PERMUTATIONS, seed=1)


def test_two_thousand_cells_within_two_seconds_and_faster_than_pysal(capsys):
    values = np.random.default_rng(0).gamma(0.4, 3.0, SIDE * SIDE)
    least = best(3, lambda: ours(values))
    pysal(values)  # loaded and compiled
    peer = best(2, lambda: pysal(values))
    with capsys.disabled():
        print(f"\n2,025 cells, 999 draws: {least:.2f} s, PySAL {peer:.2f} s, {least / peer:.2f}×")
    assert least < 2.0
    assert least < peer


SPOTS, CELLS, SIDE_M = 2_000, 80, 2_000.0


def test_a_surface_with_its_bandwidth_is_faster_than_a_plain_one_of_scikit_learn(capsys):
    """Ours finds the bandwidth and keeps to the land; the peer is given it, and lays it out."""
    from sklearn.neighbors import KernelDensity

    random = np.random.default_rng(4)
    middles = random.uniform(-60_000, 60_000, (30, 2))
    spots = middles[random.integers(0, 30, SPOTS)] + random.normal(0, 4_000, (SPOTS, 2))
    amounts = random.exponential(5.0, SPOTS)
    edge = -CELLS * SIDE_M / 2
    lattice = density.Lattice(west_m=edge, south_m=edge, side_m=SIDE_M, columns=CELLS, lines=CELLS)
    land = np.ones((CELLS, CELLS))
    at = edge + SIDE_M * (np.arange(CELLS) + 0.5)
    cells = np.column_stack([np.tile(at, CELLS), np.repeat(at, CELLS)])

    def surface():
        width = density.bandwidth_m(spots, amounts)
        return width, density.spread(spots, amounts, land, lattice=lattice, bandwidth_m=width)

    (width, held), found = surface(), []

    def plain():
        kernel = KernelDensity(bandwidth=width, rtol=1e-4).fit(spots, sample_weight=amounts)
        return np.exp(kernel.score_samples(cells)).reshape(CELLS, CELLS) * amounts.sum() * SIDE_M**2

    ours, peer = best(3, surface), best(1, lambda: found.append(plain()))
    with capsys.disabled():
        print(
            f"\n{SPOTS:,} spots, {CELLS**2:,} cells, {width / 1000:.1f} km: {ours:.2f} s, "
            f"scikit-learn {peer:.2f} s, {ours / peer:.2f}×"
        )
    assert np.abs(held - found[0]).max() < 0.05 * held.max()  # that of the middle of each cell
    assert ours < peer
