"""The page Overview: what the library says, five tiles with course and change, few settings."""

from base64 import b64encode

import pytest

import analytics
from analytics.core.words import Words
from analytics.viz import spark
from pages.ui import form, session, work
from tests.pages.made import geojson

WORDS = Words(session.TEXTS, "en")


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
    drawn = [line for image in page.get("image") for line in image.proto.imgs]
    assert [line.alt for line in drawn] == [f.trend.told for f in told.figures]
    for line, figure in zip(drawn, told.figures, strict=True):
        svg = spark.svg(figure.trend.line, figure.trend.told)
        assert line.url.endswith(b64encode(svg.encode()).decode())
    for figure in told.figures:
        assert figure.trend.told in captions
        assert figure.trend.than in captions
        assert f"**{figure.trend.change}**" in bold


def test_where_there_is_no_change_the_tile_says_why(opened):
    page = opened("explore/overview.py", f_first="2025")
    assert not page.exception
    reasons = [m for m in said(page.markdown) if "Change not available: one period only" in m]
    assert len(reasons) == 5
    assert not page.get("image")


def test_how_sites_are_compared_is_folded_away(opened):
    page = opened("explore/overview.py")
    assert not page.expander[0].slider, "drawn only while the fold is open"
    page.session_state[f"{form.OPEN}_overview"] = True
    page.run()
    folded = [slider.label for slider in page.expander[0].slider]
    assert folded == ["Least overlap of one site", "Change that counts"]
    assert page.slider[0].label == "Largest groups"


def mines(*areas):
    """Squares at fixed places, without numbers: the first of `areas` stands in the first place."""
    rows = [
        ({"country": "PER", "year": 2024, "area_ha": area}, -70.1 - n / 10, -12.9)
        for n, area in enumerate(areas)
        if area
    ]
    return geojson(rows)


def press(page, key):
    return next(button for button in page.button if button.label == WORDS(key)).click().run()


@pytest.fixture
def reloaded(uploaded):
    """A function that takes one file into use, drops a second one and gives the page."""

    def at(first, second):
        page = press(uploaded("then.geojson", first), "upload.use")
        page.file_uploader[0].upload("now.geojson", second, "application/json")
        return page.run()

    return at


def data_of(page):
    return work.store().data(page.session_state[work.WORK].data)


def test_a_file_taken_into_use_is_compared_with_the_one_before(reloaded):
    page = reloaded(mines(10, 20), mines(10, 30, 5))
    (compare,) = page.toggle
    assert compare.label == "Tell in the overview what changed since then.geojson"
    assert compare.value is True
    press(page, "upload.use")
    assert list(data_of(page).layers) == ["earlier"]
    page.switch_page("explore/overview.py").run()
    assert not page.exception
    caption = next(text for text in said(page.markdown) if "since the load before" in text)
    assert caption == (
        "**What became of the sites since the load before (then.geojson): "
        "new 1, grown 1, shrunk 0, gone 0**"
    )


def test_whoever_does_not_want_to_compare_does_not(reloaded):
    page = reloaded(mines(10, 20), mines(10, 30))
    page.toggle[0].set_value(False).run()
    press(page, "upload.use")
    assert not data_of(page).layers


def test_the_same_file_read_otherwise_is_no_second_load(uploaded):
    page = press(uploaded("then.geojson", mines(10, 20)), "upload.use")
    next(b for b in page.selectbox if b.label == WORDS("settings.area")).select("geometry").run()
    assert not page.toggle
