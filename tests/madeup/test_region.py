"""The land is whole, and no real place lies on it."""

import numpy as np
import pytest
import shapely

from analytics.core import countries
from analytics.madeup import region
from analytics.madeup.region import degrees, draw


@pytest.fixture(scope="module", params=[7, 1, 20])
def drawn(request):
    return draw(request.param)


def polygon(ring):
    return shapely.Polygon(degrees(ring))


def test_provinces_tile_their_countries(drawn):
    provinces = [polygon(province.ring) for province in drawn.provinces]
    assert shapely.is_valid(provinces).all()
    assert shapely.coverage_is_valid(provinces)
    for code, ring in drawn.countries.items():
        own = [p for p, at in zip(provinces, drawn.provinces, strict=True) if at.country == code]
        assert len(own) == 3
        assert shapely.union_all(own).equals(polygon(ring))


def test_the_countries_share_the_border_and_nothing_else(drawn):
    west, east = (polygon(ring) for ring in drawn.countries.values())
    shared = shapely.intersection(west, east)
    assert shared.area == 0
    assert shared.length == pytest.approx(shapely.LineString(degrees(drawn.border)).length)


def test_no_real_place_is_shown(drawn):
    west, south, east, north = shapely.MultiPolygon(
        [polygon(ring) for ring in drawn.countries.values()]
    ).bounds
    around = shapely.box(west - 1, south - 1, east + 1, north + 1)
    assert not shapely.intersects(countries.outlines().geometry.to_numpy(), around).any()


def test_names_name_no_country_in_any_language_we_speak():
    from babel import Locale

    from analytics.core.words import LANGUAGES

    ours = {*countries.MADE_UP.values(), *(wedge.name for wedge in region.WEDGES)}
    for language in LANGUAGES:
        assert ours.isdisjoint(Locale.parse(language).territories.values())


def test_the_two_countries_are_known_by_code_and_name():
    from babel import Locale

    for code, name in countries.MADE_UP.items():
        assert countries.name(code, Locale.parse("fr")) == name
        assert countries.code_of(code) == countries.code_of(name) == code


def test_names_are_no_towns_of_the_tropics(reference):
    import json

    text = (reference / "ne" / "ne_10m_populated_places_tropics.geojson").read_text("utf-8")
    real = {feature["properties"].get("name") for feature in json.loads(text)["features"]}
    assert len(real) > 3_000
    assert real.isdisjoint({*countries.MADE_UP.values(), *(w.name for w in region.WEDGES)})


def test_rivers_run_from_the_land_to_the_sea_or_into_another(drawn):
    land = shapely.union_all([polygon(ring) for ring in drawn.countries.values()])
    by_name = {river.name: river for river in drawn.rivers}
    for river in drawn.rivers:
        assert land.contains(shapely.Point(degrees(river.line[:1])[0]))
        assert (np.diff(river.width_m) > 0).all()
        if river.joins:
            assert (river.line[-1] == by_name[river.joins].line).all(axis=1).any()
        else:
            assert shapely.Point(degrees(river.line[-1:])[0]).distance(land.boundary) < 1e-6
        assert shapely.Polygon(degrees(river.banks)).is_valid


def test_one_river_crosses_the_border(drawn):
    border = shapely.LineString(drawn.border)
    crossing = [r.name for r in drawn.rivers if shapely.LineString(r.line).crosses(border)]
    assert "Mirta" in crossing


def test_an_even_blob_has_two_vertices_on_the_axis():
    from analytics.madeup.dice import Dice

    shape = region.blob(Dice(3, "blob"), 24)
    assert shape[0, 1] == 0
    assert shape[12, 1] == 0


def test_planar_ha_of_a_square():
    square = np.array([[0, 0], [100, 0], [100, 100], [0, 100]], dtype=float)
    assert region.planar_ha(square) == pytest.approx(1.0)
    assert region.planar_ha(square[::-1] + 1e6) == pytest.approx(1.0)
