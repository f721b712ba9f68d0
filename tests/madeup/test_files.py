"""The sample as files: the same bytes, marked, and readable back."""

import csv
import hashlib
import json

import pytest

from analytics import madeup
from analytics.core.words import LANGUAGES
from analytics.madeup.files import SampleError

TEXT_FILES = "76284b0c3f333b60048aa394a3f11c111b42db7c4c5e8500c3c2d0956d64d93e"  # sha256 over all text files of seed 7 but the README


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sample")
    assert sorted(madeup.write(folder)) == sorted(folder.iterdir())
    return folder


def test_the_files_are_the_same_everywhere(folder):
    digest = hashlib.sha256()
    for path in sorted(folder.iterdir()):
        if path.suffix in (".geojson", ".csv", ".json"):
            digest.update(path.name.encode() + path.read_bytes())
    assert digest.hexdigest() == TEXT_FILES


def test_writing_again_gives_the_same_bytes(folder, tmp_path):
    for path in madeup.write(tmp_path):
        assert path.read_bytes() == (folder / path.name).read_bytes(), path.name


def test_every_name_and_row_says_sample(folder):
    for path in folder.iterdir():
        assert path.name.startswith("sample-")
        if path.suffix == ".geojson":
            for feature in json.loads(path.read_text("utf-8"))["features"]:
                assert feature["properties"]["source"] == "Orewatch sample data"


def test_sites_keep_every_record(folder):
    features = json.loads((folder / "sample-sites.geojson").read_text("utf-8"))["features"]
    assert len(features) == madeup.truth().records
    assert {"site_id", "country", "province", "year", "substance"} <= set(features[0]["properties"])
    for feature in features:
        ring = feature["geometry"]["coordinates"][0]
        assert ring[0] == ring[-1]
        assert "area_ha" not in feature["properties"]


def test_pixel_tables_look_like_an_export(folder):
    made = madeup.build()
    with (folder / "sample-pixels-M1.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    series = made.pixels["sample-M1"]
    assert len(rows) == len(series)
    first = rows[0]
    assert next(iter(first)) == "system:index"
    assert first["system:index"][:8] == "".join(reversed(first["date"].split("-")))
    assert first["date"] == f"{series['date'].iloc[0]:%d-%m-%Y}"
    b8, b11 = int(first["B8"]), int(first["B11"])
    assert float(first["NDMI"]) == pytest.approx((b8 - b11) / (b8 + b11), abs=1e-6)
    point = json.loads(first[".geo"])["coordinates"]
    assert point == [float(first["longitude"]), float(first["latitude"])]


def test_the_files_read_back_give_the_truth(folder):
    import analytics
    from analytics.intake.layers import add_layer, add_raster

    truth = madeup.truth()
    data = analytics.read(folder / "sample-sites.geojson")
    data = add_layer(data, "countries", folder / "sample-countries.geojson")
    data = add_raster(data, "population", folder / "sample-population.tif")
    result = analytics.run("totals", data, by="country").result
    assert result.total_ha == pytest.approx(truth.total_ha, rel=1e-5)
    found = result.table.set_index("country")["area_ha"].to_dict()
    assert found == pytest.approx(dict(truth.area_ha_by_country), rel=1e-4)
    cells = data.raster("population").read()
    assert int(cells[cells >= 0].sum()) == truth.people


def test_the_truth_is_written(folder):
    written = json.loads((folder / "sample-truth.json").read_text("utf-8"))
    assert written["total_ha"] == madeup.truth().total_ha
    assert written["controls"]["first_year"] == "2022"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_readme_speaks(language):
    from analytics.core.words import Words
    from analytics.madeup.files import _readme

    words = Words(SampleError.folder, language)
    text = _readme(words, 7, {"sample-sites.geojson": "sites"})
    assert text.startswith(words("readme.title"))
    assert max(len(line) for line in text.splitlines()) <= 88
    assert "{" not in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_folder_that_cannot_be_written_is_one_sentence(tmp_path, language):
    taken = tmp_path / "taken"
    taken.write_text("a file", encoding="utf-8")
    with pytest.raises(SampleError) as error:
        madeup.write(taken)
    assert error.value.code == "sample-folder"
    assert str(taken) in error.value.text(language)
