"""The page Gold and mercury: the library's answer, ranges and hectares typed in, refusals."""

import analytics
from analytics.intake.series import nothing

PAGE = "assess/impact.py"


def test_the_page_says_what_the_library_says(opened):
    page = opened(PAGE)
    assert not page.exception
    told = analytics.run("impact", analytics.sample()).section("en-US")
    assert told.headline in page.subheader[0].value.replace("\\", "")
    assert [m.value.replace("\\", "") for m in page.metric] == [f.value for f in told.figures]
    assert len(page.get("vega_lite_chart")) == len(told.charts) == 2
    assert len(page.dataframe) == len(told.tables) == 5


def test_hectares_typed_in_stand_in_the_address(opened):
    page = opened(PAGE, numbers="PER")
    page.text_input(key="impact_area_ha").set_value("120").run()
    assert not page.exception
    assert page.query_params["area_ha"] == "120"
    told = analytics.run("impact", nothing(), area_ha="120", numbers="PER").section("en-US")
    assert told.headline in page.subheader[0].value.replace("\\", "")


def test_a_range_that_makes_no_sense_is_answered_with_a_sentence(opened):
    page = opened(PAGE, grade="lots")
    assert not page.exception
    assert "0.4 or 2.4-2.8" in page.error[0].value.replace("\\", "")
