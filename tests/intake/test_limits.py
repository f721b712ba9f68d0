"""Refused before it is read: size, bombs, unsafe names, counts, nesting."""

import gzip
import json
import struct
import tracemalloc
import zipfile
from io import BytesIO

import openpyxl
import pyarrow as pa
import pytest
import shapely

from analytics.intake import limits as limit
from analytics.intake.limits import Limits
from analytics.intake.read import open_file
from analytics.intake.work import ReadError
from tests.intake import samples

SMALL = Limits(upload_mb=1, features=5, vertices=30, unpacked_mb=20, cells=200, columns=10)


def code(data, limits=SMALL):
    with pytest.raises(ReadError) as caught:
        open_file(data, limits=limits)
    return caught.value.code


def zeros(megabytes):
    """That many megabytes of nothing in an archive of a few kilobytes."""
    content = BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        archive.writestr("sites.csv", b"0" * megabytes * 1_000_000)
    return content.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        ("size", b"a,b\n" * 300_000, "too-large"),
        ("records in GeoJSON", samples.geojson(), "too-many-features"),
        ("records in a GeoPackage", samples.geopackage(), "too-many-features"),
        ("records in a shapefile", samples.shapefile(), "too-many-features"),
        ("records in KML", samples.kml(), "too-many-features"),
        ("records in Parquet", samples.parquet(), "too-many-features"),
        ("records in CSV", samples.delimited(), "too-many-features"),
        ("records in a workbook", samples.xlsx(), "too-many-features"),
        ("zip bomb", zeros(12), "bomb-ratio"),
        ("gzip bomb", gzip.compress(b"0" * 12_000_000), "bomb-ratio"),
        ("large gzip", gzip.compress(bytes(range(256)) * 100_000), "bomb-ratio"),
        (
            "wide table",
            b",".join(b"c%d" % n for n in range(11)) + b"\n" + b"1," * 10 + b"1\n",
            "too-many-columns",
        ),
    ],
)
def test_refuses_too_much_of(name, data, expected):
    assert code(data) == expected, name


def test_vertices_are_counted():
    line = {"type": "LineString", "coordinates": [[n, n] for n in range(31)]}
    assert code(json.dumps(line).encode()) == "too-many-vertices"
    blob = shapely.to_wkb(shapely.LineString([(n, n) for n in range(31)]))
    geo = {"primary_column": "g", "columns": {"g": {"encoding": "WKB"}}}
    table = pa.table({"g": [blob]}).replace_schema_metadata({"geo": json.dumps(geo)})
    assert code(samples.parquet_bytes(table)) == "too-many-vertices"


def test_a_bomb_is_refused_before_it_is_unpacked():
    tracemalloc.start()
    bomb = gzip.compress(b"0" * 100_000_000)
    tracemalloc.reset_peak()
    assert code(bomb, Limits()) == "bomb-ratio"
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 60_000_000


def test_only_the_limit_that_was_passed_is_named():
    by_size = ReadError("bomb", limit_mb=1000).text("en")
    by_ratio = ReadError("bomb-ratio", ratio=200).text("en")
    assert ("1,000 MB" in by_size, "times" in by_size) == (True, False)
    assert ("200 times" in by_ratio, "MB" in by_ratio) == (True, False)


def test_a_column_folded_to_one_long_value_is_not_unfolded():
    """A dictionary page holds a long text once; every row would repeat it in memory."""
    small = Limits(unpacked_mb=20)
    for column in (["x" * 1_000_000] * 30, [["x" * 1_000_000]] * 30, [b"x" * 1_000_000] * 30):
        assert code(samples.parquet_bytes(pa.table({"a": column})), small).startswith("bomb")


@pytest.mark.parametrize(
    "name", ["../x.csv", "/etc/x.csv", "a/../../x.csv", "C:/x.csv", "..\\x.csv"]
)
def test_refuses_names_that_point_out_of_the_archive(name):
    content = BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        member = zipfile.ZipInfo("x")
        member.filename = name
        archive.writestr(member, b"a,b\n1,2\n")
    assert code(content.getvalue()) == "archive-unsafe"


def test_refuses_links_in_an_archive():
    content = BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        member = zipfile.ZipInfo("sites.csv")
        member.external_attr = 0o120777 << 16
        archive.writestr(member, "/etc/passwd")
    assert code(content.getvalue()) == "archive-unsafe"


def test_refuses_archives_of_thousands_of_files():
    assert code(samples.zipped({f"{n}.csv": b"" for n in range(2001)})) == "too-many-entries"


