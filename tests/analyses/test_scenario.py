"""What if, from the question to the sentence; the course itself is held in tests/stats/scenario."""

import json
from dataclasses import replace

import numpy as np
import pytest

from analytics import run, sample
from analytics.analyses.scenario import PRESETS, presets, spec
from analytics.analyses.scenario.evidence import evidence
from analytics.analyses.scenario.refusals import ScenarioError
from analytics.core.errors import MissingInput
from analytics.core.words import LANGUAGES
from analytics.intake.series import nothing, read_series
from tests.shapes import dataset

PLAN = """
periods: [2026, 2027, 2028, 2029, 2030]
draws: 0
baseline: {flow_ha: 100, growth: 0}
strategies:
  - name: Base
    interventions:
      - {effectiveness: 0.8, leakage: 0.25, costs: {setup: 1000000, running: 200000}}
  - name: Late
    interventions:
      - {name: base, start: 2028, effectiveness: 0.8}
"""


@pytest.fixture(scope="module")
def data():
    return sample()


@pytest.fixture(scope="module")
def usual(data):
    return run("scenario", data)


def strategies(found):
    return {one.name: one for one in found.result.strategies}


def test_a_file_gives_the_numbers_done_by_hand(data):
    found = run("scenario", data, spec=PLAN)
    told = strategies(found)
    assert told["Base"].net_avoided_ha == pytest.approx(300)  # S2 of the method
    assert told["Base"].gross_avoided_ha == pytest.approx(400)
    assert told["Base"].leaked_ha == pytest.approx(100)
    assert told["Late"].net_avoided_ha == pytest.approx(240)
    assert told["Base"].path["direct_ha"].tolist() == pytest.approx([20] * 5)
    assert told["Base"].path["period"].tolist() == ["2026", "2027", "2028", "2029", "2030"]
    assert found.section("en").headline == (
        "Base would avoid 300\N{NO-BREAK SPACE}ha by 2030, if every number is as typed in."
    )


def test_the_json_of_a_file_has_what_was_promised(data):
    from analytics.core.record import as_json

    record = as_json(run("scenario", data, spec=PLAN))["result"]["strategies"][1]
    assert {"name", "net_avoided_ha", "gross_avoided_ha", "leaked_ha", "path"} <= record.keys()
    assert record["path"][0].keys() == {"period", "baseline_ha", "direct_ha", "leaked_ha"}


@pytest.mark.parametrize(
    "asked",
    [
        {"preset": "together", "price": 0.2},
        {"baseline": "typed", "flow_ha": 500.0, "growth": 0.04},
        {"baseline": "forecast", "years": 4, "lasts": 2, "setup": 1e6},
    ],
)
def test_the_file_of_an_answer_gives_it_again_to_the_last_digit(data, asked):
    first = run("scenario", data, draws=300, **asked)
    again = run("scenario", data, spec=first.result.spec)
    for one, other in zip(first.result.strategies, again.result.strategies, strict=True):
        assert one.net_avoided_ha == other.net_avoided_ha
        assert one.net_low95_ha == other.net_low95_ha
        assert one.cost == other.cost
        assert one.path.equals(other.path)


def test_a_level_baseline_is_that_of_the_last_three_years():
    rows = [
        {"country": "PER", "period": str(year), "area_ha": area}
        for year, area in ((2019, 500.0), (2020, 90.0), (2021, 100.0), (2022, 110.0))
    ]
    found = run("scenario", dataset(rows), preset="nothing", years=2, draws=0).result
    assert found.periods == ("2023", "2024")
    assert found.flow_ha.mode == pytest.approx(100)
    wide = run("scenario", dataset(rows), preset="nothing", years=2, draws=500).result.flow_ha
    assert 90 < wide.low < 100 < wide.high < 110


def test_a_forecast_baseline_is_no_further_than_the_series_allows(data):
    with pytest.raises(MissingInput, match="at most 5"):
        run("scenario", data, baseline="forecast", years=20)
    found = run("scenario", data, baseline="forecast", years=3, preset="nothing").result
    widths = found.cumulative["high80_ha"] - found.cumulative["low80_ha"]
    assert (np.diff(widths) > 0).all()


