"""The overview, on tables small enough to do by hand."""

import json
import math
from dataclasses import replace

import pandas as pd
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

import analytics
from analytics import filtered, run, sample
from analytics.cli.main import cli
from analytics.core import earlier
from analytics.core.codec import from_bytes, to_bytes
from analytics.core.errors import ParameterError
from analytics.core.schema import AreaBasis, Measure
from analytics.core.words import LANGUAGES
from analytics.intake.layers import add_layer
from tests.shapes import dataset, square

#: Three years. By hand, of a flow: 2019 10 ha in one site of one country, 2020 40 ha in two more,
#: 2021 50 ha of which site b has 20 and the new site d 30.
FLOW = [
    {"site_id": "a", "country": "PER", "period": "2019", "area_ha": 10.0, "method": "dredge"},
    {"site_id": "b", "country": "PER", "period": "2020", "area_ha": 15.0, "method": "dredge"},
    {"site_id": "c", "country": "BRA", "period": "2020", "area_ha": 25.0},
    {"site_id": "b", "country": "PER", "period": "2021", "area_ha": 20.0},
    {"site_id": "d", "country": "COL", "period": "2021", "area_ha": 30.0, "method": "pit"},
]
NAN = float("nan")


def numbers(result, column):
    return {
        key: None if math.isnan(value) else value
        for key, value in zip(result.figures["key"], result.figures[column], strict=True)
    }


def whys(result):
    return dict(zip(result.figures["key"], result.figures["why"], strict=True))


def stock(*rows):
    return dataset(
        [{"site_id": s, "period": p, "area_ha": a, "country": "PER"} for s, p, a in rows],
        measure=Measure.STOCK,
    )


def plain(text):
    return text.replace("\N{NO-BREAK SPACE}", " ")


def test_five_numbers_of_a_flow_by_hand():
    result = run("overview", dataset(FLOW)).result
    assert numbers(result, "value") == {
        "area": 100.0,
        "new": 50.0,
        "sites": 4.0,
        "groups": 3.0,
        "method": 0.6,
    }
    assert numbers(result, "before") == {
        "area": 50.0,
        "new": 40.0,
        "sites": 3.0,
        "groups": 2.0,
        "method": pytest.approx(2 / 3),
    }
    assert numbers(result, "change") == {
        "area": 50.0,
        "new": 10.0,
        "sites": 1.0,
        "groups": 1.0,
        "method": pytest.approx(0.6 - 2 / 3),
    }
    assert (result.before, result.last) == ("2020", "2021")


def test_the_course_of_a_flow_by_hand():
    line = run("overview", dataset(FLOW)).result.series.set_index("period")
    assert line["area"].to_dict() == {"2019": 10.0, "2020": 50.0, "2021": 100.0}
    assert line["new"].to_dict() == {"2019": 10.0, "2020": 40.0, "2021": 50.0}
    assert line["sites"].to_dict() == {"2019": 1.0, "2020": 3.0, "2021": 4.0}
    assert line["groups"].to_dict() == {"2019": 1.0, "2020": 2.0, "2021": 3.0}
    assert line["method"].tolist() == pytest.approx([1.0, 2 / 3, 3 / 5])


def test_a_stock_compares_its_last_two_periods():
    """100 and 20 ha in 2019, 110 and 30 in 2020, 90 and 10 and 5 in 2021."""
    rows = [("a", "2019", 100.0), ("b", "2019", 20.0), ("a", "2020", 110.0), ("b", "2020", 30.0)]
    rows += [("a", "2021", 90.0), ("b", "2021", 10.0), ("c", "2021", 5.0)]
    result = run("overview", stock(*rows)).result
    assert numbers(result, "value") == {
        "area": 105.0,
        "new": -35.0,
        "sites": 3.0,
        "groups": 1.0,
        "method": 0.0,
    }
    assert numbers(result, "change") == {
        "area": -35.0,
        "new": -55.0,  # lost 35 where it gained 20 before
        "sites": 1.0,
        "groups": 0.0,
        "method": 0.0,
    }
    told = run("overview", stock(*rows)).section()
    assert plain(told.headline).startswith(
        "105 ha of mining footprint in one country in 2021, 25 % less than in 2020."
    )
    assert plain(told.figures[1].value) == "\N{MINUS SIGN}35 ha"
    assert result.left_out == 4


