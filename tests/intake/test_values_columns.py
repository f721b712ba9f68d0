import geopandas as gpd
import pandas as pd
import pytest
from shapely import Point

from analytics.core import schema
from analytics.core.issue import Severity
from analytics.intake.work import Settings, Work
from tests.intake.frames import TODAY, cleaned, codes, column, issue

CANONICAL = [c for c in schema.COLUMNS if c not in (schema.COUNTRY_FOUND, schema.GEOMETRY)]


def test_every_canonical_column_is_there_and_typed():
    frame = cleaned({"x": ["a", "b"]}, {}).frame
    assert list(frame.columns) == [*CANONICAL, "x", "geometry"]
    assert frame["area_ha"].dtype == float
    assert pd.api.types.is_datetime64_any_dtype(frame["period_start"])
    assert frame.crs is None


def test_no_rows_at_all_are_no_trouble():
    frame = cleaned({"area": [], "year": [], "mineral": []}).frame
    assert len(frame) == 0
    assert set(CANONICAL) <= set(frame.columns)


def test_the_frame_given_is_left_alone():
    from analytics.intake.values import clean_values
    from tests.intake.frames import frame

    given = frame({"year": [2020], "area": ["1,5"]})
    before = given.copy()
    clean_values(
        Work(frame=given, columns={"period": "year", "area_ha": "area"}, settings=Settings()),
        today=TODAY,
    )
    pd.testing.assert_frame_equal(given, before)


def test_an_unmapped_column_gives_way_to_a_canonical_name_in_any_case():
    work = cleaned({"Country": ["x", "y"], "STATUS": ["p", "q"], "note": ["1", "2"]}, {})
    assert {"Country_source", "STATUS_source", "note"} <= set(work.frame.columns)
    assert issue(work, "column-taken").facts["columns"] == (
        "Country → Country_source, STATUS → STATUS_source"
    )


def test_no_two_columns_differ_in_case_only(tmp_path):
    work = cleaned({"Area_HA": ["1,5"], "name": ["a "], "Name_source": ["b"], "Status": ["x"]})
    names = [c.casefold() for c in work.frame.columns]
    assert len(names) == len(set(names))
    work.frame.set_crs(schema.STORED_CRS).to_file(tmp_path / "x.gpkg", driver="GPKG")


def test_a_changed_column_stays_and_an_unchanged_one_does_not_come_twice():
    work = cleaned({"Mined area (ha)": [1.5, 2.5], "year": [202400, 202400]})
    assert list(work.frame.columns) == [*CANONICAL, "year", "geometry"]


def test_our_own_export_comes_back_as_it_left():
    given = {"Sustancia": ["Oro", "xyz"], "fecha": ["14/07/2024", "2024"], "area_ha": [1.5, 2.5]}
    first = cleaned(given).frame.assign(country_found="PER")
    again = cleaned({c: first[c].to_list() for c in first.columns if c != "geometry"})
    wanted = first.drop(columns=["country_found", "geometry"])
    assert list(again.frame.columns.drop("geometry")) == list(wanted.columns)
    pd.testing.assert_frame_equal(
        pd.DataFrame(again.frame[wanted.columns]), wanted, check_dtype=False
    )
    assert "column-taken" not in codes(again)


def test_columns_that_say_nothing_are_named():
    work = cleaned(
        {"e": ["", None], "f": [None, None], "k": ["x", "x"], "a": [1, 2], "b": [1, 2]}, {}
    )
    assert issue(work, "column-empty").facts["columns"] == "e, f"
    assert issue(work, "column-constant").facts["columns"] == "k"
    assert issue(work, "column-copy").facts["columns"] == "b = a"
    assert {"e", "f", "k", "a", "b"} <= set(work.frame.columns)


@pytest.mark.parametrize(
    "words", [("TRUE", "FALSE"), ("Sí", "no"), ("sim", "não"), ("oui", "non"), ("ya", "tidak")]
)
def test_yes_and_no_in_words_become_true_and_false(words, tmp_path):
    work = cleaned({"seen": [words[0], words[1], None]}, {})
    assert column(work, "seen") == [True, False, None]
    assert issue(work, "boolean-text").count == 2
    assert column(cleaned({"seen": list(words)}, {}, boolean_text="keep"), "seen") == list(words)
    work.frame.set_crs(schema.STORED_CRS).to_file(tmp_path / "x.gpkg", driver="GPKG")
    assert gpd.read_file(tmp_path / "x.gpkg")["seen"].tolist()[:2] == [True, False]


@pytest.mark.parametrize("values", [["1", "0"], ["yes", "maybe"], ["no", "no"], ["a", "b"]])
def test_other_text_is_left_as_it_is(values):
    assert column(cleaned({"seen": values}, {}), "seen") == values


def test_ids_are_text_and_missing_ones_are_made_from_the_row():
    work = cleaned({"id": [206.0, None, 7.0]}, {"site_id": "id"})
    assert column(work, "site_id") == ["206", "R000002", "7"]
    assert issue(work, "id-made").rows == (2,)


def test_long_ids_keep_every_digit():
    assert column(cleaned({"id": [12345678901234567, 1]}, {"site_id": "id"}), "site_id")[0] == (
        "12345678901234567"
    )


def test_a_made_id_is_never_one_of_the_files():
    work = cleaned({"id": [None, "R000001"]}, {"site_id": "id"})
    assert len(set(column(work, "site_id"))) == 2


def test_a_site_seen_again_keeps_its_id():
    work = cleaned(
        {"id": ["a", "a", "b"], "year": [2020, 2021, 2020]}, {"site_id": "id", "period": "year"}
    )
    assert column(work, "site_id") == ["a", "a", "b"]
    assert issue(work, "id-revisited").severity is Severity.NOTE
    assert "id-repeated" not in codes(work)


