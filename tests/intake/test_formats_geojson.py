"""GeoJSON as people really send it, faults included."""

import json

import numpy as np
import pandas as pd
import pyogrio
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.intake.read import open_file
from analytics.intake.work import ReadError

SQUARE = [[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]]
POLYGON = {"type": "Polygon", "coordinates": [SQUARE]}


def collection(*geometries, **members):
    features = [{"type": "Feature", "properties": {}, "geometry": g} for g in geometries]
    return json.dumps({"type": "FeatureCollection", "features": features, **members}).encode()


def told(raw):
    return [(issue.code, issue.rows) for issue in raw.issues]


def polygon(*rings):
    return {"type": "Polygon", "coordinates": list(rings)}


@pytest.mark.parametrize(
    ("geometry", "wkt", "faults"),
    [
        (POLYGON, "POLYGON ((0 0, 1 0, 1 1, 0 1, 0 0))", []),
        (None, None, []),
        (polygon(), "POLYGON EMPTY", []),
        ({"type": "Point", "coordinates": []}, "POINT EMPTY", []),
        (polygon(SQUARE[:-1]), "POLYGON ((0 0, 1 0, 1 1, 0 1, 0 0))", ["ring-closed"]),
        (polygon(SQUARE[:2]), None, ["ring-too-short"]),
        (polygon([]), None, ["ring-too-short"]),
        (polygon(SQUARE, SQUARE[:2]), "POLYGON ((0 0, 1 0, 1 1, 0 1, 0 0))", ["ring-too-short"]),
        (
            {"type": "MultiPolygon", "coordinates": [[SQUARE], [SQUARE[:2]]]},
            "MULTIPOLYGON (((0 0, 1 0, 1 1, 0 1, 0 0)))",
            ["ring-too-short"],
        ),
        ({"type": "Point", "coordinates": ["1", "2.5"]}, "POINT (1 2.5)", ["coordinate-text"]),
        (
            {"type": "Point", "coordinates": ["a", "2"]},
            None,
            ["coordinate-text", "shape-unreadable"],
        ),
        ({"type": "Point", "coordinates": [1]}, None, ["shape-unreadable"]),
        ({"type": "Point", "coordinates": [True, 2]}, None, ["shape-unreadable"]),
        ({"type": "Point", "coordinates": [1, None]}, None, ["shape-unreadable"]),
        ({"type": "Point", "coordinates": None}, None, ["shape-unreadable"]),
        ({"type": "Point"}, None, ["shape-unreadable"]),
        ({"type": "Point", "coordinates": {"lon": 1}}, None, ["shape-unreadable"]),
        ({"type": "Circle", "coordinates": [1, 2]}, None, ["shape-unreadable"]),
        ({"coordinates": [1, 2]}, None, ["shape-unreadable"]),
        ("POINT (1 2)", None, ["shape-unreadable"]),
        ([1, 2], None, ["shape-unreadable"]),
        ({"type": "Point", "coordinates": [1, 2, 3]}, "POINT Z (1 2 3)", []),
        ({"type": "Point", "coordinates": [1, 2, 3, 4]}, "POINT Z (1 2 3)", ["position-extra"]),
        (
            {"type": "LineString", "coordinates": [[1, 2], [3, 4, 5]]},
            "LINESTRING (1 2, 3 4)",
            ["position-extra"],
        ),
        ({"type": "LineString", "coordinates": [[1, 2]]}, None, ["shape-unreadable"]),
        ({"type": "LineString", "coordinates": [1, 2]}, None, ["shape-unreadable"]),
        ({"type": "MultiPoint", "coordinates": [[1, 2], [3, 4]]}, "MULTIPOINT (1 2, 3 4)", []),
        (
            {
                "type": "GeometryCollection",
                "geometries": [{"type": "Point", "coordinates": [1, 2]}],
            },
            "GEOMETRYCOLLECTION (POINT (1 2))",
            [],
        ),
        ({"type": "GeometryCollection", "geometries": []}, "GEOMETRYCOLLECTION EMPTY", []),
        ({"type": "GeometryCollection"}, None, ["shape-unreadable"]),
        (
            {"type": "GeometryCollection", "geometries": [polygon(SQUARE[:-1]), None]},
            None,
            ["ring-closed", "shape-unreadable"],
        ),
    ],
)
def test_one_odd_shape_among_sound_ones(geometry, wkt, faults):
    raw = open_file(collection(POLYGON, geometry, POLYGON))
    shape = raw.frame.geometry.loc[2]
    assert (shape is None) if wkt is None else shapely.equals_exact(shape, shapely.from_wkt(wkt))
    assert sorted(told(raw)) == [(fault, (2,)) for fault in sorted(faults)]


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e999"])
def test_numbers_that_are_none_do_not_stop_the_file(number):
    text = f'{{"type":"FeatureCollection","features":[{{"type":"Feature","properties":{{"a":{number}}},"geometry":{{"type":"Polygon","coordinates":[[[{number},0],[1,0],[1,1],[{number},0]]]}}}},{{"type":"Feature","properties":{{"a":1.5}},"geometry":null}}]}}'
    raw = open_file(text.encode())
    assert len(raw.frame) == 2
    assert raw.frame["a"].loc[2] == 1.5


