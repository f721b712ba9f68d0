"""Hot spots, on fields small enough to see through."""

from dataclasses import replace

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import Point, box

from analytics import run, sample
from analytics.analyses.hotspots.emerging import courses
from analytics.core.record import as_json
from analytics.core.schema import AreaBasis, Measure
from analytics.core.words import LANGUAGES
from analytics.stats.grid import Grid
from tests.shapes import dataset, square

LAND = gpd.GeoDataFrame({"country": ["XAA"]}, geometry=[box(-5, -5, 5, 5)], crs=4326)
GRID = Grid(cell_km=10.0)


def field(values, *, period="2020", name=""):
    """A record of so many hectares in the middle of each cell of a grid of 10 km; 0 is none."""
    line, column = np.indices(np.shape(values))
    lon, lat = GRID.middles(column.ravel(), line.ravel())
    return [
        {"site_id": f"{name}{n}", "country": "XAA", "period": period, "area_ha": float(area)}
        | {"geometry": square(x, y, 0.001)}
        for n, (x, y, area) in enumerate(zip(lon, lat, np.ravel(values), strict=True))
        if area
    ]


SPARSE = np.isin(np.arange(100), [0, 9, 55, 56, 66, 90, 99]).reshape(10, 10)


def data(rows, **parts):
    return dataset(rows, layers={"countries": LAND}, **parts)


def hill(side=8, high=50.0):
    values = np.ones((side, side))
    values[1:4, 1:4] = high
    return values


def found(rows, **params):
    return run("hotspots", data(rows), **({"cell": "10"} | params)).result


def test_a_hill_is_hot_and_the_plain_is_not():
    result = found(field(hill()))
    assert result.refusal == ""
    cells = result.cells.set_index("id")
    assert (len(cells), result.neighbours) == (64, pytest.approx(17.0625))
    hot = {tuple(map(int, name.split(":")[1:])) for name in cells.index[cells["is_hot"]]}
    assert (2, 2) in hot
    assert all(x <= 4 and y <= 4 for x, y in hot)
    assert cells["area_ha"].sum() == pytest.approx(result.total_ha) == 9 * 50 + 55
    assert result.hot_share > 0.5
    assert result.baseline == pytest.approx((9 * 50 + 55) / 64 / 100, rel=1e-6)


def test_the_score_by_hand():
    values = hill()
    result = found(field(values))
    near = values[:5, :5]  # of cell (2, 2): two cells in every direction
    mean, spread, count, weight = values.mean(), values.std(), 64, 25
    by_hand = (near.sum() - mean * weight) / (
        spread * np.sqrt((count * weight - weight**2) / (count - 1))
    )
    score = result.cells.set_index("id").loc["10km-0:2:2", "z"]
    assert score == pytest.approx(by_hand, rel=1e-6)


def test_one_rich_cell_among_empty_neighbours_is_no_hot_spot():
    values = np.ones((8, 8))
    values[4, 4] = 500.0
    cells = found(field(values)).cells.set_index("id")
    assert not cells.loc["10km-0:4:4", "is_hot"]
    assert cells.loc["10km-0:4:4", "p"] > 0.05


@pytest.mark.parametrize(
    ("rows", "params", "reason"),
    [
        (field(np.ones((8, 8))), {}, "alike"),
        (field(hill(5)), {}, "few"),
        (field(np.ones((1, 40)) + np.arange(40)), {}, "neighbours"),
        (field(np.pad(np.ones((10, 10)) * SPARSE, 1, constant_values=0)), {}, "empty"),
        (field(hill(30)), {"cell": "1"}, "fine"),
    ],
)
def test_a_test_that_would_mislead_is_refused_in_words(rows, params, reason):
    answer = run("hotspots", data(rows), **({"cell": "10"} | params))
    assert answer.result.refusal == reason
    assert answer.result.cells["z"].isna().all()
    for language in LANGUAGES:
        told = answer.section(language)
        assert "{" not in told.headline
        assert told.figures[0].value == "–"


def test_a_stock_and_undated_records_have_nothing_new():
    rows = field(hill())
    stock = run("hotspots", data(rows, measure=Measure.STOCK), of="recent", cell="10").result
    assert stock.refusal == "stock"
    undated = [{**row, "period": None} for row in rows]
    assert found(undated, of="recent").refusal == "undated"
    assert found(undated).refusal == ""