def test_a_net_change_has_a_change_from_three_periods_on():
    result = run("overview", stock(("a", "2019", 1.0), ("a", "2020", 4.0))).result
    assert numbers(result, "value")["new"] == 3.0
    assert whys(result) == {"area": "", "new": "two", "sites": "", "groups": "", "method": ""}


def test_the_headline_says_how_much_where_and_what_is_new():
    told = run("overview", dataset(FLOW)).section()
    assert plain(told.headline) == (
        "100 ha of mapped mining in 3 countries; 50 ha of it new in 2021, 25 % more than in 2020."
        " The largest of 3 countries, Peru, holds 45 %."
    )


def test_the_same_hectares_added_up_in_another_order_are_no_change():
    parts = (91.58, 835.499, 808.96)
    rows = [
        {"country": "PER", "period": period, "area_ha": area, "site_id": f"{place}"}
        for period, areas in (("2019", parts), ("2020", parts[::-1]))
        for place, area in enumerate(areas)
    ]
    answer = run("overview", dataset(rows, measure=Measure.STOCK))
    assert answer.result.at("area", "change") != 0
    told = answer.section()
    assert "as much as in 2019" in told.headline
    assert told.figures[0].trend.change == "no change"


@pytest.mark.parametrize(("again", "is_told"), [("one", False), ("two", True)])
def test_a_stock_none_of_whose_sites_come_again_is_pointed_out(again, is_told):
    rows = [
        {"site_id": name, "period": period, "area_ha": 5.0, "geometry": square(lon, 0)}
        for name, period, lon in (("one", "2019", 0), (again, "2020", 0 if again == "one" else 5))
    ]
    told = run("overview", dataset(rows, measure=Measure.STOCK)).section().caveats
    assert any("found again in 2020" in caveat for caveat in told) is is_told


@pytest.mark.parametrize(
    ("before", "now", "told"),
    [(1000.0, 997.0, "(<#1#%)"), (1000.0, 1997.0, "(+100#%)"), (1000.0, 994.0, "(<#1#%)")],
)
def test_a_rate_has_one_sign(before, now, told):
    rows = [
        {"country": "PER", "period": period, "area_ha": area, "site_id": "one"}
        for period, area in (("2019", before), ("2020", now))
    ]
    section = run("overview", dataset(rows, measure=Measure.STOCK)).section()
    assert told.replace("#", "\N{NO-BREAK SPACE}") in section.figures[0].trend.change
    assert ">" not in section.headline


def test_tiles_say_change_and_the_two_periods():
    area, new, sites, _, method = run("overview", dataset(FLOW)).section().figures
    assert plain(area.trend.change) == "+50 ha (+100 %)"
    assert area.trend.than == "all up to 2021 against all up to 2020"
    assert area.trend.line == (10.0, 50.0, 100.0)
    assert plain(area.trend.told) == "From 10 ha (2019) to 100 ha (2021)"
    assert plain(new.trend.change) == "+10 ha (+25 %)"
    assert new.trend.than == "2021 against 2020"
    assert plain(sites.trend.change) == "+1 (+33 %)"
    assert method.trend.change == "\N{MINUS SIGN}6.7 percentage points"


ONE, UNDATED = {"period": "2020", "area_ha": 5.0}, {"area_ha": 5.0}


