"""Jobs with real processes: done, failed, cancelled, died; two at a time, whoever looks after."""

import os
import signal
import sys
import threading
import time
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import numpy as np
import pandas as pd
import psutil
import pytest

from analytics import execute, jobs, sample
from analytics.core import progress as heard
from analytics.core.analysis import catalogue, find
from analytics.core.errors import NotKnown, OrewatchError
from analytics.core.words import LANGUAGES
from analytics.intake import remote
from analytics.intake.work import Settings
from analytics.jobs import engine, processes, work
from analytics.raster import rowsums
from analytics.raster.handle import Raster
from analytics.raster.write import write
from analytics.store.embedded import Embedded
from analytics.store.errors import StoreError
from analytics.store.workspace import SAMPLE, Job, State, Workspace, now
from tests.store.made import everything
from tests.web import serving

SLOW = str(Path(__file__).with_name("slow.py"))
TABLE = b"name,country,year,area_ha,lon,lat\nCerro,PER,2020,2.5,-70,-12\nLoma,PER,2021,,-70.1,-12\n"
ENDED = (State.DONE, State.FAILED, State.CANCELLED, State.DIED)


@pytest.fixture(name="store")
def _store(tmp_path):
    made = Embedded(tmp_path / "home")
    yield made
    made.close()


@pytest.fixture(name="key")
def _key(store):
    made = Workspace(owner="ana")
    store.save(made)
    return made.key


@pytest.fixture(name="slow")
def _slow(monkeypatch):
    """Kinds of tests, done by real processes."""
    monkeypatch.setattr(processes, "COMMAND", (SLOW,))
    monkeypatch.setattr(
        engine, "KINDS", frozenset({"wait", "fail", "bug", "hungry", "read", "run"})
    )


def until(reached, store, at_once=2):
    """Look after the jobs until it is so; a process takes as long as it takes."""
    for _ in range(3_000):
        jobs.look_after(store, at_once)
        if reached():
            return
        time.sleep(0.01)
    raise AssertionError([(j.kind, j.state, j.step, j.error) for j in store.jobs()])


def ended(store, *asked):
    until(lambda: all(store.job(j.key).state in ENDED for j in asked), store)
    return [store.job(j.key) for j in asked]


def at_work(store, job):
    return store.job(job.key).step == "answering"


def done_here(store, key, kind, spec):
    """The same work in this process: quick, and seen by whoever measures coverage."""
    job = jobs.submit(store, key, kind, spec)
    store.claim(9)
    work.work(store, job.key)
    return store.job(job.key)


def test_a_question_is_answered_by_a_process(store, key):
    spec = jobs.run_spec(SAMPLE, "totals", params={"by": "province"}, language="es")
    (done,) = ended(store, jobs.submit(store, key, jobs.RUN, spec))
    assert (done.state, done.progress, done.error) == (State.DONE, 1.0, {})
    answer = jobs.result(store, done)
    expected = execute(find("totals"), sample(), find("totals").params(by="province"))
    pd.testing.assert_frame_equal(answer.result.table, expected.result.table)
    assert (answer.fingerprint, answer.version) == (sample().fingerprint, "1.0")
    (kept,) = store.runs(key)
    assert kept.key == answer.run
    assert kept.record["section"]["headline"] == expected.section("es").headline


def test_a_question_on_stored_data_with_filters(store, key):
    data = store.put_data(replace(everything(), report=None))
    spec = jobs.run_spec(data, "totals", filters={"country": ("COL",)})
    done = done_here(store, key, jobs.RUN, spec)
    answer = jobs.result(store, done)
    assert answer.result.sites == 1
    assert answer.filters == {"country": ("COL",)}


