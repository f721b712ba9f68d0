"""Numbers and dates as each language writes them."""

import pandas as pd
import pytest

from analytics.core.countries import name
from analytics.core.errors import NotKnown
from analytics.core.words import LANGUAGES, Kind, Words

THIN, FIXED = "\N{NARROW NO-BREAK SPACE}", "\N{NO-BREAK SPACE}"


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "words.toml").write_text(
        '["n"]\n'
        + "\n".join(
            f'{lang} = {{ one = "{{count}} row", other = "{{count}} rows" }}' for lang in LANGUAGES
        )
        + '\n["plain"]\n'
        + "\n".join(f'{lang} = "{{year}}: {{area}}"' for lang in LANGUAGES)
    )
    return tmp_path


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("en", "1,234,567.9"),
        ("es", "1.234.567,9"),
        ("es-PE", "1,234,567.9"),  # Peru writes a decimal point
        ("pt", "1.234.567,9"),
        ("fr", f"1{THIN}234{THIN}567,9"),
        ("id", "1.234.567,9"),
    ],
)
def test_each_language_writes_its_own_numbers(folder, language, written):
    assert Words(folder, language).number(1_234_567.89, 1) == written


@pytest.mark.parametrize("value", [-0.0, 0, 0.0])
def test_nothing_is_written_without_a_sign(folder, value):
    assert Words(folder, "en").number(value, 1) == "0.0"


def test_numbers_kept_as_written_do_not_meet(folder):
    en, fr = Words(folder, "en"), Words(folder, "fr")
    assert [en.number(1.5, 1), fr.number(1.5, 1), en.number(1.5, 2)] == ["1.5", "1,5", "1.50"]
    assert [en.number(2.675, 2), en.number(1), en.number(1.0)] == [
        "2.68",
        "1",
        "1",
    ]


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (0.0, "0"),
        (0.01234, "0.0123"),
        (9.996, "10.0"),
        (12.44, "12.4"),
        (999.6, "1,000"),
        (1234.0, "1,230"),
        (225_993.9, "226,000"),
        (float("nan"), "–"),
        (-12.44, "-12.4"),
    ],
)
def test_observed_values_have_three_significant_figures(folder, value, written):
    assert Words(folder, "en").significant(value) == written


@pytest.mark.parametrize(
    ("share", "written"),
    [(0, "0"), (0.004, "< 1"), (0.5, "50"), (0.996, "> 99"), (1, "100"), (0.285, "28")],
)
def test_a_small_share_is_never_a_false_zero(folder, share, written):
    said = Words(folder, "en").percent(share).replace(FIXED, " ")
    assert said == f"{written} %"


def test_plural_follows_the_count(folder):
    words = Words(folder, "en")
    assert [words("n", count=n) for n in (0, 1, 2000)] == ["0 rows", "1 row", "2,000 rows"]
    assert Words(folder, "fr")("n", count=0) == "0 row"  # zero is singular in French


def test_years_given_as_text_are_not_grouped(folder):
    assert Words(folder, "en")("plain", year="2025", area=1234.5) == "2025: 1,230"


@pytest.mark.parametrize(
    ("label", "language", "written"),
    [
        ("2024", "es", "2024"),
        ("2025-Q3", "en", "Q3 2025"),
        ("2025-Q3", "es", "T3 2025"),
        ("2025-07", "pt", "jul. de 2025"),
        ("2025-07-14", "fr", "14 juil. 2025"),
        ("2025-07-14", "id", "14 Jul 2025"),
    ],
)
def test_periods_are_written_for_people(folder, label, language, written):
    assert Words(folder, language).period(label) == written


def test_countries_have_names_and_an_unknown_code_stays(folder):
    words = Words(folder, "es")
    assert words.country("BRA") == "Brasil"
    assert words.country("GUF") == "Guayana Francesa"
    assert words.country("QQQ") == "QQQ"
    assert name("XKX", words.locale) == "Kosovo"


def test_an_unknown_language_is_refused_with_the_list(folder):
    with pytest.raises(NotKnown, match="Choose one of: en, es, pt, fr, id"):
        Words(folder, "de")


def test_missing_values_are_a_dash_in_a_table(folder):
    words = Words(folder, "en")
    assert {words.cell(value, Kind.TEXT) for value in (None, float("nan"), pd.NA, pd.NaT)} == {"–"}


@pytest.mark.parametrize(
    ("difference", "written"),
    [
        (-0.157, "-0.2"),
        (6.144, "+6.1"),
        (9.94, "+9.9"),
        (9.96, "+10"),
        (38.24, "+38"),
        (99.96, "+100"),
        (-347.4, "-347"),
        (67_998.1, "+68,000"),
        (-2.3e-10, "0.0"),
        (0.031, "+0.03"),
        (0.0, "0.0"),
        (float("nan"), "–"),
    ],
)
def test_a_change_has_a_sign_and_no_more_digits_than_what_changed(folder, difference, written):
    assert Words(folder, "en").cell(difference, Kind.CHANGE) == written


@pytest.mark.parametrize(
    ("count", "written"),
    [
        (0, "< 100"),
        (99.9, "< 100"),
        (120, "100"),
        (130, "150"),
        (976, "1,000"),
        (4_460, "4,500"),
        (9_990, "10,000"),
        (13_456, "13,500"),
        (1_837_300, "1,840,000"),
        (float("nan"), "–"),
    ],
)
def test_people_are_rounded_as_estimates(folder, count, written):
    assert (
        Words(folder, "en").cell(count, Kind.PEOPLE).replace("\N{NO-BREAK SPACE}", " ") == written
    )


def test_a_plain_number_is_written_to_one_decimal(folder):
    assert Words(folder, "es").cell(10.84, Kind.DECIMAL) == "10,8"
    assert Kind.DECIMAL.is_number
    assert [Words(folder, "es").cell(x, Kind.TIMES) for x in (12.4, 0.333)] == ["12", "0,33"]
    assert Kind.TIMES.is_number
    assert [Words(folder, "es").cell(x, Kind.MODELLED) for x in (1234.0, 0.333)] == [
        "1.200",
        "0,33",
    ]
    assert not Kind.COUNTRY.is_number


@pytest.mark.parametrize(
    ("area", "written"),
    [
        (0.5, "0.500"),
        (9.994, "9.99"),
        (9.996, "10"),
        (58.96, "59"),
        (999.4, "999"),
        (999.6, "1,000"),
        (1_308.4, "1,310"),
        (12_345.6, "12,300"),
        (-35.04, "-35"),
        (0.0, "0"),
        (float("nan"), "–"),
    ],
)
def test_hectares_are_whole_from_ten_on(folder, area, written):
    words = Words(folder, "en")
    assert words.hectares(area) == f"{written}\N{NO-BREAK SPACE}ha"
    assert words.cell(area, Kind.HECTARES) == written
