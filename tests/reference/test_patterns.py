"""Patterns on real mines: 5,232 outlines drawn from pixels, and 1,197 whose type is known."""

import geopandas as gpd
import pytest

import analytics
from analytics.intake.layers import read_layer

pytestmark = pytest.mark.reference

METHODS = {"Surface": "open pit", "Placer": "placer"}


@pytest.fixture(scope="module")
def amazon(reference):
    return analytics.read(reference / "amw" / "mining_202400_simplified.geojson")


def test_form_is_measured_and_no_kind_is_guessed_without_rivers(amazon):
    answer = analytics.run("patterns", amazon)
    result = answer.result
    sites = result.sites
    assert (len(sites), result.undetermined) == (5232, 5232)
    assert sites["area_ha"].sum() == pytest.approx(333_000, rel=0.01)
    for share in ("compactness", "solidity", "reock"):
        assert sites[share].between(0, 1 + 1e-9).all()
    assert (sites["elongation"] >= 1 - 1e-9).all()
    assert answer.section().headline.startswith("Without a map of rivers or water")


def test_outlines_drawn_from_pixels_are_seen(amazon):
    answer = analytics.run("patterns", amazon)
    assert answer.result.stairs > 1_000
    smooth = analytics.run("patterns", amazon, pixel_m=300).result
    assert smooth.stairs == 0
    assert smooth.tiny > 0


@pytest.fixture(scope="module")
def labelled(reference, tmp_path_factory):
    """1,197 outlines of surface and placer mines, part by part, beside the larger rivers."""
    file = reference / "segmentation" / "jasansky_test_tiles_original_vs_annotated.gpkg"
    kinds = gpd.read_file(file, layer="tiles").drop_duplicates("tile_id").set_index("tile_id")
    parts = gpd.read_file(file, layer="polygons_annotated").explode(ignore_index=True)
    method = parts["tile_id"].map(kinds["minetype1"]).map(METHODS)
    name = parts["tile_id"].astype(str) + "-" + parts.index.astype(str)
    joined = tmp_path_factory.mktemp("labelled") / "outlines.geojson"
    parts[["geometry"]].assign(site_id=name, method=method).to_file(joined)
    rivers = read_layer("rivers", reference / "ne" / "ne_10m_rivers_tropics.geojson")
    return analytics.read(joined).with_layer("rivers", rivers.frame, rivers.provenance)


def test_with_large_rivers_alone_the_rules_find_no_placer_mine(labelled):
    """What METHOD.md owns up to; better layers or rules should move these numbers."""
    result = analytics.run("patterns", labelled, pixel_m=10, forest="never").result
    told = result.cross.set_index(["declared", "kind"])["sites"].to_dict()
    assert told == {
        ("alluvial", "open_pit"): 48,
        ("alluvial", "undetermined"): 52,
        ("open_pit", "open_pit"): 631,
        ("open_pit", "undetermined"): 466,
    }
    assert result.trial.rules_f1 == pytest.approx(0.355, abs=0.001)
