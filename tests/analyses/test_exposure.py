"""People near mining: cases by hand, what must always hold, real rasters, refusals."""

import json
from dataclasses import replace
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Geod
from shapely import Point, box

import analytics
from analytics.core import progress
from analytics.core.errors import MissingInput, OrewatchError
from analytics.core.provenance import Provenance
from analytics.core.words import LANGUAGES, Words
from analytics.raster import rowsums, zonal
from analytics.raster.handle import Raster
from tests.shapes import dataset, square

GLOBE = Geod(ellps="WGS84")
EVEN = Raster.from_array(np.full((400, 400), 7.0), bounds=(-2, -2, 2, 2), name="even")
DICE = np.random.default_rng(3).gamma(0.4, 30.0, (120, 120))
ROUGH = Raster.from_array(DICE, bounds=(-1, -1, 1, 1), name="rough")
CELL_KM2 = 1.2309  # of 0.01° at the equator
spots = st.lists(
    st.tuples(st.floats(-0.6, 0.6), st.floats(-0.6, 0.6)), min_size=1, max_size=5, unique=True
)


def at(*places, raster=EVEN, **parts):
    """Sites at places (a point or a shape) in one country, with a raster of people."""
    rows = [
        {"country": "PER", "admin1": "Here", "geometry": Point(p) if isinstance(p, tuple) else p}
        for p in places
    ]
    return dataset(rows, rasters={"population": raster, **parts.pop("rasters", {})}, **parts)


def asked(data, **params):
    return analytics.run("exposure", data, **params)


def people(data, **params):
    return asked(data, **params).result.total.people


def refused(data, **params):
    with pytest.raises(OrewatchError) as caught:
        asked(data, **params)
    assert all(caught.value.text(language) for language in LANGUAGES)
    return caught.value.code


def test_a_disc_on_even_ground_holds_its_area():
    found = asked(at((0, 0)), extent_m=0).result
    per_km2 = 7 / CELL_KM2
    assert found.total.people == pytest.approx(314.143 * per_km2, rel=1e-3)
    assert found.total.covered_share == pytest.approx(1, abs=1e-6)
    areas = [np.pi, 24 * np.pi, 75 * np.pi]
    assert found.rings["people"].tolist() == pytest.approx([a * per_km2 for a in areas], rel=1e-3)
    assert found.by_radius["people"].tolist() == pytest.approx(
        [np.pi * r**2 * per_km2 for r in (5, 10, 20)], rel=1e-3
    )


def test_p5_two_sites_ten_kilometres_apart_count_once():
    lon, lat, _ = GLOBE.fwd(0, 0, 90, 10_000)
    found = asked(at((0, 0), (lon, lat))).result
    per_km2 = 7 / CELL_KM2
    assert found.total.people == pytest.approx(505.46 * per_km2, rel=1e-3)
    assert found.by_site["people"].sum() == pytest.approx(628.29 * per_km2, rel=1e-3)
    assert found.by_site["people_exclusive"].sum() == pytest.approx(found.total.people, rel=1e-9)
    assert found.by_site["people_exclusive"].tolist() == pytest.approx(
        [found.total.people / 2] * 2, rel=1e-3
    )


def test_p4_across_the_180th_meridian():
    edge = Raster.from_array(np.full((40, 36_000), 7.0), bounds=(-180, -17.2, 180, -16.8))
    here = people(at((179.95, -17), raster=edge))
    there = people(at((20, -17), raster=edge))
    assert here == pytest.approx(there, rel=1e-4)


@settings(max_examples=12, deadline=None)
@given(spots)
def test_rings_and_nearest_sites_add_up_and_the_union_is_no_more_than_its_parts(places):
    found = asked(at(*places, raster=ROUGH), radii="2,5,10").result
    total = found.total.people
    assert found.rings["people"].sum() == pytest.approx(total, rel=1e-9, abs=1e-6)
    assert found.by_site["people_exclusive"].sum() == pytest.approx(total, rel=1e-9, abs=1e-6)
    assert total <= found.by_site["people"].sum() * (1 + 1e-9)
    assert (found.by_site["people_exclusive"] <= found.by_site["people"] * (1 + 1e-5) + 1e-6).all()
    assert (found.rings["people"] >= -1e-6).all()
    assert (found.by_radius["people"].diff().dropna() >= 0).all()
    assert np.isnan([found.low, found.high]).all()  # one grid makes no range


def test_p6_twice_the_people_in_every_cell_are_twice_as_many_near_mining():
    twice = Raster.from_array(2 * DICE, bounds=(-1, -1, 1, 1))
    places = (0, 0), (0.3, 0.1)
    assert people(at(*places, raster=twice)) == pytest.approx(2 * people(at(*places, raster=ROUGH)))