def test_a_file_is_taken_in(store, key):
    file = store.put_file(TABLE)
    done = done_here(
        store, key, jobs.READ, jobs.read_spec(file, "a.csv", settings=Settings(area="attribute"))
    )
    reading = jobs.result(store, done)
    data = store.data(reading.data)
    assert data.sites["name"].tolist() == ["Cerro", "Loma"]
    assert data.report.rows_kept == reading.report.rows_kept == 2
    again = done_here(store, key, jobs.READ, jobs.read_spec(file, "a.csv", columns=reading.columns))
    assert jobs.result(store, again).columns == reading.columns
    store.delete(key)
    with pytest.raises(NotKnown):
        store.data(reading.data)


def test_a_file_with_open_choices_is_done_and_says_which(store, key):
    file = store.put_file(b"name,area_ha,lon,lat\nCerro,1,-7800000,-1400000\n")
    done = done_here(store, key, jobs.READ, jobs.read_spec(file, "a.csv"))
    reading = jobs.result(store, done)
    assert reading.data == ""
    assert not reading.report.is_usable


@pytest.mark.parametrize(
    ("kind", "spec", "code"),
    [
        (jobs.READ, jobs.read_spec("f" * 64, "a.csv"), "file"),
        (jobs.RUN, jobs.run_spec("data-" + "0" * 40, "totals"), "data"),
        (jobs.RUN, jobs.run_spec(SAMPLE, "nothing"), "analysis"),
        (jobs.RUN, jobs.run_spec(SAMPLE, "totals", params={"by": "moon"}), "choice"),
    ],
)
def test_a_failure_is_told_in_every_language(store, key, kind, spec, code):
    failed = done_here(store, key, kind, spec)
    assert (failed.state, failed.error["code"]) == (State.FAILED, code)
    assert len({jobs.wording(failed, language) for language in LANGUAGES}) == len(LANGUAGES)
    assert jobs.wording(failed, "es-PE") == jobs.wording(failed, "es")
    with pytest.raises(OrewatchError):
        jobs.result(store, failed)


@pytest.mark.usefixtures("slow")
def test_jobs_end_as_they_end(store, key, capfd):
    refused, bug, hungry = ended(
        store, *(jobs.submit(store, key, kind, {}) for kind in ("fail", "bug", "hungry"))
    )
    assert [j.state for j in (refused, bug, hungry)] == [State.FAILED] * 3
    assert [j.error["code"] for j in (refused, bug, hungry)] == [
        "job-kind",
        "job-unexpected",
        "job-memory",
    ]
    assert "a, b" in jobs.wording(refused, "fr")
    number = bug.error["facts"]["report"]
    assert number in jobs.wording(bug, "en")
    assert number in "".join(capfd.readouterr())


@pytest.mark.usefixtures("slow")
def test_two_run_the_third_waits_and_a_killed_one_has_died(store, key, tmp_path):
    spec = {"until": str(tmp_path / "go")}
    first, second, third = (jobs.submit(store, key, "wait", spec) for _ in range(3))
    until(lambda: at_work(store, first) and at_work(store, second), store)
    assert store.job(third.key).state is State.QUEUED
    assert jobs.wording(store.job(first.key), "pt") == "Calculando a resposta"
    os.kill(store.job(first.key).pid, signal.SIGKILL)
    until(lambda: at_work(store, third), store)
    assert store.job(first.key).state is State.DIED
    assert jobs.wording(store.job(first.key), "id")

    pid = store.job(second.key).pid
    assert jobs.cancel(store, second.key)
    assert not jobs.cancel(store, second.key)
    assert store.job(second.key).state is State.CANCELLED
    until(lambda: not psutil.pid_exists(pid) or psutil.Process(pid).status() == "zombie", store)

    forget_children()  # as after a restart: nobody has these as children any more
    (tmp_path / "go").touch()
    looking = jobs.Engine(store)
    looking.start()
    (done,) = ended(store, third)
    looking.stop()
    assert done.state is State.DONE
    assert jobs.result(store, done) == {"pid": done.pid}


