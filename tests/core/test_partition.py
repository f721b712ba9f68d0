"""Pieces add up to the whole, lie in what they say, and agree with a plain overlay."""

import threading

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import Point, Polygon, box

from analytics.core import geo, partition
from analytics.core.partition import Named


def cut(sites, **layers):
    """Pieces of `sites` by flag, 0 in a layer and -1 outside."""
    own = partition.own_ground(Named(str(id(sites)), shapes(sites)))
    named = Named(f"own {id(sites)}", own)
    pieces = partition.whole(own)
    for name, zones in layers.items():
        met = partition.meetings(named, Named(f"{name} {id(zones)}", shapes(zones)))
        flags = partition.claims(met, np.zeros(len(met.row), dtype=np.int64))
        pieces = partition.split(pieces, name, flags)
    return pieces


def shapes(some):
    partition.own_ground.cache_clear()
    partition.sound.cache_clear()
    partition.meetings.cache_clear()
    return np.array(some, dtype=object)


def areas(pieces):
    """Planar area by the flags of a piece."""
    found = {}
    labels = np.stack(list(pieces.labels.values()), axis=1)
    for key, area in zip(map(tuple, labels), shapely.area(pieces.shapes), strict=True):
        found[key] = found.get(key, 0) + area
    return {tuple(map(int, key)): pytest.approx(area) for key, area in found.items()}


def test_a_site_is_cut_by_two_layers():
    pieces = cut([box(0, 0, 10, 10)], a=[box(-1, -1, 6, 11)], b=[box(4, -1, 8, 11)])
    assert areas(pieces) == {(0, 0): 20, (0, -1): 40, (-1, 0): 20, (-1, -1): 20}


def test_zones_that_overlap_or_come_twice_count_once():
    zones = [box(-1, -1, 6, 11), box(-1, -1, 6, 11), box(2, -1, 5, 11), box(6, -1, 7, 11)]
    assert areas(cut([box(0, 0, 10, 10)], a=zones)) == {(0,): 70, (-1,): 30}


def test_sites_that_overlap_count_once_and_the_first_keeps_its_ground():
    pieces = cut([box(0, 0, 10, 10), box(5, 0, 15, 10), box(0, 0, 10, 10)], a=[box(0, 0, 1, 1)])
    assert shapely.area(pieces.shapes).sum() == pytest.approx(150)
    assert set(pieces.row) == {0, 1}


def test_what_a_whole_zone_takes_is_not_cut_before_it_is_asked_for():
    sites = Named("whole", shapes([box(0, 0, 10, 10)]))
    zones = np.array([box(5, 0, 9, 12), box(-1, -1, 11, 11), box(10, 0, 12, 10)], dtype=object)
    met = partition.meetings(sites, Named("over", zones))
    label = np.zeros(3, dtype=np.int64)
    assert shapely.is_missing(partition.claims(met, label).part).tolist() == [True]
    assert not met.cuts.is_there.any()
    assert met.sharing().zone.tolist() == [0, 1]
    first = partition.claims(met, met.zone)
    assert first.label.tolist() == [0, 1]
    assert shapely.area(first.part[0]) == 40
    assert met.shared().zone.tolist() == [0, 1]


def test_a_zone_that_only_touches_claims_nothing():
    pieces = cut([box(0, 0, 10, 10)], a=[box(10, 0, 20, 10)])
    assert areas(pieces) == {(-1,): 100}
    assert len(pieces) == 1


def test_holes_bow_ties_and_parts_are_understood():
    bow_tie = Polygon([(0, 0), (10, 10), (10, 0), (0, 10)])
    ring = box(-1, -1, 6, 11) - box(2, 2, 4, 4)
    assert areas(cut([bow_tie], a=[box(-1, -1, 20, 20)])) == {(0,): 50}
    assert areas(cut([box(0, 0, 10, 10)], a=[ring])) == {(0,): 56, (-1,): 44}


def test_a_point_lies_in_what_holds_it():
    pieces = cut([Point(1, 1), Point(9, 9)], a=[box(0, 0, 2, 2)])
    assert pieces.labels["a"].tolist() == [0, -1]


def test_nothing_at_all_has_no_pieces():
    assert len(cut([], a=[box(0, 0, 1, 1)])) == 0
    assert areas(cut([box(0, 0, 1, 1)], a=[])) == {(-1,): 1}


def test_pieces_that_miss_the_whole_are_refused():
    with pytest.raises(partition.Uneven):
        partition.check(np.array([1.0, 1.0]), 2.1)


