"""The reference cases of the method, by hand, and what must always hold.

Squares are of 10 by 10 units of a hundred-thousandth of a degree at the equator: small enough that
a unit of area is the same everywhere to eight digits.
"""

import threading
from datetime import date

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import Polygon, affinity, box

import analytics
from analytics import madeup
from analytics.analyses.compliance import ComplianceParams
from analytics.analyses.compliance.rules import shelf
from analytics.core import geo
from analytics.core.analysis import execute, find
from analytics.core.errors import ParameterError
from analytics.core.schema import AreaBasis, Measure
from tests.shapes import dataset

UNIT = 1e-4  # degrees: 11 m
ANALYSIS = find("compliance")
MINE = box(0, 0, 10, 10)
TITLE = box(0, 0, 6, 10)


def small(shape):
    return affinity.scale(shape, UNIT, UNIT, origin=(0, 0))


WHOLE_HA = float(geo.area_m2(np.array([small(MINE)], dtype=object))[0]) / geo.M2_PER_HA


def layer(*shapes, **columns):
    said = {name: [value] * len(shapes) for name, value in columns.items()}
    return gpd.GeoDataFrame(said, geometry=[small(shape) for shape in shapes], crs=4326)


def data(layers, mines=(MINE,), basis=AreaBasis.GEOMETRY, measure=Measure.FLOW, **columns):
    rows = [{"area_ha": 1.0, "geometry": small(mine), **columns} for mine in mines]
    named = {name: one if hasattr(one, "crs") else layer(one) for name, one in layers.items()}
    return dataset(rows, layers=named, basis=basis, measure=measure)


def run(layers, mines=(MINE,), **more):
    asked = {name: more.pop(name) for name in list(more) if name in ComplianceParams.__slots__}
    made = more.pop("made", None) or data(layers, mines, **more)
    return execute(ANALYSIS, made, ComplianceParams(**{"error_m": 0, **asked})).result


def classes(result, column="area_ha"):
    """Hectares by class in hundredths of the mine, without what is nothing."""
    table = result.by_class
    found = dict(zip(table["class"], 100 * table[column] / WHOLE_HA, strict=True))
    return {name: round(area, 4) for name, area in found.items() if abs(area) > 1e-6}


def reasons(result):
    table = result.by_reason.groupby("reason")["area_ha"].sum()
    return {code: round(100 * area / WHOLE_HA, 4) for code, area in table.items()}


def bare(result):
    """Reasons without the mark of a layer that is missing, or of a method not known."""
    found = {}
    for code, area in reasons(result).items():
        plain = code.removesuffix("?m").removesuffix("*")
        found[plain] = round(found.get(plain, 0) + area, 4)
    return found


def test_g1_a_title_alone():
    result = run({"concessions": TITLE})
    assert classes(result) == {"high": 60, "low": 40}
    assert bare(result) == {"1": 60, "C": 40}
    assert result.mined_ha == pytest.approx(WHOLE_HA, rel=1e-9)


CONSERVATION = box(4, 0, 8, 10)
STRIP = box(0, 4, 10, 5)


def test_g2_conservation_comes_before_the_title():
    result = run({"concessions": TITLE, "conservation": CONSERVATION})
    assert classes(result) == {"high": 40, "low": 60}
    assert bare(result) == {"1": 40, "P": 20, "PC": 20, "C": 20}


def test_g3_a_strip_without_its_permit():
    result = run({"concessions": TITLE, "riparian": STRIP})
    assert classes(result) == {"high": 54, "conditional": 6, "low": 40}
    pieces = result.pieces[(result.pieces["class"] == "low")]
    strip = pieces[pieces["zones"].str.contains("riparian")]
    assert strip["area_ha"].sum() == pytest.approx(0.04 * WHOLE_HA, rel=1e-6)


def test_g4_a_permit_for_part_of_the_strip():
    permits = layer(box(0, 0, 3, 10), permit="river_diversion")
    result = run({"concessions": TITLE, "riparian": STRIP, "permits": permits})
    assert classes(result) == {"high": 57, "conditional": 3, "low": 40}
    assert bare(result)["1P"] == 3
    assert bare(result)["R:river_diversion"] == 3


def test_g5_a_strip_and_conservation():
    result = run({"concessions": TITLE, "conservation": CONSERVATION, "riparian": STRIP})
    assert classes(result) == {"high": 36, "conditional": 4, "low": 60}
    assert bare(result) == {"1": 36, "R:river_diversion": 4, "P": 20, "PC": 20, "C": 20}


