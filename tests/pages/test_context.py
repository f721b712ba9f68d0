"""The page Surroundings: what the library says, quotients beside the map."""

import analytics
from analytics.analyses.context.facets import THINGS
from analytics.analyses.context.layers import CATEGORIES, GEOLOGY, LAND
from pages.ui import layers


def test_the_page_says_what_the_library_says(opened):
    page = opened("explore/context.py", most="5")
    assert not page.exception
    told = analytics.run("context", analytics.sample(), most=5).section("en-US")
    assert told.headline in page.subheader[0].value.replace("\\", "")
    assert [m.value.replace("\\", "") for m in page.metric] == [f.value for f in told.figures]
    assert len(page.get("deck_gl_json_chart")) == len(told.maps) == 1
    assert len(page.get("vega_lite_chart")) == len(told.charts) == 2
    assert len(page.dataframe) == len(told.tables) == 2
    shown = page.dataframe[0].value
    assert {"Class", "Share of the mining", "Share of the land", "Interval (95 %)"} <= set(
        shown.columns
    )


def test_all_that_is_compared_with_can_be_added():
    near = {name for names in THINGS.values() for name in names}
    assert {GEOLOGY, LAND, *CATEGORIES, *near} <= set(layers.LAYERS)