corner = st.integers(0, 8)
boxes = st.lists(
    st.tuples(
        corner, corner, st.integers(1, 4), st.integers(1, 4), st.sampled_from([0, 1e-9, 0.3])
    ),
    min_size=1,
    max_size=6,
).map(lambda rows: [box(x + e, y - e, x + w + e, y + h) for x, y, w, h, e in rows])
rings = st.lists(st.tuples(corner, corner), min_size=2, max_size=4).map(
    lambda spots: [Point(*spot).buffer(2) - Point(*spot).buffer(0.7) for spot in spots]
)
bows = st.tuples(corner, corner).map(
    lambda at: [Polygon([at, (at[0] + 3, at[1] + 3), (at[0] + 3, at[1]), (at[0], at[1] + 3)])]
)
grounds = st.one_of(
    boxes, rings, bows, st.tuples(boxes, rings).map(lambda both: [*both[0], *both[1]])
)


@settings(max_examples=30, deadline=None)
@given(grounds, grounds, grounds)
def test_nothing_is_lost_and_nothing_counts_twice(sites, first, second):
    pieces = cut(sites, a=first, b=second)
    ground = shapely.union_all(shapely.make_valid(sites))
    one, two = (shapely.union_all(shapely.make_valid(zones)) for zones in (first, second))
    wanted = {
        (0, 0): ground & one & two,
        (0, -1): ground & one - two,
        (-1, 0): ground & two - one,
        (-1, -1): ground - one - two,
    }
    for key, shape in wanted.items():
        found = (pieces.labels["a"] == key[0]) & (pieces.labels["b"] == key[1])
        assert shapely.area(pieces.shapes[found]).sum() == pytest.approx(shape.area, abs=1e-9)
    assert areas(cut(sites[::-1] * 2, a=first[::-1], b=second * 2)) == {
        key: pytest.approx(area.expected, abs=1e-9) for key, area in areas(pieces).items()
    }


def rough(seed, count, size, corners=60):
    dice = np.random.default_rng(seed)
    turn = np.linspace(0, 2 * np.pi, corners, endpoint=False)
    middle = dice.uniform(0, 1, (count, 1, 2))
    ring = np.stack([np.cos(turn), np.sin(turn)], axis=1)
    return shapely.polygons(middle + ring * size * dice.uniform(0.6, 1.4, (count, corners, 1)))


def test_it_agrees_with_a_plain_overlay_cell_by_cell():
    sites, zones, others = rough(1, 300, 0.01), rough(2, 30, 0.1), rough(3, 30, 0.08)
    pieces = cut(list(sites), a=list(zones), b=list(others))
    frame = gpd.GeoDataFrame(geometry=[shapely.union_all(sites)], crs=4326).explode()
    for name, layer in (("a", zones), ("b", others)):
        one = gpd.GeoDataFrame({name: [0]}, geometry=[shapely.union_all(layer)], crs=4326)
        frame = gpd.overlay(frame, one.explode(), how="identity", keep_geom_type=True)
    plain = frame.fillna({"a": -1, "b": -1}).assign(area=geo.area_ha(frame.geometry))
    ours = geo.area_m2(pieces.shapes) / geo.M2_PER_HA
    for (a, b), area in plain.groupby(["a", "b"])["area"].sum().items():
        found = ours[(pieces.labels["a"] == a) & (pieces.labels["b"] == b)].sum()
        assert found == pytest.approx(area, rel=1e-9)


def test_eight_threads_may_ask_at_once():
    sites, zones = rough(1, 60, 0.03), rough(2, 12, 0.2, corners=300)
    wanted = len(cut(list(sites), a=list(zones)))
    named, layer = Named("sites", shapes(list(sites))), Named("zones", zones)
    found, failed = [], []

    def ask():
        try:
            own = partition.own_ground(named)
            met = partition.meetings(Named("own", own), layer)
            flags = partition.claims(met, np.zeros(len(met.row), dtype=np.int64))
            found.append(len(partition.split(partition.whole(own), "a", flags)))
        except Exception as error:  # noqa: BLE001 - told below
            failed.append(error)

    for _ in range(2):
        partition.meetings.cache_clear()
        threads = [threading.Thread(target=ask) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert not failed
    assert found == [wanted] * 16


def test_nothing_that_is_kept_is_prepared():
    sites, zones = rough(1, 50, 0.01), rough(2, 10, 0.1)
    shapely.destroy_prepared(zones)
    own = partition.own_ground(Named("s", shapes(list(sites))))
    met = partition.meetings(Named("o", own), Named("z", zones))
    partition.claims(met, np.zeros(len(met.row), dtype=np.int64))
    assert met.cuts.is_there.any()
    for kept in (own, zones, met.cuts.site, met.cuts.polygon, met.cuts.part, met.cuts.rest):
        assert not shapely.is_prepared(kept).any()