def test_g6_every_permit_is_needed():
    permits = layer(box(0, 0, 6, 5), permit="production forest")
    forest = box(0, 0, 6, 5)
    layers = {"concessions": TITLE, "production_forest": forest, "riparian": STRIP}
    result = run({**layers, "permits": permits})
    assert classes(result) == {"high": 54, "conditional": 6, "low": 40}


def test_g7_the_same_mine_twice_counts_once():
    for layers in ({"concessions": TITLE}, {}):
        assert run(layers, [MINE, MINE]).mined_ha == pytest.approx(WHOLE_HA, rel=1e-9)


def test_g8_a_title_with_a_hole():
    result = run({"concessions": TITLE - box(2, 2, 4, 4)})
    assert classes(result) == {"high": 56, "low": 44}


def test_g9_the_error_of_a_boundary():
    metres = 0.5 * UNIT * 111_319.49  # half a unit of longitude at the equator
    result = run({"concessions": box(-10, -10, 6, 20)}, error_m=metres)
    assert classes(result) == {"high": 60, "low": 40}
    assert classes(result, "low_ha")["high"] == pytest.approx(55, abs=1e-3)
    assert classes(result, "high_ha")["high"] == pytest.approx(65, abs=1e-3)
    assert classes(result, "low_ha")["low"] == pytest.approx(35, abs=1e-3)
    assert classes(result, "high_ha")["low"] == pytest.approx(45, abs=1e-3)


def test_the_edge_of_a_title_nothing_is_known_of_is_uncertain_too():
    metres = 0.5 * UNIT * 111_319.49
    result = run({"concessions": layer(box(-10, -10, 6, 20), status="odd")}, error_m=metres)
    assert classes(result) == {"low": 40, "undetermined": 60}
    assert classes(result, "low_ha")["undetermined"] == pytest.approx(55, abs=1e-3)
    assert classes(result, "high_ha")["low"] == pytest.approx(45, abs=1e-3)
    titles = [layer(box(-10, -10, x, 20), status=s) for x, s in ((6, "active"), (30, "odd"))]
    both = run({"concessions": pd.concat(titles, ignore_index=True)}, error_m=metres)
    assert classes(both, "high_ha") == {"high": 65, "undetermined": 45}


def test_the_error_of_the_mines_own_outlines():
    metres = 0.5 * UNIT * 111_319.49
    title = {"concessions": box(-10, -10, 6, 20)}
    result = run(title, error_m=0, outline_m=metres)
    assert classes(result) == {"high": 60, "low": 40}
    wide = 11 * 11 - 0.2 * 0.5  # about: corners are round
    assert 100 * result.mined_low_ha / WHOLE_HA == pytest.approx(81, rel=3e-3)
    assert 100 * result.mined_high_ha / WHOLE_HA == pytest.approx(wide, rel=6e-3)
    assert classes(result, "low_ha")["high"] == pytest.approx(5.5 * 9, rel=3e-3)
    assert classes(result, "high_ha")["low"] == pytest.approx(4.5 * 11, rel=6e-3)
    both = run(title, error_m=metres, outline_m=metres)
    assert classes(both, "low_ha")["high"] == pytest.approx(5 * 9, rel=3e-3)
    assert classes(both, "high_ha")["high"] == pytest.approx(7 * 11, rel=6e-3)


def test_the_border_between_two_mines_is_no_outline_of_the_ground():
    metres = 0.5 * UNIT * 111_319.49
    halves = [box(0, 0, 5, 10), box(5, 0, 10, 10)]
    for apart in (2 * metres, 12 * metres):  # the last leaves nothing
        sure = run({}, [MINE], outline_m=apart).mined_low_ha / WHOLE_HA
        assert sure == pytest.approx(0.64 if apart < 10 * metres else 0, rel=3e-3)
    spans = [
        (result.mined_low_ha, result.mined_high_ha)
        for result in (run({}, mines, outline_m=metres) for mines in (halves, [MINE]))
    ]
    assert spans[0] == pytest.approx(spans[1], rel=1e-4)


