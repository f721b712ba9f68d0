"""Trends of units and their sum: the reference case, many units, methods, events, what is told."""

import json

import numpy as np
import pytest
from click.testing import CliRunner

import analytics
from analytics.analyses.trend import ANALYSIS, TrendParams
from analytics.cli.main import cli
from analytics.core.errors import ParameterError
from analytics.intake.series import read_series
from tests.shapes import dataset, square

TEN = [12, 15, 14, 18, 22, 21, 27, 30, 29, 36]
HEAD = "unit,period,value_ha,kind,method_version\n"


def rows(unit, values, *, first=2015, method=""):
    return "".join(f"{unit},{first + n},{value},flow,{method}\n" for n, value in enumerate(values))


@pytest.fixture
def ask(tmp_path):
    def asked(text, **params):
        file = tmp_path / "series.csv"
        file.write_text(HEAD + text, encoding="utf-8")
        return analytics.execute(ANALYSIS, read_series(file), TrendParams(**params))

    return asked


def test_the_reference_trend(ask):
    answer = ask(rows("A", TEN))
    told = answer.result.trends.iloc[0]
    assert (told["course"], told["score"]) == ("rises", 39)
    assert told["p"] == pytest.approx(0.000115190, rel=1e-4)
    assert told[["slope_ha", "slope_low_ha", "slope_high_ha"]].tolist() == pytest.approx(
        [18 / 7, 2, 3]
    )
    assert told["growth"] == pytest.approx(0.12246, abs=1e-5)
    assert told["doubling"] == pytest.approx(6.0, abs=1e-3)
    assert answer.section().headline == (
        "A: new mining rises by about 2.6\N{NO-BREAK SPACE}ha each year (2.0\N{NO-BREAK SPACE}ha to "
        "3.0\N{NO-BREAK SPACE}ha), from 2015 to 2024."
    )


@pytest.mark.parametrize(
    ("values", "course", "said"),
    [
        (TEN[::-1], "falls", "falls by about"),
        ([5, 6, 7, 4, 8, 9], "open", "no trend can be told"),
        ([1, 2, 3, 4], "short", "whatever they are"),
        ([1, 2, 3], "untested", "at least 4"),
    ],
)
def test_what_is_said_of_a_series(ask, values, course, said):
    answer = ask(rows("A", values))
    assert answer.result.trends["course"].tolist() == [course]
    assert said in answer.section().headline
    assert answer.section("id").headline


def test_many_units_are_held_to_more(ask):
    dice = np.random.default_rng(1)
    text = "".join(rows(f"U{n}", dice.normal(100, 5, 8).round(2)) for n in range(60))
    answer = ask(text + rows("BIG", [900, 940, 920, 910, 960, 950, 930, 970]))
    result = answer.result
    assert (result.trends["p"] < 0.05).sum() > (result.trends["q"] < 0.05).sum()
    assert result.rising + result.falling <= 3
    assert "among all units" in answer.section().figures[3].note


def test_only_what_one_method_measured_is_compared(ask):
    text = rows("A", TEN, method="v1") + rows("A", [90, 92, 91, 93, 95], first=2025, method="v2")
    since = ask(text).result
    assert since.trends[["first", "known"]].to_numpy().tolist() == [["2025", 5]]
    assert since.series["is_used"].sum() == 5
    assert ask(text, breaks="ignore").result.trends["known"].tolist() == [15]
    method = since.breaks[since.breaks["kind"] == "method"]
    assert method["factor"].tolist() == pytest.approx([90 / 36])


def test_a_break_beside_an_event(ask):
    text = rows("A", [100, 104, 98, 102, 101, 99, 103, 100, 97, 103, 30, 29, 31, 30])
    answer = ask(text, events="2024, operation")
    likely = answer.result.breaks[answer.result.breaks["kind"] == "likely"]
    assert likely[["period", "is_event"]].to_numpy().tolist() == [["2025", True]]
    assert any("proves nothing by itself" in caveat for caveat in answer.section().caveats)


def test_an_event_of_a_unit_there_is_not_is_refused(ask):
    with pytest.raises(ParameterError, match="no series called Peru"):
        ask(rows("PER", [100, 104, 98, 102]), events="2024, operation, Peru")


def test_the_sum_stands_first_and_is_tested_on_its_own():
    made = [
        {"country": country, "period": str(2015 + n), "area_ha": v, "geometry": square(0, 0)}
        for country, values in (("PER", TEN), ("BRA", TEN[::-1]))
        for n, v in enumerate(map(float, values))
    ]
    result = analytics.execute(ANALYSIS, dataset(made), TrendParams()).result
    assert result.trends["unit"].tolist() == ["total", "BRA", "PER"]
    assert result.trends["course"].tolist() == ["open", "falls", "rises"]
    assert (result.units, result.rising, result.falling) == (2, 1, 1)


def test_the_line_passes_through_the_middle(ask):
    series = ask(rows("A", TEN)).result.series
    left = series["value_ha"] - series["fitted_ha"]
    assert left.median() == pytest.approx(0, abs=1e-9)
    assert np.diff(series["fitted_ha"]) == pytest.approx(18 / 7)


def test_the_terminal_answers_from_a_table(tmp_path):
    file = tmp_path / "series.csv"
    file.write_text(HEAD + rows("A", TEN), encoding="utf-8")
    said = CliRunner().invoke(cli, ["trend", "--series", str(file), "--json"])
    assert said.exit_code == 0, said.output
    assert json.loads(said.output)["result"]["trends"][0]["course"] == "rises"


def test_a_unit_nobody_observed_is_not_told_first(ask):
    answer = ask(rows("A", ["", "", ""]) + rows("B", [0, 0, 0]))
    assert answer.result.lead == "B"
    assert [chart.spec for chart in answer.section().charts]
