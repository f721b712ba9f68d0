"""Filters keep what they say, tell what left, and never lose or double a hectare."""

from dataclasses import replace

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import box

from analytics import filtered, run, sample
from analytics.core import countries, geo, overlay
from analytics.core.analysis import execute, find
from analytics.core.dataset import Has, Need
from analytics.core.errors import MissingInput, ParameterError
from analytics.core.filters import COLUMN_OF, Choice, Filters, apply, choices
from analytics.core.record import as_json
from analytics.core.schema import AreaBasis
from analytics.core.words import LANGUAGES
from tests.shapes import dataset, square

FEW = 3  # choices of a kind that are tried: the commonest and the rarest
LAND = gpd.GeoDataFrame(
    {"country": ["PER", "BRA"]}, geometry=[box(0, 0, 1, 1), box(1, 0, 2, 1)], crs=4326
)
SHIRES = gpd.GeoDataFrame(
    {"country": ["PER", "PER", "BRA"], "admin1": ["North", "South", "North"]},
    geometry=[box(0, 0.5, 1, 1), box(0, 0, 1, 0.5), box(1, 0, 2, 1)],
    crs=4326,
)
ACROSS = box(0.96, 0.48, 1.04, 0.52)  # both countries, all three provinces
SITES = [
    {"area_ha": 80.0, "geometry": ACROSS, "country": "PER"},
    {"area_ha": 10.0, "geometry": square(0.2, 0.2)},
    {"area_ha": 7.0, "geometry": square(1.2, 0.2)},
    {"area_ha": 5.0, "geometry": square(1.995, 0.2)},  # partly off shore
    {"area_ha": 3.0, "geometry": shapely.Point(0.5, 0.5)},
    {"area_ha": None, "geometry": square(0.6, 0.2)},
]


def table(data, by):
    return run("totals", data, by=by).result.table.groupby(by)["area_ha"].sum().to_dict()


def total(data):
    return float(run("totals", data).result.total_ha or 0.0)


def kept(data, **wanted):
    return apply(data, Filters(**wanted))


def across_a_real_border():
    """Places as reading finds them: by the bundled outlines, Brazil and Peru at 73° W, 9.4° S."""
    outlines = countries.outlines()
    shapes = gpd.GeoSeries([box(-73.2, -9.5, -72.8, -9.3), box(-60.0, -5.0, -59.9, -4.9)], crs=4326)
    found = overlay.shares(shapes, outlines.geometry)
    codes = outlines["country"].to_numpy()[found["zone"]]
    places = pd.DataFrame({"row": found["row"], "country": codes, "share": found["share"]})
    rows = [{"geometry": s, "area_ha": a} for s, a in zip(shapes, geo.area_ha(shapes), strict=True)]
    return dataset(rows, places=places, basis=AreaBasis.GEOMETRY)


MADE = {
    "sample": sample,
    "by layer": lambda: dataset(SITES, layers={"countries": LAND, "provinces": SHIRES}),
    "by outline": across_a_real_border,
    "by place alone": lambda: dataset(
        [{"area_ha": 40.0}, {"area_ha": 10.0, "country": "BRA"}],
        places=pd.DataFrame(
            {"row": [0, 0, 1], "country": ["PER", "BRA", "BRA"], "share": [0.25, 0.75, 1.0]}
        ),
    ),
}
every_kind = pytest.mark.parametrize("make", MADE.values(), ids=MADE)


@every_kind
@pytest.mark.parametrize("by", ["country", "province"])
def test_a_filtered_total_is_the_row_of_the_whole_table(make, by):
    data = make()
    whole = table(data, by)
    for name, area_ha in whole.items():
        alone = kept(data, **{by: (name,)})
        assert total(alone) == pytest.approx(area_ha, rel=1e-9)
        assert set(table(alone, by)) == {name}, "no dust at the border"


@every_kind
def test_two_countries_are_the_sum_of_their_rows(make):
    data = make()
    whole = table(data, "country")
    two = list(whole)[:2]
    expected = sum(whole[name] for name in two)
    assert total(kept(data, country=tuple(two))) == pytest.approx(expected, rel=1e-9)


def test_drawn_and_counted_hectares_are_cut_alike():
    """On the basis of outlines, what is drawn is what is counted."""
    data = across_a_real_border()
    for code in ("PER", "BRA"):
        part = kept(data, country=(code,))
        assert part.filtered.cut == 1
        assert geo.area_ha(part.sites.geometry).sum() == pytest.approx(total(part), rel=1e-9)
        assert set(part.places["country"]) == {code}
        assert part.places["share"].to_list() == [1.0] * len(part.sites)


