"""Form and distance, on shapes whose numbers are known."""

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Geod
from shapely import LineString, MultiPoint, MultiPolygon, Point, Polygon, affinity, box

from analytics.stats.shape import form, near, plane

GEOD = Geod(ellps="WGS84")
SQUARE, LONG = box(0, 0, 10, 10), box(0, 0, 100, 10)
ELL = Polygon([(0, 0), (5, 0), (5, 1), (1, 1), (1, 5), (0, 5)])
CIRCLE = Point(0, 0).buffer(1, quad_segs=2000)


def several(*shapes):
    return np.array(shapes, dtype=object)


@pytest.mark.parametrize(
    ("measure", "shape", "value"),
    [
        (form.compactness, SQUARE, 0.785398),
        (form.compactness, LONG, 0.259636),
        (form.compactness, CIRCLE, 1.0),
        (form.elongation, LONG, 10.0),
        (form.elongation, SQUARE, 1.0),
        (form.elongation, affinity.rotate(LONG, 33), 10.0),
        (form.solidity, ELL, 0.529412),
        (form.solidity, SQUARE, 1.0),
        (form.reock, CIRCLE, 1.0),
        (form.reock, SQUARE, 2 / np.pi),
    ],
)
def test_the_reference_values(measure, shape, value):
    assert measure(several(shape))[0] == pytest.approx(value, abs=1e-6)


def stair(radius, pixel=1.0):
    """A circle as an image has it."""
    at = np.arange(-radius - 1, radius + 1)
    inside = np.hypot(*np.meshgrid(at + 0.5, at + 0.5)) <= radius
    rows, columns = np.nonzero(inside)
    cells = [box(at[c], at[r], at[c] + 1, at[r] + 1) for r, c in zip(rows, columns, strict=True)]
    return affinity.scale(shapely.union_all(cells).normalize(), pixel, pixel, origin=(0, 0))


def test_stairs_make_a_perimeter_up_to_four_over_pi_too_long():
    drawn = several(stair(30, pixel=10.0))
    assert shapely.length(drawn)[0] / (2 * np.pi * 300) == pytest.approx(4 / np.pi, rel=0.02)
    assert form.compactness(drawn)[0] == pytest.approx((np.pi / 4) ** 2, rel=0.04)
    smooth = form.smoothed(drawn, np.array([10.0]))
    assert form.compactness(smooth)[0] > 0.93
    assert shapely.area(smooth)[0] == pytest.approx(shapely.area(drawn)[0], rel=0.02)


def test_stairs_are_seen_however_they_are_turned():
    shapes = several(stair(6), affinity.rotate(stair(6), 17), SQUARE, CIRCLE, Point(0, 0), ELL)
    assert form.is_stair(shapes).tolist() == [True, True, False, False, False, False]


def test_an_outline_of_few_pixels_has_no_form():
    shapes = several(box(0, 0, 20, 40), box(0, 0, 30, 30), box(0, 0, 1, 1))
    smooth = form.smoothed(shapes, np.array([10.0, 10.0, np.nan]))
    assert np.isnan(form.compactness(smooth)).tolist() == [True, False, False]


def test_what_has_no_area_has_no_form_and_nothing_breaks():
    shapes = several(Point(1, 1), Polygon(), LineString([(0, 0), (1, 1)]), MultiPolygon())
    for measure in (form.compactness, form.elongation, form.solidity, form.reock, form.largest_m2):
        assert np.isnan(measure(shapes)).all()


def test_parts_and_holes_are_counted():
    pierced = SQUARE.difference(box(1, 1, 2, 2)).difference(box(4, 4, 5, 5))
    shapes = several(MultiPolygon([pierced, box(20, 0, 21, 1)]), SQUARE)
    assert form.parts(shapes).tolist() == [2, 1]
    assert form.holes(shapes).tolist() == [2, 0]
    assert form.largest_m2(shapes).tolist() == [98.0, 100.0]


@pytest.mark.parametrize(("lon", "lat"), [(-70.1, -12.8), (0.9, 0.2), (25.0, 61.0), (179.99, -17)])
def test_metres_are_those_of_the_ground(lon, lat):
    corners = [GEOD.fwd(lon, lat, angle, 700)[:2] for angle in range(0, 360, 45)]
    flat = plane.in_metres(several(Polygon(unwrapped(corners, lon))))
    ground_m2, ground_m = GEOD.geometry_area_perimeter(Polygon(unwrapped(corners, lon)))
    assert shapely.area(flat)[0] == pytest.approx(abs(ground_m2), rel=1e-5)
    assert shapely.length(flat)[0] == pytest.approx(ground_m, rel=1e-4)


def unwrapped(corners, lon):
    return [(x + 360 * round((lon - x) / 360), y) for x, y in corners]


def test_a_shape_has_the_same_metres_in_any_company():
    one, other = box(-70, -12, -69.99, -11.99), box(30, 40, 31, 41)
    alone = plane.in_metres(several(one))[0]
    assert plane.in_metres(several(other, one))[1].equals_exact(alone, 0)