def test_records_of_one_site_are_one_site():
    rows = [
        {"site_id": "A", "country": "PER", "period": year, "geometry": square(x, 0)}
        for year, x in (("2020", 0), ("2021", 0.01), ("2022", 0.05))
    ]
    rows.append({"site_id": "B", "country": "PER", "geometry": Point(0.2, 0)})
    found = asked(dataset(rows, rasters={"population": EVEN})).result
    assert sorted(found.by_site["site_id"]) == ["A", "B"]
    assert found.sites == 2
    assert found.by_site["people_exclusive"].sum() == pytest.approx(found.total.people, rel=1e-9)


def test_people_count_where_they_live():
    halves = gpd.GeoDataFrame(
        {"country": ["PER", "PER"], "province": ["West", "East"]},
        geometry=[box(-2, -2, 0.02, 2), box(0.02, -2, 0.05, 2)],
        crs="EPSG:4326",
    )
    found = asked(at((0, 0), layers={"provinces": halves})).result
    assert found.by_place["place"].tolist() == ["West", "East", ""]
    assert found.by_place["people"].sum() == pytest.approx(found.total.people)
    assert not found.is_by_site
    told = asked(at((0, 0))).section()
    assert any("nearest site" in caveat for caveat in told.caveats)
    assert asked(at((0, 0))).result.by_place["place"].tolist() == ["Here"]


def test_ground_without_numbers_is_told():
    half = Raster.from_array(
        np.where(np.arange(400) < 200, 7.0, -9.0)[None, :].repeat(400, 0),
        bounds=(-2, -2, 2, 2),
        nodata=-9.0,
    )
    run = asked(at((0, 0), (1, 1), raster=half))
    assert run.result.total.covered_share == pytest.approx(0.25, abs=0.01)
    assert run.result.uncovered == 1
    assert any("25 %" in c.replace("\N{NO-BREAK SPACE}", " ") for c in run.section().caveats)


def test_other_grids_make_the_range_and_outlines_do():
    more = Raster.from_array(np.full((400, 400), 9.0), bounds=(-2, -2, 2, 2), name="more")
    found = asked(at((0, 0), rasters={"population_2": more})).result
    assert found.products["raster"].tolist() == ["population", "population_2"]
    assert (found.low, found.high) == pytest.approx(
        (found.extent_low, found.total.people * 9 / 7), rel=1e-6
    )
    mine = asked(at(square(0, 0)), extent_m=100).result
    assert mine.extent_low < mine.total.people < mine.extent_high
    tiny = asked(at(square(0, 0, 0.0005)), extent_m=100).result
    assert 0.97 * tiny.total.people < tiny.extent_low < tiny.total.people


def test_a_grid_of_elsewhere_makes_no_range_that_begins_with_nobody():
    away = Raster.from_array(np.full((40, 40), 7.0), bounds=(40, 40, 42, 42), name="away")
    run = asked(at((0, 0), rasters={"population_2": away}))
    assert np.isnan([run.result.low, run.result.high]).all()
    told = run.section()
    assert "range" not in told.headline
    assert any(caveat.startswith("The grid away has no number") for caveat in told.caveats)
    assert not any("away" in what for what in told.tables[-2].frame["what"])


def test_women_and_children_and_a_mismatch():
    def share(part):
        return Raster.from_array(np.full((400, 400), 7.0 * part), bounds=(-2, -2, 2, 2))

    ages = (0, 1, *range(5, 85, 5))
    classes = {f"{sex}_{age}": share(0.03) for sex in "fm" for age in ages}
    run = asked(at((0, 0), rasters=classes))
    table = run.result.groups.table.set_index("group")
    assert table["share"].to_dict() == pytest.approx({"women": 0.21, "children": 0.12}, rel=1e-6)
    assert run.result.groups.apart == pytest.approx(0.08, rel=1e-6)
    assert any("8 %" in c.replace("\N{NO-BREAK SPACE}", " ") for c in run.section().caveats)
    own = asked(at((0, 0), rasters={"women": share(0.25)})).result.groups
    assert own.table["group"].tolist() == ["women"]
    assert np.isnan(own.apart)


