import math

import pytest

from analytics.core.issue import Action, Severity
from analytics.intake.work import ReadError
from tests.intake.frames import cleaned, codes, column, issue

AREA = {"area_ha": "area_ha"}


def area(values, name="area_ha", **choices):
    return cleaned({name: values}, {"area_ha": name}, **choices)


def test_plain_numbers_pass_in_silence():
    work = area([1.5, 2.0, None])
    assert column(work, "area_ha") == [1.5, 2.0, None]
    assert codes(work) == ["id-made"]


def test_decimal_commas_are_read_and_named():
    work = area(["1,5", "12,25", "3"])
    assert column(work, "area_ha") == [1.5, 12.25, 3]
    assert issue(work, "decimal-comma").rows == (1, 2)
    assert column(work, "area_ha_source") == ["1,5", "12,25", "3"]


def test_a_mark_that_nothing_explains_is_a_choice():
    assert column(area(["1.234", "5"]), "area_ha") == [1.234, 5]
    asked = issue(area(["1.234", "5"]), "decimal-ambiguous")
    assert (asked.severity, asked.options, asked.option) == (
        Severity.WARNING,
        ("point", "comma"),
        "point",
    )
    assert column(area(["1.234", "5"], decimal_ambiguous="comma"), "area_ha") == [1234, 5]


def test_other_numbers_of_the_column_explain_a_mark():
    work = area(["1.234", "5,5"])
    assert column(work, "area_ha") == [1234, 5.5]
    assert "decimal-ambiguous" not in codes(work)


def test_numbers_that_contradict_one_another_are_read_each_by_itself():
    work = area(["5,5", "6,5", "7.5", "1.234"])
    assert column(work, "area_ha") == [5.5, 6.5, 7.5, 1234]
    assert issue(work, "decimal-mixed").rows == (4,)


def test_units_in_cells_are_converted_one_issue_each():
    work = area(["12.4 ha", "0.3 km2", "5000 m²", "10 acres"])
    assert [round(a, 6) for a in column(work, "area_ha")] == [12.4, 30, 0.5, 4.046856]
    assert codes(work).count("unit-converted") == 3


def test_a_unit_in_the_header_holds_for_cells_without_one():
    work = area([2, 3], name="Superficie (km²)")
    assert column(work, "area_ha") == [200, 300]
    assert issue(work, "unit-converted").facts["factor"] == "100"
    assert column(area(["2", "3 ha"], name="AREA_km2"), "area_ha") == [200, 3]


def test_a_unit_that_nobody_states_is_an_assumption():
    work = area([2, 3], name="superficie")
    assert column(work, "area_ha") == [2, 3]
    assert issue(work, "area-unit-assumed").severity is Severity.WARNING
    assert column(area([2.0], name="superficie", area_unit_assumed="km2"), "area_ha") == [200]


def test_zero_is_observed_and_less_is_unknown():
    work = area([0.0, -2.0, 3.0])
    assert column(work, "area_ha") == [0, None, 3]
    found = issue(work, "area-not-positive")
    assert (found.rows, found.facts) == ((1, 2), {"zero": 1, "negative": 1})
    assert found.severity is Severity.WARNING
    assert issue(area([0.0, 1.0]), "area-not-positive").severity is Severity.NOTE


def test_rows_without_area_can_be_dropped_and_are_listed():
    work = area([0.0, -2.0, 3.0], area_not_positive="drop")
    assert column(work, "area_ha") == [3]
    assert work.dropped == {1: "area-not-positive", 2: "area-not-positive"}
    assert issue(work, "area-not-positive").action is Action.DROPPED


def test_what_is_no_number_is_unknown_and_listed():
    work = area(["5", "about a lot", "10-20", "n/a", ""])
    assert column(work, "area_ha") == [5, None, None, None, None]
    assert issue(work, "number-unread").rows == (2, 3)
    assert issue(work, "missing-words").rows == (4,)


def test_an_infinite_number_is_unknown():
    assert column(area([1.0, math.inf]), "area_ha") == [1, None]


def test_rough_numbers_are_taken_and_named():
    work = area(["~5", "6"])
    assert column(work, "area_ha") == [5, 6]
    assert issue(work, "number-rough").rows == (1,)


def confidence(values):
    return cleaned({"confidence": values}, {"confidence": "confidence"})


def test_confidence_in_percent_is_divided():
    work = confidence([85.0, 40.0, 100.0])
    assert column(work, "confidence") == [0.85, 0.4, 1]
    assert issue(work, "confidence-percent").count == 3
    assert column(work, "confidence_source") == [85, 40, 100]
    assert column(confidence(["0.8", "85 %"]), "confidence") == [0.8, 0.85]


def test_confidence_from_0_to_1_passes_in_silence():
    work = confidence([0.2, 1.0, None])
    assert column(work, "confidence") == [0.2, 1, None]
    assert codes(work) == ["id-made"]


def test_a_share_among_percents_is_a_choice():
    work = confidence([85.0, 0.9])
    assert column(work, "confidence") == pytest.approx([0.85, 0.009])
    assert issue(work, "confidence-mixed").rows == (2,)
    targets = {"confidence": "confidence"}
    shared = cleaned({"confidence": [85.0, 0.9]}, targets, confidence_mixed="share")
    assert column(shared, "confidence") == [0.85, 0.9]


def test_words_of_confidence_never_become_numbers():
    work = confidence(["High", "alto", "0.5"])
    assert column(work, "confidence") == [None, None, 0.5]
    assert column(work, "confidence_source") == ["High", "alto", "0.5"]
    assert issue(work, "confidence-words").rows == (1, 2)
    assert "number-unread" not in codes(work)


def test_confidence_out_of_range_is_unknown():
    work = confidence([0.5, -0.1, 120.0])
    assert column(work, "confidence") == [0.5, None, None]
    assert issue(work, "confidence-out-of-range").rows == (2, 3)


def test_an_option_that_is_none_is_refused():
    with pytest.raises(ReadError, match="Choose one of: keep, drop"):
        area([0.0], area_not_positive="shred")


def test_a_number_beyond_all_numbers_is_listed():
    work = cleaned({"area_ha": ["1.5", "1e999"]}, {"area_ha": "area_ha"})
    assert issue(work, "number-unread").rows == (2,)
    work = cleaned({"area_ha": [1.5, float("inf")]}, {"area_ha": "area_ha"})
    assert issue(work, "number-unread").rows == (2,)


@pytest.mark.parametrize(
    "name", ["cumulative_area_ha", "area acumulada (ha)", "luas kumulatif", "total_area_ha"]
)
def test_a_header_that_says_cumulative_is_told(name):
    columns = {name: [1.0, 2.0], "year": [2020, 2021]}
    targets = {"area_ha": name, "period": "year"}
    assert issue(cleaned(columns, targets), "area-cumulative").column == name
    assert "area-cumulative" not in codes(cleaned(columns, {"area_ha": name}))
