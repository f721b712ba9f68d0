"""A donut tells every class by colour, letter and pattern, and none of its texts is lost."""

from itertools import pairwise
from math import pi, tau

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from analytics.core.section import Chart, Look, Pattern
from analytics.viz import hatch, rings, twin
from analytics.viz.drawing import chart_svg, width_px
from tests.viz.test_charts import texts, words
from tests.viz.test_heat import contrast

LOOKS = {
    "High compliance": Look(colour="#0072B2", letter="H"),
    "Conditional compliance": Look(colour="#E69F00", letter="C", pattern=Pattern.STRIPED),
    "Low compliance": Look(colour="#D55E00", letter="L", pattern=Pattern.CROSSED),
    "Undetermined": Look(colour="#BDBDBD", letter="U", pattern=Pattern.DOTTED),
}
TEXTS = ["5 % · 1,204 ha", "<1 % · 12.3 ha", "94 % · 10,200 ha", "0 % · 0 ha"]


def ring(values=(5.0, 0.02, 94.0, 0.0)):
    frame = pd.DataFrame({"label": list(LOOKS), "value": values, "text": TEXTS})
    return rings.donut(frame, looks=LOOKS, middle=("10,900 ha", "mined"), value_title="Hectares")


def test_every_class_is_told_in_full_also_where_its_slice_is_too_thin():
    told = " ".join(texts(ring()))
    assert {"10,900 ha", "mined"} <= set(texts(ring()))
    for name, text in zip(LOOKS, TEXTS, strict=True):
        assert name in told
        assert text in told


def test_a_letter_stands_beside_each_slice_there_is_and_each_class_of_the_legend():
    told = texts(ring())
    assert [told.count(look.letter) for look in LOOKS.values()] == [2, 2, 2, 1]


def test_colours_are_not_the_only_sign():
    svg = chart_svg(Chart(draw=ring, caption="c"), words())
    assert all(look.colour in svg for look in LOOKS.values())
    assert svg.count("<line") > 40
    assert width_px(svg) < 320, "two stand beside each other on A4, one on a telephone"


def test_as_a_table_it_is_its_classes_and_hectares():
    found = twin.of_chart(Chart(draw=ring, caption="c"), words())
    assert found.frame.to_numpy().tolist() == [
        [name, value] for name, value in zip(LOOKS, (5.0, 0.02, 94.0, 0.0), strict=True)
    ]
    assert list(found.labels.values())[1] == "Hectares"


def test_one_class_alone_is_a_whole_ring_without_an_edge():
    assert texts(ring((0.0, 0.0, 7.0, 0.0))).count("L") == 2
    svg = chart_svg(Chart(draw=lambda: ring((7.0, 0.0, 0.0, 0.0)), caption="c"), words())
    assert "NaN" not in svg


@settings(max_examples=25, deadline=None)
@given(some.lists(some.floats(0, tau - 1e-6), min_size=1, max_size=9), some.floats(0.05, 0.5))
def test_letters_are_moved_apart_and_keep_their_order_round_the_ring(angles, least):
    placed = rings.spread(sorted(angles), least)
    gaps = np.diff([*sorted(placed), min(placed) + tau])
    assert len(placed) == len(angles)
    assert gaps.min() >= min(least, tau / len(angles)) - 1e-6
    turn = int(np.argmin(placed))
    turned = placed[turn:] + placed[:turn]
    assert turned == sorted(turned)


@pytest.mark.parametrize("angles", [[0.0, 1.0, 2.0], [3.0], []])
def test_letters_with_room_stay(angles):
    assert rings.spread(angles, 0.16) == pytest.approx(angles)


@settings(max_examples=20, deadline=None)
@given(some.lists(some.floats(0, 1e6), min_size=1, max_size=8).filter(any))
def test_slices_fill_the_circle_in_their_order(amounts):
    found = hatch.slices(amounts, 10.0)
    assert found[0].start == 0
    assert found[-1].end == pytest.approx(tau)
    assert all(a.end == b.start for a, b in pairwise(found))


@pytest.mark.parametrize("pattern", Pattern)
def test_a_pattern_stays_within_its_slice(pattern):
    one = hatch.Slice(0.3, 2.0, 20.0, 60.0)
    drawn = hatch.lines(pattern, one.holds, 60.0)
    assert (len(drawn) == 0) == (pattern is Pattern.PLAIN)
    if len(drawn):
        middles = (drawn[:, :2] + drawn[:, 2:]) / 2
        assert one.holds(middles[:, 0], middles[:, 1]).all()
        assert np.hypot(*drawn[:, 2:].T).max() <= 60.0 + hatch.FINE_PX


def test_the_path_of_a_whole_circle_and_of_a_quarter():
    assert hatch.Slice(0, tau, 0, 5).path() == (
        "M0.00 -5.00A5.00 5.00 0 0 1 0.00 5.00A5.00 5.00 0 0 1 -0.00 -5.00z"
    )
    assert hatch.Slice(0, pi / 2, 0, 10).path().startswith("M0 0L0.00 -10.00A")
    assert hatch.Slice(0, pi, 5, 10).path().count("A") == 4


def test_patterns_are_seen_on_their_colours_by_day_and_by_night():
    drawn = ring().to_dict()
    rules = [part["mark"] for part in drawn["layer"] if part["mark"]["type"] == "rule"]
    assert {rule["color"] for rule in rules} == {hatch.INK}
    assert all(contrast(hatch.INK, look.colour) >= 3 for look in list(LOOKS.values())[1:])
