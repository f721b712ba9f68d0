import pytest

from analytics.core.issue import Severity
from tests.intake.frames import cleaned, codes, column, issue


def category(values, target="substance", name="mineral", **choices):
    return cleaned({name: values}, {target: name}, **choices)


def test_case_accents_and_plurals_fold_into_one_term():
    work = category(["Oro", "ORO", " oro ", "Ouro", "MINÉRIO DE OURO", "gold"])
    assert column(work, "substance") == ["gold"] * 6
    assert issue(work, "category-translated").rows == (1, 2, 3, 4, 5)
    assert column(work, "mineral")[4] == "MINÉRIO DE OURO"


def test_canonical_terms_pass_in_silence():
    work = category(["gold", "tin", None])
    assert column(work, "substance") == ["gold", "tin", None]
    assert codes(work) == ["id-made"]
    assert "mineral" not in work.frame


def test_what_no_list_knows_stays_and_is_listed():
    work = category(["Oro", "Unobtainium", "unobtainium "])
    assert column(work, "substance") == ["gold", "Unobtainium", "Unobtainium"]
    found = issue(work, "category-unknown")
    assert (found.rows, found.facts["values"], found.severity) == (
        (2, 3),
        "Unobtainium",
        Severity.WARNING,
    )


def test_several_in_a_cell_become_a_list():
    work = category(["Au, Cu", "oro/plata", "gold"])
    assert column(work, "substance") == ["gold; copper", "gold; silver", "gold"]
    assert issue(work, "category-split").rows == (1, 2)
    whole = category(["Au, Cu", "oro/plata", "gold"], category_split="keep")
    assert column(whole, "substance") == ["Au, Cu", "oro/plata", "gold"]


def test_the_list_is_stored_as_it_is_read_again():
    first = category(["Au, Cu"])
    again = category(column(first, "substance"), name="substance")
    assert column(again, "substance") == ["gold; copper"]
    assert "category-translated" not in codes(again)


def test_levels_are_never_split():
    work = category(["alto", "Très élevé", "bajo/medio"], "impact_level", "impacto")
    assert column(work, "impact_level") == ["high", "very_high", "bajo/medio"]


def test_none_is_a_finding_and_unknown_is_not():
    work = category(["ninguno", "desconocido", "mercurio"], "contaminant", "contaminante")
    assert column(work, "contaminant") == ["none", None, "mercury"]
    assert issue(work, "missing-words").rows == (2,)


@pytest.mark.parametrize("values", [[1.0, 0.0, None], ["sí", "no", "s/d"], [True, False, None]])
def test_a_yes_no_column_says_the_thing_it_is_named_after(values):
    work = category(values, "contaminant", "mercury")
    assert column(work, "contaminant") == ["mercury", None, None]
    assert issue(work, "flag-column").facts == {"value": "mercury", "no": 1}
    assert "mercury" in work.frame


def test_countries_become_codes_and_the_rest_is_listed():
    work = cleaned(
        {"pais": ["Brasil", "PER", "Atlantis", "RDC", "-99", "n/a"]}, {"country": "pais"}
    )
    assert column(work, "country") == ["BRA", "PER", None, "COD", None, None]
    assert issue(work, "country-unknown").rows == (3,)
    assert issue(work, "country-code-99").rows == (5,)
    assert issue(work, "country-translated").rows == (1, 4)
    assert column(work, "pais")[2] == "Atlantis"


def test_france_stays_france():
    assert column(cleaned({"country": ["France"]}, {"country": "country"}), "country") == ["FRA"]


def test_na_is_namibia_among_codes_of_two_letters_only():
    def country(values):
        return column(cleaned({"c": values}, {"country": "c"}), "country")

    assert country(["NA", "BR"]) == ["NAM", "BRA"]
    assert country(["NA", "Brasil"]) == [None, "BRA"]


def test_numeric_codes_are_read_with_three_digits():
    assert column(cleaned({"iso": [76, 604]}, {"country": "iso"}), "country") == ["BRA", "PER"]


def test_provinces_that_differ_in_case_become_the_most_frequent_spelling():
    values = ["Madre de Dios", "MADRE DE DIOS", "Madre  de Dios", "Puno"]
    work = cleaned({"region": values}, {"admin1": "region"})
    assert column(work, "admin1") == ["Madre de Dios"] * 3 + ["Puno"]
    assert issue(work, "text-variants").rows == (2,)
    apart = cleaned({"region": values}, {"admin1": "region"}, text_variants="keep")
    assert column(apart, "admin1")[1] == "MADRE DE DIOS"


def test_a_province_may_be_called_na():
    assert column(cleaned({"uf": ["NA", "-"]}, {"admin1": "uf"}), "admin1") == ["NA", None]
