"""Surroundings, on a square of ten kilometres whose shares are known, then on sample and nature."""

from dataclasses import replace

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import LineString, Point, box

import analytics
from analytics import run, sample
from analytics.analyses.context import ANALYSIS, study
from analytics.core.errors import MissingInput, OrewatchError
from analytics.core.record import as_json
from analytics.core.schema import Measure
from analytics.core.words import LANGUAGES, Kind
from analytics.intake.layers import add_layer
from tests.shapes import dataset

KM_EAST, KM_NORTH = 1 / 111.319491, 1 / 110.574276  # degrees at the equator
SIDE = 10.0


def ground(west, south, east, north):
    """A rectangle, in kilometres from the corner of the square."""
    return box(west * KM_EAST, south * KM_NORTH, east * KM_EAST, north * KM_NORTH)


def line(x):
    """From south to north, so many kilometres east, well beyond the square."""
    return LineString([(x * KM_EAST, -30 * KM_NORTH), (x * KM_EAST, 40 * KM_NORTH)])


def spot(x, y):
    return Point(x * KM_EAST, y * KM_NORTH)


def layer(shapes, **columns):
    return gpd.GeoDataFrame(columns, geometry=shapes, crs=4326)


SQUARE = layer([ground(0, 0, SIDE, SIDE)], province=["Square"], country=["PER"])
ROCK = layer([ground(0, 0, 2, SIDE), ground(2, 0, SIDE, SIDE)], rock=["gravel", "granite"])
#: Nine mines on gravel, which is a fifth of the square, and three on granite, each of one hectare.
MINES = [(0.5, y + 0.5) for y in range(5)] + [(1.5, y + 0.5) for y in range(4)]
MINES += [(2.5, 8.5), (4.5, 8.5), (8.5, 8.5)]


def rows(places=MINES, area_ha=1.0):
    return [
        {"site_id": f"s{n}", "period": "2020", "area_ha": area_ha, "geometry": spot(x, y)}
        for n, (x, y) in enumerate(places)
    ]


def found(layers, sites=None, *, measure=Measure.FLOW, **params):
    data = dataset(sites or rows(), layers={"provinces": SQUARE} | layers, measure=measure)
    return run("context", data, **{"block_km": 1.0} | params).result


def by(table, key="class"):
    return table.set_index(key)


def test_three_quarters_of_the_mining_on_a_fifth_of_the_land():
    result = found({"geology": ROCK})
    table = by(result.classes)
    assert table["share"].to_dict() == {"gravel": 0.75, "granite": 0.25}
    assert table.loc["gravel", "ground_share"] == pytest.approx(0.2, rel=1e-6)
    assert table.loc["gravel", "ground_ha"] == pytest.approx(2_000, rel=1e-3)
    assert table["quotient"].tolist() == pytest.approx([3.75, 0.3125], rel=1e-6)
    assert table["verdict"].to_dict() == {"gravel": "more", "granite": "less"}
    assert (table["low"] < table["quotient"]).all()
    assert (table["quotient"] < table["high"]).all()
    assert (result.study, result.names, result.mined_blocks) == ("provinces", ("Square",), 12)
    assert result.facets.loc[0, ["of", "column", "found"]].tolist() == ["geology", "rock", 2]


def test_bands_by_hand():
    result = found({"rivers": layer([line(0)])})
    table = result.bands
    assert table["from_km"].tolist() == [0, 1, 2, 5, 10]
    assert table["ground_share"].tolist() == pytest.approx([0.1, 0.1, 0.3, 0.5, 0], abs=0.005)
    assert table["share"].tolist() == pytest.approx([5 / 12, 4 / 12, 2 / 12, 1 / 12, 0])
    assert table.loc[0, "quotient"] == pytest.approx(50 / 12, rel=0.05)
    assert result.classes.empty
    assert set(result.sites["of"]) == {"rivers"}


def test_an_outline_is_cut_where_a_band_or_a_class_ends():
    broad = {"site_id": "broad", "area_ha": 12.0, "geometry": ground(0, 5, 4, 6)}
    result = found({"rivers": layer([line(0)]), "geology": ROCK}, [*rows(), broad])
    bands, classes = result.bands, by(result.classes)
    assert (bands["mined"] - [5, 4, 2, 1, 0]).tolist() == pytest.approx([3, 3, 6, 0, 0], rel=1e-3)
    assert (classes["mined"] - pd.Series({"gravel": 9, "granite": 3})).tolist() == pytest.approx(
        [6, 6], rel=1e-6
    )