def test_people_downstream_follow_the_river_and_the_one_it_flows_into():
    from shapely import LineString

    def rivers(*lines):
        shapes = [LineString(line) for line in lines]
        return {"rivers": gpd.GeoDataFrame(geometry=shapes, crs="EPSG:4326")}

    big, brook = [(-0.5, 0), (0.5, 0)], [(0, 0.3), (0, 0.0005)]
    per_km2 = 7 / CELL_KM2
    found = asked(at((0, 0.005), layers=rivers(big)), river_km=20).result.downstream
    assert found.length_km == pytest.approx(20, rel=1e-3)
    assert found.people == pytest.approx((20 * 2 + np.pi) * per_km2, rel=0.01)
    found = asked(at((0.002, 0.1), layers=rivers(big, brook)), river_km=20).result.downstream
    assert found.length_km == pytest.approx(20, rel=1e-2)  # 11 km of the brook, 9 of the big one
    assert found.people == pytest.approx((20 * 2 + np.pi) * per_km2, rel=0.05)
    away = asked(at((0.4, 0.5), layers=rivers(big)), river_km=20)
    assert (away.result.downstream.sites, away.result.downstream.people) == (0, 0)
    assert asked(at((0, 0), layers=rivers(big))).result.downstream is None
    told = asked(at((0, 0)), river_km=20).section("fr").caveats
    assert any("rivers" in caveat for caveat in told)


@pytest.mark.parametrize(
    ("data", "params", "code"),
    [
        (at((0, 0)), {"radii": "1;two"}, "exposure-radii"),
        (at((0, 0)), {"radii": ""}, "exposure-radii"),
        (at((0, 0)), {"radii": "0,5"}, "exposure-radii"),
        (at((0, 0)), {"radii": "1,2,3,4,5,6,7"}, "exposure-radii"),
        (at((0, 85.5)), {}, "exposure-pole"),
        (at((50, 50)), {}, "exposure-elsewhere"),
        (at((0, 0), raster=replace(EVEN, crs="")), {}, "raster-no-crs"),
        (at((0, 0), raster=replace(EVEN, unit="people per km2")), {}, "raster-density"),
        (at((0, 0), raster=replace(EVEN, bands=3)), {}, "raster-bands"),
        (at((0, 0), raster=Raster.from_array(-DICE, bounds=(-1, -1, 1, 1))), {}, "raster-negative"),
    ],
)
def test_what_cannot_be_answered_is_refused(data, params, code):
    assert refused(data, **params) == code


def test_a_grid_of_densities_that_does_not_say_so_is_told():
    dense = Raster.from_array(np.full((400, 400), 9_000.0), bounds=(-2, -2, 2, 2), name="dense")
    for language in LANGUAGES:
        first = asked(at((0, 0), raster=dense)).section(language).caveats[2]
        assert "km²" in first
        assert "dense" in first
    assert not any("km²" in told for told in asked(at((0, 0))).section().caveats)


def test_without_people_or_places_the_way_out_is_said():
    with pytest.raises(MissingInput) as caught:
        asked(dataset([{"country": "PER", "geometry": Point(0, 0)}]))
    assert "population" in caught.value.text("en")
    run = asked(at((0, 0), None))
    assert run.result.unplaced == 1


def test_the_sentence_rounds_and_never_says_harmed():
    run = asked(at((0, 0)))
    assert run.section().headline == "About 1,800 people live within 10 km of mining."
    full = Raster.from_array(np.full((400, 400), 9_000.0), bounds=(-2, -2, 2, 2))
    assert asked(at((0, 0), raster=full)).section().headline == (
        "About 2.30 million people live within 10 km of mining, 23,000 of them within 1 km."
    )
    few = Raster.from_array(np.full((400, 400), 0.01), bounds=(-2, -2, 2, 2))
    assert asked(at((0, 0), raster=few)).section("es").headline.startswith("Menos de 100 personas")


def test_the_legend_counts_and_letters_no_rings():
    from analytics.viz.maps import svg
    from pages.ui import payload

    section = asked(at((0, 0), (0.2, 0.2))).section()
    drawn = section.maps[0]
    assert payload.letters(drawn) == {}
    assert drawn.uncounted == set(drawn.colours)
    picture = svg(
        drawn, Words(Path(analytics.__file__).parent / "viz", "en"), width_mm=170, height_mm=80
    )
    assert "Mining site: " not in picture
    assert "0\N{EN DASH}1\N{NO-BREAK SPACE}km" in picture


def test_a_made_up_grid_is_called_so_in_every_language():
    data = at((0, 0)).with_raster(
        "population", EVEN, Provenance(part="population", name="even", is_sample=True)
    )
    run = asked(data)
    for language in LANGUAGES:
        told = run.section(language)
        assert "even" not in told.caveats[1].split()
        assert told.caveats[1].count("(") == 1
    assert "(the made-up grid of the sample data)" in told_of(data)


def told_of(data):
    return " ".join(asked(data).section("en").caveats)


