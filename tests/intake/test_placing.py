"""The user says which columns hold the place, whatever the reader found."""

import json

import pytest

import analytics
from analytics.intake.work import ReadError

TABLE = b"""site,longitude,latitude,este,norte,a|b
A,-70.0,-12.0,-71.5,-13.25,1
B,-70.1,-12.1,"-71,25",-13.5,2
C,-70.2,-12.2,here,-13.75,3
"""


def inspect(choice="", content=TABLE):
    choices = {"places-from": choice} if choice else {}
    return analytics.inspect(content, name="mines.csv", choices=choices)


def codes(taken):
    return {issue.code: issue for issue in taken.report.issues}


def test_the_names_decide_until_somebody_says_otherwise():
    taken = inspect()
    assert taken.dataset.sites.geometry.x.tolist() == [-70.0, -70.1, -70.2]
    assert "places-from" not in codes(taken)


def test_the_columns_chosen_are_where_the_records_lie():
    taken = inspect("este|norte")
    shapes = taken.dataset.sites.geometry
    assert [(p.x, p.y) for p in shapes.iloc[:2]] == [(-71.5, -13.25), (-71.25, -13.5)]
    assert shapes.iloc[2] is None
    found = codes(taken)
    assert found["places-from"].count == 2
    assert found["places-from"].column == "este, norte"
    assert found["coordinate-unreadable"].rows == (3,)
    assert "located-by-pair" not in found
    assert taken.report.rows_kept == 3


def test_a_choice_replaces_shapes_written_out():
    content = b"wkt,x,y\nPOINT (1 2),-71,-13\nPOINT (3 4),-72,-14\n"
    shapes = inspect("x|y", content).dataset.sites.geometry
    assert [(p.x, p.y) for p in shapes] == [(-71.0, -13.0), (-72.0, -14.0)]


def test_a_name_may_hold_the_sign_between_two():
    with pytest.raises(ReadError, match="two columns"):
        inspect("a|norte")
    assert codes(inspect("a|b|norte"))["places-from"].column == "a|b, norte"


@pytest.mark.parametrize("choice", ["este", "este|nowhere", "este|este", "|", "site|site"])
def test_what_names_no_two_columns_is_refused(choice):
    with pytest.raises(ReadError) as refused:
        inspect(choice)
    assert refused.value.code == "places-columns"


def test_columns_without_coordinates_are_refused():
    with pytest.raises(ReadError) as refused:
        inspect("site|norte")
    assert refused.value.code == "places-unreadable"


def test_a_file_that_is_no_table_can_be_placed_anew():
    content = (
        b'{"type": "FeatureCollection", "features": [{"type": "Feature", "geometry": null,'
        b' "properties": {"este": -71.5, "norte": -13.25}}]}'
    )
    taken = analytics.inspect(content, name="mines.geojson", choices={"places-from": "este|norte"})
    assert taken.dataset.sites.geometry.iloc[0].x == -71.5


def test_what_was_wrong_with_shapes_left_aside_is_no_longer_told():
    ring = [[0, 0], [0, 1], [1, 1]]
    features = [
        {
            "type": "Feature",
            "geometry": {"type": "Polygon", "coordinates": [ring]},
            "properties": {"e": -71.0, "n": -13.0},
        },
        {
            "type": "Feature",
            "geometry": {"type": "Polygon", "coordinates": "lost"},
            "properties": {"e": -71.5, "n": -13.5},
        },
    ]
    content = json.dumps({"type": "FeatureCollection", "features": features}).encode()
    before, after = inspect("", content), inspect("e|n", content)
    assert {"ring-closed", "shape-unreadable"} <= set(codes(before))
    assert not {"ring-closed", "shape-unreadable"} & set(codes(after))
    assert after.dataset.provenance[0].steps[0] == "places-from"
    assert "ring-closed" not in after.dataset.provenance[0].steps


def test_columns_are_not_in_the_system_the_file_declares_for_its_shapes():
    content = b"shape,e,n\nSRID=32718;POINT (500000 8500000),-71,-13\n"
    taken = inspect("e|n", content)
    assert taken.dataset.sites.geometry.iloc[0].x == -71.0
    assert "crs-missing" in codes(taken)


def test_two_readings_of_a_choice_are_none():
    content = b"a,b|c,a|b,c\n-71,-13,-72,-14\n"
    with pytest.raises(ReadError) as refused:
        inspect("a|b|c", content)
    assert refused.value.code == "places-columns"


def test_a_template_for_another_file_says_so_when_it_is_taken(tmp_path):
    saved = tmp_path / "template.json"
    saved.write_text('{"columns": {}, "choices": {"places-from": "este|norte"}}', encoding="utf-8")
    assert "places-from" in codes(analytics.inspect(TABLE, name="mines.csv", template=saved))
    with pytest.raises(ReadError) as refused:
        analytics.inspect(b"x,y\n-71,-13\n", name="other.csv", template=saved)
    assert refused.value.code == "places-columns"
