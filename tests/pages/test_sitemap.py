"""The page Map: what the library says."""

import analytics


def test_the_page_says_what_the_library_says(opened):
    page = opened("explore/sitemap.py")
    assert not page.exception
    told = analytics.run("sitemap", analytics.sample()).section("en-US")
    assert told.headline in page.subheader[0].value.replace("\\", "")
    assert [m.value.replace("\\", "") for m in page.metric] == [f.value for f in told.figures]
    assert len(page.get("deck_gl_json_chart")) == len(told.maps) == 1
    assert len(page.get("vega_lite_chart")) == len(told.charts) == 1
    assert len(page.dataframe) == len(told.tables) == 1


def test_breaks_that_cannot_be_read_are_refused_in_words(opened):
    page = opened("explore/sitemap.py", scheme="own", breaks="one; two")
    assert not page.exception
    assert "is no list of breaks" in page.error[0].value