@pytest.mark.parametrize("preset", [name for name in PRESETS if name not in {"nothing", "road"}])
def test_more_reach_never_avoids_less_where_measures_help(data, preset):
    few, many = (
        run("scenario", data, preset=preset, coverage=share, draws=0).result.strategies[1]
        for share in (0.2, 0.8)
    )
    assert few.net_avoided_ha <= many.net_avoided_ha


def test_across_an_open_border_more_moves_than_is_ended_at_the_worst(data):
    usual, open_border = (
        strategies(run("scenario", data, neighbours=name, draws=1_000))["operation"]
        for name in ("usual", "open")
    )
    assert open_border.leaked_ha > usual.leaked_ha
    assert open_border.net_low95_ha < 0 < usual.net_low95_ha
    assert usual.worse == 0 < open_border.worse


def test_what_hangs_on_assumptions_is_said_first(data):
    found = run("scenario", data, preset="patrol", draws=1_000)
    assert [part.name for part in found.result.assumed] == ["effectiveness"]
    first = found.section("en").caveats[0]
    assert "without published evidence" in first
    assert "share of that it ends" in first


def test_more_than_any_programme_did_is_told_as_such(data):
    found = run("scenario", data, coverage=1.0, years=8, draws=0, spec="")
    assert not found.result.is_beyond_record, "it wears off before"
    always = PLAN.replace("effectiveness: 0.8, leakage", "effectiveness: 0.95, leakage")
    told = run("scenario", data, spec=always)
    assert told.result.is_beyond_record
    assert "more than about three years" in told.section("en").caveats[0]


def test_money_for_a_hectare_is_not_told_where_none_may_be_avoided(data):
    good = strategies(run("scenario", data, setup=1e6, running=2e5))["operation"]
    assert good.cost_low80 < good.cost_per_ha < good.cost_high80
    none = run("scenario", data, preset="formalise", running=2e5)
    assert np.isnan(strategies(none)["formalise"].cost_per_ha)
    assert "not defined" in [figure.value for figure in none.section("en").figures]


def test_every_number_of_a_measure_rests_on_findings_there_are():
    for kind in presets.PRESETS.values():
        for names in kind.evidence.values():
            assert set(names) <= evidence().keys()
    assert list(evidence()) == [f"E{n}" for n in range(1, 24)]
    assert {one.grade for one in evidence().values()} <= set("ABCD")


def test_without_years_it_is_asked_for_hectares():
    rows = [{"country": "PER", "area_ha": 5.0}]
    with pytest.raises(MissingInput, match="needs dates"):
        run("scenario", dataset(rows))
    typed = run("scenario", dataset(rows), baseline="typed", flow_ha=100.0, preset="nothing")
    assert typed.result.periods == ("1", "2", "3", "4", "5")


