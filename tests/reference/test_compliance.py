"""DR Congo's permits of 2016 as sites, held against permits and protected areas: real and dirty."""

import pytest

import analytics
from analytics.intake.layers import read_layer

pytestmark = pytest.mark.reference


@pytest.fixture(scope="module")
def congo(reference):
    """Titles that overlap and repeat, one of them at sea; a layer in metres of its own."""
    drc = reference / "drc"
    data = analytics.read(drc / "titres_2016.geojson")
    found = {}
    for name, file in (
        ("conservation", "drc_protected_areas_2013.parquet"),
        ("concessions", "drc_mining_permits_gfw.parquet"),
    ):
        layer = read_layer(name, drc / file)
        data = data.with_layer(name, layer.frame, layer.provenance)
        found[name] = {issue.code for issue in layer.report.issues}
    return data, found


def test_what_is_wrong_with_the_layers_is_listed(congo):
    data, found = congo
    assert {"crs-transformed", "shape-invalid"} <= found["conservation"]
    assert "shape-invalid" in found["concessions"]
    assert {"twin-shape", "country-unplaced"} <= {issue.code for issue in data.report.issues}


def test_dirty_permits_still_add_up(congo):
    data, _ = congo
    result = analytics.run("compliance", data, rules="COD").result
    for parts in (result.by_class, result.by_province, result.by_reason, result.by_cell):
        assert parts["area_ha"].sum() == pytest.approx(result.mined_ha, rel=1e-9)
    assert result.mined_ha + result.twice_ha == pytest.approx(data.sites["area_ha"].sum(), rel=1e-6)
    assert result.abroad_ha > 0  # the polygon off the shore, and parts across borders
    assert any("AECP" in text for text in result.unread)  # quarries: the rules do not speak of them
    zones = result.by_zone.set_index("zone")["area_ha"]
    assert zones.max() > 100_000
    in_zones = result.by_layer["area_ha"].sum()
    assert 0 < in_zones <= zones.sum()
