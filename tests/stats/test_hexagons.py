"""Cells of H3 that fill a flat map without gap or overlap, all round the globe."""

import geopandas as gpd
import h3
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import LineString, MultiPolygon, Point, box

from analytics.core import geo
from analytics.stats.hexagons import area_km2, outlines, resolution_for, split


def series(*shapes):
    return gpd.GeoSeries(list(shapes), crs=4326)


def test_all_cells_together_are_the_globe():
    cells = h3.uncompact_cells(h3.get_res0_cells(), 1)
    drawn = outlines(cells)
    assert shapely.is_valid(drawn).all()
    assert shapely.area(drawn).sum() == pytest.approx(360 * 180, rel=1e-12)
    assert area_km2(drawn).sum() == pytest.approx(510_065_621.724, rel=1e-9)
    whole = shapely.union_all(drawn)
    assert whole.geom_type == "Polygon"
    assert len(whole.interiors) == 0
    assert whole.bounds == (-180, -90, 180, 90)


@pytest.mark.parametrize("spot", [(-70, -12.8), (179.999, 0), (10.5, 64.7), (0, 89.9), (40, -90)])
@pytest.mark.parametrize("resolution", [3, 6, 9])
def test_neighbours_touch(spot, resolution):
    cells = h3.grid_disk(h3.latlng_to_cell(spot[1], spot[0], resolution), 3)
    drawn = outlines(cells)
    whole = shapely.union_all(drawn)
    assert whole.area == pytest.approx(shapely.area(drawn).sum(), rel=1e-9)
    assert not any(len(part.interiors) for part in shapely.get_parts(whole))


def test_area_is_that_of_the_cell_and_not_an_average():
    cell = h3.latlng_to_cell(-12.8, -70, 8)
    area = area_km2(outlines([cell]))[0]
    assert area == pytest.approx(h3.cell_area(cell), rel=0.005)  # which takes the globe for a ball
    assert area / h3.average_hexagon_area(8) == pytest.approx(1.10, abs=0.005)


def test_an_outline_is_split_by_area_and_a_point_is_whole():
    middle = h3.latlng_to_cell(-12.8, -70, 5)
    cell = outlines([middle])[0]
    spot = cell.centroid
    half = shapely.clip_by_rect(cell, spot.x, -90, 180, 90)
    found = split(series(cell, spot, half, LineString([(-70, -12.8), (-69, -12)])), 5)
    assert found["row"].tolist() == [0, 1, 2, 3]
    assert found["share"].tolist() == [1, 1, 1, 1]
    assert set(found["cell"][:3]) == {middle}


def test_two_halves_of_two_cells():
    """Across the edge that two cells share, as far into one as into the other."""
    here = h3.latlng_to_cell(0, 30, 4)
    there = h3.grid_ring(here, 1)[0]
    edge = shapely.intersection(*outlines([here, there]))
    x, y = edge.centroid.coords[0]
    found = split(
        series(shapely.transform(edge, lambda c: (c - [x, y]) / 2 + [x, y]).buffer(0.01)), 4
    )
    assert sorted(found["cell"]) == sorted([here, there])
    assert found["share"].tolist() == pytest.approx([0.5, 0.5], abs=1e-6)


def test_a_site_on_both_sides_of_the_date_line_is_in_one_cell():
    cell = h3.latlng_to_cell(-17, 180, 4)
    shape = outlines([cell])[0]
    assert isinstance(shape, MultiPolygon)
    assert shape.bounds[0] == -180
    assert shape.bounds[2] == 180
    x, y = 179.99, h3.cell_to_latlng(cell)[0]
    site = shapely.union_all([box(x, y, 180, y + 0.01), box(-180, y, -180 + 0.01, y + 0.01)])
    found = split(series(site, Point(180, y), Point(-180, y)), 4)
    assert found["cell"].tolist() == [cell] * 3
    assert found["share"].tolist() == [1] * 3
    assert resolution_for(series(site), 50) == 9


def test_a_site_round_the_pole_is_in_cells_round_the_pole():
    found = split(series(box(-180, 89.9, 180, 90)), 4)
    assert found["share"].sum() == pytest.approx(1)
    assert h3.latlng_to_cell(90, 0, 4) in set(found["cell"])


def test_the_resolution_follows_the_extent():
    assert resolution_for(series(Point(0, 0)), 50) == 9
    assert resolution_for(series(), 50) == 9
    found = [resolution_for(series(box(-70, -10, -70 + s, -10 + s)), 50) for s in (0.1, 1, 10, 60)]
    assert found == sorted(found, reverse=True)
    assert len(set(found)) == 4
    many = gpd.GeoSeries([box(-70, -30, -40, 0)] * 3000, crs=4326)
    assert resolution_for(many, 50) < resolution_for(many[:1], 50)


def test_nothing_is_split_into_nothing():
    found = split(series(), 5)
    assert list(found.columns) == ["row", "cell", "share"]
    assert found.empty


side = st.floats(0.001, 0.7).map(lambda x: round(x, 4))
corner = st.tuples(
    st.sampled_from([-180.0, -70.0, 10.3, 179.2]), st.floats(-89, 88).map(lambda x: round(x, 3))
)


@settings(max_examples=20, deadline=None)
@given(st.lists(st.tuples(corner, side, side), min_size=1, max_size=4), st.integers(2, 5))
def test_no_ground_is_lost(boxes, resolution):
    shapes = series(*(box(x, y, x + w, y + h) for (x, y), w, h in boxes))
    found = split(shapes, resolution)
    assert found.groupby("row")["share"].sum().to_numpy() == pytest.approx(np.ones(len(boxes)))
    parts = geo.area_ha(shapes).to_numpy()[found["row"]] * found["share"]
    assert parts.sum() == pytest.approx(geo.area_ha(shapes).sum(), rel=1e-12)
    inside = shapely.intersection(shapes.to_numpy()[found["row"]], outlines(list(found["cell"])))
    assert geo.area_m2(inside) / 1e4 == pytest.approx(parts.to_numpy(), rel=1e-6, abs=1e-6)
