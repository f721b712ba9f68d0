"""Large files from the web: kept, gone on with, checked, and the way out without a network."""

import base64
import hashlib
import os
import threading
from pathlib import Path

import numpy as np
import pytest

from analytics.core.errors import OrewatchError
from analytics.core.words import LANGUAGES
from analytics.intake import alone, download, ranges, remote, worldpop
from analytics.raster.handle import Raster
from analytics.raster.write import write
from tests.shapes import dataset
from tests.web import serving

CELLS = np.random.default_rng(7).integers(0, 60_000, (1_200, 1_200)).astype("uint16")
ELSE = "0" * 64


@pytest.fixture(scope="module")
def grids(tmp_path_factory):
    """Two GeoTIFFs of 3.8 MB as bytes: one, and the same of another time."""
    folder, found = tmp_path_factory.mktemp("grids"), []
    for cells in (CELLS, CELLS[::-1]):
        raster = Raster.from_array(cells, bounds=(29, -5, 31, -2), nodata=65_535)
        found.append(write(raster, folder / "grid.tif").read_bytes())
    return found


@pytest.fixture
def web(monkeypatch, tmp_path, grids):
    monkeypatch.setenv("OREWATCH_CACHE", str(tmp_path))
    for module, name in ((download, "PAUSE_S"), (ranges, "PAUSE_S"), (alone, "LOOKS_S")):
        monkeypatch.setattr(module, name, 0.0)
    monkeypatch.setattr(ranges, "_kept", ranges._Blocks())
    with serving(monkeypatch, grids[0]) as running:
        monkeypatch.setattr(worldpop, "HOST", running.address.removesuffix("people.tif"))
        yield running


def refused(text, action=remote.kept):
    with pytest.raises(OrewatchError) as caught:
        action(text)
    assert all(caught.value.text(language) for language in LANGUAGES)
    return caught.value


def sum_of(content):
    return hashlib.sha256(content).hexdigest()


def test_a_file_is_fetched_once_and_again_only_where_it_changed(web):
    told = []
    path = remote.kept(web.address, lambda done, whole: told.append((done, whole)))
    assert path.read_bytes() == web.content
    assert told[-1] == (len(web.content), len(web.content))
    assert remote.kept(web.address) == path
    assert len(web.asked) == 1
    path.write_bytes(b"damaged")
    assert remote.kept(web.address).read_bytes() == web.content
    assert len(web.asked) == 2
    assert sorted(p.suffix for p in path.parent.iterdir()) == [".sha256", ".tif"]


def test_what_breaks_off_goes_on_by_itself_where_it_stopped(web):
    web.cuts = [1_500_000, 500_000]
    assert remote.kept(web.address).read_bytes() == web.content
    assert web.asked == [None, "bytes=1500000-", "bytes=2000000-"]
    assert web.sent == len(web.content)


def test_where_nothing_more_comes_the_next_time_goes_on(web):
    web.cuts, web.codes = [1_500_000], [0, 503, 503, 503, 503]
    assert refused(web.address).code == "fetch-refused"
    web.forget()
    assert remote.kept(web.address).read_bytes() == web.content
    assert web.asked == ["bytes=1500000-"]


def test_a_file_that_changed_meanwhile_begins_anew(web, grids):
    web.cuts, web.codes = [1_000_000], [0, 404]
    refused(web.address)
    web.content, web.mark = grids[1], '"two"'
    assert remote.kept(web.address).read_bytes() == grids[1]


@pytest.mark.parametrize("mark", ["", 'W/"weak"'])
def test_without_a_version_nothing_is_patched_together(web, grids, mark):
    web.mark, web.cuts, web.codes = mark, [1_000_000], [0, 404]
    refused(web.address)
    web.content = grids[1]
    assert remote.kept(web.address).read_bytes() == grids[1]
    assert web.asked[-1] is None


def test_a_part_longer_than_the_file_begins_anew(web):
    web.cuts, web.codes = [1_000_000], [0, 404]
    refused(web.address)
    part = next(Path(os.environ["OREWATCH_CACHE"]).rglob("*.part"))
    part.write_bytes(web.content + b"more")
    assert remote.kept(web.address).read_bytes() == web.content


