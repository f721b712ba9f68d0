"""Slopes with their intervals, breaks, jumps, effects of events."""

import numpy as np
import pytest

from analytics.stats.series.cuts import JUMP, LIKELY, POSSIBLE, cuts, jumps
from analytics.stats.series.events import Silence, effect
from analytics.stats.series.models import C4, MODELS, TRIO, Step
from analytics.stats.series.slopes import slopes

TEN = np.array([12, 15, 14, 18, 22, 21, 27, 30, 29, 36], dtype=float)


def test_ten_years_of_growth():
    found = slopes(TEN[None])
    assert (found.score[0], found.p[0]) == (39, pytest.approx(0.000115190, rel=1e-4))
    assert found.slope[0] == pytest.approx(18 / 7)
    assert (found.slope_low[0], found.slope_high[0]) == (2.0, 3.0)
    assert found.growth[0] == pytest.approx(0.12246, abs=1e-5)
    assert found.growth_low[0] == pytest.approx(0.10008, abs=1e-5)
    assert found.growth_high[0] == pytest.approx(0.14471, abs=1e-5)
    assert found.doubling[0] == pytest.approx(6.000, abs=1e-3)


def test_slopes_are_those_of_scipy():
    from scipy.stats import theilslopes

    rows = np.random.default_rng(5).normal(size=(20, 11)).cumsum(axis=1).round(1)
    found = slopes(rows)
    for place, row in enumerate(rows):
        known = theilslopes(row, np.arange(11), alpha=0.95)
        ours = (found.slope[place], found.slope_low[place], found.slope_high[place])
        assert ours == pytest.approx((known.slope, known.low_slope, known.high_slope))


def test_no_doubling_where_growth_is_not_sure():
    found = slopes(np.array([[5, 6, 7, 4, 8, 9], [1, 2, 3, np.nan, np.nan, np.nan]]))
    assert found.p[0] == pytest.approx(0.1361111)
    assert np.isnan(found.doubling).all()
    assert np.isnan(found.p[1])
    assert found.known.tolist() == [6, 3]


def test_gaps_keep_their_time():
    holed = np.array([[10, 12, np.nan, np.nan, 18, 20]], dtype=float)
    assert slopes(holed).slope[0] == pytest.approx(2.0)


def test_many_units_at_once_are_held_to_more():
    dice = np.random.default_rng(6)
    found = slopes(dice.normal(size=(400, 10)) + 100)
    assert (found.p < 0.05).sum() > 8
    assert (found.q < 0.05).sum() <= 2


def test_alike_neighbours_count_for_less():
    dice = np.random.default_rng(7)
    series = np.zeros((300, 30))
    for time in range(1, 30):
        series[:, time] = 0.7 * series[:, time - 1] + dice.normal(size=300)
    from analytics.stats.kendall import mann_kendall

    found = slopes(series)
    assert found.is_corrected.mean() > 0.5
    assert (found.p < 0.05).mean() < 0.85 * (mann_kendall(series)[1] < 0.05).mean()
    assert not slopes(series[:, :11]).is_corrected.any()


def test_a_fall_by_half():
    row = np.array([[100, 104, 98, 102, 101, 60, 58, 62, 59, 61.0]])
    found = cuts(row, is_trending=False)
    assert (found.index[0], found.step[0]) == (5, pytest.approx(-41))
    assert (found.squares_without[0], found.squares_with[0]) == (
        pytest.approx(4232.5),
        pytest.approx(30),
    )


def test_growth_is_no_break():
    row = np.log(TEN)[None]
    trend, level = cuts(row), cuts(row, is_trending=False)
    assert trend.gain[0] < 0
    assert trend.squares_without[0] < level.squares_with[0]  # a trend says more than any step


def test_breaks_are_rarely_made_up_and_mostly_found():
    dice = np.random.default_rng(8)
    rows = dice.normal(size=(300, 15)) * 0.25 + 0.1 * np.arange(15)
    made_up = cuts(rows).gain
    found = cuts(rows - 1.2 * (np.arange(15) >= 7))
    assert (made_up > POSSIBLE).mean() < 0.06
    assert (made_up > LIKELY).mean() < 0.02
    assert (found.gain > POSSIBLE).mean() > 0.7
    assert (np.abs(found.index - 7) <= 1).mean() > 0.95


def test_too_short_for_a_break():
    assert cuts(np.array([[1.0, 2, 3, 4, 5]])).index[0] == -1


def test_a_change_unlike_all_others():
    rows = np.log([[50, 55, 52, 57, 54, 160], [50, 55, 52, 57, 54, 60]])
    assert (jumps(rows) <= JUMP).tolist() == [[False] * 5 + [True], [False] * 6]
    assert (jumps(np.log(TEN)[None]) > JUMP).all()
    assert (jumps(np.array([[1.0, 2, 9]])) == 1).all()


def test_jumps_are_made_up_in_one_of_ten_series():
    rows = np.random.default_rng(9).normal(size=(400, 10)).cumsum(axis=1)
    assert 0.04 < (jumps(rows) <= JUMP).any(axis=1).mean() < 0.14


BEFORE = [100, 104, 98, 102, 101, 99, 103, 100]


def test_an_event_by_which_half_was_lost():
    found = effect(np.array([*BEFORE, 50, 50], dtype=float), 8, model=MODELS[C4], step=Step.YEAR)
    assert found.periods == 2
    assert found.share == pytest.approx(0.5, abs=0.03)
    assert 0.3 < found.share_low[0.95] < found.share_low[0.80] < found.share
    assert found.share < found.share_high[0.80] < found.share_high[0.95] < 0.7


def test_a_control_that_fell_as_much_leaves_nothing():
    series = np.array([*BEFORE, 50, 50], dtype=float)
    found = effect(series, 8, model=MODELS[C4], step=Step.YEAR, control=series * 3)
    assert found.share == pytest.approx(0.0, abs=1e-9)
    alone = effect(series, 8, model=MODELS[C4], step=Step.YEAR)
    width = found.share_high[0.8] - found.share_low[0.8]
    assert width > alone.share_high[0.8] - alone.share_low[0.8]


def test_events_nothing_can_be_said_of():
    def why(values, at, **more):
        return effect(
            np.array(values, dtype=float), at, model=MODELS[TRIO], step=Step.YEAR, **more
        ).silence

    assert why([1, 2, 3, 4, 5, 6, 7], 5) is Silence.BEFORE
    assert why([1, 2, 3, 4, 5, 6, np.nan], 6) is Silence.AFTER
    assert why([*BEFORE, 50], 8, control=np.full(9, np.nan)) is Silence.CONTROL
    assert why([*BEFORE, 50], 8) is Silence.NONE


@pytest.mark.parametrize(
    "before",
    [
        [0, 0, 3, 0, 0, 2, 0],  # more than 30 % zeros
        [0] * 7,
        [10, np.nan, np.nan, 11, 10, np.nan, 12, 11, 10],  # more than 25 % missing
        [10, 11, 10, 12, 11, 10, 11, np.nan],  # a gap at its end: the forecast would begin there
        [1, 90, 2, 300, 1, 90, 500, 2],  # too wide
    ],
)
def test_what_allows_no_forecast_allows_no_effect(before):
    series = np.array([*before, 4], dtype=float)
    found = effect(series, len(before), model=MODELS[TRIO], step=Step.YEAR)
    assert found.silence is Silence.UNSURE
