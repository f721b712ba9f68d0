"""Tables of series: what is read, and the sentence where it cannot be."""

import numpy as np
import pytest

from analytics.core.dataset import SERIES
from analytics.intake.series import SeriesError, read_series, series_table
from analytics.stats.series.models import Step
from analytics.stats.series.panel import from_table

HEAD = "unit,period,value_ha,kind\n"


def told(text):
    return from_table(series_table(text.encode()))


def test_missing_is_not_zero():
    found = told(HEAD + "A,2020,1,flow\nA,2021,,flow\nA,2023,0,flow\nB,2022,4,flow\n")
    assert found.periods == ("2020", "2021", "2022", "2023")
    nan = np.nan
    assert found.flows == pytest.approx(
        np.array([[1, nan, nan, 0], [nan, nan, 4, nan]]), nan_ok=True
    )
    assert found.age.tolist() == [0, 1]


def test_a_stock_becomes_its_changes_and_a_fall_is_unknown():
    found = told(HEAD + "A,2020,10,stock\nA,2021,14,stock\nA,2022,13,stock\nB,2020,1,flow\n")
    assert found.flows[0] == pytest.approx([np.nan, 4, np.nan], nan_ok=True)
    assert found.flows[1, 0] == 1
    assert found.fell.tolist() == [1, 0]


@pytest.mark.parametrize(
    ("labels", "step", "between"),
    [
        (("2023-Q4", "2024-Q2"), Step.QUARTER, "2024-Q1"),
        (("2023-12", "2024-02"), Step.MONTH, "2024-01"),
    ],
)
def test_quarters_and_months(labels, step, between):
    found = told(HEAD + "".join(f"A,{label},1,flow\n" for label in labels))
    assert found.step is step
    assert found.periods == (labels[0], between, labels[1])


def test_a_change_of_method_is_seen_across_a_gap():
    rows = "A,2020,1,flow,v1\nA,2021,,flow,v2\nA,2022,3,flow,v2\nA,2023,3,flow,v2\n"
    found = told("unit,period,value_ha,kind,method_version\n" + rows)
    assert found.changes_of_method().tolist() == [[False, False, True, False]]


def test_a_semicolon_goes_with_a_decimal_comma():
    assert told("Unit;Period;value_ha;kind\nA;2020;1,5;Flow\n").flows.tolist() == [[1.5]]
    grouped = told("unit;period;value_ha;kind\nA;2020;1.234;flow\nA;2021;2.702,5;flow\n")
    assert grouped.flows.tolist() == [[1234.0, 2702.5]]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("unit,period,value_ha\nA,2020,1\n", "series-columns"),
        (HEAD, "series-empty"),
        ("", "series-table"),
        (HEAD + "A,2020,many,flow\n", "series-number"),
        (HEAD + "A,2020,-3,flow\n", "series-number"),
        (HEAD + "A,2020,inf,flow\n", "series-number"),
        (HEAD + "A,2020,1e12,flow\n", "series-number"),
        (HEAD + "A,soon,1,flow\n", "series-period"),
        (HEAD + "A,2020-01-05,1,flow\n", "series-period"),
        (HEAD + "A,2020,1,flow\nA,2020-Q1,1,flow\n", "series-mixed"),
        (HEAD + ",2020,1,flow\n", "series-unit"),
        (HEAD + "A,2020,1,area\n", "series-kind"),
        (HEAD + "A,2020,1,flow\nA,2020,2,flow\n", "series-twice"),
        (HEAD + "A,2020,1,flow\nA,2021,2,stock\n", "series-kinds"),
        ("unit,period,kind,value_ha\nA,2020,flow,12,5\n", "series-table"),  # a decimal comma
        ("unit,period,value_ha,Value_ha,kind\nA,2020,1,2,flow\n", "series-headings"),
        ("unit;period;value_ha;kind\nA;2020;1.234;flow\n", "series-open"),
        ("unit;period;value_ha;kind\nA;2020;14 ha;flow\n", "series-number"),
        (HEAD + "".join(f"{n},{2000 - n % 2}-01,1,flow\n" for n in range(80_000)), "series-span"),
    ],
)
def test_a_sentence_for_what_cannot_be_read(text, code):
    with pytest.raises(SeriesError) as refused:
        series_table(text.encode())
    assert refused.value.code == code
    assert "{" not in refused.value.text("fr")


def test_not_a_text():
    with pytest.raises(SeriesError, match="UTF-8"):
        series_table(b"\xff\xfe\x00unit")
    with pytest.raises(SeriesError, match="UTF-8"):  # no chart can hold it
        series_table((HEAD + "A\x01,2020,1,flow\n").encode())


def test_a_file_becomes_a_data_set_without_sites(tmp_path):
    file = tmp_path / "mine.csv"
    file.write_text(HEAD + "A,2020,1,stock\n", encoding="utf-8")
    data = read_series(file)
    assert (len(data.sites), data.name, str(data.measure)) == (0, "mine.csv", "stock")
    assert data.pixels[SERIES]["value_ha"].tolist() == [1.0]
    file.write_text(HEAD + "A,2020,2,stock\n", encoding="utf-8")
    assert read_series(file).fingerprint != data.fingerprint