def test_ground_belongs_to_the_river_nearest_to_it():
    rivers = layer([line(0), line(SIDE)], ord_stra=[1, 3])
    result = found({"rivers": rivers})
    table = by(result.classes)
    assert table["ground_share"].to_dict() == pytest.approx({"1": 0.5, "3": 0.5}, abs=0.005)
    assert table["share"].to_dict() == pytest.approx({"1": 11 / 12, "3": 1 / 12})
    assert not result.facets.loc[0, "is_areal"]
    told = run("context", dataset(rows(), layers={"provinces": SQUARE, "rivers": rivers}))
    assert told.section().tables[0].frame["label"].tolist() == ["Order 1", "Order 3"]


def test_ground_beyond_the_last_bound_is_near_to_no_river():
    rivers = layer([line(0)], order=["1"])
    table = found({"rivers": rivers}, bands_km="1; 4").classes.set_index("role")
    assert table["ground_share"].to_dict() == pytest.approx(
        {"named": 0.4, "outside": 0.6}, abs=0.005
    )
    assert table.loc["outside", "share"] == pytest.approx(2 / 12)


def test_rock_by_the_order_of_the_nearest_river_by_hand():
    rivers = layer([line(0), line(SIDE)], order=[1, 3])
    answer = run(
        "context",
        dataset(rows(), layers={"provinces": SQUARE, "rivers": rivers, "geology": ROCK}),
        block_km=1.0,
    )
    table = answer.result.pairs.set_index(["class", "with_class"])
    keys = [("gravel", "1"), ("granite", "1"), ("granite", "3")]
    assert list(table.index) == keys  # gravel lies nowhere near the other river
    assert table["share"].tolist() == pytest.approx([9 / 12, 2 / 12, 1 / 12])
    assert table["ground_share"].tolist() == pytest.approx([0.2, 0.3, 0.5], abs=0.005)
    assert table["quotient"].tolist() == pytest.approx([3.75, 5 / 9, 1 / 6], rel=0.02)
    for language in LANGUAGES:
        told = answer.section(language)
        assert len(told.charts) == len(told.tables) == 4
    drawn = answer.section().charts[2].spec.to_dict()
    cells = next(iter(drawn["datasets"].values()))
    assert {cell["column"] for cell in cells} == {"Order 1", "Order 3"}
    assert (
        run("context", answer.dataset, by="rivers; geology").result.pairs.loc[0, "of"] == "rivers"
    )


def test_protected_and_forest_land_is_one_layer_whose_first_wins():
    layers = {
        "production_forest": layer([ground(0, 0, 4, SIDE)]),
        "conservation": layer([ground(0, 0, 2, SIDE)]),
    }
    result = found(layers)
    table = result.classes
    assert table["class"].tolist() == ["conservation", "production_forest", ""]
    assert table["ground_share"].tolist() == pytest.approx([0.2, 0.2, 0.6])
    assert table["share"].tolist() == pytest.approx([9 / 12, 1 / 12, 2 / 12])


def test_ground_that_two_classes_claim_counts_once_whatever_the_order_of_the_layer():
    twice = layer([ground(0, 0, 6, SIDE), ground(4, 0, SIDE, SIDE)], soil=["b", "a"])
    first, second = (
        found({"land": one}).classes for one in (twice, twice[::-1].reset_index(drop=True))
    )
    assert by(first)["ground_share"].to_dict() == pytest.approx({"b": 0.4, "a": 0.6})
    pd.testing.assert_frame_equal(first, second)


def test_few_classes_are_told_and_the_others_stand_together():
    strips = layer(
        [ground(n, 0, n + 1, SIDE) for n in range(9)], kind=[f"k{n}" for n in range(8)] + [None]
    )
    forest = layer([ground(0, 0, SIDE, 5)])
    result = found({"land": strips, "conservation": forest}, most=2, column="kind")
    table, pairs = result.classes[result.classes["of"] == "land"], result.pairs
    assert pairs["ground_ha"].sum() == pytest.approx(result.ground_ha)
    assert pairs["mined"].sum() == pytest.approx(result.total)
    assert table["role"].tolist() == ["named", "named", "other", "unstated", "outside"]
    assert table["class"].tolist() == ["k0", "k1", "", "", ""]
    assert table["ground_share"].tolist() == pytest.approx([0.1, 0.1, 0.6, 0.1, 0.1])
    assert result.facets.loc[0, ["found", "joined"]].tolist() == [8, 6]