@pytest.mark.parametrize(
    ("crs", "expected", "issue"),
    [
        (None, "", None),
        (
            {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}},
            "urn:ogc:def:crs:OGC:1.3:CRS84",
            None,
        ),
        ({"type": "name", "properties": {"name": "EPSG:32718"}}, "EPSG:32718", None),
        ({"type": "EPSG", "properties": {"code": 4326}}, "EPSG:4326", None),
        ({"type": "link", "properties": {"href": "http://127.0.0.1:9/"}}, "", "crs-link"),
        ("EPSG:4326", "", "crs-unclear"),
        ({"type": "name"}, "", "crs-unclear"),
        ([], "", "crs-unclear"),
    ],
)
def test_the_crs_is_what_the_file_names(crs, expected, issue):
    raw = open_file(collection(POLYGON, crs=crs))
    assert raw.crs == expected
    assert [i.code for i in raw.issues] == ([issue] if issue else [])


def test_a_feature_and_a_bare_geometry_are_one_record():
    feature = {"type": "Feature", "properties": {"a": 1}, "geometry": POLYGON}
    assert open_file(json.dumps(feature).encode()).frame["a"].tolist() == [1]
    assert len(open_file(json.dumps(POLYGON).encode()).frame) == 1
    assert len(open_file(json.dumps([feature, feature]).encode()).frame) == 2


def test_members_may_come_in_any_order_and_number():
    text = '{"features":[{"geometry":null,"properties":{"a":1},"type":"Feature"}],"name":"x","crs":null,"type":"FeatureCollection"}'
    assert open_file(text.encode()).frame["a"].tolist() == [1]
    twice = '{"type":"FeatureCollection","features":[{"type":"Feature","geometry":null,"properties":{"a":1,"a":2}}],"features":[{"type":"Feature","geometry":null,"properties":{"a":3}}]}'
    assert open_file(twice.encode()).frame["a"].tolist() == [2, 3]


