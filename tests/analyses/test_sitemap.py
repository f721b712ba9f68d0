"""The map: classes small enough to count by hand, and what must hold for any sites."""

import re
from dataclasses import replace
from pathlib import Path

import h3
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import Point

from analytics import run, sample, viz
from analytics.analyses.sitemap.breaks import BreaksError, own
from analytics.analyses.sitemap.course import gaps
from analytics.analyses.sitemap.own import ColumnError
from analytics.analyses.sitemap.periods import PeriodError
from analytics.core.geo import area_ha
from analytics.core.record import as_json
from analytics.core.schema import Measure
from analytics.core.words import LANGUAGES, Words
from analytics.viz.maps import svg
from analytics.viz.ramp import ramp
from reports import export
from tests.shapes import dataset, square

VIZ = Path(viz.__file__).parent
SCHEMES = ("quantile", "natural", "equal", "percentile", "own")


def rows(*areas, **same):
    """One site for each area, side by side."""
    return [
        {"area_ha": area, "geometry": square(n / 10, 0), "period": "2020"} | same
        for n, area in enumerate(areas)
    ]


def found(*areas, **params):
    return run("sitemap", dataset(rows(*areas)), **params).result


def ends(result):
    """Upper ends and counts of the classes, without the missing."""
    known = result.classes[result.classes["class"] > 0]
    return known["high"].tolist(), known["sites"].tolist()


@pytest.mark.parametrize(
    ("areas", "params", "high", "counts"),
    [
        ([1, 2, 3, 4], {"classes": 2}, [2.5, 4], [2, 2]),
        ([1, 2, 3, 4], {"classes": 4}, [1.75, 2.5, 3.25, 4], [1, 1, 1, 1]),
        ([1, 1, 1, 1, 9], {"classes": 2}, [1, 9], [4, 1]),
        ([1, 1, 1, 1, 9], {"classes": 5}, [1, 9], [4, 1]),
        ([0, 10, 20, 100], {"scheme": "equal", "classes": 4}, [25, 50, 75, 100], [3, 0, 0, 1]),
        ([1, 2, 10, 11], {"scheme": "natural", "classes": 2}, [2, 11], [2, 2]),
        ([5, 5, 5], {}, [5], [3]),
        ([7], {"scheme": "natural"}, [7], [1]),
        ([-4, -2, 0, 2], {"classes": 2}, [-1, 2], [2, 2]),
    ],
)
def test_classes_by_hand(areas, params, high, counts):
    assert ends(found(*areas, **params)) == (high, counts)


def test_percentiles_end_where_they_say():
    high, counts = ends(found(*range(1, 101), scheme="percentile", classes=3))
    assert high == pytest.approx([1.99, 10.9, 50.5, 90.1, 99.01, 100])
    assert counts == [1, 9, 40, 40, 9, 1]


def test_own_breaks_stay_whatever_the_data():
    result = found(0.5, 1, 3, 200, scheme="own", breaks="100; 1; 5; 1")
    table = result.classes
    assert table["sites"].tolist() == [2, 1, 0, 1, 0]
    assert table["low"].tolist()[1:4] == [1, 5, 100]
    assert table[["low", "high"]].isna().to_numpy().tolist()[0] == [True, False]
    assert table[["low", "high"]].isna().to_numpy().tolist()[3] == [False, True]
    told = run("sitemap", dataset(rows(0.5, 3, 200)), scheme="own", breaks="0.5; 5").section()
    assert list(told.maps[0].colours) == ["up to 0.5", "0.5\xa0–\xa05", "over 5", "Not stated"]


@pytest.mark.parametrize(
    ("text", "breaks"),
    [
        ("1; 5; 20", [1, 5, 20]),
        ("0,5;2", [0.5, 2]),
        ("1, 5, 20", [1, 5, 20]),
        ("  3   2 ", [2, 3]),
        ("-1; 1e3;", [-1, 1000]),
    ],
)
def test_breaks_are_read_as_people_write_them(text, breaks):
    assert own(text) == breaks


@pytest.mark.parametrize(
    "text", ["", " ; ", "a; b", "1,5,20", "nan", "inf; 1", "1 2 3 4 5 6 7 8 9 10"]
)
def test_what_is_no_list_of_breaks_is_refused_in_words(text):
    with pytest.raises(BreaksError, match="is no list of breaks") as refused:
        found(1, 2, scheme="own", breaks=text)
    assert all(refused.value.text(language) for language in LANGUAGES)


