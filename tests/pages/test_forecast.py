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
