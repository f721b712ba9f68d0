"""CSV, its relatives and workbooks as offices send them."""

from io import BytesIO

import openpyxl
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.intake.formats import encoding
from analytics.intake.read import open_file
from tests.intake import samples


def read(text, encoding="utf-8"):
    return open_file(text.encode(encoding))


def plain(column):
    return [None if pd.isna(value) else value for value in column]


def codes(raw):
    return [issue.code for issue in raw.issues]


@pytest.mark.parametrize(
    ("text", "columns", "issues"),
    [
        ("a,b\n1,x\n", ["a", "b"], []),
        ("a;b\n1,5;x\n2,5;y\n", ["a", "b"], ["delimiter"]),
        ("name;area\nA, B;12,5\nC, D;13,7\n", ["name", "area"], ["delimiter"]),
        ("a\tb\n1\tx\n", ["a", "b"], []),
        ("a|b\n1|x\n", ["a", "b"], ["delimiter"]),
        ('a,b\n1,"x\ny"\n', ["a", "b"], []),
        ('a,b\n1,"say ""hi"", all"\n', ["a", "b"], []),
        ("a,b\r\n1,x\r\n", ["a", "b"], []),
        ("a,b\r1,x\r", ["a", "b"], []),
        ("\n\na,b\n\n1,x\n\n", ["a", "b"], []),
        ("a,b,\n1,x,\n", ["a", "b"], []),
        ("a,b,a\n1,x,2\n", ["a", "b", "a_2"], ["column-renamed"]),
        ("a,,b\n1,y,x\n", ["a", "column_2", "b"], ["column-unnamed"]),
        (" a , b \n1,x\n", ["a", "b"], []),
        ("a,b\n1,x\n2\n3,z\n", ["a", "b"], ["row-short"]),
        ("a,b\n1,x,extra\n3,z\n4,w\n", ["a", "b", "column_3"], ["row-long", "column-unnamed"]),
        ("Ministry of Mines\nList of 2024\na,b,c\n1,x,y\n2,x,y\n", ["a", "b", "c"], ["preamble"]),
        (
            "1,2.5\n3,4.5\n",
            ["column_1", "column_2"],
            ["header-missing", "column-unnamed", "column-unnamed"],
        ),
        ('a,b\n1,"x\n2,y\n3,z\n', ["a", "b"], ["quote-open"]),
        ("geometry,b\n1,x\n", ["geometry_2", "b"], ["column-renamed"]),
    ],
)
def test_columns_are_found_and_what_was_assumed_is_told(text, columns, issues):
    raw = read(text)
    assert [c for c in raw.frame.columns if c != "geometry"] == columns
    assert codes(raw) == issues
    assert raw.frame.geometry.isna().all()


def test_no_line_is_lost():
    assert plain(read("a,b\n1,x\n2\n3,z\n").frame["b"]) == ["x", None, "z"]
    assert plain(read("a,b\n1,x,extra\n3,z\n4,w\n").frame["column_3"]) == ["extra", None, None]
    assert plain(read("1,2.5\n3,4.5\n").frame["column_1"]) == [1, 3]
    assert len(read('a,b\n1,"x\n2,y\n3,z\n').frame) == 3


@pytest.mark.parametrize(
    ("values", "read_as"),
    [
        (["1", "2"], [1, 2]),
        (["-1", "0", "12"], [-1, 0, 12]),
        (["1.5", "2"], [1.5, 2.0]),
        ([".5", "-0.25"], [0.5, -0.25]),
        (["1e3", "2"], [1000.0, 2.0]),
        (["1", ""], [1.0, None]),
        (["010461925", "1"], ["010461925", "1"]),
        (["1,5", "2,5"], ["1,5", "2,5"]),
        (["1.234", "12.345"], ["1.234", "12.345"]),
        (["1.234", "12.3"], [1.234, 12.3]),
        (["0.125", "0.250"], [0.125, 0.25]),
        (["12.4 ha", "3"], ["12.4 ha", "3"]),
        (["+5", "6"], ["+5", "6"]),
        (["NaN", "1"], ["NaN", "1"]),
        (["-", "1.5"], ["-", "1.5"]),
        (["e5", "1.5"], ["e5", "1.5"]),
        (["", ""], [None, None]),
        (["9" * 18, "1"], [int("9" * 18), 1]),
        (["9" * 19, "1"], ["9" * 19, "1"]),
        (["201800", "202503"], [201800, 202503]),
        (["true", "false"], ["true", "false"]),
        (["2021-01-05", "05/06/2021"], ["2021-01-05", "05/06/2021"]),
    ],
)
def test_only_plain_numbers_become_numbers(values, read_as):
    text = "k;v\n" + "".join(f"x;{value}\n" for value in values)
    assert plain(read(text).frame["v"]) == read_as