def test_missing_is_a_class_of_its_own():
    answer = run("sitemap", dataset(rows(1, 2, None, float("inf"))))
    last = answer.result.classes.iloc[-1]
    assert (last["class"], last["sites"], answer.result.missing) == (0, 2, 2)
    told = answer.section()
    assert list(told.maps[0].colours)[-1] == "Not stated"
    assert (told.maps[0].shapes["group"] == "Not stated").sum() == 2
    assert any("2 sites have no known area" in caveat for caveat in told.caveats)
    assert told.headline.startswith("Half of the 2 sites")


def test_an_unknown_area_is_no_zero():
    table = found(1, 2, None).classes
    assert np.isnan(table["area_ha"].iloc[-1])
    assert found(1, 2).classes["area_ha"].iloc[-1] == 0


def test_no_area_at_all_is_said():
    answer = run("sitemap", dataset(rows(None, None)))
    assert answer.section().headline.startswith("None of the 2 sites states an area")
    assert answer.section().charts == ()
    assert answer.section().figures[0].value == "–"
    assert len(answer.section().maps[0].shapes) == 2


def test_records_of_one_site_are_put_together():
    data = dataset(
        [
            {"site_id": "a", "period": "2020", "area_ha": 2.0, "geometry": square(0, 0)}
            | {"name": "Old", "method": "dredge", "confidence": 0.5},
            {"site_id": "a", "period": "2022", "area_ha": 3.0, "geometry": square(0.005, 0)}
            | {"name": "New"},
            {"site_id": "b", "period": "2021", "area_ha": 9.0, "geometry": square(1, 0)},
        ]
    )
    sites = run("sitemap", data).result.sites.set_index("site_id")
    assert sites["area_ha"].tolist() == [5.0, 9.0]
    assert sites["records"].tolist() == [2, 1]
    assert sites.loc["a", ["name", "method", "period", "confidence"]].tolist() == [
        "New",
        "dredge",
        "2022",
        0.5,
    ]
    assert sites.geometry["a"].area == pytest.approx(0.015 * 0.01)


def test_points_of_one_site_stay_the_latest_point():
    spots = [Point(0, 0), Point(1, 1)]
    data = dataset(
        [{"site_id": "a", "period": f"202{n}", "geometry": spot} for n, spot in enumerate(spots)]
    )
    result = run("sitemap", data).result
    assert result.sites.geometry.iloc[0] == spots[1]
    assert result.missing == 1


def test_of_a_stock_the_last_period_counts():
    both = [*rows(5, 6, period="2020"), *rows(7, period="2021")]
    answer = run("sitemap", dataset(both, measure=Measure.STOCK))
    assert (answer.result.count, answer.result.at, answer.result.left_out) == (1, "2021", 2)
    assert any("only those of 2021" in caveat for caveat in answer.section().caveats)


def test_a_site_without_a_place_counts_and_is_not_drawn():
    answer = run("sitemap", dataset([*rows(1, 2), {"site_id": "lost", "area_ha": 3.0}]))
    assert (answer.result.count, answer.result.unplaced) == (3, 1)
    told = answer.section()
    assert len(told.maps[0].shapes) == 2
    assert any("no place on the map" in caveat for caveat in told.caveats)


def test_numbers_below_zero_are_told():
    told = run("sitemap", dataset(rows(-1, 2, 3))).section()
    assert any("below zero" in caveat for caveat in told.caveats)


def test_fewer_classes_than_asked_are_told():
    told = run("sitemap", dataset(rows(1, 1, 1, 9)), classes=9).section()
    assert any("there are 2" in caveat for caveat in told.caveats)
    told = run("sitemap", dataset(rows(1, 2))).section()  # no two are alike
    assert any(c.startswith("There are not enough different values for 5") for c in told.caveats)
    told = run("sitemap", dataset(rows(1, 1)), classes=9).section()
    assert told.headline == "All 2 sites with a known area measure the same: 1.00\xa0ha."


area = st.one_of(st.none(), st.integers(0, 6), st.floats(-10, 1e6))


