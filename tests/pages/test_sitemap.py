"""The page Map: what the library says, and the card of one site."""

import base64
import json
from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

import analytics
from pages.ui import (
    form,
    sitemap_base,
    sitemap_cell,
    sitemap_choice,
    sitemap_layers,
    sitemap_pick,
    sitemap_site,
    sitemap_time,
)
from tests.pages.made import many


def test_the_page_says_what_the_library_says(opened):
    page = opened("explore/sitemap.py")
    assert not page.exception
    told = analytics.run("sitemap", analytics.sample()).section("en-US")
    assert told.headline in page.subheader[0].value.replace("\\", "")
    assert [m.value.replace("\\", "") for m in page.metric] == [f.value for f in told.figures]
    assert len(page.get("deck_gl_json_chart")) == len(told.maps) == 1
    assert len(page.get("vega_lite_chart")) == len(told.charts) == 1
    assert len(page.dataframe) == len(told.tables) == 1


def test_breaks_that_cannot_be_read_are_refused_in_words(opened):
    page = opened("explore/sitemap.py", scheme="own", breaks="one; two")
    assert not page.exception
    assert "is no list of breaks" in page.error[0].value


def test_a_list_keeps_what_was_chosen_in_another_language(opened):
    """Streamlit's lists answer with the words they show."""
    page = opened("explore/sitemap.py", lang="id")
    page.session_state[f"{form.OPEN}_sitemap"] = True
    page.run().selectbox(key="sitemap_scheme_id").select("equal").run()
    page.selectbox(key="language_widget_id").select("en").run()
    assert not page.error
    page.session_state[f"{form.OPEN}_sitemap"] = True
    page.run()
    assert page.selectbox(key="sitemap_scheme_en").value == "equal"
    assert "sitemap_scheme_id" not in [box.key for box in page.selectbox]


def test_a_link_from_before_a_name_changed_still_asks_the_same(opened):
    page = opened("explore/sitemap.py", measure="confidence")
    assert not page.exception
    told = analytics.run("sitemap", analytics.sample(), show="confidence").section("en-US")
    assert told.headline in page.subheader[0].value.replace("\\", "")
    assert "confidence" in page.query_params["show"]
    assert "measure" not in page.query_params


def buttons(page):
    return {button.label: button for button in page.button}


def test_a_link_opens_the_card_of_a_site(opened):
    page = opened("explore/sitemap.py", site="sample-0039")
    assert not page.exception
    assert "Sample site 039" in [title.value for title in page.subheader]
    assert any("sample-0039" in text.value for text in page.markdown)
    assert "sample-0039" in page.query_params["site"]
    assert page.multiselect(key="sitemap_search_en").value == ["sample-0039"]


def test_the_list_chooses_a_site_and_close_lets_it_go(opened):
    page = opened("explore/sitemap.py")
    page.multiselect(key="sitemap_search_en").select("sample-0001").run()
    assert "sample-0001" in page.query_params["site"]
    assert "Sample site 001" in [title.value for title in page.subheader]
    buttons(page)["Close"].click().run()
    assert not page.exception
    assert "site" not in page.query_params
    assert "Sample site 001" not in [title.value for title in page.subheader]


@pytest.mark.usefixtures("home")
def test_the_choice_stays_when_filters_leave_the_site_out(opened):
    page = opened("explore/sitemap.py", site="sample-0039", f_country="XAA")
    assert not page.exception
    assert "Sample site 039" in [title.value for title in page.subheader]
    assert any("outside the filters" in info.value for info in page.info)


def test_a_site_that_is_not_there_is_said(opened):
    page = opened("explore/sitemap.py", site="<b>nowhere</b>")
    assert not page.exception
    assert any("There is no site" in warning.value for warning in page.warning)


def test_a_click_hands_back_the_key_of_a_mark_or_an_outline():
    mark = {"selection": {"objects": {"signs": [{"i": "a", "t": "x"}]}}}
    outline = {"selection": {"objects": {"sites": [{"properties": {"i": "b"}}]}}}
    beside = {"selection": {"objects": {}}}
    assert [sitemap_pick.hit(state) for state in (mark, outline, beside, None)] == [
        "a",
        "b",
        "",
        "",
    ]


def test_several_sites_are_chosen_and_the_last_has_the_card(opened):
    page = opened("explore/sitemap.py", site=["sample-0039", "sample-0001"])
    assert not page.exception
    assert "Sample site 001" in [title.value for title in page.subheader]
    assert any("2 sites are chosen" in caption.value for caption in page.caption)
    spec = json.loads(page.get("deck_gl_json_chart")[0].proto.json)
    assert len(next(layer for layer in spec["layers"] if layer["id"] == "chosen")["data"]) == 2
    buttons(page)["Close"].click().run()
    assert "Sample site 039" in [title.value for title in page.subheader]
    assert page.multiselect(key="sitemap_search_en").value == ["sample-0039"]


