"""Maps: a bounded, compact message, no outside address, nothing lost silently."""

import json
from dataclasses import replace

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from analytics.core import schema
from analytics.core.section import Map
from analytics.core.words import Kind, Words
from pages.ui import map as maps
from pages.ui import payload, session
from pages.ui.payload import Drawing
from tests.pages.made import many
from tests.shapes import dataset, square

FIRST_MESSAGE = 5_000_000  # bytes
WORDS = Words(session.TEXTS, "en")


def as_map(data):
    """All sites by country."""
    shapes = data.sites.assign(group=data.sites[schema.COUNTRY].astype(str))
    return Map(
        shapes=shapes,
        colour_by="group",
        colours={"PER": "#0072B2", "BRA": "#E69F00"},
        caption="Sites",
        tips={schema.NAME: "Name", schema.AREA_HA: "Area"},
        kinds={schema.AREA_HA: Kind.HECTARES},
    )


def message(item, packed):
    ground = maps.ground([], (-80, -20, -45, 5), 0.01)
    return maps.deck(item, packed, ground, dark=False).to_json()


def test_a_few_shapes_are_drawn_as_they_are():
    item = as_map(
        dataset(
            [
                {
                    schema.GEOMETRY: square(-70, -12),
                    schema.COUNTRY: "PER",
                    schema.AREA_HA: 3.0,
                    schema.NAME: "Río",
                }
            ]
        )
    )
    packed = payload.pack(item, WORDS)
    feature = json.loads(packed.text)["features"][0]
    assert packed.drawing is Drawing.EXACT
    assert feature["properties"] == {"f": [0, 114, 178], "t": "Name: Río\nArea: 3.00"}
    assert shapely.equals(shapely.from_geojson(json.dumps(feature["geometry"])), square(-70, -12))


@pytest.mark.parametrize(
    ("count", "drawings"),
    [
        (5_000, {Drawing.EXACT, Drawing.SIMPLIFIED}),
        (8_000, {Drawing.POINTS}),
        (50_000, {Drawing.CELLS}),
    ],
)
def test_the_message_is_small_and_compact_at_any_size(count, drawings):
    """pydeck itself would indent: 82 MB for 50,000 polygons (T4)."""
    item = as_map(many(count))
    packed = payload.pack(item, WORDS)
    text = message(item, packed)
    assert packed.drawing in drawings
    assert packed.shown == count
    assert len(text.encode()) < FIRST_MESSAGE
    assert "\n " not in text
    layers = {layer["id"]: layer for layer in json.loads(text)["layers"]}
    assert set(layers) == {"water", "land", "sites", "letters"}


def test_corners_are_taken_away_until_the_outlines_fit():
    item = as_map(many(300, corners=400))
    packed = payload.pack(item, WORDS, most_bytes=400_000)
    assert packed.drawing is Drawing.SIMPLIFIED
    assert packed.tolerance_m > 0
    assert len(packed.text) < 600_000
    assert len(json.loads(packed.text)["features"]) == 300


def test_cells_keep_every_site_and_hectare():
    data = many(12_000)
    cells = json.loads(payload.pack(as_map(data), WORDS).text)
    counted = sum(
        int(cell["t"].split(": ")[1].split(" site")[0].replace("one", "1").replace(",", ""))
        for cell in cells
    )
    drawn_ha = sum(np.pi * cell["r"] ** 2 / 10_000 for cell in cells)
    assert counted == 12_000
    assert drawn_ha == pytest.approx(data.sites[schema.AREA_HA].sum(), rel=0.01)


def test_no_map_names_an_outside_address():
    """A map style, even none at all, makes the browser ask a tile server (T5)."""
    item = as_map(many(3))
    spec = json.loads(message(item, payload.pack(item, WORDS)))
    rest = json.dumps({key: value for key, value in spec.items() if key != "layers"})
    assert spec.get("mapProvider") is None
    assert not any(address in rest for address in ("http", "carto", "mapbox", "tile"))


