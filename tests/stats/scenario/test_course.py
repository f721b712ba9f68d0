"""The reference cases of a course with measures, and what holds for any."""

from dataclasses import replace
from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.stats.scenario.after import classes, exponent, people, spent, stock
from analytics.stats.scenario.compare import break_even_leakage
from analytics.stats.scenario.course import course
from analytics.stats.scenario.measure import Costs, Measure, strength
from analytics.stats.scenario.spread import Spread

FLOW = 100.0


def sure(value):
    return Spread.certain(value)


def measure(name="one", **parts):
    """A measure of certain numbers."""
    plain = {"start", "end", "ramp", "costs", "formalised_to"}
    given = {key: value if key in plain else sure(value) for key, value in parts.items()}
    return Measure(name=name, **({"effectiveness": sure(0.0)} | given))


def told(*measures, periods=5, baseline=None):
    """The course of the likeliest values."""
    flow = np.full((1, periods), FLOW) if baseline is None else np.atleast_2d(baseline)
    return course(flow, measures, [one.certain() for one in measures])


def cost(made, *measures, rate=0.0):
    return spent(made, measures, [one.certain() for one in measures], rate)[0]


def test_s1_a_measure_that_ends_four_fifths():
    one = measure(effectiveness=0.8, costs=Costs(setup=1_000_000, running=200_000))
    made = told(one)
    assert made.direct[0] == pytest.approx([20] * 5)
    assert made.net_ha[0] == pytest.approx(400)
    assert cost(made, one) == pytest.approx(2_000_000)
    assert cost(made, one) / made.net_ha[0] == pytest.approx(5_000)


def test_s2_a_quarter_moves_elsewhere():
    one = measure(effectiveness=0.8, leakage=0.25, costs=Costs(setup=1_000_000, running=200_000))
    made = told(one)
    assert made.leaked[0] == pytest.approx([20] * 5)
    assert (made.direct + made.leaked)[0] == pytest.approx([40] * 5)
    assert made.net_ha[0] == pytest.approx(300)
    assert cost(made, one) / made.net_ha[0] == pytest.approx(6_666.6667)


def test_s3_more_moves_than_is_ended():
    one = measure(effectiveness=0.43, leakage=12_100 / 4_300)
    made = told(one, periods=1, baseline=[10_000.0])
    assert made.gross_ha[0] == pytest.approx(4_300)
    assert made.leaked_ha[0] == pytest.approx(12_100)
    assert made.net_ha[0] == pytest.approx(-7_800)


def test_s4_it_begins_slowly_and_fades_after_its_end():
    one = measure(start=2, end=4, ramp=2, half_life=1, effectiveness=0.8, coverage=0.5)
    assert strength(one, one.certain(), 5)[0] == pytest.approx([0, 0.5, 1, 0.5, 0.25])
    made = told(one)
    assert made.direct[0] == pytest.approx([100, 80, 60, 80, 90])
    assert made.net_ha[0] == pytest.approx(90)


def test_s6_two_measures_share_what_they_end():
    first = measure("a", effectiveness=0.5, leakage=0.2)
    second = measure("b", effectiveness=0.4)
    for pair in permutations((first, second)):
        made = told(*pair, periods=1)
        assert made.direct[0, 0] == pytest.approx(30)
        assert made.suppressed[0, 0] == pytest.approx(70)
        assert made.leaked[0, 0] == pytest.approx(0.57571664 * 70 * 0.2)
        assert made.leaked[0, 0] == pytest.approx(8.06003, abs=5e-6)
        assert made.net_ha[0] == pytest.approx(61.93997, abs=5e-6)


def test_s8_a_road_and_enforcement():
    road = measure("road", effectiveness=-0.3)
    made = told(road, measure("post", effectiveness=0.5, leakage=0.2), periods=1)
    assert made.direct[0, 0] == pytest.approx(65)
    assert made.suppressed[0, 0] == pytest.approx(65)
    assert made.leaked[0, 0] == pytest.approx(13)
    assert made.net_ha[0] == pytest.approx(22)
    assert made.promoted_ha[0] == pytest.approx(30)


def test_s9_miners_come_back_and_adapt():
    one = measure(end=3, effectiveness=0.5, rebound=0.2, rebound_half_life=1)
    made = told(one, periods=4)
    assert made.direct[0] == pytest.approx([50, 50, 120, 110])
    assert made.net_ha[0] == pytest.approx(70)
    tired = measure(decay=0.1, effectiveness=0.5)
    assert strength(tired, tired.certain(), 3)[0] == pytest.approx(
        [1, 0.904837, 0.818731], abs=1e-6
    )
    assert strength(tired, tired.certain(), 4)[0, 3] == pytest.approx(0.740818, abs=1e-6)


