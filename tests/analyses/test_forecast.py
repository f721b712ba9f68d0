"""Forecasts of units and their sum: numbers, refusals, breaks, events, and what is told."""

import json
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

import analytics
from analytics.analyses.forecast import ANALYSIS, ForecastParams
from analytics.cli.main import cli
from analytics.core.errors import MissingInput, ParameterError
from analytics.intake.series import from_bytes, read_series
from analytics.stats.series.panel import from_table
from reports.brief.answers import ask as asked_again
from reports.brief.compose import compose
from reports.brief.order import Order, Wanted
from tests.shapes import dataset, square

ROOT = Path(__file__).parents[2]
TEN = [12, 15, 14, 18, 22, 21, 27, 30, 29, 36]
HEAD = "unit,period,value_ha,kind,se_ha,method_version\n"


def rows(unit, values, *, first=2015, method="", kind="flow", error=""):
    return "".join(
        f"{unit},{first + n},{value},{kind},{error},{method}\n" for n, value in enumerate(values)
    )


@pytest.fixture
def ask(tmp_path):
    def asked(text, **params):
        file = tmp_path / "series.csv"
        file.write_text(HEAD + text, encoding="utf-8")
        return analytics.execute(ANALYSIS, read_series(file), ForecastParams(**params))

    return asked


def records(country, values):
    return [
        {"country": country, "period": str(2015 + n), "area_ha": float(v), "geometry": square(0, 0)}
        for n, v in enumerate(values)
    ]


def test_the_reference_forecast(ask):
    told = ask(rows("A", TEN), model="c4").result.forecast
    assert told["period"].tolist() == ["2025", "2026", "2027"]
    assert told["median_ha"].tolist() == pytest.approx([37.5087, 38.9993, 40.4789], abs=1e-4)
    assert told["lo80_ha"].tolist() == pytest.approx([31.534, 30.514, 29.972], abs=1e-3)
    assert told["hi95_ha"].tolist() == pytest.approx([51.355, 60.818, 69.754], abs=1e-3)
    assert told["grade"].tolist() == ["B", "B", "B"]


def test_the_sum_of_units_is_the_sum_of_their_forecasts():
    data = dataset(records("PER", TEN) + records("BRA", [9 + v / 2 for v in TEN[::-1]]))
    result = analytics.execute(ANALYSIS, data, ForecastParams()).result
    by_unit = result.forecast.groupby("unit")["median_ha"].sum()
    assert abs(by_unit["total"] - by_unit["PER"] - by_unit["BRA"]) < 1e-6 * by_unit["total"]
    sums = result.sums.set_index("unit")["median_ha"]
    assert sums["total"] == pytest.approx(by_unit["total"])
    total = result.forecast[result.forecast["unit"] == "total"]
    assert (total["lo80_ha"] < total["median_ha"]).all()
    assert result.carried == 0


def provinces():
    """Two provinces of Peru and one of Brazil, ten years each."""
    own = {"North": TEN, "South": [v / 2 + n % 3 for n, v in enumerate(TEN)], "Coast": TEN[::-1]}
    made = [
        {**row, "admin1": name}
        for name, values in own.items()
        for row in records("BRA" if name == "Coast" else "PER", values)
    ]
    return dataset(made)