@pytest.mark.usefixtures("slow")
def test_deleting_a_workspace_ends_its_jobs(store, key, tmp_path):
    running, waiting = (
        jobs.submit(store, key, "wait", {"until": str(tmp_path / "never")}) for _ in range(2)
    )
    until(lambda: at_work(store, running), store, at_once=1)
    running = store.job(running.key)
    jobs.delete(store, key)
    assert not processes.is_there(running)
    for job in (running, waiting):
        with pytest.raises(NotKnown):
            store.job(job.key)


def forget_children():
    for child in engine._children.values():
        child.returncode = 0  # or Python would warn that it was let go of
    engine._children.clear()


def running(store, key, **values):
    """A job that another engine started."""
    made = Job(workspace=key, kind="run", spec={}, state=State.RUNNING, started=now())
    made = replace(made, **values)
    store.put_job(made)
    return made


def test_another_process_with_the_same_number_is_not_the_job(store, key):
    pid, born = processes.mine()
    mine = running(store, key, pid=pid, born=born)
    other = running(store, key, pid=pid, born=born - 3_600)
    gone = running(store, key, pid=2**22 + 1, born=born)
    silent = running(store, key, started=now() - timedelta(minutes=5))
    starting = running(store, key)
    jobs.look_after(store)
    states = [store.job(j.key).state for j in (mine, other, gone, silent, starting)]
    assert states == [State.RUNNING, State.DIED, State.DIED, State.DIED, State.RUNNING]
    jobs.cancel(store, other.key)  # must not end this process


def test_a_job_cancelled_before_its_process_looked_is_not_done(store, key):
    job = jobs.submit(store, key, jobs.RUN, jobs.run_spec(SAMPLE, "totals"))
    assert jobs.cancel(store, job.key)
    work.work(store, job.key)
    assert store.job(job.key).state is State.CANCELLED
    assert store.runs(key) == []


def test_a_job_of_a_deleted_workspace_ends_in_silence(store, key):
    job = jobs.submit(store, key, jobs.RUN, jobs.run_spec(SAMPLE, "totals"))
    store.delete(key)
    work.work(store, job.key)
    with pytest.raises(NotKnown):
        jobs.submit(store, key, jobs.RUN, {})


def test_a_grid_is_fetched_in_a_process_that_can_be_cancelled_and_gone_on_with(
    store, key, monkeypatch, tmp_path
):
    monkeypatch.setenv("OREWATCH_CACHE", str(tmp_path / "cache"))
    cells = np.random.default_rng(1).integers(0, 60_000, (900, 900)).astype("uint16")
    grid = Raster.from_array(cells, bounds=(29, -5, 31, -2), nodata=65_535)
    content = write(grid, tmp_path / "grid.tif").read_bytes()
    with serving(monkeypatch, content) as web:
        web.cuts, web.rests_s = [1_500_000], 60.0
        spec = jobs.fetch_spec(web.address, "population", name="people")
        job = jobs.submit(store, key, jobs.FETCH, spec)
        until(lambda: store.job(job.key).progress > 0, store)
        assert store.job(job.key).step == "fetching"
        assert jobs.cancel(store, job.key)
        web.forget()
        web.rests_s = 0.0
        done = done_here(store, key, jobs.FETCH, spec)
        assert jobs.result(store, done) == jobs.Fetched(text=web.address, part="population")
        assert web.asked[0].startswith("bytes=")
        assert remote.kept(web.address).read_bytes() == content


def test_fetching_keeps_nobody_from_working(store, key):
    for kind in (jobs.FETCH, jobs.FETCH, jobs.FETCH, jobs.RUN, jobs.RUN):
        jobs.submit(store, key, kind, {})
    begun = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engine, "_begin", lambda _, job: begun.append(job.kind))
        patch.setattr(engine, "_is_gone", lambda _: False)
        jobs.look_after(store)
    assert begun == [jobs.FETCH] * 3 + [jobs.RUN]  # two beside the two places for all


