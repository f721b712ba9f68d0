"""Sources, detection by content, and what must never happen while reading."""

import gzip
import http.server
import json
import os
import sqlite3
import sys
import tempfile
import threading
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
import shapely

from analytics.core.words import LANGUAGES
from analytics.intake import parsed
from analytics.intake.limits import Limits
from analytics.intake.read import open_file, open_raster
from analytics.intake.work import ReadError
from tests.intake import samples

VRT = """<OGRVRTDataSource><OGRVRTLayer name="a"><SrcDataSource>{source}</SrcDataSource>
<SrcLayer>secret</SrcLayer></OGRVRTLayer></OGRVRTDataSource>"""


@pytest.fixture(autouse=True)
def _fresh_cache(monkeypatch, tmp_path_factory):
    monkeypatch.setenv("OREWATCH_CACHE", str(tmp_path_factory.mktemp("cache")))


CODE = tuple(map(str, (Path(__file__).parents[2], sys.prefix, sys.base_prefix)))
watched = []


def _watch(event, arguments):
    """Once added, an audit hook stays; it writes down only while a test listens."""
    if watched and event in ("open", "socket.connect", "socket.getaddrinfo", "subprocess.Popen"):
        target = arguments[0] if event == "open" else event
        if not isinstance(target, int) and not os.fsdecode(target).startswith(CODE):
            watched.append(target)


sys.addaudithook(_watch)


@pytest.fixture
def _no_reach():
    """No file but the program's own is opened, and nobody is asked anything."""
    watched[:] = ["listening"]
    yield
    reached, watched[:] = watched[1:], []
    assert reached == []


def spatialite():
    with sqlite3.connect(":memory:") as database:
        database.execute("CREATE TABLE geometry_columns (a)")
        return database.serialize()


def code(data, **how):
    with pytest.raises(ReadError) as caught:
        open_file(data, **how)
    for language in LANGUAGES:
        assert caught.value.text(language)
    return caught.value.code


@pytest.mark.usefixtures("_no_reach")
@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        ("empty", b"", "file-empty"),
        ("only a mark", b"\xef\xbb\xbf \n", "file-empty"),
        ("GeoTIFF", b"II*\0" + bytes(40), "raster-here"),
        ("BigTIFF", b"MM\0+" + bytes(40), "raster-here"),
        ("a tif in a zip", samples.zipped({"a.tif": b"II*\0"}), "raster-here"),
        ("PDF", b"%PDF-1.7", "foreign"),
        ("PNG", b"\x89PNG\r\n\x1a\n", "foreign"),
        ("old Excel", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "foreign"),
        ("Word", samples.zipped({"[Content_Types].xml": b"", "word/document.xml": b""}), "foreign"),
        ("web page", b"<!DOCTYPE html><html><body>404</body></html>", "is-page"),
        ("GPX", b'<?xml version="1.0"?><gpx></gpx>', "xml-other"),
        ("VRT", VRT.format(source="/etc/passwd").encode(), "xml-other"),
        ("TopoJSON", b'{"type":"Topology","objects":{},"arcs":[]}', "is-topojson"),
        (
            "Esri JSON",
            b'{"geometryType":"esriGeometryPoint","features":[{"attributes":{"a":1}}]}',
            "is-esrijson",
        ),
        ("settings", b'{"a": 1}', "json-other"),
        ("a list of numbers", b"[1, 2]", "json-empty"),
        ("no features", b'{"type":"FeatureCollection","features":[]}', "json-empty"),
        ("one .shp", b"\x00\x00\x27\x0a" + bytes(96), "shp-alone"),
        ("noise", bytes(range(256)) * 4, "binary"),
        ("prose", b"This is a letter.\nIt has two lines.\n", "not-a-table"),
        (
            "prose with commas",
            b"Dear Sir,\nwe saw, we came, we left\nand so on\nyours, me, too, and\nnone\n",
            "not-a-table",
        ),
        ("a header alone", b"name,area\n", "table-empty"),
        ("SQLite", spatialite(), "is-sqlite"),
        ("half a zip", samples.shapefile()[:300], "archive-damaged"),
        ("half a gzip", gzip.compress(samples.geojson(), mtime=0)[:200], "archive-damaged"),
        ("empty zip", samples.zipped({}), "archive-empty"),
        ("zip of pictures", samples.zipped({"a.png": b"x"}), "archive-empty"),
        ("zip in zip", samples.zipped({"a.zip": samples.shapefile()}), "archive-nested"),
        ("disguised zip in zip", samples.zipped({"a.csv": samples.shapefile()}), "archive-nested"),
        (
            "gzip in gzip in gzip",
            gzip.compress(gzip.compress(gzip.compress(b"a,b\n1,2\n", mtime=0), mtime=0), mtime=0),
            "archive-nested",
        ),
        ("half a GeoPackage", samples.geopackage()[:8192], "database-damaged"),
        ("half a Parquet", samples.geoparquet()[:-20], "parquet-damaged"),
        ("half a workbook", samples.zipped({"xl/workbook.xml": b"<workbook"}), "xlsx-damaged"),
        ("empty KML", b"<kml><Document/></kml>", "kml-empty"),
        (
            "KML of links",
            b"<kml><NetworkLink><Link><href>http://x/</href></Link></NetworkLink></kml>",
            "kml-links",
        ),
    ],
)
def test_says_what_a_wrong_file_is(name, data, expected):
    assert code(data) == expected, name


