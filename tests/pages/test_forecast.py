"""The pages Trend and Forecast: what the library says."""

import pytest

import analytics


@pytest.mark.parametrize(
    ("slug", "charts", "asked"), [("trend", 3, {}), ("forecast", 4, {"horizon": "2"})]
)
def test_the_page_says_what_the_library_says(opened, slug, charts, asked):
    page = opened(f"explore/{slug}.py", **asked)
    assert not page.exception
    told = analytics.run(slug, analytics.sample(), **{k: int(v) for k, v in asked.items()}).section(
        "en-US"
    )
    assert told.headline in page.subheader[0].value.replace("\\", "")
    assert [m.value.replace("\\", "") for m in page.metric] == [f.value for f in told.figures]
    assert len(page.get("vega_lite_chart")) == charts  # one for each unit of the small ones
    assert len(page.dataframe) == len(told.tables)


TABLE = "unit,period,value_ha,kind\n" + "".join(
    f"Rio Norte,{2011 + n},{10 + n + n % 3},flow\n" for n in range(12)
)


def said(page):
    return " ".join(one.value for one in (*page.markdown, *page.error))


@pytest.mark.usefixtures("home")
def test_a_table_of_series_is_kept_and_left_again(opened):
    page = opened("explore/forecast.py")
    page.file_uploader[0].upload("mine.csv", TABLE.replace("flow\n", "area\n").encode(), "text/csv")
    page.run()
    assert "area" in page.error[0].value  # a sentence, and the answer stays what it was
    assert page.metric
    page.file_uploader[0].upload("mine.csv", TABLE.encode(), "text/csv")
    page.run()
    assert not page.exception
    assert "Rio Norte" in page.subheader[0].value
    assert "mine.csv" in said(page)
    assert "series: 1" in said(page)
    assert not page.warning  # nothing on this page is made up
    assert "other pages still show" in page.info[0].value
    page.switch_page("explore/trend.py").run()
    assert "Rio Norte" in page.subheader[0].value
    page.button(key="brief_add").click().run()
    page.switch_page("brief/compose.py").run()
    assert "Rio Norte" in said(page)
    page.switch_page("explore/totals.py").run()
    assert "Rio Norte" not in page.subheader[0].value
    page.switch_page("explore/forecast.py").run()
    page.button(key="series_back").click().run()
    assert "Rio Norte" not in page.subheader[0].value
    assert page.metric


def test_zones_are_chosen_beside_the_answer(opened):
    page = opened("explore/trend.py", by="zone")
    assert not page.exception
    layer = page.selectbox(key="byzone_trend_zones_en")
    assert layer.value == "conservation"
    layer.set_value("concessions").run()
    assert page.query_params["zones"] == "concessions"
    page.selectbox(key="byzone_trend_zone_name_en").set_value("all").run()
    assert page.query_params["zone_name"] == "all"
    assert "all areas of the layer “concessions” as one" in said(page)


def test_a_layer_that_is_not_there_has_a_way_out(opened):
    page = opened("explore/trend.py", by="zone", zones="moon")
    assert "moon" in page.error[0].value
    page.button[-1].click().run()
    assert not page.error
    assert page.metric
