"""Patterns, on sites small enough to judge by hand, and on the sample whose truth is known."""

from dataclasses import replace
from functools import cache

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from pyproj import Geod
from shapely import LineString, MultiPolygon, Point, Polygon, affinity, box

from analytics import run, sample
from analytics.analyses.patterns.kinds import OF_METHOD, UNDETERMINED, kind_of
from analytics.core.errors import MissingInput, ParameterError
from analytics.core.record import as_json
from analytics.core.schema import AreaBasis, Measure
from analytics.core.vocabulary import terms
from analytics.core.words import LANGUAGES
from analytics.madeup import SEED
from analytics.madeup.known import site_id
from analytics.madeup.land import land
from analytics.raster.handle import Raster
from tests.shapes import dataset

M = 1 / 110_574  # degrees of latitude at the equator in a metre; of longitude 0.7 % less
GEOD = Geod(ellps="WGS84")
RIVER = gpd.GeoDataFrame(geometry=[LineString([(-1, 0), (1, 0)])], crs=4326)
LAKE = gpd.GeoDataFrame(geometry=[box(0.3, 0.1, 0.4, 0.2)], crs=4326)
LAYERS = {"rivers": RIVER, "water": LAKE}


def block(lon, lat, wide_m, high_m):
    """A rectangle of so many metres whose lower left corner is (lon, lat), near the equator."""
    return box(lon, lat, lon + wide_m * M, lat + high_m * M)


STRIP = block(0, 50 * M, 1000, 100)  # beside the river
PIT = block(0, 0.05, 200, 200)  # 5.5 km from it
DREDGED = block(0.35, 0.15, 300, 200)  # in the lake
COMPACT_BY_RIVER = block(0.2, 50 * M, 200, 200)
SHAFTS = [block(0.5 + 90 * n * M, 0.3, 20, 20) for n in range(6)]
ROWS = [
    {"site_id": "strip", "method": "alluvial", "geometry": STRIP},
    {"site_id": "pit", "method": "hard_rock", "geometry": PIT},
    {"site_id": "dredge", "method": "dredge", "geometry": DREDGED},
    {"site_id": "between", "method": "artisanal", "geometry": COMPACT_BY_RIVER},
]


def data(rows, **layers):
    return dataset(rows, layers=LAYERS | layers)


def found(rows, layers=None, **params):
    whole = data(rows) if layers is None else dataset(rows, layers=layers)
    return run("patterns", whole, **params).result


def by_site(result, *columns):
    return result.sites.set_index("id")[list(columns)]


def test_every_kind_by_hand():
    shafts = [{"site_id": f"shaft {n}", "geometry": shape} for n, shape in enumerate(SHAFTS)]
    sites = by_site(found([*ROWS, *shafts]), "kind", "score", "second", "second_score")
    assert sites.loc["strip"].tolist()[:2] == ["alluvial", 0.75]  # slope is not known
    assert sites.loc["pit"].tolist()[:2] == ["open_pit", 1.0]
    assert sites.loc["dredge"].tolist() == ["dredge", 1.0, "alluvial", 0.75]
    assert sites.loc["between"].tolist() == [UNDETERMINED, 0.5, "open_pit", 0.5]
    assert sites.loc["shaft 2", "second"] == "underground"  # small and many, and compact far away
    assert sites.loc["shaft 2", "second_score"] == pytest.approx(2 / 3)


def test_features_by_hand():
    table = by_site(found(ROWS), "area_ha", "compactness", "elongation", "river_m", "parts")
    strip = table.loc["strip"]
    assert strip["area_ha"] == pytest.approx(10 * 1.0067, rel=1e-3)
    assert strip["elongation"] == pytest.approx(10 * 1.0067, rel=1e-3)
    assert strip["compactness"] == pytest.approx(0.259636, abs=2e-3)
    assert strip["river_m"] == pytest.approx(50, rel=1e-3)
    assert table.loc["pit", "compactness"] == pytest.approx(0.785398, abs=1e-4)
    assert table.loc["pit", "river_m"] == pytest.approx(GEOD.inv(0, 0, 0, 0.05)[2], rel=1e-4)
    assert table["parts"].tolist() == [1.0] * 4