def test_an_id_twice_in_one_period_is_in_doubt_and_never_dropped():
    columns = {"id": ["a", "a", "b"], "year": [2020, 2020, 2020]}
    targets = {"site_id": "id", "period": "year"}
    work = cleaned(columns, targets)
    assert issue(work, "id-repeated").rows == (1, 2)
    assert issue(work, "id-repeated").severity is Severity.WARNING
    numbered = cleaned(columns, targets, id_repeated="number")
    assert column(numbered, "site_id") == ["a", "a#2", "b"]
    assert not work.dropped
    assert not numbered.dropped


def test_a_row_that_repeats_another_in_everything_is_dropped_and_listed():
    shapes = [Point(0, 0), Point(0, 0), Point(0, 0), Point(1, 1)]
    work = cleaned({"a": ["x", "x", "y", "x"]}, {}, shapes=shapes)
    assert work.dropped == {2: "row-duplicate"}
    assert list(work.frame.index) == [1, 3, 4]
    kept = cleaned({"a": ["x", "x", "y", "x"]}, {}, shapes=shapes, row_duplicate="keep")
    assert not kept.dropped
    assert issue(kept, "row-duplicate").rows == (2,)


def test_equal_rows_of_a_plain_table_are_kept():
    work = cleaned({"country": ["PER", "PER"], "area_ha": [1.0, 1.0]}, shapes=[None, None])
    assert not work.dropped
    assert issue(work, "row-alike").option == "keep"


def test_every_finding_has_its_words():
    from analytics.core.words import LANGUAGES, Words
    from analytics.intake.work import ReadError

    work = cleaned(
        {
            "id": ["a", "a", None, "c"],
            "pais": ["Brasil", "Atlantis", "-99", "n/a"],
            "fecha": ["03/04/2025", "2019/2020", "soon", "2204"],
            "area": ["1.234", "0", "-1", "~5 acres"],
            "mineral": ["Oro, plata", "xyz", "oro", "oro"],
            "confianza": ["alto", "85", "40", "900"],
            "Status": ["sí", "no", "no", "sí"],
            "leer": ["", "", "", ""],
        },
        {
            "site_id": "id",
            "country": "pais",
            "period": "fecha",
            "area_ha": "area",
            "substance": "mineral",
            "confidence": "confianza",
        },
    )
    assert len(set(codes(work))) > 14
    for language in LANGUAGES:
        words = Words(ReadError.folder, language)
        for found in work.issues:
            assert found.message(words)
            assert found.remedy(words)


def test_rows_without_a_shape_are_judged_apart_from_those_with_one():
    shapes = [None, None, Point(), Point(), Point(1, 1), Point(1, 1)]
    work = cleaned({"area_ha": [5.0, 5.0, 6.0, 6.0, 9.0, 9.0]}, shapes=shapes)
    assert work.dropped == {6: "row-duplicate"}
    assert issue(work, "row-alike").rows == (2, 4)
    assert issue(work, "row-alike").option == "keep"
    dropped = cleaned({"area_ha": [5.0, 5.0]}, shapes=[None, None], row_alike="drop")
    assert dropped.dropped == {2: "row-alike"}


def test_an_id_of_its_own_makes_a_row_without_a_shape_a_repeat():
    columns = {"site id": ["a", "a", None, None], "area_ha": [1.0] * 4}
    work = cleaned(columns, {"site_id": "site id"}, shapes=[None] * 4)
    assert work.dropped == {2: "row-duplicate"}
    assert issue(work, "row-alike").rows == (4,)


@pytest.mark.parametrize(
    "word", ["Total", "TOTAL GENERAL", "Soma", "Somme", "Jumlah", "Grand total"]
)
def test_a_last_row_that_adds_up_the_others_is_left_out_and_listed(word):
    columns = {"country": ["PER", "BRA", word], "area_ha": [5.0, 7.0, 12.0]}
    work = cleaned(columns, shapes=[None] * 3)
    assert work.dropped == {3: "row-total"}
    assert "country-unknown" not in codes(work)
    assert not cleaned(columns, shapes=[None] * 3, row_total="keep").dropped


def test_a_last_row_called_total_with_another_sum_is_kept_and_told():
    columns = {"name": ["a", "b", "Total"], "area_ha": [5.0, 7.0, 90.0]}
    work = cleaned(columns, shapes=[None] * 3)
    assert not work.dropped
    assert issue(work, "row-total").option == "keep"


def test_a_place_called_total_is_a_place():
    columns = {"name": ["a", "b", "Total"], "area_ha": [5.0, 7.0, 12.0]}
    assert "row-total" not in codes(cleaned(columns))  # it has a shape
    columns["name"] = ["a", "Total", "b"]
    assert "row-total" not in codes(cleaned(columns, shapes=[None] * 3))


@pytest.mark.parametrize("names", [("2018", "2019", "2020"), ("area_2018", "area_2019", "ha 2020")])
def test_years_side_by_side_are_told(names):
    columns = {"country": ["PER", "BRA"], **{name: [5, 1] for name in names}}
    assert issue(cleaned(columns), "table-wide").count == 3


def test_a_table_with_an_area_of_its_own_is_not_wide():
    columns = {"area_ha": [1, 2], "2018": [1, 2], "2019": [1, 2]}
    assert "table-wide" not in codes(cleaned(columns))


def test_every_finding_about_columns_and_periods_has_its_words():
    import tomllib
    from pathlib import Path

    from analytics.core.words import LANGUAGES
    from analytics.intake import values

    file = Path(values.__file__).with_name("words_mapping.toml")
    for key, said in tomllib.loads(file.read_text(encoding="utf-8")).items():
        assert set(said) == set(LANGUAGES), key
