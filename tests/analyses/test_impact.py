"""Gold and mercury: the cases of the method done by hand, what always holds, refusals."""

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics import run, sample
from analytics.analyses.impact import costs, health, parameters
from analytics.analyses.impact.chain import gold_g_per_ha
from analytics.analyses.impact.kinds import KINDS
from analytics.analyses.impact.lines import LINES
from analytics.analyses.impact.parameters import ParametersError
from analytics.analyses.impact.spans import End
from analytics.core.errors import OrewatchError
from analytics.core.record import as_json
from analytics.core.schema import Measure
from analytics.core.words import LANGUAGES
from analytics.intake.series import nothing
from tests.shapes import dataset, square

ENDS = ["low", "central", "high"]
COUNTRIES = ("BRA", "PER", "COL", "ECU", "BOL", "general")


def typed(area_ha="1", **params):
    return run("impact", nothing(), area_ha=area_ha, **params).result


def mine(area_ha=10.0, country="BRA", **more):
    own = {"country": country, "period": "2020", "area_ha": area_ha, "geometry": square(0, 0)}
    return {"substance": "gold", "method": "alluvial", **own, **more}


def refused(data, **params):
    with pytest.raises(OrewatchError) as caught:
        run("impact", data, **params)
    assert all(caught.value.text(language) for language in LANGUAGES)
    return caught.value


@pytest.mark.parametrize(
    ("country", "grade", "grams"),
    [
        ("BRA", "", 1725),
        ("PER", "0.45", 1940.625),
        ("PER", "0.37", 1595.625),
        ("PER", "0.40", 1725),
        ("PER", "0.141", 608.0625),
        ("COL", "", 862.5),
        ("BOL", "", 733.125),
    ],
)
def test_gold_of_a_hectare(country, grade, grams):
    gold = typed(numbers=country, grade=grade).line("gold")
    assert [gold.low, gold.central, gold.high] == pytest.approx([grams / 1000] * 3)


def test_a_kilogram_of_gold_in_hectares_and_cubic_metres():
    per_ha = gold_g_per_ha(depth_m=2.5, grade_g_t=0.4, loss=2, density_t_m3=2.76, strip_ratio=7)
    assert 1000 / per_ha == pytest.approx(0.579710, abs=1e-6)
    assert 12 * 1000 / per_ha == pytest.approx(6.957, abs=1e-3)
    assert 25_000 * 1000 / per_ha == pytest.approx(14_492.75, abs=0.01)


@pytest.mark.parametrize(
    ("asked", "end", "grams"),
    [
        ({"numbers": "BRA"}, "low", (4485, 583.05, 64.1355, 394.68)),
        ({"numbers": "BRA"}, "high", (4485, 941.85, 207.207, 627.9)),
        ({"numbers": "BOL"}, "low", (5131.875, 461.86875, 50.8055625, 451.605)),
        (
            {
                "numbers": "PER",
                "grade": "0.141",
                "ratio": "2.6",
                "water": "0.13",
                "methylation": "0.11",
            },
            "low",
            (1580.9625, 205.525125, 22.60776375, 139.1247),
        ),
    ],
)
def test_mercury_of_a_hectare(asked, end, grams):
    found = typed(**asked).lines.set_index("line")
    told = [1000 * found.loc[line, end] for line in ("used", "water", "methylated", "soil")]
    assert told == pytest.approx(grams)


def test_the_range_for_peru_spans_all_that_is_published():
    gold, used = (typed(numbers="PER").line(name) for name in ("gold", "used"))
    assert [gold.low, gold.central, gold.high] == pytest.approx([0.6080625, 1.725, 1.940625])
    assert [used.low, used.high] == pytest.approx([1.45935, 5.43375])
    told = typed(numbers="PER").parameters.set_index("parameter").loc["grade"]
    assert len(told["source"].split(" | ")) == len(told["link"].split(" | ")) == 2
    said = run("impact", nothing(), area_ha="1", numbers="PER").section("en").caveats
    assert any("runs with 0.141 g/t" in line and "0.37 to 0.45" in line for line in said)


def test_worth_of_thirty_years():
    assert costs.present_value_factor(years=30, rate=0.03, fall=0.8) == pytest.approx(13.559077)
    brazil, peru = (typed(numbers=country).line for country in ("BRA", "PER"))
    told = [brazil(line).low for line in ("carbon", "bioprospecting", "wood", "erosion")]
    assert told == pytest.approx([2407.41, 184.81, 2071.83, 244.06], abs=0.005)
    assert [peru(line).low for line in ("carbon", "wood")] == pytest.approx(
        [3521.70, 1272.25], abs=0.005
    )


