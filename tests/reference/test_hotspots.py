"""Hot spots on real mines: 5,232 outlines of the Amazon, 5,338 visits in the Congo."""

import pytest

import analytics

pytestmark = pytest.mark.reference


def test_mining_in_the_amazon_is_concentrated(reference):
    data = analytics.read(reference / "amw" / "mining_202400_simplified.geojson")
    result = analytics.run("hotspots", data).result
    assert (result.refusal, result.cell_km) == ("", 50.0)
    assert result.cells["area_ha"].sum() == pytest.approx(data.sites["area_ha"].sum(), rel=1e-9)
    assert result.hot_fewest <= result.hot <= result.hot_most
    assert result.hot_share > 0.4
    assert result.hot_land < 0.03


def test_visited_mines_without_an_area_are_compared_as_sites(reference):
    data = analytics.read(reference / "ipis" / "ipis_drc_mine_visits.csv")
    answer = analytics.run("hotspots", data)
    assert (answer.result.refusal, answer.result.count) == ("", "sites")
    assert answer.result.hot_share > 0.5
    assert any("sites are compared" in told for told in answer.section().caveats)