@settings(max_examples=20, deadline=None)
@given(st.lists(area, min_size=1, max_size=12), st.sampled_from(SCHEMES), st.integers(2, 9))
def test_every_site_is_in_one_class_and_order_does_not_matter(areas, scheme, classes):
    data = rows(*areas)
    for n, row in enumerate(data):
        row["site_id"] = f"s{n}"
    answer = run("sitemap", dataset(data), scheme=scheme, classes=classes)
    result = answer.result
    assert result.classes["sites"].sum() == result.count == len(areas)
    assert result.classes["area_ha"].sum() == pytest.approx(sum(a or 0 for a in areas))
    table, sites = result.classes.set_index("class"), result.sites
    for number, value in zip(sites["class"], sites["area_ha"], strict=True):
        low, high = table.loc[number, ["low", "high"]]
        assert (number == 0) == bool(np.isnan(value))
        assert number == 0 or np.isnan(high) or value <= high
        assert number == 0 or np.isnan(low) or value > low or number == 1
    named = list(answer.section().maps[0].colours)
    assert len(named) == len(table)
    turned = run("sitemap", dataset(data[::-1]), scheme=scheme, classes=classes).result
    pd.testing.assert_frame_equal(result.classes, turned.classes)
    pd.testing.assert_frame_equal(
        result.sites.drop(columns="geometry"), turned.sites.drop(columns="geometry")
    )


def test_the_headline_counts_the_largest_class():
    told = run("sitemap", dataset(rows(1, 2, 3, 94)), scheme="natural", classes=2).section()
    assert told.headline == (
        "Half of the 4 sites measure 2.50\xa0ha or less; the one in the largest class "
        "(3.00\xa0–\xa094.0\xa0ha) holds 94\xa0% of the area."
    )


def test_ends_that_would_read_alike_get_more_figures():
    told = run("sitemap", dataset(rows(1.0001, 1.0002, 1.0003)), classes=3).section()
    assert len(told.maps[0].colours) == 4


def test_classes_of_confidence_are_in_percent():
    data = dataset([row | {"confidence": n / 4} for n, row in enumerate(rows(1, 2, 3, 4, 5))])
    told = run("sitemap", data, show="confidence", classes=2).section()
    assert next(iter(told.maps[0].colours)) == "0\xa0%\xa0–\xa050\xa0%"
    assert told.figures[0].value == "50\xa0%"


def test_the_answer_can_be_taken_away():
    answer = run("sitemap", sample())
    csv = export.answer_bytes(answer, ".csv", language="en").decode("utf-8-sig")
    assert "site_id" in csv.splitlines()[0]
    assert len(csv.splitlines()) == answer.result.count + 1
    assert export.answer_bytes(answer, ".gpkg", language="en")[:6] == b"SQLite"
    told = as_json(answer)["result"]
    assert {"class", "low", "high", "sites"} <= told["classes"][0].keys()


def test_the_sample_gives_its_agreed_number():
    result = run("sitemap", sample()).result
    assert (result.count, result.records, result.missing) == (357, 455, 0)
    assert result.median == pytest.approx(4.52, abs=0.005)
    assert result.total_ha == pytest.approx(sample().sites["area_ha"].sum())
    assert ends(result)[1] == [72, 71, 71, 71, 72]


@pytest.mark.parametrize("count", range(1, 11))
def test_every_class_has_a_colour_of_its_own(count):
    assert len(set(ramp(count))) == len(ramp(count)) == count


def test_the_form_of_a_mark_is_the_method():
    data = rows(1, 2, 3, 4)
    for row, method in zip(data, ["dredge", "dredge", "alluvial", None], strict=True):
        row["method"] = method
    picture = run("sitemap", dataset(data)).section().maps[0]
    assert list(picture.signs.marks) == ["Alluvial", "Dredge", "Not stated"]
    assert picture.shapes[picture.signs.by].tolist() == [
        "Dredge",
        "Dredge",
        "Alluvial",
        "Not stated",
    ]
    sizes = [picture.signs.sizes[name] for name in list(picture.colours)[:-1]]
    assert sizes == sorted(sizes)
    assert run("sitemap", dataset(rows(1, 2))).section().maps[0].signs is None