def test_repair_of_ten_hectares_a_hundred_kilometres_away():
    assert costs.trips(np.array([10.0]), seedlings_per_ha=1667, load=2700) == [7]
    line = typed("10", numbers="BRA").line
    assert line("restoration").low + line("seedling_freight").low == pytest.approx(30_812.48)
    assert line("dredging").low == pytest.approx(210_000)
    assert line("dredging").low + line("dredge_freight").low == pytest.approx(210_292.64)
    assert (line("filling").low, line("fertile").low) == pytest.approx((42_000, 101_600))


def test_cleaning_soil_by_both_readings_of_its_price():
    assert typed("10", numbers="BRA").line("remediation").low == pytest.approx(618_332)
    per_m3 = typed("10", numbers="BRA", soil_price="m3").line("remediation")
    assert per_m3.low == pytest.approx(224_033.33, abs=0.005)


@pytest.mark.parametrize(
    ("country", "habit", "hair"),
    [
        ("BRA", "rural", 12.225),
        ("BRA", "urban", 4.071),
        ("PER", "rural", 17.983),
        ("PER", "urban", 3.538),
    ],
)
def test_mercury_in_hair(country, habit, hair):
    at = parameters.shipped().values(country, End.CENTRAL)
    eater = health.Eater(
        fish_g_day=at[f"fish_{habit}"],
        fish_mercury_ug_g=at["fish_mercury"],
        weight_kg=at[f"weight_{habit}"],
    )
    assert eater.hair_ug_g == pytest.approx(hair, abs=5e-4)


def test_health_is_a_range_and_only_when_asked_for():
    assert typed(numbers="BRA").health.empty
    rows = typed(numbers="BRA", health=True).health.set_index("line")
    assert rows.loc["hair"].tolist() == pytest.approx([4.071, 12.225], abs=5e-4)
    assert rows.loc["iq"].tolist() == pytest.approx([0.733, 2.200], abs=1e-3)
    # 64 g of methylmercury over 50 years of country meals, 207 g over those of a town
    assert rows.loc["people"].tolist() == pytest.approx([48.64, 398.4], rel=1e-3)
    many = typed("1000000", numbers="BOL", health=True).health.set_index("line")
    assert many.loc["people", "high"] == pytest.approx(0.39 * np.pi * 100**2)


@settings(max_examples=15, deadline=None)
@given(
    st.sampled_from(COUNTRIES), st.floats(0.01, 5_000), st.floats(1, 4), st.sampled_from(["", "m3"])
)
def test_sums_are_their_lines_and_grow_with_hectares(country, area_ha, times, per):
    asked = {"numbers": country, "soil_price": per or "tonne"}
    small, large = (typed(f"{area_ha * factor:.6f}", **asked) for factor in (1.0, times))
    for found in (small, large):
        lines, totals = found.lines, found.totals.set_index("group")
        assert (lines["low"] >= 0).all()
        assert (lines["low"] <= lines["central"] * (1 + 1e-12)).all()
        assert (lines["central"] <= lines["high"] * (1 + 1e-12)).all()
        assert len(lines) == len(LINES)
        money = lines[lines["unit"] == "USD"]
        assert totals.loc["total", ENDS].tolist() == money[ENDS].sum().tolist()
        parts = totals.loc[["repair", "services"], ENDS].sum()
        assert parts.tolist() == pytest.approx(totals.loc["total", ENDS].tolist())
    assert (large.lines[ENDS] >= small.lines[ENDS] * (1 - 1e-9)).all(axis=None)
    freight = small.lines["line"].str.endswith("_freight")
    ratio = large.area_ha / small.area_ha
    assert large.lines.loc[~freight, ENDS].to_numpy() == pytest.approx(
        ratio * small.lines.loc[~freight, ENDS].to_numpy(), rel=1e-6
    )


def test_places_add_up_to_the_lines_whatever_they_are():
    data = sample()
    by_country = run("impact", data).result
    by_province = run("impact", data, by="province").result
    for found in (by_country, by_province):
        summed = found.by_place.groupby("line")[ENDS].sum().loc[found.lines["line"]]
        assert summed.to_numpy() == pytest.approx(found.lines[ENDS].to_numpy())
        assert found.places["area_ha"].sum() == pytest.approx(found.area_ha)
    assert by_province.lines[ENDS].to_numpy() == pytest.approx(by_country.lines[ENDS].to_numpy())
    counted = by_country.area_ha + by_country.left["area_ha"].sum()
    assert counted == pytest.approx(data.sites["area_ha"].sum())