@pytest.mark.parametrize(
    ("change", "code", "line"),
    [
        (("draws: 0", "draws: many"), "spec-whole", 3),
        (("growth: 0", "growht: 0"), "spec-unknown", 4),
        (("flow_ha: 100, ", ""), "spec-missing", 4),
        (("effectiveness: 0.8, leakage: 0.25", "leakage: 0.25"), "spec-missing", 8),
        (("leakage: 0.25", "leakage: 30"), "spec-number", 8),
        (("leakage: 0.25", "leakage: {min: 1, mode: 0, max: 2}"), "spec-order", 8),
        (("start: 2028", "start: 2040"), "spec-whole", 11),
        (("start: 2028", "start: 2028, end: 2028"), "spec-end", 11),
        (("name: Late", "name: Base"), "spec-twice", 9),
        (("[2026, 2027, 2028, 2029, 2030]", "[2026, 2026]"), "spec-periods", 2),
        (("[2026, 2027, 2028, 2029, 2030]", "0"), "spec-whole", 2),
        (("{flow_ha: 100, growth: 0}", "{from: dice}"), "spec-from", 4),
        (("draws: 0", "price: [1, 2]"), "spec-prices", 3),
        (("draws: 0", "draws: ["), "spec-unreadable", 5),
        (("name: Late", "name: ''"), "spec-name", 9),
        (("{flow_ha: 100, growth: 0}", "7"), "spec-mapping", 4),
        (("draws: 0", "currency: XYZ"), "spec-currency", 3),
        (("draws: 0", "prices: 25"), "spec-whole", 3),
        (("draws: 0", "classes: [0.5, 0.2]"), "spec-classes", 3),
        (("draws: 0", "units: {a: 0.7, b: 0.7}"), "spec-shares", 3),
        (("start: 2028", "unit: north"), "spec-unit", 11),
        (("draws: 0", "elasticity: 1"), "spec-alone", 3),
        (("draws: 0", "people: 900"), "spec-alone", 3),
        (("draws: 0", "leaked_classes: [0, 0, 1]"), "spec-alone", 3),
        (("growth: 0", "unit: Peru"), "spec-unknown", 4),
        (("growth: 0", "from: forecast"), "spec-unknown", 4),
        (("name: Late", "name: nothing"), "spec-taken", 9),
        (("2026, 2027, 2028, 2029, 2030", "{a: 1}"), "spec-name", 2),
        (("2026, 2027, 2028, 2029, 2030", "null"), "spec-name", 2),
    ],
)
def test_what_is_wrong_with_a_file_is_told_by_line(change, code, line):
    with pytest.raises(ScenarioError) as caught:
        spec.read(PLAN.replace(*change))
    assert caught.value.code == code
    assert f"ine {line}" in caught.value.text("en")
    for language in LANGUAGES:
        assert str(line) in caught.value.text(language)


def test_a_file_may_be_json_and_ask_for_the_forecast_of_a_province(data):
    plan = {"periods": 2, "draws": 50, "baseline": {"from": "forecast", "unit": "Nowhere"}}
    with pytest.raises(ScenarioError, match="no country or province Nowhere"):
        run("scenario", data, spec=json.dumps(plan))
    plan["baseline"]["unit"] = str(data.sites["admin1"].value_counts().index[0])
    found = run("scenario", data, spec=json.dumps(plan)).result
    whole = run("scenario", data, spec=json.dumps(plan | {"baseline": {"from": "forecast"}})).result
    assert 0 < found.flow_ha.mode < whole.flow_ha.mode


def test_a_table_of_series_carries_a_course_as_well(tmp_path):
    rows = ["unit,period,value_ha,kind"]
    rows += [
        f"{unit},{2010 + n},{base + n},flow"
        for unit, base in (("A", 10), ("B", 90))
        for n in range(12)
    ]
    (tmp_path / "series.csv").write_text("\n".join(rows), encoding="utf-8")
    found = run("scenario", read_series(tmp_path / "series.csv"), preset="nothing", draws=0)
    assert found.result.periods[0] == "2022"
    assert found.result.flow_ha.mode == pytest.approx(
        120
    )  # 20 + 100, in the middle of 2019 to 2021
    plan = json.dumps({"periods": 2, "draws": 0, "baseline": {"from": "forecast", "unit": "B"}})
    one = run("scenario", read_series(tmp_path / "series.csv"), spec=plan).result.flow_ha.mode
    assert 95 < one < 110


def test_no_data_are_needed_where_all_is_typed_in():
    found = run("scenario", nothing(), spec=PLAN)
    assert strategies(found)["Base"].net_avoided_ha == pytest.approx(300)
    counted = PLAN.replace("[2026, 2027, 2028, 2029, 2030]", "5").replace("2028", "3")
    assert "by period 5" in run("scenario", nothing(), spec=counted).section("en").headline
    with pytest.raises(MissingInput, match="needs dates"):
        run("scenario", nothing())


BESIDE = """
strategies:
  - name: "A: Half"
    interventions: [{name: operation, coverage: 0.5, effectiveness: 0.8}]
  - name: "B: Road"
    interventions: [{name: road, effectiveness: -0.3}]
"""