def test_a_map_drawn_before_is_sent_again_as_it_was(opened, monkeypatch):
    page, drawn = opened("explore/sitemap.py", site="sample-0039"), []
    before = page.get("deck_gl_json_chart")[0].proto.json
    monkeypatch.setattr(sitemap_pick.maps, "deck", lambda *seen, **_: drawn.append(seen))
    assert page.run().get("deck_gl_json_chart")[0].proto.json == before
    assert not page.exception
    assert not drawn


def test_the_files_hold_the_records_of_the_sites_chosen_alone():
    chosen = ("sample-0039", "sample-0001")
    content = json.loads(sitemap_site._bytes(analytics.sample(), chosen, ".geojson"))
    ids = analytics.sample().sites["site_id"]
    assert len(content["features"]) == ids.isin(chosen).sum()
    lines = sitemap_site._bytes(analytics.sample(), chosen, ".csv").decode("utf-8-sig").splitlines()
    assert len(lines) == 1 + ids.isin(chosen).sum()


def test_a_layer_is_drawn_under_the_sites_when_it_is_switched_on(opened):
    page = opened("explore/sitemap.py")
    switches = {toggle.label: toggle for toggle in page.toggle}
    assert {"Concessions", "Rivers", "Conservation areas"} <= switches.keys()
    assert not {"Countries", "Provinces"} & switches.keys()
    switches["Rivers"].set_value(True).run()
    assert not page.exception
    spec = json.loads(page.get("deck_gl_json_chart")[0].proto.json)
    order = [layer["id"] for layer in spec["layers"]]
    assert order.index("land") < order.index("layer-rivers") < order.index("sites")
    drawn = spec["layers"][order.index("layer-rivers")]
    assert len(drawn["data"]["features"]) == 12
    assert drawn["getLineColor"][3] == round(255 * 0.4)
    assert "rivers:40" in page.query_params["layers"]


def test_a_link_switches_layers_on_as_strong_as_it_says(opened):
    page = opened("explore/sitemap.py", layers=["rivers:70", "concessions:1000", "nothing:40"])
    assert not page.exception
    on = {toggle.label for toggle in page.toggle if toggle.value}
    assert on == {"Rivers", "Concessions"}
    spec = json.loads(page.get("deck_gl_json_chart")[0].proto.json)
    drawn = {layer["id"]: layer for layer in spec["layers"]}
    assert drawn["layer-rivers"]["getLineColor"][3] == round(255 * 0.7)
    assert drawn["layer-concessions"]["getLineColor"][3] == round(255 * 0.4)


def test_a_large_layer_is_drawn_with_fewer_corners():
    data = many(3_000, corners=200)
    layered = replace(data, layers={"rivers": data.sites[["geometry"]]})
    text = sitemap_layers._text(layered, "large", "rivers")
    assert len(text) <= sitemap_layers.MOST_BYTES
    assert json.loads(text)["features"]


def test_the_slider_moves_through_the_periods(opened):
    page = opened("explore/sitemap.py")
    page.select_slider(key="sitemap_slider").set_value("2018").run()
    assert not page.exception
    told = analytics.run("sitemap", analytics.sample(), period="2018").section("en-US")
    assert told.headline in page.subheader[0].value.replace("\\", "")
    assert "2018" in page.query_params["period"]


def test_play_begins_at_the_first_period_and_stops_when_pressed_again(opened):
    page = opened("explore/sitemap.py")
    buttons(page)["Play"].click().run()
    assert not page.exception
    assert page.select_slider(key="sitemap_slider").value == "2016"
    assert page.session_state[sitemap_time.PLAYS]
    buttons(page)["Pause"].click().run()
    assert page.select_slider(key="sitemap_slider").value == "2016"
    assert not page.session_state[sitemap_time.PLAYS]
    assert "Play" in buttons(page)


def test_after_a_period_comes_the_next_that_has_records():
    order = ("2016", "2017", "2020")
    assert [sitemap_time.following(order, one) for one in order] == ["2017", "2020", "2016"]


def test_two_periods_are_compared_on_two_maps_until_they_are_the_same(opened):
    page = opened("explore/sitemap.py", before="2018")
    assert not page.exception
    told = analytics.run("sitemap", analytics.sample(), before="2018").section("en-US")
    assert told.headline in page.subheader[0].value.replace("\\", "")
    assert len(page.get("deck_gl_json_chart")) == len(told.maps) == 2
    views = [
        json.loads(map_.proto.json)["initialViewState"] for map_ in page.get("deck_gl_json_chart")
    ]
    assert views[0] == views[1]
    page.select_slider(key="sitemap_slider").set_value("2018").run()
    assert not page.error
    assert len(page.get("deck_gl_json_chart")) == 1


