import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.intake.numbers import Decimal, decimal_of, figure, hectares_in


def read(value, decimal=Decimal.POINT):
    taken = figure(value)
    return taken and taken.value(decimal)


@pytest.mark.parametrize(
    ("text", "number", "unit"),
    [
        ("12.4 ha", 12.4, "ha"),
        ("12,4ha", 12.4, "ha"),
        ("1 250,5 m²", 1250.5, "m²"),
        ("1\u202f250,5", 1250.5, ""),
        ("1'250.5", 1250.5, ""),
        ("1.234.567,8", 1234567.8, ""),
        ("1,234,567.8", 1234567.8, ""),
        ("1.234.567", 1234567, ""),
        ("12,34,567", 1234567, ""),
        ("0,123", 0.123, ""),
        ("0.3 km2", 0.3, "km2"),
        ("85 %", 85, "%"),
        ("-3,5", -3.5, ""),
        ("−4", -4, ""),
        ("+4", 4, ""),
        ("1e3", 1000, ""),
        ("~5", 5, ""),
        ("ca. 12", 12, ""),
        (".5", 0.5, ""),
        (7, 7, ""),
        (2.5, 2.5, ""),
    ],
)
def test_a_number_is_read_with_its_unit(text, number, unit):
    assert math.isclose(read(text), number)
    assert figure(text).unit == unit


@pytest.mark.parametrize(
    "text", ["", ".", "-", "abc", "10-20", "<5", "12 34", "12.05.2020", "1,2,3", "5 6", "1..2"]
)
def test_what_is_not_one_number_is_none(text):
    assert read(text) is None


@pytest.mark.parametrize("value", [True, None, float("nan"), float("inf"), "1e999"])
def test_what_is_no_finite_number_is_none(value):
    assert read(value) is None


def test_one_mark_before_three_digits_is_open():
    assert figure("1.234").is_open
    assert read("1.234", Decimal.POINT) == 1.234
    assert read("1.234", Decimal.COMMA) == 1234
    assert read("1,234", Decimal.POINT) == 1234
    assert read("1,234", Decimal.COMMA) == 1.234
    assert not figure("0.234").is_open
    assert not figure("1234.567").is_open


def test_the_column_shows_its_mark():
    assert decimal_of(figure(t) for t in ("1.234", "5,5")) == (Decimal.COMMA, False)
    assert decimal_of(figure(t) for t in ("1.234", "5.5")) == (Decimal.POINT, False)
    assert decimal_of(figure(t) for t in ("1.234", "12")) == (None, False)
    assert decimal_of(figure(t) for t in ("5,5", "6,6", "5.5")) == (Decimal.COMMA, True)


@pytest.mark.parametrize(
    ("unit", "hectares"),
    [
        ("ha", 1),
        ("Hectáreas", 1),
        ("km²", 100),
        ("sq km", 100),
        ("km^2", 100),
        ("m2", 1e-4),
        ("metros cuadrados", 1e-4),
        ("acres", 0.40468564224),
        ("kg", None),
        ("", None),
    ],
)
def test_a_unit_of_area_is_known(unit, hectares):
    assert hectares_in(unit) == hectares


@settings(max_examples=150, deadline=None)
@given(st.floats(0, 1e9), st.sampled_from([",", "."]), st.sampled_from(["", " ", "'", "mark"]))
def test_a_number_is_read_back_however_it_is_grouped(number, mark, group):
    other = "." if mark == "," else ","
    group = other if group == "mark" else group
    text = f"{number:,.4f}".replace(",", "G").replace(".", mark).replace("G", group)
    decimal = Decimal.COMMA if mark == "," else Decimal.POINT
    assert math.isclose(read(text, decimal), round(number, 4), abs_tol=1e-9)


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="0123456789.,' eE+-%ham²~", max_size=14))
def test_no_text_breaks_the_reading(text):
    for decimal in Decimal:
        value = read(text, decimal)
        assert value is None or math.isfinite(value)
