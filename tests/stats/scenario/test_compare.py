"""Strategies on the same draws: ranges, what they hang on, the same numbers each time."""

from dataclasses import replace

import numpy as np
import pytest

from analytics.stats.scenario.compare import break_even_effectiveness, compare
from analytics.stats.scenario.drivers import Part, explained, hangs_on, tornado
from analytics.stats.scenario.measure import Costs, Measure
from analytics.stats.scenario.plan import Baseline, Known, Money, Plan, Price, Strategy
from analytics.stats.scenario.spread import Spread

sure = Spread.certain


def plan(*strategies, periods=5, flow=100.0, growth=0.0, **more):
    """A plan whose baseline is typed in and certain."""
    return Plan(
        periods=tuple(str(2025 + n) for n in range(periods)),
        baseline=Baseline(flow_ha=sure(flow), growth=sure(growth)),
        strategies=strategies,
        **more,
    )


def strategy(name="A", **parts):
    return Strategy(name=name, measures=(Measure(name="operation", **parts),))


WIDE = strategy(effectiveness=Spread(0.6, 0.8, 0.95), leakage=Spread(0.1, 0.25, 0.6))


def test_s5_the_baseline_grows():
    made = compare(plan(Strategy(name="nothing"), periods=3, growth=0.1, draws=0)).outcomes[0]
    assert made.course.direct[0] == pytest.approx([110, 121, 133.1])
    assert made.course.direct.sum() == pytest.approx(364.1)


def test_s7_the_price_moves_both_courses():
    dearer = Price(ratio=(1.2,), elasticity=sure(0.5))
    made = compare(plan(Strategy(name="nothing"), periods=1, price=dearer, draws=0)).outcomes[0]
    assert made.course.baseline[0, 0] == pytest.approx(109.544512)
    assert made.course.direct[0, 0] == pytest.approx(109.544512)
    assert made.course.net_ha[0] == 0


def test_s13_the_shape_of_an_uncertain_number():
    spread = Spread(0.70, 0.85, 0.96)
    assert spread.mean == pytest.approx(0.843333, abs=1e-6)
    assert spread.shape == pytest.approx((3.307692, 2.692308), abs=1e-6)
    assert spread.variance == pytest.approx(0.00238889, abs=1e-8)
    values = spread.below((np.arange(20_000) + 0.5) / 20_000)
    assert values.mean() == pytest.approx(spread.mean, abs=1e-5)
    assert values.var() == pytest.approx(spread.variance, rel=1e-3)
    assert 0.70 <= values.min() <= values.max() <= 0.96


def test_s14_leakage_moves_the_result_most():
    base = strategy(effectiveness=sure(0.8), leakage=sure(0.25))
    ends = {
        Part("operation", "effectiveness"): (0.7, 0.9),
        Part("operation", "leakage"): (0.0, 0.5),
    }
    first, second = tornado(plan(base), base, ends)
    assert first.part.name == "leakage"
    assert (first.net_low_ha, first.net_high_ha) == pytest.approx((400, 200))
    assert first.range_ha == pytest.approx(200)
    assert (second.net_low_ha, second.net_high_ha) == pytest.approx((262.5, 337.5))
    assert second.range_ha == pytest.approx(75)


def test_no_money_for_a_hectare_where_none_is_avoided():
    harm = strategy(effectiveness=sure(0.43), leakage=sure(2.8), costs=Costs(running=1.0))
    assert compare(plan(harm)).outcomes[0].cost_per_ha is None
    good = strategy(effectiveness=sure(0.8), costs=Costs(running=200.0))
    made = compare(plan(good, money=Money(discount=0.0))).outcomes[0]
    assert made.cost_per_ha.middle == pytest.approx(1000 / 400)


def test_certain_numbers_give_the_plain_result():
    base = strategy(effectiveness=sure(0.8), leakage=sure(0.25), rebound=sure(0.1), end=4)
    thrown, plain = compare(plan(base, draws=500)), compare(plan(base, draws=0))
    assert np.ptp(thrown.outcomes[0].course.net_ha) == 0
    assert thrown.outcomes[0].course.net_ha[0] == plain.outcomes[0].course.net_ha[0]


def test_the_same_seed_gives_the_same_numbers_and_another_others():
    first, again, other = (
        compare(plan(WIDE, draws=200, seed=seed)).outcomes[0].course.net_ha for seed in (1, 1, 2)
    )
    assert (first == again).all()
    assert (first != other).any()


def test_every_strategy_is_thrown_the_same_dice():
    """The same measure in two strategies, and a strategy whatever stands beside it."""
    twin = replace(WIDE, name="B")
    found = compare(plan(WIDE, twin, draws=200))
    assert (found.outcomes[0].course.net_ha == found.outcomes[1].course.net_ha).all()
    alone = compare(plan(twin, draws=200))
    assert (alone.outcomes[0].course.net_ha == found.outcomes[1].course.net_ha).all()
    assert found.beats(0, 1) == 0
    assert found.regret_ha == (0, 0)