def test_tips_are_text_and_never_markup():
    item = as_map(
        dataset(
            [
                {
                    schema.GEOMETRY: square(-70, -12),
                    schema.COUNTRY: "PER",
                    schema.AREA_HA: 3.0,
                    schema.NAME: "<img src=x onerror=alert(1)>",
                }
            ]
        )
    )
    drawn = maps.deck(item, payload.pack(item, WORDS), "[]", dark=True)
    assert drawn._tooltip == {"text": "{t}"}


def test_data_cannot_take_the_place_of_another_layer():
    item = as_map(
        dataset(
            [
                {
                    schema.GEOMETRY: square(-70, -12),
                    schema.COUNTRY: "PER",
                    schema.AREA_HA: 3.0,
                    schema.NAME: '"@@land@@"',
                }
            ]
        )
    )
    spec = json.loads(message(item, payload.pack(item, WORDS)))
    sites = next(layer for layer in spec["layers"] if layer["id"] == "sites")
    assert "@@land@@" in sites["data"]["features"][0]["properties"]["t"]


def test_ground_is_cut_to_the_frame():
    whole = gpd.GeoDataFrame(geometry=[shapely.box(-90, -40, -30, 20), None], crs="EPSG:4326")
    cut = json.loads(maps.ground([whole], (-60, -10, -50, 0), 0.001))
    assert len(cut["features"]) == 1
    assert shapely.from_geojson(json.dumps(cut["features"][0]["geometry"])).bounds == (
        -60,
        -10,
        -50,
        0,
    )


@pytest.mark.parametrize(
    "shape",
    [
        shapely.Point(-70, -12),
        shapely.box(-70, -12, -70 + 1e-7, -12 + 1e-7),
        shapely.box(-179.9, -60, 179.9, 80),
    ],
)
def test_any_extent_has_a_view(shape):
    item = as_map(dataset([{schema.GEOMETRY: shape, schema.COUNTRY: "PER", schema.AREA_HA: 3.0}]))
    view = json.loads(message(item, payload.pack(item, WORDS)))["initialViewState"]
    assert -2 <= view["zoom"] <= 18
    assert view["minZoom"] < view["zoom"]


@pytest.mark.parametrize("missing", [None, float("nan"), pd.NA])
def test_what_is_not_known_is_a_dash_in_the_tip(missing):
    rows = [
        {schema.GEOMETRY: square(-70 + n, -12), schema.COUNTRY: "PER", schema.AREA_HA: area}
        for n, area in enumerate([float("nan"), 3.0, float("nan")])
    ]
    item = as_map(dataset(rows))
    item.shapes[schema.NAME] = pd.Series([missing] * 3, dtype=object)
    tips = [f["properties"]["t"] for f in json.loads(payload.pack(item, WORDS).text)["features"]]
    assert tips == ["Name: –\nArea: –", "Name: –\nArea: 3.00", "Name: –\nArea: –"]


def test_shapes_without_a_place_are_left_out_of_the_map():
    item = as_map(
        dataset(
            [
                {schema.GEOMETRY: square(-70, -12), schema.COUNTRY: "PER", schema.AREA_HA: 3.0},
                {schema.GEOMETRY: None, schema.COUNTRY: "PER", schema.AREA_HA: 3.0},
                {schema.GEOMETRY: shapely.Polygon(), schema.COUNTRY: "PER", schema.AREA_HA: 3.0},
            ]
        )
    )
    assert payload.pack(item, WORDS).shown == 1


def test_every_class_has_a_letter_and_stands_on_the_map_by_it():
    item = as_map(many(300))
    placed = json.loads(payload.pack(item, WORDS).letters)
    assert payload.letters(item) == {"PER": "A", "BRA": "B"}
    assert payload.letters(replace(item, letters={"PER": "P"})) == {"PER": "P", "BRA": "B"}
    assert {letter["t"] for letter in placed} == {"A", "B"}
    assert len(placed) <= 25 + 2


def test_one_class_alone_needs_no_letter():
    item = as_map(
        dataset([{schema.GEOMETRY: square(-70, -12), schema.COUNTRY: "PER", schema.AREA_HA: 3.0}])
    )
    assert payload.letters(item) == {}
    assert payload.pack(item, WORDS).letters == "[]"
