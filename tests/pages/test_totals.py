"""The page Totals: numbers, form, address, rows, and answers that are never stale."""

import math

import altair as alt
import pytest

import analytics
from analytics.core import schema
from pages.ui import analysis as pages
from pages.ui import payload, section
from tests.pages.made import many


def test_the_page_says_what_the_library_says(opened):
    page = opened("explore/totals.py")
    told = analytics.run("totals", analytics.sample()).section("en-US")
    assert told.headline.replace("<", r"\<") in page.subheader[0].value.replace("\\", "")
    assert [m.value.replace("\\", "") for m in page.metric] == [f.value for f in told.figures]
    drawn = [chart.spec for chart in told.charts]
    panels = [len(d.facet["sort"]) if isinstance(d, alt.FacetChart) else 1 for d in drawn]
    assert len(page.get("vega_lite_chart")) == sum(panels)
    assert len(page.get("deck_gl_json_chart")) == len(told.maps)


def test_an_answer_is_drawn_once_for_everybody(opened, monkeypatch):
    page = opened("explore/totals.py")
    charts, rows = page.get("vega_lite_chart"), page.dataframe[0].value
    (drawn,) = page.get("deck_gl_json_chart")
    again = []
    monkeypatch.setattr(section.theme, "dress", lambda *_, **__: again.append("chart"))
    monkeypatch.setattr(payload, "pack", lambda *_, **__: again.append("map"))
    page.run()
    assert not page.exception
    assert not again
    assert [c.proto for c in page.get("deck_gl_json_chart")] == [drawn.proto]
    assert [c.proto for c in page.get("vega_lite_chart")] == [c.proto for c in charts]
    assert page.dataframe[0].value.equals(rows)


def test_what_was_drawn_is_not_taken_for_another_language_or_filter(opened):
    page = opened("explore/totals.py")
    english, of_all = page.get("vega_lite_chart"), page.metric[0].value
    page.query_params["lang"] = "es"
    page.run()
    spanish = page.get("vega_lite_chart")
    assert len(spanish) == len(english)
    assert all(
        one.proto.alt != other.proto.alt for one, other in zip(english, spanish, strict=True)
    )
    page.query_params["f_country"] = "XAB"
    page.run()
    assert page.metric[0].value != of_all


def test_a_parameter_changes_the_answer_and_the_address(opened):
    page = opened("explore/totals.py")
    page.button_group[0].set_value("province").run()
    assert not page.exception
    assert page.query_params["by"] == "province"
    told = analytics.run("totals", analytics.sample(), by="province").section("en-US")
    assert page.metric[2].value == told.figures[2].value


def test_a_link_repeats_the_view(opened):
    page = opened("", by="period", top="3")
    page.switch_page("explore/totals.py")
    page.query_params["by"] = "period"
    page.run()
    assert not page.exception
    assert page.button_group[0].value == "period"


@pytest.mark.parametrize("query", [{"by": "nonsense"}, {"top": "many"}, {"top": "-4"}])
def test_nonsense_in_the_address_gives_the_defaults(opened, query):
    page = opened("explore/totals.py", **query)
    assert not page.exception
    assert not page.error
    assert page.button_group[0].value == "country"


def test_rows_read_as_text_and_sort_as_numbers(opened):
    frame = opened("explore/totals.py").dataframe[0].value
    assert frame.iloc[:, 1].map(lambda area: isinstance(area, float)).all()
    assert math.isclose(frame.iloc[:, -1].sum(), 1.0)


def test_the_common_page_serves_any_analysis():
    from streamlit.testing.v1 import AppTest

    def script():
        from analytics.core.analysis import find
        from pages.ui import analysis

        analysis.page(find("totals"))

    page = AppTest.from_function(script, default_timeout=60)
    page.context["locale"] = "en-US"
    page.run()
    assert not page.exception
    assert page.metric


def test_one_changed_cell_of_a_large_data_set_is_another_answer():
    """Streamlit samples large frames when it hashes them; here no frame is a cache key (T3)."""
    data = many(50_000)
    changed = data.sites.copy()
    changed.loc[31_337, schema.AREA_HA] += 500.0
    other = type(data)(
        sites=changed,
        places=data.places,
        name=data.name,
        area_basis=data.area_basis,
        measure=data.measure,
    )
    assert data.fingerprint != other.fingerprint
    analysis = analytics.find("totals") if hasattr(analytics, "find") else None
    analysis = analysis or analytics.catalogue()["totals"]
    first, again, second = (
        pages.answer(analysis, given, analysis.params(), "en").run for given in (data, data, other)
    )
    assert again is first
    assert math.isclose(second.result.total_ha - first.result.total_ha, 500.0, rel_tol=1e-6)


def test_two_visitors_with_the_same_content_do_not_see_each_other_s_file_name():
    data = many(10)
    other = type(data)(
        sites=data.sites,
        places=data.places,
        name="secret.geojson",
        area_basis=data.area_basis,
        measure=data.measure,
    )
    analysis = analytics.catalogue()["totals"]
    assert data.fingerprint == other.fingerprint
    runs = [pages.answer(analysis, given, analysis.params(), "en").run for given in (other, data)]
    assert [run.dataset.name for run in runs] == ["secret.geojson", data.name]