def test_the_name_is_never_believed():
    assert open_file(samples.geopackage(), name="x.geojson").file_format == "GeoPackage"
    assert open_file(samples.geojson(), name="x.csv").file_format == "GeoJSON"


@pytest.mark.usefixtures("_no_reach")
@pytest.mark.parametrize("source", ["secret.csv", "/vsicurl/http://127.0.0.1/latest/meta-data.csv"])
def test_a_recipe_in_disguise_reads_no_other_file(source, tmp_path):
    """Trap T2: GDAL would follow a VRT whatever the upload is called."""
    recipe = VRT.format(source=source if source.startswith("/") else tmp_path / source).encode()
    for disguise in (
        recipe,
        b"\xef\xbb\xbf" + recipe,
        b'<?xml version="1.0"?>' + recipe,
        gzip.compress(recipe),
    ):
        assert code(disguise, name="x.geojson") == "xml-other"


@pytest.mark.usefixtures("_no_reach")
def test_a_recipe_in_an_archive_or_a_database_reads_no_other_file():
    recipe = VRT.format(source="/etc/passwd")
    assert code(samples.zipped({"sites.geojson": recipe.encode()})) == "xml-other"
    plant = f"UPDATE sites SET geom = '{recipe}', note = '{recipe}'"  # noqa: S608 - our own text
    planted = samples.geopackage(extra=(plant,))
    raw = open_file(planted)
    assert raw.frame.geometry.isna().all()
    assert [(i.code, i.count) for i in raw.issues] == [("shape-unreadable", samples.ROWS)]


@pytest.mark.usefixtures("_no_reach")
@pytest.mark.parametrize("kind", ["link", "LINK", "name"])
def test_a_linked_crs_is_not_followed(kind):
    crs = {"type": kind, "properties": {"href": "http://127.0.0.1:9/crs", "type": "proj4"}}
    raw = open_file(json.dumps({**samples.collection(), "crs": crs}).encode())
    assert raw.crs == ""
    assert {i.code for i in raw.issues} <= {"crs-link", "crs-unclear"}
    assert raw.issues


@pytest.mark.usefixtures("_no_reach")
def test_a_database_view_can_neither_reach_out_nor_run_for_ever():
    endless = (
        "CREATE VIEW v AS WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT x FROM n",
        "INSERT INTO gpkg_contents VALUES ('v', 'attributes', 'v', 0)",
    )
    assert code(samples.geopackage(extra=endless), layer="v") == "database-damaged"
    vast = (
        "CREATE VIEW v AS SELECT randomblob(1000000000) AS x FROM sites",
        "INSERT INTO gpkg_contents VALUES ('v', 'attributes', 'v', 0)",
    )
    assert code(samples.geopackage(extra=vast), layer="v") == "database-damaged"