def test_shifts_at_random_follow_the_error_of_the_layer():
    metres = 0.5 * UNIT * 111_319.49
    title = {"concessions": box(-10, -10, 6, 20)}
    result = run(title, error_m=metres, trials=200, seed=4)
    band = result.by_class.set_index("class").loc["high"]
    assert 100 * band["band_low_ha"] / WHOLE_HA == pytest.approx(60 - 1.645 * 5, abs=1.5)
    assert 100 * band["band_high_ha"] / WHOLE_HA == pytest.approx(60 + 1.645 * 5, abs=1.5)
    again = run(title, error_m=metres, trials=200, seed=4)
    pd.testing.assert_frame_equal(result.by_class, again.by_class)


def test_g10_a_title_that_only_touches():
    result = run({"concessions": box(10, 0, 20, 10)})
    assert classes(result) == {"low": 100}
    assert len(result.pieces) == 1
    assert result.slivers == 0


def test_g11_a_bow_tie_is_repaired():
    bow_tie = Polygon([(0, 0), (10, 10), (10, 0), (0, 10)])
    result = run({"concessions": box(-1, -1, 11, 11)}, [bow_tie])
    assert classes(result) == {"high": 50}


@pytest.mark.parametrize(
    ("last", "expected"),
    [(date(2019, 12, 31), "low"), (date(2020, 1, 1), "high"), (None, "high")],
)
def test_g12_a_title_counts_to_its_last_day(last, expected):
    title = layer(box(-1, -1, 11, 11), valid_from="2010-01-01", valid_to=last)
    made = data({"concessions": title}, period="2020")
    sites = made.sites
    sites["period_end"] = sites["period_start"]  # seen on 1 January
    made = dataset_of(made, sites)
    result = run({}, made=made)
    assert classes(result) == {expected: 100}
    if expected == "low":
        assert set(result.pieces["title"]) == {"expired"}


def dataset_of(made, sites):
    from dataclasses import replace

    return replace(made, sites=sites)


@pytest.mark.parametrize(
    ("method", "has_permit", "expected"),
    [
        ("underground", False, {"conditional": 60, "low": 40}),
        ("underground", True, {"high": 60, "low": 40}),
        ("open_pit", False, {"low": 100}),
        (None, True, {"low": 100}),
    ],
)
def test_g13_protected_forest_by_method(method, has_permit, expected):
    layers = {"concessions": TITLE, "protected_forest": TITLE}
    if has_permit:
        layers["permits"] = layer(TITLE, permit="forest_use")
    result = run(layers, method=method)
    assert classes(result) == {name: area for name, area in expected.items() if area}
    assert any(code.endswith("?m") for code in reasons(result)) == (method is None)


GENERIC = shelf.text("generic")
WITH_AUTHORISATION = GENERIC.replace(
    "requires_operating_authorisation: false", "requires_operating_authorisation: true"
)


@pytest.mark.parametrize(
    ("said", "expected"),
    [("yes", "high"), ("no", "low"), (None, "undetermined"), ("absent", "low")],
)
def test_g14_a_title_without_operating_authorisation(said, expected):
    columns = {} if said == "absent" else {"operating_authorisation": said}
    whole = layer(box(-1, -1, 11, 11), **columns)
    result = run({"concessions": whole}, rules=WITH_AUTHORISATION)
    assert classes(result) == {expected: 100}
    if expected == "low":
        assert set(result.pieces["title"]) == {"authorisation"}


def test_g15_no_cadastre_at_all_is_undetermined():
    result = run({"production_forest": MINE})
    assert classes(result) == {"undetermined": 100}
    assert not result.has_titles
    assert classes(run({"conservation": CONSERVATION})) == {"low": 40, "undetermined": 60}


@pytest.mark.parametrize(
    ("last", "expected"),
    [
        ("99/99/2024", "undetermined"),
        ("soon", "undetermined"),
        ("indefinido", "high"),
        ("31/12/9999", "high"),
        ("00/00/0000", "high"),
        ("-", "high"),
    ],
)
def test_a_last_day_that_cannot_be_read_is_no_title_without_end(last, expected):
    title = layer(box(-1, -1, 11, 11), valid_to=last)
    result = run({"concessions": title}, period="2020")
    assert classes(result) == {expected: 100}
    assert result.unread_days == ((last,) if expected == "undetermined" else ())


def test_a_permit_with_a_day_that_cannot_be_read_does_not_count():
    permits = layer(MINE, permit="river_diversion", valid_to="31/31/2020")
    layers = {"concessions": TITLE, "riparian": STRIP, "permits": permits}
    assert classes(run(layers, period="2020"))["conditional"] == 6