def test_an_answer_tells_how_far_it_is(store, key, monkeypatch):
    told = []
    analysis = find("totals")

    def run(data, params):
        for done in range(1, 5):
            heard.at(done / 4)
        return analysis.run(data, params)

    monkeypatch.setattr(work, "EVERY_S", 0.0)
    monkeypatch.setitem(catalogue(), "totals", replace(analysis, run=run))
    monkeypatch.setattr(work.Progress, "at", lambda _, step, done: told.append((step, done)))
    job = jobs.submit(store, key, jobs.RUN, jobs.run_spec(SAMPLE, "totals"))
    work.run(work.Progress(store, job))
    shares = [done for _, done in told]
    assert shares == sorted(shares)
    assert len(shares) > 6


def test_a_grid_is_prepared_and_found_by_whoever_asks(store, key, tmp_path, monkeypatch):
    monkeypatch.setenv("OREWATCH_CACHE", str(tmp_path / "cache"))
    raster = Raster.from_array(np.ones((30, 40)), bounds=(0, 0, 4, 3), name="people.tif")
    data = replace(sample(), rasters={"population": raster})
    spec = jobs.prepare_spec(store.put_data(data, workspace=key), "population", name=raster.name)
    told = []
    monkeypatch.setattr(work.Progress, "at", lambda _, step, done: told.append((step, done)))
    job = jobs.submit(store, key, jobs.PREPARE, spec)
    left = work.prepare(work.Progress(store, job))
    assert store.result(left) == jobs.Prepared(part="population")
    assert [step for step, _ in told][:2] == ["opening", "preparing"]
    stored = store.data(spec["data"]).rasters["population"]
    assert rowsums.find(stored) is not None


def test_an_unknown_kind_is_refused(store, key):
    with pytest.raises(OrewatchError) as caught:
        jobs.submit(store, key, "dance", {})
    assert caught.value.code == "job-kind"


def test_a_process_that_cannot_start_is_told(store, key, monkeypatch):
    monkeypatch.setattr(sys, "executable", str(Path("/no/such/python")))
    job = jobs.submit(store, key, jobs.RUN, jobs.run_spec(SAMPLE, "totals"))
    jobs.look_after(store)
    assert store.job(job.key).error["code"] == "job-start"


def test_an_engine_outlives_whatever_goes_wrong(store, key, monkeypatch, capfd):
    """Neither a store that opens late nor a bug ends the thread."""
    job = jobs.submit(store, key, jobs.RUN, jobs.run_spec(SAMPLE, "totals"))
    troubles = [StoreError("store-busy", folder="x"), ZeroDivisionError("a bug")]

    def opened():
        if troubles:
            raise troubles.pop(0)
        return store

    claimed = threading.Event()

    def begin(_, job):
        claimed.set()
        raise OSError(job.key)

    monkeypatch.setattr(engine, "TROUBLE_S", 0.0)
    monkeypatch.setattr(engine, "PAUSE_S", 0.01)
    monkeypatch.setattr(processes, "start", begin)
    looking = jobs.Engine(opened)
    looking.start()
    assert claimed.wait(30)
    looking.stop()
    assert store.job(job.key).error["code"] == "job-start"
    told = "".join(capfd.readouterr())
    assert "store-busy" in told
    assert "report=" in told


def test_a_job_with_an_impossible_process_has_died(store, key):
    odd = [running(store, key, pid=pid, born=0.0) for pid in (-4, 2**70, "x")]
    jobs.look_after(store)
    assert {store.job(j.key).state for j in odd} == {State.DIED}


def test_an_answer_is_kept_under_the_key_of_its_job(store, key):
    done = done_here(store, key, jobs.RUN, jobs.run_spec(SAMPLE, "totals"))
    assert jobs.result(store, done).run == done.key == store.run(done.key).key


def test_who_asked_is_told_of_a_deletion(store, key, monkeypatch):
    monkeypatch.setattr(engine, "_forgetting", {})
    told = []
    jobs.when_deleting(told.clear)
    jobs.when_deleting(told.clear)
    told.append("something of the workspace")
    jobs.delete(store, key)
    assert told == []