def test_reasons_say_what_is_there_what_is_not_and_what_is_not_known():
    told = run("patterns", data(ROWS)).section().tables[0].frame.set_index("id")
    assert told.loc["strip", "why"] == (
        "100 % of it lies within 500 m of a river; slope not known; "
        "10 times as long as wide, at least 3.0"
    ).replace(" %", "\N{NO-BREAK SPACE}%")
    assert told.loc["pit", "why"].startswith("5,530 m from the nearest river, more than 500 m; ")
    assert told.loc["pit", "declared"] == "Hard rock"
    assert told.loc["between", "best"] == "Alluvial"


def test_the_second_best_is_told_with_its_reasons():
    told = run("patterns", data(ROWS)).section().tables[1].frame.set_index("id")
    assert told.loc["between", ["kind", "second", "second_score"]].tolist() == [
        "Undetermined",
        "Open pit",
        0.5,
    ]
    assert told.loc["between", "why"].startswith("50 m from the nearest river, not more than 500 m")
    assert told["second_score"].between(0, 1, inclusive="right").all()


def test_declared_stands_beside_inferred_and_shares_are_of_those_compared():
    result = found([*ROWS, {"site_id": "mute", "geometry": PIT}])
    assert (result.compared, result.agree, result.differ) == (3, 3, 0)
    assert (result.not_comparable, result.undeclared, result.undetermined) == (1, 1, 1)
    assert result.share == 1.0
    assert 0.4 < result.share_low < result.share_high == 1.0
    assert result.cross["sites"].sum() == len(result.sites) == 5
    assert result.by_kind["sites"].sum() == 5


@pytest.mark.parametrize(
    ("declared", "kind"),
    [
        ("dredge", "dredge"),
        ("alluvial; panning", "alluvial"),
        ("alluvial; dredge", ""),
        ("alluvial; artisanal", ""),
        ("artisanal", ""),
        ("", ""),
    ],
)
def test_a_declaration_means_one_kind_or_none(declared, kind):
    assert kind_of(declared) == kind


def test_every_method_of_the_vocabulary_is_settled():
    assert set(terms("method")) - set(OF_METHOD) == {"artisanal", "in_situ"}


def test_records_of_a_site_are_one_outline_and_touching_parts_one_part():
    rows = [
        {
            "site_id": "a",
            "period": "2019",
            "method": "alluvial",
            "geometry": block(0, 0.1, 100, 100),
        },
        {"site_id": "a", "period": "2020", "geometry": block(100 * M, 0.1, 100, 100)},
        {"site_id": "a", "period": "2021", "geometry": block(900 * M, 0.1, 100, 100)},
        {"site_id": "a", "period": "2021", "geometry": Point(0, 0.1)},
    ]
    result = found(rows)
    site = result.sites.iloc[0]
    assert (len(result.sites), result.records, site["parts"]) == (1, 4, 2)
    assert site["area_ha"] == pytest.approx(3 * 1.0067, rel=1e-3)
    assert site["declared"] == "alluvial"


def test_of_a_stock_only_the_last_period_counts():
    rows = [
        {"site_id": "a", "period": "2019", "geometry": block(0, 0.1, 100, 100)},
        {"site_id": "a", "period": "2020", "geometry": block(0, 0.1, 200, 100)},
        {"site_id": "gone", "period": "2019", "geometry": PIT},
    ]
    whole = dataset(rows, layers=LAYERS, measure=Measure.STOCK)
    answer = run("patterns", whole)
    assert (answer.result.records, answer.result.earlier) == (1, 2)
    assert answer.result.sites["area_ha"].tolist() == pytest.approx([2 * 1.0067], rel=1e-3)
    assert any("last period" in told for told in answer.section().caveats)


def test_without_rivers_what_needs_them_is_not_judged():
    answer = run("patterns", dataset(ROWS))
    sites = answer.result.sites
    assert sites[["score_dredge", "score_alluvial", "score_open_pit"]].isna().all(axis=None)
    assert sites["river_m"].isna().all()
    assert (sites["kind"] == UNDETERMINED).all()
    for language in LANGUAGES:
        assert len(answer.section(language).caveats) >= 8
    assert any(
        "alluvial mining and open pits are not judged" in c for c in answer.section().caveats
    )


@pytest.mark.parametrize(("basis", "is_told"), [("attribute", True), ("geometry", False)])
def test_hectares_that_are_not_those_of_the_file_are_said_to_be(basis, is_told):
    told = run("patterns", dataset(ROWS, basis=AreaBasis(basis))).section().caveats
    assert any("though the file states others" in caveat for caveat in told) is is_told