def test_a_site_across_three_provinces_by_hand():
    data = MADE["by layer"]()
    north = kept(data, province=("North",))  # of two countries
    assert north.sites.loc[0, "area_ha"] == pytest.approx(60.0, rel=1e-3)
    peru = kept(north, country=("PER",))
    assert peru.sites.loc[0, "area_ha"] == pytest.approx(20.0, rel=1e-3)
    assert peru.sites.geometry[0].equals(box(0.96, 0.5, 1.0, 0.52))


def test_the_first_of_two_outlines_that_overlap_keeps_the_ground():
    layer = gpd.GeoDataFrame(
        {"country": ["PER", "BRA", "COL"]},
        geometry=[box(0, 0, 1, 1), box(0.5, 0, 2, 1), box(1.5, 0, 3, 1)],
        crs=4326,
    )
    data = dataset([{"area_ha": 30.0, "geometry": box(0, 0, 3, 0.1)}], layers={"countries": layer})
    for chosen, bounds in {
        ("BRA",): (1, 2),
        ("BRA", "COL"): (1, 3),
        ("PER", "COL"): (0, 3),
    }.items():
        part = kept(data, country=chosen)
        assert part.sites.total_bounds[[0, 2]].tolist() == [*bounds]
        expected = 20.0 if len(chosen) > 1 else 10.0
        assert total(part) == pytest.approx(expected, rel=1e-6)


@every_kind
def test_order_and_repetition_change_nothing(make):
    data = make()
    one, two = Filters(country=("PER", "XAA")), Filters(province=("North", "Ansovar", ""))
    both = apply(data, Filters(country=one.country, province=two.province))
    for first, second in ((one, two), (two, one)):
        turned = apply(apply(data, first), second)
        assert turned.filtered.filters == both.filtered.filters
        assert list(turned.sites["site_id"]) == list(both.sites["site_id"])
        assert total(turned) == pytest.approx(total(both), rel=1e-9)
    assert apply(both, one) is both
    assert apply(apply(both, two), one) is both
    assert apply(both, Filters()) is both


def test_the_data_given_is_left_alone():
    data = sample()
    before = data.fingerprint, data.sites, data.places
    kept(data, country=("XAA",), province=("Ansovar",))
    assert data.fingerprint == before[0]
    assert data.sites.equals(before[1])
    assert data.places.equals(before[2])


record = st.fixed_dictionaries(
    {
        "country": st.sampled_from(["PER", "BRA", None]),
        "admin1": st.sampled_from(["North", "South", None]),
        "substance": st.sampled_from(["gold", "gold; tin", None]),
        "method": st.sampled_from(["dredge", None]),
        "status": st.sampled_from(["active", "closed", None]),
        "contaminant": st.sampled_from(["mercury", None]),
        "period": st.sampled_from(["2019", "2020", "2021"]),
        "area_ha": st.one_of(st.none(), st.floats(0, 1e6)),
        "geometry": st.one_of(
            st.none(),
            st.builds(box, st.floats(0, 1), st.floats(0, 0.4), st.floats(1.01, 2.5), st.just(0.9)),
        ),
    }
)


@settings(max_examples=12, deadline=None)
@given(st.lists(record, min_size=1, max_size=8), st.booleans(), st.sampled_from([*COLUMN_OF]))
def test_the_parts_of_a_partition_add_up(rows, has_layers, name):
    layers = {"countries": LAND, "provinces": SHIRES} if has_layers else {}
    data = dataset(rows, layers=layers)
    if name in ("country", "province"):
        values = {str(v) for v in run("totals", data, by=name).result.table[name]}
    else:
        values = set(data.sites[name].astype("string").fillna(""))
    found = [kept(data, **{name: (value,)}) for value in values]
    stated = sum(row["area_ha"] or 0.0 for row in rows)
    assert sum(p.sites["area_ha"].sum() for p in found) == pytest.approx(stated, rel=1e-9, abs=1e-9)
    years = [kept(data, first=year, last=year) for year in ("2019", "2020", "2021")]
    assert sum(part.sites["area_ha"].sum() for part in years) == pytest.approx(stated)


def spans():
    data = dataset([{"country": "PER", "area_ha": float(2**n)} for n in range(5)])
    start = pd.to_datetime(["2019-01-01", "2019-07-01", "2015-01-01", None, "2021-05-05"])
    end = pd.to_datetime(["2019-12-31", "2020-06-30", "2023-12-31", None, "2021-05-05"])
    frame = data.sites.assign(
        period_start=start, period_end=end, confidence=[0.9, 0.2, None, None, 1.0]
    )
    return replace(data, sites=frame)