def test_the_period_to_compare_with_is_chosen_from_a_list(opened):
    page = opened("explore/sitemap.py")
    page.selectbox(key="sitemap_compare_en").select("2019").run()
    assert not page.exception
    assert "2019" in page.query_params["before"]
    assert len(page.get("deck_gl_json_chart")) == 2


def addresses(page):
    spec = json.loads(page.get("deck_gl_json_chart")[0].proto.json)
    return str(spec.get("mapStyle")), {layer["id"] for layer in spec["layers"]}


def test_a_base_map_is_fetched_only_once_it_is_switched_on(opened):
    page = opened("explore/sitemap.py")
    assert not addresses(page)[0].startswith("data:")
    page.toggle(key=sitemap_base.KEY).set_value(True).run()
    assert not page.exception
    style, layers = addresses(page)
    told = json.loads(base64.b64decode(style.partition(",")[2]))
    assert sitemap_base.HOST in told["sources"]["osm"]["tiles"][0]
    assert not layers & {"water", "land"}
    assert any("OpenStreetMap contributors" in caption.value for caption in page.caption)
    assert not any("online" in name for name in page.query_params)


def test_an_operator_can_bar_the_base_map(opened, monkeypatch):
    monkeypatch.setenv(sitemap_base.OFFLINE, "1")
    page = opened("explore/sitemap.py")
    assert page.toggle(key=sitemap_base.KEY).disabled
    assert any("no request leaves it" in caption.value for caption in page.caption)
    page.session_state[sitemap_base.KEY] = True
    assert not addresses(page.run())[0].startswith("data:")


def two_columns():
    """A page of a file that has two columns of numbers of its own."""
    from dataclasses import replace

    import analytics
    from analytics.analyses.sitemap import ANALYSIS, SitemapParams
    from pages.ui import analysis, sitemap_choice

    data = analytics.sample()
    sites = data.sites.assign(workers=range(len(data.sites)), pits=1)
    params = SitemapParams(show="column", column="pits")
    sitemap_choice.column(
        analysis.answer(ANALYSIS, replace(data, sites=sites, name="two"), params, "en")
    )


def test_of_several_columns_of_numbers_one_is_chosen_from_a_list():
    page = AppTest.from_function(two_columns, default_timeout=60).run()
    assert not page.exception
    assert (page.selectbox[0].options, page.selectbox[0].value) == (["workers", "pits"], "pits")
    page.selectbox[0].select("workers").run()
    assert page.session_state[sitemap_choice.COLUMN] == "workers"


def test_people_are_switched_on_among_the_layers_and_stay_in_the_link(opened):
    page = opened("explore/sitemap.py")
    page.toggle(key="sitemap_layer_population").set_value(True).run()
    assert not page.exception
    assert "True" in page.query_params["people"]
    assert "population:80" in page.query_params["layers"]
    spec = json.loads(page.get("deck_gl_json_chart")[0].proto.json)
    drawn = next(layer for layer in spec["layers"] if layer["id"] == "people")
    assert drawn["opacity"] == 0.8
    assert len(drawn["image"]) < 100_000
    page.toggle(key="sitemap_layer_population").set_value(False).run()
    assert "people" not in page.query_params
    spec = json.loads(page.get("deck_gl_json_chart")[0].proto.json)
    assert "people" not in [layer["id"] for layer in spec["layers"]]


def test_a_click_on_a_cell_tells_its_numbers_and_leads_to_its_sites(opened):
    page = opened("explore/sitemap.py", drawn="cells")
    assert any("Click a cell" in caption.value for caption in page.caption)
    result = analytics.run("sitemap", analytics.sample(), drawn="cells").result
    row = result.cells.sites.sort_values("area_ha").iloc[-1]
    spec = json.loads(page.get("deck_gl_json_chart")[0].proto.json)
    drawn = next(layer for layer in spec["layers"] if layer["id"] == "sites")
    assert row["site_id"] in [f["properties"]["i"] for f in drawn["data"]["features"]]
    page.session_state[sitemap_cell.CHOSEN] = row["site_id"]  # as a click does
    page.run()
    assert not page.exception
    touching = result.sites[result.sites.intersects(row.geometry)]
    told = " ".join(text.value for text in page.markdown)
    assert "Sites on it" in told
    assert f"\n{len(touching)}" in told
    named = [b for b in page.button if str(b.key).startswith("sitemap_cell_sample")]
    assert len(named) == min(len(touching), sitemap_cell.MOST_NAMED)
    named[0].click().run()
    assert named[0].key.removeprefix("sitemap_cell_") in page.query_params["site"]
    next(b for b in page.button if b.key == "sitemap_cell_close").click().run()
    assert any("Click a cell" in caption.value for caption in page.caption)