def test_strategies_of_ones_own_stand_beside_on_the_same_draws(data):
    found = run("scenario", data, beside=BESIDE, draws=400)
    assert [one.name for one in found.result.strategies if one.is_kept] == ["A: Half", "B: Road"]
    alone = run("scenario", data, draws=400).result.strategies[1]
    assert strategies(found)["operation"].net_low95_ha == alone.net_low95_ha
    share = found.result.beats.set_index(["strategy", "other"])["share"]
    assert share["operation", "B: Road"] == 1
    captions = [table.caption for table in found.section("en").tables]
    assert any("avoids more than that of a column" in caption for caption in captions)
    with pytest.raises(ScenarioError, match="effectiveness"):
        run("scenario", data, beside="strategies: [{name: A, interventions: [{start: 1}]}]")


def test_what_came_in_all_draws_is_not_told_as_certain(data):
    told = run("scenario", data, draws=400).section("en")
    chance = next(figure for figure in told.figures if figure.label.startswith("Chance"))
    assert chance.value == ">\N{NO-BREAK SPACE}99\N{NO-BREAK SPACE}%"
    assert chance.note == "in all 400 draws, if the assumptions hold"
    assert any(line.endswith("in all 400 draws.") for line in told.caveats)
    harm = run("scenario", data, preset="road", draws=400).section("en")
    assert "<\N{NO-BREAK SPACE}1\N{NO-BREAK SPACE}%" in [figure.value for figure in harm.figures]
    few = run("scenario", data, draws=20).section("en")
    assert "in all 20 draws" in [figure.value for figure in few.figures]
    for language in LANGUAGES:
        section = run("scenario", data, draws=400).section(language)
        said = " ".join([*section.caveats, *(figure.value for figure in section.figures)])
        assert not any(f"{full}\N{NO-BREAK SPACE}%" in said for full in (" 0", "100"))


def test_a_document_takes_more_draws_and_says_how_many(data):
    usual = run("scenario", data).on_paper()
    assert usual.params.draws == 10_000
    assert "From 10,000 draws" in usual.section("en").caveats[-1]
    asked = run("scenario", data, draws=500)
    assert asked.on_paper() is asked


def test_money_is_told_in_its_currency_and_year(data):
    told = run("scenario", data, setup=1e6, running=2e5, currency="PEN", prices="2025", ceiling=5e3)
    section = told.section("en")
    assert any("(PEN)" in figure.label for figure in section.figures)
    assert any("prices of 2025, each later year counted 5" in line for line in section.caveats)
    assert any("5,000\N{NO-BREAK SPACE}PEN for a hectare as long as" in c for c in section.caveats)
    assert section.tables[0].frame["total"].str.endswith("PEN").all()
    dear = run("scenario", data, setup=1e9, ceiling=1.0).section("en")
    assert any("would cost more than" in line for line in dear.caveats)


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"currency": "XXZ"}, "scenario-currency"),
        ({"prices": "25"}, "scenario-year"),
        ({"lawful": 0.8, "conditional": 0.4}, "scenario-shares"),
    ],
)
def test_what_makes_no_sense_is_refused_in_every_language(data, asked, code):
    with pytest.raises(ScenarioError) as caught:
        run("scenario", data, **asked)
    assert caught.value.code == code
    assert len({caught.value.text(language) for language in LANGUAGES}) == len(LANGUAGES)


def test_formalisation_moves_classes_and_says_what_it_knows(data):
    found = run("scenario", data, preset="formalise", lawful=0.2, conditional=0.1, draws=0)
    after = found.result.after.set_index(["strategy", "what"])["middle"]
    assert after["formalise", "conditional_ha"] > after["nothing", "conditional_ha"]
    assert after["formalise", "high_ha"] == pytest.approx(after["nothing", "high_ha"])
    whole = sum(after["nothing", f"{name}_ha"] for name in ("high", "conditional", "low"))
    mined = found.result.cumulative.query("strategy == 'nothing'")["middle_ha"].iloc[-1]
    assert whole == pytest.approx(mined)
    unsaid = run("scenario", data, preset="formalise", draws=0).section("en")
    assert any("all mining counts as of low compliance" in line for line in unsaid.caveats)


