"""A process that waits for a brief: takes the one that comes, is missed by nobody, ends by itself."""

import os
import subprocess
import sys
import time
from datetime import UTC, datetime

import psutil
import pytest

from analytics import jobs, sample
from analytics.jobs import engine, processes, spare
from analytics.store import open_store
from analytics.store.workspace import SAMPLE, State, Workspace
from reports.brief import manifest
from reports.brief.order import Audience, Order, Wanted

PATIENCE_S = 240


@pytest.fixture
def store(tmp_path):
    yield open_store(tmp_path)
    spare.end()


@pytest.fixture
def key(store):
    at = Workspace(owner="ana")
    store.save(at)
    return at.key


def brief(store, key):
    data = sample().fingerprint
    asked = Order(
        audience=Audience.FLASH,
        created=datetime(2026, 11, 21, tzinfo=UTC),
        entries=(Wanted(slug="overview", data=data),),
    )
    spec = jobs.brief_spec(manifest.asked(asked), ".pdf", {data: SAMPLE})
    return jobs.submit(store, key, jobs.BRIEF, spec)


def ended(store, job):
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until:
        jobs.look_after(store)
        found = store.job(job.key)
        if found.state not in (State.QUEUED, State.RUNNING):
            return found
        time.sleep(0.1)
    raise AssertionError(store.job(job.key))


def waiting(store):
    return spare._waiting.get(store.address)


def test_the_brief_that_comes_is_made_by_the_process_that_waits(store, key):
    spare.prepare(store)
    there = waiting(store)
    spare.prepare(store)
    assert waiting(store) is there  # one is enough
    question = jobs.submit(store, key, jobs.RUN, jobs.run_spec(SAMPLE, "nothing"))
    assert ended(store, question).state is State.FAILED
    assert waiting(store) is there  # it is for briefs
    job = brief(store, key)
    done = ended(store, job)
    assert (done.state, done.pid) == (State.DONE, there.pid)
    assert waiting(store) is None
    assert store.file(jobs.result(store, done).file).startswith(b"%PDF-")


def test_where_the_one_that_waited_was_ended_another_makes_it(store, key):
    spare.prepare(store)
    there = waiting(store)
    psutil.Process(there.pid).kill()
    there.wait()
    done = ended(store, brief(store, key))
    assert done.state is State.DONE
    assert done.pid != there.pid


def test_it_ends_when_the_server_does(store):
    spare.prepare(store)
    there = waiting(store)
    spare.end()
    assert there.poll() == 0


def test_none_is_begun_where_jobs_are_not_looked_after(store):
    assert not engine._engines
    jobs.expect_brief(store)
    assert waiting(store) is None


def test_one_that_nobody_needs_ends_by_itself():
    pipe, held = os.pipe()  # open at its other end, and nothing comes
    code = (
        "from analytics.jobs import spare\n"
        "spare.LONGEST_S, spare.load = 0.1, lambda is_wanted: None\n"
        "spare.awaited()"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=processes.ROOT,
        stdin=pipe,
        capture_output=True,
        check=False,
        timeout=PATIENCE_S,
    )
    os.close(pipe)
    os.close(held)
    assert (done.returncode, done.stderr) == (0, b"")


def test_a_brief_that_comes_early_ends_the_loading():
    asked = []

    def is_wanted():
        asked.append(True)
        return len(asked) > 1

    spare.load(is_wanted)
    assert len(asked) == 2