def test_reading_leaves_no_temporary_file(tmp_path, monkeypatch):
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", None)
    for make in samples.EVERY.values():
        data = make()
        open_file(data)
        for part in (len(data) // 3, len(data) - 5):
            try:
                open_file(data[:part])
            except ReadError:
                continue
    assert list(tmp_path.iterdir()) == []


def test_intake_needs_no_gdal():
    """Vector files never reach GDAL, so none of its drivers can be reached through one."""
    readers = Path(__file__).parents[2] / "analytics" / "intake"
    for file in readers.rglob("*.py"):
        text = file.read_text()
        assert "pyogrio" not in text, file
        assert "read_file(" not in text, file


def test_reads_a_path_as_text_or_as_path(tmp_path):
    path = tmp_path / "sites.geojson"
    path.write_bytes(samples.geojson())
    assert open_file(path).name == "sites.geojson"
    assert open_file(str(path), name="Sites").name == "Sites"


def test_a_shapefile_on_disk_is_read_with_its_parts(tmp_path):
    for part, data in samples.shapefile_parts().items():
        (tmp_path / f"sites.{part}").write_bytes(data)
    raw = open_file(tmp_path / "sites.shp")
    assert (len(raw.frame), raw.layer, raw.issues) == (samples.ROWS, "sites", ())
    assert "name" in raw.frame


def test_says_what_is_wrong_with_a_path(tmp_path):
    assert code(tmp_path) == "is-folder"
    assert code(tmp_path / "none.csv") == "no-file"
    assert code("a\0b") == "no-access"


def test_layers_are_offered_and_the_rest_is_told():
    raw = open_file(samples.geopackage(("empty?", "sites")))
    assert raw.layers == ("empty?", "sites")
    assert raw.layer == "empty?"
    assert [(i.code, i.facts["others"]) for i in raw.issues] == [("layers-left", "sites")]
    assert open_file(samples.geopackage(("a", "b")), layer="b").layer == "b"
    assert open_file(samples.kml(("2019", "2020"))).layers == ("2019", "2020")
    assert open_file(samples.xlsx(("a", "b")), layer="b").layer == "b"
    two = {f"{n}.{p}": d for n in ("a", "b") for p, d in samples.shapefile_parts().items()}
    assert open_file(samples.zipped(two), layer="b").layers == ("a", "b")
    both = samples.zipped({"a.csv": samples.delimited(), "x/b.geojson": samples.geojson()})
    assert open_file(both, layer="b").file_format == "GeoJSON"


def test_a_layer_nobody_has_is_refused_by_name():
    assert code(samples.geopackage(), layer="x") == "no-such-layer"
    assert code(samples.geojson(), layer="x") == "no-layers-here"


def test_the_first_layer_with_records_is_read():
    emptied = samples.geopackage(("a", "b"), extra=('DELETE FROM "a"',))
    assert open_file(emptied).layer == "b"


@pytest.fixture
def server(monkeypatch):
    """A web server of this machine that answers with what the test gives it."""
    monkeypatch.setenv("OREWATCH_LOCAL_URLS", "1")
    for proxy in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(proxy, raising=False)
    answers = {}

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            status, headers, body = answers.get(self.path, (404, {}, b"no"))
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as running:
        thread = threading.Thread(target=running.serve_forever, args=(0.01,))
        thread.start()
        yield f"http://127.0.0.1:{running.server_port}", answers
        running.shutdown()
        thread.join()


def test_reads_an_address(server):
    base, answers = server
    answers["/data/sites.geojson?key=s"] = (200, {}, samples.geojson())
    answers["/moved"] = (302, {"Location": "/data/sites.geojson?key=s"}, b"")
    assert open_file(f"{base}/data/sites.geojson?key=s").name == "sites.geojson"
    assert len(open_file(f"{base}/moved").frame) == samples.ROWS


def test_says_what_is_wrong_with_an_address(server):
    base, answers = server
    answers["/far"] = (302, {"Location": "ftp://127.0.0.1/x"}, b"")
    answers["/file"] = (302, {"Location": "file:///etc/passwd"}, b"")
    answers["/big"] = (200, {"Content-Length": "9000000"}, b"")
    answers["/long"] = (200, {}, b"a,b\n" * 500_000)
    small = Limits(upload_mb=1)
    assert code(f"{base}/none") == "fetch-refused"
    assert code(f"{base}/far") == "fetch-refused"
    assert code(f"{base}/file") == "fetch-refused"
    assert code(f"{base}/big", limits=small) == "too-large"
    assert code(f"{base}/long", limits=small) == "too-large"
    assert code("http://127.0.0.1:1/x") == "fetch-failed"
    assert code("http://[bad/x") == "fetch-failed"
    with pytest.raises(ReadError) as caught:
        open_file(f"{base.replace('//', '//me:secret@')}/none?token=secret")
    assert "secret" not in str(caught.value)


def test_an_address_inside_the_network_is_refused_unless_allowed(monkeypatch, server):
    base, answers = server
    answers["/x"] = (200, {}, samples.geojson())
    monkeypatch.delenv("OREWATCH_LOCAL_URLS")
    assert code(f"{base}/x") == "fetch-local"
    assert code("http://localhost/x") == "fetch-local"
    assert code("http://169.254.169.254/latest/meta-data/") == "fetch-local"


def large():
    """The sites, made large enough to be worth keeping."""
    features = [
        {**f, "properties": {**f["properties"], "pad": "x" * 200_000}} for f in samples.features()
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def test_a_large_file_is_parsed_once(monkeypatch):
    first = open_file(large(), name="a.geojson")
    monkeypatch.setattr(
        "analytics.intake.formats.geojson.read", lambda *_: pytest.fail("parsed twice")
    )
    again = open_file(large(), name="b.geojson")
    assert again.name == "b.geojson"
    assert again.frame.drop(columns="geometry").equals(first.frame.drop(columns="geometry"))
    assert shapely.equals_exact(
        again.frame.geometry.to_numpy(), first.frame.geometry.to_numpy()
    ).all()
    assert (again.issues, again.crs, again.sha256) == (first.issues, first.crs, first.sha256)


def test_what_is_kept_survives_types_faults_and_findings():
    features = [
        {
            "type": "Feature",
            "geometry": {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1]]]},
            "properties": {"t": True, "n": 1, "m": 1, "l": [1], "f": 0.5},
        },
        {
            "type": "Feature",
            "geometry": None,
            "properties": {"t": None, "n": 2, "m": "x", "l": None, "f": None},
        },
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [1, 2, 3]},
            "properties": {"é": "ß"},
        },
    ]
    raw = open_file(json.dumps({"type": "FeatureCollection", "features": features}).encode())
    assert parsed.keep(raw, "")
    known = parsed.find(raw.sha256, "")
    assert known.frame.equals(raw.frame)
    assert known.frame.dtypes.astype(str).to_dict() == raw.frame.dtypes.astype(str).to_dict()
    assert known.issues == raw.issues


