"""The page People: what the library says, and distances of the visitor's own."""

import json

import analytics
from analytics.analyses.exposure.rasters import CHILDREN, POPULATION, WOMEN
from pages.ui import layers, payload


def test_the_page_says_what_the_library_says(opened):
    page = opened("explore/exposure.py")
    assert not page.exception
    told = analytics.run("exposure", analytics.sample()).section("en-US")
    assert told.headline in page.subheader[0].value.replace("\\", "")
    assert [m.value.replace("\\", "") for m in page.metric] == [f.value for f in told.figures]
    assert len(page.get("deck_gl_json_chart")) == len(told.maps) == 1
    assert len(page.get("vega_lite_chart")) == len(told.charts) == 2
    assert len(page.dataframe) == len(told.tables) == 4


def test_the_rings_lie_over_the_people(opened):
    page = opened("explore/exposure.py")
    spec = json.loads(page.get("deck_gl_json_chart")[0].proto.json)
    layers = {layer["id"]: layer for layer in spec["layers"]}
    assert list(layers).index("land") < list(layers).index("people") < list(layers).index("sites")
    assert layers["people"]["image"].startswith("data:image/png;base64,")
    faint = [f["properties"]["f"] for f in layers["sites"]["data"]["features"][:3]]
    assert all(colour[3] == payload.FAINT for colour in faint)
    assert any("People per km²" in text.value for text in page.get("html"))


def test_distances_that_make_no_sense_are_answered_with_a_sentence(opened):
    page = opened("explore/exposure.py", radii="near")
    assert not page.exception
    assert "1,5,10" in page.error[0].value


def test_all_grids_a_range_or_a_group_needs_can_be_added():
    assert {POPULATION, f"{POPULATION}_2", WOMEN, CHILDREN} <= set(layers.RASTERS)
