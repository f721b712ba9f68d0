"""Answers put aside: kept in order, asked again with their own filters, taken away together."""

import pytest
from streamlit.testing.v1 import AppTest

import analytics
from analytics.core.errors import MissingInput
from analytics.core.words import Words
from pages.ui import briefing, filterbar, pictures, session
from pages.ui.plain import plain
from tests.pages.conftest import SHELL, TABS

TEXTS = Words(session.TEXTS, "en")
TOTALS, BRIEF = "explore/totals.py", "brief/compose.py"


@pytest.fixture
def page(tmp_path, monkeypatch):
    monkeypatch.setenv("OREWATCH_HOME", str(tmp_path / "home"))
    made = AppTest.from_file(SHELL, default_timeout=60)
    made.context["locale"] = "en-US"
    return made.run()


def told(page):
    return " ".join(part.value for part in page.markdown)


def pressed(page, key):
    return next(b for b in page.button if b.key == key).click().run()


def put_aside(page, **choices):
    page.switch_page(TOTALS).run()
    for key, value in choices.items():
        page.segmented_control(key=f"totals_{key}").set_value(value).run()
    return pressed(page, "brief_add")


def test_an_empty_brief_says_what_to_do(page):
    page.switch_page(BRIEF).run()
    assert TEXTS("brief.empty") in told(page)
    assert not page.exception


def test_an_answer_is_put_aside_once(page):
    put_aside(page)
    button = next(b for b in page.button if b.key == "brief_add")
    assert button.disabled
    assert button.label == TEXTS("brief.is-in")


def test_the_brief_holds_each_answer_with_its_own_filters(page):
    put_aside(page)
    page.session_state[filterbar.OPEN] = True
    page.run().multiselect[0].set_value(["XAA"]).run()
    put_aside(page, by="province")
    page.switch_page(BRIEF).run()
    whole = analytics.run("totals", analytics.sample()).section("en").headline
    part = analytics.filtered(analytics.sample(), country=["XAA"])
    by_province = analytics.run("totals", part, by="province").section("en").headline
    text = told(page)
    assert text.index(whole) < text.index(by_province)
    first = next(str(b.key) for b in page.button if str(b.key).startswith("brief.down_"))
    pressed(page, first)
    text = told(page)
    assert text.index(by_province) < text.index(whole)


def test_an_answer_is_taken_out(page):
    put_aside(page)
    page.switch_page(BRIEF).run()
    key = next(b.key for b in page.button if str(b.key).startswith("brief_remove_"))
    pressed(page, key)
    assert TEXTS("brief.empty") in told(page)


def test_an_entry_is_seen_again_as_it_was_put_aside(page):
    """Not as the page was left since."""
    put_aside(page)
    whole = analytics.run("totals", analytics.sample()).section("en").headline
    page.segmented_control(key="totals_by").set_value("province").run()
    page.session_state[filterbar.OPEN] = True
    page.run().multiselect[0].set_value(["XAA"]).run()
    page.switch_page(BRIEF).run()
    key = next(b.key for b in page.button if str(b.key).startswith("brief_see_"))
    pressed(page, key)
    assert page.title[0].value == "Totals"
    assert page.subheader[0].value == whole
    assert page.segmented_control(key="totals_by").value == "country"


def test_an_entry_keeps_its_data_when_another_file_is_used(page, clean):
    put_aside(page)
    whole = analytics.run("totals", analytics.sample()).section("en").headline
    page.switch_page("data/data.py")
    page.session_state["data_tabs_en"] = TABS["upload"]
    page.run().file_uploader[0].upload("mines.geojson", clean, "application/octet-stream")
    next(b for b in page.run().button if TEXTS("upload.use") in b.label).click().run()
    page.switch_page(BRIEF).run()
    assert whole in told(page)
    assert TEXTS("work.of-sample") in told(page)


def test_one_picture_is_put_aside_and_the_whole_answer_is_not(page):
    page.switch_page(TOTALS).run()
    assert "SVG" not in [b.label for b in page.get("download_button")]  # drawn once it is open
    page.session_state[f"{pictures.OPEN}_totals"] = True
    page.run()
    assert [b.label for b in page.get("download_button")][-3:] == ["SVG", "PNG", "CSV"]
    page.selectbox(key="picture_totals_en").set_value("map-1").run()
    pressed(page, "brief_add_map-1")
    assert not next(b for b in page.button if b.key == "brief_add").disabled
    page.switch_page(BRIEF).run()
    told_map = analytics.run("totals", analytics.sample()).section("en").maps[0].caption
    assert told_map in told(page)


def test_what_cannot_be_given_is_told_among_the_checks(page, monkeypatch):
    put_aside(page)
    put_aside(page, by="period")
    given = briefing.answer

    def failing(wanted, data):
        if wanted.params.get("by") == "period":
            raise MissingInput("filters-nothing")
        return given(wanted, data)

    monkeypatch.setattr(briefing, "answer", failing)
    page.switch_page(BRIEF).run()
    assert not page.exception
    reason = MissingInput("filters-nothing").text("en")
    assert plain(f"Totals: {reason}") in told(page)
    assert TEXTS("brief.failed", reason=reason) in told(page)