def test_rare_methods_share_a_mark():
    methods = [f"way {n}" for n in range(9) for _ in range(n + 1)]
    data = [row | {"method": m} for row, m in zip(rows(*range(1, 46)), methods, strict=True)]
    picture = run("sitemap", dataset(data)).section().maps[0]
    assert len(picture.signs.marks) == len(set(picture.signs.marks.values())) == 7
    assert (picture.shapes["kind"] == "Other methods").sum() == 1 + 2 + 3
    assert set(picture.shapes["kind"]) == set(picture.signs.marks)


YEARS = [*rows(1, 2, period="2019"), *rows(3, period="2020"), *rows(4, period="2021")]
YEARS += rows(5, period=None)


@pytest.mark.parametrize(
    ("params", "total", "at"),
    [
        ({}, 15, ""),
        ({"period": "2020"}, 6, "2020"),
        ({"period": "2020", "time": "only"}, 3, "2020"),
        ({"time": "only"}, 4, "2021"),
        ({"period": "2021"}, 10, "2021"),
    ],
)
def test_a_period_adds_up_or_stands_alone(params, total, at):
    result = run("sitemap", dataset(YEARS), **params).result
    assert (result.total_ha, result.at) == (total, at)
    assert result.left_out == (0 if not at else 5 - result.records)


def test_what_a_period_leaves_out_is_said():
    told = run("sitemap", dataset(YEARS), period="2020").section()
    assert any("all up to 2020; 2 records" in caveat for caveat in told.caveats)


def test_a_stock_shows_the_period_asked_for():
    data = dataset(YEARS, measure=Measure.STOCK)
    assert run("sitemap", data, period="2020").result.total_ha == 3


def test_a_period_that_is_not_there_is_refused_in_words():
    with pytest.raises(PeriodError, match="2019, 2020, 2021") as refused:
        run("sitemap", dataset(YEARS), period="1999")
    assert all(refused.value.text(language) for language in LANGUAGES)


def upper(data, **params):
    return ends(run("sitemap", data, **params).result)[0]


@pytest.mark.parametrize("scheme", ["quantile", "natural", "equal", "percentile"])
@pytest.mark.parametrize("params", [{}, {"time": "only"}, {"show": "confidence"}])
def test_classes_stay_while_the_map_moves_through_the_periods(scheme, params):
    grown = [row | {"site_id": "a", "confidence": 0.9 - n / 9} for n, row in enumerate(YEARS)]
    data = dataset([*grown, *YEARS])
    found = [
        run("sitemap", data, scheme=scheme, classes=3, period=period, **params)
        for period in ("", "2019", "2020", "2021")
    ]
    first = found[0].result.classes[["class", "low", "high"]]
    for answer in found:
        pd.testing.assert_frame_equal(answer.result.classes[["class", "low", "high"]], first)
        assert answer.result.sites["class"].max() <= first["class"].max()
        assert list(answer.section().maps[0].colours) == list(found[0].section().maps[0].colours)
        assert any("classes are made once" in caveat for caveat in answer.section().caveats)


def test_of_what_adds_up_the_end_makes_the_classes():
    assert upper(dataset(YEARS), classes=2, period="2019") == [3, 5]
    assert upper(dataset(YEARS), classes=2, time="only") == [2.5, 4]
    assert upper(dataset(YEARS, measure=Measure.STOCK), classes=2) == [2.5, 4]


def test_the_first_class_reaches_down_to_the_smallest_of_all_periods():
    grown = [row | {"site_id": "a"} for row in rows(1, period="2019") + rows(9, period="2020")]
    low = run("sitemap", dataset([*grown, *rows(20)]), classes=2).result.classes["low"]
    assert low.iloc[0] == 1


def test_one_period_alone_says_nothing_of_others():
    told = run("sitemap", dataset(rows(1, 2, 3))).section()
    assert not any("classes are made once" in caveat for caveat in told.caveats)
    assert not told.maps[0].is_fixed


def sourced(**by_period):
    """One site for each period, from the source named; None states none."""
    told = [rows(1, period=period[1:], source=source) for period, source in by_period.items()]
    return dataset([row for each in told for row in each])


