"""A paper map loses no site, lies about no distance and stays small."""

import math
import re
from pathlib import Path
from xml.etree import ElementTree as ET

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as some
from pyproj import Geod

from analytics.core.section import Map
from analytics.core.words import LANGUAGES, Words
from analytics.viz import maps
from analytics.viz.ground import Land, own_land
from analytics.viz.ink import wrapped
from analytics.viz.sheet import LEAST_SPAN_DEG, fit, path, unwrapped
from tests.shapes import dataset, square

VIZ = Path(maps.__file__).parent
BOX = (0.0, 0.0, 500.0, 300.0)
COLOURS = {"one": "#0072B2", "two": "#E69F00"}


def drawn(shapes, classes=None, language="en", colours=None, size=(174, 90), **more):
    frame = gpd.GeoDataFrame(
        {"group": classes or ["one"] * len(shapes)}, geometry=list(shapes), crs=4326
    )
    map_ = Map(
        shapes=frame,
        colour_by="group",
        colours=COLOURS if colours is None else colours,
        caption="Where it is",
        legend="Groups",
    )
    width, height = size
    words = Words(VIZ, language)
    svg = maps.svg(map_, words, width_mm=width, height_mm=height, **more)
    ET.fromstring(svg)  # noqa: S314 - our own drawing: it must be well formed
    return svg


def texts(svg):
    return [e.text for e in ET.fromstring(svg).iter() if e.tag.endswith("}text")]  # noqa: S314 - as above


bounds = some.tuples(
    some.floats(-179, 178), some.floats(-75, 74), some.floats(0, 40), some.floats(0, 40)
).map(lambda b: (b[0], b[1], min(b[0] + b[2], 180), min(b[1] + b[3], 78)))


@given(bounds)
@settings(max_examples=60, deadline=None)
def test_the_sheet_shows_all_of_the_data(extent):
    west, south, east, north = extent
    sheet = fit(extent, BOX)
    assert 0 < sheet.x(west) <= sheet.x(east) < 500
    assert 0 < sheet.y(north) <= sheet.y(south) < 300


@given(bounds)
@settings(max_examples=60, deadline=None)
def test_a_kilometre_is_as_long_across_as_up(extent):
    sheet = fit(extent, BOX)
    up = sheet.px_per_lat / 111.2
    assert math.isclose(sheet.px_per_km, up, rel_tol=0.012)


@pytest.mark.parametrize("lat", [-60, -12.8, 0, 45])
def test_the_scale_is_right_for_the_latitude(lat):
    sheet = fit((-1, lat - 0.5, 1, lat + 0.5), BOX)
    metres = Geod(ellps="WGS84").inv(-1, lat, 1, lat)[2]
    assert (sheet.x(1) - sheet.x(-1)) / sheet.px_per_km == pytest.approx(metres / 1000, rel=1e-3)


def test_scale_bar_is_as_long_as_it_says():
    svg = drawn([square(-70, -12, 1)])
    length = float(re.search(r"v4h([\d.]+)v-4", svg)[1])
    said = next(t for t in texts(svg) if t.endswith("km"))
    box = (0.5, 0.5, round(174 * maps.PX_PER_MM) - 151.0, 305.0)
    sheet = fit((-70, -12, -69, -11), box)
    assert length / sheet.px_per_km == pytest.approx(
        float(said.split("\N{NO-BREAK SPACE}")[0]), rel=0.05
    )


def test_one_point_gets_a_sheet_of_its_own():
    sheet = fit((5, 5, 5, 5), BOX)
    assert min(sheet.east - sheet.west, sheet.north - sheet.south) >= LEAST_SPAN_DEG * 0.99


def test_a_small_site_becomes_a_mark_and_a_large_one_an_outline():
    svg = drawn([square(-70, -12, 4), square(-60, -5, 0.0001)], ["one", "two"])
    assert f'fill="{COLOURS["one"]}" fill-opacity' in svg
    assert f'fill="{COLOURS["two"]}" fill-opacity' not in svg
    assert svg.count(f'fill="{COLOURS["two"]}"') == 2  # on the map and in the legend


def test_points_and_lines_and_collections_are_drawn():
    mixed = shapely.GeometryCollection([shapely.Point(1, 1), square(2, 2, 1)])
    line = shapely.LineString([(0, 0), (3, 3)])
    svg = drawn([shapely.Point(0, 0), line, mixed])
    assert re.search(r'<path d="M[^"]+z" fill="#0072B2" fill-opacity', svg)
    assert re.search(r'<path d="M[^"z]+" fill="none" stroke="#0072B2"', svg)
    assert svg.count('fill="#0072B2"/>') == 1  # the points


