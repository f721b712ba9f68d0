from datetime import date, datetime
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.core.periods import (
    Codes,
    Order,
    codes_of,
    is_open,
    of_day,
    of_month,
    of_quarter,
    of_year,
    order_of,
    written,
)

YEARS = st.integers(1900, 2100)
DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))


def label(value, **how):
    seen = written(value)
    period = seen and seen.period(**how)
    return period and period.label


@pytest.mark.parametrize(
    ("value", "meant"),
    [
        ("2024", "2024"),
        (2024, "2024"),
        (2019.0, "2019"),
        ("2019.0", "2019"),
        (201800, "2018"),
        (202503, "2025-Q3"),
        ("202503", "2025-Q3"),
        ("2025-Q3", "2025-Q3"),
        ("2025Q3", "2025-Q3"),
        ("3T 2021", "2021-Q3"),
        ("T3 2021", "2021-Q3"),
        ("3er trimestre 2021", "2021-Q3"),
        ("1º trimestre de 2021", "2021-Q1"),
        ("triwulan 3 2021", "2021-Q3"),
        ("2025-07", "2025-07"),
        ("07/2025", "2025-07"),
        ("julho de 2021", "2021-07"),
        ("Jul-21", "2021-07"),
        ("2025-07-14", "2025-07-14"),
        ("2025/7/4", "2025-07-04"),
        ("2025-07-14T23:59:59Z", "2025-07-14"),
        ("2013-02-20 00:00:00+00", "2013-02-20"),
        (20250714, "2025-07-14"),
        ("31122020", "2020-12-31"),
        ("14/07/2025", "2025-07-14"),
        ("07/14/2025", "2025-07-14"),
        ("14.07.2025 10:30", "2025-07-14"),
        ("08-01-2023", "2023-01-08"),
        ("5/6/21", "2021-06-05"),
        ("1/1/70", "1970-01-01"),
        ("30 de diciembre de 2025", "2025-12-30"),
        ("3 mars 2020", "2020-03-03"),
        ("March 3, 2020", "2020-03-03"),
        ("15 Agustus 2019", "2019-08-15"),
        ("12-Jan-21", "2021-01-12"),
        ("Tue Dec 30 2025 00:00:00 GMT-0500 (hora estándar de Perú)", "2025-12-30"),
        (45123, "2023-07-16"),
        ("45123.5", "2023-07-16"),
        (1609459200000, "2021-01-01"),
        (date(2020, 2, 29), "2020-02-29"),
        (datetime(2020, 2, 29, 13), "2020-02-29"),  # noqa: DTZ001 - as files hand them over
        ("2019/2020", None),
        ("2025-02-30", None),
        ("31/02/2025", None),
        ("2025-13-01", None),
        ("202413", None),
        ("12345", None),
        ("12.5", None),
        ("about 2019", None),
        ("Mine Mars 2020", None),
        ("n/a", None),
        ("", None),
        (True, None),
        (None, None),
        (float("nan"), None),
        (float("inf"), None),
    ],
)
def test_every_way_of_writing_means_its_period(value, meant):
    assert label(value) == meant


def test_day_and_month_follow_the_order_unless_the_number_is_too_large():
    assert label("03/04/2025") == "2025-04-03"
    assert label("03/04/2025", order=Order.MONTH_FIRST) == "2025-03-04"
    assert label("13/04/2025", order=Order.MONTH_FIRST) == "2025-04-13"


def test_codes_follow_the_column():
    assert label("202503", codes=Codes.MONTH) == "2025-03"
    assert label("202500", codes=Codes.MONTH) == "2025"


@pytest.mark.parametrize(
    ("column", "codes"),
    [
        ([202501, 202503], None),
        ([202500, 202503], Codes.QUARTER),
        ([201800, 201900], Codes.QUARTER),
        ([202501, 202511], Codes.MONTH),
        ([202500, 202511], Codes.MONTH),
        ([2024, 2025], Codes.QUARTER),
    ],
)
def test_the_column_decides_what_codes_count(column, codes):
    assert codes_of(written(value) for value in column) == codes


@pytest.mark.parametrize(
    ("column", "orders"),
    [
        (["14/07/2025", "03/04/2025"], {Order.DAY_FIRST}),
        (["07/14/2025", "03/04/2025"], {Order.MONTH_FIRST}),
        (["14/07/2025", "07/14/2025"], {Order.DAY_FIRST, Order.MONTH_FIRST}),
        (["03/04/2025"], set()),
    ],
)
def test_the_column_shows_which_comes_first(column, orders):
    assert order_of(written(value) for value in column) == orders


def test_equal_day_and_month_leave_nothing_open():
    assert is_open(written("03/04/2025"))
    assert not is_open(written("04/04/2025"))
    assert not is_open(written("14/04/2025"))


def test_a_period_knows_its_last_day():
    assert of_month(2024, 2).end == date(2024, 2, 29)
    assert of_quarter(2025, 4).end == date(2025, 12, 31)
    assert (of_quarter(2025, 3).start, of_quarter(2025, 3).end) == (
        date(2025, 7, 1),
        date(2025, 9, 30),
    )


@settings(max_examples=60, deadline=None)
@given(DAYS)
def test_a_day_is_read_back_however_it_is_written(day):
    for pattern in ("%Y-%m-%d", "%d/%m/%Y", "%Y%m%d", "%d %B %Y", "%Y-%m-%dT00:00:00Z"):
        assert label(day.strftime(pattern)) == day.isoformat()
    assert label(day.strftime("%m/%d/%Y"), order=Order.MONTH_FIRST) == day.isoformat()


@settings(max_examples=40, deadline=None)
@given(YEARS)
def test_the_parts_of_a_year_tile_it(year):
    quarters = [of_quarter(year, number) for number in range(1, 5)]
    months = [of_month(year, number) for number in range(1, 13)]
    for parts in (quarters, months):
        assert parts[0].start == of_year(year).start
        assert parts[-1].end == of_year(year).end
        assert all((b.start - a.end).days == 1 for a, b in pairwise(parts))


@settings(max_examples=200, deadline=None)
@given(st.one_of(st.text(max_size=20), st.floats(), st.integers()))
def test_no_cell_breaks_the_reading(value):
    seen = written(value)
    if seen is not None:
        seen.period()


def test_there_is_no_day_that_the_calendar_lacks():
    assert of_day(2025, 2, 29) is None
    assert of_day(2024, 2, 29) is not None
