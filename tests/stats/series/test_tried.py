"""Errors of earlier forecasts, the intervals that follow, and how often they hold."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.stats.intervals import wilson
from analytics.stats.series.backtest import backtest, interval_score, skill
from analytics.stats.series.conformal import quantile
from analytics.stats.series.models import C4, MODELS, NAIVE, TRIO, Step
from analytics.stats.series.refusals import Grade, furthest, grades, refusals
from analytics.stats.series.tried import bounds, from_first, tried

TEN = np.array([[12, 15, 14, 18, 22, 21, 27, 30, 29, 36]], dtype=float)


def at_end(found, level, of="told", spread="spread"):
    low, high = bounds(getattr(found, of), getattr(found, spread), found.added, level=level)
    return np.stack([low[found.last][0], high[found.last][0]], axis=1)


def test_rolling_intervals():
    found = tried(TEN, model=MODELS[C4], step=Step.YEAR, horizon=3)
    spread = found.spread
    assert (spread.origins[0, -1], spread.errors[0, -1]) == (5, 12)
    assert (spread.freedom[0, -1], spread.scale[0, -1]) == (4, pytest.approx(0.1131641))
    expected = [[31.534, 44.615], [30.514, 49.845], [29.972, 54.669]]
    assert at_end(found, 0.80) == pytest.approx(np.array(expected), abs=1e-3)
    expected = [[27.395, 51.355], [25.008, 60.818], [23.490, 69.754]]
    assert at_end(found, 0.95) == pytest.approx(np.array(expected), abs=1e-3)


def test_sums_have_an_interval_of_their_own():
    found = tried(TEN, model=MODELS[C4], step=Step.YEAR, horizon=3)
    assert found.summed[0, -1] == pytest.approx(np.cumsum([37.5087, 38.9993, 40.4789]), abs=1e-3)
    low, high = at_end(found, 0.80, "summed", "sum_spread")[2]
    parts = at_end(found, 0.80).sum(axis=0)
    assert parts[0] < low < found.summed[0, -1, 2] < high < parts[1]
    assert found.sum_spread.growth[0, -1] == pytest.approx([1, np.sqrt(15 / 12), np.sqrt(28 / 18)])


def test_errors_of_naive_and_drift():
    """METHODS: scale 3.333333; 35, 40, 41 came."""
    came = np.array([35, 40, 41])
    usual = np.abs(np.diff(TEN[0])).mean()
    assert usual == pytest.approx(3.333333)
    assert np.abs(came - 36).mean() / usual == pytest.approx(1.0)
    assert np.abs(came - np.array([38.6666667, 41.3333333, 44])).mean() / usual == pytest.approx(
        0.8
    )


def test_interval_score_and_wilson():
    score = interval_score(np.array(10.0), np.array(20.0), np.array(25.0), level=0.8)
    assert score == pytest.approx(60)
    low, high = wilson(10, 12)
    assert (float(low), float(high)) == (
        pytest.approx(0.552, abs=1e-3),
        pytest.approx(0.953, abs=1e-3),
    )


def test_ranks_of_errors():
    scores = range(1, 10)
    assert [quantile(scores, level) for level in (0.8, 0.9, 0.95)] == [8, 9, np.inf]


def test_a_backtest_by_hand():
    """Naive forecasts of 5 of 10 values on, one step: the changes themselves are the errors."""
    found = backtest(tried(TEN, model=MODELS[NAIVE], step=Step.YEAR, horizon=1))
    changes = np.diff(TEN[0])[4:]
    assert (found.origins[0], found.errors[0]) == (5, 5)
    assert found.mae_ha[0] == pytest.approx(np.abs(changes).mean())
    assert found.mase[0] == pytest.approx(np.abs(changes).mean() / (30 / 9))
    assert found.bias[0] == pytest.approx(changes.mean() / TEN.mean())
    assert found.of[0] == 4  # from 6 values on


def test_no_skill_beside_itself():
    naive = backtest(tried(TEN, model=MODELS[NAIVE], step=Step.YEAR, horizon=2))
    assert skill(naive, naive)[0] == 0
    assert (
        skill(backtest(tried(TEN, model=MODELS[TRIO], step=Step.YEAR, horizon=2)), naive)[0] > 0.1
    )


def test_series_begin_with_what_is_known():
    own, starts, lengths = from_first(
        np.array([[np.nan, np.nan, 3, np.nan, 5, np.nan], [np.nan] * 6, [1, 2, 3, 4, 5, 6]])
    )
    assert (starts.tolist(), lengths.tolist()) == ([2, 0, 0], [3, 0, 6])
    assert own[0, :3] == pytest.approx([3, np.nan, 5], nan_ok=True)


def test_zeros_are_values_and_forecasts_stay_above_them():
    holed = TEN.copy()
    holed[0, 3] = 0
    found = tried(holed, model=MODELS[TRIO], step=Step.YEAR, horizon=3)
    assert found.added[0] == 6
    assert (found.told[0, -1] >= 0).all()
    assert np.isfinite(at_end(found, 0.95)).all()


numbers = st.lists(st.floats(0.1, 1e5), min_size=6, max_size=16)


@settings(max_examples=30, deadline=None)
@given(values=numbers, name=st.sampled_from([TRIO, C4]))
def test_the_median_lies_within_its_bands(values, name):
    found = tried(np.array([values]), model=MODELS[name], step=Step.YEAR, horizon=3)
    narrow, wide = at_end(found, 0.80), at_end(found, 0.95)
    told = found.told[0, len(values) - 1]
    assert (wide[:, 0] <= narrow[:, 0] * (1 + 1e-9)).all()
    assert (narrow[:, 0] <= told * (1 + 1e-9)).all()
    assert (told <= narrow[:, 1] * (1 + 1e-9)).all()
    assert (narrow[:, 1] <= wide[:, 1] * (1 + 1e-9)).all()


@settings(max_examples=20, deadline=None)
@given(values=numbers, times=st.floats(0.01, 100))
def test_another_unit_of_area_changes_nothing(values, times):
    one = tried(np.array([values]), model=MODELS[C4], step=Step.YEAR, horizon=2)
    other = tried(np.array([values]) * times, model=MODELS[C4], step=Step.YEAR, horizon=2)
    assert other.told / times == pytest.approx(one.told, rel=1e-6)


def test_why_there_is_no_forecast():
    hole = np.nan
    rows = np.array(
        [
            [1, 2, 3, 4, 5, 6, 7, 8],
            [1, 2, 3, 4, 5, hole, hole, hole],
            [1, 0, 0, 0, 5, 6, 7, 8],
            [1, hole, hole, hole, 5, 6, 7, 8],
            [1, 2, 3, 4, 5, 6, 7, 8],
        ],
        dtype=float,
    )
    lengths = np.array([8, 5, 8, 8, 8])
    found = refusals(rows, lengths, np.array([0, 0, 0, 0, 3]))
    assert found.tolist() == ["", "few", "zeros", "few", "old"]


def test_how_far_ahead():
    assert furthest(7, Step.YEAR) == 3
    assert furthest(30, Step.YEAR) == 5
    assert furthest(60, Step.MONTH) == 12


def test_grades():
    ratio = np.array([[1.5, 2.5, 5.0, 7.0]])
    assert grades(ratio, np.array([20]), np.array([0.2]))[0].tolist() == [
        Grade.A,
        Grade.B,
        Grade.C,
        "",
    ]
    assert grades(ratio, np.array([20]), np.array([0.0]))[0].tolist() == [
        Grade.B,
        Grade.B,
        Grade.C,
        "",
    ]
    assert grades(ratio, np.array([8]), np.array([0.2]))[0].tolist() == ["C", "C", "C", ""]


def test_intervals_hold_as_often_as_they_say():
    """200 random walks of 20 years: nearer to 80 and 95 % than chance would have it off."""
    walks = np.exp(0.2 * np.random.default_rng(2).normal(size=(200, 25)).cumsum(axis=1) + 5)
    found = tried(walks[:, :20], model=MODELS[TRIO], step=Step.YEAR, horizon=5)
    rows, ends = found.last
    for level, least, most in ((0.80, 0.72, 0.86), (0.95, 0.90, 0.98)):
        low, high = (
            end[rows, ends] for end in bounds(found.told, found.spread, found.added, level=level)
        )
        held = ((low <= walks[:, 20:]) & (walks[:, 20:] <= high)).mean()
        assert least < held < most


@pytest.mark.parametrize("length", [1, 2, 3, 5])
def test_a_short_series_has_no_interval_and_no_accident(length):
    found = tried(TEN[:, :length], model=MODELS[TRIO], step=Step.YEAR, horizon=3)
    assert np.isnan(at_end(found, 0.80)).all() == (length < 5)
    assert backtest(found).of[0] == 0


@pytest.mark.parametrize("name", [TRIO, C4, NAIVE])
def test_nothing_but_zeros_and_runaway_series_are_no_accident(name):
    rows = np.array(
        [np.zeros(8), np.geomspace(1e-6, 1e12, 8), [1e12, 1, 1e12, 1, 1e12, 1, 1e12, 1]]
    )
    found = tried(rows, model=MODELS[name], step=Step.YEAR, horizon=3)
    assert (found.told[0] == 0).all()
    assert np.isfinite(at_end(found, 0.95)).all()
