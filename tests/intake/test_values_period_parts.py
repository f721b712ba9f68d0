"""Periods written in two columns."""

import pytest

from tests.intake.frames import cleaned, codes, column, issue


@pytest.mark.parametrize(
    ("name", "values", "expected"),
    [
        ("month", [1, 2, 12], ["2020-01", "2021-02", "2022-12"]),
        ("Mes", ["enero", "feb", "12"], ["2020-01", "2021-02", "2022-12"]),
        ("bulan", ["Januari", "Februari", "Desember"], ["2020-01", "2021-02", "2022-12"]),
        ("quarter", [1, 2, 4], ["2020-Q1", "2021-Q2", "2022-Q4"]),
        ("Trimestre", ["I", "II", "IV"], ["2020-Q1", "2021-Q2", "2022-Q4"]),
        ("triwulan", ["Q1", "T2", "TW4"], ["2020-Q1", "2021-Q2", "2022-Q4"]),
        ("month", [1.0, None, 12.0], ["2020-01", "2021", "2022-12"]),
    ],
)
def test_a_year_and_its_part_are_one_period(name, values, expected):
    work = cleaned({"year": [2020, 2021, 2022], name: values, "area_ha": [1.0, 2.0, 3.5]})
    assert column(work, "period") == expected
    assert issue(work, "period-combined").facts["other"] == name
    assert {"year", name} <= set(work.frame.columns)


def test_a_part_that_fits_no_year_is_told():
    work = cleaned({"year": [2020, 2021], "month": [1, 13]})
    assert column(work, "period") == ["2020-01", "2021"]
    assert issue(work, "period-part-unread").rows == (2,)


def test_a_month_beside_full_dates_is_left_alone():
    work = cleaned({"date": ["2020-01-05", "2021-02-06"], "month": [1, 2]})
    assert column(work, "period") == ["2020-01-05", "2021-02-06"]
    assert "period-combined" not in codes(work)


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("2020-01-01", "2020-12-31", "2020"),
        ("2020-04-01", "2020-06-30", "2020-Q2"),
        ("2020-02-01", "2020-02-29", "2020-02"),
        ("2020-02-03", "2020-02-03", "2020-02-03"),
        ("01/01/2020", "31/12/2020", "2020"),
    ],
)
@pytest.mark.parametrize(
    ("start", "end"),
    [("start", "end"), ("fecha inicio", "fecha fin"), ("start_date", "end_date")],
)
def test_two_days_that_bound_a_period_are_that_period(start, end, first, last, expected):
    work = cleaned({start: [first], end: [last]}, {"period": start})
    assert column(work, "period") == [expected]
    assert "period-end-unused" not in codes(work)


def test_two_days_that_bound_none_keep_the_first_and_say_so():
    columns = {"start": ["2020-01-01", "2021-01-01"], "end": ["2020-12-31", "2022-03-05"]}
    work = cleaned(columns, {"period": "start"})
    assert column(work, "period") == ["2020", "2021-01-01"]
    assert issue(work, "period-end-unused").rows == (2,)


def test_the_end_of_another_thing_is_no_end_of_ours():
    columns = {"visit start": ["2020-01-01"], "licence end": ["2020-12-31"]}
    assert column(cleaned(columns, {"period": "visit start"}), "period") == ["2020-01-01"]


@pytest.mark.parametrize(
    ("month", "day"), [("month", "day"), ("mes", "día"), ("mois", "jour"), ("bulan", "tanggal")]
)
def test_a_year_a_month_and_a_day_are_one_day(month, day):
    work = cleaned({"year": [2020, 2021, 2024], month: [1, 2, 2], day: [5, 28, 29.0]})
    assert column(work, "period") == ["2020-01-05", "2021-02-28", "2024-02-29"]
    assert column(work, "period_kind") == ["day"] * 3
    assert issue(work, "period-combined").facts["other"] == f"{month}, {day}"
    assert {month, day} <= set(work.frame.columns)


def test_a_day_the_month_does_not_have_leaves_the_month_and_is_told():
    work = cleaned({"year": [2021, 2021, 2021], "month": [2, 2, 3], "day": [29, None, "soon"]})
    assert column(work, "period") == ["2021-02", "2021-02", "2021-03"]
    told = issue(work, "period-part-unread")
    assert (told.rows, told.column) == ((1, 3), "day")


def test_a_day_without_its_month_leaves_the_year():
    work = cleaned({"year": [2020, 2021], "month": [None, 2], "day": [5, 6]})
    assert column(work, "period") == ["2020", "2021-02-06"]


def test_a_column_of_days_beside_quarters_is_left_alone():
    work = cleaned({"year": [2020, 2021], "quarter": [1, 2], "day": [5, 6]})
    assert column(work, "period") == ["2020-Q1", "2021-Q2"]
