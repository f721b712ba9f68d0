"""Real files, cleaned: no row is lost, and the figures are those of the file."""

import pytest

from analytics.core import schema
from analytics.intake.mapping import guess
from analytics.intake.read import open_file
from analytics.intake.values import clean_values
from analytics.intake.work import Settings, Work
from tests.intake.frames import TODAY, codes, issue

pytestmark = pytest.mark.reference


@pytest.fixture
def cleaned(reference):
    def clean(name, **choices):
        raw = open_file(reference / name)
        work = Work(
            frame=raw.frame, columns=guess(raw.frame).columns, settings=Settings(choices=choices)
        )
        return raw.frame, clean_values(work, today=TODAY)

    return clean


@pytest.mark.parametrize("year", range(2018, 2025))
def test_mined_areas_are_those_of_the_file(cleaned, year):
    raw, work = cleaned(f"amw/mining_{year}00_simplified.geojson")
    assert work.frame["area_ha"].sum() == raw["Mined area (ha)"].sum()
    assert set(work.frame["period"]) == {str(year)}
    assert len(work.frame) == len(raw)


def test_the_record_table_keeps_every_hectare_and_its_country(cleaned):
    raw, work = cleaned("amw/records_municipality_year_illegality.csv")
    by_country = work.frame.groupby("country")["area_ha"].sum()
    given = raw.groupby("admin_country")["intersected_area_ha"].sum()
    names = {"BRA": "Brasil", "PER": "Peru", "SUR": "Suriname", "VEN": "Venezuela"}
    assert by_country.to_dict() == pytest.approx({c: given[n] for c, n in names.items()})
    assert len(work.frame) == len(raw)


def test_visits_are_dated_and_their_minerals_known(cleaned):
    raw, work = cleaned("ipis/ipis_drc_mine_visits.csv")
    assert len(work.frame) == len(raw) == 5338
    assert work.frame["period"].notna().all()
    assert (work.frame["substance"] == "gold").sum() == (raw["mineral1"] == "Or").sum()
    assert (work.frame["contaminant"] == "mercury").sum() == 426
    assert issue(work, "flag-column").facts["no"] == 1083
    assert issue(work, "category-unknown").count == 2
    assert issue(work, "id-revisited").facts["sites"] == 1122


def test_a_cadastre_is_read_to_the_last_phase_and_substance(cleaned):
    _, work = cleaned("amapa/AP_mineracao_equalarea.gpkg")
    assert work.frame["status"].notna().all()
    assert (work.frame["substance"] == "gold").sum() == 364
    assert "category-unknown" not in [i.code for i in work.issues if i.column == "FASE"]


def test_spanish_script_dates_keep_their_day(cleaned):
    raw, work = cleaned("peru/catastro_minero_17s_2026-03-10.geojson")
    assert work.frame["period"].notna().all()
    assert issue(work, "date-zone").count == len(raw)
    assert work.frame["period"].iloc[0] == "2025-12-30"
    assert issue(work, "period-out-of-range").count == 14


def test_square_kilometres_become_hectares(cleaned):
    raw, work = cleaned("indonesia/maus_v1_mining_polygons_idn.geojson")
    assert work.frame["area_ha"].sum() == pytest.approx(100 * raw["AREA_km2"].sum())
    assert issue(work, "unit-converted").facts["unit"] == "km2"


def test_all_countries_of_two_world_tables_are_known(cleaned):
    for name in ("icmm/global_mining_dataset_2025-09.csv", "fineprint/mines_general.csv"):
        raw, work = cleaned(name)
        assert work.frame["country"].notna().all()
        assert len(work.frame) + len(work.dropped) == len(raw)


def test_permits_list_every_resource_they_name(cleaned):
    _, work = cleaned("drc/drc_mining_permits_gfw.parquet")
    assert work.frame["substance"].str.contains("gold").sum() > 1000
    assert set(work.frame["status"].dropna()) == {"active", "application", "expired"}
    assert "category-split" in codes(work)
    assert work.frame[schema.AREA_HA].gt(0).all()
