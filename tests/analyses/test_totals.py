"""Totals, on tables small enough to add up by hand."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import Point, box

from analytics import run, sample
from analytics.analyses.totals import ANALYSIS
from analytics.core.errors import ParameterError
from analytics.core.schema import AreaBasis, Measure
from analytics.core.words import LANGUAGES, texts
from analytics.madeup import truth
from analytics.viz import theme
from tests.shapes import dataset, square

ROOT = Path(__file__).parents[2]
THREE = [
    {"country": "PER", "admin1": "Loreto", "period": "2019", "area_ha": 10.0, "site_id": "a"},
    {"country": "PER", "admin1": "Madre de Dios", "period": "2020", "area_ha": 50.0},
    {"country": "BRA", "admin1": "Pará", "period": "2020", "area_ha": 30.0},
    {"country": "PER", "admin1": "Loreto", "period": "2021", "area_ha": 10.0, "site_id": "a"},
]


def table(data, by, **params):
    frame = run("totals", data, by=by, **params).result.table
    return frame.set_index(by)


def test_countries_by_hand():
    found = table(dataset(THREE), "country")
    assert list(found.index) == ["PER", "BRA"]  # largest first
    assert found["area_ha"].to_dict() == {"PER": 70.0, "BRA": 30.0}
    assert found["sites"].to_dict() == {"PER": 2, "BRA": 1}  # site a counts once
    assert found["share"].to_dict() == pytest.approx({"PER": 0.7, "BRA": 0.3})


def test_provinces_keep_their_country():
    found = table(dataset(THREE), "province")
    assert found["area_ha"].to_dict() == {"Madre de Dios": 50.0, "Pará": 30.0, "Loreto": 20.0}
    assert found["country"].to_dict()["Pará"] == "BRA"


def test_provinces_of_one_name_in_two_countries_stay_apart():
    rows = [
        {"country": "PER", "admin1": "Amazonas", "area_ha": 1.0},
        {"country": "BRA", "admin1": "Amazonas", "area_ha": 2.0},
    ]
    found = run("totals", dataset(rows), by="province").result.table
    assert list(found["country"]) == ["BRA", "PER"]


def test_periods_run_in_order_of_time_with_the_undated_last():
    rows = [*THREE, {"country": "BRA", "area_ha": 5.0}]
    found = table(dataset(rows), "period")
    assert list(found.index) == ["2019", "2020", "2021", ""]
    assert found["area_ha"].to_dict() == {"2019": 10.0, "2020": 80.0, "2021": 10.0, "": 5.0}


def test_a_site_across_a_border_is_split_by_area_and_counted_in_both():
    places = pd.DataFrame(
        {"row": [0, 0, 1], "country": ["PER", "BRA", "BRA"], "share": [0.25, 0.75, 1.0]}
    )
    data = dataset([{"area_ha": 40.0}, {"area_ha": 10.0}], places=places)
    found = table(data, "country")
    assert found["area_ha"].to_dict() == {"BRA": 40.0, "PER": 10.0}
    assert found["sites"].to_dict() == {"BRA": 2, "PER": 1}
    assert run("totals", data).result.border_sites == 1


def test_a_stock_counts_its_last_period_only():
    rows = [
        {"country": "PER", "period": "2019", "area_ha": 10.0, "site_id": "a"},
        {"country": "PER", "period": "2020", "area_ha": 15.0, "site_id": "a"},
    ]
    data = dataset(rows, measure=Measure.STOCK)
    assert run("totals", data).result.total_ha == 15.0
    by_period = run("totals", data, by="period").result
    assert by_period.total_ha == 15.0
    assert by_period.table["share"].isna().all()


def test_an_unknown_area_is_no_zero():
    data = dataset([{"country": "PER", "area_ha": 4.0}, {"country": "PER"}])
    result = run("totals", data).result
    assert (result.total_ha, result.sites, result.without_area) == (4.0, 2, 1)
    assert any("no known area" in told for told in run("totals", data).section().caveats)


def test_nothing_to_add_up_is_said_in_words():
    told = run("totals", dataset([{"country": "PER"}])).section()
    assert told.headline.endswith("no record has a known area.")
    assert len(told.charts) == 1


def test_concentration_by_hand():
    rows = [
        {"country": code, "area_ha": area}
        for code, area in {"AAA": 1.0, "BBB": 1.0, "CCC": 2.0, "DDD": 4.0}.items()
    ]
    result = run("totals", dataset(rows), top=2).result
    assert result.top_share == pytest.approx(6 / 8)
    assert result.gini == pytest.approx(2 * (1 + 2 + 6 + 16) / (4 * 8) - 5 / 4)
    assert list(result.lorenz["share_area"]) == pytest.approx([0, 1 / 8, 2 / 8, 4 / 8, 1])


def test_province_outlines_cut_sites_exactly():
    zones = gpd.GeoDataFrame(
        {"admin1": ["West", "East"], "country": ["PER", "PER"]},
        geometry=[box(0, 0, 0.004, 1), box(0.004, 0, 0.01, 1)],
        crs=4326,
    )
    data = dataset(
        [{"country": "PER", "area_ha": 100.0, "geometry": square(0, 0.5)}],
        layers={"provinces": zones},
    )
    found = table(data, "province")
    assert found["area_ha"].to_dict() == pytest.approx({"East": 60.0, "West": 40.0}, rel=1e-6)


def test_ground_outside_every_province_stands_in_a_row_of_its_own():
    zones = gpd.GeoDataFrame(
        {"admin1": ["West"], "country": ["PER"]}, geometry=[box(0, 0, 0.0025, 1)], crs=4326
    )
    data = dataset(
        [{"country": "PER", "area_ha": 100.0, "geometry": square(0, 0.5)}],
        layers={"provinces": zones},
    )
    found = table(data, "province")
    assert found["area_ha"].to_dict() == pytest.approx({"": 75.0, "West": 25.0}, rel=1e-6)


def test_overlapping_outlines_are_owned_up_to():
    rows = [
        {"country": "PER", "area_ha": 121.0, "geometry": square(0, 0)},
        {"country": "PER", "area_ha": 121.0, "geometry": square(0, 0)},
    ]
    data = dataset(rows, basis=AreaBasis.GEOMETRY)
    assert run("totals", data).result.overlap_ha > 110
    assert any("overlap" in told for told in run("totals", data).section().caveats)


record = st.fixed_dictionaries(
    {
        "country": st.sampled_from(["PER", "BRA", "COL", None]),
        "admin1": st.sampled_from(["North", "South", None]),
        "period": st.sampled_from(["2019", "2020", "2021", None]),
        "area_ha": st.one_of(st.none(), st.floats(0, 1e6)),
    }
)


@settings(max_examples=15, deadline=None)
@given(st.lists(record, min_size=1, max_size=12), st.randoms(), st.data())
def test_no_hectare_is_lost_and_order_does_not_matter(rows, random, choose):
    by = choose.draw(st.sampled_from(["country", "province", "period"]))
    named = [{**row, "site_id": f"S{n}"} for n, row in enumerate(rows)]
    shuffled = random.sample(named, len(named))
    here, there = (run("totals", dataset(order), by=by).result for order in (named, shuffled))
    assert here.table["area_ha"].sum() == pytest.approx(
        sum(row["area_ha"] or 0.0 for row in rows), abs=1e-6
    )
    pd.testing.assert_frame_equal(here.table, there.table, check_exact=False)


def test_every_language_tells_all_three_questions():
    for language in ("en", "es", "pt", "fr", "id", "es-PE"):
        for by in ("country", "province", "period"):
            told = run("totals", dataset(THREE), by=by).section(language)
            assert told.headline
            assert "{" not in told.headline


@pytest.mark.parametrize(("by", "groups"), [("country", 2), ("province", 6), ("period", 10)])
def test_the_sample_gives_its_known_truth(by, groups):
    known = {
        "country": truth().area_ha_by_country,
        "province": truth().area_ha_by_province,
        "period": truth().area_ha_by_year,
    }
    found = table(sample(), by)["area_ha"].to_dict()
    assert len(found) == groups
    assert found == pytest.approx({str(k): v for k, v in known[by].items()}, rel=1e-4)


def test_a_stock_says_what_it_left_out():
    rows = [
        {"country": "PER", "period": "2019", "area_ha": 500.0},
        {"country": "BRA", "area_ha": 1000.0},
        {"country": "PER", "period": "2020", "area_ha": 15.0},
    ]
    data = dataset(rows, measure=Measure.STOCK)
    result = run("totals", data).result
    assert (result.total_ha, result.left_out, result.left_out_ha) == (15.0, 2, 1500.0)
    assert any("1,500" in told for told in run("totals", data).section().caveats)


def test_a_group_without_a_known_area_is_unknown_not_zero():
    found = table(dataset([{"country": "PER", "area_ha": 4.0}, {"country": "BRA"}]), "country")
    assert pd.isna(found.loc["BRA", "area_ha"])
    assert pd.isna(found.loc["BRA", "share"])
    assert found.loc["BRA", "sites"] == 1


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([("PER", 9.0)], "9.00 ha of mapped mining, all of it in Peru."),
        ([("PER", 9.0), (None, 1.0)], "10 ha of mapped mining; 90 % of it in Peru, the rest"),
        ([(None, 1.0)], "1.00 ha of mapped mining, none of which can be placed in a country."),
        ([("PER", None)], "Mapped sites: 1, 1 of them in Peru; no record has a known area."),
        ([("PER", 0.0)], "All known areas are zero"),
    ],
)
def test_the_headline_never_says_more_than_the_table(rows, said):
    data = dataset([{"country": code, "area_ha": area} for code, area in rows])
    headline = run("totals", data).section().headline.replace("\N{NO-BREAK SPACE}", " ")
    assert headline.startswith(said)


def days(count):
    rows = [{"country": "PER", "area_ha": 1.0} for _ in range(count)]
    data = dataset(rows)
    start = pd.Series(pd.date_range("2020-12-01", periods=count, freq="D"))
    frame = data.sites.assign(
        period=start.dt.strftime("%Y-%m-%d").astype("string"), period_start=start, period_end=start
    )
    return replace(data, sites=frame)


def test_many_days_are_read_by_year_and_few_as_recorded():
    assert table(days(40), "period")["area_ha"].to_dict() == {"2020": 31.0, "2021": 9.0}
    assert len(table(days(20), "period")) == 20
    assert len(table(days(40), "period", step="recorded")) == 40
    assert list(table(days(20), "period", step="year").index) == ["2020"]


def test_a_year_beside_its_quarter_is_pointed_out():
    rows = [
        {"country": "PER", "period": "2024", "area_ha": 100.0},
        {"country": "PER", "area_ha": 25.0},
    ]
    data = dataset(rows)
    frame = data.sites.copy()
    frame.loc[1, "period"] = "2024-Q1"
    frame.loc[1, "period_start"] = pd.Timestamp("2024-01-01")
    frame.loc[1, "period_end"] = pd.Timestamp("2024-03-31")
    told = run("totals", replace(data, sites=frame), by="period")
    assert list(told.result.table["period"]) == ["2024", "2024-Q1"]
    assert told.result.is_mixed
    assert any("twice" in caveat for caveat in told.section().caveats)
    assert "2024 to 2024" in told.section().headline


def test_provinces_without_a_country_take_the_declared_one():
    zones = gpd.GeoDataFrame({"admin1": ["West"]}, geometry=[box(0, 0, 1, 1)], crs=4326)
    data = dataset(
        [{"country": "PER", "area_ha": 1.0, "geometry": square(0, 0.5)}],
        layers={"provinces": zones},
    )
    assert list(run("totals", data, by="province").result.table["country"]) == ["PER"]


@pytest.mark.parametrize(("name", "value"), [("depth", 1), ("top", "5"), ("top", True)])
def test_the_library_refuses_in_a_sentence_too(name, value):
    with pytest.raises(ParameterError):
        run("totals", dataset(THREE), **{name: value})


def test_text_and_json_load_no_chart_library():
    """Altair takes a second to import: only a door that shows charts pays for it."""
    code = (
        "import sys, analytics; from analytics.core.record import as_json;"
        "as_json(analytics.run('totals', analytics.sample()));"
        "sys.exit('altair' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


@pytest.mark.parametrize(("by", "name"), [("country", "countries"), ("province", "provinces")])
def test_own_outlines_cut_the_records_that_count_and_no_others(by, name):
    """A stock counts its last period only; the cut once named the records of all periods."""
    zones = gpd.GeoDataFrame(
        {"country": ["PER", "BRA"], "admin1": ["West", "East"]},
        geometry=[box(0, 0, 1, 1), box(1, 0, 2, 1)],
        crs=4326,
    )
    rows = [
        {"area_ha": 5.0, "geometry": square(0.5, 0.5)},
        {"period": "2019", "area_ha": 10.0, "geometry": square(0.5, 0.5)},
        {"period": "2020", "area_ha": 20.0, "geometry": square(1.5, 0.5)},
    ]
    stock = dataset(rows, measure=Measure.STOCK, layers={name: zones.set_axis([7, 9])})
    last = {"country": "BRA", "province": "East"}[by]
    assert table(stock, by)["area_ha"].to_dict() == {last: 20.0}
    flow = run("totals", dataset(rows, layers={name: zones}), by=by).result
    assert flow.by_period["area_ha"].sum() == 30.0


def points(*codes):
    rows = [
        {"country": code, "period": "2020", "area_ha": None, "geometry": Point(0.1 * n, 0)}
        for n, code in enumerate(codes)
    ]
    return dataset(rows, basis=AreaBasis.GEOMETRY)


@pytest.mark.parametrize("by", ["country", "province", "period"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_without_an_area_the_answer_is_in_sites_and_names_no_basis(by, language):
    told = run("totals", points("PER", "BRA", "BRA"), by=by).section(language)
    basis = texts(ANALYSIS.folder)["basis.geometry"][language]
    said = [told.headline, *told.caveats, told.tables[0].caption, *(f.note for f in told.figures)]
    assert not any(basis in text for text in said + [c.caption for c in told.charts])
    assert "area_ha" not in told.tables[0].labels
    assert "3" in told.headline


def test_without_an_area_the_most_sites_come_first_and_have_a_chart():
    told = run("totals", points("PER", "BRA", "BRA"))
    assert list(told.result.table["country"]) == ["BRA", "PER"]
    assert len(told.section().charts) == 1
    assert any("map the column" in caveat for caveat in told.section().caveats)


def places(*codes):
    rows = [
        {"country": code, "period": str(2010 + n), "area_ha": 9.0, "geometry": square(n, 0)}
        for n, code in enumerate(codes)
    ]
    return dataset(rows)


def test_what_has_no_colour_of_its_own_is_counted_and_kept_apart_from_the_unknown():
    data = places("PER", "BRA", "COL", "ECU", "BOL", "GUY", "SUR", "VEN", None)
    for by in ("country", "period"):
        map_ = run("totals", data, by=by).section().maps[0]
        assert set(map_.shapes["group"]) == set(map_.colours)
        assert len(set(map_.colours.values())) == len(map_.colours)
    by_country = run("totals", data).section().maps[0].colours
    assert list(by_country)[-2:] == ["Other countries (2)", "Country not known"]


def test_periods_are_coloured_in_order_and_the_undated_stand_apart():
    data = places(*["PER"] * 9)
    undated = data.sites.assign(
        period=data.sites["period"].where(data.sites.index < 8),
        period_start=data.sites["period_start"].where(data.sites.index < 8),
        period_end=data.sites["period_end"].where(data.sites.index < 8),
    )
    map_ = run("totals", replace(data, sites=undated), by="period").section().maps[0]
    assert list(map_.colours) == ["Earlier (2)", *map(str, range(2012, 2018)), "Undated"]
    assert list(map_.colours.values())[1:-1] == list(theme.TIMES)


def test_bars_have_the_colours_of_the_map():
    told = run("totals", places("PER", "PER", "BRA")).section()
    bars = told.charts[0].spec.to_dict()
    rows = next(iter(bars["datasets"].values()))
    assert {row["label"]: row["colour"] for row in rows} == dict(told.maps[0].colours)


def test_the_map_speaks_of_records_and_the_table_of_sites():
    told = run("totals", dataset([{**row, "geometry": square(0, 0)} for row in THREE])).section()
    assert told.maps[0].caption == "Where the 4 mapped records lie."
    assert told.maps[0].legend == "Country (records)"
    assert next(f for f in told.figures if f.label == "Sites").value == "3"


def test_only_the_square_chart_must_stay_square():
    told = run("totals", places("PER", "BRA", "COL", "ECU", "BOL")).section()
    assert [chart.is_square for chart in told.charts][:2] == [False, True]


def test_a_site_in_two_provinces_is_not_said_to_cross_a_border():
    zones = gpd.GeoDataFrame(
        {"admin1": ["West", "East"], "country": ["PER", "PER"]},
        geometry=[box(-1, -1, 0.5, 1), box(0.5, -1, 2, 1)],
        crs=4326,
    )
    data = dataset([{"area_ha": 1.0, "geometry": box(0, 0, 1, 0.5)}], layers={"provinces": zones})
    caveats = run("totals", data, by="province").section().caveats
    assert any("more than one province" in caveat for caveat in caveats)
    assert not any("border" in caveat for caveat in caveats)