def test_the_column_tells_whether_the_month_comes_first():
    titles = pd.concat(
        [layer(TITLE, valid_to="04/30/2019"), layer(box(6, 0, 10, 10), valid_to="01/02/2020")],
        ignore_index=True,
    )
    assert classes(run({"concessions": titles}, period="2020", on="2020-01-15")) == {"low": 100}


@pytest.mark.parametrize(
    "shapes",
    [
        shapely.Point(1, 1),
        shapely.LineString([(0, 5), (10, 5)]),
        box(1e5, 0, 1e5 + 6, 10),  # ten degrees away
    ],
)
def test_titles_without_ground_or_of_elsewhere_are_no_cadastre(shapes):
    result = run({"concessions": shapes, "conservation": shapes})
    assert classes(result) == {"undetermined": 100}
    assert not result.has_titles
    assert "conservation" in result.missing
    assert {*result.bare, *result.elsewhere} == {"concessions", "conservation"}


def test_a_layer_across_the_date_line_is_near():
    made = dataset(
        [{"geometry": box(179.999, -17, 180, -16.999), "period": "2020"}],
        layers={"concessions": gpd.GeoDataFrame(geometry=[box(-180, -17, -179.9, -16)], crs=4326)},
        basis=AreaBasis.GEOMETRY,
    )
    assert run({}, made=made).elsewhere == ()


def test_titles_beside_the_sites_tell_that_there_is_none_on_them():
    result = run({"concessions": box(1000, 0, 1006, 10)})
    assert classes(result) == {"low": 100}


def test_beyond_the_ground_a_cadastre_covers_nothing_is_known():
    result = run({"concessions": TITLE, "cadastre": box(0, 0, 8, 10)})
    assert classes(result) == {"high": 60, "low": 20, "undetermined": 20}


@pytest.mark.parametrize(
    ("columns", "title", "expected"),
    [
        ({"status": "Suspendido"}, "status", "low"),
        ({"status": "active", "stage": "exploration"}, "stage", "low"),
        ({"stage": "Exploration and mining"}, "unknown", "undetermined"),
        ({"stage": "exploracion y explotacion"}, "unknown", "undetermined"),
        ({"stage": "Application for mining lease"}, "stage", "low"),
        ({"status": "not active"}, "unknown", "undetermined"),
        ({"status": "whatever"}, "unknown", "undetermined"),
        ({"status": None}, "unknown", "undetermined"),
        ({"estado": "VIGENTE"}, "valid", "high"),
        ({"valid_from": "2021-01-01"}, "early", "low"),
    ],
)
def test_what_a_title_says_of_itself(columns, title, expected):
    result = run({"concessions": layer(box(-1, -1, 11, 11), **columns)}, period="2020")
    assert classes(result) == {expected: 100}
    assert set(result.pieces["title"]) == {title}


def test_the_best_of_titles_that_overlap_counts():
    titles = pd.concat(
        [layer(box(-1, -1, 11, 11), status="expired"), layer(TITLE, status="active")],
        ignore_index=True,
    )
    result = run({"concessions": titles})
    assert classes(result) == {"high": 60, "low": 40}


def test_a_site_without_a_date_cannot_be_held_against_dated_titles():
    title = layer(box(-1, -1, 11, 11), valid_to="2030-01-01")
    assert classes(run({"concessions": title})) == {"undetermined": 100}


def test_provinces_split_a_site_and_add_up():
    provinces = pd.concat(
        [layer(box(-1, -1, 3, 11), province="A"), layer(box(3, -1, 8, 11), province="B")],
        ignore_index=True,
    )
    result = run({"concessions": TITLE, "provinces": provinces})
    table = result.by_province.groupby("province")["area_ha"].sum() / WHOLE_HA
    assert table.round(6).to_dict() == {"": 0.2, "A": 0.3, "B": 0.5}
    assert result.by_province["area_ha"].sum() == pytest.approx(result.mined_ha, rel=1e-12)


def test_zones_that_overlap_count_each_and_together_once():
    zones = pd.concat(
        [layer(box(0, 0, 5, 10), name="A", id="1"), layer(box(3, 0, 8, 10), name="B", id="2")],
        ignore_index=True,
    )
    result = run({"indigenous": zones}, period="2020")
    table = result.by_zone.set_index("zone")["area_ha"] / WHOLE_HA
    assert table.round(6).to_dict() == {"A": 0.5, "B": 0.5}
    assert result.by_layer["area_ha"].sum() == pytest.approx(0.8 * WHOLE_HA, rel=1e-6)
    assert result.by_zone["last_ha"].tolist() == result.by_zone["area_ha"].tolist()


