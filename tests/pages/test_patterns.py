"""The page Patterns: what the library says, with the declared method beside the inferred kind."""

import analytics


def test_the_page_says_what_the_library_says(opened):
    page = opened("explore/patterns.py")
    assert not page.exception
    told = analytics.run("patterns", analytics.sample()).section("en-US")
    assert told.headline in page.subheader[0].value.replace("\\", "")
    assert [m.value.replace("\\", "") for m in page.metric] == [f.value for f in told.figures]
    assert len(page.get("deck_gl_json_chart")) == len(told.maps) == 1
    assert len(page.get("vega_lite_chart")) == len(told.charts) == 6
    assert len(page.dataframe) == len(told.tables) == 1
    shown = page.dataframe[0].value
    assert {"Declared method", "Inferred kind", "Score", "Why"} <= set(shown.columns)


def test_a_higher_bar_tells_fewer_kinds(opened):
    page = opened("explore/patterns.py", threshold="1.0")
    assert not page.exception
    assert int(page.metric[1].value) > 114