def test_s10_formalisation_changes_the_class_of_flow_and_ends_none():
    one = measure(formalised=0.3, formalised_to=1)
    made = told(one, periods=1)
    found = classes(made, np.array([0.2, 0.1, 0.7]), [one], [one.certain()])
    assert found[:, 0, 0] == pytest.approx([41, 10, 49])
    assert found.sum() == pytest.approx(100)


def test_s11_open_ground_grows_and_heals():
    grown = np.full((1, 3), 100.0)
    assert stock(1_000, grown, np.array([0.0, 30.0, 30.0]))[0] == pytest.approx([1100, 1170, 1240])
    assert pytest.approx(152_197.80) == 60 * 2_536.63


def test_no_more_heals_than_is_open():
    assert stock(10, np.zeros((1, 2)), np.array([30.0, 30.0]))[0] == pytest.approx([0, 0])


def test_s12_later_money_counts_less():
    one = measure(costs=Costs(running=1_000))
    assert cost(told(one, periods=3), one, rate=0.05) == pytest.approx(2_723.248029)


def test_money_for_each_hectare_covered():
    one = measure(end=3, coverage=0.5, costs=Costs(per_ha=2))
    assert cost(told(one), one) == pytest.approx(2 * 50 * 2)


def test_s15_people_near_grow_less_than_ground():
    grown = people(1_000, 0.5, np.array([[750.0]]), 500)
    assert grown[0, 0] == pytest.approx(1_224.745, abs=5e-4)
    assert exponent([0.25, 0.5, 0.75, 1], [400, 650, 840, 1000]) == pytest.approx(0.66284, abs=5e-6)


def test_leakage_up_to_which_a_measure_is_worth_it():
    one = measure(effectiveness=0.5, end=3, rebound=0.2, rebound_half_life=1)
    made = told(one, periods=4)
    edge = break_even_leakage(made)
    assert edge == pytest.approx(1 - 30 / 100)
    assert told(replace(one, leakage=sure(edge)), periods=4).net_ha[0] == pytest.approx(0, abs=1e-9)
    assert break_even_leakage(told(measure(effectiveness=0.5))) == 1


share = st.floats(0, 1)
any_measure = st.builds(
    measure,
    effectiveness=st.floats(-1, 1),
    coverage=share,
    leakage=st.floats(0, 3),
    rebound=share,
    rebound_half_life=st.floats(0, 3),
    half_life=st.floats(0, 3),
    decay=st.floats(0, 1),
    start=st.integers(1, 4),
    end=st.sampled_from([None, 5, 6]),
    ramp=st.integers(1, 3),
)


@given(several=st.lists(any_measure, max_size=3))
@settings(max_examples=30, deadline=None)
def test_what_is_avoided_moved_and_left_adds_up(several):
    made = told(*several, periods=6)
    assert np.isfinite(made.direct).all()
    assert made.net_ha + made.direct.sum() + made.leaked.sum() == pytest.approx(6 * FLOW)
    assert (made.direct >= 0).all()
    waterfall = made.suppressed_ha - made.promoted_ha - made.rebound_ha - made.leaked_ha
    assert waterfall == pytest.approx(made.net_ha, abs=1e-6)
    if not several:
        assert (made.direct == made.baseline).all()


@given(
    several=st.permutations(
        [
            measure("a", effectiveness=0.3, leakage=0.4),
            measure("b", effectiveness=-0.2),
            measure("c", effectiveness=1.0, leakage=2.0),
        ]
    )
)
@settings(max_examples=10, deadline=None)
def test_the_order_of_measures_changes_nothing(several):
    made, other = told(*several), told(*reversed(several))
    assert made.net_ha == pytest.approx(other.net_ha, rel=1e-12)


@given(less=st.floats(0, 3), more=st.floats(0, 3), effect=share)
@settings(max_examples=20, deadline=None)
def test_more_leakage_never_avoids_more(less, more, effect):
    less, more = sorted((less, more))
    nets = [told(measure(effectiveness=effect, leakage=one)).net_ha[0] for one in (less, more)]
    assert nets[0] >= nets[1] - 1e-9


@given(less=share, more=share, leakage=st.floats(0, 0.99))
@settings(max_examples=20, deadline=None)
def test_a_stronger_measure_never_avoids_less(less, more, leakage):
    less, more = sorted((less, more))
    nets = [told(measure(effectiveness=one, leakage=leakage)).net_ha[0] for one in (less, more)]
    assert nets[0] <= nets[1] + 1e-9


def test_places_add_up():
    one = measure(effectiveness=0.6, leakage=0.3, end=3, rebound=0.1)
    parts = [told(one, baseline=flow).net_ha[0] for flow in ([10.0, 20, 30], [5.0, 5, 5])]
    assert sum(parts) == pytest.approx(told(one, baseline=[15.0, 25, 35]).net_ha[0])
