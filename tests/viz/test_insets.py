"""Where most lies close together is drawn again and larger; areas under a rule are hatched."""

from xml.etree import ElementTree as ET

import geopandas as gpd
import numpy as np
import pytest
import shapely

from analytics.core.section import Map
from analytics.core.words import LANGUAGES, Words
from analytics.viz import insets, maps, zones
from analytics.viz.ink import ink_for
from analytics.viz.sheet import fit
from tests.shapes import square
from tests.viz.test_maps import VIZ

CLUSTERS = {(0.0, 0.0): 20, (4.0, 2.0): 16, (8.0, 0.0): 12}
ALONE = [(2.0, 1.0), (6.0, 1.0)]
EXTENT = (-1.0, -1.0, 9.0, 3.0)


def spots():
    """Clusters a twentieth of a degree wide, and two points far from all."""
    near = [
        (lon + 0.05 * (n % 5) / 4, lat + 0.05 * (n // 5) / 4)
        for (lon, lat), count in CLUSTERS.items()
        for n in range(count)
    ]
    return [*near, *ALONE]


def drawn(language="en", points=None, **more):
    shapes = [shapely.Point(spot) for spot in points or spots()]
    frame = gpd.GeoDataFrame({"group": ["one"] * len(shapes)}, geometry=shapes, crs=4326)
    map_ = Map(
        shapes=frame,
        colour_by="group",
        colours={"one": "#0072B2"},
        caption="Where it is",
        frame=EXTENT,
        **more,
    )
    words = Words(VIZ, language)
    return ET.fromstring(maps.svg(map_, words, width_mm=150, height_mm=75))  # noqa: S314 - our own drawing


def texts(svg):
    return [one.text for one in svg.iter() if one.tag.endswith("}text")]


def test_the_densest_places_come_first():
    sheet = fit(EXTENT, (0.0, 0.0, 300.0, 200.0))
    on_sheet = np.array([(sheet.x(lon), sheet.y(lat)) for lon, lat in spots()])
    found = insets.found(sheet, on_sheet)
    assert [(one.letter, one.count) for one in found] == [("A", 20), ("B", 16), ("C", 12)]
    for one, (lon, lat) in zip(found, CLUSTERS, strict=True):
        assert one.sheet.west < lon < lon + 0.05 < one.sheet.east
        assert one.sheet.south < lat < lat + 0.05 < one.sheet.north
        assert one.sheet.px_per_km == pytest.approx(insets.TIMES * sheet.px_per_km, rel=0.01)


def test_few_sites_are_not_drawn_twice():
    sheet = fit(EXTENT, (0.0, 0.0, 300.0, 200.0))
    assert insets.found(sheet, np.full((insets.FEWEST - 1, 2), 100.0)) == ()
    alone = np.array([(x, y) for x in range(10, 290, 30) for y in range(10, 190, 30)], dtype=float)
    assert insets.found(sheet, alone) == ()


@pytest.mark.parametrize("language", LANGUAGES)
def test_frames_on_the_map_and_insets_have_the_same_letters(language):
    svg = drawn(language, has_insets=True)
    told = texts(svg)
    assert all(told.count(letter) == 4 for letter in "ABC")  # each with its halo
    (said,) = [one.text for one in svg.iter() if one.tag.endswith("}desc")]
    assert all(str(count) in said for count in CLUSTERS.values())


def test_only_a_map_that_asks_has_insets():
    assert "A" not in texts(drawn())
    assert "A" not in texts(drawn(points=ALONE, has_insets=True))


def test_areas_are_hatched_each_kind_its_own_way():
    land = {
        name: gpd.GeoDataFrame(geometry=[square(at, at, 1.0)], crs=4326)
        for name, at in (("Protected area", 0.0), ("Indigenous land", 1.5))
    }
    svg = drawn(zones=land, has_insets=True)
    assert {"Protected area", "Indigenous land"} <= set(texts(svg))
    ink, sheet = ink_for(dark=False), fit(EXTENT, (0.0, 0.0, 300.0, 200.0))
    assert len({one.picture for one in zones.legend(land, ink)}) == 2
    assert "".join(zones.drawn(land, sheet, ink)).count("<path") == 4
