"""What compliance shows: donuts, pies and rows that add up, and rules in plain words."""

import re

import pytest

import analytics
from analytics.analyses.compliance import ComplianceParams, looks, plainly
from analytics.analyses.compliance.rules import shelf
from analytics.core.analysis import execute, find
from analytics.core.errors import ParameterError
from analytics.core.words import LANGUAGES
from analytics.viz.drawing import chart_svg

ANALYSIS = find("compliance")
WORDS = ANALYSIS.words("en")


@pytest.fixture(scope="module")
def run():
    return execute(ANALYSIS, analytics.sample(), ComplianceParams())


@pytest.fixture(scope="module")
def told(run):
    return run.section("en")


def test_both_donuts_are_all_of_the_mined_ground(run, told):
    for chart in (told.charts[0], told.charts[2]):
        parts = [row for rows in chart.spec.to_dict()["datasets"].values() for row in rows]
        whole = sum(row["value"] for row in parts if "value" in row)
        assert whole == pytest.approx(run.result.mined_ha)


def test_each_class_has_its_own_letter_in_every_language():
    for language in LANGUAGES:
        letters = [look.letter for look in looks.classes(ANALYSIS.words(language)).values()]
        assert len(set(letters)) == len(letters) == 4


def test_a_pie_for_each_province_holds_its_hectares(run, told):
    shapes = told.maps[0].shapes.set_index("province")
    by_province = run.result.by_province.groupby("province")["area_ha"].sum()
    assert shapes["area_ha"].to_dict() == pytest.approx(by_province.to_dict())
    assert shapes[["high", "conditional", "low", "undetermined"]].sum(axis=1).to_dict() == (
        pytest.approx(by_province.to_dict())
    )


def test_the_course_has_a_panel_for_each_class(told):
    svg = chart_svg(told.charts[1], WORDS)
    assert all(name in svg for name in looks.classes(WORDS))


def test_every_site_is_listed_with_its_class_reason_and_holder(run, told):
    sites = told.tables[3]
    assert len(sites.frame) == len(run.result.sites)
    assert {"class", "reason", "holder", "area_ha"} <= set(sites.labels)


def test_every_rule_is_told_with_its_law(told):
    rules = told.tables[4].frame
    assert rules["rule"].iloc[0].startswith("Mining needs a valid title. It counts where the stage")
    assert rules["law"].str.contains("citation to be checked").all()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_shipped_rule_is_said_in_plain_words(language):
    words = ANALYSIS.words(language)
    for name in shelf.NAMES:
        rules = shelf.rules(name)
        said = plainly.told(rules, words)
        assert len(said) == len(rules.restrictions) + 1
        for one in said:
            assert one.title
            assert not re.search(r"[{}_]", " ".join((one.title, *one.lines))), (name, one)


def test_widths_of_strips_are_said_with_what_they_hang_on():
    rules = shelf.rules("IDN")
    lines = [line for one in plainly.told(rules, WORDS) for line in one.lines]
    strips = next(line for line in lines if "measured from the bank" in line)
    assert "100 m where rural undiked and catchment km2 > 500" in strips


def test_every_zone_with_mined_ground_is_ranked_with_its_change(run, told):
    table = told.tables[5]
    by_zone = run.result.by_zone
    assert len(table.frame) == (by_zone["area_ha"] > 0).sum()
    assert table.frame["area_ha"].is_monotonic_decreasing
    assert table.frame["area_ha"].sum() == pytest.approx(by_zone["area_ha"].sum())
    by_period = run.result.by_zone_period.groupby("period")["area_ha"].sum()
    assert table.frame["last_ha"].sum() == pytest.approx(by_period["2025"])
    change = by_period["2025"] - by_period["2024"]
    assert table.frame["change_ha"].sum() == pytest.approx(change)
    assert table.labels["change_ha"] == "Change of hectares to 2025"


def test_layers_period_by_period_count_overlaps_once(run, told):
    rows = told.charts[4].spec.to_dict()["datasets"].values()
    drawn = sum(row["value"] for rows_ in rows for row in rows_)
    assert drawn == pytest.approx(run.result.by_layer["area_ha"].sum())


def test_on_another_day_other_titles_count(run):
    sample = analytics.sample()
    early = execute(ANALYSIS, sample, ComplianceParams(on="2010-06-30"))
    share = early.result.by_class.set_index("class")["share"]
    assert share["high"] == 0, "no title of the sample is in force in 2010"
    assert early.result.mined_ha == pytest.approx(run.result.mined_ha)
    assert "Jun 30, 2010" in " ".join(early.section("en").caveats)


def test_a_day_that_is_none_is_refused():
    with pytest.raises(ParameterError):
        ComplianceParams(on="soon")