@pytest.mark.parametrize("sums", ["parts", "weighted"])
def test_provinces_add_up_to_countries_and_these_to_the_whole(sums):
    answer = analytics.execute(ANALYSIS, provinces(), ForecastParams(by="province", sums=sums))
    result = answer.result
    assert result.groups == ("BRA", "PER")
    wide = result.forecast.pivot_table(index="period", columns="unit", values="median_ha")
    north, south, coast = (f"{name}\N{NO-BREAK SPACE}· " for name in ("North", "South", "Coast"))
    peru = (wide[f"{north}PER"] + wide[f"{south}PER"]).to_numpy()
    assert wide["PER"].to_numpy() == pytest.approx(peru)
    assert wide["BRA"].to_numpy() == pytest.approx(wide[f"{coast}BRA"].to_numpy())
    assert np.abs(wide["total"] - wide["PER"] - wide["BRA"]).max() < 1e-6 * wide["total"].min()
    all_years = result.sums.set_index("unit")["median_ha"]
    assert all_years["PER"] == pytest.approx(wide["PER"].sum())
    ends = result.forecast.set_index(["unit", "period"])
    assert (ends["lo80_ha"] < ends["median_ha"]).all()
    assert (ends["median_ha"] < ends["hi80_ha"]).all()
    told = answer.section()
    assert any("add" in one or "is the sum" in one for one in told.caveats)
    assert {"North (Peru)", "Peru"} <= set(told.tables[0].frame["name"])


def test_what_is_less_sure_gives_way():
    free, weighed = (
        analytics.execute(ANALYSIS, provinces(), ForecastParams(by="province", sums=sums)).result
        for sums in ("parts", "weighted")
    )
    assert weighed.moved != free.moved
    assert abs(weighed.moved) < abs(free.moved)  # the whole's own forecast has a say
    one, other = (r.forecast.set_index(["unit", "period"])["median_ha"] for r in (free, weighed))
    assert (one != other).any()


def test_a_forecast_loads_no_other_library_of_models():
    code = (
        "import sys, analytics; analytics.run('forecast', analytics.sample(), by='zone').section();"
        "analytics.run('trend', analytics.sample()).section();"
        "print([m for m in sys.modules if m.split('.')[0] in ('statsmodels', 'sklearn')])"
    )
    said = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert said.stdout.strip() == "[]"


def test_a_unit_without_a_forecast_enters_with_its_last_value():
    data = dataset(records("PER", TEN) + records("BRA", [0] * 9 + [5]))
    answer = analytics.execute(ANALYSIS, data, ForecastParams())
    result = answer.result
    assert result.refused[["unit", "reason"]].to_numpy().tolist() == [["BRA", "zeros"]]
    by_unit = result.forecast.groupby("unit")["median_ha"].sum()
    assert by_unit["total"] == pytest.approx(by_unit["PER"] + 3 * 5)
    assert result.carried == 1
    assert any("last value: 1" in caveat for caveat in answer.section().caveats)


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        (TEN[:5], "few"),
        ([0, 0, 0, 0, *TEN[:6]], "zeros"),
        ([1, 900, 2, 700, 1, 800, 3, 500, 2, 900], "wide"),
        ([100, 104, 98, 102, 101, 99, 103, 100, 97, 900], "break"),
    ],
)
def test_a_reason_instead_of_a_line(ask, values, reason):
    answer = ask(rows("A", values))
    assert answer.result.refused["reason"].tolist() == [reason]
    assert answer.result.forecast.empty
    assert answer.section().headline.startswith("No forecast for A: ")
    assert answer.section().charts  # what was observed is shown all the same


def test_a_short_series_has_one_band_and_a_near_end(ask):
    told = ask(rows("A", TEN[:7]), horizon=12).result.forecast
    assert len(told) == 3
    assert told["lo95_ha"].isna().all()
    assert set(told["grade"]) == {"C"}


def test_another_method_and_both_ways_of_taking_it(ask):
    text = rows("A", TEN, method="v1") + rows("A", [50, 55, 52], first=2025, method="v2")
    anew = ask(text).result
    assert anew.refused[["reason", "known"]].to_numpy().tolist() == [["method", 3]]
    assert anew.breaks.loc[anew.breaks["is_acted"], "period"].tolist() == ["2025"]
    assert len(anew.other) == 3
    as_one = ask(text, breaks="ignore").result
    assert as_one.forecast["median_ha"].tolist() == anew.other["median_ha"].tolist()
    assert as_one.other_refused["reason"].tolist() == ["method"]