def test_sites_without_an_area_are_counted():
    spots = [{"geometry": shapely.Point(x * UNIT, UNIT), "period": "2020"} for x in (1, 2, 9)]
    made = dataset(spots, layers={"concessions": layer(TITLE)})
    result = run({}, made=made)
    assert result.by_class.set_index("class")["sites"].to_dict() == {
        "high": 2,
        "conditional": 0,
        "low": 1,
        "undetermined": 0,
    }
    told = execute(ANALYSIS, made, ComplianceParams()).section("en")
    assert told.headline.startswith("Of 3 sites without a known area, 1 show low")


def test_hectares_of_the_file_are_spread_over_the_outline():
    result = run({"concessions": TITLE}, basis=AreaBasis.ATTRIBUTE)
    assert result.mined_ha == pytest.approx(1.0)
    assert result.by_class.set_index("class").loc["high", "area_ha"] == pytest.approx(0.6)


def test_of_a_stock_only_the_last_period_counts():
    rows = [
        {"period": year, "geometry": small(shape)}
        for year, shape in (("2019", MINE), ("2020", box(0, 0, 10, 5)))
    ]
    made = dataset(
        rows,
        layers={"concessions": layer(TITLE)},
        basis=AreaBasis.GEOMETRY,
        measure=Measure.STOCK,
    )
    result = run({}, made=made)
    assert result.mined_ha == pytest.approx(WHOLE_HA / 2, rel=1e-6)
    assert (result.at, result.left_out) == ("2020", 1)


def test_ground_seen_again_counts_with_the_first_day():
    rows = [{"period": year, "geometry": small(MINE)} for year in ("2021", "2019")]
    title = layer(box(-1, -1, 11, 11), valid_to="2020-06-01")
    made = dataset(rows, layers={"concessions": title}, basis=AreaBasis.GEOMETRY)
    result = run({}, made=made)
    assert classes(result) == {"high": 100}
    assert result.by_period["period"].tolist() == ["2019"]
    assert result.twice_ha == pytest.approx(WHOLE_HA, rel=1e-6)


def test_a_sliver_counts_and_is_not_drawn():
    result = run({"concessions": box(0, 0, 9.9999, 10)})
    assert result.slivers == 1
    assert result.by_class["area_ha"].sum() == pytest.approx(WHOLE_HA, rel=1e-9)
    shown = execute(
        ANALYSIS, data({"concessions": box(0, 0, 9.9999, 10)}), ComplianceParams(error_m=0)
    ).section()
    assert len(shown.maps[1].shapes) == 1


RIVERS = GENERIC.replace(
    "permit: river_diversion\n",
    "permit: river_diversion\n    derive: {from: rivers, measure_from: bank, width_m: 22.2639}\n",
)


def test_a_strip_is_measured_from_the_bank():
    line = shapely.LineString([(-20, 5), (30, 5)])
    rivers = layer(line, width_m=22.2639)  # the bank lies one unit from the middle
    result = run({"concessions": box(-1, -1, 11, 11), "rivers": rivers}, rules=RIVERS)
    assert classes(result)["conditional"] == pytest.approx(60, rel=0.01)
    assert result.derived == ("riparian",)
    assert not result.narrow
    without = run({"concessions": box(-1, -1, 11, 11), "rivers": layer(line)}, rules=RIVERS)
    assert classes(without)["conditional"] == pytest.approx(40, rel=0.01)
    assert without.narrow == ("riparian",)


def test_a_rule_left_aside_and_a_permit_taken_as_held():
    layers = {"concessions": TITLE, "conservation": CONSERVATION, "riparian": STRIP}
    aside = run(layers, without="conservation")
    assert classes(aside) == {"high": 54, "conditional": 6, "low": 40}
    held = run(layers, without="conservation", granted="river_diversion")
    assert classes(held) == {"high": 60, "low": 40}
    assert classes(run(layers, without="concessions")) == {"low": 40, "undetermined": 60}


def test_a_slip_in_the_name_of_a_layer_or_a_permit_is_told():
    result = run({"concession": TITLE, "mining_concessions": TITLE, "roads": TITLE}, granted="moon")
    assert result.unknown == ("concession", "mining_concessions")
    assert result.unasked == ("moon",)
    made = data({"concession": TITLE})
    told = execute(ANALYSIS, made, ComplianceParams(granted="moon,forest_use")).section("en")
    said = " ".join(told.caveats)
    assert "not used: concession." in said
    assert "changes nothing: moon" in said


