"""The page Data: a file comes in, is understood, repaired, chosen about and used."""

import json
from dataclasses import replace
from io import BytesIO
from zipfile import ZipFile

import pytest

from analytics.core.words import Words
from pages.ui import health, session, work
from tests.pages.made import geojson

WORDS = Words(session.TEXTS, "en")
VRT = b"""<OGRVRTDataSource><OGRVRTLayer name="passwd"><SrcDataSource>/etc/passwd</SrcDataSource>
</OGRVRTLayer></OGRVRTDataSource>"""


def metrics(page):
    return {metric.label: metric.value for metric in page.metric}


def press(page, label):
    return next(button for button in page.button if button.label == label).click().run()


def test_the_data_in_use_are_shown_with_what_every_figure_depends_on(opened):
    page = opened("data/data.py", "current")
    assert not page.exception
    text = "\n".join(item.value for item in page.markdown)
    for key in ("rows", "area", "basis", "measure", "period", "countries", "fingerprint"):
        assert WORDS(f"data.{key}") in text


def test_a_clean_file_is_read_and_used_everywhere(uploaded, clean):
    page = uploaded("mines.geojson", clean)
    assert not page.exception
    assert metrics(page)[WORDS("health.rows-in")] == "6"
    assert metrics(page)[WORDS("health.rows-kept")] == "6"
    assert metrics(page)[WORDS("health.rows-dropped")] == "0"
    press(page, WORDS("upload.use"))
    page.switch_page("explore/totals.py").run()
    assert not page.exception
    assert page.metric[0].value == "210\N{NO-BREAK SPACE}ha"
    assert not page.warning


def test_the_sample_comes_back_when_asked(uploaded, clean):
    page = press(uploaded("mines.geojson", clean), WORDS("upload.use"))
    page.session_state["data_tabs_en"] = "In use"
    page.run()
    assert "mines.geojson" in page.subheader[0].value
    press(page, WORDS("data.use-sample"))
    assert WORDS("sample.band") in [band.value for band in page.warning]


def docx():
    packed = BytesIO()
    with ZipFile(packed, "w") as file:
        file.writestr("[Content_Types].xml", "<Types/>")
        file.writestr("word/document.xml", "<w:document/>")
    return packed.getvalue()


def bomb():
    packed = BytesIO()
    with ZipFile(packed, "w", 8) as file:
        file.writestr("a.shp", bytes(60_000_000))
    return packed.getvalue()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("sites.geojson", VRT),
        ("sites.geojson", b'{"type": "FeatureCollection", "features": [{"type": "Feat'),
        ("report.docx", docx()),
        ("sites.zip", bomb()),
        ("empty.csv", b""),
        ("noise.gpkg", bytes(range(256)) * 40),
    ],
    ids=["vrt", "truncated", "docx", "bomb", "empty", "noise"],
)
def test_a_bad_file_gets_one_sentence(uploaded, name, content):
    page = uploaded(name, content)
    assert not page.exception
    assert len(page.error) == 1
    assert not page.metric
    assert "passwd" not in page.error[0].value


def test_the_sentence_about_a_bad_file_is_in_the_visitor_s_language(app):
    app.query_params["lang"] = "fr"
    app.run().switch_page("data/data.py")
    app.session_state["data_tabs_fr"] = Words(session.TEXTS, "fr")("data.upload.tab")
    app.run()
    app.file_uploader[0].upload("x.geojson", VRT, "application/octet-stream")
    french = app.run().error[0].value
    app.sidebar.selectbox[0].select("en").run()
    app.session_state["data_tabs_en"] = "Your file"
    app.run()
    assert app.error
    assert french != app.error[0].value


def column_box(page, target):
    return next(b for b in page.selectbox if b.key and b.key.split("_", 3)[-1].startswith(target))


def test_another_column_can_be_chosen_and_everything_is_counted_anew(uploaded):
    rows = [
        (
            {"nombre": f"M{n}", "year": 2024, "area_ha": 10.0, "surface_b": 30.0},
            -70.1 - n / 10,
            -12.9,
        )
        for n in range(4)
    ]
    page = uploaded("mines.geojson", geojson(rows))
    assert not page.exception
    assert metrics(page)[WORDS("health.area")].startswith("40")
    column_box(page, "area_ha").select("surface_b").run()
    assert not page.exception
    assert metrics(page)[WORDS("health.area")].startswith("120")


def test_the_area_basis_can_be_chosen(uploaded, clean):
    page = uploaded("mines.geojson", clean)
    box = next(b for b in page.selectbox if b.label == WORDS("settings.area"))
    box.select("geometry").run()
    assert not page.exception
    measured = metrics(page)[WORDS("health.area")]
    assert not measured.startswith("210")