def test_a_coarse_layer_of_rivers_is_warned_of_where_there_is_one():
    for layers, is_told in (({"rivers": RIVER}, True), ({}, False)):
        told = run("patterns", dataset(ROWS, layers=layers)).section().caveats
        assert any("does not draw" in caveat for caveat in told) is is_told


@pytest.mark.parametrize("measure", [Measure.FLOW, Measure.STOCK])
def test_one_record_makes_no_plural(measure):
    row = {"site_id": "one", "geometry": PIT, "period": "2020"}
    answer = run("patterns", dataset([row], measure=measure))
    assert not [c for c in answer.section().caveats if "1 records" in c or "1 sites" in c]


def test_what_could_not_be_looked_at_does_not_disagree():
    answer = run("patterns", dataset(ROWS))
    assert answer.result.compared == 3
    for language in LANGUAGES:
        agree = answer.section(language).figures[0]
        assert (agree.value, agree.number) == ("–", None)
    assert "without a map of rivers" in answer.section().figures[0].note


def test_the_headline_is_of_the_methods_that_can_be_compared():
    """Four sites declare a method, and one of these means no one kind."""
    answer = run("patterns", dataset(ROWS, layers={"rivers": RIVER}))
    assert answer.result.undeclared == 0
    assert "3 sites whose declared method means one kind" in answer.section().headline


def test_without_water_surfaces_dredging_alone_is_not_judged():
    sites = found(ROWS, layers={"rivers": RIVER}).sites
    assert sites["score_dredge"].isna().all()
    assert sites["score_alluvial"].notna().all()


def test_an_empty_layer_is_a_missing_one():
    result = found(ROWS, layers={"rivers": RIVER.iloc[:0]})
    assert "river_m" in result.lacking
    assert result.sites["river_m"].isna().all()


def test_distances_to_roads_settlements_and_protected_areas_where_there_are_any():
    spot = gpd.GeoDataFrame(geometry=[Point(0, 0.06)], crs=4326)
    whole = data(ROWS, roads=spot, settlements=spot, conservation=spot)
    result = run("patterns", whole).result
    row = by_site(result, "road_m", "settlement_m", "protected_m").loc["pit"]
    assert row.tolist() == pytest.approx([(0.01 / M) - 200] * 3, rel=1e-2)
    assert set(result.lacking) == {"slope_deg"}
    assert set(result.layers) == {"rivers", "water", "roads", "settlements", "conservation"}


def with_slope(degrees, **parts):
    cells = np.full((40, 200), degrees)
    raster = Raster.from_array(cells, bounds=(-1.0, -0.1, 1.0, 0.4), name="slope", **parts)
    return replace(data(ROWS), rasters={"slope": raster})


@pytest.mark.parametrize(("degrees", "alluvial", "pit"), [(2.0, 1.0, 1.0), (20.0, 0.75, 1.0)])
def test_slope_is_judged_where_there_is_a_raster(degrees, alluvial, pit):
    result = run("patterns", with_slope(degrees)).result
    sites = by_site(result, "slope_deg", "score_alluvial", "score_open_pit")
    assert sites["slope_deg"].tolist() == pytest.approx([degrees] * 4)
    assert sites.loc["strip", "score_alluvial"] == alluvial
    assert sites.loc["pit", "score_open_pit"] == pit
    assert "slope_deg" not in result.lacking


def test_a_raster_that_ends_before_a_site_or_holds_no_slopes_says_nothing():
    far = Raster.from_array(np.ones((2, 2)), bounds=(50.0, 50.0, 51.0, 51.0), name="slope")
    result = run("patterns", replace(data(ROWS), rasters={"slope": far})).result
    assert result.sites["slope_deg"].isna().all()
    assert run("patterns", with_slope(9999.0)).result.sites["slope_deg"].isna().all()
    assert run("patterns", with_slope(-1.0, nodata=-1.0)).result.lacking.count("slope_deg") == 1


def test_the_mean_slope_of_the_cells_in_a_site():
    cells = np.array([[0.0, 10.0], [20.0, 30.0]])
    raster = Raster.from_array(cells, bounds=(0.0, 0.0, 0.02, 0.02), name="slope")
    rows = [
        {"site_id": "all", "geometry": box(0, 0, 0.02, 0.02)},
        {"site_id": "east", "geometry": box(0.011, 0, 0.02, 0.02)},
        {"site_id": "speck", "geometry": box(0.001, 0.001, 0.002, 0.002)},
    ]
    whole = replace(dataset(rows), rasters={"slope": raster})
    sites = by_site(run("patterns", whole).result, "slope_deg")["slope_deg"]
    assert sites.to_dict() == {"all": 15.0, "east": 20.0, "speck": 20.0}