def test_only_the_last_twelve_months_are_new():
    old, new = field(hill(), period="2019"), field(hill().T[::-1], period="2020", name="n")
    result = found([*old, *new], of="recent")
    assert result.total_ha == pytest.approx(505.0)
    assert result.since == "2019-12-31"
    rich = result.cells.sort_values("z").iloc[-1]
    assert rich["id"].split(":")[2] in {"4", "5", "6", "7"}


def test_the_order_of_records_does_not_matter():
    rows = field(hill() + np.arange(64).reshape(8, 8) / 100)
    mixed = [rows[n] for n in np.random.default_rng(1).permutation(len(rows))]
    one, other = found(rows), found(mixed)
    pd.testing.assert_frame_equal(one.cells, other.cells, check_exact=True)
    pd.testing.assert_frame_equal(one.clusters, other.clusters, check_exact=True)


shape = st.tuples(st.floats(-1, 1), st.floats(-1, 1), st.floats(0.001, 0.4), st.floats(0, 100))


@settings(max_examples=15, deadline=None)
@given(st.lists(shape, min_size=1, max_size=8))
def test_no_hectare_is_lost(shapes):
    rows = [
        {"area_ha": area, "geometry": box(x, y, x + size, y + size)} for x, y, size, area in shapes
    ]
    result = found(rows)
    assert result.cells["area_ha"].sum() == pytest.approx(sum(s[3] for s in shapes))
    assert result.cells.geometry.is_valid.all()


def test_points_without_an_area_are_compared_as_sites():
    rng = np.random.default_rng(5)
    spread = np.vstack([rng.uniform(0, 1, (150, 2)), rng.normal(0.3, 0.04, (150, 2))])
    rows = [{"geometry": Point(*spot), "area_ha": None} for spot in spread]
    answer = run("hotspots", data(rows, basis=AreaBasis.GEOMETRY), cell="10")
    assert answer.result.count == "sites"
    assert answer.result.hot > 0
    assert np.isnan(answer.result.total_ha)
    told = answer.section()
    assert any("sites are compared" in caveat for caveat in told.caveats)
    assert told.tables[-1].labels.keys().isdisjoint({"area_ha", "new_ha", "growth"})


def test_records_without_a_place_are_said():
    rows = [*field(hill()), {"area_ha": 7.0}, {"area_ha": 5.0}]
    answer = run("hotspots", data(rows), cell="10")
    assert (answer.result.unplaced, answer.result.unplaced_ha) == (2, 12.0)
    assert any("12\N{NO-BREAK SPACE}ha" in told for told in answer.section().caveats)


def test_a_coast_is_rated_by_its_land():
    west = gpd.GeoDataFrame({"country": ["XAA"]}, geometry=[box(-5, -5, 0.4, 5)], crs=4326)
    rows = field(hill())
    result = run("hotspots", dataset(rows, layers={"countries": west}), cell="10").result
    land = result.cells.set_index("id")["land_km2"]
    assert land["10km-0:1:1"] == pytest.approx(100.0)
    assert land["10km-0:7:1"] == 50.0  # at sea: as half a cell
    assert len(land) == 64  # every cell that holds a record


def test_groups_by_hand():
    spots = {"a": 0.0, "b": 0.005, "c": 0.01, "d": 0.05, "e": 0.1, "f": 0.1005, "g": 0.101}
    rows = [
        {"site_id": name, "period": year, "area_ha": area, "geometry": square(lon, 0, 0.001)}
        | {"country": "PER", "admin1": "Loreto"}
        for year, area in (("2019", 2.0), ("2020", 1.0))
        for name, lon in spots.items()
    ]
    result = found(rows, eps_km=0.6)
    groups = result.clusters
    assert groups["sites"].tolist() == [3, 3]
    assert groups["area_ha"].tolist() == [9.0, 9.0]
    assert groups["new_ha"].tolist() == [3.0, 3.0]
    assert groups["growth"].tolist() == [0.5, 0.5]
    assert (result.alone, result.alone_ha) == (1, 3.0)
    assert groups["hull_ha"].tolist() == pytest.approx([13.54, 2.46], rel=0.01)
    assert groups["admin1"].tolist() == ["Loreto", "Loreto"]


def test_the_growth_of_a_stock_is_what_it_added():
    rows = [
        {"site_id": name, "period": year, "area_ha": area, "geometry": square(lon, 0, 0.001)}
        for year, area in (("2018", 1.0), ("2019", 2.0), ("2020", 3.0))
        for name, lon in {"a": 0.0, "b": 0.005, "c": 0.01}.items()
    ]
    group = run("hotspots", data(rows, measure=Measure.STOCK), cell="10").result.clusters.iloc[0]
    assert (group["area_ha"], group["new_ha"], group["growth"]) == (9.0, 3.0, 0.5)