@pytest.mark.parametrize(
    ("rows", "why", "said"),
    [
        ([ONE], "single", "one period only"),
        ([UNDATED], "undated", "no record is dated"),
        ([ONE, {"period": "2021"}], "unknown", "no known area in one of the two periods"),
    ],
)
def test_where_there_is_no_change_the_reason_stands_and_no_zero(rows, why, said):
    answer = run("overview", dataset([{"country": "PER", **row} for row in rows]))
    assert whys(answer.result)["area"] == why
    assert numbers(answer.result, "change")["area"] is None
    assert answer.section().figures[0].trend.change.startswith("Change not available: ")
    assert answer.section().figures[0].trend.change.endswith(said)


def in_quarters(*labels):
    data = dataset([{"country": "PER", "area_ha": 5.0, "site_id": label} for label in labels])
    quarters = pd.PeriodIndex([label.replace("-", "") for label in labels], freq="Q")
    frame = data.sites.assign(
        period=pd.Series(labels, dtype="string"),
        period_start=quarters.start_time,
        period_end=quarters.end_time.normalize(),
        period_kind="quarter",
    )
    return replace(data, sites=frame)


def test_a_year_that_ends_early_is_not_held_against_a_whole_one():
    data = in_quarters("2023-Q1", "2023-Q4", "2024-Q1", "2024-Q2")
    answer = run("overview", data, step="year")
    assert set(whys(answer.result).values()) == {"partial"}
    assert numbers(answer.result, "value")["new"] == 10.0
    assert "2024 is recorded only until Jun 30, 2024" in answer.section().figures[1].trend.change
    whole = run("overview", in_quarters("2023-Q3", "2024-Q1", "2024-Q3"), step="year").result
    assert whole.before == "2023"


def test_years_and_quarters_of_other_years_are_read_by_year():
    quarters = in_quarters("2024-Q1", "2024-Q4").sites
    years = dataset([{"country": "PER", "period": "2023", "area_ha": 8.0, "site_id": "y"}])
    frame = pd.concat([years.sites, quarters], ignore_index=True)
    places = pd.DataFrame({"row": frame.index, "country": "PER", "share": 1.0})
    result = run("overview", replace(years, sites=frame, places=places)).result
    assert (result.before, result.last, result.is_by_year) == ("2023", "2024", True)
    doubled = frame.assign(
        period=frame["period"].mask(frame["site_id"] == "y", "2024"),
        period_start=frame["period_start"].mask(frame["site_id"] == "y", pd.Timestamp(2024, 1, 1)),
        period_end=frame["period_end"].mask(frame["site_id"] == "y", pd.Timestamp(2024, 12, 31)),
    )
    mixed = run("overview", replace(years, sites=doubled, places=places))
    assert set(whys(mixed.result).values()) == {"mixed"}
    assert any("count twice" in told for told in mixed.section().caveats)


def test_changes_by_group_by_hand_and_unknown_where_nothing_is_recorded():
    found = run("overview", dataset(FLOW)).result.by_group.set_index("country")
    assert found.loc["PER"].tolist() == [15.0, 20.0, 5.0]
    assert found.loc["BRA", "before_ha"] == 25.0
    assert found.loc["BRA", ["now_ha", "change_ha"]].isna().all()
    assert found.loc["COL", ["before_ha", "change_ha"]].isna().all()


def test_sites_of_a_flow_are_new_or_larger():
    found = run("overview", dataset(FLOW)).result.since_period.table.set_index("change")
    assert found.loc["new"].tolist() == [0, 1, 0.0, 30.0, 30.0]  # d
    assert found.loc["grown"].tolist() == [1, 1, 15.0, 35.0, 20.0]  # b
    assert found.loc["same"].tolist() == [2, 2, 35.0, 35.0, 0.0]  # a, c
    assert found["now_ha"].sum() == 100.0


def test_records_without_numbers_are_not_told_apart_into_new_and_larger():
    rows = [{**row, "site_id": f"R{n:06d}"} for n, row in enumerate(FLOW)]
    answer = run("overview", dataset(rows))
    assert answer.result.since_period is None
    assert any("name no sites by number" in told for told in answer.section().caveats)