def stairs(lon, lat, steps=8, pixel_m=30):
    """A diagonal edge as an image has it."""
    spots = [(0, 0)]
    for step in range(steps):
        spots += [(steps - step, step), (steps - step, step + 1)]
    spots.append((0, steps))
    return Polygon([(lon + x * pixel_m * M, lat + y * pixel_m * M) for x, y in spots])


def test_stairs_of_pixels_are_told_and_smoothed_where_their_width_is_known():
    rows = [{"site_id": "s", "geometry": stairs(0, 0.05)}]
    drawn = run("patterns", data(rows))
    assert (drawn.result.stairs, drawn.result.pixels) == (1, 0)
    told = " ".join(drawn.section().caveats)
    assert "1 outline has the stairs of pixels" in told
    assert "do not say how wide a pixel is" in told
    smooth = found(rows, pixel_m=30)
    assert (smooth.stairs, smooth.pixels) == (0, 1)
    before, after = (r.sites["compactness"].iloc[0] for r in (drawn.result, smooth))
    assert after > before * 1.05
    assert smooth.sites["area_ha"].equals(drawn.result.sites["area_ha"])
    whole = data(rows)
    stated = replace(whole, sites=whole.sites.assign(Pixel_m="30"))
    assert run("patterns", stated).result.sites["compactness"].iloc[0] == after


def test_a_site_of_few_pixels_has_no_form():
    answer = run("patterns", data([{"geometry": block(0, 0.05, 60, 30)}]), pixel_m=30)
    assert answer.result.tiny == 1
    assert np.isnan(answer.result.sites["score_open_pit"].iloc[0]) == 0
    assert answer.result.sites["score_open_pit"].iloc[0] == 0.5  # far from the river, form unknown
    assert "form not known" in answer.section().tables[0].frame["why"].iloc[0]


def test_a_site_without_an_outline_is_judged_by_its_place_only():
    rows = [*ROWS, {"site_id": "spot", "geometry": Point(0.6, 0.001)}]
    result = found(rows)
    spot = result.sites.set_index("id").loc["spot"]
    assert result.points == 1
    assert np.isnan(spot["area_ha"])
    assert (spot["kind"], spot["score_alluvial"], spot["near_river"]) == (UNDETERMINED, 0.5, 1.0)
    assert np.isnan(spot["score_underground"])


def test_points_alone_are_refused_in_a_sentence():
    with pytest.raises(MissingInput) as refused:
        found([{"geometry": Point(0, 0)}])
    assert refused.value.text("pt")


def test_a_bound_out_of_range_is_refused_in_a_sentence():
    with pytest.raises(ParameterError, match="river_m is 20 m"):
        found(ROWS, river_m=20.0)


def test_a_higher_threshold_never_tells_more():
    told = [
        (found(ROWS, threshold=bound).sites["kind"] != UNDETERMINED).sum()
        for bound in (0.3, 0.6, 0.8, 1.0)
    ]
    assert told == sorted(told, reverse=True)
    assert found(ROWS, threshold=0.3).sites.set_index("id")["is_draw"].to_dict() == {
        "strip": False,
        "pit": False,
        "dredge": False,
        "between": True,  # both kinds fit alike: no order of names decides
    }


def test_a_lobed_site_beside_a_river_is_alluvial():
    parts = MultiPolygon([block(n * 300 * M, 50 * M, 60, 60 + 90 * n) for n in range(4)])
    result = found([{"site_id": "lobed", "geometry": parts}], elongation=20.0)
    assert result.reasons["name"].tolist()[:3] == ["river", "flat", "lobed"]
    assert result.sites["kind"].tolist() == ["alluvial"]


def many(count, *, noise=0.0, seed=5):
    """Sites of two kinds the rules cannot tell: both long, far from rivers; one kind is large."""
    dice = np.random.default_rng(seed)
    rows = []
    for n in range(count):
        is_pit = dice.random() < 0.5
        size = 150 * (1 + 0.2 * dice.random()) * (3 if is_pit ^ (dice.random() < noise) else 1)
        lon, lat = dice.uniform(-0.9, 0.9), dice.uniform(0.05, 1.2)
        rows.append(
            {
                "site_id": f"n{n:04d}",
                "method": "open_pit" if is_pit else "alluvial",
                "geometry": block(lon, lat, 6 * size, size),
            }
        )
    return rows


