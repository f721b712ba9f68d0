"""The page Overview: what the library says, five tiles with course and change, few settings."""

import analytics


def said(elements):
    return [element.value.replace("\\", "") for element in elements]


def test_the_page_says_what_the_library_says(opened):
    page = opened("explore/overview.py")
    assert not page.exception
    told = analytics.run("overview", analytics.sample()).section("en-US")
    assert told.headline == said(page.subheader)[0]
    assert said(page.metric) == [f.value for f in told.figures]
    assert len(page.get("vega_lite_chart")) == len(told.charts) == 2
    assert len(page.get("deck_gl_json_chart")) == len(told.maps) == 1
    assert len(page.dataframe) == len(told.tables) == 3


def test_each_tile_has_a_line_its_words_and_the_change(opened):
    page = opened("explore/overview.py")
    told = analytics.run("overview", analytics.sample()).section("en-US")
    captions, bold = said(page.caption), said(page.markdown)
    for metric, figure in zip(page.metric, told.figures, strict=True):
        assert list(metric.proto.chart_data) == list(figure.trend.line)
        assert figure.trend.told in captions
        assert figure.trend.than in captions
        assert f"**{figure.trend.change}**" in bold


def test_where_there_is_no_change_the_tile_says_why(opened):
    page = opened("explore/overview.py", f_first="2025")
    assert not page.exception
    reasons = [m for m in said(page.markdown) if "Change not available: one period only" in m]
    assert len(reasons) == 5
    assert not any(metric.proto.chart_data for metric in page.metric)


def test_how_sites_are_compared_is_folded_away(opened):
    page = opened("explore/overview.py")
    folded = [slider.label for slider in page.expander[0].slider]
    assert folded == ["Least overlap of one site", "Change that counts"]
    assert page.slider[0].label == "Largest groups"
