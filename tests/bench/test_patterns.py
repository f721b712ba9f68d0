"""Speed of features and rules, as a ratio to a bare loop over the same sites with Shapely."""

import geopandas as gpd
import numpy as np
import pytest
import shapely
from shapely import LineString, Point

import analytics
from tests.bench.clock import seconds
from tests.shapes import dataset

pytestmark = pytest.mark.bench

SITES = 2_000
MIDDLE = np.array([-65.0, 0.0])
MOST_TIMES = 2.0  # joining, metres, distances, shares, rules and reasons, all together


@pytest.fixture(scope="module")
def many():
    """Rough outlines of 60 corners over ten degrees, and a hundred winding rivers."""
    dice = np.random.default_rng(3)
    turn = np.linspace(0, 2 * np.pi, 60, endpoint=False)
    rows = []
    for n in range(SITES):
        size = 0.002 * dice.lognormal(0, 0.6) * (1 + 0.2 * dice.normal(size=60).clip(-2, 2))
        middle = MIDDLE + dice.uniform(-5, 5, 2)
        ring = np.column_stack([np.cos(turn), np.sin(turn)]) * size[:, None] + middle
        rows.append({"site_id": f"s{n}", "method": "alluvial", "geometry": shapely.Polygon(ring)})
    rivers = [
        LineString(MIDDLE + dice.uniform(-5, 5, 2) + dice.normal(0, 0.02, (300, 2)).cumsum(axis=0))
        for _ in range(100)
    ]
    layer = gpd.GeoDataFrame(geometry=rivers, crs=4326)
    lakes = gpd.GeoDataFrame(geometry=[Point(-65, 0).buffer(0.5)], crs=4326)
    return dataset(rows, layers={"rivers": layer, "water": lakes})


def bare(data):
    """Form and distance to a river, one site after the other, in degrees: nobody's numbers."""
    rivers = shapely.STRtree(data.layers["rivers"].geometry.to_numpy())
    for shape in data.sites.geometry:
        box, hull = shape.minimum_rotated_rectangle, shape.convex_hull
        4 * np.pi * shape.area / shape.length**2
        box.length / max(hull.area, 1e-12)
        shapely.minimum_bounding_radius(shape)
        rivers.query_nearest(shape, return_distance=True)


def test_two_thousand_sites_within_a_few_bare_loops(many, capsys):
    analytics.run("patterns", many)  # loaded
    ours = min(seconds(lambda: analytics.run("patterns", many)) for _ in range(3))
    told = min(seconds(lambda: analytics.run("patterns", many).section()) for _ in range(2)) - ours
    peer = min(seconds(lambda: bare(many)) for _ in range(3))
    with capsys.disabled():
        print(
            f"\n2,000 sites: {ours:.2f} s, told {told:.2f} s, bare loop {peer:.2f} s, {ours / peer:.1f}×"
        )
    assert ours < MOST_TIMES * peer
