"""The overview of real mines: published hectares, and a reload of which the truth is known."""

from dataclasses import replace

import pytest

import analytics
from analytics.core import earlier

pytestmark = pytest.mark.reference


@pytest.fixture(scope="module")
def amazon(reference):
    return analytics.read(reference / "amw" / "mining_202400_simplified.geojson")


def test_the_numbers_are_those_of_totals(amazon):
    result = analytics.run("overview", amazon, by="country").result
    totals = analytics.run("totals", amazon).result
    assert result.table.equals(totals.table)
    assert result.at("area", "value") == totals.total_ha == pytest.approx(78_931, abs=1)
    assert result.why("area") == "single"


def test_a_reload_is_told_by_outline_alone(amazon):
    """The older load lacks some records and knows others as half as large; none has a number."""
    sites = amazon.sites
    is_away = sites.index % 40 == 0
    is_half = (sites.index % 40 == 1) & (sites["area_ha"] > 0)
    then = sites.assign(area_ha=sites["area_ha"].mask(is_half, sites["area_ha"] / 2), site_id="")
    before = replace(amazon, sites=then[~is_away].reset_index(drop=True))
    now = replace(amazon, sites=sites.assign(site_id=""))
    found = analytics.run("overview", earlier.beside(now, before)).result.since_load
    table = found.table.set_index("change")
    assert table["sites_now"].sum() == len(sites)
    assert table["sites_before"].sum() == len(sites) - is_away.sum()
    assert table["now_ha"].sum() == pytest.approx(sites["area_ha"].sum())
    assert abs(table.loc["new", "sites_now"] - is_away.sum()) <= 0.1 * is_away.sum()
    assert abs(table.loc["grown", "sites_now"] - is_half.sum()) <= 0.1 * is_half.sum()
    assert table.loc["gone", "sites_before"] == 0
