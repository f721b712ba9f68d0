"""Pies on the page's map: apart in the first view, named, with a line where they were moved."""

import base64
import json
from dataclasses import replace

import numpy as np
import pytest
import shapely

from analytics.core.words import Words
from pages.ui import map as maps
from pages.ui import payload, pies, session, tiles
from tests.viz.test_pies import MANY, pie_map

WORDS = Words(session.TEXTS, "en")


def layers(rows, *, dark=False):
    item = pie_map(rows)
    text = maps.deck(item, payload.pack(item, WORDS), "[]", dark=dark).to_json()
    return {layer["id"]: layer for layer in json.loads(text)["layers"]}


def test_every_province_of_some_size_has_a_pie_with_its_name():
    drawn = layers(MANY)
    assert {row["n"] for row in drawn["pies"]["data"]} == {row[0] for row in MANY}
    assert {row["k"] for row in drawn["pies"]["data"]} == drawn["pies"]["iconMapping"].keys()
    assert "sites" not in drawn


def test_no_two_pies_overlap_in_the_first_view():
    item = pie_map([(f"P{n}", 100.0 + n, 10.0, 0.05 * n, 0.0) for n in range(12)])
    told = pies.found(item, item.pies, pies.View(0.5, 0.5, 6.0, 310, 460))
    assert len(told) == 12
    for place, one in enumerate(told):
        for other in told[:place]:
            apart = np.hypot(*np.subtract(one.centre, other.centre))
            assert apart >= one.radius + other.radius


def test_one_that_was_moved_keeps_a_line():
    drawn = layers([(f"P{n}", 100.0 + n, 10.0, 0.01 * n, 0.0) for n in range(6)])
    assert 0 < len(drawn["leaders"]["data"]) < 6
    assert layers(MANY[:1])["leaders"]["data"] == []


@pytest.mark.parametrize("dark", [False, True])
def test_the_pictures_come_with_the_map(dark):
    atlas = layers(MANY, dark=dark)["pies"]["iconAtlas"]
    kind, _, content = atlas.partition(",")
    assert kind == "data:image/svg+xml;base64"
    assert base64.b64decode(content).decode().count("<circle") == len(MANY)


def test_shapes_of_many_corners_are_still_only_places():
    item = pie_map([("Big", 5000, 100, 0, 0)])
    round_ = shapely.Point(0, 0).buffer(1, quad_segs=60_000)
    assert tiles.packed(replace(item, shapes=item.shapes.set_geometry([round_])), "k", str) is None


def test_pixels_and_places_are_each_others_way_back():
    view = pies.View(-70.0, -12.0, 7.0, 310, 460)
    there = view.pixels(np.array([[-70.5, -12.25]]))[0]
    assert view.place(*there) == pytest.approx((-70.5, -12.25), abs=1e-5)
    assert view.pixels(np.array([[-70.0, -12.0]])).tolist() == [[155, 230]]


def test_the_legend_tells_hectares_with_letter_and_pattern():
    item = pie_map([("Big", 5000, 100, 0, 0)])
    told = pies.legend(item, item.pies, WORDS, dark=False)
    assert "<b>H</b> High (5,000\N{NO-BREAK SPACE}ha)" in told
    assert told.count("<img") == 2
