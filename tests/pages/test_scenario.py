"""The page What if: the library's answer, its levers in the address, the file to take along."""

import pytest

import analytics

PAGE = "decide/scenario.py"


@pytest.fixture
def page(opened):
    return opened(PAGE)


def test_the_page_says_what_the_library_says(page):
    assert not page.exception
    told = analytics.run("scenario", analytics.sample()).section("en-US")
    assert told.headline in page.subheader[0].value.replace("\\", "")
    assert [m.value.replace("\\", "") for m in page.metric] == [f.value for f in told.figures]
    assert len(page.get("vega_lite_chart")) == len(told.charts) == 4
    assert len(page.dataframe) == len(told.tables) == 3


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
