"""Long work: begun outside the page, watched, cancelled, and its result taken up."""

import time

import pytest

import analytics
from analytics import jobs
from analytics.core.words import Words
from analytics.store import open_store
from analytics.store.workspace import State
from pages.ui import analysis, draft, session, work
from tests.pages.conftest import TABS, visitor

pytestmark = pytest.mark.usefixtures("home")
TEXTS = Words(session.TEXTS, "en")
ANNA = "a" * 43
PATIENCE_S = 60


@pytest.fixture
def engine(home):
    made = jobs.Engine(open_store(home))
    made.start()
    yield made
    made.stop()


def upload(page, content):
    page.switch_page("data/data.py")
    page.session_state["data_tabs_en"] = TABS["upload"]
    page.run().file_uploader[0].upload("mines.geojson", content, "application/octet-stream")
    return page.run()


def told(page):
    return " ".join(part.value for part in [*page.markdown, *page.info, *page.error])


def ended(page):
    """The workspace's only job, when it came to its end."""
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until:
        (job,) = work.store().jobs(page.query_params[work.IN_ADDRESS])
        if job.state not in (State.QUEUED, State.RUNNING):
            return job
        time.sleep(0.1)
    pytest.fail("the job did not end")


@pytest.mark.usefixtures("engine")
def test_a_large_file_is_read_outside_the_page(clean, monkeypatch):
    monkeypatch.setattr(draft, "LARGE", 10)
    page = upload(visitor(ANNA), clean)
    assert TEXTS("tasks.wait") in told(page)
    assert ended(page).state is State.DONE
    page.run()
    assert not page.exception
    assert [m.value for m in page.metric][1] == "6"
    next(b for b in page.button if b.label == TEXTS("upload.use")).click().run()
    kept = work.store().data(page.session_state[work.WORK].data)
    assert kept.fingerprint == analytics.read(clean, name="mines.geojson").fingerprint


@pytest.mark.usefixtures("engine")
def test_the_result_waits_for_who_comes_back(monkeypatch):
    monkeypatch.setattr(analysis, "MANY", 10)
    page = visitor(ANNA).switch_page("explore/totals.py").run()
    assert TEXTS("tasks.wait") in told(page)
    assert ended(page).state is State.DONE
    again = (
        visitor(ANNA, ws=page.query_params[work.IN_ADDRESS]).switch_page("explore/totals.py").run()
    )
    assert not again.exception
    headline = analytics.run("totals", analytics.sample()).section("en").headline
    assert again.subheader[0].value == headline


def test_work_is_cancelled_and_asked_again(monkeypatch):
    monkeypatch.setattr(analysis, "MANY", 10)
    page = visitor(ANNA).switch_page("explore/totals.py").run()
    (job,) = work.store().jobs(page.query_params[work.IN_ADDRESS])
    assert job.state is State.QUEUED  # no engine here: it waits
    next(b for b in page.button if b.label == TEXTS("tasks.cancel")).click().run()
    assert work.store().job(job.key).state is State.CANCELLED
    page.run()
    next(b for b in page.button if b.label == TEXTS("tasks.again")).click().run()
    assert len(work.store().jobs(page.query_params[work.IN_ADDRESS])) == 2


@pytest.mark.usefixtures("engine")
def test_a_file_that_cannot_be_read_says_so(monkeypatch):
    monkeypatch.setattr(draft, "LARGE", 10)
    page = upload(visitor(ANNA), b'{"type": "FeatureCollection", "features": [{"type"')
    assert ended(page).state is State.FAILED
    page.run()
    assert not page.exception
    assert page.error
