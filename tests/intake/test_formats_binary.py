"""KML, shapefiles, GeoPackage and Parquet: what only they can get wrong."""

import json
import struct
from datetime import UTC, datetime

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import pyogrio
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.intake.formats import wellknown
from analytics.intake.limits import Limits
from analytics.intake.read import open_file
from analytics.intake.work import ReadError
from tests.intake import samples


def codes(raw):
    return [issue.code for issue in raw.issues]


def kml(inside, encoding="UTF-8"):
    text = f'<?xml version="1.0" encoding="{encoding}"?><kml xmlns="http://www.opengis.net/kml/2.2" xmlns:gx="http://www.google.com/kml/ext/2.2"><Document>{inside}</Document></kml>'
    return open_file(text.encode(encoding))


@pytest.mark.parametrize(
    ("drawn", "wkt"),
    [
        ("<Point><coordinates>1,2,0</coordinates></Point>", "POINT Z (1 2 0)"),
        ("<Point><coordinates> 1.5 , 2.5 </coordinates></Point>", "POINT (1.5 2.5)"),
        ("<LineString><coordinates>1,2\n3,4</coordinates></LineString>", "LINESTRING (1 2, 3 4)"),
        (
            "<MultiGeometry><Point><coordinates>1,2</coordinates></Point><Point><coordinates>3,4</coordinates></Point></MultiGeometry>",
            "MULTIPOINT (1 2, 3 4)",
        ),
        (
            "<MultiGeometry><Point><coordinates>1,2</coordinates></Point><LineString><coordinates>1,2 3,4</coordinates></LineString></MultiGeometry>",
            "GEOMETRYCOLLECTION (POINT (1 2), LINESTRING (1 2, 3 4))",
        ),
        (
            "<gx:Track><when>2020</when><gx:coord>1 2 0</gx:coord><gx:coord>3 4 0</gx:coord></gx:Track>",
            "LINESTRING Z (1 2 0, 3 4 0)",
        ),
        (
            "<Polygon><outerBoundaryIs><LinearRing><coordinates>0,0 1,0 1,1</coordinates></LinearRing></outerBoundaryIs></Polygon>",
            "POLYGON ((0 0, 1 0, 1 1, 0 0))",
        ),
        ("<Point><coordinates>west,2</coordinates></Point>", None),
        ("<Point/>", "POINT EMPTY"),
        ("<Model/>", None),
        ("", None),
    ],
)
def test_kml_shapes(drawn, wkt):
    raw = kml(f"<Placemark><name>a</name>{drawn}</Placemark>")
    shape = raw.frame.geometry.loc[1]
    assert (shape is None) if wkt is None else shapely.equals_exact(shape, shapely.from_wkt(wkt))
    assert raw.crs == "OGC:CRS84"


def test_kml_data_in_every_place_it_is_put():
    raw = kml(
        "<Folder><name>A</name><Placemark><name>x</name><description><![CDATA[<b>d</b>]]></description>"
        "<TimeSpan><begin>2020</begin><end>2021</end></TimeSpan><TimeStamp><when>2022-05</when></TimeStamp>"
        '<ExtendedData><Data name="one"><value>1</value></Data><SchemaData schemaUrl="#s">'
        '<SimpleData name="two">2</SimpleData></SchemaData></ExtendedData></Placemark></Folder>'
    )
    record = raw.frame.drop(columns="geometry").loc[1].to_dict()
    assert record == {
        "name": "x",
        "description": "<b>d</b>",
        "begin": "2020",
        "end": "2021",
        "when": "2022-05",
        "one": "1",
        "two": "2",
    }
    assert raw.layer == "A"


def test_a_table_in_a_description_becomes_columns():
    html = "<html><body><table><tr><td colspan=2>Title</td></tr><tr><td><table><tr><td>NOMBRE</td><td>La Pampa</td></tr><tr bgcolor='#fff'><td>AREA_HA</td><td>12.5</td></tr><tr><td>NOTA</td><td></td></tr></table></td></tr></table></body></html>"
    frame = kml(
        f"<Placemark><name>a</name><description><![CDATA[{html}]]></description></Placemark>"
    ).frame
    assert frame[["NOMBRE", "AREA_HA", "NOTA", "name"]].astype(object).where(
        lambda f: f.notna(), None
    ).to_numpy().tolist() == [["La Pampa", "12.5", None, "a"]]
    for other in (
        "<b>no table</b>",
        "<table><tr><td>one</td></tr></table>",
        "<table><![if x]><tr>",
        "<table>" * 2000,
    ):
        frame = kml(f"<Placemark><description><![CDATA[{other}]]></description></Placemark>").frame
        assert list(frame.columns) == ["description", "geometry"]