def test_provinces_where_most_records_name_theirs():
    rows = [{**row, "admin1": "North"} for row in FLOW[:3]] + FLOW[3:]
    assert run("overview", dataset(rows)).result.by == "province"
    assert run("overview", dataset(rows), by="country").result.by == "country"
    assert run("overview", dataset(FLOW)).result.by == "country"


def test_concentration_of_the_largest_by_hand():
    rows = [
        {"country": c, "area_ha": a} for c, a in {"PER": 50.0, "BRA": 30.0, "COL": 20.0}.items()
    ]
    answer = run("overview", dataset(rows), top=2)
    assert (answer.result.top, answer.result.top_share) == (2, 0.8)
    assert plain(answer.section().headline).endswith("2 of 3 countries hold 80 %.")


#: Squares of a hundredth of a degree at the equator; of two shifted by half, a third is shared.
BEFORE = [
    {"site_id": "x", "area_ha": 10.0, "geometry": square(0, 0)},
    {"site_id": "y", "area_ha": 10.0, "geometry": square(1, 0)},
    {"site_id": "R000003", "area_ha": 10.0, "geometry": square(2, 0)},
    {"site_id": "R000004", "area_ha": 7.0, "geometry": square(3, 0)},
]
NOW = [
    {"site_id": "x", "area_ha": 14.0, "geometry": square(0, 0)},
    {"site_id": "y", "area_ha": 10.0, "geometry": square(1, 0)},
    {"site_id": "R000001", "area_ha": 6.0, "geometry": square(2.005, 0)},
    {"site_id": "R000002", "area_ha": 3.0, "geometry": square(9, 0)},
]


def loads(**parts):
    rows = [[{"country": "PER", "period": "2024", **row} for row in rows] for rows in (BEFORE, NOW)]
    before, now = (dataset(rows, **parts) for rows in rows)
    return before, now


def classes(found):
    rows = found.table[(found.table["sites_before"] > 0) | (found.table["sites_now"] > 0)]
    return {
        r.change: (r.sites_before, r.sites_now, r.before_ha, r.now_ha) for r in rows.itertuples()
    }


def test_the_load_before_by_hand():
    before, now = loads()
    answer = run("overview", earlier.beside(now, before))
    assert classes(answer.result.since_load) == {
        "new": (0, 1, 0.0, 3.0),
        "grown": (1, 1, 10.0, 14.0),  # x
        "shrunk": (1, 1, 10.0, 6.0),  # by a third of the joint ground
        "same": (1, 1, 10.0, 10.0),  # y
        "gone": (1, 0, 7.0, 0.0),
    }
    told = answer.section()
    assert told.tables[-1].caption == (
        "What became of the sites since the load before (by hand): new 1, grown 1, shrunk 1, gone 1"
    )
    assert any("2 found again by their number, 1 by outlines" in said for said in told.caveats)
    assert set(told.maps[0].colours) == {"New", "Grown", "As large as before", "Shrunk", "Gone"}
    assert len(told.maps[0].shapes) == 5


def test_the_least_overlap_is_a_parameter():
    before, now = loads()
    found = run("overview", earlier.beside(now, before), overlap=0.5).result.since_load
    assert classes(found)["gone"] == (2, 0, 17.0, 0.0)
    with pytest.raises(ParameterError):
        run("overview", now, overlap=0.0)


def test_a_filter_and_a_where_hold_for_the_load_before_too():
    rows = [{"country": c, "site_id": c, "area_ha": 1.0} for c in ("PER", "BRA")]
    both = earlier.beside(dataset(rows), dataset(rows))
    for data in (filtered(both, country="PER"), both.where({"country": ["PER"]})):
        assert classes(run("overview", data).result.since_load) == {"same": (1, 1, 1.0, 1.0)}