def test_a_new_source_is_told_with_what_it_was_before():
    data = sourced(y2019="old", y2020="old", y2021=None, y2022="new", y2023="new")
    answer = run("sitemap", data)
    assert answer.result.changes.to_dict("records") == [
        {"period": "2022", "before": "old", "after": "new"}
    ]
    assert any("From 2022 on" in caveat for caveat in answer.section().caveats)


def test_of_many_changes_the_last_is_told_in_full():
    told = run("sitemap", sourced(y2019="a", y2020="b", y2021="c")).section()
    assert any("From 2021 on" in caveat for caveat in told.caveats)
    assert any("once more: 2020" in caveat for caveat in told.caveats)
    assert run("sitemap", sourced(y2019="a", y2020="a")).result.changes.empty


@pytest.mark.parametrize(
    ("order", "missing"),
    [
        (("2018", "2019", "2022"), ("2020", "2021")),
        (("2018-Q4", "2019-Q2"), ("2019-Q1",)),
        (("2018-11", "2019-01"), ("2018-12",)),
        (("2018", "2020-Q1"), ()),
        (("2018",), ()),
        ((), ()),
    ],
)
def test_periods_without_a_record_are_found(order, missing):
    assert gaps(order) == missing


def test_a_period_without_a_record_is_no_period_without_mining():
    told = run("sitemap", dataset([*rows(1, period="2019"), *rows(2, period="2021")])).section()
    assert any("No record is from 2020" in caveat for caveat in told.caveats)


@pytest.mark.parametrize(
    ("params", "left", "right", "told"),
    [
        (
            {},
            "Up to 2019: 2 sites, 3.00\xa0ha.",
            "Up to 2021: 4 sites, 10\xa0ha.",
            "+2 sites, +7.0",
        ),
        (
            {"time": "only"},
            "2019: 2 sites, 3.00\xa0ha.",
            "2021: one site, 4.00\xa0ha.",
            "-1 sites, +1.0",
        ),
    ],
)
def test_two_periods_stand_side_by_side_in_the_same_classes(params, left, right, told):
    answer = run("sitemap", dataset(YEARS), before="2019", **params)
    first, last = answer.section().maps
    assert first.caption == left
    assert last.caption.startswith(right)
    assert f"Against 2019: {told}" in last.caption
    assert first.colours == last.colours
    assert first.is_fixed
    assert first.frame == last.frame == tuple(answer.result.sites.total_bounds) or params
    assert answer.section().headline == f"{first.caption} {last.caption}"


def test_the_earlier_of_two_periods_stands_first_whichever_was_asked_for():
    asked = [("2019", "2021"), ("2021", "2019")]
    told = [
        run("sitemap", dataset(YEARS), period=period, before=before).section()
        for period, before in asked
    ]
    assert told[0].headline == told[1].headline
    assert [len(one.shapes) for one in told[0].maps] == [2, 4]


def test_a_period_is_not_compared_with_itself():
    with pytest.raises(PeriodError, match="Both periods are “2021”"):
        run("sitemap", dataset(YEARS), before="2021")


def test_unknown_areas_are_not_compared():
    data = dataset([*rows(None, period="2019"), *rows(2, period="2020")])
    last = run("sitemap", data, before="2019", time="only").section().maps[1]
    assert "the areas cannot be compared" in last.caption


def test_cells_hold_all_hectares_whatever_the_edges():
    answer = run(
        "sitemap", dataset([*rows(10, 20, 30), {"site_id": "lost", "area_ha": 5.0}]), drawn="cells"
    )
    cells = answer.result.cells
    assert cells.sites["area_ha"].sum() == pytest.approx(60, rel=1e-12)
    assert len(answer.section().maps[0].shapes) == len(cells.sites) > 1
    assert answer.result.count == 4
    assert answer.section().maps[0].legend == "Hectares per km²"
    half = square(0, 0, 1)
    parts = run("sitemap", dataset([{"area_ha": 8.0, "geometry": half}, *rows(1)]), drawn="cells")
    assert parts.result.cells.sites["area_ha"].sum() == pytest.approx(9, rel=1e-12)