def test_an_issue_can_be_settled(uploaded, clean):
    twice = json.loads(clean)
    twice["features"].append(twice["features"][0])
    page = uploaded("mines.geojson", json.dumps(twice).encode())
    assert metrics(page)[WORDS("health.rows-in")] == "7"
    before = metrics(page)[WORDS("health.rows-kept")]
    box = next(b for b in page.selectbox if "_row-duplicate" in str(b.key))
    box.select("keep" if before == "6" else "drop").run()
    assert not page.exception
    assert metrics(page)[WORDS("health.rows-kept")] != before


def test_choices_saved_as_a_template_are_taken_over(uploaded, clean):
    page = uploaded("mines.geojson", clean)
    template = {
        "version": 1,
        "columns": {"area_ha": None, "period": "year"},
        "area": "geometry",
        "measure": "stock",
        "country": "",
        "crs": "",
        "choices": {},
    }
    loader = next(box for box in page.file_uploader if box.label == WORDS("template.load"))
    loader.upload("t.json", json.dumps(template).encode(), "application/json")
    page.run()
    assert not page.exception
    assert not page.error
    measure = next(b for b in page.selectbox if b.label == WORDS("settings.measure"))
    assert measure.value == "stock"


def test_a_layer_is_added_with_its_source(opened, clean):
    page = opened("data/data.py", "layers")
    before = len(page.dataframe[0].value)
    page.text_input[0].set_value("Cadastre office")
    page.file_uploader[0].upload("permits.geojson", clean, "application/json")
    name = next(b for b in page.selectbox if b.label == WORDS("layers.name"))
    name.select("permits")
    press(page, WORDS("layers.add"))
    assert not page.exception
    assert not page.error
    rows = page.dataframe[0].value
    added = rows[rows[WORDS("layers.file")] == "permits.geojson"]
    assert len(rows) in (before, before + 1)
    assert added[WORDS("layers.source")].tolist() == ["Cadastre office"]


def test_a_layer_without_a_file_is_refused_with_a_sentence(opened):
    page = press(opened("data/data.py", "layers"), WORDS("layers.add"))
    assert [e.value for e in page.error] == [WORDS("layers.no-file")]


def test_every_option_an_issue_can_offer_has_a_name():
    from analytics.core.words import texts

    folder = health.INTAKE
    offered = {
        key.rsplit(".", 1)[1]
        for key in texts(folder)
        if key.startswith("done.") and key.count(".") == 2
    }
    offered -= {"choose", "kept", "repaired", "dropped", "noted"}
    assert not {option for option in offered if health.option_words(option, WORDS) == option}


@pytest.mark.parametrize(
    ("option", "words"),
    [
        ("EPSG:32717", "UTM zone 17 S (EPSG:32717)"),
        ("EPSG:32621", "UTM zone 21 N (EPSG:32621)"),
        ("EPSG:3857", "EPSG:3857"),
    ],
)
def test_projections_are_called_by_their_zone(option, words):
    assert health.option_words(option, WORDS) == words


def in_use(page):
    """The data set every page answers from, as the store has it."""
    return work.store().data(page.session_state[work.WORK].data)


def test_layers_added_by_the_visitor_stay_when_another_file_is_used(uploaded, clean):
    page = press(uploaded("mines.geojson", clean), WORDS("upload.use"))
    page.session_state["data_tabs_en"] = "Layers"
    page.run()
    page.file_uploader[0].upload("permits.geojson", clean, "application/json")
    next(b for b in page.selectbox if b.label == WORDS("layers.name")).select("permits")
    press(page, WORDS("layers.add"))
    assert list(in_use(page).layers) == ["permits"]
    page.session_state["data_tabs_en"] = "Your file"
    page.run()
    assert [item.value for item in page.success] == [WORDS("upload.in-use")]
    next(b for b in page.selectbox if b.label == WORDS("settings.area")).select("geometry").run()
    press(page, WORDS("upload.use"))
    assert list(in_use(page).layers) == ["permits"]


def test_sample_layers_do_not_follow_into_real_data(uploaded, clean):
    page = press(uploaded("mines.geojson", clean), WORDS("upload.use"))
    assert not in_use(page).layers
    assert not in_use(page).is_sample


