"""The data pack: complete, checked by its own sums, the same for the same brief; nothing leaks."""

import hashlib
import json
import re
import sqlite3
import zipfile
from contextlib import closing
from dataclasses import replace
from functools import cache
from io import BytesIO

import geopandas as gpd
import openpyxl
import pandas as pd
import pytest

import analytics
from analytics.core import progress
from analytics.core.analysis import catalogue
from reports.brief import answers, figurefiles, make, manifest, pack, redact
from reports.brief.compose import compose
from reports.brief.order import Audience, Level, Wanted
from reports.brief.public import places
from tests.reports.brief.briefs import given, order
from tests.reports.brief.search import Secrets, leaks


@cache
def _every():
    """An answer of each analysis that the sample data can give."""
    data, known = analytics.sample(), {one.wanted.slug: one.run for one in given()}
    wanted = tuple(Wanted(slug=slug) for slug in catalogue())
    told, _ = answers.ask(
        wanted, lambda _: data, lambda w, d: known.get(w.slug) or answers.worked_out(w, d)
    )
    return compose(order(level=Level.PUBLIC, entries=wanted), told)


@cache
def _some():
    """Two answers, one with a table of all sites."""
    kept = [one for one in given() if one.wanted.slug in ("totals", "compliance")]
    return compose(order(language="fr", entries=tuple(one.wanted for one in kept)), kept)