@pytest.mark.parametrize(
    ("values", "dtype", "read", "issues"),
    [
        ([1, 2], "int64", [1, 2], []),
        ([1, 2.5], "float64", [1, 2.5], []),
        ([1, None], "float64", [1, None], []),
        (["a", None], "str", ["a", None], []),
        ([None, None], "str", [None, None], []),
        ([True, False], "bool", [True, False], []),
        ([True, None], "object", [True, None], []),
        ([1, "12,4 ha"], "str", ["1", "12,4 ha"], ["column-mixed"]),
        ([1.0, "x"], "str", ["1", "x"], ["column-mixed"]),
        ([1, True], "str", ["1", "true"], ["column-mixed"]),
        ([{"a": "é"}, [1]], "str", ['{"a": "é"}', "[1]"], ["column-nested"]),
        ([2**53 + 1, None], "str", ["9007199254740993", None], []),
        ([2**70, 1], "str", [str(2**70), "1"], []),
        (["\ud83d", "ok"], "str", ["\ufffd", "ok"], ["text-damaged"]),
        (["010461925", "1"], "str", ["010461925", "1"], []),
    ],
)
def test_a_column_keeps_its_values(values, dtype, read, issues):
    features = [{"type": "Feature", "geometry": None, "properties": {"v": v}} for v in values]
    raw = open_file(json.dumps({"type": "FeatureCollection", "features": features}).encode())
    assert raw.frame["v"].dtype == dtype
    assert [None if pd.isna(v) else v for v in raw.frame["v"]] == read
    assert [i.code for i in raw.issues] == issues


def test_records_without_some_or_all_properties_keep_their_place():
    features = [
        {"type": "Feature", "geometry": None, "properties": None},
        {"type": "Feature", "geometry": None, "properties": {"a": "x"}},
        {"type": "Feature", "geometry": None},
        {"type": "Feature", "geometry": None, "properties": {"b": "y"}},
    ]
    frame = open_file(
        json.dumps({"type": "FeatureCollection", "features": features}).encode()
    ).frame
    assert [None if pd.isna(v) else v for v in frame["a"]] == [None, "x", None, None]
    assert [None if pd.isna(v) else v for v in frame["b"]] == [None, None, None, "y"]


def test_ids_and_foreign_members_are_not_lost_in_silence():
    feature = {
        "type": "Feature",
        "id": "S-1",
        "geometry": None,
        "properties": {"a": 1},
        "title": "x",
    }
    raw = open_file(json.dumps(feature).encode())
    assert raw.frame["id"].tolist() == ["S-1"]
    assert [(i.code, i.facts["names"]) for i in raw.issues] == [("member-ignored", "title")]
    clash = {**feature, "properties": {"id": 7, "geometry": "x"}}
    frame = open_file(json.dumps(clash).encode()).frame
    assert frame[["id", "feature_id", "geometry_2"]].to_numpy().tolist() == [[7, "S-1", "x"]]


def test_elements_that_are_no_features_are_kept_and_told():
    text = '{"type":"FeatureCollection","features":[1,null,"x",{"a":1},{"type":"Feature","geometry":null,"properties":{"b":2}}]}'
    raw = open_file(text.encode())
    assert len(raw.frame) == 5
    assert told(raw)[0] == ("not-a-feature", (1, 2, 3, 4))


@pytest.mark.parametrize("join", ["\n", "\r\n", "\n\n\n", "", "\n\x1e"])
def test_one_feature_a_line_in_every_dress(join):
    lines = [
        json.dumps({"type": "Feature", "geometry": None, "properties": {"n": n}}) for n in range(3)
    ]
    raw = open_file(join.join(lines).encode())
    assert raw.frame["n"].tolist() == [0, 1, 2]
    assert raw.file_format == "GeoJSON sequence"


def test_a_cut_file_says_how_far_it_got():
    whole = collection(*[POLYGON] * 5)
    found = set()
    for end in range(2, len(whole)):
        with pytest.raises(ReadError) as caught:
            open_file(whole[:end])
        found.add((caught.value.code, caught.value.facts.get("count")))
    assert {count for code, count in found if code == "json-cut"} == {0, 1, 2, 3, 4, 5}
    assert {code for code, _ in found} == {"json-cut"}


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('{"type":"FeatureCollection",\n"features":[\n{"type":"Feature" "geometry":null}]}', 3),
        ('{"type":"FeatureCollection",\n"features":[{} {}]}', 2),
        ("{\n1:2}", 2),
        ('{"features":[]\n"a":1}', 2),
        ("{'a':1}", 1),
    ],
)
def test_broken_json_names_the_line(text, line):
    with pytest.raises(ReadError) as caught:
        open_file(text.encode())
    assert (caught.value.code, caught.value.facts["line"]) == ("json-broken", line)