def test_legend_counts_every_site_also_those_of_no_known_class():
    shapes = [square(n, 0) for n in range(6)]
    told = texts(drawn(shapes, ["one", "two", "one", "three", None, "one"]))
    start = told.index("Groups") + 1
    assert told[start : start + 8] == ["3", "one", "1", "two", "1", "Not stated", "1", "three"]


def test_sites_without_a_place_are_not_counted():
    told = texts(drawn([square(0, 0), None, shapely.Polygon()]))
    assert told[told.index("one") - 1] == "1"


def test_a_legend_too_long_says_how_much_is_missing():
    names = [f"class {n}" for n in range(80)]
    told = texts(drawn([square(n / 10, 0) for n in range(80)], names, colours={}))
    shown = sum(t.startswith("class ") for t in told)
    assert any(f"{80 - shown} more classes" in t for t in told)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("dark", [True, False])
def test_an_empty_map_says_so_in_every_language(language, dark):
    svg = drawn([], language=language, dark=dark)
    assert Words(VIZ, language)("map.empty") in texts(svg)


@pytest.mark.parametrize("language", LANGUAGES)
def test_notes_are_on_the_map(language):
    said = Words(VIZ, language)
    whole = " ".join(texts(drawn([square(-70, -12)], language=language)))
    assert said("map.note") in whole
    assert said("map.boundaries") in whole
    assert "WGS 84" in whole


