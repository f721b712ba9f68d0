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


@pytest.mark.parametrize("name", ["brief", "brief.exe"])
def test_a_file_of_another_kind_is_refused_before_any_work(tmp_path, name):
    found = ran("--sample", "--out", tmp_path / name)
    assert found.exit_code == 1
    assert ".pdf" in found.stderr
