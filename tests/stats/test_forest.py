"""A forest asked about land it has not seen, and its number with an interval."""

import numpy as np
import pytest
from sklearn.metrics import f1_score

from analytics.stats import forest

DICE = np.random.default_rng(0)
COUNT = 240
BLOCKS = np.repeat(np.arange(12), COUNT // 12)
LABELS = DICE.integers(0, 2, COUNT)
FEATURES = DICE.normal(size=(COUNT, 3))
FEATURES[:, 0] += 3 * LABELS


def test_macro_f1_by_hand_and_as_scikit_learn_has_it():
    labels, told = np.array([0, 0, 1, 1, 2]), np.array([0, 1, 1, -1, 2])
    by_hand = (2 * 1 / (1 + 2) + 2 * 1 / (2 + 2) + 1) / 3
    assert forest.macro_f1(labels, told, 3) == pytest.approx(by_hand)
    assert forest.macro_f1(labels, told, 3) == pytest.approx(
        f1_score(labels, told, average="macro", labels=[0, 1, 2])
    )
    assert forest.macro_f1(labels, told, 4) == pytest.approx(by_hand)  # a class without sites


def test_a_clear_feature_is_learned_and_named():
    held = forest.held_out(FEATURES, LABELS, BLOCKS, classes=2, seed=1)
    assert forest.macro_f1(LABELS, held.odds.argmax(axis=1), 2) > 0.85
    assert held.importance.argmax() == 0
    assert held.importance[0] > 0.2
    assert held.odds.sum(axis=1) == pytest.approx(np.ones(COUNT))


def test_noise_learns_nothing():
    held = forest.held_out(FEATURES[:, 1:], LABELS, BLOCKS, classes=2, seed=1)
    assert forest.macro_f1(LABELS, held.odds.argmax(axis=1), 2) == pytest.approx(0.5, abs=0.1)


def test_what_only_the_block_tells_is_not_learned():
    """Each block has one label and a number of its own: neighbours would give it away."""
    labels = (BLOCKS % 2).astype(np.int64)
    own = BLOCKS[:, None] + 0.01 * DICE.normal(size=(COUNT, 1))
    held = forest.held_out(own, labels, BLOCKS, classes=2, seed=1)
    assert forest.macro_f1(labels, held.odds.argmax(axis=1), 2) < 0.6
    seen = forest.grown(own, labels, seed=1)
    assert forest.macro_f1(labels, forest.odds(seen, own, 2).argmax(axis=1), 2) > 0.95


def test_the_interval_holds_the_number_and_is_wider_with_fewer_blocks():
    told = np.where(DICE.random(COUNT) < 0.8, LABELS, 1 - LABELS)
    many = forest.by_block(LABELS, told, np.arange(COUNT), classes=2, seed=1)
    few = forest.by_block(
        LABELS, np.where(BLOCKS < 3, 1 - LABELS, LABELS), BLOCKS, classes=2, seed=1
    )
    assert many.low < many.value < many.high
    assert few.high - few.low > many.high - many.low
    again = forest.by_block(LABELS, told, np.arange(COUNT), classes=2, seed=1)
    assert again == many


def test_the_same_seed_gives_the_same_forest():
    one, other = (forest.held_out(FEATURES, LABELS, BLOCKS, classes=2, seed=3) for _ in range(2))
    assert (one.odds == other.odds).all()
    assert (one.importance == other.importance).all()
