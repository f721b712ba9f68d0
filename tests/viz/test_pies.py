"""Pies on a paper map: one for each province of some size, told apart, the rest listed."""

import re

import geopandas as gpd
import pytest
import shapely

from analytics.core.section import Look, Map, Pattern, Pies
from analytics.core.words import LANGUAGES, Words
from analytics.viz import maps
from analytics.viz.pies import MOST_ON_PAPER, arranged, chosen
from tests.viz.test_maps import VIZ, texts

LOOKS = {
    "High": Look(colour="#0072B2", letter="H"),
    "Low": Look(colour="#D55E00", letter="L", pattern=Pattern.CROSSED),
}


def pie_map(rows):
    """A map of (name, high, low, lon, lat) by province."""
    frame = gpd.GeoDataFrame(
        {
            "province": [row[0] for row in rows],
            "high": [row[1] for row in rows],
            "low": [row[2] for row in rows],
            "most": ["High" if row[1] >= row[2] else "Low" for row in rows],
        },
        geometry=[
            None if row[3] is None else shapely.box(row[3], row[4], row[3] + 1, row[4] + 1)
            for row in rows
        ],
        crs=4326,
    )
    return Map(
        shapes=frame,
        colour_by="most",
        colours={name: look.colour for name, look in LOOKS.items()},
        caption="Provinces",
        legend="Hectares",
        pies=Pies(amounts={"High": "high", "Low": "low"}, looks=LOOKS, name="province"),
    )


def drawn(rows, language="en", **more):
    return maps.svg(
        pie_map(rows), Words(VIZ, language), **({"width_mm": 174, "height_mm": 110} | more)
    )


MANY = [(f"Province {n}", 400.0 - n, 90.0 + n, n % 5 * 1.0, n // 5 * 1.0) for n in range(20)]


def test_the_largest_twelve_have_a_pie_and_the_rest_is_counted():
    svg = drawn(MANY)
    assert svg.count("<circle r=") == MOST_ON_PAPER == 12
    assert "8 more are without a pie; the table lists them." in " ".join(texts(svg))


def test_one_too_small_or_without_a_place_is_named_with_its_hectares():
    told = " ".join(
        texts(
            drawn([("Big", 5000, 100, 0, 0), ("Tiny", 0.4, 0.1, 2, 0), ("Lost", 30, 0, None, None)])
        )
    )
    assert "Without a pie of their own: Lost (30 ha) and Tiny (0.500 ha)." in told.replace(
        "\N{NO-BREAK SPACE}", " "
    )
    assert "Big has 5,100 ha" in told.replace("\N{NO-BREAK SPACE}", " ")


def test_every_class_is_told_with_its_letter_and_hectares():
    told = texts(drawn([("Big", 5000, 100, 0, 0), ("Other", 300, 100, 2, 0)]))
    assert {"H · High", "L · Low", "5,300\N{NO-BREAK SPACE}ha", "200\N{NO-BREAK SPACE}ha"} <= set(
        told
    )
    assert {"Big", "Other"} <= set(told)


def test_the_area_of_a_pie_stands_for_its_hectares():
    radii = [
        float(r)
        for r in re.findall(
            r'<circle r="([\d.]+)"', drawn([("A", 400, 0, 0, 0), ("B", 100, 0, 6, 0)])
        )
    ]
    assert radii[0] == pytest.approx(2 * radii[1], rel=0.02)


def test_one_that_had_to_move_keeps_a_line_to_its_place():
    close = [(f"P{n}", 100.0, 10.0, 0.01 * n, 0.0) for n in range(6)]
    assert drawn(close).count('r="2"') >= 3
    assert drawn([("A", 400, 0, 0, 0)]).count('r="2"') == 0


def test_pies_do_not_overlap_in_a_small_frame():
    map_ = pie_map(MANY)
    anchors = 10 * shapely.get_coordinates(shapely.centroid(map_.shapes.geometry.to_numpy()))
    found = arranged(map_, map_.pies, anchors, (0, 0, 120, 90), 12)
    assert chosen(map_, map_.pies, 12)[0] == [one.row for one in found]
    for one in found:
        for other in found:
            if one is not other:
                (x, y), (a, b) = one.centre, other.centre
                assert ((x - a) ** 2 + (y - b) ** 2) ** 0.5 >= one.radius + other.radius


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_drawn_in_every_language_on_narrow_and_dark_sheets(language):
    assert "NaN" not in drawn(MANY, language, width_mm=90, height_mm=120, dark=True)


def test_without_a_shape_it_says_so():
    assert "No site has a place on the map." in texts(drawn([]))