def test_kml_in_old_encodings_and_without_a_word_about_it():
    assert kml("<Placemark><name>São</name></Placemark>", "ISO-8859-1").frame["name"].tolist() == [
        "São"
    ]
    bare = "<kml><Placemark><name>Ñandú é</name></Placemark></kml>".encode("cp1252")
    raw = open_file(bare)
    assert raw.frame["name"].tolist() == ["Ñandú é"]
    assert codes(raw) == ["encoding-guessed"]


def test_kml_links_are_told_and_not_followed():
    raw = kml(
        "<Placemark><name>a</name></Placemark><NetworkLink><Link><href>http://127.0.0.1:9</href></Link></NetworkLink>"
    )
    assert codes(raw) == ["links-ignored"]


@pytest.mark.parametrize(
    "text", ["<kml><Placemark>", "<kml><Placemark></kml>", "<kml", "<kml>&nbsp;</kml>"]
)
def test_broken_kml_names_the_line(text):
    with pytest.raises(ReadError) as caught:
        open_file(text.encode())
    assert caught.value.code in ("xml-cut", "xml-broken")
    assert caught.value.facts["line"] == 1


@pytest.mark.parametrize("without", ["dbf", "prj", "shx", "cpg"])
def test_a_shapefile_may_lack_parts(without):
    raw = open_file(samples.shapefile(without=(without,)))
    assert len(raw.frame) == samples.ROWS
    assert shapely.equals(raw.frame.geometry.to_numpy(), samples.shapes()).all()
    assert codes(raw) == ([] if without == "cpg" else ["parts-missing"])
    assert ("name" in raw.frame) == (without != "dbf")
    assert bool(raw.crs) == (without != "prj")


@pytest.mark.parametrize(
    ("encoding", "cpg"),
    [
        ("utf-8", b""),
        ("utf-8", b"UTF-8"),
        ("cp1252", b"1252"),
        ("cp1252", b"ANSI 1252"),
        ("latin-1", b"ISO-8859-1"),
        ("cp1252", b"nonsense"),
        ("cp850", b"OEM 850"),
    ],
)
def test_shapefile_text_is_read_by_its_encoding(encoding, cpg):
    parts = {**samples.shapefile_parts(encoding), "cpg": cpg}
    raw = open_file(samples.zipped({f"s.{part}": data for part, data in parts.items() if data}))
    assert raw.frame["name"].tolist() == [r["name"] for r in samples.records()]


