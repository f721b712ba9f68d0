"""What if: ten strategies at once, and one question of a page, on an idle machine."""

import pytest

import analytics
from analytics.stats.scenario.compare import compare
from analytics.stats.scenario.measure import Measure
from analytics.stats.scenario.plan import Baseline, Plan, Strategy
from analytics.stats.scenario.spread import Spread
from tests.bench.clock import beside

pytestmark = pytest.mark.bench

MOST_S, MOST_PAGE_S = 2.0, 1.0
MEASURES = 3


def many():
    """Ten strategies of three measures, each of them uncertain in three ways."""
    return Plan(
        periods=tuple(str(2026 + n) for n in range(20)),
        baseline=Baseline(flow_ha=Spread(90, 100, 120), growth=Spread(-0.05, 0.0, 0.1)),
        strategies=tuple(
            Strategy(
                name=f"strategy {place}",
                measures=tuple(
                    Measure(
                        name=f"measure {n}",
                        start=1 + place,
                        effectiveness=Spread(0.1, 0.3, 0.6),
                        leakage=Spread(0.1, 0.2, 0.6),
                        coverage=Spread(0.2, 0.5, 0.8),
                    )
                    for n in range(MEASURES)
                ),
            )
            for place in range(10)
        ),
        draws=10_000,
    )


def test_ten_strategies_of_ten_thousand_draws_take_less_than_two_seconds(capsys):
    plan = many()
    seconds, slow = beside(3, lambda: [one.net_ha for one in compare(plan).outcomes])
    with capsys.disabled():
        print(f"\n10 strategies, 20 periods, 10,000 draws: {seconds:.2f} s; slowness {slow:.1f}")
    assert seconds < MOST_S * slow


def test_a_lever_is_answered_within_a_second(capsys):
    data = analytics.sample()
    seconds, slow = beside(
        3, lambda: analytics.run("scenario", data, preset="together", price=0.2).section()
    )
    with capsys.disabled():
        print(f"\na question of the page: {seconds:.2f} s; slowness {slow:.1f}")
    assert seconds < MOST_PAGE_S * slow
