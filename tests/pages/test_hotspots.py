"""The page Hot spots: what the library says, and a refusal that is an answer."""

import analytics


def test_the_page_says_what_the_library_says(opened):
    page = opened("explore/hotspots.py")
    assert not page.exception
    told = analytics.run("hotspots", analytics.sample()).section("en-US")
    assert told.headline in page.subheader[0].value.replace("\\", "")
    assert [m.value.replace("\\", "") for m in page.metric] == [f.value for f in told.figures]
    assert len(page.get("deck_gl_json_chart")) == len(told.maps) == 3
    assert len(page.get("vega_lite_chart")) == len(told.charts) == 1
    assert len(page.dataframe) == len(told.tables) == 2


def test_a_refused_test_is_told_and_groups_are_shown_all_the_same(opened):
    page = opened("explore/hotspots.py", cell="50", surface="yes")
    assert not page.exception
    headline = page.subheader[0].value.replace("\\", "")
    assert headline.startswith("No test of hot spots: the study area has 18 cells of 50 km")
    assert page.metric[0].value == "–"
    assert page.metric[3].value == "21"
    assert len(page.dataframe) == 2  # groups, and the smoothed density, which tests nothing
    assert len(page.get("deck_gl_json_chart")) == 3
