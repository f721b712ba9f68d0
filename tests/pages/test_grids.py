"""A grid of people from the web, on the pages People and Data."""

import zipfile

import numpy as np
import pytest

import analytics
from analytics import jobs
from analytics.core.words import Words
from analytics.intake import download, ghspop, ranges, worldpop
from analytics.jobs.work import work as do
from analytics.raster.handle import Raster
from analytics.raster.write import write
from analytics.store.errors import StoreError
from analytics.store.workspace import State
from pages.ui import session, work
from tests.pages.conftest import TABS, visitor
from tests.pages.made import geojson
from tests.web import serving

ANNA = "a" * 43
TEXTS = Words(session.TEXTS, "en")
MINES = geojson(
    [
        ({"site": f"M{n}", "country": "BDI", "year": 2019 + n, "area_ha": 10.0}, 29.9, -3.4 + n / 9)
        for n in range(3)
    ]
)


@pytest.fixture
def web(monkeypatch, tmp_path):
    monkeypatch.setenv("OREWATCH_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(download, "PAUSE_S", 0.0)
    monkeypatch.setattr(ranges, "PAUSE_S", 0.0)
    monkeypatch.setattr(ranges, "_kept", ranges._Blocks())
    cells = np.random.default_rng(2).integers(0, 60, (1_500, 1_500)).astype("uint16")
    grid = Raster.from_array(cells, bounds=(29, -4, 30.5, -2.5), nodata=65_535)
    content = write(grid, tmp_path / "grid.tif").read_bytes()
    with serving(monkeypatch, content) as running:
        for host in (worldpop, ghspop):
            monkeypatch.setattr(host, "HOST", running.address.removesuffix("people.tif"))
        yield running


@pytest.fixture
def page(home):
    """The page People of who has sites and no people yet."""
    assert home
    shown = visitor(ANNA)
    shown.switch_page("data/data.py")
    shown.session_state["data_tabs_en"] = TABS["upload"]
    shown.run().file_uploader[0].upload("mines.geojson", MINES, "application/octet-stream")
    press(shown.run(), "upload.use")
    return shown.switch_page("explore/exposure.py").run()


def press(page, key):
    label = TEXTS(key)
    return next(button for button in page.button if label in button.label).click().run()


def told(page):
    return " ".join(
        part.value for part in [*page.markdown, *page.caption, *page.error, *page.warning]
    )


def the_job(page):
    (job,) = work.store().jobs(page.query_params[work.IN_ADDRESS])
    return job


def test_who_has_no_people_fetches_them_by_country_and_year(page, web):
    assert not page.exception
    assert page.selectbox(key="grid_country").value == "BDI"
    assert page.selectbox(key="grid_year_constrained-100m").value == 2021
    page.selectbox(key="grid_product").set_value("unconstrained-1km").run()
    assert page.selectbox(key="grid_year_unconstrained-1km").value == 2020
    press(page, "grids.look")
    assert f"{len(web.content) / 1e6:.1f} MB" in told(page)
    press(page, "grids.fetch")
    job = the_job(page)
    assert (job.kind, job.state, job.spec["text"]) == (
        jobs.FETCH,
        State.QUEUED,
        "worldpop:BDI:2020:unconstrained-1km",
    )
    assert TEXTS("tasks.fetching", name="WorldPop BDI 2020 (unconstrained-1km)") in told(page)
    assert TEXTS("status.grid") in told(page)
    assert TEXTS("status.local") not in told(page)
    assert any(TEXTS("tasks.cancel") in button.label for button in page.button)
    done(page, job)
    assert page.metric[0].value == people(page)
    part = next(p for p in data(page).provenance if p.part == "population")
    assert TEXTS("status.grid") not in told(page)
    assert (part.licence, len(part.sha256)) == ("CC BY 4.0", 64)
    assert "WorldPop BDI 2020" in told(page)


def test_tiles_are_those_of_the_sites_and_are_unpacked(page, web, tmp_path):
    pack = tmp_path / "tile.zip"
    with zipfile.ZipFile(pack, "w") as file:
        file.writestr("tile.tif", web.content)
    web.content = pack.read_bytes()
    page.segmented_control(key="grid_whence").set_value("ghspop").run()
    assert page.multiselect(key="grid_tiles").value == ["R10_C21", "R10_C22"]  # near its edge
    page.multiselect(key="grid_tiles").set_value(["R10_C21"]).run()
    assert page.selectbox(key="grid_year_ghspop").value == 2020
    page.selectbox(key="grid_cells").set_value("1km").run()
    press(page, "grids.look")
    assert "MB" in told(page)
    press(page, "grids.fetch")
    assert the_job(page).spec["text"] == "ghspop:R10_C21:2020:1km"
    done(page, the_job(page))
    assert page.metric[0].value == people(page)
    part = next(p for p in data(page).provenance if p.part == "population")
    assert "Joint Research Centre" in part.source


def test_what_is_lacking_is_said_in_plain_words(page):
    assert "GeoTIFF file with the number of people in each cell" in told(page)
    assert "raster" not in told(page)


def done(page, job):
    """As the process of the job would do it."""
    store = work.store()
    store.claim(9)
    do(store, job.key)
    assert store.job(job.key).state is State.DONE
    assert not page.run().exception


def data(page):
    return work.store().data(page.session_state[work.WORK].data)


def people(page):
    return analytics.run("exposure", data(page)).section("en-US").figures[0].value


def look_at(page, address):
    page.segmented_control(key="grid_whence").set_value("address").run()
    page.text_input(key="grid_address").set_value(address).run()
    press(page, "grids.look")
    assert not page.exception
    return told(page)


def test_an_address_is_used_by_parts_at_once_where_its_server_gives_them(page, web):
    web.has_ranges = False
    assert TEXTS("grids.no-parts") in look_at(page, web.address)
    web.has_ranges = True
    assert TEXTS("grids.no-parts") not in look_at(page, web.address)
    press(page, "grids.use")
    assert not page.exception
    assert isinstance(data(page).raster("population").source, ranges.Ranged)
    job = the_job(page)  # what comes from elsewhere is waited for beside the page
    assert TEXTS("status.grid") in told(page)  # each answer asks for more parts
    assert (job.kind, job.spec["slug"]) == (jobs.RUN, "exposure")
    assert TEXTS("tasks.wait") in told(page)
    done(page, job)
    assert page.metric[0].value == people(page)


def test_a_store_that_does_not_answer_takes_no_page_away(page, monkeypatch):
    def busy(*_, **__):
        raise StoreError("store-busy", folder="x")

    monkeypatch.setattr(type(work.store()), "jobs", busy)
    shown = page.switch_page("start/home.py").run()
    assert not shown.exception
    assert shown.title or shown.markdown


def test_what_leads_nowhere_is_told_with_the_way_out(page, web, monkeypatch):
    monkeypatch.setattr(worldpop, "HOST", "http://127.0.0.1:1/")
    press(page, "grids.look")
    assert "another computer" in told(page)
    assert "fetched/" in told(page).replace("\\", "")
    monkeypatch.delenv("OREWATCH_LOCAL_URLS")
    assert "no address" in look_at(page, "file:///etc/passwd")
    assert "private network" in look_at(page, web.address)
    assert not web.asked