def test_sites_are_counted_once_each_where_no_area_is_known_or_where_asked():
    twice = [*rows(area_ha=None), *rows([MINES[-1]], area_ha=None)]
    twice[-1]["site_id"] = "s11"
    result = found({"geology": ROCK}, twice)
    assert (result.count, result.total, result.distinct) == ("sites", 12, 12)
    assert by(result.classes)["mined"].to_dict() == {"gravel": 9, "granite": 3}
    assert found({"geology": ROCK}, count="sites").count == "sites"


def test_parts_of_sites_are_told_to_a_tenth():
    """Three sites of ten figures are no 3.00, and hectares keep theirs."""
    data = dataset(rows(), layers={"provinces": SQUARE, "geology": ROCK})
    for count, kind, cells in (
        ("sites", Kind.DECIMAL, ["9.0", "3.0"]),
        ("area", Kind.HECTARES, ["9.00", "3.00"]),
    ):
        table = run("context", data, block_km=1.0, count=count).section().tables[0]
        assert table.kinds["mined"] is kind
        assert (
            table.worded(ANALYSIS.words("en"), 9)[
                "Sites" if count == "sites" else "Mined (ha)"
            ].tolist()
            == cells
        )


def test_what_lies_outside_the_study_area_is_told_and_not_counted():
    half = {"site_id": "edge", "area_ha": 4.0, "geometry": ground(-1, 5, 1, 6)}
    away = {"site_id": "away", "area_ha": 9.0, "geometry": spot(50, 5)}
    result = found({"geology": ROCK}, [*rows(), half, away, {"site_id": "nowhere"}])
    assert result.total == pytest.approx(14.0, rel=1e-6)
    assert (result.outside, result.unplaced) == (1, 1)
    assert result.outside_amount == pytest.approx(11.0, rel=1e-6)


def test_of_a_stock_only_the_last_period_counts():
    old = [{**one, "period": "2019", "site_id": f"old{n}"} for n, one in enumerate(rows()[:4])]
    result = found({"geology": ROCK}, [*rows(), *old], measure=Measure.STOCK)
    assert (result.total, result.earlier) == (12.0, 4)


@pytest.mark.parametrize(("around_km", "side_km"), [(0.0, 8.0), (5.0, 18.0)])
def test_the_hull_of_all_sites_and_the_margin_around_it(around_km, side_km):
    corners = [(x, y) for x in (1, 9) for y in (1, 9)] + [(5, y + 0.5) for y in range(2, 9)]
    data = dataset(rows(corners), layers={"geology": ROCK})
    result = run("context", data, around_km=around_km, block_km=4.0).result
    round_off = (4 - np.pi) * around_km**2  # the corners of a margin are round
    assert result.study == "hull"
    assert result.ground_ha / 100 == pytest.approx(side_km**2 - round_off, rel=2e-3)


def test_few_mined_blocks_give_quotients_and_no_intervals():
    answer = run(
        "context", dataset(rows(), layers={"provinces": SQUARE, "geology": ROCK}), block_km=50.0
    )
    table = by(answer.result.classes)
    assert table["quotient"].tolist() == pytest.approx([3.75, 0.3125], rel=1e-6)
    assert set(table["verdict"]) == {"untold"}
    for language in LANGUAGES:
        told = answer.section(language)
        assert len(told.caveats) >= 6
        assert "75" in told.headline
    assert any("No intervals: one block of 50 km" in c for c in answer.section().caveats)


NO_CLASSES = layer([ground(0, 0, 2, SIDE)], name=["only one"])
SPOTS = layer([spot(1, 1)], kind=["x"])
VAST = layer([ground(0, 0, 210, 210)], province=["Vast"], country=["PER"])