def test_how_far_it_is_goes_from_nothing_to_all():
    told = []
    with progress.heard(told.append):
        asked(at((0, 0), (0.1, 0.1), (1, 1), raster=ROUGH, rasters={"population_2": EVEN}))
    assert (told[0], told[-1]) == (0, 1)
    assert len(told) > 10
    by_part = [share for share in told if share <= 0.95]
    assert by_part == sorted(by_part)


def test_what_is_no_longer_wanted_ends():
    class Enough(Exception):
        pass

    def stop(share):
        if share > 0.7:
            raise Enough

    with pytest.raises(Enough), progress.heard(stop):
        asked(at((0, 0)))


def test_a_group_larger_than_everybody_is_told():
    many = Raster.from_array(np.full((400, 400), 8.0), bounds=(-2, -2, 2, 2))
    assert "more than everybody" in told_of(at((0, 0), rasters={"women": many}))
    assert "more than everybody" not in told_of(at((0, 0), rasters={"women": EVEN}))


def test_the_terminal_answers_with_a_raster_of_a_file(tmp_path):
    from analytics.cli.main import cli
    from analytics.raster.write import write

    sites = tmp_path / "sites.geojson"
    sites.write_text(
        json.dumps(
            {
                "type": "FeatureCollection",
                "features": [
                    {
                        "type": "Feature",
                        "properties": {"site_id": name, "country": "BDI"},
                        "geometry": {"type": "Point", "coordinates": place},
                    }
                    for name, place in (("a", [29.9, -3.4]), ("b", [29.95, -3.4]))
                ],
            }
        )
    )
    cells = np.full((300, 300), 70, dtype="uint16")
    grid = Raster.from_array(cells, bounds=(28.4, -4.9, 31.4, -1.9), nodata=65_535)
    write(grid, tmp_path / "pop.tif")
    raster = f"population={Path(tmp_path / 'pop.tif')}"
    words = ["--data", str(sites), "--raster", raster, "--radii", "1,5,10", "--json"]
    done = CliRunner().invoke(cli, ["exposure", *words])
    assert done.exit_code == 0, done.output
    result = json.loads(done.output)["result"]
    assert [(r["inner_km"], r["outer_km"]) for r in result["rings"]] == [(0, 1), (1, 5), (5, 10)]
    assert result["total"]["radius_km"] == 10
    assert result["total"]["covered_share"] == pytest.approx(1)
    assert sum(r["people"] for r in result["rings"]) == pytest.approx(result["total"]["people"])
    own = {site["site_id"]: site["people_exclusive"] for site in result["by_site"]}
    assert sum(own.values()) == pytest.approx(result["total"]["people"])
    assert {"site_id", "people", "people_exclusive"} <= result["by_site"][0].keys()


@pytest.mark.reference
def test_burundi_around_three_places(reference):
    from analytics.raster.handle import open_file

    raster = open_file(reference / "pop" / "burundi_worldpop.tif")
    places = (29.36, -3.38), (29.92, -3.43), (30.1, -2.9)
    found = asked(at(*places, raster=raster), by="country").result
    discs = [
        shapely.Polygon(
            np.column_stack(GLOBE.fwd(*np.full((2, 720), [[x], [y]]), np.arange(720) / 2, [1e4] * 720)[:2])
        )
        for x, y in places
    ]  # fmt: skip
    t, cells = raster.transform, raster.read()
    rows, columns = cells.shape
    x, y = t.x0 + t.dx * np.arange(columns + 1), t.y0 + t.dy * np.arange(rows + 1)
    boxes = shapely.box(x[None, :-1], y[1:, None], x[None, 1:], y[:-1, None])
    parts = shapely.area(shapely.intersection(boxes, shapely.union_all(discs)))
    by_hand = float(np.nansum(parts / abs(t.dx * t.dy) * cells))
    assert found.total.people == pytest.approx(by_hand, rel=1e-4)
    assert found.by_place["place"].iloc[0] == "BDI"


def test_what_is_kept_of_a_grid_changes_no_number(tmp_path, monkeypatch):
    monkeypatch.setenv("OREWATCH_CACHE", str(tmp_path))
    data = at((0.2, 0.1), (0.25, 0.1), square(-0.5, -0.5, 0.1), raster=ROUGH)
    read = asked(data).result
    rowsums.build(ROUGH)
    monkeypatch.setattr(zonal, "sums", None)
    kept = asked(data).result
    assert kept.total.people == pytest.approx(read.total.people, rel=1e-9)
    assert kept.total.covered_share == pytest.approx(read.total.covered_share, rel=1e-9)
    columns = ["people", "people_exclusive"]
    assert kept.by_site[columns].to_numpy() == pytest.approx(
        read.by_site[columns].to_numpy(), rel=1e-6
    )
