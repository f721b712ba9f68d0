"""Files are whole, numbers are numbers, and no text acts as a formula."""

import csv
import json
import os
from dataclasses import replace
from io import BytesIO, StringIO
from pathlib import Path

import geopandas as gpd
import openpyxl
import pandas as pd
import pyogrio
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from pyarrow import parquet
from shapely import Point

from analytics.core.errors import OrewatchError
from analytics.core.record import as_json
from analytics.core.words import LANGUAGES
from reports import export, sheets
from tests.reports.answers import FORMULA, answer, data


@pytest.fixture(scope="module")
def run():
    return answer(("Á", FORMULA))


@pytest.mark.parametrize("suffix", export.ANSWERS)
def test_every_form_is_written(run, suffix, tmp_path):
    path = tmp_path / f"answer{suffix}"
    export.write(run, path, language="pt")
    assert path.stat().st_size > 50
    assert [p.name for p in tmp_path.iterdir()] == [path.name]


@pytest.mark.parametrize("suffix", export.DATA)
def test_data_of_no_site_can_be_written(suffix):
    assert export.data_bytes(data(()), suffix)


def test_json_is_the_record(run):
    assert json.loads(export.answer_bytes(run, ".json", language="fr")) == as_json(run, "fr")


def test_csv_opens_right_in_excel_and_in_programs(run):
    content = export.answer_bytes(run, ".csv")
    assert content.startswith(b"\xef\xbb\xbf")
    table = pd.read_csv(BytesIO(content))
    assert list(table.columns) == ["name", "area_ha", "sample_data"]
    assert table["area_ha"].tolist() == [10.5, 21.0]
    assert table["name"].tolist() == ["Á", f"'{FORMULA}"]


def test_csv_of_real_data_has_no_mark():
    table = pd.read_csv(BytesIO(export.answer_bytes(answer(is_sample=False), ".csv")))
    assert "sample_data" not in table.columns


@given(some.text(max_size=20))
@settings(max_examples=60, deadline=None)
def test_no_text_can_start_a_formula(text):
    assert not str(sheets.guarded(text)).startswith(("=", "+", "-", "@", "\t", "\r"))


@given(some.one_of(some.floats(), some.integers(), some.none(), some.booleans()))
@settings(max_examples=40, deadline=None)
def test_numbers_are_never_guarded(value):
    assert sheets.guarded(value) is value


@pytest.mark.parametrize("language", LANGUAGES)
def test_spreadsheet_has_four_sheets_with_fixed_headings(run, language):
    book = openpyxl.load_workbook(BytesIO(export.answer_bytes(run, ".xlsx", language=language)))
    assert len(book.sheetnames) == 4
    assert all(sheet.freeze_panes == "A2" for sheet in book)
    if language == "en":
        assert book.sheetnames == ["Result", "Parameters", "Sources", "About"]


def test_spreadsheet_holds_numbers_as_numbers_and_formulas_as_text(run):
    book = openpyxl.load_workbook(BytesIO(export.answer_bytes(run, ".xlsx")))
    rows = [[cell.value for cell in row] for row in book["Result"].iter_rows()]
    assert rows == [["Name", "Area (ha)"], ["Á", 10.5], [f"'{FORMULA}", 21.0]]
    assert {c.data_type for row in book["Result"]["A2:A3"] for c in row} == {"s"}
    about = {row[0].value: row[1].value for row in book["About"].iter_rows(min_row=2)}
    assert about["Data fingerprint"] == run.dataset.fingerprint
    assert "SAMPLE DATA" in about["Note"]
    assert about["Hectares"] == "as stated in a column of the data"


def test_a_table_longer_than_a_sheet_is_refused(monkeypatch):
    monkeypatch.setattr(sheets, "MOST_ROWS", 3)
    with pytest.raises(sheets.SheetError, match="has 3 rows"):
        export.data_bytes(data([str(n) for n in range(3)]), ".xlsx")


def test_letters_no_sheet_can_hold_are_shown_as_such():
    told = answer(("bell\a", "x" * 40_000))
    book = openpyxl.load_workbook(BytesIO(export.answer_bytes(told, ".xlsx")))
    assert book["Result"]["A2"].value == "bell\N{REPLACEMENT CHARACTER}"
    assert book["Result"]["A3"].value.endswith(" …")