def _plainly(made):
    """A pack without its images, which are of the drawings beside them and take long."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(figurefiles, "png_of", lambda *_: b"\x89PNG\r\n\x1a\n")
        return pack.pack(made)


@cache
def _packed(level):
    return _plainly(_every()) if level is Level.PUBLIC else pack.pack(_some())


def _files(level):
    with zipfile.ZipFile(BytesIO(_packed(level))) as file:
        return {one.filename: file.read(one) for one in file.infolist()}


def test_every_file_is_in_its_place_and_in_the_sums():
    files = _files(Level.INTERNAL)
    assert {"README.txt", "manifest.json", "tables.xlsx", "checksums.sha256"} <= set(files)
    assert {"data/sites.gpkg", "data/sites.csv"} <= set(files)
    made = _some()
    tables = [name for name in files if name.startswith("tables/")]
    assert len(tables) == sum(len(block.tables) for block in made.own)
    figures = [name for name in files if name.startswith("figures/")]
    assert len(figures) == 3 * (len(made.exhibits) + 1)
    sums = dict(
        reversed(line.split("  ")) for line in files["checksums.sha256"].decode().splitlines()
    )
    assert set(sums) == set(files) - {"checksums.sha256"}
    assert all(hashlib.sha256(files[name]).hexdigest() == told for name, told in sums.items())
    assert all(re.fullmatch(r"[A-Za-z0-9/_.-]+", name) and ".." not in name for name in files)


def test_the_readme_tells_of_every_file_in_the_language_of_the_brief():
    files = _files(Level.INTERNAL)
    told = files["README.txt"].decode("utf-8-sig")
    assert "DONNÉES D'EXEMPLE" in told
    for name in set(files) - {"README.txt"}:
        stem = name.rpartition(".")[0]
        assert name in told or f"{stem}.svg .png .csv" in told, name
    assert "orewatch brief --from manifest.json --sample" in told
    assert "CC0-1.0" in told


def test_the_same_brief_gives_the_same_bytes():
    small = order(entries=(Wanted(slug="totals"),), level=Level.INTERNAL)
    one, two = (pack.pack(compose(small, given()[:1])) for _ in range(2))
    assert one == two
    with zipfile.ZipFile(BytesIO(one)) as file:
        assert [i.filename for i in file.infolist()] == sorted(file.namelist())
        assert {i.date_time for i in file.infolist()} == {(2026, 11, 21, 8, 30, 0)}


def test_a_geopackage_is_dated_and_still_read(tmp_path):
    files = _files(Level.INTERNAL)
    path = tmp_path / "sites.gpkg"
    path.write_bytes(files["data/sites.gpkg"])
    assert len(gpd.read_file(path, layer="sites")) == len(analytics.sample().sites)
    assert gpd.list_layers(path)["name"].tolist()[0] == "sites"
    with closing(sqlite3.connect(path)) as file:
        days = file.execute("SELECT DISTINCT last_change FROM gpkg_contents").fetchall()
    assert days == [("2026-11-21T08:30:00.000Z",)]


def test_tables_are_whole_and_unrounded():
    files, block = _files(Level.INTERNAL), _some().own[1]
    place, table = next((n, t) for n, t in enumerate(block.tables, 1) if len(t.frame) > 40)
    read = pd.read_csv(BytesIO(files[f"tables/{block.key}-{place}.csv"]), encoding="utf-8-sig")
    assert list(read.columns) == [*table.labels.values(), "sample_data"]
    area = next(c for c, kind in table.kinds.items() if str(kind) == "hectares")
    assert read[table.labels[area]].tolist() == pytest.approx(table.frame[area].tolist())
    book = openpyxl.load_workbook(BytesIO(files["tables.xlsx"]), read_only=True)
    assert len(book.sheetnames) == 1 + sum(len(one.tables) for one in _some().own)


def test_the_record_makes_the_brief_again():
    record = manifest.read(_files(Level.INTERNAL)["manifest.json"])
    kept = [one for one in given() if one.wanted.slug in ("totals", "compliance")]
    again = compose(manifest.order(record), kept)
    assert manifest.check(record, again.manifest) == ()


def test_what_is_too_large_is_left_out_and_told(monkeypatch):
    monkeypatch.setattr(pack, "MOST_FILE", 200_000)
    small = compose(order(entries=(Wanted(slug="totals"),)), given()[:1])
    with zipfile.ZipFile(BytesIO(_plainly(small))) as file:
        assert "data/sites.gpkg" not in file.namelist()
        told = file.read("README.txt").decode("utf-8-sig")
    left = told.partition("LEFT OUT BECAUSE")[2].partition("\r\n\r\n")[0]
    assert "data/sites.gpkg" in left
    assert "data/sites.gpkg" not in told.partition("LEFT OUT BECAUSE")[0]


def test_work_is_told_of_and_can_be_ended():
    small, heard = compose(order(entries=(Wanted(slug="totals"),)), given()[:1]), []

    def told(share):
        heard.append(share)
        if share > 0.3:
            raise InterruptedError

    with pytest.raises(InterruptedError), progress.heard(told):
        pack.pack(small)
    assert heard == sorted(heard)


@pytest.mark.parametrize(
    ("title", "name", "sheet"),
    [
        ("Été / São", "ete-sao", "1 Été São"),
        ("../../etc/passwd", "etc-passwd", "1 .. .. etc passwd"),
        ("=cmd|'x'", "cmd-x", "1 =cmd| x"),
        ("\u4e2d", "x", "1 \u4e2d"),
        ("a" * 200, "a" * 60, "1 " + "a" * 29),
    ],
)
def test_names_are_safe(title, name, sheet):
    assert pack.safe(title) == name
    assert pack.sheet_name(1, title) == sheet


def test_the_search_finds_sites_where_they_are():
    """What looks for leaks does find names, texts of places, and places in binary files."""
    found = leaks("pack.zip", _packed(Level.INTERNAL), Secrets(analytics.sample()))
    for part in ("data/sites.csv", "data/sites.gpkg/sites#shapes", "tables/compliance-4.csv"):
        assert f"pack.zip/{part}" in found
    assert any("tables.xlsx/xl/" in part for part in found)
    assert any(part.endswith("map-2.csv") for part in found)


def test_no_site_is_in_a_public_pack():
    assert leaks("pack.zip", _packed(Level.PUBLIC), Secrets(analytics.sample())) == {}


def test_maps_of_a_public_brief_are_cells():
    made = _every()
    shown = [one for block in made.blocks for one in block.section.maps]
    assert len(shown) >= 6
    for one in shown:
        for shape in one.shapes.geometry:
            point = shape.representative_point()
            (cell,) = places.cells(gpd.GeoSeries([point]))
            assert shape.equals_exact(places.outline(cell), 1e-12)


def test_cells_stand_in_the_place_of_sites():
    files = _files(Level.PUBLIC)
    assert not [name for name in files if "sites" in name]
    told = pd.read_csv(BytesIO(files["data/cells.csv"]), encoding="utf-8-sig")
    known = told["sites"].dropna()
    assert (known >= 3).all()
    assert told["area_ha"][told["sites"].isna()].isna().all()
    record = json.loads(files["manifest.json"])
    assert record["redacted"]
    assert record["order"]["level"] == "public"


FORMS = (
    (Audience.BRIEF, ".html"),
    (Audience.BRIEF, ".pdf"),
    (Audience.BRIEF, ".docx"),
    (Audience.DECK, ".pptx"),
)


@cache
def _typed():
    """Three answers for public readers, and a sentence in which the author names a site."""
    slugs = ("totals", "compliance", "exposure", "overview")
    kept = [one for one in given() if one.wanted.slug in slugs]
    entries = tuple(one.wanted for one in kept if not one.is_lent)
    edits = {"headline": "Look at sample-0351 first"}
    return compose(order(level=Level.PUBLIC, entries=entries, edits=edits), kept)


@pytest.mark.parametrize(("audience", "suffix"), FORMS)
def test_no_site_is_in_any_form_but_those_the_author_names(audience, suffix):
    made = _typed()
    one = replace(made, order=replace(made.order, audience=audience))
    found = leaks(f"brief{suffix}", make.written(one, suffix), Secrets(analytics.sample()))
    assert {name for names in found.values() for name in names} == {"sample-0351"}
    assert redact.leaks(made) == [
        "A sentence you wrote: “sample-0351” is the name of a site. Public readers should not see it."
    ]
