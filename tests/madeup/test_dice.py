"""Chance falls the same way everywhere."""

import numpy as np
import pytest

from analytics.madeup.dice import Dice


def test_the_first_numbers_never_change():
    assert Dice(7, "coast").between(0, 1, 3).round(12).tolist() == pytest.approx(FIRST)
    assert Dice(7, "coast").bell(2).round(12).tolist() == pytest.approx(BELL)


def test_names_have_streams_of_their_own():
    assert Dice(7, "coast").one() == Dice(7, "coast").one()
    assert Dice(7, "coast").one() != Dice(7, "border").one()
    assert Dice(7, "coast").one() != Dice(8, "coast").one()


def test_values_spread_as_they_say():
    even, bell = Dice(1, "even").between(2, 4, 20_000), Dice(1, "bell").bell(20_000)
    assert 2 <= even.min() < even.max() < 4
    assert even.mean() == pytest.approx(3, abs=0.02)
    assert bell.mean() == pytest.approx(0, abs=0.03)
    assert bell.std() == pytest.approx(1, abs=0.02)
    assert np.abs(bell).max() < 3.5


def test_picks_follow_the_weights():
    dice = Dice(1, "pick")
    picks = [dice.pick([1, 0, 3]) for _ in range(4_000)]
    assert set(picks) == {0, 2}
    assert picks.count(2) / len(picks) == pytest.approx(0.75, abs=0.03)


FIRST = [0.722305729088, 0.323374600495, 0.351970903913]
BELL = [-0.73411827526, -0.186694441316]
