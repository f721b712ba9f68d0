"""The same recursions in another library give the same numbers."""

import warnings

import numpy as np
import pytest

from analytics.stats.series import smoothing
from analytics.stats.series.courses import Part, courses

TEN = np.array([12, 15, 14, 18, 22, 21, 27, 30, 29, 36], dtype=float)


@pytest.fixture(scope="module")
def library():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of packages it brings along
        holtwinters = pytest.importorskip("statsmodels.tsa.holtwinters")
        theta = pytest.importorskip("statsmodels.tsa.forecasting.theta")
    return holtwinters, theta


def test_smoothing_with_a_given_weight(library, monkeypatch):
    monkeypatch.setattr(smoothing, "ALPHAS", (0.5,))
    model = library[0].SimpleExpSmoothing(TEN, initialization_method="known", initial_level=12)
    theirs = model.fit(smoothing_level=0.5, optimized=False).forecast(1)[0]
    ours = smoothing.simple(TEN[None]).level[0, -1]
    assert ours == pytest.approx(theirs, rel=1e-9)
    assert ours == pytest.approx(31.93554688, abs=1e-8)


@pytest.mark.parametrize("setting", [(0.5, 0.2, 0.9), (0.9, 0.05, 0.98), (0.1, 0.5, 0.8)])
def test_a_damped_trend_with_given_weights(library, monkeypatch, setting):
    alpha, beta, damping = setting
    monkeypatch.setattr(smoothing, "HOLT", (setting,))
    start = (TEN[3] - TEN[0]) / 3
    model = library[0].Holt(
        TEN,
        damped_trend=True,
        initialization_method="known",
        initial_level=TEN[0] - start,
        initial_trend=start / damping,
    )
    fitted = model.fit(
        smoothing_level=alpha, smoothing_trend=beta, damping_trend=damping, optimized=False
    )
    ours = courses(TEN[None], (Part.HOLT,), 3, damping=0.9)[Part.HOLT][0, -1]
    assert ours == pytest.approx(fitted.forecast(3), rel=1e-9)


def test_a_line_of_theta(library):
    theirs = library[1].ThetaModel(TEN, period=1, deseasonalize=False).fit().forecast(3)
    ours = courses(TEN[None], (Part.THETA_LINE,), 3, damping=1.0)[Part.THETA_LINE][0, -1]
    assert ours == pytest.approx(np.asarray(theirs), rel=1e-3)  # it fits the weight freely
