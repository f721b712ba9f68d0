"""What tiles show: every site at every zoom, in its place."""

from itertools import pairwise

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import Point, box

from analytics.viz.tiles import DEEPEST, tiles
from tests.viz import decoded

POINT, LINE, POLYGON = 1, 2, 3


def made(shapes, area_ha=None):
    """Sites of class 1, each of one hectare unless it is said."""
    return tiles(
        np.array(shapes, dtype=object),
        groups=np.ones(len(shapes), dtype=np.int64),
        area_ha=np.array(area_ha if area_ha is not None else [1.0] * len(shapes)),
        keys=[f"S{n}" for n in range(len(shapes))],
        tips=lambda found, in_short: [f"{in_short}" for _ in found.rows],
    )


def over(cut, z):
    """The features of all tiles of a zoom that any site reaches into."""
    left, top = np.floor(cut.bounds[:, :2].min(axis=0) * 2**z).astype(int) - 1
    right, bottom = np.floor(cut.bounds[:, 2:].max(axis=0) * 2**z).astype(int) + 1
    last = 2**z - 1
    return [
        feature
        for x in range(max(left, 0), min(right, last) + 1)
        for y in range(max(top, 0), min(bottom, last) + 1)
        for feature in decoded.tile(cut.tile(z, x, y))
    ]


def sites(features):
    """How many sites are shown: each outline once in however many tiles, dots by their count."""
    outlines = {number for number, kind, _, _ in features if kind != POINT}
    return len(outlines) + sum(tags["n"] for _, kind, _, tags in features if kind == POINT)


def test_a_square_lies_where_it_is():
    """The tile 1/0/0 is the north-western quarter of the world: 4096 steps for 180 degrees."""
    ((number, kind, (ring,), tags),) = decoded.tile(made([box(-90, 0, -45, 45)]).tile(1, 0, 0))
    assert (number, kind) == (1, POLYGON)
    at_45 = round(4096 * (1 - np.arcsinh(1) / np.pi))
    assert set(ring) == {(2048, 4096), (3072, 4096), (3072, at_45), (2048, at_45)}
    assert tags == {"c": 1, "n": 1, "r": 2.0, "i": "S0", "t": "False"}


def test_outer_rings_run_clockwise_and_holes_the_other_way():
    whole = box(10, 10, 30, 30).difference(box(15, 15, 20, 20))
    for shape in (whole, whole.reverse()):
        ((_, kind, rings, _),) = decoded.tile(made([shape]).tile(3, 4, 3))
        areas = [sum(x * v - u * y for (x, y), (u, v) in pairwise(ring)) for ring in rings]
        assert kind == POLYGON
        assert [area > 0 for area in areas] == [True, False]


def test_what_lies_beyond_the_rim_is_cut_off():
    ((_, _, (ring,), _),) = decoded.tile(made([box(-100, -60, 100, 60)]).tile(2, 2, 1))
    assert min(min(place) for place in ring) == -48  # six pixels of eight steps
    assert max(max(place) for place in ring) == 4096 + 48


def test_small_sites_are_dots_and_near_ones_a_single_dot_of_the_largest():
    near = [box(x, 0, x + 1e-4, 1e-4) for x in (1.0, 1.001, 1.002)]
    far = box(3.0, 0, 3.0001, 1e-4)
    features = over(made([*near, far], [1.0, 5.0, 2.0, 1.0]), 4)
    assert {kind for _, kind, _, _ in features} == {POINT}
    told = {tags["i"]: (tags["n"], tags["r"]) for *_, tags in features}
    assert told == {"S1": (3, pytest.approx(2.5)), "S3": (1, 2.0)}
    assert {kind for _, kind, _, _ in over(made([far]), DEEPEST)} == {POLYGON}


@pytest.mark.parametrize(
    "shape",
    [
        Point(-63, -7),
        shapely.MultiPoint([(0, 0), (3, 3)]),
        shapely.LineString([(0, 0), (5, 5)]),
        box(-170, -80, 170, 80),  # in every tile
        box(-170, 86, 170, 89),  # beyond the edge of the map
        Point(180, 90),
        Point(-180, -90),
        shapely.Polygon([(0, 0), (10, 0), (10, 1e-9)]),  # thinner than a step
        shapely.MultiPolygon([box(1, 1, 2, 2), box(3, 3, 3.00001, 3.00001)]),
        shapely.GeometryCollection([Point(1, 1), box(5, 5, 6, 6)]),
        shapely.Polygon([(0, 0), (2, 2), (2, 0), (0, 2)]),  # crosses itself
    ],
)
@pytest.mark.parametrize("zoom", [0, 2, 4])
def test_whatever_it_is_it_is_shown(shape, zoom):
    assert sites(over(made([shape]), zoom)) == 1


def test_a_thin_site_is_a_line_rather_than_nothing():
    features = over(made([shapely.Polygon([(0, 0), (10, 0), (10, 1e-9)])]), 3)
    assert {kind for _, kind, _, _ in features} == {LINE}


@given(st.integers(0, 12), st.integers(0, 2**32))
@settings(max_examples=20, deadline=None)
def test_no_site_vanishes_at_any_zoom(zoom, seed):
    dice = np.random.default_rng(seed)
    corner = dice.uniform(-1, 1, (40, 2)) * dice.choice([0.01, 1.0], (40, 1))
    sizes = 10.0 ** dice.uniform(-6, 0.0 if zoom < 7 else -1.0, (40, 2))
    if zoom > 8:
        corner *= 0.05
    shapes = [box(*low, *high) for low, high in zip(corner, corner + sizes, strict=True)]
    assert sites(over(made(shapes), zoom)) == 40


def test_crowded_tiles_tell_in_short():
    spots = np.random.default_rng(5).uniform(1, 80, (3_000, 2))
    cut = made(list(shapely.points(spots)))
    assert {tags["t"] for *_, tags in decoded.tile(cut.tile(1, 1, 0))} == {"True"}
    assert {tags["t"] for *_, tags in decoded.tile(cut.tile(5, 20, 14))} == {"False"}
