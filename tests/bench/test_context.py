"""Speed of classes and bands, as a ratio to plain overlays and nearest joins of geopandas."""

import geopandas as gpd
import numpy as np
import pytest
import shapely
from shapely import LineString, box

import analytics
from tests.bench.clock import best
from tests.shapes import dataset

pytestmark = pytest.mark.bench

SITES, ROCKS, RIVERS, SPOTS = 5_000, 400, 200, 20_000
WEST, SOUTH, SIDE = -67.0, -2.0, 4.0
MOST_TIMES = 1.5  # with cutting at bands, blocks, intervals and both shares


@pytest.fixture(scope="module")
def many():
    """Rough outlines of 40 corners, rock in squares, winding rivers, in one province."""
    dice = np.random.default_rng(3)
    turn = np.linspace(0, 2 * np.pi, 40, endpoint=False)
    rows = []
    for n in range(SITES):
        size = 0.002 * dice.lognormal(0, 0.6) * (1 + 0.2 * dice.normal(size=40).clip(-2, 2))
        middle = np.array([WEST, SOUTH]) + dice.uniform(0.05, SIDE - 0.05, 2)
        ring = np.column_stack([np.cos(turn), np.sin(turn)]) * size[:, None] + middle
        rows.append({"site_id": f"s{n}", "area_ha": 1.0, "geometry": shapely.Polygon(ring)})
    step = SIDE / np.sqrt(ROCKS)
    corners = [(WEST + x * step, SOUTH + y * step) for x in range(20) for y in range(20)]
    rock = gpd.GeoDataFrame(
        {"rock": [f"r{n % 12}" for n in range(ROCKS)]},
        geometry=[box(x, y, x + step, y + step) for x, y in corners],
        crs=4326,
    )
    rivers = [
        LineString(
            np.array([WEST, SOUTH])
            + dice.uniform(0, SIDE, 2)
            + dice.normal(0, 0.01, (300, 2)).cumsum(axis=0)
        )
        for _ in range(RIVERS)
    ]
    area = gpd.GeoDataFrame(
        {"province": ["all"]}, geometry=[box(WEST, SOUTH, WEST + SIDE, SOUTH + SIDE)], crs=4326
    )
    layers = {
        "geology": rock,
        "rivers": gpd.GeoDataFrame(geometry=rivers, crs=4326),
        "provinces": area,
    }
    return dataset(rows, layers=layers)


def plain(data):
    """Sites and land by rock, sites and spots by distance: no bands cut, no intervals."""
    sites = data.sites[["site_id", "geometry"]].to_crs(6933)
    rock = data.layers["geology"].to_crs(6933)
    rivers = data.layers["rivers"].to_crs(6933)
    land = data.layers["provinces"].to_crs(6933)
    sites.overlay(rock).assign(ha=lambda found: found.area).groupby("rock")["ha"].sum()
    land.overlay(rock).assign(ha=lambda found: found.area).groupby("rock")["ha"].sum()
    sites.sjoin_nearest(rivers, distance_col="m")
    dice = np.random.default_rng(1)
    lon, lat = dice.uniform(WEST, WEST + SIDE, SPOTS), dice.uniform(SOUTH, SOUTH + SIDE, SPOTS)
    spots = gpd.GeoDataFrame(geometry=gpd.points_from_xy(lon, lat), crs=4326).to_crs(6933)
    spots.sjoin_nearest(rivers, distance_col="m")


def test_five_thousand_sites_within_the_time_of_plain_joins(many, capsys):
    answer = analytics.run("context", many)  # loaded
    ours = best(3, lambda: analytics.run("context", many))
    told = best(3, answer.section)
    peer = best(2, lambda: plain(many))
    with capsys.disabled():
        print(
            f"\n{SITES:,} sites: {ours:.2f} s, told {told:.2f} s, geopandas {peer:.2f} s, {ours / peer:.1f}×"
        )
    assert ours < MOST_TIMES * peer
