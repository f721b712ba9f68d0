"""Reference cases of METHODS chapter 1 that no other test here holds number by number."""

from statistics import NormalDist

import numpy as np
import pytest

from analytics.stats.kendall import mann_kendall
from analytics.stats.series import smoothing
from analytics.stats.series.models import C4, MODELS, Step
from analytics.stats.series.slopes import slopes
from analytics.stats.series.tried import tried

TEN = np.array([[12, 15, 14, 18, 22, 21, 27, 30, 29, 36]], dtype=float)
NORMAL = np.array([1 + 1e-12])  # any correction but none takes the normal approximation


def test_smoothing_with_a_weight_of_a_half(monkeypatch):
    monkeypatch.setattr(smoothing, "ALPHAS", (0.5,))
    assert smoothing.simple(TEN).level[0, -1] == pytest.approx(31.93554688, abs=1e-8)


@pytest.mark.parametrize(
    ("row", "score", "variance", "z"),
    [
        (TEN[0].tolist(), 39, 125, 3.398823),
        ([5, 6, 7, 4, 8, 9], 9, 28.3333333, 8 / 28.3333333**0.5),
        ([3, 3, 5, 5, 5, 7], 11, 23.6666667, 2.055566),
    ],
)
def test_the_normal_approximation(row, score, variance, z):
    found, p = mann_kendall(np.array([row], dtype=float), NORMAL)
    assert found[0] == score
    assert (score - 1) / variance**0.5 == pytest.approx(z, abs=1e-6)
    assert -NormalDist().inv_cdf(p[0] / 2) == pytest.approx(z, abs=1e-6)


def test_ten_years_to_the_last_digit():
    assert mann_kendall(TEN, NORMAL)[1][0] == pytest.approx(0.00067676, abs=1e-8)
    found = slopes(TEN)
    assert found.p[0] == pytest.approx(0.000115190, abs=1e-9)
    assert found.slope[0] == pytest.approx(2.571429, abs=1e-6)
    assert np.log1p(found.growth[0]) == pytest.approx(0.11552453, abs=1e-8)
    yearly = (TEN[0, -1] / TEN[0, 0]) ** (1 / 9) - 1  # never told: it rests on two values
    assert yearly == pytest.approx(0.12983, abs=1e-5)


def test_how_far_off_rolling_forecasts_were():
    from scipy.special import stdtrit

    spread = tried(TEN, model=MODELS[C4], step=Step.YEAR, horizon=3).spread
    assert spread.scale[0, -1] == pytest.approx(0.1131641, abs=1e-7)
    freedom = spread.freedom[0, -1]
    assert stdtrit(freedom, 0.9) == pytest.approx(1.533206, abs=1e-6)
    assert stdtrit(freedom, 0.975) == pytest.approx(2.776445, abs=1e-6)
