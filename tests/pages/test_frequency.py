"""The page Frequency: what the library says, panels and tables of two, and polite refusals."""

import altair as alt

import analytics


def test_the_page_says_what_the_library_says(opened):
    page = opened("explore/frequency.py")
    assert not page.exception
    told = analytics.run("frequency", analytics.sample()).section("en-US")
    assert [m.value.replace("\\", "") for m in page.metric] == [f.value for f in told.figures]
    assert len(page.get("vega_lite_chart")) == len(told.charts)
    assert len(page.dataframe) >= len(told.tables)


def test_another_column_and_a_second_one_change_answer_and_address(opened):
    page = opened("explore/frequency.py")
    page.selectbox(key="frequency_field_en").set_value("contaminant").run()
    page.selectbox(key="frequency_cross_en").set_value("method").run()
    page.button_group[0].set_value("country").run()
    assert not page.exception
    assert page.query_params["field"] == "contaminant"
    assert page.query_params["cross"] == "method"
    params = {"field": "contaminant", "cross": "method", "by": "country"}
    told = analytics.run("frequency", analytics.sample(), **params).section("en-US")
    drawn = [chart.spec for chart in told.charts]
    panels = [len(d.facet["sort"]) if isinstance(d, alt.FacetChart) else 1 for d in drawn]
    assert len(page.get("vega_lite_chart")) == sum(panels)


def test_a_column_that_is_not_there_is_a_sentence_with_those_that_are(opened):
    page = opened("explore/frequency.py", field="nowhere")
    assert not page.exception
    assert "Substance, Mining method" in page.error[0].value.replace("\\", "")
    page.selectbox(key="frequency_field_en").set_value("status").run()
    assert not page.error
    assert page.metric
    assert "nowhere" not in page.run().selectbox(key="frequency_field_en").options


def test_columns_are_chosen_from_those_of_the_data_by_their_names_in_the_language(opened):
    page = opened("explore/frequency.py", lang="fr")
    offered = page.selectbox(key="frequency_field_fr").options
    assert offered[:3] == ["Substance", "Méthode d'extraction", "Contaminant"]
    assert page.selectbox(key="frequency_field_fr").value == "method"
    assert page.selectbox(key="frequency_cross_fr").options == ["Aucune", *offered]
    assert not {"site_id", "geometry", "Surface (ha)"} & set(offered)
