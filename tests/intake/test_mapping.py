import pytest

from analytics.core import schema
from analytics.core.words import LANGUAGES, Words
from analytics.intake.column_names import header_unit, plain_name
from analytics.intake.mapping import guess
from analytics.intake.read import open_file
from analytics.intake.work import ReadError
from tests.intake.frames import frame


@pytest.mark.parametrize(
    ("column", "plain"),
    [
        ("Mined area (ha)", "mined area"),
        ("TIPO_DE_MINERÍA", "tipo de mineria"),
        ("codPais", "cod pais"),
        ("mineral1", "mineral"),
        ("admin1", "admin1"),
        ("ISO3_CODE", "iso3 code"),
        ("Armed group 2", "armed group"),
        ("(ha)", "ha"),
    ],
)
def test_a_name_is_compared_without_its_dress(column, plain):
    assert plain_name(column) == plain


@pytest.mark.parametrize(
    ("column", "unit"),
    [
        ("Mined area (ha)", "ha"),
        ("AREA_km2", "km2"),
        ("area_m2", "m2"),
        ("Superficie [km²]", "km²"),
        ("area", ""),
        ("ha", ""),
        ("Area (2020)", ""),
    ],
)
def test_a_header_states_its_unit(column, unit):
    assert header_unit(column) == unit


FIVE_LANGUAGES = {
    "en": ("Site ID", "Name", "Country", "Province", "Date", "Area (ha)", "Mineral", "Method"),
    "es": (
        "Código sitio",
        "Nombre",
        "País",
        "Departamento",
        "Fecha",
        "Superficie (ha)",
        "Sustancia",
        "Método de extracción",
    ),
    "pt": ("Id do local", "Nome", "País", "Estado", "Data", "Área (ha)", "Substância", "Método"),
    "fr": ("Code du site", "Nom", "Pays", "Province", "Date", "Surface (ha)", "Minerai", "Méthode"),
    "id": (
        "ID lokasi",
        "Nama",
        "Negara",
        "Provinsi",
        "Tanggal",
        "Luas (ha)",
        "Komoditas",
        "Metode",
    ),
}
VALUES = (
    ["A1", "A2", "A3"],
    ["El Dorado", "San Juan", "La Mina"],
    ["Peru", "Brasil", "Indonesia"],
    ["Puno", "Pará", "Aceh"],
    ["2024-01-05", "2024-02-06", "2023-03-07"],
    [1.5, 2.5, 30.0],
    ["gold", "oro", "emas"],
    ["alluvial", "draga", "terowongan"],
)


@pytest.mark.parametrize("language", LANGUAGES)
def test_columns_are_known_by_their_names_in_every_language(language):
    names = FIVE_LANGUAGES[language]
    found = guess(frame(dict(zip(names, VALUES, strict=True))))
    assert found.columns == dict(zip(schema.TARGETS[:8], names, strict=True))
    assert all(match.confidence >= 0.6 for match in found.matches)


def test_columns_are_known_by_their_values_alone():
    found = guess(frame({"a": VALUES[2], "b": VALUES[4], "c": VALUES[6], "d": VALUES[5]}))
    assert found.columns == {"country": "a", "period": "b", "substance": "c"}
    assert {match.reason for match in found.matches} == {"values"}


def test_our_own_columns_map_to_themselves():
    columns = dict(zip(schema.TARGETS[:8], VALUES, strict=True))
    assert guess(frame(columns)).columns == {name: name for name in columns}


def test_the_canonical_name_comes_before_its_synonyms():
    found = guess(frame({"Sustancia": ["oro", "plata"], "substance": ["gold", "silver"]}))
    assert found.columns == {"substance": "substance"}


def test_an_id_that_repeats_is_no_site_id():
    found = guess(frame({"id": ["a", "a", "b"]}))
    assert found.columns == {}
    assert found.match(schema.SITE_ID).reason == "values-doubt"
    assert guess(frame({"id": ["a", "c", "b"]})).columns == {"site_id": "id"}
    assert guess(frame({"code": ["a", "a", "b"]})).columns == {"site_id": "code"}
    assert guess(frame({"code": ["a", "a", "a", "b", "b"]})).columns == {}
    assert guess(frame({"pcode": ["a", "a", "b"]})).columns == {"site_id": "pcode"}


def test_a_name_whose_values_contradict_it_is_only_proposed():
    found = guess(frame({"year": ["red", "green", "blue"], "area": ["x", "y", "z"]}))
    assert found.columns == {}
    assert {match.target for match in found.proposed} == {"period", "area_ha"}


