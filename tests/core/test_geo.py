"""Areas on the ellipsoid: against published cells, geodesics and the whole Earth."""

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Geod

from analytics.core import geo

WGS84 = Geod(ellps="WGS84")
EARTH_HA = 51_006_562_172.41  # surface of the WGS 84 ellipsoid


def ha(*shapes):
    return geo.area_ha(gpd.GeoSeries(list(shapes))).tolist()


@pytest.mark.parametrize(
    ("lat", "published_ha"),
    [(0, 12309.07), (-12.8, 12013.39), (5, 12262.56), (-30, 10701.02), (60, 6207.47)],
)
def test_a_cell_of_a_tenth_of_a_degree_has_its_published_area(lat, published_ha):
    """METHODS 0.1; the latitude is that of the southern edge."""
    assert ha(shapely.box(10, lat, 10.1, lat + 0.1)) == [pytest.approx(published_ha, abs=0.01)]


def test_the_whole_earth_is_covered_once():
    assert ha(shapely.box(-180, -90, 180, 90)) == [pytest.approx(EARTH_HA, rel=1e-12)]


def test_what_is_no_polygon_has_no_area():
    shapes = [None, shapely.Point(1, 1), shapely.LineString([(0, 0), (1, 1)]), shapely.Polygon()]
    assert ha(*shapes) == [0, 0, 0, 0]


def test_holes_do_not_count_and_parts_add_up():
    one, two, hole = (
        shapely.box(0, 0, 1, 1),
        shapely.box(2, 0, 3, 1),
        shapely.box(0.2, 0.2, 0.4, 0.4),
    )
    holed = shapely.Polygon(one.exterior.coords, [hole.exterior.coords[::-1]])
    both = shapely.MultiPolygon([holed, two])
    mixed = shapely.GeometryCollection([shapely.Point(9, 9), both])
    single, second, missing, sum_ha, mixed_ha = ha(one, two, hole, both, mixed)
    assert sum_ha == pytest.approx(single + second - missing)
    assert mixed_ha == sum_ha


def test_a_square_metre_is_measured_to_a_millionth():
    tiny = shapely.box(-70, -10, -70 + 1e-5, -10 + 1e-5)
    exact = WGS84.geometry_area_perimeter(tiny)[0] / 1e4
    assert ha(tiny) == [pytest.approx(exact, rel=1e-6)]


def test_the_index_is_kept():
    shapes = gpd.GeoSeries([shapely.box(0, 0, 1, 1), None], index=[7, 3])
    assert geo.area_ha(shapes).index.tolist() == [7, 3]


@settings(max_examples=40, deadline=None)
@given(
    lon=st.floats(-175, 175),
    lat=st.floats(-70, 70),
    size=st.floats(1e-4, 0.2),
    seed=st.integers(0, 99),
)
def test_mine_sized_outlines_agree_with_the_geodesic(lon, lat, size, seed):
    turn = np.linspace(0, 2 * np.pi, 40, endpoint=False)
    reach = size * np.random.default_rng(seed).uniform(0.5, 1.0, 40)
    outline = shapely.Polygon(np.c_[lon + reach * np.cos(turn), lat + reach * np.sin(turn)])
    drawn = shapely.segmentize(outline, size / 400)
    exact = abs(WGS84.geometry_area_perimeter(drawn)[0]) / 1e4
    assert ha(outline) == [pytest.approx(exact, rel=1e-5)]


@settings(max_examples=40, deadline=None)
@given(lat=st.floats(-89, 60), height=st.floats(1e-3, 29), lean=st.floats(-5, 5))
def test_vertices_along_an_edge_change_nothing(lat, height, lean):
    """However long an edge is, it is the same edge in pieces."""
    whole = shapely.Polygon([(0, lat), (3, lat), (3 + lean, lat + height), (lean, lat + height)])
    assert ha(whole) == pytest.approx(ha(shapely.segmentize(whole, 0.05)), rel=1e-9)


def test_equal_area_shapes_come_back_where_they_were():
    shapes = np.array([shapely.box(-70, -13, -69.9, -12.9)], dtype=object)
    there = geo.to_equal_area(shapes)
    assert shapely.area(there)[0] / 1e4 == pytest.approx(ha(shapes[0])[0], rel=1e-6)
    back = shapely.get_coordinates(geo.from_equal_area(there))
    assert np.abs(back[0] - shapely.get_coordinates(shapes)[0]).max() < 1e-7


def test_a_strip_between_parallels_is_the_box_of_the_same_edges():
    lat = np.array([60.1, 60.0, 5.0, -89.9, -90.0])
    boxes = shapely.box(0, lat[1:], 0.1, lat[:-1])
    assert geo.strips_m2(lat, 0.1) == pytest.approx(geo.area_m2(boxes), rel=1e-9)
