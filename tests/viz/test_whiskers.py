"""A number with its ends: in order, one scale, and no legend where there is one kind."""

import pandas as pd

from analytics.viz.whiskers import whiskers

MARKS = {"Repair": ("#0072B2", "circle"), "Forest": ("#AD5B17", "diamond")}


def drawn(*rows):
    frame = pd.DataFrame(rows, columns=["label", "low", "central", "high", "kind"])
    return whiskers(frame.assign(text=frame["label"]), marks=MARKS, value_title="kg").to_dict()


def scale(chart):
    return chart["layer"][0]["encoding"]["x"]["scale"]


def test_near_rows_share_a_plain_scale_from_nought():
    chart = drawn(("a", 1, 2, 3, "Repair"), ("b", 2, 4, 8, "Forest"))
    assert scale(chart)["domain"] == [0, 8]
    assert chart["layer"][3]["encoding"]["shape"]["scale"]["range"] == ["circle", "diamond"]


def test_rows_far_apart_share_a_scale_that_grows_by_factors():
    chart = drawn(("a", 0.02, 0.1, 0.3, "Repair"), ("b", 200, 400, 800, "Repair"))
    assert scale(chart)["type"] == "log"
    assert scale(chart)["domain"] == [0.01, 1000]
    assert chart["layer"][3]["encoding"]["color"]["legend"] is None


def test_nothing_at_all_is_drawn_from_nought():
    assert scale(drawn(("a", 0, 0, 0, "Repair")))["domain"] == [0, 1.0]
