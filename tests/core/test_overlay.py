"""Cutting and joining: no hectare lost, none counted twice, nothing crashes."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import box

from analytics.core import geo, overlay


def series(*shapes):
    return gpd.GeoSeries(list(shapes), crs="EPSG:4326")


def table(sites, zones):
    found = overlay.shares(series(*sites), series(*zones))
    return {(r.row, r.zone): pytest.approx(r.share, abs=1e-6) for r in found.itertuples()}


LEFT, RIGHT = box(0, 0, 1, 1), box(1, 0, 2, 1)


def test_by_hand():
    sites = [
        box(0.1, 0.1, 0.2, 0.2),  # in the left zone
        box(0.9, 0.1, 1.1, 0.2),  # half in each
        box(1.9, 0.1, 2.1, 0.2),  # half outside both
        box(5, 5, 6, 6),  # off
    ]
    assert table(sites, [LEFT, RIGHT]) == {(0, 0): 1, (1, 0): 0.5, (1, 1): 0.5, (2, 1): 0.5}


def test_where_zones_overlap_the_first_one_wins():
    site = box(0.9, 0.1, 1.1, 0.2)
    wide = box(0, 0, 3, 1)
    assert table([site], [LEFT, wide]) == {(0, 0): 0.5, (0, 1): 0.5}
    assert table([site], [wide, LEFT]) == {(0, 0): 1}


def test_two_zones_over_the_same_half_leave_the_other_half_outside():
    site, half = box(0, 0, 2, 1), box(-1, -1, 1, 2)
    assert table([site], [half, half]) == {(0, 0): 0.5}


def test_three_zones_in_turn():
    site = box(0, 0, 3, 1)
    zones = [box(0, -1, 1, 2), box(0, -1, 2, 2), box(0, -1, 9, 2)]
    assert table([site], zones) == {(0, 0): 1 / 3, (0, 1): 1 / 3, (0, 2): 1 / 3}


def test_points_and_lines_go_whole_to_the_first_zone_that_holds_them():
    line = shapely.LineString([(0.2, 0.2), (0.4, 0.4)])
    border, off = shapely.Point(1, 0.5), shapely.Point(9, 9)
    flat = shapely.Polygon([(0.1, 0.1), (0.2, 0.2), (0.1, 0.1)])
    many = shapely.MultiPoint([(1.5, 0.5), (1.6, 0.5)])
    sites = [line, border, off, None, shapely.Polygon(), flat, many]
    assert table(sites, [LEFT, RIGHT]) == {(0, 0): 1, (1, 0): 1, (5, 0): 1, (6, 1): 1}


def test_zones_that_only_touch_a_site_hold_none_of_it():
    assert table([box(1, 0, 2, 1)], [LEFT, box(0, 1, 3, 2)]) == {}


def test_nothing_in_nothing_out():
    for sites, zones in (([], [LEFT]), ([LEFT], []), ([None], [LEFT]), ([LEFT], [None])):
        found = overlay.shares(series(*sites), series(*zones))
        assert found.empty
        assert found.dtypes.astype(str).tolist() == ["int64", "int64", "float64"]


def test_islands_of_one_zone_count_together():
    zone = shapely.MultiPolygon([LEFT, box(2, 0, 3, 1)])
    assert table([box(0.5, 0.2, 2.5, 0.4)], [zone]) == {(0, 0): 0.5}


def test_a_site_in_a_hole_is_outside():
    ring = shapely.Polygon(LEFT.exterior.coords, [box(0.4, 0.4, 0.6, 0.6).exterior.coords])
    assert table([box(0.45, 0.45, 0.5, 0.5)], [ring]) == {}


def test_nothing_is_prepared_for_others_to_stumble_over():
    sites, zones = series(box(0.9, 0.1, 1.1, 0.2)), series(LEFT, RIGHT)
    overlay.shares(sites, zones)
    assert not shapely.is_prepared(sites.to_numpy()).any()
    assert not shapely.is_prepared(zones.to_numpy()).any()


def test_pieces_add_up_to_the_shape():
    shapes = series(box(0, 0, 2, 2), box(3, 3, 4, 4))
    inner, outer = overlay.inside(shapes, LEFT), overlay.outside(shapes, LEFT)
    both = geo.area_ha(inner) + geo.area_ha(outer)
    assert both.to_numpy() == pytest.approx(geo.area_ha(shapes).to_numpy())
    assert inner.is_empty.tolist() == [False, True]
    assert inner.crs == shapes.crs


def test_shapes_that_only_touch_leave_no_lines_behind():
    corner, edge = box(1, 1, 2, 2), box(1, 0, 2, 1)
    bent = shapely.Polygon([(1, 0), (2, 0), (2, 2), (0.5, 2), (0.5, 0.9), (1, 0.9)])
    inner = overlay.inside(series(corner, edge, bent), LEFT)
    assert set(inner.geom_type) <= {"Polygon", "MultiPolygon"}
    assert inner.is_empty.tolist() == [True, True, False]


def test_two_permits_that_touch_a_site_do_not_crash():
    """The failure that gave this module its reason: a line left by one step killed the next."""
    site = series(box(0, 0, 1, 1))
    touched = overlay.inside(site, shapely.union(box(1, 0, 2, 1), box(0, 1, 0.5, 1.5)))
    assert overlay.outside(touched, box(0.2, 0.2, 3, 3)).is_empty.all()


def test_coordinates_next_to_nothing_are_no_failure():
    """GEOS divides by their distance and comes out right; numpy would have warned."""
    site = series(box(0, 3.7e-282, 2, 1))
    ground = shapely.union_all([box(0, 0, 1, 1), box(0, 9e-198, 1, 1)])
    assert geo.area_ha(overlay.inside(site, ground))[0] == pytest.approx(
        geo.area_ha(series(box(0, 0, 1, 1)))[0]
    )


def test_ground_covered_twice_counts_once():
    shapes = series(box(0, 0, 2, 1), box(1, 0, 3, 1), box(8, 0, 9, 1), None, shapely.Point(0, 0))
    once = geo.area_ha(series(box(0, 0, 3, 1), box(8, 0, 9, 1))).sum()
    assert overlay.union_ha(shapes) == pytest.approx(once)
    assert overlay.union_ha(series()) == 0
    assert overlay.dissolve(shapes).geom_type == "MultiPolygon"


def test_alike_finds_the_nearly_equal_of_one_group():
    base, near, far = box(0, 0, 1, 1), box(0, 0, 1, 1.05), box(0, 0, 1, 1.5)
    found = overlay.alike(series(base, near, far, base, None), 0.9)
    assert found[["left", "right"]].to_numpy().tolist() == [[0, 1], [0, 3], [1, 3]]
    assert found["overlap"].to_numpy() == pytest.approx([1 / 1.05, 1, 1 / 1.05], rel=1e-4)
    other = overlay.alike(series(base, near), 0.9, groups=np.array([1, 2]))
    assert other.empty


coordinate = st.floats(0, 3, allow_subnormal=True)
boxes = st.lists(
    st.tuples(coordinate, coordinate, st.floats(1e-3, 2), st.floats(1e-3, 2)).map(
        lambda c: box(c[0], c[1], c[0] + c[2], c[1] + c[3])
    ),
    min_size=1,
    max_size=6,
)


def test_alike_between_two_sets_pairs_across_them_only():
    these = series(box(0, 0, 2, 2), box(0, 0, 2, 2), box(9, 9, 10, 10))
    those = series(box(1, 0, 3, 2), None, box(5, 5, 6, 6))
    found = overlay.alike_between(these, those, 0.3)
    assert found[["left", "right"]].to_numpy().tolist() == [[0, 0], [1, 0]]
    assert found["overlap"].to_numpy() == pytest.approx([1 / 3, 1 / 3], rel=1e-3)
    assert overlay.alike_between(these, those, 0.4).empty


@settings(max_examples=80, deadline=None)
@given(boxes, boxes)
def test_shares_never_exceed_one_and_equal_the_covered_ground(sites, zones):
    found = overlay.shares(series(*sites), series(*zones))
    assert (found["share"] > 0).all()
    totals = found.groupby("row")["share"].sum().reindex(range(len(sites)), fill_value=0.0)
    assert (totals <= 1 + 1e-12).all()
    covered = overlay.inside(series(*sites), overlay.dissolve(series(*zones)))
    truth = geo.area_ha(covered) / geo.area_ha(series(*sites))
    assert totals.to_numpy() == pytest.approx(truth.to_numpy(), abs=1e-6)


@settings(max_examples=30, deadline=None)
@given(boxes, boxes)
def test_each_zone_takes_what_those_before_it_left(sites, zones):
    """Zone by zone against GEOS, never only the total."""
    found = overlay.shares(series(*sites), series(*zones)).set_index(["row", "zone"])["share"]
    for row, site in enumerate(sites):
        left = site
        for zone, ground in enumerate(zones):
            with np.errstate(all="ignore"):  # flags of GEOS, see overlay
                took = shapely.intersection(left, ground)
            share = geo.area_ha(series(took))[0] / geo.area_ha(series(site))[0]
            assert found.get((row, zone), 0.0) == pytest.approx(share, abs=1e-6)
            with np.errstate(all="ignore"):
                left = shapely.difference(left, ground)


@settings(max_examples=40, deadline=None)
@given(boxes, boxes, st.randoms(use_true_random=False))
def test_the_order_of_sites_changes_nothing(sites, zones, random):
    order = list(range(len(sites)))
    random.shuffle(order)
    straight = overlay.shares(series(*sites), series(*zones))
    mixed = overlay.shares(series(*[sites[i] for i in order]), series(*zones))
    back = mixed.assign(row=[order[row] for row in mixed["row"]])
    back = back.astype(straight.dtypes).sort_values(["row", "zone"], ignore_index=True)
    pd.testing.assert_frame_equal(back, straight, rtol=1e-9)


@settings(max_examples=40, deadline=None)
@given(boxes, boxes)
def test_splitting_a_site_changes_no_zone(sites, zones):
    def hectares(parts):
        frame = series(*parts)
        found = overlay.shares(frame, series(*zones))
        area_ha = found["share"] * geo.area_ha(frame).to_numpy()[found["row"]]
        return area_ha.groupby(found["zone"]).sum().reindex(range(len(zones)), fill_value=0.0)

    halves = []
    for site in sites:
        west, south, east, north = site.bounds
        middle = (west + east) / 2
        halves += [box(west, south, middle, north), box(middle, south, east, north)]
    assert hectares(halves).to_numpy() == pytest.approx(hectares(sites).to_numpy(), rel=1e-5)


@settings(max_examples=40, deadline=None)
@given(boxes)
def test_a_union_is_no_more_than_its_parts_and_no_less_than_the_largest(shapes):
    area_ha = geo.area_ha(series(*shapes))
    union_ha = overlay.union_ha(series(*shapes))
    assert union_ha <= area_ha.sum() * (1 + 1e-9)
    assert union_ha >= area_ha.max() * (1 - 1e-9)
    assert overlay.union_ha(series(*shapes, *shapes)) == pytest.approx(union_ha, rel=1e-9)


def test_each_shape_is_cut_by_the_cutter_in_its_place():
    shapes = gpd.GeoSeries([box(0, 0, 2, 2), box(5, 0, 7, 2), box(0, 0, 1, 1)], crs=4326)
    cutters = gpd.GeoSeries([box(1, 0, 3, 2), box(0, 0, 2, 2), box(1, 0, 2, 1)], crs=4326)
    held = overlay.pairwise(shapes, cutters)
    assert held[0].equals(box(1, 0, 2, 2))
    assert list(held.is_empty) == [False, True, True]  # apart, and sharing an edge only
