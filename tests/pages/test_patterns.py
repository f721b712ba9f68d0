"""The page Patterns: what the library says, with the declared method beside the inferred kind."""

import analytics
from analytics.analyses.patterns.features import LAYERS as MEASURED
from analytics.analyses.patterns.slope import SLOPE
from analytics.core.words import LANGUAGES, Words
from pages.ui import form, layers
from tests.pages.conftest import SHELL

PAGES = SHELL.parent


def test_the_page_says_what_the_library_says(opened):
    page = opened("explore/patterns.py")
    assert not page.exception
    told = analytics.run("patterns", analytics.sample()).section("en-US")
    assert told.headline in page.subheader[0].value.replace("\\", "")
    assert [m.value.replace("\\", "") for m in page.metric] == [f.value for f in told.figures]
    assert len(page.get("deck_gl_json_chart")) == len(told.maps) == 1
    assert len(page.get("vega_lite_chart")) == len(told.charts) == 6
    assert len(page.dataframe) == len(told.tables) == 5
    shown = page.dataframe[0].value
    assert {"Declared method", "Inferred kind", "Score", "Why"} <= set(shown.columns)


def test_a_higher_bar_tells_fewer_kinds(opened):
    page = opened("explore/patterns.py", threshold="1.0")
    assert not page.exception
    assert int(page.metric[1].value) > 114


def test_all_that_is_measured_to_can_be_added_and_has_a_name():
    measured = {name for names in MEASURED.values() for name in names}
    assert measured <= set(layers.LAYERS)
    assert SLOPE in layers.RASTERS
    for language in LANGUAGES:
        words = Words(PAGES, language)
        assert all(words.has(f"layer.{name}") for name in (*layers.LAYERS, *layers.RASTERS))


def test_a_slider_shows_no_more_digits_than_its_steps_have(opened):
    page = opened("explore/patterns.py")
    page.session_state[f"{form.OPEN}_patterns"] = True
    page.run()
    shown = {str(s.key).partition("_")[2]: s.proto.format for s in page.slider}
    assert (shown["river_m"], shown["threshold"], shown["elongation"]) == ("%.0f", "%.2f", "%.1f")