def test_the_sum_is_told_both_ways_too():
    made = records("PER", [*TEN, 50, 52]) + records("BRA", [*TEN, 40, 45])
    data = dataset(made)
    sites = data.sites.assign(method_version=["v1"] * 10 + ["v2"] * 2 + ["v1"] * 10 + ["v2"] * 2)
    data = replace(data, sites=sites)
    anew = analytics.execute(ANALYSIS, data, ForecastParams()).result
    as_one = analytics.execute(ANALYSIS, data, ForecastParams(breaks="ignore")).result
    assert set(anew.refused["unit"]) == {"total", "BRA", "PER"}
    assert anew.other["median_ha"].tolist() == as_one.forecast["median_ha"].tolist()
    assert set(anew.other["unit"]) == {"total", "BRA", "PER"}


def test_a_stated_error_widens_the_interval(ask):
    sure = ask(rows("A", TEN)).result.forecast
    unsure = ask(rows("A", TEN, error=6)).result.forecast
    assert (unsure["hi80_ha"] > sure["hi80_ha"]).all()
    assert unsure["median_ha"].tolist() == sure["median_ha"].tolist()


def test_a_stock_is_forecast_by_its_changes(ask):
    stock = np.cumsum([100, *TEN]).tolist()
    flows = ask(rows("A", stock, first=2014, kind="stock"), model="c4").result.forecast
    assert flows["median_ha"].tolist() == pytest.approx([37.5087, 38.9993, 40.4789], abs=1e-4)


def test_the_change_of_a_stock_between_two_methods_is_of_neither(ask):
    old = np.cumsum([100, 10, 11, 10, 12]).tolist()
    new = np.cumsum([900, 10, 11, 12, 11, 10, 12]).tolist()
    text = rows("A", old, kind="stock", method="v1")
    text += rows("A", new, first=2020, kind="stock", method="v2")
    used = ask(text).result.series.set_index("period")["is_used"]
    assert not used["2020"]
    assert used["2021":].all()
    assert ask(text).result.forecast["median_ha"].max() < 15


def test_the_errors_of_both_stocks_are_in_their_change():
    table = HEAD + rows("A", [100, 110, 125], kind="stock", error="3")
    panel = from_table(from_bytes(table.encode(), "stock.csv").pixels["series"])
    assert panel.errors_ha[0, 1:].tolist() == pytest.approx([18**0.5] * 2)


def test_an_event_with_and_without_a_comparison(ask):
    text = rows("A", [100, 104, 98, 102, 101, 99, 103, 100, 50, 50])
    text += rows("B", [40, 41, 39, 40, 42, 40, 39, 41, 20, 21])
    answer = ask(text, events="2023, operation, A; period,name\n2023, the same, A, B")
    alone, beside = answer.result.effects.to_dict("records")
    assert alone["share"] == pytest.approx(0.5, abs=0.04)
    assert abs(beside["share"]) < 0.1
    assert beside["share_low"] < 0 < beside["share_high"]
    assert any("other causes" in caveat for caveat in answer.section().caveats)


def test_another_method_is_no_effect_of_an_event(ask):
    text = rows("A", [10, 11, 10, 12, 11, 10, 11, 12, 10], method="v1")
    text += rows("A", [50, 55, 52], first=2024, method="v2")
    happened = "2023, early, A; 2024, operation, A"
    told = ask(text, events=happened).result.effects.set_index("event")
    assert told.loc["operation", "silence"] == "method"
    assert told.loc["early", "periods"] == 1  # the one year the old method saw
    as_one = ask(text, events=happened, breaks="ignore").result.effects.set_index("event")
    assert as_one.loc["operation", "share"] < -1


def test_too_many_events_and_units_are_told(ask):
    text = "".join(rows(f"U{n}", TEN) for n in range(201))
    answer = ask(text, events="2023, operation")
    assert (len(answer.result.effects), answer.result.left_out) == (200, 1)
    assert any("too many: 1" in caveat for caveat in answer.section().caveats)