def test_the_better_strategy_of_a_pair_is_known_for_each_draw():
    late = replace(WIDE, name="late", measures=(replace(WIDE.measures[0], start=2),))
    found = compare(plan(WIDE, late, draws=500))
    assert found.beats(0, 1) == 1
    assert found.regret_ha[0] == 0 < found.regret_ha[1]


def test_ranges_hold_their_shares():
    made = compare(plan(WIDE, draws=4_000)).outcomes[0]
    net, told = made.course.net_ha, made.net_ha
    assert ((net >= told.low80) & (net <= told.high80)).mean() == pytest.approx(0.8, abs=0.01)
    assert told.low95 < told.low80 < told.middle < told.high80 < told.high95
    assert made.is_better == 1
    assert made.is_worse == 0


def test_what_a_result_hangs_on():
    found = plan(WIDE, draws=2_000)
    made = compare(found).outcomes[0]
    shares = explained(found, made)
    assert sum(shares.values()) == pytest.approx(1)
    leak, effect = Part("operation", "leakage"), Part("operation", "effectiveness")
    assert shares[leak] > shares[effect] > 0
    assert hangs_on(shares, [leak, effect], most=0.5) == [leak]


def test_a_certain_result_hangs_on_nothing():
    found = plan(strategy(effectiveness=sure(0.5)), draws=10)
    assert explained(found, compare(found).outcomes[0]) == {}


def test_draws_of_a_forecast_are_used_path_by_path():
    paths = np.array([[10.0, 20.0, 30.0], [40.0, 50.0, 60.0]])
    asked = Plan(
        periods=("1", "2", "3"),
        baseline=Baseline(flow_ha=sure(0), growth=sure(0), forecast_ha=paths),
        strategies=(Strategy(name="nothing"),),
        draws=300,
    )
    flow = compare(asked).outcomes[0].course.baseline
    assert {tuple(row) for row in flow} == {tuple(row) for row in paths}
    assert compare(replace(asked, draws=0)).outcomes[0].course.baseline[0] == pytest.approx(
        [25, 35, 45]
    )


def test_what_follows_is_worked_out_draw_by_draw():
    measures = (
        Measure(name="a", effectiveness=sure(0.5), leakage=sure(0.2), formalised=sure(0.3)),
        Measure(name="green", effectiveness=sure(0.0), restored_ha=sure(30.0), lag=1),
        Measure(name="retorts", effectiveness=sure(0.0), mercury_cut=sure(0.6), coverage=sure(0.5)),
    )
    known = Known(
        shares=(0.2, 0.1, 0.7), stock_ha=1_000.0, people=500.0, exponent=0.5, mercury_kg=sure(4.0)
    )
    asked = plan(Strategy(name="all", measures=measures), periods=2, draws=0, known=known)
    after = compare(asked).outcomes[0].after
    # 50 ha a period where the measures are, 10 more elsewhere, of low compliance
    assert after.classes_ha[:, 0] == pytest.approx([20, 10 + 21, 70 - 21 + 20])
    assert after.stock_ha[0] == pytest.approx(1_000 + 2 * 60 - 30)
    assert after.people[0] == pytest.approx(500 * (1_090 / 1_000) ** 0.5)
    assert after.mercury_kg[0] == pytest.approx(4 * (2 * 50 * (1 - 0.3) + 20))


def test_nothing_is_said_of_what_is_not_known():
    after = compare(plan(WIDE, draws=0)).outcomes[0].after
    assert (after.classes_ha, after.stock_ha, after.people, after.mercury_kg) == (None,) * 4


def test_target_areas_add_up_and_leave_the_rest_alone():
    here = strategy(effectiveness=sure(0.8), leakage=sure(0.25), unit="north")
    made = compare(plan(here, draws=0, units={"north": 0.4, "south": 0.1})).outcomes[0]
    assert made.course.net_ha[0] == pytest.approx(0.4 * 300)
    assert made.by_unit["north"].gross_ha[0] == pytest.approx(0.4 * 400)
    assert made.by_unit["south"].gross_ha[0] == made.by_unit[""].gross_ha[0] == 0
    assert made.course.baseline.sum() == pytest.approx(500)
    everywhere = strategy(effectiveness=sure(0.8), leakage=sure(0.25))
    split = compare(plan(everywhere, draws=0, units={"north": 0.4, "south": 0.1})).outcomes[0]
    assert split.course.net_ha[0] == pytest.approx(300)


def test_money_for_a_hectare_covered_counts_the_target_area_alone():
    here = strategy(effectiveness=sure(0.8), unit="north", costs=Costs(setup=7.0, per_ha=2.0))
    asked = plan(here, draws=0, units={"north": 0.4}, money=Money(discount=0.0))
    assert compare(asked).outcomes[0].cost[0] == pytest.approx(7 + 2 * 0.4 * 500)


def test_the_least_effect_that_is_worth_it():
    one = Measure(name="a", effectiveness=sure(0.8), leakage=sure(0.25))
    flow = np.full((1, 5), 100.0)
    share = break_even_effectiveness(flow, one, 150.0)
    assert share == pytest.approx(0.4)
    assert break_even_effectiveness(flow, one, 0.0) == 0
    assert np.isnan(break_even_effectiveness(flow, one, 500.0))
