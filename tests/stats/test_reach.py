"""Ground within so many metres: areas that are known, the 180th meridian, nearest shapes."""

import numpy as np
import pytest
import shapely
from pyproj import Geod
from shapely import Point, box

from analytics.core import geo, overlay
from analytics.stats.shape.nearest import dealt, together
from analytics.stats.shape.reach import reach

GLOBE = Geod(ellps="WGS84")


def km2(*shapes):
    return geo.area_m2(np.array(shapes, dtype=object)) / 1e6


def around(*shapes, km=10.0):
    return reach(np.array(shapes, dtype=object), 1000 * km)


@pytest.mark.parametrize("place", [(0, 0), (-70, -12.8), (30, 60), (10, 84), (179.95, -17)])
def test_p4_a_disc_of_ten_kilometres_anywhere(place):
    assert km2(*around(Point(place)))[0] == pytest.approx(314.143, abs=0.001)
    assert km2(*around(Point(place).buffer(1e-7)))[0] == pytest.approx(314.145, abs=0.002)


def test_p4_across_the_180th_meridian_in_two_parts():
    disc = around(Point(179.95, -17))[0]
    assert shapely.get_num_geometries(disc) == 2
    assert disc.bounds[0] >= -180
    assert disc.bounds[2] <= 180
    mine = shapely.MultiPolygon([box(179.99, -17, 180, -16.99), box(-180, -17, -179.99, -16.99)])
    whole = around(box(9.99, -17, 10.01, -16.99))[0]
    assert km2(*around(mine))[0] == pytest.approx(km2(whole)[0], rel=1e-4)


def test_p5_two_discs_ten_kilometres_apart():
    lon, lat, _ = GLOBE.fwd(-70, -12.8, 90, 10_000)
    discs = around(Point(-70, -12.8), Point(lon, lat))
    assert km2(overlay.joined(discs))[0] == pytest.approx(505.46, abs=0.01)
    assert km2(*discs).sum() == pytest.approx(628.29, abs=0.01)


def test_ground_round_an_outline_is_as_far_as_was_asked():
    mine = box(-70.02, -12.82, -70, -12.78)
    ring = shapely.get_coordinates(around(mine)[0])
    edge = shapely.get_coordinates(shapely.segmentize(mine, 1e-4))
    far = [GLOBE.inv(*np.broadcast_to(spot, edge.shape).T, *edge.T)[2].min() for spot in ring[::40]]
    assert far == pytest.approx([10_000] * len(far), abs=5)
    smaller = reach(np.array([mine], dtype=object), -100)[0]
    assert km2(smaller)[0] == pytest.approx(km2(mine)[0] - 0.2 * (2.17 + 4.43) + 0.04, abs=0.02)


def test_nothing_has_nothing_around_it():
    assert all(shape.is_empty for shape in around(None, Point(), shapely.Polygon()))


def test_ground_is_dealt_to_the_nearest_and_adds_up():
    lon = [0, 0.05, 0.05, 2, 179.98, -179.95]
    sites = np.array([Point(x, 1) for x in lon] + [box(0.1, 0.9, 0.2, 1.1)], dtype=object)
    discs = reach(sites, 10_000)
    whole = overlay.joined(discs)
    groups = together(discs, whole)
    assert groups[0] == groups[1] == groups[2] == groups[6]
    assert groups[4] == groups[5]
    assert len(set(groups.tolist())) == 3
    own = dealt(sites, discs, groups)
    assert km2(*own).sum() == pytest.approx(km2(whole)[0], rel=1e-6)
    assert km2(own[3]) == km2(discs[3])
    assert own[2].is_empty  # the same place as another site: the first has the ground
    assert overlay.meet(own[:1], Point(0.04, 1).buffer(0.01))[0].is_empty
    assert km2(own[4])[0] == pytest.approx(km2(own[5])[0], rel=1e-4)


@pytest.mark.parametrize("reach_m", [10.0, 10_000.0, 100_500.0, 400_000.0])
def test_corners_lie_as_far_as_geodesics_say(reach_m):
    lon, lat = np.array([0.0, 12.0, -179.9, 75.0]), np.array([0.0, -48.0, 10.0, 80.0])
    rings = reach(shapely.points(lon, lat), reach_m)
    corners, owner = shapely.get_coordinates(rings, return_index=True)
    far = GLOBE.inv(lon[owner], lat[owner], *corners.T)[2]
    is_ring = np.abs(np.abs(corners[:, 0]) - 180) > 1e-9  # not those of the cut at 180 degrees
    assert far[is_ring] == pytest.approx(reach_m, rel=1e-8)
