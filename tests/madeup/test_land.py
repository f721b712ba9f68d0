"""The sample data set equals its truth, says sample everywhere, and is the same everywhere."""

import dataclasses

import numpy as np
import pandas as pd
import pytest
import shapely

from analytics import madeup
from analytics.core import geo, schema
from analytics.core.provenance import SAMPLE_SOURCE

# Of seed 7. A change of it changes every number shown with sample data.
FINGERPRINT = "7ec79dc70bb4"


@pytest.fixture(scope="module")
def made():
    return madeup.build()


@pytest.fixture(scope="module")
def truth():
    return madeup.truth()


def test_the_fingerprint_of_the_sample_never_changes(made):
    assert made.fingerprint == FINGERPRINT


def test_building_again_gives_the_same_data(made):
    from analytics.madeup.land import dataset

    again = dataset.__wrapped__(7)
    assert again is not made
    assert again.fingerprint == made.fingerprint
    assert madeup.build(8).fingerprint != made.fingerprint


def test_building_is_done_once_per_process(made):
    assert madeup.build() is made


@pytest.mark.parametrize("group", ["country", "province", "period"])
def test_totals_equal_the_truth(made, truth, group):
    import analytics

    result = analytics.run("totals", made, by=group).result
    found = result.table.set_index(group)
    wanted = {
        "country": truth.area_ha_by_country,
        "province": truth.area_ha_by_province,
        "period": truth.area_ha_by_year,
    }[group]
    assert found["area_ha"].to_dict() == pytest.approx(dict(wanted), rel=1e-4)
    assert result.total_ha == pytest.approx(truth.total_ha, rel=1e-5)
    assert result.sites == truth.sites
    if group == "country":
        assert found["sites"].to_dict() == dict(truth.sites_by_country)
        assert result.border_sites == len(truth.across_countries)
    if group == "province":
        assert found["sites"].to_dict() == dict(truth.sites_by_province)
        assert result.border_sites == len(truth.across_provinces)


def test_places_give_the_same_countries_as_the_layer(made, truth):
    parts = made.places.assign(
        area_ha=made.sites.loc[made.places["row"], schema.AREA_HA].to_numpy() * made.places["share"]
    )
    sums = parts.groupby("country")["area_ha"].sum().to_dict()
    assert sums == pytest.approx(dict(truth.area_ha_by_country), rel=1e-4)
    assert made.places.groupby("row")["share"].sum().to_numpy() == pytest.approx(1.0, abs=1e-12)
    assert (made.places.groupby("row").size().reindex(made.sites.index) >= 1).all()


def test_counts_of_values_equal_the_truth(made, truth):
    for column, counts in truth.records_by_value.items():
        assert made.sites[column].fillna("").value_counts().to_dict() == dict(counts)


def test_shares_and_gaps_are_those_of_registers(made):
    sites = made.sites
    assert (sites[schema.SUBSTANCE] == "gold").mean() == pytest.approx(0.70, abs=0.05)
    assert sites[schema.METHOD].isna().mean() == pytest.approx(0.08, abs=0.04)
    assert sites[schema.CONTAMINANT].isna().mean() == pytest.approx(0.15, abs=0.05)
    assert sites[schema.CONTAMINANT].str.contains("; ", na=False).mean() > 0.2
    assert sites[schema.CONFIDENCE].dropna().between(0.3, 1).all()
    for column in schema.CATEGORIES:
        assert sites[column].isna().any()


def test_values_are_canonical(made):
    from analytics.core import vocabulary

    for column in schema.CATEGORIES:
        terms = set(made.sites[column].dropna().str.split("; ").explode())
        assert terms <= set(vocabulary.terms(column))


def test_sites_have_the_canonical_columns(made):
    assert list(made.sites.columns) == list(schema.COLUMNS)
    assert made.sites.crs == schema.STORED_CRS
    assert made.sites.index.equals(pd.RangeIndex(len(made.sites)))
    measured = geo.area_ha(made.sites.geometry)
    assert made.sites[schema.AREA_HA].to_numpy() == pytest.approx(measured.to_numpy(), abs=1e-6)


def test_every_part_is_marked_as_sample(made):
    assert made.is_sample
    parts = {part.part for part in made.provenance}
    assert parts == {"sites", *made.layers, *made.rasters, *made.pixels}
    for part in made.provenance:
        assert part.is_sample
        assert part.name.startswith("sample-")
    for frame in (made.sites, *made.layers.values()):
        assert (frame["source"] == SAMPLE_SOURCE).all()
    assert made.sites[schema.SITE_ID].str.startswith("sample-").all()
    assert made.sites[schema.NAME].dropna().str.startswith("Sample").all()
    assert made.layers["concessions"]["holder"].str.startswith("Sample").all()
    assert all(name.startswith("sample-") for name in made.pixels)


def test_layers_are_valid_and_within_the_land(made):
    land = shapely.union_all(made.layers["countries"].geometry.to_numpy()).buffer(0.01)
    for name, layer in made.layers.items():
        assert layer.crs == schema.STORED_CRS, name
        assert layer.geometry.is_valid.all(), name
        assert not layer.geometry.is_empty.any(), name
        assert layer.geometry.within(land).all(), name


def test_polygons_wind_as_geojson_asks(made):
    for name, layer in (("sites", made.sites), *made.layers.items()):
        shapes = layer.geometry[layer.geom_type == "Polygon"]
        assert shapely.is_ccw(shapely.get_exterior_ring(shapes.to_numpy())).all(), name


def test_controls_show_in_the_sums(truth):
    controls = truth.controls
    real = truth.area_ha_by_province_and_year
    free = truth.area_ha_without_controls
    year = controls.first_year
    assert real[controls.province][year] / free[controls.province][year] == pytest.approx(
        1 - controls.drop, abs=0.002
    )
    prevented = free[controls.province][year] - real[controls.province][year]
    extra = real[controls.leaks_to][year] - free[controls.leaks_to][year]
    assert extra / prevented == pytest.approx(controls.leak, abs=0.01)
    assert real[controls.province]["2024"] / free[controls.province]["2024"] == pytest.approx(
        controls.rebound["2024"], abs=0.002
    )


def test_mining_grows(truth):
    years = list(truth.area_ha_by_year.values())
    assert years[-1] > 2 * years[0]


def test_changing_the_data_changes_the_fingerprint(made):
    sites = made.sites.copy()
    sites.loc[0, schema.AREA_HA] += 0.001
    assert dataclasses.replace(made, sites=sites).fingerprint != made.fingerprint


def test_the_equator_runs_through_it(made):
    _, south, _, north = made.layers["countries"].total_bounds
    assert south < 0 < north
    assert np.isfinite(made.sites.total_bounds).all()
