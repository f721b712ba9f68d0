"""One set of filters for every page and every file."""

import pytest
from streamlit.testing.v1 import AppTest

import analytics
from analytics.core.words import Words
from pages.ui import filterbar, session
from tests.pages.conftest import SHELL

TEXTS = Words(session.TEXTS, "en")


@pytest.fixture
def totals(tmp_path, monkeypatch):
    """A function that opens the totals with an address."""
    monkeypatch.setenv("OREWATCH_HOME", str(tmp_path / "home"))

    def at(**query):
        page = AppTest.from_file(SHELL, default_timeout=60)
        page.context["locale"] = "en-US"
        for key, value in query.items():
            page.query_params[key] = value
        page = page.run().switch_page("explore/totals.py")
        page.session_state[filterbar.OPEN] = True
        return page.run()

    return at


def told(page):
    parts = [*page.markdown, *page.error, *page.warning, *page.info, *page.caption]
    return " ".join(part.value for part in parts)


def test_the_page_says_what_the_library_says(totals):
    data = analytics.filtered(analytics.sample(), country=["XAA"], first="2020")
    page = totals(f_country="XAA", f_first="2020")
    headline = analytics.run("totals", data).section("en").headline
    assert page.subheader[0].value == headline
    count = TEXTS("filters.count", left=len(data.sites), count=len(analytics.sample().sites))
    assert count in told(page)


def test_a_filter_is_taken_off_by_its_chip(totals):
    page = totals(f_country="XAA", f_first="2020")
    chips = [b for b in page.button if str(b.key).startswith("chip_")]
    assert [chip.label for chip in chips] == ["Velumbra", "from 2020"]
    chips[0].click().run()
    assert page.multiselect[0].value == []
    assert "f_country" not in page.query_params
    assert page.query_params["f_first"] == "2020"


def test_all_are_cleared_at_once(totals):
    page = totals(f_country="XAA", f_first="2020")
    next(b for b in page.button if b.label == TEXTS("filters.clear")).click().run()
    assert not [name for name in page.query_params if name.startswith("f_")]
    assert TEXTS("filters.all", count=len(analytics.sample().sites)) in told(page)


def test_years_that_cross_are_turned_round(totals):
    page = totals(f_first="2020")
    next(s for s in page.selectbox if s.key.startswith("filter_last")).set_value("2018").run()
    assert page.query_params["f_first"] == "2018"
    assert page.query_params["f_last"] == "2020"


def test_what_a_link_asks_for_though_the_data_have_it_not_is_shown(totals):
    page = totals(f_country="PER")
    assert not page.exception
    assert page.multiselect[0].value == ["PER"]
    assert [b.label for b in page.button if str(b.key).startswith("chip_")] == ["Peru"]


@pytest.mark.usefixtures("totals")
def test_nonsense_in_a_link_is_told_and_left_out():
    page = AppTest.from_file(SHELL, default_timeout=60)
    page.context["locale"] = "en-US"
    page.query_params["f_first"] = "last year"
    assert page.run().error
    page.switch_page("explore/totals.py").run()
    assert not page.exception
    assert TEXTS("filters.all", count=len(analytics.sample().sites)) in told(page)


def test_the_data_page_shows_everything_and_says_so(totals):
    page = totals(f_country="XAA")
    page.switch_page("data/data.py").run()
    assert any("Filters are on" in info.value for info in page.info)


def test_a_link_within_the_visit_wins_over_what_was_left(totals):
    page = totals(f_country="XAA", by="province")
    page.segmented_control(key="totals_by").set_value("country").run()
    page.query_params["f_country"] = "XAB"
    page.query_params["by"] = "period"
    page.run()
    assert page.multiselect[0].value == ["XAB"]
    assert page.segmented_control(key="totals_by").value == "period"