def test_a_number_of_thousands_of_digits_is_no_crash():
    with pytest.raises(ReadError):
        open_file(b'{"type":"Point","coordinates":[' + b"9" * 5000 + b",1]}")


def test_accents_survive_a_wrong_encoding():
    text = json.dumps(
        {"type": "Feature", "geometry": None, "properties": {"n": "São Félix – mineração"}},
        ensure_ascii=False,
    )
    for encoding, issue in (
        ("utf-8", None),
        ("cp1252", "encoding-guessed"),
        ("utf-16-le", "encoding"),
        ("utf-16", "encoding"),
    ):
        raw = open_file(text.encode(encoding))
        assert raw.frame["n"].tolist() == ["São Félix – mineração"]
        assert [i.code for i in raw.issues] == ([issue] if issue else [])


coordinates = st.floats(-180, 180, allow_subnormal=False)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.one_of(
            st.none(), st.tuples(coordinates, coordinates, st.floats(0.001, 5), st.booleans())
        ),
        min_size=1,
        max_size=30,
    )
)
def test_what_was_written_is_read(boxes):
    shapes = np.array(
        [None if b is None else shapely.box(b[0], b[1], b[0] + b[2], b[1] + b[2]) for b in boxes],
        dtype=object,
    )
    many = [
        s if s is None or not b[3] else shapely.MultiPolygon([s])
        for s, b in zip(shapes, boxes, strict=True)
    ]
    raw = open_file(
        collection(*[None if s is None else json.loads(shapely.to_geojson(s)) for s in many])
    )
    assert shapely.equals_exact(
        raw.frame.geometry.dropna().to_numpy(),
        np.array([s for s in many if s is not None], dtype=object),
    ).all()
    assert raw.frame.geometry.isna().tolist() == [s is None for s in many]
    assert raw.issues == ()


@settings(max_examples=25, deadline=None)
@given(st.permutations(range(8)), st.sets(st.integers(0, 7)))
def test_planted_faults_are_found_wherever_they_stand(order, faulty):
    geometries = [polygon(SQUARE[:-1]) if n in faulty else POLYGON for n in range(8)]
    raw = open_file(collection(*[geometries[n] for n in order]))
    rows = tuple(place for place, n in enumerate(order, start=1) if n in faulty)
    assert told(raw) == ([("ring-closed", rows)] if faulty else [])
    assert raw.frame.geometry.area.tolist() == [1.0] * 8


@pytest.mark.reference
@pytest.mark.parametrize(
    "name",
    [
        "amw/mining_201800_simplified.geojson",
        "amw/national_admin.geojson",
        "peru/catastro_minero_17s_2026-03-10.geojson",
        "guinea/guinea_east_protected_areas.geojson",
        "drc/titres_2016.geojson",
        "ne/ne_10m_rivers_tropics.geojson",
    ],
)
def test_reads_real_files_like_the_common_reader(reference, name):
    raw = open_file(reference / name)
    frame = pyogrio.read_dataframe(reference / name)
    assert shapely.equals_exact(raw.frame.geometry.to_numpy(), frame.geometry.to_numpy()).all()
    assert list(raw.frame.columns) == list(frame.columns)
    for column in frame.columns.drop("geometry"):
        if frame[column].dtype.kind in "ifO" or frame[column].dtype == "str":
            assert (
                raw.frame[column].fillna("").astype(str).tolist()
                == frame[column].fillna("").astype(str).tolist()
            )


@pytest.mark.reference
def test_short_rings_in_a_real_file_are_found(reference):
    raw = open_file(reference / "osm" / "helsinki_osm_mixed.geojson")
    assert [(i.code, i.count) for i in raw.issues] == [("ring-too-short", 13)]