@cache
def with_forest(noise=0.0, seed=1):
    """One answer for several tests: forests take seconds to grow."""
    return run("patterns", data(many(130, noise=noise)), seed=seed)


def test_a_forest_decides_where_it_is_surely_better():
    answer = with_forest()
    result, trial = answer.result, answer.result.trial
    assert trial.verdict == "better"
    assert trial.forest_low > trial.rules_f1
    assert trial.importance["feature"].iloc[0] in {"area_ha", "largest_ha"}
    assert result.share > 0.9
    assert result.sites["score"].between(0, 1).all()
    for language in LANGUAGES:
        told = answer.section(language)
        assert len(told.charts) == 7
        assert all(chart.spec for chart in told.charts)
    assert answer.section().figures[3].value == "Forest"


def test_a_forest_grown_on_noise_is_not_believed_though_the_rules_tell_nothing():
    answer = with_forest(noise=0.5)
    trial = answer.result.trial
    assert trial.verdict == "guess"
    assert trial.rules_f1 < trial.forest_low <= 0.5
    assert any("guessing reaches 50" in told for told in answer.section().caveats)


def test_a_forest_that_is_not_surely_better_than_the_rules_is_told_and_left_aside():
    rows = [
        {
            "site_id": f"{method}{n}",
            "method": method,
            "geometry": block(-0.9 + n * 0.03, lat, wide, 100),
        }
        for method, lat, wide in (("alluvial", 50 * M, 900), ("quarry", 0.05, 100))
        for n in range(55)
    ]
    answer = run("patterns", data(rows))
    trial = answer.result.trial
    assert trial.verdict == "worse"
    assert trial.rules_f1 == 1.0 >= trial.forest_low
    assert any("tried and not used" in told for told in answer.section().caveats)
    assert answer.section().figures[3].value == "Rules"


@pytest.mark.parametrize(
    ("rows", "params", "verdict"),
    [
        (ROWS, {}, "few"),
        (ROWS[:1], {}, "one"),
        (many(130), {"forest": "never"}, "never"),
        (many(130), {"block_km": 200.0}, "blocks"),
    ],
)
def test_why_there_is_no_forest_is_said(rows, params, verdict):
    answer = run("patterns", data(rows), **params)
    assert answer.result.trial.verdict == verdict
    assert answer.result.trial.importance.empty
    for language in LANGUAGES:
        assert "{" not in "".join(answer.section(language).caveats)


def test_the_order_of_records_does_not_matter():
    rows = many(130)
    mixed = [rows[n] for n in np.random.default_rng(1).permutation(len(rows))]
    one, other = with_forest().result, found(mixed)
    pd.testing.assert_frame_equal(one.sites, other.sites, check_exact=True)
    pd.testing.assert_frame_equal(one.reasons, other.reasons, check_exact=True)
    assert as_trial(one) == as_trial(other)


def as_trial(result):
    trial = result.trial
    return trial.verdict, trial.rules_low, trial.importance.to_dict()


def test_another_seed_is_another_forest():
    one, other = with_forest().result, with_forest(seed=2).result
    assert one.trial.verdict == other.trial.verdict == "better"
    assert not one.trial.importance.equals(other.trial.importance)


def drawn_along_a_river():
    """By site of the sample, whether it was drawn as a strip along a river or as a pit."""
    return {
        site_id(record): record.is_along_river
        for record in land(SEED).records
        if record.cluster >= 0
    }


def test_how_often_the_rules_are_right_on_the_sample():
    """The truth is how the outlines were drawn; the declared method has a part in it by chance."""
    result = run("patterns", sample()).result
    truth = drawn_along_a_river()
    sites = result.sites[result.sites["id"].isin(truth) & (result.sites["kind"] != UNDETERMINED)]
    is_strip = sites["id"].map(truth).astype(bool)
    is_right = (sites["kind"].isin(["alluvial", "dredge"]) == is_strip).to_numpy()
    assert (int(is_right.sum()), len(sites), len(truth)) == (230, 235, 349)
    assert is_right.mean() > 0.97


