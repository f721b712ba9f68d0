"""Shapes and places on real files, against figures their publishers give."""

import geopandas as gpd
import pandas as pd
import pyogrio
import pytest
from pyproj import Geod

from analytics.core import geo, schema
from analytics.intake.places import locate
from analytics.intake.shapes import clean_shapes
from analytics.intake.work import Settings, Work

pytestmark = pytest.mark.reference


def settled(frame, crs="", file_format="", *, country="", **choices):
    """The work after cleaning and placing, and the places."""
    rows = pd.RangeIndex(1, len(frame) + 1)
    shapes = gpd.GeoSeries(frame.geometry.to_numpy(), index=rows)
    others = pd.DataFrame(frame.drop(columns=frame.geometry.name)).set_axis(rows)
    choices = {code.replace("_", "-"): option for code, option in choices.items()}
    given = Work(
        frame=gpd.GeoDataFrame(others, geometry=shapes),
        columns={},
        settings=Settings(country=country, choices=choices),
    )
    done = clean_shapes(given, crs, file_format)
    assert len(done.frame) + len(done.dropped) == len(frame)
    if any(issue.severity == "error" for issue in done.issues):
        return done, None
    return locate(done)


def counts(done):
    return {issue.code: issue.count for issue in done.issues}


def by_country(places):
    return places.groupby("country")["share"].sum()


def test_every_amazon_polygon_finds_its_country(reference):
    files = sorted((reference / "amw").glob("mining_*_simplified.geojson"))
    frame = pd.concat([pyogrio.read_dataframe(file) for file in files])
    done, places = settled(frame, "EPSG:4326")
    assert counts(done) == {"country-found": 39_227, "border-split": 89}
    records = by_country(places)
    assert set(records.index) == {"BOL", "BRA", "COL", "ECU", "GUF", "GUY", "PER", "SUR", "VEN"}
    assert records["BRA"] == pytest.approx(20_741, abs=5)
    assert records["GUF"] == pytest.approx(804, abs=5)


def test_protected_areas_of_guinea_have_their_stated_area(reference):
    """A 3D system, heights, and one outline that crosses itself."""
    file = reference / "guinea" / "guinea_east_protected_areas.geojson"
    frame = pyogrio.read_dataframe(file)
    done, places = settled(frame, "EPSG:4979")
    assert {"z-dropped": 52, "shape-invalid": 1}.items() <= counts(done).items()
    assert geo.area_ha(done.frame.geometry).to_numpy() == pytest.approx(
        done.frame["GIS_ha"].to_numpy(), rel=1e-4
    )
    assert by_country(places)["GIN"] == pytest.approx(51.56, abs=0.05)


def test_indonesian_mines_have_their_stated_area_and_all_lie_at_home(reference):
    frame = pyogrio.read_dataframe(reference / "indonesia" / "maus_v1_mining_polygons_idn.geojson")
    done, places = settled(frame.assign(**{schema.COUNTRY: frame["ISO3_CODE"]}), "", "Shapefile")
    assert counts(done)["crs-missing"] == 765
    assert "country-disagrees" not in counts(done)
    assert set(places["country"]) == {"IDN"}
    stated_ha = done.frame["AREA_km2"].to_numpy() * 100
    assert geo.area_ha(done.frame.geometry).to_numpy() == pytest.approx(stated_ha, rel=2e-3)


def test_the_one_permit_far_outside_the_congo_is_pointed_out(reference):
    frame = pyogrio.read_dataframe(reference / "drc" / "titres_2016.geojson")
    done, places = settled(frame, "", "GeoJSON", country="COD")
    issue = next(issue for issue in done.issues if issue.code == "country-off-shore")
    assert frame.iloc[issue.rows[0] - 1]["name"] == "13214"
    assert issue.count == 1
    assert by_country(places)["COD"] == pytest.approx(len(frame), rel=0.01)
    _, apart = settled(frame, "", "GeoJSON", country="COD", country_off_shore="none")
    assert by_country(apart)[""] == 1


def test_a_custom_mercator_in_metres_gives_true_areas(reference):
    """Its own plane is off by up to 2 % either way; the geodesic is not."""
    frame = gpd.read_parquet(reference / "drc" / "drc_protected_areas_2013.parquet")
    done, places = settled(frame, frame.crs.to_wkt(), country="COD")
    assert counts(done)["crs-transformed"] == 50
    ours_ha = geo.area_ha(done.frame.geometry)
    geodesic = Geod(ellps="WGS84").geometry_area_perimeter
    exact_ha = [abs(geodesic(shape)[0]) / 1e4 for shape in done.frame.geometry]
    assert ours_ha.to_numpy() == pytest.approx(exact_ha, rel=1e-4)
    assert ((ours_ha / done.frame["Sup_SIG"] - 1).abs() < 0.02).mean() > 0.5  # stated roughly
    assert by_country(places)["COD"] > 49


def test_the_peruvian_cadastre_waits_for_its_zone(reference):
    frame = pyogrio.read_dataframe(reference / "peru" / "catastro_minero_17s_2026-03-10.geojson")
    alone, _ = settled(frame, "", "GeoJSON")
    assert counts(alone) == {"projection-unknown": 9_025}
    asked, _ = settled(frame, "", "GeoJSON", country="PER")
    issue = asked.issues[0]
    assert (issue.code, issue.count) == ("coordinates-projected", 9_025)
    assert issue.options[0] == "EPSG:32717"
    assert issue.facts["best_percent"] == 99
    done, places = settled(frame, "", "GeoJSON", country="PER", coordinates_projected="EPSG:32717")
    assert counts(done)["shape-invalid"] == 8
    assert by_country(places)["PER"] > 0.99 * len(frame)


def test_a_nameless_system_is_understood(reference):
    frame = pyogrio.read_dataframe(reference / "pop" / "burundi.gpkg")
    assert frame.crs.to_epsg() is None
    done, places = settled(frame, frame.crs.to_wkt())
    assert set(counts(done)) == {"country-found", "border-split"}
    assert by_country(places).idxmax() == "BDI"


def test_an_equal_area_plane_without_a_code_keeps_its_areas(reference):
    file = reference / "amapa" / "AP_mineracao_equalarea.gpkg"
    frame = pyogrio.read_dataframe(file, layer="sigmine_AP_2021_poly")
    done, places = settled(frame, frame.crs.to_wkt(), country="BRA")
    plane_ha = frame.area.to_numpy() / 1e4
    assert geo.area_ha(done.frame.geometry).sum() == pytest.approx(plane_ha.sum(), rel=2e-3)
    assert by_country(places)["BRA"] > 0.99 * len(done.frame)
