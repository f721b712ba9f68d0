"""Cells of equal area that fill the ground."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import LineString, Point, box

from analytics.core import geo
from analytics.stats.grid import Grid, grid_for, is_too_fine, split


@pytest.mark.parametrize("lat", [0.0, -12.8, 33.0, 61.0])
def test_cells_have_the_same_area_and_are_nearly_square(lat):
    grid = grid_for(np.array([lat]), 10.0)
    column, line = grid.places(np.array([-70.0]), np.array([lat]))
    cell = grid.boxes(column, line)
    assert geo.area_m2(cell) == pytest.approx(1e8, rel=1e-6)
    west, south, east, north = shapely.bounds(cell)[0]
    wide = (east - west) * 111.32 * np.cos(np.radians(lat))
    assert 0.85 < wide / ((north - south) * 111.0) < 1.18


def test_a_spot_lies_in_its_cell_and_a_cell_has_one_name():
    grid = Grid(cell_km=5.0, parallel=10)
    lon, lat = np.array([-70.1, 12.3]), np.array([-12.8, 4.4])
    column, line = grid.places(lon, lat)
    assert shapely.contains_xy(grid.boxes(column, line), lon, lat).all()
    middle = grid.places(*grid.middles(column, line))
    assert (np.array(middle) == [column, line]).all()
    assert grid.names(column, line)[0] == f"5km-10:{column[0]}:{line[0]}"


def test_an_outline_is_split_by_area_and_a_point_is_whole():
    grid = Grid(cell_km=10.0)
    corner = grid.boxes(np.array([3]), np.array([4]))[0]
    west, south, east, north = corner.bounds
    wide = east - west
    shapes = [
        box(west + 0.75 * wide, south + 0.01, east + 0.25 * wide, north - 0.01),
        Point(west + 0.01, south + 0.01),
    ]
    found = split(gpd.GeoSeries(shapes, crs=4326), grid)
    assert found["row"].tolist() == [0, 0, 1]
    assert found["column"].tolist() == [3, 4, 3]
    assert found["share"].tolist() == pytest.approx([0.5, 0.5, 1.0])


def test_a_line_across_cells_lies_whole_in_one():
    found = split(gpd.GeoSeries([LineString([(0, 0), (1, 1)])], crs=4326), Grid(cell_km=10.0))
    assert found["share"].tolist() == [1.0]


corner = st.floats(-3, 3).map(lambda x: round(x, 4))
size = st.floats(0.001, 0.7).map(lambda x: round(x, 4))


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(corner, corner, size, size), min_size=1, max_size=6))
def test_no_ground_is_lost(boxes):
    shapes = gpd.GeoSeries([box(x, y, x + w, y + h) for x, y, w, h in boxes], crs=4326)
    grid = Grid(cell_km=20.0)
    found = split(shapes, grid)
    assert found.groupby("row")["share"].sum().to_numpy() == pytest.approx(np.ones(len(boxes)))
    areas = geo.area_ha(shapes).to_numpy()[found["row"]] * found["share"]
    per_cell = areas.groupby([found["column"], found["line"]]).sum()
    assert (per_cell <= 40_000 * (1 + 1e-6)).all() or len(boxes) > 1
    assert per_cell.sum() == pytest.approx(geo.area_ha(shapes).sum())


def test_one_huge_outline_is_too_much_for_cells_that_suit_many_small_ones():
    """Cut cell by cell, an outline round the pole took minutes."""
    lon = np.linspace(-180, 180, 361)
    cap = shapely.Polygon([*zip(lon, np.full(361, 60.0), strict=True), (180, 89), (-180, 89)])
    small = shapely.box(*np.mgrid[0:10:100j, 0:10:100j].reshape(2, -1), 10, 10)
    assert is_too_fine(gpd.GeoSeries([cap]), Grid(cell_km=20.0))
    assert not is_too_fine(gpd.GeoSeries([cap]), Grid(cell_km=100.0))
    assert not is_too_fine(gpd.GeoSeries(small[:500]), Grid(cell_km=100.0))


def test_a_grid_far_too_fine_is_known_before_it_is_cut():
    country = gpd.GeoSeries([box(-70, -30, -40, 0)], crs=4326)
    assert is_too_fine(country, Grid(cell_km=1.0))
    assert not is_too_fine(country, Grid(cell_km=50.0))


def test_nothing_is_split_into_nothing():
    found = split(gpd.GeoSeries([], crs=4326), Grid(cell_km=5.0))
    pd.testing.assert_index_equal(found.columns, pd.Index(["row", "column", "line", "share"]))
    assert found.empty