def test_only_alluvial_gold_counts_and_the_rest_is_told():
    rows = [
        mine(1),
        mine(2, method="hydraulic"),
        mine(4, method="dredge"),
        mine(8, substance="tin"),
        mine(16, method=None),
        mine(32, method="artisanal"),
        mine(64, method="alluvial; dredge"),
        mine(128, substance=None),
        mine(None),
    ]
    found = run("impact", dataset(rows)).result
    assert (found.area_ha, found.sites) == (3, 2)
    left = found.left.set_index("reason")["area_ha"].to_dict()
    assert left["substance"] == 8
    assert left["method"] == 4
    assert left["unknown"] == 16 + 32 + 64 + 128
    assert np.isnan(left["no_area"])
    told = run("impact", dataset(rows)).section("en")
    assert any("8.00\N{NO-BREAK SPACE}ha of other substances" in one for one in told.caveats)
    with_unknown = run("impact", dataset(rows), unknown="count").result
    assert (with_unknown.area_ha, with_unknown.guessed_ha) == (243, 240)


def test_of_a_stock_only_its_last_period_counts():
    rows = [mine(10, period="2020"), mine(12, period="2021")]
    found = run("impact", dataset(rows, measure=Measure.STOCK)).result
    assert found.area_ha == 12
    assert found.left.to_dict("records") == [{"reason": "earlier", "area_ha": 10, "sites": 1}]


def test_each_country_takes_its_own_numbers_and_others_the_general_range():
    rows = [mine(10), mine(10, country="PER"), mine(10, country="SUR")]
    told = run("impact", dataset(rows))
    found = told.result
    assert set(found.parameters["set"]) == {"BRA", "PER", "general"}
    assert found.general == ("SUR",)
    assert any("Suriname" in caveat for caveat in told.section("en").caveats)
    grade = found.parameters[found.parameters["parameter"] == "grade"].set_index("set")
    assert grade.loc["general", ENDS].tolist() == [0.141, 0.4, 0.45]
    assert grade.loc["general", "origin"] == "general"
    forced = run("impact", dataset(rows), numbers="BRA").result
    assert forced.general == ()
    assert forced.lines[ENDS].to_numpy() == pytest.approx(
        3 * run("impact", dataset(rows[:1])).result.lines[ENDS].to_numpy()
    )


def test_the_upper_scenario_stands_beside_the_sums():
    plain, upper = (typed(numbers="BRA", spill=spill) for spill in ("mapped", "upper"))
    assert plain.upper.empty
    assert upper.totals.equals(plain.totals)
    services = plain.lines[plain.lines["group"] == "services"]
    assert upper.upper[ENDS].to_numpy() == pytest.approx(12 * services[ENDS].to_numpy())


def test_prices_exchange_and_gold():
    plain = typed(numbers="BRA").totals[ENDS].to_numpy()
    dear = typed(numbers="BRA", prices=1.5, exchange="5,4 brl", gold_price=100.0)
    assert dear.currency == "BRL"
    assert dear.totals[ENDS].to_numpy() == pytest.approx(plain * 1.5 * 5.4)
    assert dear.gold_value.central == pytest.approx(1725 * 100 * 5.4)
    assert typed(numbers="BRA").gold_value is None


def test_ranges_are_read_as_people_write_them():
    for text in ("0.37-0.45", "0,37 – 0,45", "0.37;0.45", "0.37 0.41 0.45"):
        found = typed(numbers="BRA", grade=text).parameters.set_index("parameter")
        assert found.loc["grade", ENDS].tolist() == pytest.approx([0.37, 0.41, 0.45])
        assert found.loc["grade", "origin"] == "typed"


@pytest.mark.parametrize("text", ["0.45-0.37", "-0.4", "a lot", "0.1-0.2-0.3-0.4", "99", "0.4 g"])
def test_ranges_that_make_no_sense_are_refused(text):
    assert refused(nothing(), area_ha="1", grade=text).code == "impact-range"


@pytest.mark.parametrize("text", ["0", "-3", "1,234", "many", "1e9", "1000000000"])
def test_areas_that_make_no_sense_are_refused(text):
    assert refused(nothing(), area_ha=text).code == "impact-area"


def test_what_cannot_be_answered_is_told():
    assert refused(nothing()).code == "impact-no-data"
    assert refused(dataset([mine(8, substance="tin")])).code == "impact-nothing"
    assert refused(nothing(), area_ha="1", exchange="BRL").code == "impact-exchange"
    assert refused(nothing(), area_ha="1", exchange="5 XYZ").code == "impact-exchange"


def test_the_sentence_is_rounded_and_labelled():
    told = run("impact", nothing(), area_ha="1", numbers="PER").section("en")
    assert told.headline.replace("\N{NO-BREAK SPACE}", " ").startswith(
        "Screening, not evidence: 1.00 ha of alluvial gold mining stand for about 1.5 to 5.4 kg of"
    )
    assert told.caveats[0].startswith("Screening, not evidence")
    large = run("impact", nothing(), area_ha="120", numbers="PER").section("en").figures[-1]
    assert (large.label[-13:], large.value, large.note) == ("(US$ million)", "20", "9.5 to 27")
    assert all("screening, not evidence" in chart.caption for chart in told.charts)
    record = json.loads(json.dumps(as_json(run("impact", nothing(), area_ha="1"))))
    assert record["result"]["label"] == "screening, not evidence"
    assert record["section"]["headline"].startswith("Screening, not evidence")