def test_the_sample_gives_its_agreed_number():
    result = run("patterns", sample()).result
    assert (result.records, len(result.sites), result.compared) == (455, 357, 332)
    assert (result.agree, result.differ, result.undetermined) == (144, 82, 114)
    assert result.trial.verdict == "few"
    assert result.trial.rules_f1 == pytest.approx(0.2909, abs=1e-4)
    assert result.trial.rules_low < result.trial.rules_f1 < result.trial.rules_high


def test_the_contract_of_the_answer():
    told = as_json(run("patterns", sample()))["result"]
    assert {"id", "declared", "kind", "score", "second", "compactness", "river_m"} <= told["sites"][
        0
    ].keys()
    assert "geometry" not in told["sites"][0]
    assert {"id", "kind", "name", "value", "is_met"} == told["reasons"][0].keys()
    assert {"declared", "kind", "sites"} == told["cross"][0].keys()


def test_classes_of_the_map_are_those_of_the_sites():
    told = run("patterns", sample()).section("fr")
    assert set(told.maps[0].shapes["kind"]) == set(told.maps[0].colours)
    assert told.headline.startswith("43")


HOME = block(0, 0.02, 200, 200)  # 2.2 km north of the river
NEXT = {
    "east": (block(200 * M, 0.02, 100, 200), 90.0, 90.0, "east (90°)", "along the river (90°)"),
    "north": (block(0, 0.02 + 200 * M, 200, 100), 0.0, 180.0, "north (0°)", "away from the river"),
    "south": (block(0, 0.02 - 100 * M, 200, 100), 180.0, 0.0, "south (180°)", "towards the river"),
}


def grown(first, later, lat=0.0, **parts):
    """A site of two years."""
    rows = [
        {"site_id": "s", "period": year, "geometry": affinity.translate(shape, 0, lat)}
        for year, shape in (("2020", first), ("2023", later))
    ]
    return run("patterns", dataset(rows, layers=LAYERS, **parts))


@pytest.mark.parametrize("way", NEXT)
def test_the_way_a_site_grew_and_the_river_by_hand(way):
    later, azimuth, turn, said, against = NEXT[way]
    answer = grown(HOME, later)
    row = answer.result.growth.iloc[0]
    assert (row["first"], row["last"]) == ("2020", "2023")
    assert row["added_ha"] == pytest.approx(2.0, rel=0.01)
    apart = abs((row["growth_deg"] - azimuth + 180) % 360 - 180)
    assert apart == pytest.approx(0.0, abs=0.5)
    assert row["river_deg"] == pytest.approx(180.0, abs=0.1)
    assert row["turn_deg"] == pytest.approx(turn, abs=0.5)
    told = answer.section()
    shown = told.tables[-1].frame.iloc[0]
    assert shown["growth"] == said
    assert shown["turn"].startswith(against)
    assert f"grew to the {way}, " in told.tables[0].frame["why"].iloc[0]
    for language in LANGUAGES:
        cells = answer.section(language).tables[-1].frame.iloc[0]
        assert not any("{" in str(cell) for cell in cells)


def test_a_stock_grew_by_what_its_last_outline_has_more():
    later, azimuth, *_ = NEXT["east"]
    flow = grown(HOME, later).result.growth
    stock = grown(HOME, HOME.union(later), measure=Measure.STOCK).result.growth
    pd.testing.assert_frame_equal(flow, stock, rtol=1e-6)
    assert flow["growth_deg"].iloc[0] == pytest.approx(azimuth, abs=0.5)


@pytest.mark.parametrize(
    "later",
    [
        HOME.buffer(60 * M).difference(HOME),  # on all sides
        block(200 * M, 0.02, 15, 200),  # less than a tenth
        HOME,  # the same ground again
    ],
    ids=["all sides", "little", "none"],
)
def test_no_way_is_told_where_there_is_none(later):
    answer = grown(HOME, later)
    assert answer.result.growth["growth_deg"].isna().all()
    assert "grew to" not in answer.section().tables[0].frame["why"].iloc[0]
    assert any("told of 0 of 1 sites" in caveat for caveat in answer.section().caveats)


def test_a_river_far_away_is_left_out_and_one_period_tells_nothing():
    far = grown(HOME, NEXT["east"][0], lat=0.05)
    assert far.result.growth["turn_deg"].isna().all()
    assert "turn" not in far.section().tables[-1].labels
    once = run("patterns", data(ROWS))
    assert once.result.growth.empty
    assert any("No site has outlines of two periods" in c for c in once.section().caveats)