def test_a_damaged_keepsake_is_parsed_again():
    open_file(large())
    (kept,) = parsed.folder().glob("*.parquet")
    for damage in (b"", b"PAR1", kept.read_bytes()[:-50], samples.geoparquet()):
        kept.write_bytes(damage)
        assert len(open_file(large()).frame) == samples.ROWS
    assert parsed.find(open_file(large()).sha256, "") is not None


def test_the_cache_stays_within_its_size(monkeypatch):
    monkeypatch.setenv("OREWATCH_CACHE_MB", "0")
    open_file(large())
    assert list(parsed.folder().iterdir()) == []


def test_a_cache_size_that_is_no_number_is_the_usual_one(monkeypatch):
    monkeypatch.setenv("OREWATCH_CACHE_MB", "plenty")
    open_file(large())
    assert len(list(parsed.folder().iterdir())) == 1


def test_a_cache_that_cannot_be_written_is_no_error(monkeypatch, tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("")
    monkeypatch.setenv("OREWATCH_CACHE", str(blocked))
    assert len(open_file(large()).frame) == samples.ROWS


def test_an_archive_with_password_is_named():
    data = bytearray(samples.zipped({"a.csv": b"a,b\n1,2\n"}))
    for mark in (b"PK\x03\x04", b"PK\x01\x02"):
        place = data.index(mark)
        data[place + (6 if mark[2] == 3 else 8)] |= 1
    assert code(bytes(data)) == "archive-locked"


def test_a_raster_is_opened_from_bytes_and_path(tmp_path):
    with pytest.raises(Exception, match="GeoTIFF"):
        open_raster(b"II*\0")
    (tmp_path / "a.tif").write_bytes(VRT.encode())
    with pytest.raises(Exception, match="GeoTIFF"):
        open_raster(tmp_path / "a.tif")


def test_an_archive_of_nothing_but_clutter_is_empty():
    content = BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("__MACOSX/._sites.geojson", b"x")
    assert code(content.getvalue()) == "archive-empty"


def test_a_byte_order_mark_is_told():
    raw = open_file(b"\xef\xbb\xbfname,area_ha\nx,1\n")
    assert list(raw.frame.columns) == ["name", "area_ha", "geometry"]
    assert [issue.code for issue in raw.issues] == ["encoding-mark"]


def test_a_ragged_table_of_sites_is_read_and_told():
    raw = open_file(b"country,year,area_ha\nPER,2020,5,9,9\nBRA,2021\nCOL,2020,7\n")
    assert {"row-long", "row-short"} <= {issue.code for issue in raw.issues}
    assert list(raw.frame["country"]) == ["PER", "BRA", "COL"]


@pytest.mark.parametrize(
    ("rows", "example"),
    [
        ("-701,-12.1\n-702,-12.2", "-701 -12.1"),
        ("-70.123.456,-12.123.456\n-70.2.4,-12.1.4", "-70.123.456 -12.123.456"),
        ("-500,95\n-600,99\n-70,-12", "-500 95"),
    ],
)
def test_coordinates_that_are_none_are_told(rows, example):
    raw = open_file(f"lon,lat\n{rows}\n".encode())
    (told,) = raw.issues
    assert told.code == "coordinates-not-used"
    assert str(told.facts["examples"]).startswith(example)


def test_empty_coordinates_are_no_news():
    assert open_file(b"name,lon,lat\na,,\nb,,\n").issues == ()
