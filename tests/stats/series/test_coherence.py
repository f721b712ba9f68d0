"""Sums that agree with their parts at every level."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.stats.series.coherence import adjusted, reconciled, rescaled


@pytest.mark.parametrize(
    ("weights", "total", "parts"),
    [
        (None, 96.6667, [43.3333, 53.3333]),
        ((2, 1, 1), 95, [42.5, 52.5]),
        ((100, 16, 25), 92.9078, [41.1348, 51.7730]),
    ],
)
def test_a_total_of_100_over_40_and_50(weights, total, parts):
    found = reconciled(100, [40, 50], weights)
    assert found.total == pytest.approx(total, abs=1e-3)
    assert found.parts == pytest.approx(parts, abs=1e-3)
    assert abs(found.total - found.parts.sum()) < 1e-6 * found.total


def test_what_is_quite_sure_hardly_moves():
    found = reconciled(100, [40, 50], (0, 1, 1))
    assert found.total == pytest.approx(100)
    assert reconciled(5, [3, 3], (0, 0, 0)).total == pytest.approx(16 / 3)


def test_nothing_goes_below_zero():
    found = reconciled(1, [0.5, 50], (1e-6, 100, 1))
    assert (found.parts >= 0).all()
    assert found.total == pytest.approx(found.parts.sum())


@settings(max_examples=30, deadline=None)
@given(st.integers(2, 6), st.integers(0, 10_000))
def test_two_levels_at_once_are_the_textbook_formula(count, seed):
    """S (S'W⁻¹S)⁻¹ S'W⁻¹ of all levels together."""
    dice = np.random.default_rng(seed)
    parts, weights = dice.uniform(50, 100, count), dice.uniform(1, 9, count)
    of = np.stack([np.ones(count, bool), np.arange(count) < count // 2 + 1])
    sums = of @ parts * dice.uniform(0.9, 1.1, 2)
    sum_weights = dice.uniform(1, 30, 2)
    ours = adjusted(parts, weights, sums=sums, sum_weights=sum_weights, of=of)
    summing = np.vstack([of.astype(float), np.eye(count)])
    inverse = np.diag(1 / np.concatenate([sum_weights, weights]))
    inner = np.linalg.inv(summing.T @ inverse @ summing)
    theirs = inner @ summing.T @ inverse @ np.concatenate([sums, parts])
    assert ours == pytest.approx(theirs)


def test_an_interval_moves_with_its_middle():
    assert rescaled(np.array([100.0]), np.array([80.0]), np.array([110.0])) == pytest.approx([88.0])
    assert rescaled(np.array([0.0]), np.array([3.0]), np.array([2.0])) == pytest.approx([5.0])