def test_an_archive_that_lies_about_its_sizes_yields_no_more_than_it_said():
    data = bytearray(zeros(15))
    place = data.index(b"PK\x01\x02")
    struct.pack_into("<I", data, place + 24, 8)
    assert code(bytes(data), Limits()) == "archive-damaged"


@pytest.mark.parametrize(
    "document",
    [
        b'<?xml version="1.0"?><!DOCTYPE kml [<!ENTITY a "x">]><kml><Placemark><name>&a;</name></Placemark></kml>',
        b'<!DOCTYPE kml SYSTEM "http://127.0.0.1:9/x.dtd"><kml/>',
        b'<!DOCTYPE kml [<!ENTITY a SYSTEM "file:///etc/passwd">]><kml><name>&a;</name></kml>',
    ],
)
def test_refuses_entities_and_document_types(document):
    assert code(document) == "xml-entities"
    assert code(samples.zipped({"doc.kml": document})) == "xml-entities"


def test_refuses_entities_in_a_workbook():
    with zipfile.ZipFile(BytesIO(samples.xlsx())) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    files[sheet] = b'<!DOCTYPE x [<!ENTITY a "b">]>' + files[sheet]
    assert code(samples.zipped(files), Limits()) in ("xml-entities", "xlsx-damaged")


def test_a_workbook_may_have_many_cells():
    book = openpyxl.Workbook()
    for row in range(300):
        book.active.append([f"{row}-{column}" for column in range(20)])
    out = BytesIO()
    book.save(out)
    assert open_file(out.getvalue()).frame.shape == (299, 21)


def test_a_sheet_with_one_cell_in_its_last_corner_is_small():
    book = openpyxl.Workbook()
    for row in (["name", "area"], ["a", 1]):
        book.active.append(row)
    book.active.cell(60_000, 1, "b")
    out = BytesIO()
    book.save(out)
    assert len(open_file(out.getvalue()).frame) == 2
    book.active.cell(2, 16_000, "far")
    out = BytesIO()
    book.save(out)
    assert code(out.getvalue(), Limits()) == "too-many-columns"


def missing(data):
    """How many shapes of a file are missing; for a file refused, the code."""
    try:
        return int(open_file(data).frame.geometry.isna().sum())
    except ReadError as error:
        return error.code


@pytest.mark.parametrize("depth", [70, 2_000, 60_000])
def test_nesting_ends_in_a_sentence_or_a_shapeless_record(depth):
    """The geometry engine alone would overflow its stack and take the process with it."""
    binary = (b"\1\7\0\0\0\1\0\0\0" * depth).hex()
    multi = (b"\1\6\0\0\0\1\0\0\0" * depth).hex()
    words = "GEOMETRYCOLLECTION(" * depth + "POINT(1 1)" + ")" * depth
    for cell in (binary, multi, words):
        sound = "".join(f"{n};POINT({n} {n})\n" for n in range(3))
        assert missing(f'a;geometry\n{sound}4;"{cell}"\n'.encode()) == 1
        assert missing(f'a;geometry\n1;"{cell}"\n'.encode()) == 1
    collections = '{"type":"GeometryCollection","geometries":[' * depth + "]}" * depth
    assert missing(collections.encode()) in (1, "too-nested")
    assert missing(b"[" * depth) in ("json-cut", "too-nested")
    assert missing(b"<kml>" + b"<Folder>" * depth) == "too-nested"
    properties = (
        b'{"type":"Feature","geometry":null,"properties":{"a":' + b"[" * depth + b"]" * depth
    )
    assert missing(properties + b"}}") in (1, "too-nested")


def test_the_environment_sets_the_limits(monkeypatch):
    monkeypatch.setenv("OREWATCH_MAX_UPLOAD_MB", "1")
    monkeypatch.setenv("OREWATCH_MAX_FEATURES", "2")
    assert code(b"a,b\n" * 300_000, None) == "too-large"
    assert code(samples.geojson(), None) == "too-many-features"
    assert limit.from_environment().vertices == Limits().vertices
    for value in ("many", "-1", "0", "1.5", "²"):
        monkeypatch.setenv("OREWATCH_MAX_UPLOAD_MB", value)
        assert code(b"", None) == "setting-number"


@pytest.mark.parametrize(
    "shape",
    [
        "LINESTRING ({})".format(", ".join(f"{n} 1" for n in range(40))),
        shapely.LineString([(n, 1) for n in range(40)]).wkb_hex,
        json.dumps({"type": "LineString", "coordinates": [[n, 1] for n in range(40)]}).replace(
            '"', '""'
        ),
    ],
)
def test_shapes_in_a_column_of_text_have_no_more_points_than_allowed(shape):
    assert code(f'name,geom\na,"{shape}"\n'.encode()) == "too-many-vertices"
