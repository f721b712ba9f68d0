"""The slider of the page People: a distance of one's own, and a large grid prepared for it."""

from dataclasses import replace

import numpy as np
import pytest

import analytics
from analytics import jobs
from analytics.analyses.exposure import ANALYSIS, live
from analytics.analyses.exposure.section import alone
from analytics.core.words import Words
from analytics.jobs.work import work as do
from analytics.raster import rowsums
from analytics.raster.handle import Raster
from analytics.store.workspace import State
from pages.ui import session, work
from tests.pages.conftest import TABS, visitor

TEXTS = Words(session.TEXTS, "en")
GRID = Raster.from_array(
    np.random.default_rng(2).integers(0, 60, (300, 300)).astype("uint16"),
    bounds=(-71, -14, -69, -12),
    nodata=65_535,
    name="people.tif",
)


def told(page):
    return " ".join(part.value for part in page.markdown).replace("\\", "")


def sentence(data, radius_km):
    return alone(live.people(data, radius_km), radius_km, ANALYSIS.words("en-US"))


def test_the_number_follows_the_slider(opened):
    page, data = opened("explore/exposure.py"), analytics.sample()
    assert page.slider(key="nearby_km").value == 10
    assert sentence(data, 10.0) in told(page)
    page.slider(key="nearby_km").set_value(3.5).run()
    assert not page.exception
    assert sentence(data, 3.5) in told(page)
    asked = analytics.run("exposure", data, radii="3.5").result.total.people
    assert live.people(data, 3.5) == pytest.approx(asked, rel=1e-9)


def test_a_distance_asked_before_is_not_worked_out_again(opened, monkeypatch):
    page, worked_out = opened("explore/exposure.py"), []
    page.slider(key="nearby_km").set_value(4.0).run()
    monkeypatch.setattr(live, "people", lambda *asked: worked_out.append(asked) or 1.0)
    before = told(page)
    assert told(page.run()) == before
    assert not worked_out
    page.slider(key="nearby_km").set_value(11.5).run()
    assert len(worked_out) == 1


@pytest.fixture
def page(home, clean, monkeypatch, tmp_path):
    """The page People of who has six mines and a grid that is called large."""
    assert home
    monkeypatch.setenv("OREWATCH_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(rowsums, "SMALL_CELLS", 0)
    shown = visitor("a" * 43)
    shown.switch_page("data/data.py")
    shown.session_state["data_tabs_en"] = TABS["upload"]
    shown.run().file_uploader[0].upload("mines.geojson", clean, "application/octet-stream")
    press(shown.run(), "upload.use")
    store, key = work.store(), shown.query_params[work.IN_ADDRESS]
    at_hand = store.workspace(key)
    data = replace(store.data(at_hand.data), rasters={"population": GRID})
    store.save(replace(at_hand, data=store.put_data(data, workspace=key)))
    return shown.switch_page("explore/exposure.py").run()


def press(page, key):
    label = TEXTS(key)
    return next(button for button in page.button if label in button.label).click().run()


def test_a_large_grid_is_prepared_beside_the_page_and_then_answers(page):
    assert not page.exception
    assert "nearby_km" not in [slider.key for slider in page.slider]
    assert "people.tif" in told(page)
    press(page, "nearby.prepare")
    store = work.store()
    (job,) = store.jobs(page.query_params[work.IN_ADDRESS])
    assert (job.kind, job.state, job.spec["part"]) == (jobs.PREPARE, State.QUEUED, "population")
    assert TEXTS("tasks.preparing", name="people.tif") in told(page)
    store.claim(9)
    do(store, job.key)
    assert store.job(job.key).state is State.DONE
    page.run()
    assert not page.exception
    page.slider(key="nearby_km").set_value(7.5).run()
    data = store.data(job.spec["data"])
    assert sentence(data, 7.5) in told(page)
    assert TEXTS("tasks.preparing", name="people.tif") not in told(page)


def test_points_are_answered_from_the_sums_that_are_kept(tmp_path, monkeypatch):
    monkeypatch.setenv("OREWATCH_CACHE", str(tmp_path))
    data = analytics.sample()
    points = data.sites.geometry.representative_point()
    raster = data.rasters["population"]
    spots = replace(data, sites=data.sites.set_geometry(points))
    before = live.people(spots, 8.0)
    rowsums.build(raster)
    assert live.people(spots, 8.0) == pytest.approx(before, rel=5e-4)
    assert live.is_quick(spots)
    monkeypatch.setattr(live, "MOST_POINTS", 1)
    assert not live.is_quick(spots)