def test_where_no_bundled_land_is_on_the_map_none_is_named():
    """The made-up region lies in the ocean: its note once claimed Natural Earth.

    What is said of boundaries holds for those of the data too.
    """
    crowd = [square(-22 + n % 70 / 10, n // 70 / 10) for n in range(70 * 30)]
    said = Words(VIZ, "en")
    land = Land(("Shire",), np.array([shapely.box(-23, -1, -14, 4)], dtype=object))
    whole = " ".join(texts(drawn(crowd, own=[land], size=(100, 60))))
    assert "Natural Earth" not in whole
    assert said("map.own") in whole
    assert said("map.boundaries") in whole


def test_a_small_map_shows_where_in_the_world_it_is_of():
    svg = drawn([square(-75, -10), square(-74, -11)])
    frame = re.search(r'<clipPath id="locator"><rect x="([\d.]+)" y="([\d.]+)"', svg)
    assert frame
    assert svg.count("<circle") == 1  # the map is too small in it to be seen without
    assert 'id="locator"' not in drawn([square(-170, -50), square(170, 60)])


def test_the_small_map_covers_no_site():
    corners = [(-80, -20), (-80, -5), (-60, -5)]
    svg = drawn([square(*corner) for corner in corners for _ in range(3)])
    x, y, wide, high = map(
        float,
        re.search(
            r'id="locator"><rect x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="([\d.]+)"',
            svg,
        ).groups(),
    )
    marks = re.findall(r"M(\d+) (\d+)m-20 0a20", svg)
    assert marks
    for left, top in marks:
        is_under = x <= int(left) / 10 <= x + wide and y <= int(top) / 10 <= y + high
        assert not is_under


def test_a_class_without_a_site_takes_no_line_of_the_legend():
    told = texts(drawn([square(0, 0)], ["two"]))
    assert "two" in told
    assert "one" not in told


@pytest.mark.parametrize("count", [3, 14, 22])
def test_a_map_of_its_least_height_has_a_whole_legend(count):
    names = [f"class {n}" for n in range(count)]
    frame = gpd.GeoDataFrame(
        {"group": names}, geometry=[square(n / 10, 0) for n in range(count)], crs=4326
    )
    map_ = Map(shapes=frame, colour_by="group", colours={}, caption="C", legend="Groups")
    words = Words(VIZ, "en")
    least = maps.least_mm(map_, words, width_mm=150)
    assert set(names) <= set(texts(maps.svg(map_, words, width_mm=150, height_mm=least)))


def test_a_larger_print_keeps_more_of_an_outline():
    wavy = shapely.Polygon(
        [((1 + 0.02 * (n % 2)) * math.cos(n / 100), math.sin(n / 100)) for n in range(628)]
    )
    small, large = (drawn([wavy], size=size) for size in ((60, 60), (500, 400)))
    assert len(large) > 2 * len(small)


def test_names_of_lands_lie_over_the_marks():
    svg = drawn([square(-75 + n / 4, -10 + n / 8) for n in range(20)])
    assert svg.rindex('fill="#0072B2"/>') < svg.index(">Peru</text>")


def test_labels_of_degrees_keep_clear_of_the_frame():
    svg = drawn([square(-75, -10, 9)])
    tops = [float(y) for y in re.findall(r'y="([\d.]+)" font-size="9"[^>]*>[\d.]+° W', svg)]
    assert tops
    assert min(tops) >= 13


def test_countries_are_named_in_the_language_of_the_reader():
    assert "Perú" in texts(drawn([square(-80, -18, 12)], language="es"))
    assert "Pérou" in texts(drawn([square(-80, -18, 12)], language="fr"))


def test_land_the_data_brings_itself_is_drawn_named_and_noted():
    province = gpd.GeoDataFrame(
        {"country": ["XAA"], "province": ["Ansovar"]}, geometry=[square(-30, 0, 9)], crs=4326
    )
    own = own_land(dataset([{}], layers={"provinces": province}), Words(VIZ, "en"))
    told = " ".join(texts(drawn([square(-25, 4)], own=own)))
    assert "Ansovar" in told
    assert "the data set's own layers" in told
    assert "own layers" not in " ".join(texts(drawn([square(-25, 4)])))


def test_a_name_keeps_away_from_the_sites():
    land = Land(("Ansovar",), np.array([square(-30, 0, 9)], dtype=object))
    free, crowded = (
        drawn(sites, own=[land])
        for sites in ([square(-21.2, 8.8), square(-29.8, 0.2)], clump(-25.5, 4.5))
    )
    assert place_of("Ansovar", free) != place_of("Ansovar", crowded)


def test_hostile_names_are_written_out():
    name = '</text><script>alert("x")</script>'
    svg = drawn([square(0, 0)], [name], colours={name: "#000000"})
    assert "<script" not in svg


def test_sites_on_both_sides_of_the_antimeridian_lie_side_by_side():
    shapes = np.array([square(179.9, -17), square(-179.95, -17)], dtype=object)
    moved = shapely.total_bounds(unwrapped(shapes))
    assert moved[2] - moved[0] < 1
    assert "180° " in " ".join(texts(drawn(list(shapes)))) or "179" in " ".join(
        texts(drawn(list(shapes)))
    )


def test_sites_that_do_go_round_the_world_stay_where_they_are():
    shapes = np.array([square(lon, 0) for lon in range(-175, 176, 10)], dtype=object)
    assert shapely.total_bounds(unwrapped(shapes)).tolist() == pytest.approx(
        [-175, 0, 175.01, 0.01]
    )


def test_five_thousand_polygons_stay_under_half_a_megabyte():
    random = np.random.default_rng(3)
    shapes = [
        shapely.Point(lon, lat).buffer(0.12, quad_segs=16)
        for lon, lat in zip(
            random.uniform(-75, -55, 5000), random.uniform(-14, 2, 5000), strict=True
        )
    ]
    assert len(drawn(shapes, ["one", "two"] * 2500)) < 500_000


def test_outlines_over_each_other_leave_no_hole():
    clockwise = shapely.Polygon([(0, 0), (0, 9), (9, 9), (9, 0)])
    counter = shapely.Polygon([(5, 5), (14, 5), (14, 14), (5, 14)])
    starts = [area(ring) for ring in rings(path([clockwise, counter]))]
    assert (np.sign(starts) == np.sign(starts[0])).all()


def test_a_hole_stays_a_hole():
    ring = shapely.box(0, 0, 9, 9).difference(shapely.box(3, 3, 6, 6))
    outer, inner = (area(r) for r in rings(path([ring])))
    assert outer * inner < 0
    assert abs(outer) == 8100
    assert abs(inner) == 900


def test_a_narrow_map_has_its_legend_below():
    svg = drawn([square(0, 0), square(1, 1)], ["one", "two"], size=(80, 90))
    assert {"one", "two", "Groups"} <= set(texts(svg))


def test_drawn_the_same_twice():
    shapes = [square(n, n) for n in range(5)]
    assert drawn(shapes) == drawn(shapes)


def clump(lon, lat):
    """Sites all round a place, and one in the far corner so that the extent is the same."""
    near = [square(lon + dx / 10, lat + dy / 10) for dx in range(-8, 9) for dy in range(-2, 3)]
    return [*near, square(-21.2, 8.8), square(-29.8, 0.2)]


def place_of(name, svg):
    return re.search(rf'<text x="([^"]+)" y="([^"]+)"[^>]*>{name}</text>', svg).groups()


def rings(data):
    """Points of each ring of a path, in tenths of a pixel."""
    for move, steps in re.findall(r"M(-?\d+ -?\d+)l([^z]*)z", data):
        start = np.array([int(n) for n in move.split()])
        numbers = np.array([int(n) for n in re.findall(r"-?\d+", steps)]).reshape(-1, 2)
        yield np.vstack([start, start + np.cumsum(numbers, axis=0)])


def area(ring):
    x, y = ring.T
    return float(np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1))) / 2


def test_no_line_begins_with_the_sign_french_sets_apart():
    lines = wrapped("Moins de 3 sites : non indiqué", 90, 11)
    assert " ".join(lines) == "Moins de 3 sites : non indiqué"
    assert not any(line.startswith(":") for line in lines)
