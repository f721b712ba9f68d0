"""Patterns on real mines: 5,232 outlines of the Amazon, drawn from pixels, without layers."""

import pytest

import analytics

pytestmark = pytest.mark.reference


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