def test_events_that_make_no_sense(ask):
    with pytest.raises(ParameterError, match="no year, quarter or month"):
        ask(rows("A", TEN), events="soon, operation")
    with pytest.raises(ParameterError, match="no series called Z"):
        ask(rows("A", TEN), events="2020, operation, Z")


def test_a_driver_that_moves_mining_along_helps_and_is_tried(ask):
    dice = np.random.default_rng(5)
    price = np.exp(7 + (0.3 * dice.normal(size=16)).cumsum())
    series = (price**0.8 / 3 * np.exp(0.02 * dice.normal(size=16))).round(2)
    text = "period,price\n" + "\n".join(f"{2015 + n},{p:.2f}" for n, p in enumerate(price))
    result = ask(rows("A", series), regressor=text).result
    assert result.regressed["share"].tolist() == pytest.approx([0.8] * 3, abs=0.1)
    assert "regressor" in set(result.backtest["model"])
    assert ask(rows("A", series)).result.regressed.empty
    with pytest.raises(ParameterError, match="no period with a value"):
        ask(rows("A", series), regressor="2020, cheap")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2020, 1770,5", "no period with a value"),  # a decimal comma
        ("2020-01, 1770", "another length"),
        ("2020, 1770; 2020, 1771", "two values for 2020"),
        ("1950, 1770", "none of its periods"),
    ],
)
def test_a_driver_is_not_guessed_at(ask, text, said):
    with pytest.raises(ParameterError, match=said):
        ask(rows("A", TEN), regressor=text)


def test_a_driver_that_changes_nothing_says_so(ask):
    answer = ask(rows("A", TEN), regressor="2020, 1770; 2021, 1799")
    assert any("changes nothing" in caveat for caveat in answer.section().caveats)


def test_a_driver_of_months_leaves_the_season_where_it_is(ask):
    dice, time = np.random.default_rng(6), np.arange(48)
    price = np.exp(7 + (0.05 * dice.normal(size=48)).cumsum())
    wave = np.exp(4 + 0.4 * np.cos(2 * np.pi * time / 12))
    noise = np.exp(0.03 * dice.normal(size=48))
    values = wave * (price / price[0]) ** 0.5 * noise
    months = [f"{2015 + n // 12}-{n % 12 + 1:02d}" for n in time]
    text = "".join(f"A,{m},{v:.2f},flow,,\n" for m, v in zip(months, values, strict=True))
    driver = "\n".join(f"{m}, {p:.2f}" for m, p in zip(months, price, strict=True))
    result = ask(text, regressor=driver, horizon=12).result
    told = result.regressed["median_ha"]
    assert told.max() / told.min() > 1.8  # twice 0.4 in logarithms: January over July
    assert told.to_numpy().argmax() in (11, 0)
    tests = result.backtest.set_index("model")["mae_ha"]
    assert tests["regressor"] < tests["trio"]


def test_a_series_that_never_moved_has_no_interval_of_no_width(ask):
    result = ask(rows("A", [10] * 12)).result
    assert result.refused["reason"].tolist() == ["exact"]
    assert (result.backtest["inside80"] == result.backtest["of"]).all()


def test_a_value_carried_on_is_not_called_better_than_itself(ask):
    grown = [round(100 * 1.08**n, 1) for n in range(20)]
    since = [round(0.8 * grown[-1] * way, 1) for way in (1, 1.01, 0.99, 1.02)]
    answer = ask(rows("A", [*grown, *since], first=2000), events="2020, operation")
    result, section = answer.result, answer.section()
    assert result.kept == ("A",)
    assert result.forecast["median_ha"].tolist() == pytest.approx([since[-1]] * 3)
    assert result.backtest.set_index("model").loc["trio", "skill"] > 0.1  # of what is not used
    assert section.headline.endswith("no better than assuming no change.")
    assert any("carry on the last value" in caveat for caveat in section.caveats)