def test_a_cut_shapefile_keeps_what_is_there():
    parts = samples.shapefile_parts()
    parts["shp"] = parts["shp"][: len(parts["shp"]) // 2]
    raw = open_file(samples.zipped({f"s.{part}": data for part, data in parts.items()}))
    assert len(raw.frame) == samples.ROWS
    assert {"shapes-cut", "parts-uneven"} <= set(codes(raw))
    parts = samples.shapefile_parts()
    parts["dbf"] = parts["dbf"][: len(parts["dbf"]) - 300]
    raw = open_file(samples.zipped({f"s.{part}": data for part, data in parts.items()}))
    assert len(raw.frame) == samples.ROWS
    assert "table-cut" in codes(raw)


shell = st.tuples(st.integers(-170, 160), st.integers(-80, 70), st.integers(1, 9))


@settings(max_examples=20, deadline=None)
@given(
    st.lists(
        st.tuples(st.lists(shell, min_size=1, max_size=4), st.booleans()), min_size=1, max_size=6
    )
)
def test_shapefiles_of_the_common_writer_are_read(tmp_path_factory, plans):
    """Multipolygons with holes, written by GDAL and read by us."""
    shapes = []
    for boxes, has_holes in plans:
        parts = [shapely.box(x, y, x + size, y + size) for x, y, size in boxes]
        whole = shapely.union_all(parts)
        if has_holes:
            whole = shapely.difference(
                whole,
                shapely.union_all(
                    [shapely.box(x + 0.25, y + 0.25, x + 0.5, y + 0.5) for x, y, _ in boxes]
                ),
            )
        shapes.append(whole)
    folder = tmp_path_factory.mktemp("shp")
    gpd.GeoDataFrame({"n": range(len(shapes))}, geometry=shapes, crs=4326).to_file(folder / "a.shp")
    raw = open_file(folder / "a.shp")
    assert shapely.equals(raw.frame.geometry.to_numpy(), np.array(shapes)).all()
    assert raw.frame["n"].tolist() == list(range(len(shapes)))


@pytest.mark.parametrize(
    "wkt",
    [
        "POINT (1 2)",
        "POINT Z (1 2 3)",
        "MULTIPOINT (1 2, 3 4)",
        "LINESTRING (0 0, 1 1)",
        "MULTILINESTRING ((0 0, 1 1), (2 2, 3 3))",
        "POLYGON Z ((0 0 1, 0 1 2, 1 1 3, 0 0 1))",
    ],
)
def test_every_type_of_shapefile(wkt, tmp_path):
    shape = shapely.from_wkt(wkt)
    frame = gpd.GeoDataFrame({"n": [1, 2]}, geometry=[shape, None], crs=4326)
    pyogrio.write_dataframe(frame, tmp_path / "a.shp")
    raw = open_file(tmp_path / "a.shp")
    assert shapely.equals_exact(
        shapely.normalize(raw.frame.geometry.loc[1]), shapely.normalize(shape)
    )
    assert raw.frame.geometry.loc[2] is None


def test_attributes_of_every_kind(tmp_path):
    frame = gpd.GeoDataFrame(
        {
            "t": ["ñ", None],
            "i": [1, 2],
            "f": [0.5, np.nan],
            "d": pd.to_datetime(["2021-03-04", None]).date,
            "b": [True, False],
        },
        geometry=[shapely.Point(0, 0)] * 2,
        crs=4326,
    )
    frame.to_file(tmp_path / "a.shp")
    record = open_file(tmp_path / "a.shp").frame.iloc[0]
    assert (record["t"], record["i"], record["f"], record["d"], bool(record["b"])) == (
        "ñ",
        1,
        0.5,
        "2021-03-04",
        True,
    )


def test_geopackages_of_the_common_writer_are_read(tmp_path):
    frame = gpd.GeoDataFrame(
        {
            "t": ["ñ", None],
            "i": [1, 2],
            "f": [0.5, np.nan],
            "b": [True, False],
            "when": [datetime(2021, 3, 4, tzinfo=UTC), None],
        },
        geometry=[shapely.Point(0, 0, 5), None],
        crs="EPSG:32718",
    )
    frame.to_file(tmp_path / "a.gpkg", layer="one")
    pyogrio.write_dataframe(pd.DataFrame({"country": ["PER"]}), tmp_path / "a.gpkg", layer="two")
    raw = open_file(tmp_path / "a.gpkg")
    assert (raw.layers, raw.crs) == (("one", "two"), "EPSG:32718")
    assert raw.frame["b"].tolist() == [True, False]
    assert raw.frame.geometry.loc[1].z == 5
    assert raw.frame["when"].loc[1].startswith("2021-03-04")
    plain = open_file(tmp_path / "a.gpkg", layer="two").frame
    assert plain["country"].tolist() == ["PER"]
    assert plain.geometry.isna().all()


def test_a_geopackage_in_write_ahead_mode_is_read():
    data = bytearray(samples.geopackage())
    data[18:20] = b"\2\2"
    assert len(open_file(bytes(data)).frame) == samples.ROWS


def test_parquet_without_the_mark_is_searched_for_places():
    table = pa.table({"lon": [1.0, 2.0], "lat": [3.0, 4.0], "n": [1, 2]})
    raw = open_file(samples.parquet_bytes(table))
    assert [(p.x, p.y) for p in raw.frame.geometry] == [(1, 3), (2, 4)]
    assert raw.file_format == "Parquet"


def test_parquet_columns_of_every_kind():
    table = pa.table(
        {
            "i": pa.array([1, None], pa.int16()),
            "u": pa.array([2**63, 1], pa.uint64()),
            "d": pa.array([1, 2], pa.decimal128(5, 2)),
            "s": pa.array(["a", "b"]).dictionary_encode(),
            "day": pa.array([0, 1], pa.date32()),
            "at": pa.array([0, 1], pa.timestamp("s")),
            "l": pa.array([[1], [2, 3]]),
            "n": pa.nulls(2),
            "h": pa.array([1.5, 2.5], pa.float32()),
            "b": pa.array([True, None]),
        }
    )
    frame = open_file(samples.parquet_bytes(table)).frame
    assert frame["u"].tolist() == [str(2**63), "1"]
    assert frame["d"].tolist() == [1.0, 2.0]
    assert frame["l"].tolist() == ["[1]", "[2, 3]"]
    assert frame["day"].tolist()[0] == pd.Timestamp("1970-01-01")
    assert frame["s"].tolist() == ["a", "b"]
    assert frame["h"].dtype == "float64"


@pytest.mark.parametrize(
    ("crs", "expected"),
    [
        (None, "OGC:CRS84"),
        ({"crs": None}, ""),
        ({"crs": {"id": {"authority": "EPSG", "code": 32718}}}, "EPSG:32718"),
        ({"crs": {"type": "ProjectedCRS"}}, '{"type": "ProjectedCRS"}'),
    ],
)
def test_geoparquet_means_degrees_only_when_it_says_nothing(crs, expected):
    column = {"encoding": "WKB", **(crs or {})}
    geo = {"primary_column": "g", "columns": {"g": column}}
    table = pa.table({"g": [shapely.to_wkb(shapely.Point(1, 2))]}).replace_schema_metadata(
        {"geo": json.dumps(geo)}
    )
    assert open_file(samples.parquet_bytes(table)).crs == expected


@pytest.mark.parametrize(
    "geo",
    [
        b"{",
        b"[]",
        b'{"primary_column":"x"}',
        b'{"primary_column":1}',
        b'{"primary_column":"g","columns":[]}',
        b'{"primary_column":"g","columns":{"g":1}}',
    ],
)
def test_a_broken_mark_is_no_crash(geo):
    table = pa.table({"g": [b"x"]}).replace_schema_metadata({"geo": geo})
    with pytest.raises(ReadError) as caught:
        open_file(samples.parquet_bytes(table))
    assert caught.value.code == "parquet-damaged"


def test_binary_shapes_are_checked_before_the_engine_sees_them():
    point = shapely.to_wkb(shapely.Point(1, 2))
    sound = [
        point,
        shapely.to_wkb(shapely.MultiPolygon([shapely.box(0, 0, 1, 1)] * 3)),
        shapely.to_wkb(
            shapely.GeometryCollection([shapely.Point(1, 2), shapely.MultiPoint([(1, 2)])])
        ),
        shapely.to_wkb(shapely.Point(1, 2, 3), flavor="iso"),
        shapely.to_wkb(shapely.from_wkt("MULTIPOINT ZM (1 2 3 4)"), flavor="iso"),
        shapely.to_wkb(shapely.set_srid(shapely.MultiPoint([(1, 2)]), 4326), include_srid=True),
        shapely.to_wkb(shapely.MultiPoint([(1, 2)]), byte_order=0),
    ]
    shapes, bad = wellknown.from_binary(sound, Limits())
    assert bad == []
    assert all(shape is not None for shape in shapes)
    curve = b"\1" + struct.pack("<II", 8, 0)
    broken = [
        b"",
        b"\1",
        b"\2" + point[1:],
        point[:-3],
        b"\1\7\0\0\0\xff\xff\xff\xff",
        curve,
        b"\1\7\0\0\0\1\0\0\0" + curve,
        b"\1\7\0\0\0\1\0\0\0" * 100_000,
    ]
    shapes, bad = wellknown.from_binary([*broken, None, point], Limits())
    assert bad == list(range(len(broken)))
    assert shapes[-1] == shapely.Point(1, 2)


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=80))
def test_no_bytes_break_the_binary_reader(noise):
    for head in (b"", b"\1\1\0\0\0", b"\1\3\0\0\0", b"\0\0\0\0\6", b"\1\7\0\0\0\1\0\0\0"):
        shapes, bad = wellknown.from_binary([head + noise], Limits())
        assert (shapes[0] is None) == (bad == [0])


