"""From bytes to a data set: what is refused, what is marked, what is on which basis."""

import json
from pathlib import Path

import pytest

import analytics
from analytics.core.schema import AreaBasis, Measure
from analytics.core.words import Words
from analytics.intake.work import ReadError

SQUARE = [[[0, 0], [0.01, 0], [0.01, 0.01], [0, 0.01], [0, 0]]]


def geojson(*properties, geometry="Polygon", coordinates=SQUARE):
    features = [
        {
            "type": "Feature",
            "properties": p,
            "geometry": {"type": geometry, "coordinates": coordinates},
        }
        for p in properties
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def codes(intake):
    return {issue.code: issue for issue in intake.report.issues}


def test_the_files_own_area_is_used_where_there_is_one():
    taken = analytics.inspect(geojson({"area_ha": 20}), name="a.geojson")
    assert taken.dataset.area_basis is AreaBasis.ATTRIBUTE
    both = codes(taken)["area-basis"]
    assert (both.facts["stated"], round(both.facts["drawn"], 1)) == (20.0, 123.1)
    assert both.severity == "warning"  # far apart


@pytest.mark.parametrize("how", [{"area": "geometry"}, {"choices": {"area-basis": "geometry"}}])
def test_outlines_are_measured_when_asked(how):
    data = analytics.read(geojson({"area_ha": 20}), name="a.geojson", **how)
    assert data.area_basis is AreaBasis.GEOMETRY
    assert data.sites["area_ha"].sum() == pytest.approx(123.1, abs=0.1)


def test_a_basis_the_file_cannot_give_is_refused():
    point = geojson({"area_ha": 20}, geometry="Point", coordinates=[0, 0.5])
    with pytest.raises(ReadError, match="no outlines"):
        analytics.read(point, name="a.geojson", area="geometry")
    with pytest.raises(ReadError, match="No column of the file gives an area"):
        analytics.read(geojson({}), name="a.geojson", area="attribute")
    with pytest.raises(ReadError, match='area cannot be "both"'):
        analytics.read(geojson({}), name="a.geojson", area="both")
    with pytest.raises(ReadError, match='measure cannot be "both"'):
        analytics.read(geojson({}), name="a.geojson", measure="both")


def test_records_without_an_area_are_kept_and_said():
    taken = analytics.inspect(
        geojson({"area_ha": 20}, {"area_ha": None}), name="a.geojson", area="attribute"
    )
    assert codes(taken)["area-missing-attribute"].rows == (2,)
    assert taken.report.rows_kept == 2


def growing(step):
    return [
        {"site_id": f"s{site}", "year": year, "area_ha": 10 + step * (year - 2018)}
        for site in range(6)
        for year in range(2018, 2023)
    ]


def test_a_file_that_only_grows_may_be_a_stock():
    taken = analytics.inspect(geojson(*growing(3)), name="a.geojson")
    assert codes(taken)["looks-like-stock"].count == 6
    assert taken.dataset.measure is Measure.FLOW  # never guessed
    chosen = analytics.read(
        geojson(*growing(3)), name="a.geojson", choices={"looks-like-stock": "stock"}
    )
    assert chosen.measure is Measure.STOCK


def test_a_file_that_falls_does_not_look_like_a_stock():
    taken = analytics.inspect(geojson(*growing(-1)), name="a.geojson")
    assert "looks-like-stock" not in codes(taken)


def test_a_choice_for_something_not_found_is_pointed_out():
    taken = analytics.inspect(
        geojson({"a": 1}), name="a.geojson", choices={"coordinates-swaped": "keep"}
    )
    assert codes(taken)["choice-unused"].facts["names"] == "coordinates-swaped"


def test_a_file_that_cannot_be_used_yet_names_what_to_settle():
    metres = geojson({}, geometry="Point", coordinates=[817000, 8968000])
    with pytest.raises(ReadError, match="cannot be used yet"):
        analytics.read(metres, name="a.geojson")
    with pytest.raises(ReadError, match="one of these for coordinates-projected: EPSG"):
        analytics.read(metres, name="a.geojson", country="PER")


def test_sample_files_keep_their_mark(tmp_path):
    from analytics.madeup import write

    write(tmp_path)
    assert analytics.read(tmp_path / "sample-sites.geojson").is_sample
    assert not analytics.read(geojson({"a": 1}), name="a.geojson").is_sample


def test_a_layer_says_what_it_lacks(tmp_path):
    from analytics.intake.layers import add_layer

    data = analytics.read(geojson({"a": 1}), name="a.geojson")
    file = Path(tmp_path / "zones.geojson")
    file.write_bytes(geojson({"depth": 1}))
    with pytest.raises(ReadError, match="no column of it says which one"):
        add_layer(data, "countries", file)
    assert "zones" in add_layer(data, "zones", file).layers


def test_a_provinces_layer_with_any_name_column_works(tmp_path):
    """A column already called province once broke the rename."""
    from analytics.intake.layers import add_layer

    data = analytics.read(geojson({"a": 1}), name="a.geojson")
    for column in ("province", "NOMBDEP", "name", "admin1"):
        file = Path(tmp_path / f"{column}.geojson")
        file.write_bytes(geojson({column: "Loreto"}))
        told = analytics.run("totals", add_layer(data, "provinces", file), by="province")
        assert list(told.result.table["province"]) == ["Loreto"]


@pytest.mark.parametrize("language", ["es", "pt", "fr", "id"])
def test_the_reason_is_told_in_the_language_of_the_sentence(language):
    metres = geojson({}, geometry="Point", coordinates=[817000, 8968000])
    with pytest.raises(ReadError) as refused:
        analytics.read(metres, name="a.geojson")
    told = refused.value.text(language)
    assert "a.geojson" in told
    assert "coordinates" not in told.replace("coordinates-projected", "")
    assert "{" not in told


def test_geojson_without_a_crs_is_degrees_by_its_standard_and_metres_are_still_refused():
    degrees = analytics.inspect(
        geojson({"area_ha": 1}, geometry="Point", coordinates=[-70, -12]), name="a.geojson"
    )
    assert "crs-missing" not in codes(degrees)
    metres = geojson({"area_ha": 1}, geometry="Point", coordinates=[360000, 8570000])
    with pytest.raises(ReadError) as caught:
        analytics.read(metres, name="a.geojson")
    assert caught.value.facts["choice"] == "projection-unknown"


def test_records_with_an_id_or_a_period_alone_are_kept():
    rows = b"site_id,year,lon,lat,area_ha\na,2020,-70,-12,5\n,2021,,,\nc,,,,\n,,,,\n"
    taken = analytics.inspect(rows, name="a.csv")
    assert set(taken.report.dropped) <= {4}
    assert taken.report.rows_kept == 3


def test_a_sentence_on_both_areas_speaks_of_the_records_that_have_both():
    """It once gave the sum over those records as what the whole file states."""
    taken = analytics.inspect(
        geojson({"area_ha": 20}, {"area_ha": 30}, {"area_ha": None}), name="a.geojson"
    )
    both = codes(taken)["area-basis"]
    assert both.count == 2
    told = both.message(Words(ReadError.folder, "en"))
    assert told.startswith("2 records have both")
    assert "for them the column states 50" in told


@pytest.mark.parametrize("how", [{}, {"country": "PER"}])
def test_a_table_that_says_nothing_of_mining_is_not_usable(how):
    taken = analytics.inspect(b"a,b\n1,2\n3,4\n", name="a.csv", **how)
    assert taken.report.grade == "D"
    assert "a, b" in codes(taken)["nothing-told"].message(Words(ReadError.folder, "en"))
    with pytest.raises(ReadError, match="Say which column"):
        analytics.read(b"a,b\n1,2\n3,4\n", name="a.csv", **how)


@pytest.mark.parametrize(
    "table", [b"country,year,tonnes\nPeru,2020,5\n", b"year,x\n2020,5\n", b"province,x\nLoreto,5\n"]
)
def test_a_table_that_says_where_or_when_is_usable(table):
    assert len(analytics.read(table, name="a.csv").sites) == 1


def test_the_grade_counts_rows_with_a_warning_or_left_out():
    lines = [f"PER,{2000 + n},{'' if n < 3 else n}" for n in range(20)]
    text = "country,year,area_ha\n" + "\n".join(lines)
    assert analytics.inspect(text.encode(), name="a.csv").report.grade == "C"
    assert (
        analytics.inspect(
            text.replace("PER,2001,", "PER,2001,1").replace("PER,2002,", "PER,2002,1").encode(),
            name="a.csv",
        ).report.grade
        == "B"
    )