@pytest.mark.parametrize(
    ("layers", "sites", "params", "code"),
    [
        ({}, rows(), {}, "context-layers"),
        ({"geology": ROCK.iloc[:0]}, rows(), {}, "context-layers"),
        ({"geology": ROCK}, rows()[:9], {}, "context-few"),
        ({"geology": ROCK}, rows(area_ha=0.0), {}, "context-few"),
        ({"geology": ROCK}, rows(), {"by": "soils"}, "context-layer"),
        ({"geology": ROCK}, rows(), {"column": "age"}, "context-column"),
        ({"geology": ROCK}, rows(), {"bands_km": "one"}, "context-bands"),
        ({"geology": ROCK}, rows(), {"bands_km": "0; 1"}, "context-bands"),
        ({"geology": NO_CLASSES}, rows(), {}, "context-layers"),
        ({"soils": SPOTS}, rows(), {"by": "soils"}, "context-layers"),
        ({"geology": ROCK}, rows(), {"study": "provinces"}, "needs-layer"),
        ({"geology": ROCK}, rows(), {"study": "countries"}, "context-nowhere"),
        ({"geology": ROCK}, rows([*MINES, (9000, 0)]), {"study": "hull"}, "context-wide"),
        ({"geology": ROCK, "provinces": VAST}, rows(), {"block_km": 1.0}, "context-blocks"),
    ],
)
def test_what_cannot_be_answered_is_refused_with_a_way_out(layers, sites, params, code):
    with pytest.raises(OrewatchError) as refused:
        run("context", dataset(sites, layers=layers), **params)
    assert refused.value.code == code
    for language in LANGUAGES:
        assert "{" not in refused.value.text(language)


def test_layers_that_are_missing_are_called_by_what_they_show():
    with pytest.raises(OrewatchError) as refused:
        run("context", dataset(rows()))
    assert refused.value.text("en").endswith(
        "geology, land category, protected and forest land, rivers or water, roads, settlements, "
        "airstrips."
    )
    assert "caminos" in refused.value.text("es")
    assert "zones" not in refused.value.text("fr")


def test_a_layer_of_another_place_is_left_out_and_said_so():
    afar = ROCK.set_geometry(ROCK.translate(xoff=20))
    with pytest.raises(OrewatchError) as refused:
        found({"geology": afar})
    assert refused.value.code == "context-away"
    answer = run(
        "context",
        dataset(rows(), layers={"provinces": SQUARE, "geology": afar, "roads": layer([line(0)])}),
        block_km=1.0,
    )
    assert answer.result.classes.empty
    assert answer.result.untold.set_index("of").loc["geology", "reason"] == "away"
    for language in LANGUAGES:
        name = ANALYSIS.words(language)("of.geology")
        assert any(c.startswith(name) for c in answer.section(language).caveats)


def test_bands_are_called_as_they_were_asked_for():
    told = run(
        "context",
        dataset(rows(), layers={"provinces": SQUARE, "roads": layer([line(0)])}),
        bands_km="0.01; 0.25; 1.75; 2",
        block_km=2.5,
    ).section()
    assert told.tables[0].frame["band"].tolist() == [
        "Up to 0.01 km",
        "0.01 to 0.25 km",
        "0.25 to 1.75 km",
        "1.75 to 2 km",
        "More than 2 km",
    ]


def test_a_speck_of_land_has_no_quotient():
    """Within 100 m of a track of 200 m lies too little land for the spots to tell how much."""
    track = LineString([(0.5 * KM_EAST, 0.5 * KM_NORTH), (0.5 * KM_EAST, 0.7 * KM_NORTH)])
    answer = run(
        "context",
        dataset(rows(), layers={"provinces": SQUARE, "roads": layer([track])}),
        bands_km="0.1; 2",
        block_km=1.0,
    )
    first = answer.result.bands.iloc[0]
    assert first["share"] == pytest.approx(1 / 12)
    assert 0 < first["ground_share"] < 0.0025
    assert np.isnan(first["quotient"])
    assert first["verdict"] == "untold"
    told = answer.section()
    assert told.headline.startswith("Whether more mining lies on the ground told here")
    assert told.figures[0].note == "too little land"
    assert told.tables[0].frame["ground_km2"].isna().tolist() == [True, False, False]
    assert told.tables[0].frame["ground_share"].isna().tolist() == [True, False, False]
    assert answer.section().tables[0].worded(ANALYSIS.words("en")).iloc[0, 5] == "–"


@pytest.mark.parametrize(
    ("columns", "chosen"),
    [
        ({"country_code": ["a", "a", "b"], "type": ["x", "x", "y"]}, "type"),
        ({"fid": [1, 2, 3], "unit": ["x", "y", "z"]}, "unit"),
        ({"name": ["x", "y", "y"], "age": [1.5, 2.5, 3.5]}, "name"),
    ],
)
def test_the_column_of_classes_is_the_first_text_that_repeats(columns, chosen):
    thirds = layer([ground(0, 0, 3, SIDE), ground(3, 0, 6, SIDE), ground(6, 0, SIDE, SIDE)])
    result = found({"geology": thirds.assign(**columns)})
    assert result.facets.loc[0, "column"] == chosen