@pytest.mark.parametrize(
    ("wanted", "rows", "astride", "undated"),
    [
        ({"first": "2019", "last": "2019"}, ["S0"], 2, 1),
        ({"first": "2019", "last": "2020"}, ["S0", "S1"], 1, 1),
        ({"first": "2020"}, ["S4"], 2, 1),
        ({"last": "2020"}, ["S0", "S1"], 1, 1),
        ({"first": "2024"}, [], 0, 1),
    ],
)
def test_only_whole_periods_count_and_the_rest_is_told(wanted, rows, astride, undated):
    part = kept(spans(), **wanted)
    assert list(part.sites["site_id"]) == rows
    assert (part.filtered.astride, part.filtered.undated) == (astride, undated)
    assert (part.filtered.rows_before, part.filtered.rows_after) == (5, len(rows))


def test_records_that_do_not_say_how_sure_they_are_leave_unless_kept():
    assert list(kept(spans(), confidence=0.9).sites["site_id"]) == ["S0", "S4"]
    assert kept(spans(), confidence=0.9).filtered.unsure == 2
    stay = kept(spans(), confidence=0.9, keeps_unsure=True)
    assert list(stay.sites["site_id"]) == ["S0", "S2", "S3", "S4"]
    assert stay.filtered.unsure == 0


def test_values_are_those_stored_and_nothing_is_not_stated():
    rows = [{"substance": "gold"}, {"substance": "gold; tin"}, {}, {"substance": "tin"}]
    assert list(kept(dataset(rows), substance=("gold", "")).sites["site_id"]) == ["S0", "S2"]


def test_filters_that_exclude_each_other_leave_nothing():
    peru = kept(MADE["by layer"](), country=("PER",))
    assert kept(peru, country=("BRA",)).sites.empty
    assert kept(kept(spans(), first="2021"), last="2019").sites.empty


def test_nothing_left_is_said_with_how_to_widen():
    for by in ("country", "province", "period"):
        for language in LANGUAGES:
            told = run("totals", kept(sample(), country=("PER",)), by=by).section(language)
            assert told.headline
            assert "{" not in told.headline
    told = run("totals", kept(sample(), country=("PER",))).section()
    assert told.headline.startswith("Nothing is left after the filters. Take one away")


def test_an_analysis_that_needs_something_says_what_the_filters_did():
    strict = replace(find("totals"), needs=(Need(Has.POLYGONS),))
    with pytest.raises(MissingInput, match="Nothing is left after the filters"):
        execute(strict, kept(sample(), country=("PER",)), strict.params())


def test_an_answer_says_it_was_filtered():
    part = kept(sample(), country=("XAA",), first="2019", last="2022", substance=("gold", ""))
    answer = run("totals", part)
    assert answer.section().caveats[0] == (
        "Filtered: country Velumbra; substance Gold, not stated; years 2019 to 2022: "
        f"{len(part.sites)} of 455 records."
    )
    for language in LANGUAGES:
        told = answer.section(language).caveats
        assert any("Velumbra" in caveat and "2022" in caveat for caveat in told)
        assert not any("{" in caveat for caveat in told)
    noted = as_json(answer)["filters"]
    assert noted["applied"]["substance"] == ["gold", ""]
    assert (noted["rows_before"], noted["rows_after"]) == (455, len(part.sites))
    assert as_json(run("totals", sample()))["filters"] is None


def test_a_filter_that_keeps_every_record_still_marks_the_data():
    data = dataset([{"country": "PER", "period": "2019", "area_ha": 1.0}])
    part = kept(data, first="2000")
    assert len(part.sites) == 1
    assert part.fingerprint != data.fingerprint
    assert (part.name, part.provenance, part.report) == (data.name, data.provenance, data.report)


def test_many_values_are_told_in_short():
    codes = ("PER", "BRA", "COL", "ECU", "BOL", "VEN", "GUY", "SUR")
    told = run("totals", kept(dataset([{"country": "PER"}]), country=codes)).section()
    assert "and 2 more" in told.caveats[0]


@pytest.mark.parametrize(
    "lists",
    [
        {"country": ["PER", ""], "first": ["2019"], "confidence": ["0.75"]},
        {"keeps_unsure": ["true"], "confidence": ["0.1"], "last": ["2022"]},
        {},
    ],
)
def test_lists_and_back(lists):
    filters = Filters.from_lists(lists)
    assert Filters.from_lists(filters.as_lists()) == filters
    assert {name: list(values) for name, values in filters.as_lists().items()} == lists


