"""Rasters on the web read by parts: only what is needed, only from where it was asked."""

import numpy as np
import pytest

from analytics.core.errors import OrewatchError
from analytics.intake import fetch, ranges
from analytics.raster.handle import Raster, Window, open_file
from analytics.raster.write import write
from tests.web import serving

CELLS = np.random.default_rng(5).integers(0, 60_000, (2_048, 2_048)).astype("uint16")


@pytest.fixture(scope="module")
def grid(tmp_path_factory):
    """A cloud-optimised GeoTIFF of 16 tiles that cannot be made smaller."""
    path = tmp_path_factory.mktemp("grid") / "grid.tif"
    raster = Raster.from_array(CELLS, bounds=(0, 0, 2.048, 2.048), nodata=65_535)
    return write(raster, path).read_bytes()


@pytest.fixture
def web(monkeypatch, grid):
    monkeypatch.setattr(ranges, "PAUSE_S", 0.0)
    monkeypatch.setattr(ranges, "_kept", ranges._Blocks())
    with serving(monkeypatch, grid) as running:
        yield running


def opened(web):
    return open_file(ranges.found(web.address), name="people")


def refused(action):
    with pytest.raises(OrewatchError) as caught:
        action()
    return caught.value.code


def test_only_the_parts_that_are_needed_are_fetched(web):
    raster = opened(web)
    assert (raster.shape, raster.nodata, raster.crs) == ((2_048, 2_048), 65_535, "EPSG:4326")
    assert web.sent < 4 * ranges.BLOCK
    window = Window(row=700, column=1_100, rows=20, columns=30)
    assert np.array_equal(raster.read(window), CELLS[700:720, 1_100:1_130])
    assert web.sent < len(web.content) / 8  # one tile of 16, and the head
    assert None not in web.asked
    before = web.sent
    assert np.array_equal(raster.read(window), CELLS[700:720, 1_100:1_130])
    assert web.sent == before


def test_all_of_it_is_read_in_few_answers_that_grow(web):
    with opened(web).opened() as read:
        for row in range(0, 2_048, 512):
            for column in range(0, 2_048, 512):
                part = read(Window(row=row, column=column, rows=512, columns=512))
                assert np.array_equal(part, CELLS[row : row + 512, column : column + 512])
    assert web.sent < 1.2 * len(web.content)
    assert len(web.asked) < 25


def test_a_server_without_ranges_or_versions_is_told_apart(web):
    web.has_ranges = False
    assert ranges.found(web.address) is None
    web.has_ranges, web.mark = True, ""
    assert ranges.found(web.address) is None


def test_what_breaks_off_or_is_busy_is_asked_for_again(web):
    raster = opened(web)
    web.forget()
    web.cuts, web.codes = [1_000], [0, 503]
    assert np.array_equal(raster.read(Window(rows=5, columns=5)), CELLS[:5, :5])
    assert len(web.asked) >= 3


def test_who_answers_drop_by_drop_is_not_waited_for(web, monkeypatch):
    raster = opened(web)
    monkeypatch.setattr(ranges, "LONGEST_S", -1.0)
    assert refused(lambda: raster.read(Window(rows=5, columns=5))) == "fetch-failed"


def test_trouble_on_the_way_is_told_by_its_own_sentence(web):
    first, last = Window(rows=5, columns=5), Window(row=2_040, column=2_040, rows=5, columns=5)
    raster = opened(web)
    web.codes = [403]
    assert refused(lambda: raster.read(first)) == "fetch-refused"
    web.codes = [500] * 9
    assert refused(lambda: raster.read(first)) == "fetch-refused"
    web.codes, web.mark = [], '"two"'
    assert refused(lambda: raster.read(first)) == "far-changed"
    web.mark, web.has_ranges = '"one"', False
    assert refused(lambda: raster.read(last)) == "far-changed"
    web.has_ranges = True
    assert np.array_equal(raster.read(last), CELLS[2_040:2_045, 2_040:2_045])


def test_a_store_keeps_the_place_and_not_the_cells(web, tmp_path):
    from analytics.core.provenance import Provenance
    from analytics.store import open_store
    from tests.shapes import dataset

    raster = opened(web)
    data = dataset([{"country": "PER"}]).with_raster(
        "population", raster, Provenance(part="population", name="people")
    )
    store = open_store(tmp_path)
    web.forget()
    found = store.data(store.put_data(data)).raster("population")
    assert not web.asked
    assert (found.source, found.fingerprint) == (raster.source, raster.fingerprint)
    assert np.array_equal(found.read(Window(rows=5, columns=5)), CELLS[:5, :5])
    store.close()


def test_a_page_in_place_of_a_raster_is_refused(web):
    web.content = b"<html>" * 100
    assert refused(lambda: opened(web)) == "not-raster"
    web.codes = [404]
    assert refused(lambda: opened(web)) == "fetch-refused"


@pytest.mark.parametrize(
    "to",
    ["file:///etc/passwd", "http://localhost/people.tif", "ftp://example.org/a", "gopher://a/"],
)
def test_nothing_leads_to_another_host_or_out_of_the_web(web, to):
    web.to = to
    assert refused(lambda: ranges.found(web.address)) in {"fetch-refused", "fetch-failed"}
    assert len(web.asked) == 1


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:{port}/people.tif",
        "http://localhost:{port}/people.tif",
        "http://[::ffff:127.0.0.1]:{port}/people.tif",
        "http://2130706433:{port}/people.tif",
        "http://0x7f.1:{port}/people.tif",
        "http://169.254.169.254/latest/meta-data",
        "http://10.0.0.1/people.tif",
        "http://[::1]:{port}/people.tif",
        "http://[fd00::1]/people.tif",
        "http://[64:ff9b::7f00:1]/people.tif",
        "http://[2002:7f00:1::]/people.tif",
    ],
)
def test_addresses_inside_are_refused_before_anything_is_asked(web, monkeypatch, address):
    monkeypatch.delenv("OREWATCH_LOCAL_URLS")
    port = web.address.split(":")[2].split("/")[0]
    assert refused(lambda: ranges.found(address.format(port=port))) == "fetch-local"
    assert not web.asked


def test_nothing_is_asked_where_the_web_is_switched_off(web, monkeypatch):
    monkeypatch.setenv("OREWATCH_OFFLINE", "1")
    assert refused(lambda: ranges.found(web.address)) == "fetch-off"
    assert not web.asked


def test_a_name_that_turns_inside_after_it_was_checked_is_refused(web, monkeypatch):
    monkeypatch.delenv("OREWATCH_LOCAL_URLS")
    monkeypatch.setattr(fetch, "_check_public", lambda _address: None)  # as if it were public
    assert refused(lambda: ranges.found(web.address)) == "fetch-local"
    assert not web.asked
