from datetime import date

import pytest

from analytics.core.issue import Action, Severity
from tests.intake.frames import cleaned, codes, column, issue


def dated(values, name="date", others=None, **choices):
    return cleaned({name: values, **(others or {})}, {"period": name}, **choices)


def test_a_period_has_its_label_days_and_kind():
    frame = dated(["2024", "2025-Q3", "2025-07", "2025-07-14", None]).frame
    assert list(frame["period"].dropna()) == ["2024", "2025-Q3", "2025-07", "2025-07-14"]
    assert list(frame["period_kind"].dropna()) == ["year", "quarter", "month", "day"]
    assert frame["period_start"].dt.date.tolist()[:3] == [
        date(2024, 1, 1),
        date(2025, 7, 1),
        date(2025, 7, 1),
    ]
    assert frame["period_end"].dt.date.tolist()[:3] == [
        date(2024, 12, 31),
        date(2025, 9, 30),
        date(2025, 7, 31),
    ]
    assert frame[["period", "period_start", "period_kind"]].iloc[4].isna().all()


def test_codes_with_a_whole_year_are_quarters():
    work = dated([202400.0, 202502.0, 202503.0])
    assert column(work, "period") == ["2024", "2025-Q2", "2025-Q3"]
    assert issue(work, "period-code-quarter").severity is Severity.NOTE


def test_codes_beyond_04_are_months():
    work = dated(["202501", "202511"])
    assert column(work, "period") == ["2025-01", "2025-11"]
    assert "period-code-month" in codes(work)


def test_codes_of_whole_years_are_no_news():
    assert codes(dated([201800, 201900])) == ["id-made"]


def test_codes_that_can_be_both_are_a_choice():
    work = dated([202501, 202503])
    assert column(work, "period") == ["2025-Q1", "2025-Q3"]
    asked = issue(work, "period-code-ambiguous")
    assert (asked.options, asked.option, asked.count) == (("quarter", "month"), "quarter", 2)
    months = dated([202501, 202503], period_code_ambiguous="month")
    assert column(months, "period") == ["2025-01", "2025-03"]


def test_one_date_beyond_12_decides_the_order_for_all():
    work = dated(["03/04/2025", "25/04/2025"])
    assert column(work, "period") == ["2025-04-03", "2025-04-25"]
    assert "date-order-day-first" in codes(work)
    work = dated(["03/04/2025", "04/25/2025"])
    assert column(work, "period") == ["2025-03-04", "2025-04-25"]
    assert "date-order-month-first" in codes(work)


def test_an_order_that_nothing_shows_is_a_choice():
    work = dated(["03/04/2025", "05/05/2025"])
    assert column(work, "period") == ["2025-04-03", "2025-05-05"]
    assert issue(work, "date-order-ambiguous").rows == (1,)
    swapped = dated(["03/04/2025", "05/05/2025"], date_order_ambiguous="month-first")
    assert column(swapped, "period") == ["2025-03-04", "2025-05-05"]


def test_dates_in_both_orders_are_read_each_by_itself():
    work = dated(["25/04/2025", "04/25/2025", "03/04/2025"])
    assert column(work, "period") == ["2025-04-25", "2025-04-25", "2025-04-03"]
    assert issue(work, "date-order-mixed").rows == (3,)


INDEX = {"system:index": ["20230108T053211_T17", "20230203T053211_T17"]}


def test_the_image_name_decides_the_order():
    work = dated(["08-01-2023", "03-02-2023"], others=INDEX)
    assert column(work, "period") == ["2023-01-08", "2023-02-03"]
    assert "date-order-day-first" in codes(work)
    assert "date-order-ambiguous" not in codes(work)
    work = dated(["01-08-2023", "02-03-2023"], others=INDEX)
    assert column(work, "period") == ["2023-01-08", "2023-02-03"]


def test_a_date_against_its_image_name_stops_the_file():
    work = dated(["08-01-2023", "04-02-2023"], others=INDEX)
    found = issue(work, "date-index-disagrees")
    assert (found.severity, found.action, found.rows) == (Severity.ERROR, Action.CHOOSE, (2,))
    assert found.options == ("index", "date", "drop")


@pytest.mark.parametrize(
    ("option", "kept"),
    [
        ("index", ["2023-01-08", "2023-02-03"]),
        ("date", ["2023-01-08", "2023-02-04"]),
        ("drop", ["2023-01-08"]),
    ],
)
def test_the_user_settles_a_contradiction(option, kept):
    work = dated(["08-01-2023", "04-02-2023"], others=INDEX, date_index_disagrees=option)
    assert column(work, "period") == kept
    assert issue(work, "date-index-disagrees").severity is Severity.WARNING
    assert len(kept) + len(work.dropped) == 2


def test_the_day_counts_as_it_is_written_whatever_the_zone():
    work = dated(["2025-12-31T23:30:00-05:00", "2025-12-30T00:10:00Z"])
    assert column(work, "period") == ["2025-12-31", "2025-12-30"]
    assert issue(work, "date-zone").count == 2


@pytest.mark.parametrize(
    ("value", "code", "label"),
    [
        (45123, "date-serial", "2023-07-16"),
        (1609459200000, "date-milliseconds", "2021-01-01"),
        ("5/6/21", "date-short-year", "2021-06-05"),
    ],
)
def test_odd_ways_of_writing_are_read_and_named(value, code, label):
    work = dated([value, value])
    assert column(work, "period") == [label, label]
    assert issue(work, code).count == 2


def test_two_years_in_a_cell_wait_for_the_user():
    assert column(dated(["2019/2020", "2021"]), "period") == [None, "2021"]
    assert column(dated(["2019/2020", "2021"], period_span="first"), "period") == ["2019", "2021"]
    assert column(dated(["2019/20", "2021"], period_span="last"), "period") == ["2020", "2021"]


def test_years_nobody_can_have_seen_are_pointed_out():
    work = dated(["2024", "2204", "1824"])
    assert column(work, "period") == ["2024", "2204", "1824"]
    assert issue(work, "period-out-of-range").rows == (2, 3)
    assert issue(work, "period-out-of-range").facts["last"] == "2026"
    unknown = dated(["2024", "2204", "1824"], period_out_of_range="unknown")
    assert column(unknown, "period") == ["2024", None, None]
    dropped = dated(["2024", "2204", "1824"], period_out_of_range="drop")
    assert (column(dropped, "period"), sorted(dropped.dropped)) == (["2024"], [2, 3])


def test_what_is_no_date_is_listed_and_kept():
    work = dated(["2024", "soon", "2025-02-30", "s/d"])
    assert column(work, "period") == ["2024", None, None, None]
    assert issue(work, "period-unread").rows == (2, 3)
    assert issue(work, "missing-words").rows == (4,)
    assert column(work, "date") == ["2024", "soon", "2025-02-30", "s/d"]


def test_many_new_years_days_may_be_years():
    values = ["2020-01-01"] * 6 + ["2020-05-05"] * 4
    assert issue(dated(values), "date-new-year").count == 6
    years = dated(values, date_new_year="year")
    assert column(years, "period") == ["2020"] * 6 + ["2020-05-05"] * 4
    assert "date-new-year" not in codes(dated(["2020-01-01"] * 4 + ["2020-05-05"] * 4))


def test_dates_of_the_file_itself_are_read():
    import pandas as pd

    work = dated(pd.to_datetime(["2020-01-15", None]))
    assert column(work, "period") == ["2020-01-15", None]