def test_one_value_or_a_whole_filter_is_taken_away():
    filters = Filters(country=("PER", "BRA"), first="2019", confidence=0.5, keeps_unsure=True)
    assert filters.without("country", "PER").country == ("BRA",)
    assert filters.without("first").first == ""
    assert filters.without("confidence") == Filters(country=("BRA", "PER"), first="2019")
    assert Filters(country=("PER",)).without("country", "PER").is_empty


@pytest.mark.parametrize(
    ("lists", "code"),
    [
        ({"colour": ["red"]}, "filter-unknown"),
        ({"country": "PER"}, "filter-list"),
        ({"country": 7}, "filter-list"),
        ({"country": None}, "filter-list"),
        ({"country": [7]}, "filter-value"),
        ({"country": [["PER"]]}, "filter-value"),
        ({"province": ["x" * 1001]}, "filter-value"),
        ({"province": ["\ud800"]}, "filter-value"),
        ({"province": [str(n) for n in range(1001)]}, "filter-many"),
        ({"first": ["2019", "2020"]}, "filter-one"),
        ({"first": ["19"]}, "filter-year"),
        ({"first": [""]}, "filter-year"),
        ({"first": ["٢٠١٩"]}, "filter-year"),
        ({"last": ["2019\n"]}, "filter-year"),
        ({"first": ["2020"], "last": ["2019"]}, "filter-order"),
        ({"confidence": ["high"]}, "number"),
        ({"confidence": ["nan"]}, "number"),
        ({"confidence": ["1.1"]}, "range"),
        ({"confidence": ["-inf"]}, "range"),
        ({"keeps_unsure": ["maybe"]}, "choice"),
        ({3: ["x"]}, "filter-unknown"),
    ],
)
def test_what_no_filter_can_be_is_refused_in_a_sentence(lists, code):
    with pytest.raises(ParameterError) as refused:
        Filters.from_lists(lists)
    assert refused.value.code == code
    for language in LANGUAGES:
        assert len(refused.value.text(language)) < 400


@pytest.mark.parametrize("wanted", [{"first": 2019}, {"confidence": True}, {"country": "PER"}])
def test_the_library_refuses_what_is_of_another_kind(wanted):
    with pytest.raises(ParameterError):
        Filters(**wanted)


def test_the_library_takes_one_value_or_several_as_they_come():
    part = filtered(sample(), country="XAA", first=2019, confidence=0.5, method=["dredge", ""])
    assert part.filtered.filters == Filters(
        country=("XAA",), first="2019", confidence=0.5, method=("dredge", "")
    )
    assert filtered(sample(), confidence=0.5, keeps_unsure=True).filtered.filters.keeps_unsure
    assert filtered(sample(), country=None) is sample()
    with pytest.raises(ParameterError, match="no filter called colour"):
        filtered(sample(), colour="red")


def test_choices_count_the_records_and_hide_what_offers_none():
    rows = [
        {"country": "PER", "period": "2020", "substance": "gold", "method": "dredge"},
        {"country": "BRA", "period": "2019", "method": "dredge", "confidence": 0.5},
        {"country": "BRA", "substance": "tin", "method": "dredge", "confidence": 0.9},
        {"method": "dredge", "substance": "tin"},
        {"method": "dredge", "substance": "tin"},
        {"method": "dredge"},
    ]
    found = choices(dataset(rows))
    assert found.country == (Choice("BRA", 2), Choice("PER", 1), Choice("", 3))
    assert found.substance == (Choice("tin", 3), Choice("gold", 1), Choice("", 2))
    assert found.years == (Choice("2019", 1), Choice("2020", 1))
    assert found.confidence == (0.5, 0.9)
    assert found.unsure == 4
    assert (found.method, found.status, found.province) == ((), (), ())


@every_kind
def test_every_choice_keeps_the_records_it_counts(make):
    data = make()
    found = choices(data)
    for name in COLUMN_OF:
        for choice in (*getattr(found, name)[:FEW], *getattr(found, name)[-FEW:]):
            assert len(kept(data, **{name: (choice.value,)}).sites) == choice.records
    for choice in found.years[:FEW]:
        part = kept(data, first=choice.value, last=choice.value)
        assert len(part.sites) == choice.records


def test_choices_of_no_records_are_none():
    found = choices(kept(sample(), country=("PER",)))
    assert found.country == found.years == ()
    assert found.confidence is None