def test_growth_is_unknown_where_the_data_are_too_short():
    groups = found(field(hill()), eps_km=20).clusters
    assert groups["new_ha"].isna().all()
    assert groups["growth"].isna().all()


YEARS = 10
HOT = np.ones(YEARS, dtype=bool)


@pytest.mark.parametrize(
    ("scores", "hot", "now", "course"),
    [
        (np.arange(YEARS), HOT, True, "intensifying"),
        (-np.arange(YEARS), HOT, True, "diminishing"),
        ([3, 4, 3, 4, 3, 4, 3, 4, 3, 4], HOT, True, "persistent"),
        (np.arange(YEARS), HOT & (np.arange(YEARS) == 9), True, "new"),
        (np.arange(YEARS), np.arange(YEARS) % 3 == 0, True, "sporadic"),
        (np.arange(YEARS), np.arange(YEARS) == 2, False, "sporadic"),
        (np.arange(YEARS), ~HOT, True, "current"),
        (np.arange(YEARS), ~HOT, False, ""),
    ],
)
def test_courses_by_hand(scores, hot, now, course):
    told = courses(np.array([scores], dtype=float), np.array([hot]), np.array([now]))
    assert told == [course]


def test_a_hill_that_stays_is_persistent_and_takes_six_years():
    years = [field(hill(), period=str(year), name=f"{year}-") for year in range(2015, 2021)]
    long = found([row for rows in years for row in rows])
    assert (long.first, long.last, long.years) == ("2015", "2020", 6)
    assert set(long.cells.loc[long.cells["is_hot"], "course"]) == {"persistent"}
    short = found([row for rows in years[1:] for row in rows])
    assert short.years == 0
    assert set(short.cells["course"]) == {""}


def test_the_size_of_cells_is_chosen_so_that_few_are_empty():
    result = found(field(hill(12)), cell="auto")
    assert result.cell_km == 5.0  # every fourth cell holds a record; of 2 km, every twenty-fifth
    assert result.refusal == ""


def test_too_few_permutations_are_owned_up_to():
    answer = run("hotspots", data(field(hill(12))), cell="10", permutations=99)
    assert (answer.result.hot, answer.result.fewest_hot) == (0, 29)
    assert any("fewer than 29 cells" in told for told in answer.section().caveats)


def test_the_contract_of_the_answer():
    told = as_json(run("hotspots", sample()))["result"]
    assert {"id", "lon", "lat", "area_ha", "sites", "z", "p", "q", "class"} <= told["cells"][
        0
    ].keys()
    assert {"id", "sites", "area_ha", "growth"} <= told["clusters"][0].keys()
    assert "geometry" not in told["cells"][0]


def test_the_sample_gives_its_agreed_number():
    result = run("hotspots", sample()).result
    assert (result.cell_km, len(result.cells), len(result.clusters)) == (5.0, 1135, 21)
    assert result.cells["area_ha"].sum() == pytest.approx(sample().sites["area_ha"].sum())
    assert result.hot == 32


def test_what_another_seed_would_find_is_told():
    answer = run("hotspots", sample())
    fewest, most = answer.result.hot_fewest, answer.result.hot_most
    assert any(f"{fewest} to {most}" in told for told in answer.section().caveats)
    for seed in range(2, 6):
        assert fewest <= run("hotspots", sample(), seed=seed).result.hot <= most


def test_classes_are_those_of_the_cells_shown():
    told = run("hotspots", sample()).section()
    for picture in told.maps:
        assert set(picture.shapes[picture.colour_by]) == set(picture.colours)
    assert told.tables[0].caption.startswith("The 32 strongest")


def test_a_filter_that_leaves_one_site_is_answered():
    one = replace(sample()).where({"site_id": [sample().sites["site_id"].iloc[0]]})
    assert run("hotspots", one).result.refusal == "few"


def test_cells_are_told_by_place_and_the_mean_with_its_unit():
    told = run("hotspots", sample()).section("en")
    cells = next(table for table in told.tables if "cell" in table.labels)
    assert cells.frame["cell"].str.fullmatch(r"Near \d+\.\d\d° [NS] \d+\.\d\d° [EW]").all()
    assert any(figure.label.endswith(", ha/km²") for figure in told.figures)


def strewn(count=40, west=0.0):
    random = np.random.default_rng(8)
    spots = random.normal([west, 0], 0.1, (count, 2))
    return [
        {"site_id": f"{west}-{n}", "area_ha": float(n + 1), "geometry": square(x, y, 0.001)}
        for n, (x, y) in enumerate(spots)
    ]