def test_hectares_are_divided_by_the_area_of_the_very_cell():
    spots = [{"area_ha": 10.0, "geometry": Point(-70, -12.8)}]
    spots += [{"area_ha": None, "geometry": Point(-69, -12.8)}]
    cells = run("sitemap", dataset(spots), drawn="cells").result.cells
    own_km2 = area_ha(cells.sites.geometry) / 100
    assert own_km2.nunique() == 2
    known = cells.sites["area_ha"].notna()
    assert cells.sites["number"][known].tolist() == pytest.approx([10 / own_km2[known].iloc[0]])
    assert cells.sites["class"].tolist().count(0) == 1
    assert all(h3.get_resolution(cell) == cells.resolution for cell in cells.sites["site_id"])


def test_cells_keep_their_place_and_classes_in_every_period():
    found = [
        run("sitemap", dataset(YEARS), drawn="cells", period=p).result.cells for p in ("2019", "")
    ]
    assert found[0].resolution == found[1].resolution
    assert set(found[0].sites["site_id"]) <= set(found[1].sites["site_id"])
    assert found[0].classes["high"].equals(found[1].classes["high"])
    assert found[1].sites["number"].max() == found[1].classes["high"].max()


def test_cells_on_both_sides_of_the_date_line_lie_on_the_map():
    data = dataset(
        [
            row | {"geometry": Point(x, -17)}
            for row, x in zip(rows(1, 2), (179.99, -179.99), strict=True)
        ]
    )
    answer = run("sitemap", data, drawn="cells")
    west, _, east, _ = answer.section().maps[0].shapes.total_bounds
    assert -180 <= west < east <= 180
    assert answer.result.cells.resolution >= 7
    assert answer.result.cells.sites["area_ha"].sum() == 3


def test_sites_without_a_place_are_in_no_cell():
    answer = run("sitemap", dataset([{"area_ha": 1.0}]), drawn="cells")
    assert answer.section().maps[0].shapes.empty


def test_points_and_outlines_are_drawn_when_asked_for():
    data = dataset([row | {"method": "dredge"} for row in rows(1, 2)])
    drawn = {
        how: run("sitemap", data, drawn=how).section().maps[0] for how in ("points", "outlines")
    }
    assert set(drawn["points"].shapes.geom_type) == {"Point"}
    assert drawn["points"].signs
    assert set(drawn["outlines"].shapes.geom_type) == {"Polygon"}
    assert drawn["outlines"].signs is None


def with_column(name, values):
    data = dataset(rows(*range(1, len(values) + 1)))
    return replace(data, sites=data.sites.assign(**{name: values}))


def test_a_column_of_numbers_of_the_file_makes_classes():
    data = with_column("records", [10, 20, 30, 40])
    answer = run("sitemap", data, show="column", classes=2)
    assert (answer.result.measure, answer.result.numbers) == ("records", ("records",))
    assert ends(answer.result) == ([25, 40], [2, 2])
    told = answer.section()
    assert told.headline.startswith("Half of the 4 sites state 25.0 or less under “records”")
    assert told.maps[0].legend == "records"
    assert list(told.maps[0].shapes["number"]) == [10, 20, 30, 40]
    assert told.maps[0].tips["number"] == "records"


def test_of_a_column_the_latest_number_counts():
    grown = [row | {"site_id": "a"} for row in rows(1, period="2019") + rows(1, period="2020")]
    data = dataset(grown)
    data = replace(data, sites=data.sites.assign(workers=[5, 3]))
    assert run("sitemap", data, show="column", column="workers").result.largest == 3
    assert run("sitemap", data, show="column", period="2019").result.largest == 5


def test_a_column_that_holds_no_numbers_is_refused_in_words():
    data = with_column("holder", ["a", "b"])
    with pytest.raises(ColumnError, match="no column of numbers “holder”") as refused:
        run("sitemap", data, show="column", column="holder")
    assert all(refused.value.text(language) for language in LANGUAGES)
    told = run("sitemap", data, show="column").section()
    assert told.headline == (
        "The file has no column of numbers of its own, so there are no classes to show."
    )


def test_on_paper_both_periods_show_the_same_ground():
    pair = run("sitemap", dataset(YEARS), before="2019", time="only").section().maps
    drawn = [svg(one, Words(VIZ, "en"), width_mm=174, height_mm=90) for one in pair]
    degrees = [re.findall(r">(\d[\d.]*°[^<]*)<", one) for one in drawn]
    assert degrees[0]
    assert degrees[0] == degrees[1]
