"""Breaks of a panel, and where a forecast begins anew."""

import numpy as np
import pytest

from analytics.stats.series.changes import changes, restart
from analytics.stats.series.models import Step
from analytics.stats.series.panel import labels, panel

FLAT = [100, 104, 98, 102, 101, 99, 103, 100, 97, 103]


def made(*rows, methods=None):
    values = np.array(rows, dtype=float)
    return panel(
        units=[f"U{n}" for n in range(len(rows))],
        periods=labels("2001", values.shape[1], Step.YEAR),
        step=Step.YEAR,
        amounts=values,
        is_stock=np.zeros(len(rows), dtype=bool),
        methods=methods,
    )


def test_nothing_in_a_flat_series():
    found = changes(made(FLAT))
    assert found.empty
    begun = restart(made(FLAT), found)
    assert (begun.start[0], begun.refusal[0], begun.is_naive[0]) == (0, "", False)


def test_another_method_begins_anew():
    methods = np.array([["v1"] * 3 + ["v2"] * 7])
    own = made(FLAT, methods=methods)
    found = changes(own)
    assert found[["unit", "period", "kind"]].to_numpy().tolist() == [["U0", "2004", "method"]]
    assert found["factor"][0] == pytest.approx(102 / 98)
    assert (restart(own, found).start[0], restart(own, found).refusal[0]) == (3, "")


def test_too_little_since_another_method():
    own = made(FLAT, methods=np.array([["v1"] * 5 + ["v2"] * 5]))
    assert restart(own, changes(own)).refusal[0] == "method"


def test_a_jump_at_the_end_cannot_be_judged():
    own = made([*FLAT[:9], 400])
    found = changes(own)
    assert found["kind"].tolist() == ["jump"]
    assert found["is_acted"].tolist() == [True]
    assert found["factor"][0] == pytest.approx(400 / 97)
    assert restart(own, found).refusal[0] == "break"


@pytest.mark.parametrize(("after", "start", "is_naive"), [(4, 0, True), (7, 10, False)])
def test_after_a_likely_break(after, start, is_naive):
    own = made(FLAT + [30, 29, 31, 30, 28, 32, 30][:after])
    alone = changes(own)
    assert not alone.loc[alone["kind"] == "likely", "is_acted"].any()  # it may be chance
    found = changes(own, {"U0": [9]})
    likely = found[found["kind"] == "likely"]
    assert likely["period"].tolist() == ["2011"]
    assert likely["factor"].iloc[0] == pytest.approx(0.3, rel=0.15)
    begun = restart(own, found)
    assert (begun.start[0], begun.is_naive[0], begun.refusal[0]) == (start, is_naive, "")


def test_zeros_are_no_break_of_the_machine():
    assert len(changes(made([0] * 10))) == 0


def test_an_event_of_another_unit_is_none():
    own = made([*FLAT, 30, 29, 31, 30])
    assert not changes(own, {"U9": [10]})["is_event"].any()
    assert changes(own, {"": [10]}).loc[lambda f: f["kind"] == "likely", "is_acted"].all()
