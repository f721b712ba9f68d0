"""Marks that tell the kind: a form each, in the colour and the size of the class."""

import re

import geopandas as gpd
import numpy as np
import pytest

from analytics.core.section import Map, Signs
from analytics.core.words import Words
from analytics.viz import legend, maps, marks
from tests.shapes import square
from tests.viz.test_maps import VIZ, texts

MARKS = {"dredge": legend.MARKS[0], "pit": legend.MARKS[1], "not stated": legend.DOT}


def drawn(groups, kinds, *, size=(174, 90)):
    spots = [square(n % 100 * 0.01, n // 100 * 0.01, 0.001) for n in range(len(groups))]
    frame = gpd.GeoDataFrame({"group": groups, "kind": kinds}, geometry=spots, crs=4326)
    map_ = Map(
        shapes=frame,
        colour_by="group",
        colours={"small": "#F0B35E", "large": "#6E3A12"},
        caption="Sites",
        legend="Area",
        signs=Signs(by="kind", marks=MARKS, sizes={"small": 0.5, "large": 2.0}, legend="Method"),
    )
    return maps.svg(map_, Words(VIZ, "en"), width_mm=size[0], height_mm=size[1])


def groups_of(svg):
    """Scale, colour and path of each class."""
    return re.findall(r'<g transform="scale\(([\d.]+)\)" fill="(#\w+)"[^>]*><path d="([^"]*)"', svg)


def test_every_shape_has_the_mark_of_its_kind_in_the_colour_of_its_class():
    svg = drawn(["small", "large", "small"], ["dredge", "pit", "pit"])
    told = {colour: path for _, colour, path in groups_of(svg)}
    assert told["#F0B35E"].count(MARKS["dredge"]) == told["#F0B35E"].count(MARKS["pit"]) == 1
    assert told["#6E3A12"].count(MARKS["pit"]) == 1
    assert MARKS["dredge"] not in told["#6E3A12"]


def test_larger_classes_have_larger_marks_and_lie_below():
    told = groups_of(drawn(["small", "large"], ["pit", "pit"]))
    assert [colour for _, colour, _ in told] == ["#6E3A12", "#F0B35E"]
    assert float(told[0][0]) == pytest.approx(4 * float(told[1][0]))


def test_the_legend_tells_classes_and_kinds_with_their_counts():
    svg = drawn(["small", "large", "small"], ["dredge", "pit", "not stated"])
    told = texts(svg)
    assert {"Area", "Method", "dredge", "pit", "not stated", "small", "large"} <= set(told)
    assert told[told.index("dredge") - 1] == "1" or told[told.index("dredge") + 1] == "1"
    assert "dredge: 1" in svg


@pytest.mark.parametrize("size", [(174, 90), (90, 60), (60, 120)])
def test_it_fits_on_any_sheet(size):
    assert "Area" in texts(drawn(["small", "large"], ["dredge", "pit"], size=size))


def test_many_marks_stay_within_bounds():
    dice = np.random.default_rng(1)
    groups = dice.choice(["small", "large"], 12_000).tolist()
    svg = drawn(groups, dice.choice(list(MARKS), 12_000).tolist())
    assert sum(len(path) for *_, path in groups_of(svg)) <= marks.MOST_CHARACTERS