def test_a_part_that_is_whole_is_not_fetched_again(web):
    web.cuts, web.codes = [1_000_000], [0, 404]
    refused(web.address)
    part = next(Path(os.environ["OREWATCH_CACHE"]).rglob("*.part"))
    part.write_bytes(web.content)  # ended between the last byte and its name
    web.forget()
    assert remote.kept(web.address).read_bytes() == web.content
    assert (web.sent, len(web.asked)) == (0, 1)


def test_a_part_of_elsewhere_is_not_taken(web):
    web.cuts, web.codes = [1_000_000], [0, 404]
    refused(web.address)
    web.headers = {"Content-Range": f"bytes 5-{len(web.content)}/{len(web.content)}"}
    assert refused(web.address).code == "fetch-offline"


@pytest.mark.parametrize("name", ["Repr-Digest", "Digest"])
def test_a_sum_of_the_server_is_held_against_the_file(web, name):
    right = base64.b64encode(hashlib.sha256(web.content).digest()).decode()
    wrong = base64.b64encode(hashlib.sha256(b"").digest()).decode()
    form = "sha-256=:{}:" if name == "Repr-Digest" else "SHA-256={}"
    web.headers = {name: form.format(wrong)}
    assert refused(web.address).code == "fetch-checksum"
    assert not [p for p in Path(os.environ["OREWATCH_CACHE"]).rglob("*") if p.is_file()]
    web.headers = {name: form.format(right)}
    assert remote.kept(web.address).is_file()


def test_a_promised_sum_is_held_against_whatever_is_there(web):
    assert refused(f"{web.address}#sha256={ELSE}").code == "fetch-checksum"
    promised = f"{web.address}#sha256={sum_of(web.content).upper()}"
    path = remote.kept(promised)
    assert refused(f"{web.address}#sha256={ELSE}").code == "fetch-checksum"
    assert path.read_bytes() == web.content  # what was sound before stays
    download.seal(path).unlink()
    assert remote.kept(promised) == path
    assert refused(f"{web.address}#sha256={ELSE}").code == "fetch-by-hand"
    assert refused(f"{web.address}#sha256=12").code == "sha256"


def test_a_page_of_a_guarded_network_is_not_kept_as_a_raster(web):
    grid, web.content = web.content, b"<html>Please sign in</html>"
    assert refused(web.address).code == "not-raster"
    web.content = grid
    assert remote.kept(web.address).read_bytes() == grid


@pytest.mark.parametrize("code", [404, 403, 401])
def test_what_a_server_refuses_is_asked_once(web, code):
    web.codes = [code]
    error = refused(web.address)
    assert (error.code, error.facts["status"]) == ("fetch-refused", str(code))
    assert len(web.asked) == 1


def test_a_server_in_trouble_is_asked_a_few_times(web):
    web.codes = [500, 503]
    assert remote.kept(web.address).is_file()
    web.forget()
    web.codes = [500] * 9
    assert refused(web.address.replace("people", "more-people")).code == "fetch-refused"
    assert len(web.asked) == download.TRIES


def test_what_does_not_fit_is_refused_before_it_is_fetched(web, monkeypatch):
    monkeypatch.setenv("OREWATCH_FETCHED_MB", "2")
    assert refused(web.address).code == "fetch-huge"
    monkeypatch.delenv("OREWATCH_FETCHED_MB")
    monkeypatch.setattr(download, "SPARE", 10**18)
    assert refused(web.address).code == "fetch-full"


def test_what_was_used_longest_ago_makes_room(web, monkeypatch):
    monkeypatch.setenv("OREWATCH_FETCHED_MB", "9")
    names = ("one-people", "two-people", "three-people")
    first, second = (remote.kept(web.address.replace("people", name)) for name in names[:2])
    os.utime(second, (1, 1))
    third = remote.kept(web.address.replace("people", names[2]))
    assert first.is_file()
    assert third.is_file()
    assert not second.exists()


def test_trouble_with_the_disk_is_not_called_trouble_with_the_web(web, tmp_path):
    (tmp_path / "fetched").write_bytes(b"in the way")
    assert refused(web.address).code == "fetch-unkept"