def test_ground_heals_after_its_lag_alone(data):
    def left(**more):
        found = run("scenario", data, draws=0, years=8, restored_ha=50.0, **more).result.after
        return found.set_index(["strategy", "what"])["middle"]["operation", "open_ha"]

    assert left(lag=20) - left(lag=5) == pytest.approx(3 * 50)


def test_people_and_mercury_are_told_only_where_they_are_known(data):
    known = set(run("scenario", data, draws=0).result.after["what"])
    assert {"people_spared", "mercury_spared_kg"} <= known
    none = set(run("scenario", data, draws=0, near_km=0.0, mercury="none").result.after["what"])
    assert none == {"open_ha"}
    rows = [
        {"country": "PER", "period": str(year), "area_ha": 9.0, "substance": "coal"}
        for year in (2020, 2021, 2022)
    ]
    coal = run("scenario", dataset(rows), draws=0).result
    assert set(coal.after["what"]) == {"open_ha"}
    cut = run("scenario", data, preset="mercury", coverage=1.0, draws=0).result.after
    spared = cut.set_index(["strategy", "what"])["middle"]
    assert 0.3 < spared["mercury", "mercury_spared_kg"] / spared["nothing", "mercury_kg"] < 0.6


def test_a_file_shares_the_flow_out_among_target_areas(data):
    province = str(data.sites["admin1"].value_counts().index[0])
    plan = {
        "periods": 3,
        "draws": 0,
        "baseline": {"flow_ha": 100},
        "units": [province],
        "strategies": [{"name": "S", "interventions": [{"unit": province, "effectiveness": 0.5}]}],
    }
    found = run("scenario", data, spec=json.dumps(plan))
    table = found.result.by_unit.set_index("unit")
    assert table.loc[province, "gross_ha"] == pytest.approx(
        0.5 * table.loc[province, "baseline_ha"]
    )
    assert table["baseline_ha"].sum() == pytest.approx(300)
    assert run("scenario", data, spec=found.result.spec).result.by_unit.equals(found.result.by_unit)
    plan["units"] = ["Nowhere"]
    plan["strategies"] = []
    with pytest.raises(ScenarioError, match="Nowhere"):
        run("scenario", data, spec=json.dumps(plan))


def test_growth_that_is_typed_in_may_be_unsure(data):
    asked = {"baseline": "typed", "flow_ha": 100.0, "growth": 0.05, "preset": "nothing"}
    sure = run("scenario", data, **asked, draws=300).result.cumulative
    wide = run("scenario", data, **asked, growth_off=0.04, draws=300).result.cumulative
    assert (sure["high80_ha"] == sure["low80_ha"]).all()
    assert (wide["high80_ha"] > wide["low80_ha"]).all()


def typed(measures, **more):
    """An answer to one strategy of these measures, or to several by name."""
    some = measures if isinstance(measures, dict) else {"S": measures}
    plan = {"periods": 6, "draws": 0, "baseline": {"flow_ha": 100}, **more}
    plan["strategies"] = [{"name": name, "interventions": own} for name, own in some.items()]
    return run("scenario", nothing(), spec=json.dumps(plan))


def test_harm_is_not_told_as_hectares_avoided():
    found = typed([{"effectiveness": 0.5, "leakage": 3}])
    assert found.result.strategies[1].net_avoided_ha == pytest.approx(-600)
    for language in LANGUAGES:
        assert "600" in found.section(language).headline
        assert "-600" not in found.section(language).headline
    assert "would bring 600" in found.section("en").headline


def test_a_break_even_below_nothing_is_not_told():
    section = typed([{"effectiveness": 0.5, "end": 2, "rebound": 10}]).section("en")
    assert not any("as long as fewer than" in line for line in section.caveats)
    assert not any(chart.caption.startswith("What would have") for chart in section.charts)


def test_a_chance_from_few_draws_is_told_as_draws():
    leakage = {"min": 0, "mode": 0, "max": 3}
    told = typed([{"effectiveness": 0.5, "leakage": leakage}], draws=50).section("en").headline
    assert "make it worse in 6" in told
    assert told.endswith("of the draws.")


