"""Answers handed to a job: taken up for the same question of the same data, and for no other."""

from dataclasses import replace
from datetime import UTC, datetime

import pandas as pd
import pytest

from analytics import jobs, sample
from analytics.core.analysis import execute, find
from analytics.jobs import at_hand
from analytics.store import open_store
from analytics.store.workspace import Workspace
from reports.brief.order import Wanted

STARTED = datetime(2026, 1, 2, tzinfo=UTC)


@pytest.fixture(scope="module")
def given():
    found = execute(find("totals"), sample(), find("totals").params(by="province"))
    return replace(found, started=STARTED)


@pytest.fixture
def store(tmp_path):
    return open_store(tmp_path)


@pytest.fixture
def taken(store, given):
    at = Workspace(owner="a" * 43)
    store.save(at)
    return at_hand.taken_up(store, [jobs.handed(store, given, workspace=at.key)])


def test_the_same_question_takes_up_the_answer(taken, given):
    found = taken(Wanted(slug="totals", params={"by": "province"}), sample())
    assert found.started == STARTED
    pd.testing.assert_frame_equal(found.result.table, given.result.table)
    assert (found.params, found.seconds) == (given.params, given.seconds)
    assert found.section("fr").headline == given.section("fr").headline


@pytest.mark.parametrize(
    "wanted",
    [
        Wanted(slug="totals"),
        Wanted(slug="totals", params={"by": "province"}, filters={"country": ("XAA",)}),
        Wanted(slug="overview"),
    ],
)
def test_any_other_question_is_worked_out(taken, wanted):
    found = taken(wanted, sample())
    assert found.started > STARTED
    assert found.analysis.slug == wanted.slug


def test_an_answer_of_another_version_is_worked_out(store, given):
    old = replace(given, analysis=replace(given.analysis, version="0.1"))
    at = Workspace(owner="a" * 43)
    store.save(at)
    taken = at_hand.taken_up(store, [jobs.handed(store, old, workspace=at.key)])
    assert taken(Wanted(slug="totals", params={"by": "province"}), sample()).started > STARTED


def test_an_answer_swept_away_is_worked_out(store):
    taken = at_hand.taken_up(store, ["result-" + "0" * 40])
    assert taken(Wanted(slug="totals"), sample()).result.table is not None