def test_no_better_than_no_change_is_a_headline(ask):
    dice = np.random.default_rng(3)
    walk = np.exp(5 + (0.15 * dice.normal(size=14)).cumsum()).round(1)
    answer = ask(rows("A", walk), model="naive")
    assert "no better than assuming no change" in answer.section().headline


def test_no_dates_or_no_areas():
    bare = dataset([{"country": "PER", "period": "2020", "geometry": square(0, 0)}])
    with pytest.raises(MissingInput, match="both a date and a known area"):
        analytics.execute(ANALYSIS, bare, ForecastParams())
    undated = dataset([{"country": "PER", "area_ha": 1.0, "geometry": square(0, 0)}])
    with pytest.raises(MissingInput):
        analytics.execute(ANALYSIS, undated, ForecastParams())


def test_gaps_are_told_apart_from_zeros():
    held = records("PER", TEN)
    data = dataset([row for row in held if row["period"] not in ("2018", "2019")])
    series = analytics.execute(ANALYSIS, data, ForecastParams(by="whole")).result.series
    assert series["value_ha"].isna().sum() == 2


def test_what_wants_sites_refuses_a_table_in_a_sentence(ask):
    table = ask(rows("A", TEN)).dataset
    for slug in ("totals", "overview", "frequency", "sitemap"):
        with pytest.raises(MissingInput, match="needs sites"):
            analytics.run(slug, table)


def test_a_brief_of_a_table_says_what_it_lacks(ask):
    table = ask(rows("A", TEN)).dataset
    order = Order(entries=(Wanted(slug="forecast"),), created=datetime(2026, 1, 1, tzinfo=UTC))
    given, absent = asked_again(order.entries, lambda _: table)
    assert [one.wanted.slug for one in given] == ["forecast"]
    assert "A:" in str(compose(order, given, absent))
    assert {one.slug for one in absent} == {"overview", "compliance", "exposure"}


def test_the_terminal_answers_from_a_table(tmp_path):
    file = tmp_path / "series.csv"
    file.write_text(HEAD + rows("A", TEN) + rows("B", TEN[:4]), encoding="utf-8")
    said = CliRunner().invoke(cli, ["forecast", "--series", str(file), "--horizon", "2", "--json"])
    assert said.exit_code == 0, said.output
    result = json.loads(said.output)["result"]
    wanted = {"unit", "period", "median_ha", "lo80_ha", "hi80_ha", "lo95_ha", "hi95_ha", "grade"}
    assert wanted <= set(result["forecast"][0])
    assert [row["unit"] for row in result["refused"]] == ["B"]
    assert {row["model"] for row in result["backtest"]} == {"trio", "naive", "drift"}


@pytest.mark.parametrize("options", [[], ["--series", "x.csv", "--data", "sample"]])
def test_the_terminal_wants_one_source(options):
    said = CliRunner().invoke(cli, ["forecast", *options])
    assert said.exit_code == 1
    assert "--series" in said.output


def test_rows_in_another_order_are_the_same_answer(ask):
    text = rows("A", TEN) + rows("B", TEN[::-1])
    lines = text.splitlines(keepends=True)
    one, other = ask(text).result, ask("".join(reversed(lines))).result
    first = one.forecast.sort_values(["unit", "period"]).reset_index(drop=True)
    second = other.forecast.sort_values(["unit", "period"]).reset_index(drop=True)
    assert first.equals(second)


def test_what_is_told_is_what_was_found(ask):
    answer = ask(rows("A", TEN))
    told = replace(answer.section(), charts=())
    assert told.headline.startswith("A: about ")
    assert told.figures[0].number == pytest.approx(answer.result.sums["median_ha"].iloc[0])
    assert any("half of all cases" in caveat for caveat in told.caveats)


def test_a_unit_nobody_observed_is_not_told_first(ask):
    answer = ask(rows("A", ["", "", ""]) + rows("B", [0, 0, 0]))
    assert answer.result.lead == "B"
    assert [chart.spec for chart in answer.section().charts]