def test_a_layer_that_parts_nothing_is_left_out_with_its_reason():
    bare = layer([line(0)], name=["Anso"])
    answer = run(
        "context",
        dataset(rows(), layers={"provinces": SQUARE, "rivers": bare, "geology": NO_CLASSES}),
    )
    untold = answer.result.untold.set_index("of")["reason"].to_dict()
    assert untold == {
        "geology": "column",
        "land": "missing",
        "zones": "missing",
        "rivers": "column",
    }
    told = answer.section().caveats
    assert any("order is not told" in c for c in told)
    for language in LANGUAGES:  # settings are named as they are called, columns are not listed
        words = ANALYSIS.words(language)
        said = [c for c in answer.section(language).caveats if words("param.column") in c]
        assert len(said) == 2
        assert "name" not in said[1]
    assert any("Geology: not told, since no column" in c for c in told)
    assert any("land category" in c and "roads" in c for c in told)


@pytest.fixture(scope="module")
def answer():
    """The sample by the defaults."""
    return run("context", sample())


def test_who_divides_the_shares_finds_the_quotient_again(answer):
    """54 % over 4 % would be 13 or 14; it is 12."""
    told = answer.section().headline.replace("\N{NO-BREAK SPACE}", " ")
    assert "54 % of the mining" in told
    assert "4.4 % of the land" in told
    assert "12 times" in told
    assert "el 4,4" in answer.section("es").headline


def test_ground_is_not_mined_in_spanish(answer):
    """Of land "minado" says that it is full of explosives."""
    told = answer.section("es")
    texts = [*told.caveats, *(label for table in told.tables for label in table.labels.values())]
    assert not [text for text in texts if "minado" in text.lower()]


def test_the_verdict_of_a_row_is_a_word_that_fits_its_column(answer):
    for language in LANGUAGES:
        cells = [
            cell for table in answer.section(language).tables for cell in table.frame["verdict"]
        ]
        for table in answer.section(language).tables:
            assert list(table.kinds)[1:4] == ["mined", "share", "ground_km2"]
        assert max(map(len, cells)) <= len("Não está claro")


def test_nothing_is_called_a_cause(answer):
    for language in LANGUAGES:
        told = answer.section(language)
        assert told.charts[0].explain
        assert len(told.tables) == len(told.charts) == 2
    told = answer.section()
    assert told.caveats[0].startswith("More mining than the share of the land is an association")
    assert "cause" not in told.headline


places = st.lists(
    st.tuples(st.floats(0.1, 9.9), st.floats(0.1, 9.9), st.floats(0.1, 50)),
    min_size=12,
    max_size=18,
)


@settings(max_examples=4, deadline=None)
@given(places, st.lists(st.integers(0, 8), min_size=2, max_size=4), st.randoms())
def test_classes_leave_nothing_out_and_the_order_changes_nothing(mines, strips, dice):
    sites = [
        {"site_id": f"s{n}", "area_ha": area, "geometry": ground(x, y, x + 0.1, y + 0.1)}
        for n, (x, y, area) in enumerate(mines)
    ]
    land = layer([ground(n, 0, n + 2, SIDE) for n in strips], kind=list("abcd")[: len(strips)])
    layers = {"land": land, "rivers": layer([line(3)])}
    with pytest.MonkeyPatch.context() as quicker:
        quicker.setattr(study, "SPOTS", 5_000)
        result = found(layers, sites, column="kind")
        mixed = dice.sample(sites, len(sites))
        turned = {**layers, "land": land[::-1].reset_index(drop=True)}
        again = found(turned, mixed, column="kind")
    assert result.pairs.empty
    for table in (result.classes, result.bands):
        assert table["mined"].sum() == pytest.approx(result.total)
        assert table["ground_ha"].sum() == pytest.approx(result.ground_ha, rel=1e-9)
        known = table[table["ground_share"] > 0]
        weighted = (known["quotient"] * known["ground_share"]).sum()
        assert weighted + table["share"][table["ground_share"] == 0].sum() == pytest.approx(1.0)
    pd.testing.assert_frame_equal(result.classes, again.classes)
    pd.testing.assert_frame_equal(result.bands, again.bands)


def test_the_sample_by_its_golden_numbers(answer):
    zones, bands = by(answer.result.classes), answer.result.bands
    assert zones.loc["conservation", ["mined", "ground_ha", "quotient"]].tolist() == pytest.approx(
        [436.534, 98_617.4, 6.359], rel=1e-3
    )
    assert bands["mined"].tolist() == pytest.approx(
        [1413.507, 553.173, 563.536, 12.350, 60.646], rel=1e-3
    )
    assert bands["ground_ha"].sum() == pytest.approx(answer.result.ground_ha)
    assert bands["quotient"].tolist() == pytest.approx(
        [12.238, 5.328, 1.916, 0.026, 0.037], rel=0.02
    )
    assert answer.section().headline.startswith("54")
    assert as_json(answer)["result"]["study"] == "provinces"