@pytest.mark.reference
def test_real_files(reference):
    for name in (
        "amapa/AP_mineracao_equalarea.gpkg",
        "pop/burundi.gpkg",
        "cil/mines_cils.shp",
        "drc/drc_mining_permits_gfw.parquet",
        "drc/drc_protected_areas_2013.parquet",
    ):
        path = reference / name
        raw = open_file(path)
        frame = (
            gpd.read_parquet(path)
            if path.suffix == ".parquet"
            else pyogrio.read_dataframe(path, layer=raw.layer)
        )
        assert shapely.equals_exact(raw.frame.geometry.to_numpy(), frame.geometry.to_numpy()).all()
        assert set(raw.frame.columns) == set(frame.columns)


CURVES = ("CIRCULARSTRING (0 0,1 1,2 0)", "GEOMETRYCOLLECTION (CURVEPOLYGON ((0 0,1 0,1 1,0 0)))")


def test_curves_are_kept_from_the_geometry_engine_which_knows_none():
    shapes, bad = wellknown.from_text([*CURVES, "POINT (1 2)"], Limits())
    assert (bad, shapes[2]) == ([0, 1], shapely.Point(1, 2))
    point = shapely.to_wkb(shapely.Point(1, 2))
    curves = [struct.pack("<BI", 1, code) + point[5:] for code in (8, 9, 10, 17, 1008, 3010)]
    shapes, bad = wellknown.from_binary([*curves, point], Limits())
    assert (bad, shapes[-1]) == (list(range(len(curves))), shapely.Point(1, 2))