def test_estado_is_a_status_or_a_province_by_its_values():
    assert guess(frame({"estado": ["activo", "cerrado", "activo"]})).columns == {"status": "estado"}
    assert guess(frame({"estado": ["Amapá", "Pará", "Acre"]})).columns == {"admin1": "estado"}


def test_codes_of_brazilian_states_are_no_countries():
    assert "country" not in guess(frame({"UF": ["PA", "AM", "RO"]})).columns


def test_hectares_come_before_other_units():
    found = guess(frame({"area_m2": [1.0, 2], "area_km2": [1.0, 2], "area_ha": [1.0, 2]}))
    assert found.columns["area_ha"] == "area_ha"
    assert {m.column for m in found.candidates("area_ha")} == {"area_m2", "area_km2", "area_ha"}


def test_what_adds_up_comes_before_what_is_cumulative():
    columns = {"published_ha_cumulative": [1.0, 3.0], "published_ha": [1.0, 2.0]}
    assert guess(frame(columns)).columns["area_ha"] == "published_ha"


def test_the_first_of_a_numbered_family_is_taken():
    columns = {"mineral1": ["Or", "xyz"], "mineral2": ["Or", "Coltan"]}
    assert guess(frame(columns)).columns == {"substance": "mineral1"}


def test_an_expiry_date_is_no_period():
    assert guess(frame({"expiry_date": ["2030-01-01", "2031-01-01"]})).columns == {}


def test_coordinates_are_nobodys_column():
    assert guess(frame({"x": [1.0, 2.0], "Latitude": [3.0, 4.0], "geom": ["a", "b"]})).matches == ()


def test_no_rows_and_no_columns_give_no_guess():
    assert guess(frame({"area": []})).matches == ()
    assert guess(frame({})).matches == ()


def test_the_user_has_the_last_word():
    found = guess(frame({"area": [1.0, 2.0], "size": [1.0, 2.0], "note": ["a", "b"]}))
    chosen = found.with_column("area_ha", "size")
    assert chosen.columns["area_ha"] == "size"
    assert chosen.match("area_ha").reason == "chosen"
    assert [m.column for m in chosen.candidates("area_ha")] == ["size", "area"]
    assert "area_ha" not in chosen.with_column("area_ha", None).columns
    moved = chosen.with_column("name", "size")
    assert moved.columns == {"name": "size"}


def test_no_column_serves_two_targets():
    found = guess(frame({"date": ["2020-01-01", "2021-01-01"], "fecha": ["2020-01-02"] * 2}))
    assert len(set(found.columns.values())) == len(found.columns) == 1


def test_the_order_of_rows_changes_no_guess():
    columns = dict(zip(FIVE_LANGUAGES["es"], VALUES, strict=True))
    turned = {name: values[::-1] for name, values in columns.items()}
    assert guess(frame(columns)) == guess(frame(turned))


def test_every_reason_has_its_words():
    for language in LANGUAGES:
        words = Words(ReadError.folder, language)
        for code in ("name", "name-and-values", "values", "values-doubt", "flag", "chosen"):
            assert words(f"reason.{code}")
        assert words("reason.template")


REFERENCE = {
    "amw/mining_202400_simplified.geojson": {"period": "year", "area_ha": "Mined area (ha)"},
    "amw/records_municipality_year_illegality.csv": {
        "country": "admin_country",
        "admin1": "admin_name_field",
        "period": "admin_year",
        "area_ha": "intersected_area_ha",
    },
    "amw/published_national_yearly.csv": {"period": "admin_year", "area_ha": "published_ha"},
    "ipis/ipis_drc_mine_visits.csv": {
        "site_id": "pcode",
        "name": "name",
        "admin1": "province",
        "period": "visit_date",
        "substance": "mineral1",
        "contaminant": "mercury",
        "source": "source",
    },
    "amapa/AP_mineracao_equalarea.gpkg": {
        "site_id": "PROCESSO",
        "name": "NOME",
        "admin1": "NM_UF",
        "period": "ANO",
        "area_ha": "AREA_HA",
        "substance": "SUBS",
        "status": "FASE",
    },
    "peru/mineria_aurifera_peru_points.geojson": {"admin1": "Region", "area_ha": "Area_ha"},
    "peru/catastro_minero_17s_2026-03-10.geojson": {
        "site_id": "CODIGOU",
        "name": "CONCESION",
        "period": "FEC_DENU",
    },
    "fineprint/commodity_production.csv": {
        "name": "mine_fac",
        "country": "country",
        "period": "year",
        "substance": "commodity",
        "method": "type_mining",
    },
    "icmm/global_mining_dataset_2025-09.csv": {
        "site_id": "ICMMID",
        "name": "Mine Name",
        "country": "Country",
        "substance": "Primary Commodity",
    },
    "indonesia/maus_v1_mining_polygons_idn.geojson": {
        "country": "ISO3_CODE",
        "area_ha": "AREA_km2",
    },
    "guinea/guinea2024_mining_polys.geojson": {"confidence": "confidence"},
    "drc/drc_mining_permits_gfw.parquet": {
        "site_id": "code",
        "period": "date_do",
        "area_ha": "sup_sig_ha",
        "substance": "resource",
        "status": "statut",
    },
    "drc/titres_2016.geojson": {"name": "name", "status": "statut"},
    "ne/ne_50m_admin0.geojson": {"name": "NAME", "country": "ADM0_A3"},
}


