"""Amazon Mining Watch: published figures reproduced from the files they came from."""

import json

import geopandas as gpd
import pandas as pd
import pytest

import analytics
from analytics.core.schema import AreaBasis
from analytics.intake.layers import read_layer

pytestmark = pytest.mark.reference

YEARS = range(2018, 2025)


@pytest.fixture(scope="module")
def amw(reference):
    return reference / "amw"


@pytest.fixture(scope="module")
def published(amw):
    """Hectares by country code and year."""
    table = pd.read_csv(amw / "published_national_yearly.csv")
    return table.assign(year=table["admin_year"] // 100).set_index(["id", "year"])["published_ha"]


@pytest.fixture(scope="module")
def records(amw):
    return analytics.read(amw / "records_municipality_year_illegality.csv")


@pytest.fixture(scope="module")
def polygons(amw, tmp_path_factory):
    """The seven yearly files as one, the way a user would join them."""
    features = []
    for year in YEARS:
        file = amw / f"mining_{year}00_simplified.geojson"
        features += json.loads(file.read_text(encoding="utf-8"))["features"]
    joined = tmp_path_factory.mktemp("amw") / "mining.geojson"
    joined.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    return analytics.read(joined)


def test_the_record_table_gives_the_published_country_totals_exactly(records, published):
    for year in YEARS:
        data = records.where({"period": [str(year)]})
        found = analytics.run("totals", data, by="country").result.table
        assert set(found["country"]) == {"BRA", "PER", "SUR", "VEN"}
        for code, area_ha in found.set_index("country")["area_ha"].items():
            assert area_ha == pytest.approx(published[code, year], rel=1e-9)


def test_the_record_table_by_period_adds_up_to_the_same(records, published):
    found = analytics.run("totals", records, by="period").result.table.set_index("period")
    assert list(found.index) == [str(year) for year in YEARS]
    for year in YEARS:
        countries = sum(published[code, year] for code in ("BRA", "PER", "SUR", "VEN"))
        assert found.loc[str(year), "area_ha"] == pytest.approx(countries, rel=1e-9)


def test_countries_cut_by_the_given_outlines_come_within_two_in_a_thousand(
    polygons, published, amw
):
    layer = read_layer("countries", amw / "national_admin.geojson")
    data = polygons.with_layer("countries", layer.frame, layer.provenance)
    found = analytics.run("totals", data, by="country").result
    assert found.area_basis is AreaBasis.ATTRIBUTE
    table = found.table.set_index("country")["area_ha"]
    for code in ("BRA", "PER", "SUR", "VEN"):
        total = sum(published[code, year] for year in YEARS)
        assert table[code] == pytest.approx(total, rel=2.1e-3), code
    # "Entire Amazon" is no country and its outline lies under all of them: left out, and said so
    assert [i.code for i in layer.report.issues if i.code == "layer-unnamed"]


def test_the_whole_amazon_as_one_outline_comes_within_two_in_a_thousand(
    polygons, published, amw, tmp_path
):
    whole = gpd.read_file(amw / "national_admin.geojson").query("id == 'AMAZ'")
    file = tmp_path / "amazon.geojson"
    whole[["geometry"]].assign(admin1="Amazon").to_file(file)
    layer = read_layer("provinces", file)
    data = polygons.with_layer("provinces", layer.frame, layer.provenance)
    found = 0.0
    for year in YEARS:
        one = data.where({"period": [str(year)]})
        table = analytics.run("totals", one, by="province").result.table.set_index("province")
        found += table.loc["Amazon", "area_ha"]
        # single years differ more: the published ones went through a second overlay first
        assert table.loc["Amazon", "area_ha"] == pytest.approx(published["AMAZ", year], rel=4e-3)
    assert found == pytest.approx(sum(published["AMAZ", year] for year in YEARS), rel=2e-3)


def test_bundled_outlines_agree_with_the_published_totals(polygons, published):
    """Natural Earth is coarser than the outlines used there; within one part in a hundred."""
    table = analytics.run("totals", polygons, by="country").result.table.set_index("country")
    for code in ("BRA", "PER", "SUR", "VEN"):
        total = sum(published[code, year] for year in YEARS)
        assert table.loc[code, "area_ha"] == pytest.approx(total, rel=0.02), code
    assert table.loc["GUF", "area_ha"] > 0  # its own unit, not France


def test_choosing_the_basis_changes_the_total_as_the_outlines_do(amw):
    """Law 2: the stated mined area is about a quarter of the outline's own area."""
    file = amw / "mining_202400_simplified.geojson"
    stated = analytics.run("totals", analytics.read(file, area="attribute")).result
    drawn = analytics.run("totals", analytics.read(file, area="geometry")).result
    assert stated.total_ha == pytest.approx(78_931, abs=1)
    assert drawn.total_ha == pytest.approx(332_502, rel=1e-3)
    both = analytics.inspect(file).report.issues
    assert any(issue.code == "area-basis" for issue in both)


def test_yearly_totals_of_the_polygons_are_the_files_own_sums(polygons, amw):
    table = analytics.run("totals", polygons, by="period").result.table.set_index("period")
    for year in YEARS:
        file = json.loads((amw / f"mining_{year}00_simplified.geojson").read_text(encoding="utf-8"))
        stated = sum(f["properties"]["Mined area (ha)"] for f in file["features"])
        assert table.loc[str(year), "area_ha"] == pytest.approx(stated, rel=1e-9)


@pytest.fixture(scope="module")
def territories(polygons, amw):
    data = polygons
    for name, file in (
        ("indigenous", "indigenous_territories"),
        ("conservation", "protected_areas"),
    ):
        layer = read_layer(name, amw / f"{file}.geojson")
        data = data.with_layer(name, layer.frame, layer.provenance)
    return analytics.run("compliance", data, error_m=0).result


@pytest.mark.parametrize(
    ("layer", "file", "within", "one_percent"),
    [
        ("indigenous", "indigenous_territories", 1.4e-3, 0.96),
        ("conservation", "protected_areas", 2e-3, 0.75),
    ],
)
def test_hectares_inside_territories_and_protected_areas(
    territories, amw, layer, file, within, one_percent
):
    """Zones whose outline is known to be the one the figures were made with (has_published)."""
    zones = gpd.read_file(amw / f"{file}.geojson")
    if "has_published" in zones:
        zones = zones[zones["has_published"]]
    known = zones["zone_id" if "zone_id" in zones else "id"]
    told = pd.read_csv(amw / f"published_{file}_yearly.csv").groupby("id")["published_ha"].sum()
    own = territories.by_zone[territories.by_zone["layer"] == layer]
    found = own.groupby("zone_id")["area_ha"].sum()
    both = pd.concat(
        [found[found.index.isin(known)], told], axis=1, join="inner", keys=["ours", "told"]
    )
    assert len(both) > 75
    assert both["ours"].sum() == pytest.approx(both["told"].sum(), rel=within)
    assert ((both["ours"] / both["told"] - 1).abs() < 0.01).mean() >= one_percent
    together = territories.by_layer[territories.by_layer["layer"] == layer]["area_ha"].sum()
    assert together <= own["area_ha"].sum()


def test_without_titles_the_amazon_is_undetermined_outside_of_protected_areas(territories):
    table = territories.by_class.set_index("class")["area_ha"]
    assert table["high"] == table["conditional"] == 0
    protected = territories.by_layer.query("layer == 'conservation'")["area_ha"].sum()
    assert table["low"] == pytest.approx(protected, rel=1e-9)
