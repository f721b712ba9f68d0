"""Speed of forecasts: 10,000 series, one page, and statsmodels series by series beside."""

import warnings
from time import process_time

import numpy as np
import pandas as pd
import pytest

import analytics
from analytics.analyses.forecast import ANALYSIS, ForecastParams
from analytics.intake.series import read_series
from analytics.stats.series.backtest import backtest
from analytics.stats.series.models import MODELS, TRIO, Step
from analytics.stats.series.tried import LEVELS, bounds, tried
from tests.bench.clock import slowness

pytestmark = pytest.mark.bench

SERIES, YEARS, AHEAD = 10_000, 20, 5
PEERS = 6  # series the other library is given
INTERVALS_S, BACKTESTS_S, PAGE_S, TIMES = 5.0, 60.0, 0.08, 500


@pytest.fixture(scope="module")
def many():
    dice = np.random.default_rng(1)
    return np.exp(5 + (0.2 * dice.normal(size=(SERIES, YEARS))).cumsum(axis=1))


def spent(call):
    """Seconds of this program's own processor time, whatever others do."""
    start = process_time()
    call()
    return process_time() - start


def with_intervals(values):
    found = tried(values, model=MODELS[TRIO], step=Step.YEAR, horizon=AHEAD)
    for level in LEVELS:
        bounds(found.told, found.spread, found.added, level=level)
        bounds(found.summed, found.sum_spread, found.added, level=level)
    return found


def one_by_one(values):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from statsmodels.tsa.exponential_smoothing.ets import ETSModel

        start = process_time()
        for row in values:
            own = pd.Series(row, index=pd.period_range("2001", periods=len(row), freq="Y"))
            fitted = ETSModel(own, error="add", trend="add", damped_trend=True).fit(disp=False)
            fitted.get_prediction(YEARS, YEARS + AHEAD - 1).summary_frame(alpha=0.05)
        return process_time() - start


def test_ten_thousand_series(many, capsys):
    with_intervals(many[:100])  # loaded
    ours = min(spent(lambda: with_intervals(many)) for _ in range(2))
    tests = spent(lambda: backtest(with_intervals(many)))
    peer = one_by_one(many[:PEERS]) / PEERS
    times, slow = peer / (ours / SERIES), slowness()
    with capsys.disabled():
        print(
            f"\n10,000 series: intervals {ours:.2f} s, with backtests {tests:.2f} s of processor;"
            f" ETS {peer * 1e3:.0f} ms a series, {times:,.0f}×; machine {slow:.1f}×"
        )
    assert ours < INTERVALS_S * slow
    assert tests < BACKTESTS_S * slow
    assert times > TIMES


def test_a_table_and_a_page(many, tmp_path, capsys):
    file = tmp_path / "series.csv"
    lines = [
        f"u{unit:05d},{2001 + year},{value:.2f},flow\n"
        for unit, row in enumerate(many)
        for year, value in enumerate(row)
    ]
    file.write_text("unit,period,value_ha,kind\n" + "".join(lines), encoding="utf-8")
    read = spent(lambda: read_series(file))
    data = read_series(file)
    whole = spent(lambda: analytics.execute(ANALYSIS, data, ForecastParams()))
    file.write_text("unit,period,value_ha,kind\n" + "".join(lines[:YEARS]), encoding="utf-8")
    one = read_series(file)
    analytics.execute(ANALYSIS, one, ForecastParams()).section()
    page = min(
        spent(lambda: analytics.execute(ANALYSIS, one, ForecastParams()).section())
        for _ in range(7)
    )
    slow = slowness()
    with capsys.disabled():
        print(
            f"\ntable of 10,000: read {read:.1f} s, answered {whole:.1f} s;"
            f" one series {page * 1e3:.0f} ms; machine {slow:.1f}×"
        )
    assert whole < 2 * INTERVALS_S * slow  # three models, breaks and backtests of all
    assert page < PAGE_S * slow
