"""The frame: every page opens, in every language, with the mark of sample data."""

from pathlib import Path

import pytest

from analytics.core.analysis import catalogue
from analytics.core.words import LANGUAGES, Words
from pages.ui import navigation, session

PAGES = Path(__file__).parents[2] / "pages"
SCRIPTS = {
    "": "home.title",
    "data/data.py": "data.title",
    "explore/totals.py": None,
    "brief/compose.py": "brief.title",
    "start/glossary.py": "glossary.title",
}


@pytest.mark.parametrize("script", SCRIPTS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_opens_in_every_language(opened, script, language):
    page = opened(script, lang=language)
    assert not page.exception
    assert not page.error
    assert page.sidebar.selectbox[0].value == language
    key = SCRIPTS[script]
    told = catalogue()["totals"].words(language)("title")
    assert page.title[0].value == (Words(PAGES, language)(key) if key else told)


def test_every_analysis_has_a_page(opened):
    opened("")
    assert navigation.own_script("totals") == PAGES / "explore" / "totals.py"
    for slug in catalogue():
        script = navigation.own_script(slug)
        assert script is None or script.is_file()


def test_the_language_switch_speaks_at_once_and_goes_into_the_address(opened):
    page = opened("")
    page.sidebar.selectbox[0].select("fr").run()
    assert page.title[0].value == Words(PAGES, "fr")("home.title")
    assert page.query_params["lang"] == "fr"


@pytest.mark.parametrize(
    ("browser", "language"),
    [("es-PE", "es"), ("pt-BR", "pt"), ("id", "id"), ("de-DE", "en"), ("", "en"), ("x_y\n", "en")],
)
def test_the_browser_decides_the_language_until_one_is_chosen(app, browser, language):
    app.context["locale"] = browser
    app.run()
    assert not app.exception
    assert app.sidebar.selectbox[0].value == language


def test_numbers_are_written_as_in_the_browser_s_country(app):
    app.context["locale"] = "es-PE"
    page = app.run().switch_page("explore/totals.py").run()
    assert any("," in metric.value and "." not in metric.value for metric in page.metric)


def test_an_unknown_language_in_the_address_is_ignored(opened):
    page = opened("", lang="xx")
    assert not page.exception
    assert page.sidebar.selectbox[0].value == "en"


@pytest.mark.parametrize("script", SCRIPTS)
def test_every_page_says_when_it_shows_sample_data(opened, script):
    assert Words(PAGES, "en")("sample.band") in [band.value for band in opened(script).warning]


def test_texts_of_the_pages_are_found_in_one_folder():
    assert session.TEXTS == PAGES