def test_the_whole_of_a_filtered_province_is_its_study_area():
    from analytics.core.filters import Filters, apply

    only = apply(sample(), Filters(province=("Mirtaña",)))
    result = run("context", only).result
    assert result.names == ("Mirtaña",)
    assert result.total == pytest.approx(only.sites["area_ha"].sum())


def test_forest_zones_of_guinea_against_plain_geopandas(reference):
    """236 hectares of mining inside protected areas; the land shares as an overlay has them."""
    folder = reference / "guinea"
    data = analytics.read(folder / "guinea2024_mining_polys.geojson")
    data = add_layer(data, "conservation", folder / "guinea_east_protected_areas.geojson")
    data = add_layer(data, "provinces", folder / "guinea_east_admin1.geojson")
    result = run("context", data).result
    inside = by(result.classes).loc["conservation"]
    east = gpd.read_file(folder / "guinea_east_admin1.geojson").to_crs(6933)
    areas = gpd.read_file(folder / "guinea_east_protected_areas.geojson").to_crs(6933)
    land = east.union_all()
    assert result.ground_ha == pytest.approx(land.area / 1e4, rel=1e-3)
    share = areas.make_valid().union_all().intersection(land).area / land.area
    assert inside["ground_share"] == pytest.approx(share, rel=2e-3)
    assert inside["mined"] == pytest.approx(236, abs=3)
    assert inside["verdict"] == "less"


def test_municipalities_and_rivers_of_amapa_against_plain_geopandas(reference):
    """Two thirds of the claims lie within 1 km of a river, and so does the land."""
    folder = reference / "amapa"
    data = analytics.read(folder / "AP_mineracao_equalarea.gpkg")
    data = add_layer(data, "provinces", folder / "AP_municipios.parquet")
    data = add_layer(data, "rivers", folder / "AP_rivers_ffr.parquet")
    told = {"by": "provinces", "column": "NM_MUN", "count": "sites", "most": 20}
    result = run("context", data, **told).result
    sites = data.sites[["site_id", "geometry"]].to_crs(32622)
    weight = 1 / sites.groupby("site_id")["site_id"].transform("size")
    areas = gpd.read_parquet(folder / "AP_municipios.parquet").to_crs(32622)
    held = sites.assign(weight=weight).sjoin(areas).groupby("NM_MUN")["weight"].sum()
    ground = areas.set_index("NM_MUN").to_crs(6933).area.loc[held.index]
    quotient = (held / held.sum()) / (ground / ground.sum())
    table = by(result.classes)
    assert len(table) == len(held) == 15  # the sixteenth holds no claim
    assert table["mined"].to_dict() == pytest.approx(held.to_dict())
    assert table["quotient"].to_dict() == pytest.approx(quotient.to_dict(), rel=2e-3)
    rivers = gpd.read_parquet(folder / "AP_rivers_ffr.parquet").to_crs(32622)
    apart = sites.sjoin_nearest(rivers[["geometry"]], distance_col="m")["m"].groupby(level=0).min()
    share = (weight * (apart <= 1000)).sum() / weight.sum()
    assert result.bands.loc[0, "share"] == pytest.approx(share, abs=0.003)
    assert result.bands.loc[0, ["ground_share", "quotient"]].tolist() == pytest.approx(
        [0.638, 1.045], abs=0.005
    )
    assert result.bands.loc[0, "verdict"] == "unclear"


def test_other_layers_can_be_asked_for_by_name():
    answer = run("context", sample(), by="provinces", column="province")
    table = answer.result.classes
    assert set(table["class"]) == {"Ansovar", "Belquor", "Lagorin", "Mirtaña", "Ostrím", "Tuvenda"}
    assert "Province" in answer.section().charts[0].caption


def test_an_answer_without_bands_is_told_in_every_language():
    bare = replace(sample(), layers={"provinces": sample().layers["provinces"]})
    answer = run("context", bare, by="provinces", column="province")
    assert answer.result.bands.empty
    for language in LANGUAGES:
        assert answer.section(language).figures
    with pytest.raises(MissingInput):
        run("context", bare)