@pytest.mark.parametrize(
    ("names", "values", "point"),
    [
        (("lon", "lat"), ("-60.5", "-5.25"), (-60.5, -5.25)),
        (("Longitude", "Latitude"), ("-60.5", "-5.25"), (-60.5, -5.25)),
        (("longitud", "latitud"), ("-60,5", "-5,25"), (-60.5, -5.25)),
        (("LONG_DD", "LAT_DD"), ("-60.5", "-5.25"), (-60.5, -5.25)),
        (("garis bujur", "garis lintang"), ("110.5 BT", "7.25 LS"), (110.5, -7.25)),
        (("X_GEO", "Y_GEO"), ("-60.5", "-5.25"), (-60.5, -5.25)),
        (("POINT_X", "POINT_Y"), ("817000", "8968000"), (817000, 8968000)),
        (("Este", "Norte"), ("345.678,5", "8.968.000,25"), (345678.5, 8968000.25)),
        (("utm_e", "utm_n"), ("345678", "8968000"), None),
        (("mineLongitude", "mineLatitude"), ("-60.5", "-5.25"), (-60.5, -5.25)),
        (("lng", "lat"), ("74.5 W", "5.25 S"), (-74.5, -5.25)),
        (("longitude", "latitude"), ("74°30'00\"O", "5°15'S"), (-74.5, -5.25)),
        (("longitude", "latitude"), ("-74° 30′", "5º15'N"), (-74.5, 5.25)),
        (("x", "y"), ("5000", "-9000"), None),
        (("lon", "lat"), ("", ""), None),
        (("lon", "area"), ("-60.5", "-5.25"), None),
        (("longitude_start", "latitude_end"), ("-60.5", "-5.25"), None),
        (("longevity", "latency"), ("1", "2"), None),
    ],
)
def test_a_pair_is_believed_by_name_and_value(names, values, point):
    raw = read(f"id\t{names[0]}\t{names[1]}\na\t{values[0]}\t{values[1]}\n")
    shape = raw.frame.geometry.loc[1]
    assert (shape is None) if point is None else (shape.x, shape.y) == pytest.approx(point)
    assert ("located-by-pair" in codes(raw)) == (point is not None)
    assert raw.crs == ""
    assert set(names) <= set(raw.frame.columns)


def test_the_most_telling_pair_wins():
    raw = read("x,y,lon,lat\n817000,8968000,-60.5,-5.25\n")
    assert raw.frame.geometry.loc[1].x == -60.5
    assert raw.issues[0].column == "lon, lat"


def test_coordinates_that_are_no_numbers_are_told_row_by_row():
    raw = read("lon;lat;n\n-60.5;-5;1\nwest;-5;2\n;;3\n-61;-6;4\n")
    assert raw.frame.geometry.isna().tolist() == [False, True, True, False]
    told = {i.code: i.rows for i in raw.issues}
    assert told["coordinate-unreadable"] == (2,)


@pytest.mark.parametrize(
    ("cells", "crs"),
    [
        (["POINT (1 2)", "POINT (3 4)"], ""),
        (["SRID=32718;POINT (1 2)", "SRID=32718;POINT (3 4)"], "EPSG:32718"),
        (
            [
                "0101000000000000000000F03F0000000000000040",
                "010100000000000000000008400000000000001040",
            ],
            "",
        ),
        (['{"type":"Point","coordinates":[1,2]}', '{"type":"Point","coordinates":[3,4]}'], ""),
    ],
)
def test_a_column_of_shapes_in_any_spelling(cells, crs):
    raw = read("id\tplace\n" + "".join(f"a\t{cell}\n" for cell in cells))
    assert [(s.x, s.y) for s in raw.frame.geometry] == [(1, 2), (3, 4)]
    assert raw.crs == crs
    assert "place" not in raw.frame


def test_shapes_that_cannot_be_read_are_told():
    raw = read(
        "id;wkt\n1;POINT (1 2)\n2;POLYGON ((0 0\n3;\n4;POINT (3 4)\n5;nowhere\n6;POINT (5 6)\n"
    )
    assert raw.frame.geometry.isna().tolist() == [False, True, True, False, True, False]
    assert {i.code: i.rows for i in raw.issues}["shape-unreadable"] == (2, 5)


@pytest.mark.parametrize(
    "name", ["São Félix – mineração", "Río Ñandú “oro”", "forêt classée à l'été", "El Peñón"]
)
@pytest.mark.parametrize("code", ["cp1252", "mac_roman", "utf-8", "utf-8-sig", "utf-16", "cp850"])
def test_accents_survive_every_encoding(name, code):
    if (code == "cp850" and not set("–“”") & set(name)) or code != "cp850":
        raw = read(f"id;name\n1;{name}\n", code)
        assert raw.frame["name"].tolist() == [name]


def test_a_dash_between_words_is_no_letter():
    assert read("id;name\n1;oro – plata\n", "cp1252").frame["name"].tolist() == ["oro – plata"]


def test_a_few_broken_places_do_not_spoil_the_rest():
    data = "id;name\n1;São Félix\n2;Ñandú é\n".encode() + b"3;x\xff\n"
    raw = open_file(data)
    assert raw.frame["name"].tolist() == ["São Félix", "Ñandú é", "x\ufffd"]
    assert ("encoding-damaged", 1) in [(i.code, i.count) for i in raw.issues]


