"""A year and its own quarters or months are counted once, or the user says otherwise."""

import pytest

from analytics.core.issue import Action, Severity
from analytics.core.words import LANGUAGES, Words
from analytics.intake.pipeline import inspect

QUARTERS = "".join(f"PER,20250{n},{n}\n" for n in (1, 2, 3, 4))  # 10 ha
MONTHS = "".join(f"PER,2025-{n:02d},1\n" for n in range(1, 13))  # 12 ha


def taken(rows, header="country,period,area_ha", **choices):
    text = f"{header}\n{rows}"
    return inspect(
        text.encode(),
        name="a.csv",
        choices={code.replace("_", "-"): option for code, option in choices.items()},
    )


def told(intake):
    found = [i for i in intake.report.issues if i.code == "period-kinds-mixed"]
    for issue in found:
        for language in LANGUAGES:
            words = Words(intake.report.folder, language)
            assert issue.message(words)
            assert issue.remedy(words)
    return found


def total(intake):
    return intake.dataset.sites["area_ha"].sum()


def test_a_year_that_its_quarters_add_up_to_is_left_out():
    intake = taken(f"PER,202500,10\n{QUARTERS}PER,202400,8\n")
    (issue,) = told(intake)
    assert (issue.rows, issue.option, issue.action) == ((1,), "finest", Action.DROPPED)
    assert total(intake) == 18
    assert dict(intake.report.dropped) == {1: "period-kinds-mixed"}


@pytest.mark.parametrize(
    ("option", "area_ha", "dropped"),
    [("finest", 10, {2}), ("drop", 3, {1}), ("keep", 13, set())],
)
def test_a_year_beside_one_of_its_quarters_waits_for_a_choice(option, area_ha, dropped):
    rows = "PER,202500,10\nPER,202503,3\n"
    asked = taken(rows)
    (issue,) = told(asked)
    assert (issue.severity, issue.action) == (Severity.ERROR, Action.CHOOSE)
    assert issue.rows == (1,)
    assert asked.dataset is None
    settled = taken(rows, period_kinds_mixed=option)
    assert total(settled) == area_ha
    assert set(settled.report.dropped) == dropped


def test_quarters_that_do_not_add_up_to_their_year_wait_for_a_choice():
    (issue,) = told(taken(f"PER,202500,50\n{QUARTERS}"))
    assert issue.action is Action.CHOOSE


def test_months_quarters_and_a_year_count_once():
    quarters = "".join(f"PER,2025-Q{n},3\n" for n in (1, 2, 3, 4))
    intake = taken(f"PER,2025,12\n{quarters}{MONTHS}")
    assert told(intake)[0].rows == (1, 2, 3, 4, 5)
    assert total(intake) == 12
    assert set(intake.dataset.sites["period_kind"]) == {"month"}


@pytest.mark.parametrize(
    "rows",
    [
        "PER,201800,9\nPER,202400,9\nPER,202503,3\n",  # years before, quarters since
        "PER,202500,9\nBRA,202503,3\n",  # two countries, each in its own way
        "PER,2025,9\nPER,2025-03-04,3\n",  # a date known better
        "PER,202501,9\nPER,202503,3\n",
    ],
)
def test_what_overlaps_nowhere_is_left_alone(rows):
    intake = taken(rows)
    assert told(intake) == []
    assert intake.report.rows_dropped == 0


def test_sites_with_ids_are_compared_with_themselves():
    rows = "a,PER,2025,10\nb,PER,2025,7\n" + "".join(f"a,PER,2025-Q{n},{n}\n" for n in (1, 2, 3, 4))
    intake = taken(rows, "site_id,country,period,area_ha")
    assert told(intake)[0].rows == (1,)
    assert total(intake) == 17


@pytest.mark.parametrize(("lon", "is_told"), [("-70", True), ("-71", False)])
def test_sites_with_shapes_count_twice_only_on_the_same_ground(lon, is_told):
    rows = f"PER,2025,10,-70,-12\nPER,2025-Q3,3,{lon},-12\n"
    intake = taken(rows, "country,period,area_ha,lon,lat")
    assert bool(told(intake)) is is_told