def test_coordinates_in_metres_are_settled_by_naming_the_country(uploaded):
    rows = [({"id": f"C{n}", "area_ha": 5.0}, 350_000.0 + 900 * n, 8_570_000.0) for n in range(5)]
    page = uploaded("cadastre.geojson", geojson(rows))
    assert metrics(page)[WORDS("health.grade")] == ":red[D]"
    assert not [b for b in page.button if b.label == WORDS("upload.use")]
    assert WORDS("health.settle.place") in "".join(item.value for item in page.caption)
    inside = [b for b in page.selectbox if str(b.key).startswith("settle_")]
    assert [b.label for b in inside] == [WORDS("settings.country"), WORDS("settings.crs")]
    inside[0].select("PER").run()
    box = next(b for b in page.selectbox if str(b.key).startswith("issue_"))
    assert box.value is None
    assert "UTM zone 19 S (EPSG:32719)" in box.options
    box.select("EPSG:32719").run()
    assert not page.exception
    assert metrics(page)[WORDS("health.grade")] != ":red[D]"
    press(page, WORDS("upload.use"))
    assert not page.exception


def test_a_system_can_be_chosen_by_name_or_typed_in(uploaded):
    rows = [({"id": f"C{n}", "area_ha": 5.0}, 350_000.0 + 900 * n, 8_570_000.0) for n in range(5)]
    page = uploaded("cadastre.geojson", geojson(rows))
    box = next(b for b in page.selectbox if b.label == WORDS("settings.crs"))
    assert "UTM zone 19 S (EPSG:32719)" in box.options
    box.select("EPSG:32719").run()
    assert not page.exception
    assert metrics(page)[WORDS("health.grade")] != ":red[D]"
    assert all(b.value == "EPSG:32719" for b in page.selectbox if b.label == WORDS("settings.crs"))


def test_a_choice_keeps_its_box_and_its_card_their_place(uploaded, clean):
    """A new key would be a new box on the page, and the keyboard would fall off it."""
    twice = json.loads(clean)
    twice["features"].append(twice["features"][0])
    page = uploaded("mines.geojson", json.dumps(twice).encode())
    keys = [b.key for b in page.selectbox]
    box = next(b for b in page.selectbox if "_row-duplicate" in str(b.key))
    box.select(next(option for option in ("keep", "drop") if option != box.value)).run()
    assert [b.key for b in page.selectbox if b.key in keys] == keys


def test_the_columns_of_the_places_are_shown(uploaded):
    text = b"name;x_este;y_norte;lon;lat\nA;1;2;-70.1;-12.9\nB;1;2;-70.2;-12.8\n"
    page = uploaded("mines.csv", text)
    assert not page.exception
    said = [item.value for item in page.markdown]
    assert f"**{WORDS('mapping.places')}**" in said
    assert any("lon, lat" in item for item in said)


def test_a_file_of_which_no_column_is_known_says_so(uploaded):
    page = uploaded("odd.geojson", geojson([({"qqq": "zz"}, -70.1, -12.9)]))
    assert not page.exception
    assert WORDS("mapping.nothing") in [item.value for item in page.markdown]


def test_a_choice_that_makes_the_file_unreadable_can_be_taken_back(uploaded, clean):
    page = uploaded("mines.geojson", clean)
    draft = page.session_state["draft"]
    page.session_state["draft"] = replace(draft, layer="no such layer")
    page.run()
    assert len(page.error) == 1
    press(page, WORDS("upload.again"))
    assert not page.error
    assert metrics(page)[WORDS("health.rows-in")] == "6"


def test_the_address_names_the_tab(opened):
    page = opened("")
    page.switch_page("data/data.py")
    page.query_params["tab"] = "upload"
    page.run()
    assert page.file_uploader


TABLE = b"site,area_ha,longitude,latitude,este,norte\nA,5,-70,-12,-71.5,-13.25\nB,7,-70.1,-12.1,-71.25,-13.5\n"


def test_the_place_can_be_taken_from_other_columns(uploaded):
    page = uploaded("mines.csv", TABLE)
    east, north = (WORDS(f"mapping.places.{axis}") for axis in ("east", "north"))

    def box(label):
        return next(box for box in page.selectbox if box.label == label)

    assert (box(east).value, box(north).value) == ("", "")
    box(east).set_value("este").run()
    assert not page.exception
    assert "You chose where the records lie" not in str([text.value for text in page.markdown])
    box(north).set_value("norte").run()
    assert not page.exception
    assert (box(east).value, box(north).value) == ("este", "norte")
    assert "You chose where the records lie" in str([text.value for text in page.markdown])
    box(east).set_value("norte").run()
    assert (box(east).value, box(north).value) == ("norte", "este")
    box(east).set_value("site").run()
    assert not page.exception
    assert "hold no coordinates" in page.error[0].value
    assert (box(east).value, box(north).value) == ("norte", "este")
    box(north).set_value("").run()
    assert (box(east).value, box(north).value) == ("", "")
    assert "You chose where the records lie" not in str([text.value for text in page.markdown])
    assert not page.exception
