"""Simple models and their mean, on the reference cases of METHOD.md."""

import numpy as np
import pytest

from analytics.stats.series.courses import Part, courses, slopes
from analytics.stats.series.models import C4, DRIFT, MODELS, NAIVE, TRIO, Step, driven, paths
from analytics.stats.series.smoothing import damped, simple

TEN = np.array([[12, 15, 14, 18, 22, 21, 27, 30, 29, 36]], dtype=float)
LOGS = np.log(TEN)


def last(found):
    return found[0, -1]


def test_naive_and_drift():
    found = courses(TEN, (Part.NAIVE, Part.DRIFT), 3, damping=1.0)
    assert last(found[Part.NAIVE]).tolist() == [36, 36, 36]
    assert last(found[Part.DRIFT]) == pytest.approx([38.666667, 41.333333, 44.0])


def test_smoothing_takes_the_weight_that_erred_least():
    found = simple(TEN)
    assert found.alpha[0, -1] == 1.0
    assert (np.diff(TEN[0]) ** 2).sum() == 138
    assert found.level[0, -1] == 36


def test_a_line_of_theta_is_that_of_the_library():
    """statsmodels says 37.2715, 38.5443, 39.8170 (deseasonalize=False)."""
    found = courses(TEN, (Part.THETA_LINE,), 3, damping=1.0)[Part.THETA_LINE]
    assert last(found) == pytest.approx([37.272727, 38.545455, 39.818182])
    assert slopes(TEN)[0, -1] == pytest.approx(2.545455)


def test_the_parts_on_logarithms():
    found = courses(LOGS, (Part.THETA, Part.HOLT), 3, damping=0.9)
    assert last(found[Part.THETA]) == pytest.approx([3.636654, 3.684475, 3.727515], abs=1e-6)
    assert last(found[Part.HOLT]) == pytest.approx([3.694596, 3.802664, 3.908571], abs=1e-6)


def test_their_mean():
    told = np.exp(last(paths(LOGS, MODELS[C4], Step.YEAR, 3)))
    assert told == pytest.approx([37.5087, 38.9993, 40.4789], abs=1e-4)


@pytest.mark.parametrize("name", [TRIO, C4, NAIVE, DRIFT])
def test_what_was_told_earlier_is_what_a_shorter_series_tells(name):
    whole = paths(LOGS, MODELS[name], Step.YEAR, 4)
    for known in range(4, 10):
        shorter = paths(LOGS[:, :known], MODELS[name], Step.YEAR, 4)
        assert shorter[0, -1] == pytest.approx(whole[0, known - 1])


@pytest.mark.parametrize("name", [TRIO, C4, NAIVE, DRIFT])
def test_other_series_change_nothing(name):
    dice = np.random.default_rng(1)
    many = np.concatenate([LOGS, dice.normal(size=(1200, 10)).cumsum(axis=1), LOGS])
    found = paths(many, MODELS[name], Step.YEAR, 3)
    alone = paths(LOGS, MODELS[name], Step.YEAR, 3)
    assert found[0, -1] == pytest.approx(alone[0, -1])
    assert found[-1, -1] == pytest.approx(alone[0, -1])


@pytest.mark.parametrize("name", [TRIO, C4, NAIVE, DRIFT])
def test_a_flat_series_stays_flat(name):
    flat = np.log(np.full((1, 8), 50.0))
    assert np.exp(last(paths(flat, MODELS[name], Step.YEAR, 3))) == pytest.approx([50, 50, 50])


def test_hectares_in_another_unit_are_the_same_forecast():
    for name in (TRIO, C4):
        told = paths(LOGS + np.log(100), MODELS[name], Step.YEAR, 3)
        assert told == pytest.approx(paths(LOGS, MODELS[name], Step.YEAR, 3) + np.log(100))


def test_a_gap_moves_no_level_and_is_no_error():
    holed = TEN.copy()
    holed[0, 5] = np.nan
    assert simple(holed).level[0, 5] == simple(holed).level[0, 4]
    assert not np.isnan(damped(holed).level).any()
    assert courses(holed, (Part.NAIVE,), 1, damping=1)[Part.NAIVE][0, 5, 0] == 22


def test_a_fall_never_goes_below_half_the_lowest():
    falling = np.log(np.array([[90, 70, 50, 30, 20, 10, 5, 2]], dtype=float))
    assert np.exp(last(paths(falling, MODELS[TRIO], Step.YEAR, 5))).min() >= 0.999


def seasonal(years=4, height=0.4, noise=0.05, count=20):
    dice, time = np.random.default_rng(3), np.arange(12 * years)
    wave = height * np.cos(2 * np.pi * (time - 3) / 12)
    return np.log(100) + wave + noise * dice.normal(size=(count, len(time)))


def test_a_season_is_found_and_carried_on():
    series = seasonal()
    found = paths(series[:, :36], MODELS[TRIO], Step.MONTH, 12)[:, -1]
    naive = paths(series[:, :36], MODELS[NAIVE], Step.YEAR, 12)[:, -1]
    error = np.abs(found - series[:, 36:]).mean()
    assert error < 0.4 * np.abs(naive - series[:, 36:]).mean()


def test_no_season_is_made_up():
    from analytics.stats.series.seasons import seasons

    dice = np.random.default_rng(4)
    walks = dice.normal(size=(200, 60)).cumsum(axis=1)
    assert (seasons(walks, 12).waves[:, -1] > 0).mean() < 0.2
    assert (seasons(seasonal(), 12).waves[:, -1] > 0).all()
    assert not seasons(seasonal()[:, :23], 12).waves.any()


def test_a_season_beside_a_driver_is_found_and_put_back():
    """Half of every change of the driver is taken over, on top of a season."""
    dice, time = np.random.default_rng(11), np.arange(60)
    price = (0.05 * dice.normal(size=(12, 60))).cumsum(axis=1) + 7
    wave = 0.4 * np.cos(2 * np.pi * (time - 3) / 12)
    series = 4 + wave + 0.5 * (price - 7) + 0.03 * dice.normal(size=(12, 60))
    came = 4 + wave[48:] + 0.5 * (price[:, 47:48] - 7)  # had the driver stayed where it was
    told, share = driven(series[:, :48], price[:, :48], MODELS[TRIO], Step.MONTH, 12)
    assert share[:, -1].mean() == pytest.approx(0.5, abs=0.4)
    assert np.abs(told[:, -1] - came).mean() < 0.12
    flat = driven(series[:, :48], price[:, :48], MODELS[TRIO], Step.YEAR, 12)[0]
    assert np.abs(flat[:, -1] - came).mean() > 0.2


def test_a_driver_known_later_or_never_takes_nothing_out():
    late = np.full((1, 10), np.nan)
    told = driven(LOGS, late, MODELS[C4], Step.YEAR, 3)[0]
    assert last(told) == pytest.approx(last(paths(LOGS, MODELS[C4], Step.YEAR, 3)))
    late[0, 4:] = np.linspace(7, 7.5, 6)
    assert np.isfinite(driven(LOGS, late, MODELS[C4], Step.YEAR, 3)[0]).all()


def test_the_season_of_all_is_the_last_one_known():
    from analytics.stats.series.seasons import of_all, seasons

    series = seasonal(count=5)
    series[1, 7:9] = np.nan
    whole, end = seasons(series, 12), of_all(series, 12)
    assert end.waves[:, 0].tolist() == whole.waves[:, -1].tolist()
    assert end.weights[:, 0] == pytest.approx(whole.weights[:, -1])