@pytest.mark.parametrize("apart_m", [0.5, 400.0, 30_000.0, 160_000.0, 900_000.0])
@pytest.mark.parametrize("lat", [-12.8, 0.0, 58.0])
def test_distances_are_those_of_the_ground(apart_m, lat):
    x, y, _ = GEOD.fwd(-70.0, lat, 90.0, apart_m)
    found = near.distances_m(several(Point(-70.0, lat)), several(Point(x, y)))
    assert found[0] == pytest.approx(apart_m, rel=1e-2 if apart_m > 5e5 else 2e-4)


def test_the_nearest_of_many_and_none_at_all():
    site = several(box(10, 0, 10.01, 0.01))
    river = LineString([(9, 1), (11, 1)])
    lake = box(10.02, 0, 10.03, 0.01)
    assert near.distances_m(site, several(river, lake))[0] == pytest.approx(1113.2, rel=1e-3)
    assert near.distances_m(site, several(box(9, -1, 11, 1)))[0] == 0.0
    assert np.isinf(near.distances_m(site, several())).all()
    assert np.isinf(near.distances_m(site, several(None, Polygon()))).all()


def test_which_is_nearest_and_the_first_of_those_equally_near():
    layer = several(None, Point(0, 0.5), MultiPoint([(5, 5), (0, 0.1)]), Point(0, 0.1))
    which, apart = near.nearest(several(Point(0, 0), Point(0, 0.45), Point(30, 0)), layer, (2e4,))
    assert which.tolist() == [2, 1, -1]
    assert apart[:2] == pytest.approx([11_057, 5_529], rel=1e-3)
    assert np.isinf(apart[2])


def test_a_long_line_and_a_lake_with_an_island_are_as_near_as_their_nearest_edge():
    turn = np.linspace(0, 20, 400)
    river = LineString(np.column_stack([turn / 20, 0.1 * np.sin(turn)]))
    lake = Point(0.5, 0.6).buffer(0.2).difference(Point(0.5, 0.6).buffer(0.1))
    dice = np.random.default_rng(1)
    spots = shapely.points(dice.uniform([0, -0.2], [1, 0.8], (60, 2)))
    which, apart = near.nearest(spots, several(river, lake))
    flat = plane.drawn(spots, (0, 0))
    both = plane.drawn(several(river, lake), (0, 0))
    each = shapely.distance(flat[:, None], both[None, :])
    assert apart == pytest.approx(each.min(axis=1), abs=1e-6)
    assert (which == each.argmin(axis=1)).all()
    assert (apart == 0).any()  # on the water
    assert near.nearest(several(Point(0.5, 0.6)), several(lake))[1] > 10_000  # on the island


def test_what_lies_beyond_the_180th_meridian_is_near():
    found = near.distances_m(several(Point(179.999, -17)), several(Point(-179.999, -17)))
    assert found[0] == pytest.approx(GEOD.inv(179.999, -17, -179.999, -17)[2], rel=1e-3)


def test_the_share_beside_a_river_by_hand():
    """A site 2 km deep, a river along its edge: half of it lies within 1 km."""
    side = 0.018  # degrees, 2 km at the equator
    site = box(0.1, 0, 0.1 + side, side)
    river = LineString([(-1, 0), (1, 0)])
    share = near.shares_within(several(site), several(river), 1000.0)[0]
    assert share == pytest.approx(1000 / (side * 110_574), rel=2e-3)
    assert near.shares_within(several(site), several(river), 5000.0)[0] == pytest.approx(1.0)
    assert near.shares_within(several(site), several(LineString([(0, 2), (1, 2)])), 500.0)[0] == 0


def test_the_share_in_water_counts_water_once_and_lines_not():
    site = box(0, 0, 0.02, 0.01)
    pond, twin = box(0, 0, 0.01, 0.01), box(0.005, 0, 0.01, 0.01)
    line = LineString([(0, 0.005), (0.02, 0.005)])
    share = near.shares_within(several(site, Point(0.005, 0.005)), several(pond, twin, line), 0.0)
    assert share == pytest.approx([0.5, 1.0], rel=1e-6)


def test_outlines_around_are_counted_over_the_ground():
    spots = several(*[Point(0.001 * n, 60.0) for n in range(12)])  # 56 m apart
    places = several(Point(0, 60), Point(1, 60))
    assert near.per_km2(places, spots).tolist() == [11.0, 0.0]  # 564 m of radius


corner = st.tuples(st.floats(-2, 2), st.floats(-2, 2))


@settings(max_examples=25, deadline=None)
@given(st.lists(corner, min_size=1, max_size=5), st.lists(corner, min_size=1, max_size=4))
def test_distances_do_not_hang_on_the_order_and_shares_stay_within_bounds(sites, things):
    shapes = several(*[box(x, y, x + 0.1, y + 0.1) for x, y in sites])
    layer = several(*[box(x, y, x + 0.3, y + 0.2) for x, y in things])
    found = near.distances_m(shapes, layer)
    assert (near.distances_m(shapes[::-1], layer[::-1])[::-1] == found).all()
    meets = gpd.GeoSeries(shapes).apply(lambda one: shapely.intersects(layer, one).any())
    assert ((found == 0) == meets.to_numpy()).all()
    shares = near.shares_within(shapes, layer, 5000.0)
    assert ((shares >= 0) & (shares <= 1)).all()
    assert (shares[found > 5100] == 0).all()
