"""Each fault a shape can have: found, counted, and repaired or offered as a choice."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from pyproj import CRS
from shapely import Point, Polygon, box

from analytics.core import geo, schema
from analytics.core.issue import Action, Severity
from analytics.core.words import Words
from analytics.intake.shapes import clean_shapes
from analytics.intake.work import ReadError, Settings, Work

WORDS = {language: Words(ReadError.folder, language) for language in ("en", "es", "pt", "fr", "id")}
DEGREES = "EPSG:4326"
CLEAN = [box(-70 + 0.02 * n, -12, -69.99 + 0.02 * n, -11.99) for n in range(4)]
BOW_TIE = Polygon([(-70, -12), (-69.9, -11.9), (-69.9, -12), (-70, -11.9)])


def work(shapes, *, choices=None, **columns):
    settings = {
        name: columns.pop(name) for name in ("country",) if isinstance(columns.get(name), str)
    }
    rows = pd.RangeIndex(1, len(shapes) + 1)
    frame = gpd.GeoDataFrame(columns, geometry=gpd.GeoSeries(shapes, index=rows), index=rows)
    return Work(frame=frame, columns={}, settings=Settings(**settings, choices=choices or {}))


def cleaned(shapes, crs=DEGREES, file_format="", **more):
    """The work after cleaning; every issue must speak all five languages and name real rows."""
    given = work(shapes, **more)
    before = given.frame.copy()
    done = clean_shapes(given, crs, file_format)
    pd.testing.assert_frame_equal(pd.DataFrame(given.frame), pd.DataFrame(before))
    assert len(done.frame) + len(done.dropped) == len(shapes)
    for issue in done.issues:
        assert set(issue.rows) <= set(range(1, len(shapes) + 1))
        assert issue.count > 0
        assert issue.option in ("", *issue.options) or "proj" in issue.code
        for words in WORDS.values():
            assert issue.message(words)
            assert issue.remedy(words)
    return done


def codes(done):
    return [issue.code for issue in done.issues]


def the(done, code):
    return next(issue for issue in done.issues if issue.code == code)


def moved(shapes, crs):
    return gpd.GeoSeries(shapes, crs=DEGREES).to_crs(crs).tolist()


def assert_same_ground(done, shapes, tolerance=1e-6):
    found = geo.area_ha(done.frame.geometry).to_numpy()
    assert found == pytest.approx(geo.area_ha(gpd.GeoSeries(shapes)).to_numpy(), rel=tolerance)
    for one, other in zip(done.frame.geometry, shapes, strict=True):
        assert one.centroid.distance(other.centroid) < 1e-6


# --- nothing wrong


def test_clean_data_has_no_issue():
    done = cleaned(CLEAN)
    assert done.issues == ()
    assert done.frame.crs == schema.STORED_CRS
    assert_same_ground(done, CLEAN)


def test_an_empty_file_stays_empty():
    done = cleaned([])
    assert done.frame.empty
    assert done.frame.crs == schema.STORED_CRS


def test_rings_are_wound_the_standard_way():
    done = cleaned([shapely.Polygon(list(CLEAN[0].exterior.coords)[::-1])])
    assert done.frame.geometry.iloc[0].exterior.is_ccw
    assert done.issues == ()


def test_coordinates_are_snapped_to_a_tenth_of_a_millimetre():
    done = cleaned([Polygon([(2e-311, 0), (1, 1e-12), (1, 1), (0, 1.00000000049)])])
    xy = shapely.get_coordinates(done.frame.geometry.iloc[0])
    assert (xy == np.round(xy, 9)).all()


def test_numbers_next_to_nought_do_not_crash_the_search_for_a_border():
    """Found by fuzzing: the distance to a border divided by zero."""
    sliver = Polygon([(0, 0), (0, 0), (0, 0), (-76, 6.638648610851052e-210)])
    assert codes(cleaned([sliver], country="PER")) == ["vertices-repeated", "shape-flat"]


def test_rings_of_one_point_do_not_stop_the_repair_of_others():
    """Found by fuzzing: GEOS refuses to thin them."""
    dot = Polygon([(-70, -12)] * 4)
    pierced = Polygon(CLEAN[1].exterior.coords, [[(-69.975, -11.995)] * 4])
    doubled = Polygon(np.repeat(shapely.get_coordinates(CLEAN[0]), 2, axis=0))
    done = cleaned([dot, doubled, pierced, *CLEAN[2:]])
    assert the(done, "shape-flat").rows == (1,)
    assert the(done, "vertices-repeated").rows == (2,)
    assert the(done, "shape-invalid").rows == (3,)
    assert_same_ground(cleaned([doubled, pierced]), CLEAN[:2])


@pytest.mark.parametrize("crs", ["EPSG:4326", "EPSG:32719", "EPSG:3857"])
def test_numbers_beyond_all_measure_are_set_aside(crs):
    """Found by fuzzing: rounding them overflowed."""
    done = cleaned([Point(1.8e299, 0), *moved(CLEAN, crs)], crs, area_ha=[1.0] * 5)
    assert the(done, "coordinates-out-of-range").rows == (1,)


# --- which system


@pytest.mark.parametrize("file_format", ["GeoJSON", "GeoJSON sequence", "KML"])
def test_formats_that_mean_degrees_need_no_crs(file_format):
    assert codes(cleaned(CLEAN, "", file_format)) == []


def test_a_missing_crs_with_degrees_is_stated():
    done = cleaned(CLEAN, "", "Shapefile")
    assert codes(done) == ["crs-missing"]
    assert the(done, "crs-missing").count == 4
    assert_same_ground(done, CLEAN)


@pytest.mark.parametrize(
    "crs",
    ["OGC:CRS84", "urn:ogc:def:crs:OGC:1.3:CRS84", "EPSG:4979", CRS(4326).to_wkt("WKT1_ESRI")],
)
def test_other_names_of_degrees_change_nothing(crs):
    done = cleaned(CLEAN, crs)
    assert codes(done) == []
    assert_same_ground(done, CLEAN)


def test_a_nameless_definition_of_degrees_is_understood():
    nameless = CRS(4326).to_wkt().replace('"WGS 84"', '"unknown"', 1)
    assert codes(cleaned(CLEAN, nameless)) == []


@pytest.mark.parametrize(
    "crs", ["EPSG:32719", "EPSG:3857", "EPSG:6933", CRS(32719).to_wkt("WKT1_ESRI")]
)
def test_metres_that_are_declared_are_converted_and_said(crs):
    done = cleaned(moved(CLEAN, crs), crs)
    assert codes(done) == ["crs-transformed"]
    assert the(done, "crs-transformed").action is Action.REPAIRED
    assert_same_ground(done, CLEAN)


def test_a_custom_mercator_without_a_code_is_converted():
    custom = CRS.from_proj4("+proj=merc +lat_ts=-5 +lon_0=20 +datum=WGS84 +units=m").to_wkt()
    assert_same_ground(cleaned(moved(CLEAN, custom), custom), CLEAN)


def test_another_datum_is_converted_and_its_accuracy_said():
    done = cleaned(moved(CLEAN, "EPSG:24879"), "EPSG:24879")  # PSAD56, zone 19S
    assert codes(done) == ["datum-shifted"]
    assert "PSAD56" in the(done, "datum-shifted").message(WORDS["en"])
    assert_same_ground(done, CLEAN)


def test_a_datum_of_unknown_accuracy_is_a_warning():
    unknown = "+proj=utm +zone=19 +south +ellps=bessel +units=m"
    issue = cleaned(moved(CLEAN, unknown), unknown).issues[0]
    assert (issue.code, issue.severity) == ("datum-unsure", Severity.WARNING)


def test_a_crs_nobody_knows_waits_for_a_choice():
    done = cleaned(CLEAN, "EPSG:999999")
    issue = the(done, "crs-unknown")
    assert (issue.severity, issue.action, issue.options) == (
        Severity.ERROR,
        Action.CHOOSE,
        ("EPSG:4326",),
    )
    settled = cleaned(CLEAN, "EPSG:999999", choices={"crs-unknown": "EPSG:4326"})
    assert the(settled, "crs-unknown").severity is Severity.WARNING
    assert_same_ground(settled, CLEAN)


def test_a_choice_that_is_no_crs_is_refused():
    with pytest.raises(ReadError) as caught:
        clean_shapes(work(CLEAN, choices={"crs-unknown": "nonsense"}), "EPSG:999999")
    assert caught.value.code == "crs-choice"


@pytest.mark.parametrize("crs", ['LOCAL_CS["Mine grid",UNIT["metre",1]]', "EPSG:5773", "EPSG:4978"])
def test_a_system_that_is_not_on_the_ground_is_unknown(crs):
    """A mine grid, heights only, and coordinates from the centre of the Earth."""
    assert codes(cleaned(CLEAN, crs)) == ["crs-unknown"]


def test_degrees_in_a_file_that_declares_metres_are_read_as_degrees():
    done = cleaned(CLEAN, "EPSG:32719")
    assert codes(done) == ["crs-contradicted"]
    assert_same_ground(done, CLEAN)
    kept = cleaned(CLEAN, "EPSG:32719", choices={"crs-contradicted": "keep"})
    assert the(kept, "crs-contradicted").action is Action.KEPT


# --- metres where degrees are declared


@pytest.mark.parametrize(("crs", "file_format"), [(DEGREES, ""), ("", "GeoJSON"), ("", "CSV")])
def test_projected_coordinates_wait_for_the_zone_ranked_by_the_country(crs, file_format):
    done = cleaned(moved(CLEAN, "EPSG:32719"), crs, file_format, country="PER")
    assert codes(done) == ["coordinates-projected"]
    issue = done.issues[0]
    assert (issue.severity, issue.action, issue.count) == (Severity.ERROR, Action.CHOOSE, 4)
    assert "EPSG:32719" in issue.options
    assert issue.facts["best"] == issue.options[0]
    assert "EPSG:32719 100 %" in issue.facts["fits"]


def test_the_country_may_stand_in_a_column():
    shapes = moved([box(-79.9, -6, -79.8, -5.9), box(-80, -5, -79.9, -4.9)], "EPSG:32717")
    done = cleaned(shapes, country=pd.Series(["PER", "PER"], index=[1, 2]))
    assert done.issues[0].options[0] == "EPSG:32717"


def test_web_mercator_is_among_the_candidates():
    shapes = moved(CLEAN, "EPSG:3857")
    assert cleaned(shapes, country="PER").issues[0].options[0] == "EPSG:3857"


def test_the_chosen_zone_gives_back_the_clean_shapes():
    done = cleaned(
        moved(CLEAN, "EPSG:32719"), country="PER", choices={"coordinates-projected": "EPSG:32719"}
    )
    issue = the(done, "coordinates-projected")
    assert (issue.severity, issue.action) == (Severity.WARNING, Action.REPAIRED)
    assert "EPSG:32719" in issue.remedy(WORDS["en"])
    assert_same_ground(done, CLEAN)


def test_a_zone_that_was_not_proposed_may_be_chosen_too():
    metres = moved(CLEAN, "EPSG:24879")
    for code, country in (("projection-unknown", ""), ("coordinates-projected", "PER")):
        done = cleaned(metres, country=country, choices={code: "EPSG:24879"})
        assert codes(done) == [code]
        assert "EPSG:24879" in done.issues[0].remedy(WORDS["en"])
        assert_same_ground(done, CLEAN)


def test_without_a_country_there_is_nothing_to_propose():
    done = cleaned(moved(CLEAN, "EPSG:32719"))
    issue = the(done, "projection-unknown")
    assert (issue.severity, issue.action, issue.options) == (Severity.ERROR, Action.CHOOSE, ())
    assert "Name the country" in issue.message(WORDS["en"])


def test_a_few_rows_in_metres_among_degrees_are_converted_alone():
    mixed = [*CLEAN[:3], *moved(CLEAN[3:], "EPSG:32719")]
    done = cleaned(mixed, country="PER", choices={"coordinates-projected": "EPSG:32719"})
    assert the(done, "coordinates-projected").rows == (4,)
    assert_same_ground(done, CLEAN)


def test_metres_with_northing_first_are_found_by_the_exchange():
    turned = swapped(moved(CLEAN, "EPSG:32719"))
    asked = cleaned(turned, country="PER")
    issue = the(asked, "projection-swapped")
    assert (issue.severity, issue.action) == (Severity.ERROR, Action.CHOOSE)
    assert "EPSG:32719" in issue.options
    done = cleaned(turned, country="PER", choices={"projection-swapped": "EPSG:32719"})
    assert_same_ground(done, CLEAN)


def test_metres_that_no_order_brings_home_do_not_ask_for_the_country_again():
    done = cleaned([Point(9e7, 9e7)], country="PER")
    assert codes(done) == ["projection-unfit"]
    assert "Name the country" not in done.issues[0].message(WORDS["en"])


# --- swapped, impossible, nought


def swapped(shapes):
    return [shapely.transform(s, lambda x, y: (y, x), interleaved=False) for s in shapes]


def test_latitudes_beyond_ninety_that_mirrored_are_right_are_exchanged():
    east = [box(100 + n, 1, 100.1 + n, 1.1) for n in range(3)]
    done = cleaned(swapped(east))
    issue = the(done, "coordinates-swapped")
    assert (issue.count, issue.option, issue.action) == (3, "fix", Action.REPAIRED)
    assert_same_ground(done, east)


def test_the_mirror_in_the_declared_country_is_exchanged_row_by_row():
    mixed = [*CLEAN[:2], *swapped(CLEAN[2:])]
    done = cleaned(mixed, country="PER")
    assert the(done, "coordinates-swapped").rows == (3, 4)
    assert_same_ground(done, CLEAN)


def test_swapped_rows_can_be_kept_or_dropped():
    mixed = [*CLEAN[:2], *swapped(CLEAN[2:])]
    kept = cleaned(mixed, country="PER", choices={"coordinates-swapped": "keep"})
    assert_same_ground(kept, mixed)
    dropped = cleaned(mixed, country="PER", choices={"coordinates-swapped": "drop"})
    assert dict(dropped.dropped) == {3: "coordinates-swapped", 4: "coordinates-swapped"}


def test_without_a_country_a_place_on_land_is_believed():
    assert (
        codes(cleaned([*CLEAN, box(29, -12, 29.1, -11.9)])) == []
    )  # the mirrors are partly on land too
    assert codes(cleaned([*CLEAN[:2], *swapped(CLEAN[2:])])) == []  # half a file is no pattern


def test_without_a_country_a_place_at_sea_whose_mirror_is_at_sea_is_believed():
    assert codes(cleaned([Point(-30, -20 - n) for n in range(5)])) == []


def test_a_file_that_lies_on_land_only_when_mirrored_waits_for_a_choice():
    done = cleaned(swapped(CLEAN))
    issue = the(done, "coordinates-maybe-swapped")
    assert (issue.severity, issue.action) == (Severity.ERROR, Action.CHOOSE)
    assert (issue.options, issue.option, issue.rows) == (("fix", "keep"), "", (1, 2, 3, 4))
    assert "PER (4)" in issue.message(WORDS["en"])
    assert_same_ground(done, swapped(CLEAN))


def test_a_file_that_may_be_swapped_is_exchanged_or_kept_as_chosen():
    fixed = cleaned(swapped(CLEAN), choices={"coordinates-maybe-swapped": "fix"})
    assert the(fixed, "coordinates-maybe-swapped").severity is Severity.WARNING
    assert_same_ground(fixed, CLEAN)
    kept = cleaned(swapped(CLEAN), choices={"coordinates-maybe-swapped": "keep"})
    assert the(kept, "coordinates-maybe-swapped").action is Action.KEPT
    assert_same_ground(kept, swapped(CLEAN))


def test_one_stray_in_ten_does_not_hide_that_the_rest_may_be_swapped():
    grounds = [box(-70 + 0.02 * n, -12, -69.99 + 0.02 * n, -11.99) for n in range(9)]
    done = cleaned([*swapped(grounds), Point(-60, -5)])
    assert the(done, "coordinates-maybe-swapped").count == 9


def test_rows_that_only_their_mirror_brings_among_the_others_wait_for_a_choice():
    mixed = [*CLEAN, *swapped(CLEAN[:2]), Point(-40, -30)]  # the last one is at sea either way
    issue = the(cleaned(mixed), "coordinates-partly-swapped")
    assert (issue.severity, issue.action) == (Severity.ERROR, Action.CHOOSE)
    assert (issue.options, issue.rows) == (("fix", "keep"), (5, 6))
    assert "PER (2)" in issue.message(WORDS["en"])
    fixed = cleaned(mixed, choices={"coordinates-partly-swapped": "fix"})
    assert_same_ground(fixed, [*CLEAN, *CLEAN[:2], mixed[-1]])
    kept = cleaned(mixed, choices={"coordinates-partly-swapped": "keep"})
    assert_same_ground(kept, mixed)


def test_more_swapped_rows_than_right_ones_are_found_by_the_right_ones():
    mixed = [*CLEAN[:3], *swapped(CLEAN), *swapped(CLEAN[:2])]
    assert the(cleaned(mixed), "coordinates-partly-swapped").rows == (4, 5, 6, 7, 8, 9)


@pytest.mark.parametrize(
    "others",
    [
        [Point(25, -3), Point(26, -4), Point(25.5, -3.5), Point(-3, 15)],  # Mali, not its mirror
        [*CLEAN[:2], *swapped(CLEAN[:2])],  # too few to say where the file lies
        [*CLEAN, Point(-47, -7), Point(20, 5)],  # other countries
    ],
)
def test_rows_elsewhere_that_no_mirror_brings_home_are_left(others):
    assert "coordinates-partly-swapped" not in codes(cleaned(others))


def test_the_made_up_countries_at_sea_are_left_in_peace():
    assert codes(cleaned(swapped(CLEAN), country=pd.Series(["XAA"] * 4, index=range(1, 5)))) == []


@pytest.mark.parametrize(("lon_sign", "lat_sign"), [(-1, 1), (-1, -1)])
def test_lost_minus_signs_are_put_back_where_only_they_lead_home(lon_sign, lat_sign):
    strayed = [*CLEAN[:2], *_flipped(CLEAN[2:], lon_sign, lat_sign)]
    done = cleaned(strayed, country="PER")
    issue = the(done, "sign-lost")
    assert (issue.rows, issue.option, issue.action) == ((3, 4), "fix", Action.REPAIRED)
    assert_same_ground(done, CLEAN)
    kept = cleaned(strayed, country="PER", choices={"sign-lost": "keep"})
    assert_same_ground(kept, strayed)


def test_a_whole_file_on_land_elsewhere_waits_for_signs_or_countries_to_be_chosen():
    johannesburg = [box(26 + 0.1 * n, -27, 26.05 + 0.1 * n, -26.95) for n in range(3)]
    egypt = _flipped(johannesburg, 1, -1)
    issue = the(cleaned(egypt, country="ZAF"), "sign-lost")
    assert (issue.severity, issue.action) == (Severity.ERROR, Action.CHOOSE)
    assert_same_ground(cleaned(egypt, country="ZAF", choices={"sign-lost": "fix"}), johannesburg)
    assert codes(cleaned(egypt[:1], country="ZAF")) == []  # one may simply lie there


def test_a_place_that_two_changes_of_sign_bring_home_is_left():
    assert codes(cleaned([box(52, 1, 52.01, 1.01)], country="BRA")) == []


def test_places_elsewhere_that_no_sign_explains_are_left():
    assert codes(cleaned([CLEAN[0], Point(-85, -15)], country="PER")) == ["types-mixed"]


def _flipped(shapes, lon_sign, lat_sign):
    return [
        shapely.transform(s, lambda x, y: (lon_sign * x, lat_sign * y), interleaved=False)
        for s in shapes
    ]


def test_a_place_whose_mirror_is_not_at_home_either_is_left():
    assert codes(cleaned([box(20, 30, 20.1, 30.1)], country="PER")) == []


def test_places_off_the_globe_are_set_aside():
    done = cleaned([CLEAN[0], Point(-70, 200), Point(370, 95)], area_ha=[1.0, 1.0, 1.0])
    issue = the(done, "coordinates-out-of-range")
    assert issue.rows == (2, 3)
    assert done.frame.geometry.isna().tolist() == [False, True, True]


@pytest.mark.parametrize(
    "bad", [Point(np.nan, -12), Point(np.inf, -12), shapely.LineString([(0, 0), (1, np.inf)])]
)
def test_coordinates_that_are_no_numbers_are_set_aside(bad):
    done = cleaned([CLEAN[0], bad], area_ha=[1.0, 2.0])
    assert the(done, "coordinates-not-finite").rows == (2,)
    assert done.frame.geometry.isna().tolist() == [False, True]
    assert done.frame["area_ha"].tolist() == [1.0, 2.0]


def test_nought_nought_is_no_place():
    done = cleaned([CLEAN[0], Point(0, 0), Point(0.1, 0)], area_ha=[1.0, 1.0, 1.0])
    assert the(done, "null-island").rows == (2,)
    gone = cleaned([CLEAN[0], Point(0, 0)], choices={"null-island": "drop"})
    assert dict(gone.dropped) == {2: "null-island"}


@pytest.mark.parametrize(
    ("code", "shapes"),
    [
        ("coordinates-swapped", swapped(CLEAN)),
        ("null-island", [Point(0, 0)]),
        ("shape-missing", [CLEAN[0], None]),
        ("twin-shape", [CLEAN[0], CLEAN[0]]),
    ],
)
def test_an_option_there_is_not_is_refused(code, shapes):
    with pytest.raises(ReadError) as caught:
        clean_shapes(work(shapes, country="PER", choices={code: "perhaps"}), DEGREES)
    assert caught.value.code == "choice-option"


# --- no shape


def test_records_without_a_shape_stay_when_they_say_something():
    done = cleaned(
        [CLEAN[0], None, Polygon(), None],
        area_ha=[1.0, 5.0, np.nan, np.nan],
        country=pd.Series(["PER", None, "PER", None], index=[1, 2, 3, 4]),
    )
    assert the(done, "shape-missing").rows == (2, 3, 4)
    assert the(done, "record-empty").rows == (4,)
    assert dict(done.dropped) == {4: "record-empty"}


def test_a_record_with_any_value_that_is_used_is_not_empty():
    done = cleaned(
        [CLEAN[0], None, None, None],
        period=pd.Series(["2020", "2021", None, None], index=range(1, 5)),
        name=pd.Series([None, None, "Delta", None], index=range(1, 5)),
        site_id=pd.Series(["R000001", "R000002", "R000003", "R000004"], index=range(1, 5)),
    )
    assert dict(done.dropped) == {4: "record-empty"}  # its id was made, see columns={}


def test_records_without_a_shape_can_be_dropped_and_empty_ones_kept():
    gone = cleaned([CLEAN[0], None], choices={"shape-missing": "drop"})
    assert dict(gone.dropped) == {2: "shape-missing"}
    kept = cleaned([CLEAN[0], None], choices={"record-empty": "keep"})
    assert len(kept.frame) == 2


def test_a_plain_table_is_no_fault():
    done = cleaned([None, None], "")
    assert codes(done) == ["shape-none"]
    assert done.issues[0].severity is Severity.NOTE
    assert len(done.frame) == 2


# --- kinds


def test_heights_and_measures_are_left_aside():
    high = shapely.force_3d(CLEAN[0], 250.0)
    measured = shapely.from_wkt("POINT M (-70 -12 3)")
    done = cleaned([high, measured, CLEAN[1]])
    assert the(done, "z-dropped").rows == (1, 2)
    assert not done.frame.geometry.has_z.any()
    assert_same_ground(cleaned([high]), CLEAN[:1])


def test_mixed_kinds_are_counted():
    done = cleaned([CLEAN[0], Point(-70, -13), shapely.LineString([(-70, -12), (-69, -12)])])
    facts = the(done, "types-mixed").facts
    assert (facts["polygons"], facts["points"], facts["lines"]) == (1, 1, 1)
    assert the(done, "shape-line").rows == (3,)


def test_a_collection_keeps_its_polygons():
    line, point = shapely.LineString([(-70, -12), (-69, -12)]), Point(-70, -12)
    both = shapely.GeometryCollection([point, CLEAN[0], line, CLEAN[2]])
    nested = shapely.GeometryCollection([shapely.GeometryCollection([CLEAN[1]]), point])
    bare = shapely.GeometryCollection([point, line])
    done = cleaned([both, nested, bare])
    assert the(done, "shape-collection").rows == (1, 2, 3)
    area_ha = geo.area_ha(gpd.GeoSeries(CLEAN))
    assert geo.area_ha(done.frame.geometry).tolist() == pytest.approx(
        [area_ha[0] + area_ha[2], area_ha[1], 0]
    )
    assert done.frame.geom_type.tolist() == ["MultiPolygon", "MultiPolygon", "MultiLineString"]


# --- rings


def test_a_bow_tie_counts_both_loops():
    done = cleaned([BOW_TIE, CLEAN[0]])
    issue = the(done, "shape-invalid")
    assert issue.rows == (1,)
    loops = [
        Polygon([(-70, -12), (-69.95, -11.95), (-70, -11.9)]),
        Polygon([(-69.9, -12), (-69.95, -11.95), (-69.9, -11.9)]),
    ]
    both_ha = geo.area_ha(gpd.GeoSeries(loops)).sum()
    assert issue.facts["after"] == pytest.approx(both_ha)
    assert geo.area_ha(done.frame.geometry).iloc[0] == pytest.approx(both_ha)
    assert done.frame.is_valid.all()


def test_an_outline_drawn_twice_is_pointed_out_when_it_halves():
    ring = [(0, 0), (1, 0), (1, 1), (0, 1)]
    thrice = Polygon([*ring, *ring, *ring])
    done = cleaned([thrice])
    assert {"shape-invalid", "shape-shrunk"} <= set(codes(done))
    assert_same_ground(done, [box(0, 0, 1, 1)])


def test_a_hole_outside_its_shell_and_a_touching_hole_are_repaired():
    outer, hole = box(0, 0, 1, 1), box(3, 3, 4, 4)
    done = cleaned([Polygon(outer.exterior.coords, [hole.exterior.coords])])
    assert the(done, "shape-invalid").count == 1
    assert done.frame.is_valid.all()


def test_repeated_vertices_are_removed_and_move_nothing():
    doubled = Polygon(np.repeat(shapely.get_coordinates(CLEAN[0]), 3, axis=0))
    done = cleaned([doubled, *CLEAN[1:]])
    assert the(done, "vertices-repeated").rows == (1,)
    assert shapely.get_num_coordinates(done.frame.geometry.iloc[0]) == 5
    assert_same_ground(done, CLEAN)


def test_points_at_one_place_in_a_multipoint_are_no_repeated_vertices():
    assert codes(cleaned([shapely.MultiPoint([(1, 1), (1, 1)])])) == []


def test_a_flat_outline_becomes_a_point():
    done = cleaned([Polygon([(0, 0), (1, 1), (0, 0)]), CLEAN[0]])
    assert the(done, "shape-flat").rows == (1,)
    assert done.frame.geometry.iloc[0].equals(Point(0.5, 0.5))


def test_a_line_without_length_becomes_a_point():
    done = cleaned([shapely.LineString([(1, 1), (1, 1)])])
    assert done.frame.geometry.iloc[0].equals(Point(1, 1))


def test_a_spike_is_cut_off():
    spiked = Polygon([(0, 0), (1, 0), (1, 1), (1, 5), (1, 1), (0, 1)])
    assert_same_ground(cleaned([spiked]), [box(0, 0, 1, 1)])


def test_tiny_and_thin_polygons_are_pointed_out():
    tiny = box(-70, -12, -70 + 5e-6, -12 + 5e-6)
    thin = box(-70, -12, -69, -12 + 1e-4)
    done = cleaned([tiny, thin, CLEAN[0]])
    assert the(done, "shape-tiny").rows == (1,)
    assert the(done, "shape-thin").rows == (2,)


# --- the line at 180 degrees


def test_a_polygon_across_the_antimeridian_is_cut_there():
    across = Polygon([(179, -17), (-179, -17), (-179, -16), (179, -16)])
    beyond = box(179, -17, 181, -16)
    parts = shapely.MultiPolygon([box(-180, -17, -179, -16), box(179, -17, 180, -16)])
    done = cleaned([across, beyond])
    assert the(done, "antimeridian").rows == (1, 2)
    for shape in done.frame.geometry:
        assert shape.equals(parts)


def test_a_hole_across_the_antimeridian_stays_a_hole():
    hole = [(179.5, -16.6), (-179.5, -16.6), (-179.5, -16.4), (179.5, -16.4)]
    across = Polygon([(179, -17), (-179, -17), (-179, -16), (179, -16)], [hole])
    whole, gone = box(0, -17, 2, -16), box(0, -16.6, 1, -16.4)
    found = geo.area_ha(cleaned([across]).frame.geometry).iloc[0]
    assert found == pytest.approx(np.subtract(*geo.area_ha(gpd.GeoSeries([whole, gone]))))


def test_longitudes_up_to_360_are_turned_back():
    done = cleaned([Point(290, -12), box(289.9, -12, 290, -11.9)])
    assert the(done, "antimeridian").count == 2
    assert done.frame.geometry.iloc[0].equals(Point(-70, -12))


def test_a_line_across_the_antimeridian_is_cut_there():
    done = cleaned([shapely.LineString([(179, -17), (-179, -16)])])
    west, east = shapely.LineString([(179, -17), (180, -16.5)]), [(-180, -16.5), (-179, -16)]
    assert done.frame.geometry.iloc[0].equals(shapely.MultiLineString([west, east]))


def test_a_flat_outline_beyond_the_antimeridian_becomes_a_point_on_this_side():
    done = cleaned([Polygon([(181, -17), (183, -17), (181, -17)])])
    assert done.frame.geometry.iloc[0].equals(Point(-178, -17))


def test_parts_on_both_sides_of_the_earth_are_left_alone():
    apart = shapely.MultiPolygon([box(-179, 60, -178, 61), box(178, 60, 179, 61)])
    assert codes(cleaned([apart])) == []


# --- twins


def test_the_same_outline_in_the_same_period_is_pointed_out():
    done = cleaned(
        [CLEAN[0], CLEAN[1], CLEAN[0], CLEAN[0]], period=["2020", "2020", "2020", "2021"]
    )
    assert codes(done) == ["twin-shape"]
    assert the(done, "twin-shape").rows == (3,)
    gone = cleaned([CLEAN[0], CLEAN[0]], choices={"twin-shape": "drop"})
    assert dict(gone.dropped) == {2: "twin-shape"}


def test_nearly_the_same_outline_is_pointed_out():
    near = box(-70, -12, -69.9895, -11.99)
    turned = Polygon(np.roll(shapely.get_coordinates(CLEAN[1])[:-1], 1, axis=0))
    done = cleaned([CLEAN[0], near, CLEAN[1], turned, CLEAN[2]])
    assert codes(done) == ["near-duplicate"]
    assert the(done, "near-duplicate").rows == (2, 4)
    assert codes(cleaned([CLEAN[0], near], period=["2020", "2021"])) == []
    assert codes(cleaned([CLEAN[0], near], period=[None, None])) == ["near-duplicate"]


def test_of_near_twins_the_first_stays():
    near = [box(-70, -12, -69.99 + step, -11.99) for step in (0, 0.0003, 0.0006)]
    gone = cleaned(near, choices={"near-duplicate": "drop"})
    assert gone.frame.index.tolist() == [1]


def test_points_at_one_place_are_a_note():
    done = cleaned([Point(1, 1), Point(1, 1), Point(2, 2)])
    assert (codes(done), the(done, "twin-place").severity) == (["twin-place"], Severity.NOTE)


# --- everything at once


def test_all_findings_come_together():
    shapes = [BOW_TIE, None, Point(0, 0), Point(-70, 99), *swapped(CLEAN[:1]), CLEAN[1], CLEAN[1]]
    done = cleaned(shapes, country="PER")
    assert set(codes(done)) == {
        *("coordinates-out-of-range", "coordinates-swapped", "null-island", "shape-invalid"),
        *("shape-missing", "twin-shape", "types-mixed"),
    }