def test_another_meaning_of_hectares_is_no_change():
    before, now = loads()
    measured = replace(now, area_basis=AreaBasis.GEOMETRY)
    found = run("overview", earlier.beside(measured, before)).result.since_load
    assert classes(found)["gone"] == (1, 0, pytest.approx(123, rel=0.01), 0.0)  # measured anew
    assert classes(found)["shrunk"][:2] == (3, 3)
    other = replace(now, measure=Measure.STOCK)
    assert "unsure" in classes(run("overview", earlier.beside(other, before)).result.since_load)


def test_another_area_is_pointed_out():
    before, now = loads()
    away = before.sites.assign(site_id="", geometry=before.sites.translate(40, 0))
    told = run("overview", earlier.beside(now, replace(before, sites=away))).section()
    assert any("may be of another area" in said for said in told.caveats)


def test_a_layer_without_canonical_columns_is_compared_by_outline():
    _, now = loads()
    bare = now.sites[["geometry"]].iloc[:2]
    found = run("overview", replace(now, layers={"earlier": bare})).result.since_load
    assert found.table.set_index("change")["sites_now"].to_dict()["unsure"] == 2


@pytest.fixture
def files(tmp_path):
    """The two loads as files; the older one measures its outlines too."""
    for name, data in zip(("then.geojson", "now.geojson"), loads(), strict=True):
        data.sites[["site_id", "area_ha", "period", "geometry"]].to_file(tmp_path / name)
    return tmp_path


def test_an_older_file_is_named_in_the_terminal(files):
    done = CliRunner().invoke(
        cli,
        [
            *("overview", "--json", "--data", str(files / "now.geojson")),
            *("--layer", f"earlier={files / 'then.geojson'}"),
        ],
    )
    assert done.exit_code == 0, done.output
    result = json.loads(done.stdout)["result"]
    assert result["earlier"] == "then.geojson"
    counts = {row["change"]: row["sites_now"] for row in result["since_load"]["table"]}
    assert counts == {"new": 1, "grown": 1, "shrunk": 1, "same": 1} | dict.fromkeys(
        ("gone", "unsure", "apart"), 0
    )


def test_hectares_of_the_older_file_are_those_of_the_newer(files):
    data = analytics.read(files / "now.geojson", area="geometry")
    result = run("overview", add_layer(data, "earlier", files / "then.geojson")).result
    assert result.since_load.table["before_ha"].sum() == pytest.approx(4 * 123, rel=0.01)


record = st.fixed_dictionaries(
    {
        "site_id": st.sampled_from(["a", "b", "c", "d", "R000001"]),
        "country": st.sampled_from(["PER", "BRA", None]),
        "admin1": st.sampled_from(["North", "South", None]),
        "period": st.sampled_from(["2019", "2020", "2021", None]),
        "area_ha": st.one_of(st.none(), st.floats(0, 1e6)),
        "method": st.sampled_from(["dredge", None]),
    }
)


@settings(max_examples=12, deadline=None)
@given(st.lists(record, min_size=1, max_size=10), st.randoms(), st.sampled_from(list(Measure)))
def test_numbers_are_those_of_totals_whatever_the_order(rows, random, measure):
    here = run("overview", dataset(rows, measure=measure)).result
    shuffled = dataset(random.sample(rows, len(rows)), measure=measure)
    there = run("overview", shuffled).result
    for name in ("table", "figures", "series", "by_group"):
        pd.testing.assert_frame_equal(
            getattr(here, name), getattr(there, name), check_exact=False, check_dtype=False
        )
    totals = run("totals", dataset(rows, measure=measure), by=here.by).result
    pd.testing.assert_frame_equal(here.table, totals.table)
    assert numbers(here, "value")["sites"] == totals.sites
    assert here.at("area", "value") == pytest.approx(totals.total_ha, nan_ok=True)
    if measure is Measure.FLOW:
        known = here.series["new"].sum()
        undated = sum(row["area_ha"] or 0.0 for row in rows if row["period"] is None)
        assert known + undated == pytest.approx(totals.table["area_ha"].sum())


