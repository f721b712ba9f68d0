"""A brief in the terminal: made, made again from its record, refused with a sentence."""

import json
import re
import zipfile
from dataclasses import replace

import pytest
from click.testing import CliRunner
from pypdf import PdfReader

from analytics.cli.main import cli
from analytics.store import open_store
from analytics.store.workspace import Basket, Workspace
from reports.brief import manifest


def ran(*arguments):
    return CliRunner().invoke(cli, ["brief", *map(str, arguments)])


@pytest.fixture(scope="module")
def packed(tmp_path_factory):
    """A data pack of two answers of the sample, and its record."""
    folder = tmp_path_factory.mktemp("pack")
    found = ran(
        *("--sample", "--answer", "totals", "--answer", "frequency"),
        *("--organisation", "Ministry of Mines", "--filter", "country=XAA"),
        *("--out", folder / "pack.zip"),
    )
    assert found.exit_code == 0, found.output
    with zipfile.ZipFile(folder / "pack.zip") as pack:
        (name,) = [n for n in pack.namelist() if n.endswith("manifest.json")]
        (folder / "manifest.json").write_bytes(pack.read(name))
    return folder


def test_a_record_makes_the_same_brief_again(packed):
    found = ran("--from", packed / "manifest.json", "--out", packed / "again.pdf")
    assert found.exit_code == 0, found.output
    assert "differ" not in found.stderr
    record = manifest.read((packed / "manifest.json").read_bytes())
    text = "".join(page.extract_text() for page in PdfReader(packed / "again.pdf").pages)
    assert manifest.short(record) in text
    assert "Ministry of Mines" in text


def test_a_record_of_other_numbers_is_told_of(packed):
    record = json.loads((packed / "manifest.json").read_bytes())
    record["software"] = "Orewatch 0.0"
    record["numbers"] = {}
    record["entries"][0]["data"] = "0" * 16
    (packed / "other.json").write_text(json.dumps(record))
    found = ran("--from", packed / "other.json", "--out", packed / "other.html")
    assert found.exit_code == 0, found.output
    for told in ("another version", "data are not those", "numbers differ"):
        assert told in found.stderr


def test_what_was_put_aside_in_a_workspace_becomes_slides(tmp_path, monkeypatch):
    monkeypatch.setenv("OREWATCH_HOME", str(tmp_path / "home"))
    at = Workspace(owner="a" * 43)
    entry = Basket(slug="totals", params={"by": "period"}, title="By year")
    open_store().save(replace(at, basket=(entry,)))
    found = ran("--workspace", at.key, "--out", tmp_path / "slides.pptx")
    assert found.exit_code == 0, found.output
    assert zipfile.is_zipfile(tmp_path / "slides.pptx")
    assert ran("--workspace", "none", "--out", tmp_path / "x.pdf").exit_code == 1


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ((), "--sample, --data FILE"),
        (("--sample", "--data", "mines.geojson"), "Say once"),
        (("--sample", "--answer", "bombs"), "bombs"),
        (("--sample", "--audience", "flash"), "has no form .docx"),
    ],
)
def test_what_cannot_be_asked_is_refused_with_a_sentence(tmp_path, arguments, told):
    found = ran(*arguments, "--out", tmp_path / "brief.docx")
    assert found.exit_code == 1
    assert told in found.stderr
    assert not re.search("Traceback", found.stderr)
    assert not (tmp_path / "brief.docx").exists()


@pytest.mark.parametrize(
    "more", [("--answer", "totals"), ("--filter", "country=XAA"), ("--workspace", "abc")]
)
def test_what_a_record_settles_is_not_passed_over(packed, more):
    found = ran("--from", packed / "manifest.json", *more, "--out", packed / "x.pdf")
    assert found.exit_code == 1
    assert f"{more[0]} says nothing where --from" in found.stderr


def test_a_basket_brings_its_own_answers(tmp_path):
    found = ran("--workspace", "abc", "--answer", "totals", "--out", tmp_path / "x.pdf")
    assert "--answer says nothing where --workspace" in found.stderr


@pytest.mark.parametrize("option", ["--from", "--logo"])
def test_a_file_without_end_is_refused(tmp_path, option):
    source = () if option == "--from" else ("--sample", "--answer", "totals")
    found = ran(*source, option, "/dev/zero", "--out", tmp_path / "x.pdf")
    assert found.exit_code == 1
    assert "larger than" in found.stderr


def test_a_table_of_series_becomes_a_document_but_no_dossier(tmp_path):
    rows = "".join(f"A,{year},{100 + year % 7},flow\n" for year in range(2010, 2026))
    (tmp_path / "series.csv").write_text(f"unit,period,value_ha,kind\n{rows}")
    asked = ("--series", tmp_path / "series.csv", "--language", "en_US")
    made = ran(*asked, "--out", tmp_path / "x.docx")
    assert made.exit_code == 0, made.output
    assert zipfile.is_zipfile(tmp_path / "x.docx")
    found = ran(*asked, "--audience", "dossier", "--out", tmp_path / "x.pdf")
    assert found.exit_code == 1
    assert "no sites" in found.stderr
    assert not (tmp_path / "x.pdf").exists()


@pytest.mark.parametrize("name", ["brief", "brief.exe"])
def test_a_file_of_another_kind_is_refused_before_any_work(tmp_path, name):
    found = ran("--sample", "--out", tmp_path / name)
    assert found.exit_code == 1
    assert ".pdf" in found.stderr
