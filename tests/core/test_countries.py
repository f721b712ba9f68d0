"""The bundled outlines: which units, how much ground, and that they are what was derived."""

import importlib.util
import json
import re
from pathlib import Path

import pytest
import shapely

from analytics.core import countries, geo

ROOT = Path(__file__).parents[2]

#: Million hectares by national statistics; the outlines are generalised, so within the tolerance.
KNOWN_MHA = {
    "BRA": (851.0, 0.01),
    "COD": (234.5, 0.01),
    "COL": (114.2, 0.01),
    "ESH": (26.6, 0.02),
    "FRA": (55.0, 0.01),
    "GHA": (23.9, 0.01),
    "GUF": (8.35, 0.02),
    "IDN": (190.5, 0.02),
    "MAR": (44.7, 0.08),  # statistics differ on what belongs to it
    "PER": (128.5, 0.01),
    "SJM": (6.2, 0.03),
    "SUR": (16.4, 0.13),  # the statistics count ground that Guyana holds
    "UKR": (60.4, 0.01),
    "VEN": (91.6, 0.01),
}


@pytest.fixture(scope="module")
def make_outlines():
    spec = importlib.util.spec_from_file_location(
        "make_outlines", ROOT / "scripts" / "make_outlines.py"
    )
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(params=["countries", "base"])
def units(request):
    return {"countries": countries.outlines, "base": countries.base_map}[request.param]()


def ha(units):
    return geo.area_ha(units.geometry).set_axis(units["country"])


def test_every_unit_is_there_once_valid_and_in_degrees(units):
    assert units.crs == "EPSG:4326"
    assert units["country"].is_unique
    assert units.index.tolist() == list(range(len(units)))
    assert units.is_valid.all()
    assert not units.is_empty.any()
    assert set(units.geom_type) == {"MultiPolygon"}


def test_every_code_is_a_country_with_a_name():
    codes = set(countries.outlines()["country"])
    assert len(codes) == 248
    assert all(re.fullmatch("[A-Z]{3}", code) for code in codes)
    assert all(countries.code_of(code) == code for code in codes)
    assert set(countries.base_map()["country"]) - codes == {"", "VAT"}


@pytest.mark.parametrize(
    "text", ["ZZZ", "zz", "QO", "EU", "QUU", "AAA", "XA", "XZZ", "Unknown Region", "European Union"]
)
def test_a_code_that_names_no_country_is_none(text):
    """CLDR lists codes for users' own ends, whose names read like places ("Unknown Region").

    AAA, QUU and XZZ lie in the ranges that ISO 3166 leaves to users; files use them for "none".
    """
    assert countries.code_of(text) is None


@pytest.mark.parametrize(("text", "code"), [("XAA", "XAA"), ("xab", "XAB"), ("XK", "XKX")])
def test_the_sample_and_kosovo_have_codes_of_their_own(text, code):
    assert countries.code_of(text) == code


@pytest.mark.parametrize("code", KNOWN_MHA)
def test_areas_are_those_of_the_statistics(code):
    known, tolerance = KNOWN_MHA[code]
    assert ha(countries.outlines())[code] / 1e6 == pytest.approx(known, rel=tolerance)


def test_units_do_not_overlap(units):
    together = shapely.disjoint_subset_union_all(units.geometry.to_numpy())
    once = geo.area_m2([together])[0] / 1e4
    assert ha(units).sum() == pytest.approx(once, rel=1e-9)


def test_overseas_parts_are_units_of_their_own(units):
    where = units.set_index("country").geometry
    assert not where["FRA"].intersects(shapely.box(-65, -25, 60, 20))
    for code in ("GUF", "GLP", "MTQ", "REU", "MYT", "BES", "SJM", "TKL", "CXR", "CCK"):
        assert code in where.index
    assert where["NOR"].bounds[3] < 71.3
    assert where["NLD"].bounds[0] > 3


def test_disputed_ground_counts_where_iso_lists_it(units):
    where = units.set_index("country").geometry
    for code, lon, lat in (
        ("UKR", 34.1, 45.3),  # Simferopol
        ("SOM", 44.07, 9.56),  # Hargeisa
        ("CYP", 33.6, 35.25),  # north of the buffer zone
        ("XKX", 21.16, 42.66),  # Pristina
        ("TWN", 121.0, 24.0),
        ("ESH", -13.2, 27.1),  # Laayoune
    ):
        assert where[code].contains(shapely.Point(lon, lat)), code
    siachen = shapely.Point(77.0, 35.4)
    assert [c for c, shape in where.items() if c and shape.contains(siachen)] == []


def test_nothing_runs_across_the_map_at_the_antimeridian(units):
    """PLATFORM T10: Fiji and Russia pass 180 degrees and drew a line round the Earth."""
    parts = shapely.get_parts(units.geometry.to_numpy())
    west, _, east, _ = shapely.bounds(parts).T
    assert (east - west).max() < 160
    assert west.min() == -180
    assert east.max() == 180
    fiji = units.set_index("country").geometry["FJI"]
    assert fiji.contains(shapely.Point(178.0, -17.8))  # Viti Levu
    assert fiji.contains(shapely.Point(-179.95, -16.8))  # Taveuni, beyond the line


def test_the_content_is_the_recorded_one(make_outlines):
    recorded = (countries.OUTLINES / "SOURCES.md").read_text(encoding="utf-8")
    for units in (countries.outlines(), countries.base_map()):
        assert f"`{make_outlines.digest(units)}`" in recorded


def test_the_files_are_small():
    for name, most in (("countries", 4e6), ("base", 1e6)):
        assert (countries.OUTLINES / f"{name}.parquet").stat().st_size < most


@pytest.mark.reference
def test_deriving_again_gives_the_same(make_outlines, reference):
    file = reference / "ne" / "world_atlas_countries-10m.topojson"
    again = make_outlines.outlines(json.loads(file.read_text(encoding="utf-8")), nobody=False)
    assert make_outlines.digest(again) == make_outlines.digest(countries.outlines())