def test_plain_ascii_is_no_matter_for_guessing():
    assert encoding.decoded(b"abc").issues == ()


def test_figures_without_a_place_are_a_table():
    raw = read("country,year,area\nPER,2020,12.5\nBRA,2021,8\n")
    assert raw.frame.geometry.isna().all()
    assert raw.frame["area"].tolist() == [12.5, 8.0]


def test_a_workbook_keeps_its_types():
    book = openpyxl.Workbook()
    for row in (
        ["Title of the sheet"],
        [],
        ["id", "day", "n", "mixed", "b"],
        ["01", pd.Timestamp("2021-03-04").to_pydatetime(), 1, 5, True],
        ["02", None, 2.5, "x", False],
    ):
        book.active.append(row)
    book.active["F4"] = "=1+1"
    out = BytesIO()
    book.save(out)
    raw = open_file(out.getvalue())
    assert raw.frame["id"].tolist() == ["01", "02"]
    assert raw.frame["day"].tolist()[0] == pd.Timestamp("2021-03-04")
    assert raw.frame["mixed"].tolist() == ["5", "x"]
    assert {"preamble", "column-mixed"} <= set(codes(raw))


names = st.text(
    st.characters(
        codec="utf-8", exclude_categories=("Cc", "Cs", "Zs", "Zl", "Zp"), exclude_characters='"'
    ),
    min_size=1,
    max_size=12,
).map(lambda t: f"n{t}")


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(names, names), min_size=2, max_size=20), st.sampled_from(",;\t|"))
def test_what_was_written_is_read(rows, delimiter):
    import csv
    from io import StringIO

    out = StringIO()
    csv.writer(out, delimiter=delimiter).writerows([("first", "second"), *rows])
    frame = read(out.getvalue()).frame
    assert list(zip(frame["first"], frame["second"], strict=True)) == rows


@settings(max_examples=20, deadline=None)
@given(st.permutations(range(samples.ROWS)))
def test_the_order_of_rows_changes_nothing_else(order):
    import csv
    from io import StringIO

    header, *body = samples.rows()
    out = StringIO()
    csv.writer(out).writerows([header, *[body[n] for n in order]])
    frame = read(out.getvalue()).frame
    assert frame["code"].tolist() == [body[n][0] for n in order]
    assert shapely.equals(frame.geometry.to_numpy(), [samples.shapes()[n] for n in order]).all()


@pytest.mark.reference
def test_real_tables(reference):
    visits = open_file(reference / "ipis" / "ipis_drc_mine_visits.csv")
    assert (len(visits.frame), visits.frame.geometry.notna().sum()) == (5338, 5338)
    assert visits.issues[0].column == "geom"
    mines = open_file(reference / "icmm" / "global_mining_dataset_2025-09.csv").frame
    assert (len(mines), mines.geometry.notna().all()) == (8508, True)
    assert mines["Country"].str.contains("ô").any()
    pixels = open_file(reference / "cil" / "pixel_timeseries_mine0.csv").frame
    assert pixels.geometry.geom_type.eq("Point").all()
    assert len(open_file(reference / "forecast" / "m3.csv.gz").frame) == 3003


DEEP = "GEOMETRYCOLLECTION (" * 80 + "POINT (1 2)" + ")" * 80


@pytest.mark.parametrize(
    "shape", [DEEP, "CURVEPOLYGON (CIRCULARSTRING (0 0, 1 1, 2 0, 1 -1, 0 0))", "POLYGON ((0 0"]
)
def test_shapes_of_which_none_can_be_read_are_told_with_their_rows(shape):
    raw = read(f"name;wkt\na;{shape}\nb;\nc;{shape}\n")
    told = {i.code: i for i in raw.issues}["shapes-unreadable"]
    assert (told.rows, told.column, told.severity) == ((1, 3), "wkt", "warning")
    assert raw.frame.geometry.isna().all()
    assert "wkt" in raw.frame.columns


def test_a_shape_nested_too_deep_among_others_is_told_with_its_row():
    raw = read(f"name;wkt\na;POINT (1 2)\nb;{DEEP}\n")
    assert {i.code: i for i in raw.issues}["shape-unreadable"].rows == (2,)
    assert raw.frame.geometry.isna().tolist() == [False, True]


def test_where_no_shape_can_be_read_two_columns_of_degrees_serve():
    raw = read(f"wkt;lon;lat\n{DEEP};-70;-12\n{DEEP};-71;-13\n")
    assert raw.frame.geometry.to_wkt().tolist() == ["POINT (-70 -12)", "POINT (-71 -13)"]
    assert {i.code: i for i in raw.issues}["shapes-unreadable"].rows == (1, 2)


def test_tin_in_brackets_is_an_ore_and_no_shape():
    raw = read("name;ore\na;Tin (ore)\nb;Tin (sand)\n")
    assert [i.code for i in raw.issues if "unreadable" in i.code] == []