def test_two_at_a_time_fetch_a_file_once(web):
    found = []
    threads = [
        threading.Thread(target=lambda: found.append(remote.kept(web.address))) for _ in range(3)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(found)) == 1
    assert len(web.asked) == 1


def test_the_lock_of_a_process_that_is_gone_holds_nobody(web):
    path = remote.wanted(web.address).path
    path.parent.mkdir(parents=True)
    lock = path.with_name(f"{path.name}.lock")
    lock.write_text("1 5.0")
    os.utime(lock, (1, 1))
    assert remote.kept(web.address) == path


@pytest.mark.usefixtures("web")
def test_without_a_network_the_place_for_the_file_is_said(monkeypatch, grids):
    monkeypatch.setattr(worldpop, "HOST", "http://127.0.0.1:1/")
    error = refused("worldpop:bdi:2020")
    assert error.code == "fetch-offline"
    place = Path(str(error.facts["path"]))
    assert str(place) in error.text("en")
    place.write_bytes(grids[0])
    assert remote.kept("worldpop:BDI:2020") == place
    assert remote.size("worldpop:BDI:2020") == len(grids[0])


def test_the_size_is_known_before_anything_is_fetched(web):
    assert remote.size(web.address) == len(web.content)
    assert web.sent < len(web.content) or len(web.asked) == 1
    assert not list(Path(os.environ["OREWATCH_CACHE"]).rglob("*.part"))


def test_an_address_is_read_by_parts_and_else_kept_whole(web):
    data = dataset([{"country": "BDI"}])
    by_parts = remote.added(data, "population", web.address)
    assert by_parts.raster("population").source.size == len(web.content)
    promised = f"{web.address}#sha256={sum_of(web.content)}"
    assert isinstance(remote.added(data, "population", promised).raster("population").source, Path)
    web.has_ranges = False
    told = []
    whole = remote.added(
        data,
        "population",
        web.address.replace("people", "old-people"),
        lambda *so_far: told.append(so_far),
    )
    assert isinstance(whole.raster("population").source, Path)
    assert told
    part = next(p for p in whole.provenance if p.part == "population")
    assert part.sha256 == sum_of(web.content)


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("worldpop:bdi:2020", "2020/BDI/bdi_ppp_2020.tif"),
        ("worldpop:BDI:2024", "R2025A/2024/BDI/v1/100m/constrained/bdi_pop_2024_CN_100m_R2025A_v1.tif"),
        ("worldpop:PER:2000:unconstrained-1km", "2000/PER/per_ppp_2000_1km_Aggregated.tif"),
        (
            "WorldPop:per:2030:Constrained-1km",
            "2030/PER/v1/1km_ua/constrained/per_pop_2030_CN_1km_R2025A_UA_v1.tif",
        ),
        ("worldpop:XKX:2010", "2010/KOS/kos_ppp_2010.tif"),
    ],
)  # fmt: skip
def test_names_lead_to_files(text, end):
    asked = remote.wanted(text)
    assert asked.address.endswith(end)
    assert asked.licence == "CC BY 4.0"
    assert ("WP00839" in asked.source) == ("R2025A" in asked.address)
    assert remote.wanted(worldpop.grid(text).text).address == asked.address


@pytest.mark.parametrize(
    "text",
    [
        "worldpop:Burundi:2020",
        "worldpop:BDI:1875",
        "worldpop:BDI:2031",
        "worldpop:BDI:2024:unconstrained-100m",
        "worldpop:BDI:2024:nicest",
        "worldpop:QQQ:2020",
        "worldpop:",
    ],
)
def test_names_that_lead_nowhere_are_refused(text):
    error = refused(text, remote.wanted)
    assert error.code == "worldpop-name"
    assert "constrained-1km: 2015-2030" in error.text("en")


def test_odd_names_become_names_of_files():
    for tail in ("%00", "a%2F..%2Fb", "x" * 999, "ü ñ?token=1", "", ".."):
        path = remote.wanted(f"https://example.org/{tail}").path
        assert path.parent.name == "fetched"
        assert len(path.name) < 100
        assert path.name.isprintable()
        assert "token" not in path.name