def test_the_sample_gives_what_totals_gives():
    result, totals = run("overview", sample()).result, run("totals", sample(), by="province").result
    assert result.at("area", "value") == totals.total_ha
    assert result.top_share == totals.top_share
    assert result.table.equals(totals.table)
    assert result.since_period.table["now_ha"].sum() == pytest.approx(totals.total_ha)


@pytest.mark.parametrize("language", [*LANGUAGES, "es-PE"])
def test_every_language_tells_every_case(language):
    before, now = loads()
    nothing = dataset([{"country": "PER"}])
    for data in (dataset(FLOW), stock(("a", "2019", 4.0), ("a", "2020", 4.0)), nothing, now):
        told = run("overview", earlier.beside(data, before)).section(language)
        texts = [told.headline, *told.caveats, *(f.trend.change for f in told.figures)]
        assert all(texts)
        assert "{" not in "".join(texts)


def test_an_answer_is_stored_and_found_as_it_was():
    before, now = loads()
    result = run("overview", earlier.beside(now, before)).result
    again = from_bytes(to_bytes(result))
    pd.testing.assert_frame_equal(again.since_load.table, result.since_load.table)
    assert again.figures.equals(result.figures)


#: By hand: A falls from 10 to 5 ha, its country from 20 to 15 + 15 = 30, of which A has a sixth.
PROVINCES = [
    {"country": "PER", "admin1": "A", "period": "2020", "area_ha": 10.0, "method": "pit"},
    {"country": "PER", "admin1": "B", "period": "2020", "area_ha": 10.0},
    {"country": "PER", "admin1": "A", "period": "2021", "area_ha": 5.0, "method": "pit"},
    {"country": "PER", "admin1": "B", "period": "2021", "area_ha": 25.0},
    {"country": "BRA", "admin1": "C", "period": "2021", "area_ha": 90.0},
]


def in_province(data, **others):
    return run("overview", filtered(data, province=["A"], **others))


def test_one_province_stands_beside_its_country():
    made = in_province(dataset(PROVINCES))
    assert (made.result.country, made.result.country_before, made.result.country_now) == (
        "PER",
        20.0,
        30.0,
    )
    told = plain(made.section("en").headline)
    assert told.endswith(
        "50 % less than in 2020. All of Peru: 50 % more; this province has 17 % of it."
    )
    new = next(one for one in made.section("en").figures if one.key == "new")
    assert plain(new.note) == "all of Peru: +50 %"
    assert plain(new.trend.change) == "\N{MINUS SIGN}5.00 ha (\N{MINUS SIGN}50 %)"


def test_other_filters_hold_for_the_country_too():
    made = in_province(dataset(PROVINCES), method=["pit"])
    assert (made.result.country_before, made.result.country_now) == (10.0, 5.0)


@pytest.mark.parametrize(
    "chosen", [{}, {"province": ["A", "B"]}, {"province": ["A"], "last": ["2020"]}]
)
def test_without_one_province_or_a_year_before_nothing_is_set_beside(chosen):
    data = dataset(PROVINCES)
    made = run("overview", filtered(data, **chosen) if chosen else data)
    assert made.result.country == ""
    assert "All of" not in made.section("en").headline


def test_of_a_stock_the_country_is_what_was_there():
    made = in_province(dataset(PROVINCES, measure=Measure.STOCK))
    assert (made.result.country_before, made.result.country_now) == (20.0, 30.0)


def test_data_sets_with_another_country_are_not_taken_for_each_other():
    ours, theirs = dataset(PROVINCES), dataset(PROVINCES[:3])
    assert (
        filtered(ours, province=["A"]).fingerprint != filtered(theirs, province=["A"]).fingerprint
    )