@pytest.mark.reference
@pytest.mark.parametrize("name", REFERENCE)
def test_real_files_map_by_themselves(reference, name):
    assert guess(open_file(reference / name).frame).columns == REFERENCE[name]


@pytest.mark.reference
def test_a_yes_no_column_of_a_real_file_is_told_as_one(reference):
    found = guess(open_file(reference / "ipis/ipis_drc_mine_visits.csv").frame)
    assert found.match("contaminant").reason == "flag"


@pytest.mark.parametrize(
    "values", [["12.345", "45.123"], ["12,345", "7,891"], ["1.250", "2.500"], [-5, -6]]
)
def test_an_area_in_doubt_or_below_zero_is_an_area(values):
    assert guess(frame({"area_ha": values})).columns == {"area_ha": "area_ha"}


def test_an_area_of_nothing_but_zeros_is_not_used():
    assert guess(frame({"area_ha": [0, 0]})).columns == {}


@pytest.mark.parametrize(
    ("target", "name", "values"),
    [
        ("period", "date", ["2025-02-30", "foo", "1850", "20250113"]),
        ("period", "year", [2199, 2020, 1]),
        ("confidence", "confidence", ["85%", "0.9", "high", "150"]),
        ("country", "ISO_A3", ["-99", "-99", "PER"]),
        ("area_ha", "area_ha", ["1.5", "much", "little", "n.k."]),
    ],
)
def test_an_unmistakable_name_is_used_though_many_values_are_bad(target, name, values):
    assert guess(frame({name: values})).columns == {target: name}


def test_a_plain_id_that_comes_back_every_year_is_the_site():
    columns = {"id": [0, 1, 2] * 3, "year": [2018] * 3 + [2019] * 3 + [2020] * 3}
    found = guess(frame(columns))
    assert found.columns == {"site_id": "id", "period": "year"}
    assert found.match("site_id").confidence < 0.8


@pytest.mark.parametrize(
    "ids",
    [
        ["PER", "BRA", "COL"] * 3,  # countries
        ["a"] * 9,  # one for all
        ["a", "a", "b"] * 3,  # twice in a year
        ["a", "b", "c", "d", "e", "f", "g", "h", "a"],  # hardly any comes back
        [0.5, 1.5, 2.5] * 3,  # measures
    ],
)
def test_a_plain_id_that_is_something_else_is_not(ids):
    years = [2018] * 3 + [2019] * 3 + [2020] * 3
    assert "site_id" not in guess(frame({"id": ids, "year": years})).columns


def test_an_area_added_up_over_the_years_comes_second():
    columns = {"cumulative_area_ha": [1.0, 2.0], "area_ha": [1.0, 1.0]}
    assert guess(frame(columns)).columns["area_ha"] == "area_ha"
    del columns["area_ha"]
    assert guess(frame(columns)).columns["area_ha"] == "cumulative_area_ha"


def test_states_by_their_letters_are_no_countries():
    assert guess(frame({"estado": ["PA", "AM", "MT"]})).columns == {"admin1": "estado"}


def test_a_column_of_codes_that_all_say_na_is_namibia():
    assert guess(frame({"country_code": ["NA", "NA"]})).columns == {"country": "country_code"}
    assert guess(frame({"country": ["NA", "NA"]})).columns == {}
    assert guess(frame({"iso3": ["NA", "NA"]})).columns == {}


def test_what_is_proposed_and_not_used_is_told():
    from analytics.intake.pipeline import inspect

    text = b"name,country,date,tingkat,area_ha\na,PER,soon,1,1\nb,PER,late,2,2\n"
    told = [i for i in inspect(text).report.issues if i.code == "column-not-used"]
    assert [(i.severity, i.column) for i in told] == [("warning", "date")]
    folder = inspect(text).report.folder
    for language, name in (("en", "Period"), ("fr", "Période"), ("es-PE", "Periodo")):
        assert f"date → {name}" in told[0].message(Words(folder, language))
