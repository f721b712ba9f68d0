"""The page What if: the library's answer, its levers in the address, the file to take along."""

from urllib.parse import parse_qsl, urlsplit

import pytest

import analytics
from pages.ui import desk, levers, session, takeaway

PAGE = "decide/scenario.py"


@pytest.fixture
def page(opened):
    return opened(PAGE)


def test_the_page_says_what_the_library_says(page):
    assert not page.exception
    told = analytics.run("scenario", analytics.sample()).section("en-US")
    assert told.headline in page.subheader[0].value.replace("\\", "")
    assert [m.value.replace("\\", "") for m in page.metric] == [f.value for f in told.figures]
    assert len(page.get("vega_lite_chart")) == len(told.charts) == 5
    assert len(page.dataframe) == len(told.tables) == 4


def test_a_lever_is_another_question_and_stands_in_the_address(page):
    page.slider(key="scenario_start").set_value(2).run()
    assert not page.exception
    assert page.query_params["start"] == "2"
    told = analytics.run("scenario", analytics.sample(), start=2).section("en-US")
    assert told.headline in page.subheader[0].value.replace("\\", "")


def test_nothing_to_compare_is_an_answer_too(opened):
    page = opened(PAGE, preset="nothing", lang="pt")
    assert not page.exception
    assert "Se nada for feito" in page.subheader[0].value
    assert len(page.get("vega_lite_chart")) == 1


def test_a_course_the_data_do_not_carry_is_refused_in_a_sentence(opened):
    page = opened(PAGE, baseline="forecast", years="20")
    assert not page.exception
    assert "at most 5" in " ".join(one.value for one in (*page.error, *page.warning, *page.info))


def unfold(page, *names):
    """The page with these open: what is behind them is drawn only then."""
    for name in names:
        page.session_state[name] = True
    return page.run()


def names(page):
    return [one.value for one in page.text_input if one.label.startswith("Name of ")]


@pytest.mark.usefixtures("home")
def test_strategies_are_kept_compared_and_taken_away(page, opened):
    page.button(key="scenario_keep").click().run()
    page.slider(key="scenario_coverage").set_value(0.8).run()
    page.button(key="scenario_keep").click().run()
    assert not page.exception
    assert [name.partition(",")[0] for name in names(page)[:2]] == [
        "Sustained operation with a base"
    ] * 2
    compared = page.dataframe[0].value["Strategy"].tolist()
    assert [name[:2] for name in compared[2:]] == ["A:", "B:"]
    link = {name: found for name, found in page.query_params.items() if name != "lang"}
    again = opened(PAGE, **link)
    assert again.dataframe[0].value["Strategy"].tolist() == compared, "after a refresh"
    again.text_input[[one.label for one in again.text_input].index("Name of A")].set_value("Half")
    again.run()
    again.button(key="scenario_remove_B").click().run()
    assert not again.exception
    assert again.dataframe[0].value["Strategy"].tolist()[2:] == ["A: Half"]


@pytest.mark.usefixtures("home")
def test_a_copied_link_brings_strategies_and_file_along(page, opened, monkeypatch):
    monkeypatch.setattr(session, "page_address", lambda: "http://orewatch.test/scenario")

    def link(seen):
        text = next(one.value for one in seen.code if one.value.startswith("http://orewatch.test"))
        return dict(parse_qsl(urlsplit(text).query, keep_blank_values=True))

    unfold(page, desk.OPEN, takeaway.OPEN).button(key="scenario_keep").click().run()
    again = opened(PAGE, **link(page))
    assert again.dataframe[0].value.equals(page.dataframe[0].value)
    text = page.text_area[0].value
    page.text_area[0].set_value(text.replace('"seed": 1', '"seed": 2')).run()
    page.button(key="scenario_run").click().run()
    again = opened(PAGE, **link(page))
    assert again.dataframe[0].value.equals(page.dataframe[0].value)
    assert again.info, "the file answers there too"


@pytest.mark.usefixtures("home")
def test_a_currency_there_is_not_is_told_and_changes_nothing(page):
    unfold(page, f"{levers.OPEN}_money")

    def currency():
        return next(one for one in page.text_input if one.label == "Currency")

    currency().set_value("xyz").run()
    assert "There is no currency XYZ" in page.error[0].value
    assert "currency" not in page.query_params
    currency().set_value("pen").run()
    assert page.query_params["currency"] == "PEN"
    next(one for one in page.number_input if one.label == "Cost to set up").set_value(1e6).run()
    assert not page.exception
    assert any("(PEN)" in one.value for one in page.markdown)


@pytest.mark.usefixtures("home")
def test_a_file_is_checked_line_by_line_and_answers(page):
    text = unfold(page, takeaway.OPEN).text_area[0].value
    page.text_area[0].set_value(text.replace('"draws": 2000', '"draws": 99999')).run()
    assert "Line 9" in page.error[0].value
    page.text_area[0].set_value(text.replace('"coverage": 0.5', '"coverage": 0.25')).run()
    assert not page.error
    page.button(key="scenario_run").click().run()
    told = analytics.run("scenario", analytics.sample(), coverage=0.25).section("en-US")
    assert told.headline in page.subheader[0].value.replace("\\", "")
    assert "levers above are left aside" in page.info[0].value
    page.button(key="scenario_levers").click().run()
    assert not page.exception
    assert not page.info


@pytest.mark.usefixtures("home")
def test_what_rests_on_assumptions_is_said_beside_the_numbers(opened):
    page = opened(PAGE, preset="patrol")
    assert any("without published evidence" in one.value for one in page.warning)
    always = """{periods: 5, baseline: {flow_ha: 100}, strategies: [
        {name: All, interventions: [{effectiveness: 0.97}]}]}"""
    unfold(page, takeaway.OPEN).text_area[0].set_value(always).run()
    page.button(key="scenario_run").click().run()
    assert any("more than about three years" in one.value for one in page.warning)