def test_geopackage_holds_sites_and_result_tables(run, tmp_path):
    path = tmp_path / "a.gpkg"
    export.write(run, path)
    layers = {name for name, _ in pyogrio.list_layers(path)}
    assert layers == {"sites", "table", "shapes"}
    assert gpd.read_file(path, layer="sites").geometry.geom_equals(run.dataset.sites.geometry).all()
    assert pyogrio.read_dataframe(path, layer="table")["area_ha"].tolist() == [10.5, 21.0]
    facts = json.loads(pyogrio.read_info(path, layer="sites")["dataset_metadata"]["orewatch"])
    assert facts["fingerprint"] == run.dataset.fingerprint
    assert facts["params"] == {"depth": 2.5}


def test_data_come_back_with_every_row_and_column(tmp_path):
    made = difficult()
    for suffix, read in ((".gpkg", gpd.read_file), (".parquet", gpd.read_parquet)):
        path = tmp_path / f"d{suffix}"
        export.write_data(made, path)
        back = read(path)
        assert len(back) == len(made.sites)
        wanted = {str(c).lower() for c in made.sites.columns}
        assert {c.lower().removesuffix("_2") for c in back.columns} >= wanted
        assert list(back.columns[:3]) == ["site_id", "name", "country"]
        assert back.geometry.isna().tolist() == [False, False, True]
        assert back["nested"].tolist()[0] == '{"a": [1, 2]}'


def test_geojson_is_rfc_7946_with_our_facts_beside():
    told = json.loads(export.data_bytes(difficult(), ".geojson"))
    assert told["type"] == "FeatureCollection"
    assert [f["geometry"] and f["geometry"]["type"] for f in told["features"]] == [
        "Polygon",
        "Point",
        None,
    ]
    assert told["orewatch"]["is_sample"] is True
    assert "crs" not in told
    assert all(f["properties"]["sample_data"] is True for f in told["features"])


def test_geoparquet_says_what_stands_behind_it(run):
    schema = parquet.read_schema(BytesIO(export.answer_bytes(run, ".parquet")))
    facts = json.loads(schema.metadata[b"orewatch"])
    assert facts["analysis"] == "counting"
    assert facts["sources"][0]["licence"] == "CC BY 4.0"
    assert b"geo" in schema.metadata


def test_csv_of_data_holds_outlines_as_text():
    rows = list(
        csv.DictReader(StringIO(export.data_bytes(difficult(), ".csv").decode("utf-8-sig")))
    )
    assert rows[0]["geometry"].startswith("POLYGON ((-69.99 -12")
    assert rows[2]["geometry"] == ""


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("x.doc", "out-suffix"),
        ("x", "out-no-suffix"),
        ("nowhere/x.csv", "out-folder"),
        ("folder.csv", "out-is-folder"),
    ],
)
def test_a_wrong_place_is_refused_before_the_work(name, code, tmp_path, run):
    (tmp_path / "folder.csv").mkdir()
    with pytest.raises(OrewatchError) as refused:
        export.check(tmp_path / name)
    assert refused.value.code == code
    with pytest.raises(OrewatchError):
        export.write(run, tmp_path / name)


def test_every_form_is_named_where_one_is_refused():
    with pytest.raises(OrewatchError, match=r"\.pdf \.html \.csv \.xlsx \.gpkg"):
        export.answer_bytes(answer(), ".doc")


def test_capital_letters_do_not_matter(run):
    assert export.answer_bytes(run, ".JSON") == export.answer_bytes(run, ".json")


def test_a_folder_we_may_not_write_to_is_refused(monkeypatch, tmp_path):
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(OrewatchError) as refused:
        export.check(tmp_path / "x.csv")
    assert refused.value.code == "out-locked"


def test_a_full_disk_leaves_the_old_file_and_no_piece(monkeypatch, tmp_path, run):
    def full(_):
        raise OSError(28, "No space left on device")

    path = tmp_path / "x.csv"
    path.write_text("old")
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OrewatchError, match="No space left on device"):
        export.write(run, path)
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_relative_name_is_written_where_we_stand(monkeypatch, tmp_path, run):
    monkeypatch.chdir(tmp_path)
    export.write(run, Path("x.json"))
    assert (tmp_path / "x.json").is_file()


def difficult():
    """Mixed shapes, a missing one, names that differ in case only, mixed and nested values."""
    made = data(("A", "B", "C"))
    shapes = [made.sites.geometry.iloc[0], Point(-70, -12), None]
    frame = made.sites.assign(
        geometry=gpd.GeoSeries(shapes, crs=4326),
        NAME=["a", "b", "c"],
        fid=[7, 7, 7],
        geom=["x", "y", "z"],
        mixed=[1, "two", None],
        nested=[{"a": [1, 2]}, None, None],
        flag=[True, None, False],
        empty=[None, None, None],
    )
    return replace(made, sites=gpd.GeoDataFrame(frame, geometry="geometry", crs=4326))