def test_warnings_are_of_every_strategy():
    unsure = {"name": "patrol", "effectiveness": {"min": 0, "mode": 0.5, "max": 1}}
    some = {"Weak": [{"effectiveness": 0.1}], "Strong": [{"effectiveness": 0.95}, unsure]}
    found = typed(some, draws=300)
    assert found.result.is_beyond_record
    assert [part.measure for part in found.result.assumed] == ["patrol"]
    assert set(found.result.assumptions["strategy"]) == {"Weak", "Strong"}


def test_a_file_written_without_open_ground_can_be_read_again():
    plan = spec.read(PLAN).plan
    people = replace(plan, known=replace(plan.known, people=900.0))
    assert spec.read(spec.written(people, None)).plan == plan


def test_what_no_programme_did_is_told_of_one_area_as_well():
    units = {"north": 0.3}
    strong = typed([{"unit": "north", "effectiveness": 0.95}], units=units)
    assert strong.result.is_beyond_record
    assert not typed([{"unit": "north", "effectiveness": 0.5}], units=units).result.is_beyond_record


def test_of_a_trial_only_the_middle_is_told_as_such(data):
    assert any(
        "only the middle" in c
        for c in run("scenario", data, preset="alerts", draws=0).section("en").caveats
    )
    assert not any(
        "only the middle" in c for c in run("scenario", data, draws=0).section("en").caveats
    )


def test_areas_that_share_out_all_of_the_flow_leave_no_rest():
    units = {"a": 0.6, "b": 0.3, "c": 0.1}  # a computer adds them to a little less than 1
    found = typed([{"effectiveness": 0.5}], units=units).result
    assert found.by_unit["unit"].tolist() == ["a", "b", "c"]
    assert found.strategies[1].net_avoided_ha == pytest.approx(300)


def test_numbers_of_ones_own_take_no_evidence_along(data):
    likeliest = {"min": 0.6, "mode": 0.8, "max": 0.95}
    some = {"Ours": [{"name": "operation", "effectiveness": likeliest}]}
    some["Own"] = [{"name": "operation", "effectiveness": {"min": 0.9, "mode": 0.95, "max": 1}}]
    found = typed(some, draws=300).result
    rests = found.assumptions.query("part == 'effectiveness'").set_index("strategy")["evidence"]
    assert rests["Ours"] == ("E1", "E3", "E4", "E8", "E9")
    assert rests["Own"] == ()
    assert [part.name for part in found.assumed] == ["effectiveness"], "it is assumed as well"
    wide = run("scenario", data, neighbours="open", draws=50).result.assumptions
    assert wide.query("part == 'leakage'")["evidence"].tolist() == [("E11",)]


@pytest.mark.parametrize("asked", [{"coverage": 0.0}, {"start": 9, "years": 5}])
def test_a_strategy_without_effect_is_told_and_lends_its_pictures_to_none(data, asked):
    alone = run("scenario", data, draws=50, **asked).section("en")
    assert any("change nothing about the hectares" in line for line in alone.caveats)
    beside = run("scenario", data, draws=50, beside=BESIDE, **asked)
    assert (beside.result.drivers["net_high_ha"] > 0).any(), "of A, as its caption says"
    assert not any("a year later" in line for line in beside.section("en").caveats)


def test_more_hectares_than_there_is_land_are_refused():
    with pytest.raises(ScenarioError, match="all the land on Earth") as caught:
        typed([], periods=60, baseline={"flow_ha": 1e9, "growth": 10})
    assert caught.value.code == "scenario-land"


def test_findings_are_told_in_every_language():
    for one in evidence().values():
        for texts in (one.place, one.time, one.number):
            assert texts.keys() == LANGUAGES.keys()
            assert all(text.strip() for text in texts.values())
        assert len(set(one.number.values())) == len(LANGUAGES), one.name
        assert one.link.startswith(("https://", "http://")) or not one.link
    assert [name for name, one in evidence().items() if not one.link] == ["E3", "E4", "E23"]