@pytest.mark.parametrize("name", ["PRE", "peru", "no_such"])
def test_a_name_of_no_rules_is_refused_with_the_names_there_are(name):
    with pytest.raises(ParameterError, match="generic, IDN, PER"):
        ComplianceParams(rules=name)


def test_layers_and_rules_that_are_not_known_are_refused():
    with pytest.raises(ParameterError, match="2024-12-31"):
        ComplianceParams(on="2024-13-01")
    with pytest.raises(ParameterError):
        ComplianceParams(without="moon")
    with pytest.raises(analytics.core.errors.OrewatchError, match="Line 1"):
        ComplianceParams(rules="a: 1")


def test_a_layer_that_is_missing_makes_good_classes_provisional():
    result = run({"concessions": TITLE})
    assert set(result.missing) >= {"conservation", "riparian"}
    assert reasons(result) == {"1*": 60, "C": 40}
    assert "conservation areas" in " ".join(
        execute(ANALYSIS, data({"concessions": TITLE}), ComplianceParams()).section().caveats
    )


def test_the_sample_agrees_with_its_truth():
    sample, truth = analytics.sample(), madeup.truth().screening
    result = execute(ANALYSIS, sample, ComplianceParams(error_m=0)).result
    east = execute(ANALYSIS, sample, ComplianceParams(error_m=0, rules=WITH_AUTHORISATION)).result
    checked = 0
    for country, answer in (("XAA", result), ("XAB", east)):
        pieces = answer.pieces[(answer.pieces["country"] == country) & ~answer.pieces["is_sliver"]]
        for (site, period), own in pieces.groupby(["site_id", "period"]):
            wanted = truth.get(f"{site} {period}")
            if wanted is None:
                continue
            found = {code.removesuffix("?m").removesuffix("*") for code in own["reason"]}
            assert found == {wanted}, (site, period)
            checked += 1
    assert checked > 400


def test_nothing_tells_of_illegal_mining_without_a_decision():
    told = execute(ANALYSIS, analytics.sample(), ComplianceParams()).section("en")
    said = [told.headline, *(figure.label for figure in told.figures), *told.caveats[1:]]
    assert not any("illegal" in text.lower() for text in said)


side = st.integers(0, 9)
boxes = st.lists(
    st.tuples(side, side, st.integers(1, 5), st.integers(1, 5)), min_size=0, max_size=3
).map(lambda rows: [box(x, y, x + w, y + h) for x, y, w, h in rows])


@settings(max_examples=15, deadline=None)
@given(boxes.filter(len), boxes, boxes, boxes)
def test_classes_always_add_up_and_order_changes_nothing(mines, titles, zones, strips):
    layers = {"concessions": titles, "conservation": zones, "riparian": strips}
    there = {name: layer(*shapes) for name, shapes in layers.items()}
    result = run(there, mines, error_m=5)
    table = result.by_class
    union = float(geo.area_m2(np.array([small(shapely.union_all(mines))], dtype=object))[0]) / 1e4
    assert result.mined_ha == pytest.approx(union, rel=1e-6)
    for parts in (table, result.by_province, result.by_reason, result.by_cell, result.pieces):
        assert parts["area_ha"].sum() == pytest.approx(result.mined_ha, rel=1e-9)
    assert (table["low_ha"] <= table["area_ha"]).all()
    assert (table["area_ha"] <= table["high_ha"]).all()
    turned = {name: layer(*shapes[::-1], *shapes) for name, shapes in layers.items()}
    again = run(turned, [*mines[::-1], *mines], error_m=5)
    np.testing.assert_allclose(again.by_class["area_ha"], table["area_ha"], rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(again.by_class["low_ha"], table["low_ha"], rtol=1e-6, atol=1e-9)


def test_eight_threads_get_the_same_answer():
    sample, answers = analytics.sample(), []

    def ask(without):
        params = ComplianceParams(without=without)
        answers.append((without, execute(ANALYSIS, sample, params).result.mined_ha))

    threads = [
        threading.Thread(target=ask, args=(name,))
        for name in ("", "conservation", "permits", "") * 2
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == 8
    assert len({ha for _, ha in answers}) == 1