def test_a_smoothed_density_is_only_worked_out_where_it_is_asked_for():
    answer = run("hotspots", data(strewn()), cell="10")
    assert answer.result.surface is None
    asked = run("hotspots", data(strewn()), cell="10", surface="yes")
    assert len(asked.section().maps) == len(answer.section().maps) + 1
    assert len(asked.section().tables) == len(answer.section().tables) + 1


def test_a_smoothed_density_adds_up_to_all_hectares_on_the_land_alone():
    shore = gpd.GeoDataFrame({"country": ["XAA"]}, geometry=[box(-5, -5, 0.0, 5)], crs=4326)
    rows = strewn(west=-0.1)
    answer = run("hotspots", dataset(rows, layers={"countries": shore}), surface="yes")
    surface = answer.result.surface
    cells, bands = surface.cells, surface.bands
    assert 1.0 < surface.bandwidth_km < 30.0
    assert cells["amount"].sum() == pytest.approx(40 * 41 / 2)
    assert (cells["density"].diff().dropna() <= 0).all()
    at_sea = cells[cells["lon"] > 0.02]  # only cells that hold a site have land there
    assert len(at_sea) <= sum(row["geometry"].bounds[0] > 0 for row in rows)
    assert bands["share"].cumsum().tolist() == pytest.approx([0.25, 0.5, 0.75, 0.95], abs=0.02)
    assert bands["amount"].sum() == pytest.approx(
        cells.loc[cells["class"] != "", "amount"].sum(), rel=1e-9
    )
    assert any(f"{surface.bandwidth_km:.1f} km" in told for told in answer.section().caveats)


def test_nothing_is_spread_into_a_country_without_a_site():
    two = gpd.GeoDataFrame(
        {"country": ["XAA", "XAB"]}, geometry=[box(-5, -5, 0.4, 5), box(0.4, -5, 5, 5)], crs=4326
    )
    result = run("hotspots", dataset(strewn(), layers={"countries": two}), surface="yes").result
    assert result.surface.cells["lon"].max() < 0.4 + result.surface.cell_km / 111


@pytest.mark.parametrize(
    ("rows", "reason", "said"),
    [
        (strewn(9), "few", "9 sites add to it"),
        ([*strewn(), *strewn(10, west=80.0)], "far", "3,000 km"),
    ],
)
def test_a_smoothed_density_that_cannot_be_had_is_said(rows, reason, said):
    answer = run("hotspots", data(rows), surface="yes")
    assert answer.result.surface.refusal == reason
    assert answer.result.surface.bands.empty
    assert any(said in told for told in answer.section().caveats)


def test_sites_without_an_area_are_spread_as_one_each():
    rows = [{**row, "area_ha": None} for row in strewn()]
    answer = run("hotspots", data(rows, basis=AreaBasis.GEOMETRY), surface="yes", groups="area")
    assert answer.result.surface.cells["amount"].sum() == pytest.approx(40.0)
    told = answer.section()
    assert told.maps[-1].legend == "Sites per 100 km² of land"
    assert answer.result.groups == "distance"
    assert any("grouped by distance alone" in caveat for caveat in told.caveats)


def test_no_hectares_make_no_group_by_hectares():
    rows = [{"area_ha": 0.0, "geometry": square(lon / 10, 0)} for lon in range(3)]
    result = found(rows, groups="area")
    assert (len(result.clusters), result.alone) == (0, 3)


def test_groups_by_hectares_by_hand():
    spots = {"a": 0.0, "b": 0.005, "c": 0.01, "d": 0.05, "e": 0.1, "f": 0.1005}
    rows = [
        {"site_id": name, "area_ha": 30.0 if name == "d" else 4.0, "geometry": square(lon, 0, 1e-3)}
        for name, lon in spots.items()
    ]
    result = found(rows, groups="area", eps_km=0.6, min_ha=12.0)
    assert result.clusters["area_ha"].tolist() == [30.0, 12.0]
    assert result.clusters["sites"].tolist() == [1, 3]
    assert (result.alone, result.alone_ha) == (2, 8.0)


def test_all_maps_show_the_same_ground():
    told = run("hotspots", sample(), surface="yes").section("en")
    assert len(told.maps) == 4
    assert len({one.frame for one in told.maps}) == 1
    west, south, east, north = told.maps[0].frame
    for one in told.maps:
        bounds = one.shapes.total_bounds
        assert (bounds[:2] >= (west, south)).all()
        assert (bounds[2:] <= (east, north)).all()
