"""One chart or map at a time, as files, and as a part of the brief."""

from io import BytesIO
from xml.etree import ElementTree as ET

import pandas as pd
import pytest
from lxml import etree
from PIL import Image

from analytics.core.errors import NotKnown, OrewatchError
from reports import build, pictures
from tests.reports.answers import CREATED, FORMULA, HOSTILE, SAID, answer


@pytest.fixture(scope="module")
def run():
    return answer(("Á", FORMULA))


def test_pictures_are_numbered_charts_first(run):
    assert [one.name for one in pictures.pictures(run.section())] == ["chart-1", "map-1"]


def test_another_name_is_refused_with_those_there_are(run):
    with pytest.raises(NotKnown, match="chart-1, map-1"):
        pictures.picture_bytes(run, "chart-9", ".svg", language="en")


def test_the_same_moment_gives_the_same_bytes(run):
    once, again = (
        pictures.picture_bytes(run, "map-1", ".svg", language="fr", created=CREATED)
        for _ in range(2)
    )
    assert once == again


def test_an_image_has_twice_the_pixels_of_the_drawing(run):
    drawn = pictures.picture_bytes(run, "chart-1", ".svg", language="en")
    image = Image.open(BytesIO(pictures.picture_bytes(run, "chart-1", ".png", language="en")))
    root = ET.fromstring(drawn)  # noqa: S314 - our own drawing
    assert image.size == (2 * int(root.get("width")), 2 * int(root.get("height")))
    assert len(image.convert("RGB").getcolors(1 << 20)) > 10  # something is drawn on the white


def test_numbers_of_a_chart_are_whole_and_no_formula(run):
    rows = pd.read_csv(BytesIO(pictures.picture_bytes(run, "chart-1", ".csv", language="en")))
    assert list(rows.columns) == ["Name", "ha", "sample_data"]
    assert rows["ha"].tolist() == [10.5, 21.0]
    assert rows["Name"].tolist() == ["Á", f"'{FORMULA}"]


def test_numbers_of_a_map_hold_a_place_for_each_shape(run):
    rows = pd.read_csv(BytesIO(pictures.picture_bytes(run, "map-1", ".csv", language="en")))
    assert {"Place", "longitude", "latitude"} <= set(rows.columns)
    assert rows["longitude"].between(-70.1, -69.8).all()


def test_hostile_names_are_written_out():
    nasty = answer((HOSTILE, "B"), name=HOSTILE)
    for name in ("chart-1", "map-1"):
        drawn = pictures.picture_bytes(nasty, name, ".svg", language="en").decode()
        assert "<script" not in drawn


@pytest.mark.parametrize("name", ["chart-1", "map-1"])
def test_signs_no_file_may_hold_are_replaced(name):
    nasty = answer(("a\x00b\x07\x08", "B 👷"), name="x\x00\x1b")
    drawn = pictures.picture_bytes(nasty, name, ".svg", language="en")
    assert etree.fromstring(drawn).tag.endswith("svg")
    assert "👷" in drawn.decode()
    assert pictures.picture_bytes(nasty, name, ".png", language="en").startswith(b"\x89PNG")


def test_a_folder_is_filled_and_one_that_cannot_be_is_refused_first(run, tmp_path):
    folder = tmp_path / "figures"
    pictures.check(folder)
    written = pictures.write_all(run, folder, language="id")
    assert [path.name for path in written] == [
        f"counting-{name}{suffix}" for name in ("chart-1", "map-1") for suffix in pictures.FORMS
    ]
    assert all(path.stat().st_size for path in written)
    with pytest.raises(OrewatchError):
        pictures.check(tmp_path / "nowhere" / "figures")
    with pytest.raises(OrewatchError):
        pictures.check(written[0] / "figures")


@pytest.mark.parametrize(("name", "other"), [("chart-1", "map"), ("map-1", "chart")])
def test_one_picture_of_an_answer_makes_a_document_of_its_own(run, name, other):
    told = pictures.only(run, name, "es").section("es")
    assert told.headline == SAID["es"]
    assert len(told.charts) + len(told.maps) == 1
    assert not getattr(told, f"{other}s")
    page = build.html([pictures.only(run, name, "es")], language="es", created=CREATED)
    assert SAID["es"] in page
    with pytest.raises(NotKnown):
        pictures.only(run, "map-7", "es")