def test_every_line_and_number_names_its_source():
    told = run("impact", nothing(), area_ha="1", numbers="COL").section("en")
    lines, numbers, sources = told.tables[0].frame, told.tables[-2].frame, told.tables[-1].frame
    assert lines["source"].str.fullmatch(r"S\d(, S\d)*").sum() == len(LINES)
    assert lines["line"].iloc[-1] == "Sum of all"
    assert (numbers["note"].str.len() > 0).all()
    assert sources["link"].str.startswith("https://").all()
    assert sources["date"].str.fullmatch(r"\d{4}-\d\d-\d\d").all()


def test_every_number_is_there_for_every_country():
    known = parameters.shipped()
    for country in (*known.countries, "general", "SUR"):
        for name, kind in KINDS.items():
            span = known.row(name, country).span
            assert kind.low <= span.low <= span.central <= span.high <= kind.high


OWN = """version: "ours"
sources:
  survey: {title: "Ours", link: "https://example.org", date: "2026-05-01"}
parameters:
  grade:
    SUR: {low: 0.2, central: 0.3, high: 0.5, source: survey, note: "40 pits"}
"""


def test_a_file_of_ones_own_adds_a_country():
    found = run("impact", dataset([mine(1, country="SUR")]), own=OWN).result
    rows = found.parameters.set_index("parameter")
    assert rows.loc["grade", ENDS].tolist() == [0.2, 0.3, 0.5]
    assert rows.loc["grade", ["note", "origin"]].tolist() == ["40 pits", "file"]
    assert rows.loc["ratio", "origin"] == "published"  # the general row
    assert found.version.endswith("+ ours")


FAULTS = """version: "ours"
colour: red
sources:
  survey: {title: "Ours", link: "nowhere", date: "May"}
parameters:
  grades: {}
  grade:
    Suriname: {low: 0.2, central: 0.3, high: 0.5, source: survey, note: "x"}
    SUR: {low: 0.5, central: 0.3, high: 0.2, source: nobody, note: "x"}
    GUY: {low: 0.2, central: a, high: 0.5, source: survey, note: "x"}
    GUF: {low: 0.2, central: 0.3, high: 99, source: survey}
  years:
    all: {low: 20, central: 30, high: 40, source: survey, note: "x"}
  depth: 3
"""


def test_faults_of_a_file_are_told_by_line():
    with pytest.raises(ParametersError) as caught:
        parameters.read(FAULTS)
    assert [(fault.line, fault.code) for fault in caught.value.faults] == [
        (2, "unknown"),
        (4, "link"),
        (4, "day"),
        (6, "unknown"),
        (8, "country"),
        (9, "source"),
        (9, "order"),
        (10, "number"),
        (11, "missing"),
        (11, "range"),
        (13, "certain"),
        (14, "mapping"),
    ]
    for language in LANGUAGES:
        assert "14" in caught.value.text(language)
    assert refused(nothing(), area_ha="1", own="a: [").code == "numbers-not-usable"
    assert refused(nothing(), area_ha="1", own="- a").code == "numbers-not-usable"
    assert refused(nothing(), area_ha="1", own="sources: 3").code == "numbers-not-usable"


@pytest.mark.parametrize(
    "source", ["[peru, nobody]", "[]", "{a: 1}", "[[peru]]", "[peru, peru]", "null"]
)
def test_sources_that_nobody_named_are_a_fault_and_no_crash(source):
    row = f"{{low: 0.1, central: 1, high: 2, source: {source}, note: ''}}"
    text = f"version: 1\nparameters: {{grade: {{PER: {row}}}}}"
    assert refused(nothing(), area_ha="1", own=text).code == "numbers-not-usable"


def test_a_row_of_ones_own_may_have_several_sources_and_no_note():
    text = """version: 1
sources: {mine: {title: 5, link: "https://example.org", date: "2026-05-01"}}
parameters: {grade: {PER: {low: 0.1, central: 1, high: 2, source: [mine, peru], note: ''}}}"""
    found = run("impact", nothing(), area_ha="1", numbers="PER", own=text)
    assert found.result.parameters.set_index("parameter").loc["grade", "source"].startswith("5 | ")
    assert found.section("fr").tables


def test_notes_are_told_in_the_language_of_the_reader():
    notes = {row.note for rows in parameters.shipped().rows.values() for row in rows.values()}
    told = run("impact", nothing(), area_ha="1", numbers="PER", ratio="2").section("pt").tables[-2]
    assert not notes & set(told.frame["note"])
    assert "Digitado" in " ".join(told.frame["note"])
