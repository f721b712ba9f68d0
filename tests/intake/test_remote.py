"""Large files from the web: kept, resumed, checked, and the way out where there is no network."""

import http.server
import threading
from pathlib import Path

import pytest

from analytics.core.words import LANGUAGES
from analytics.intake import remote
from analytics.intake.work import ReadError

CONTENT = bytes(range(256)) * 12_000


@pytest.fixture
def web(monkeypatch, tmp_path):
    """A server that can go on from the middle, and breaks off after `cut` bytes where told."""
    monkeypatch.setenv("OREWATCH_LOCAL_URLS", "1")
    monkeypatch.setenv("OREWATCH_CACHE", str(tmp_path))
    for proxy in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(proxy, raising=False)
    state = {"cut": None, "asked": [], "mark": '"one"', "content": CONTENT}

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            state["asked"].append(self.headers.get("Range"))
            if self.path != "/people.tif":
                self.send_error(404)
                return
            start = 0
            if self.headers.get("Range") and self.headers.get("If-Range") == state["mark"]:
                start = int(self.headers["Range"].removeprefix("bytes=").rstrip("-"))
            body = state["content"][start:]
            self.send_response(206 if start else 200)
            self.send_header("Content-Length", str(len(body)))
            self.send_header("ETag", state["mark"])
            self.end_headers()
            self.wfile.write(body[: state["cut"]])

        def log_message(self, *_):
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as running:
        thread = threading.Thread(target=running.serve_forever, args=(0.01,))
        thread.start()
        yield f"http://127.0.0.1:{running.server_port}/people.tif", state
        running.shutdown()
        thread.join()


def refused(text):
    with pytest.raises(ReadError) as caught:
        remote.kept(text)
    assert all(caught.value.text(language) for language in LANGUAGES)
    return caught.value


def test_a_file_is_fetched_once_and_again_only_where_it_changed(web):
    address, state = web
    told = []
    path = remote.kept(address, lambda done, whole: told.append((done, whole)))
    assert path.read_bytes() == CONTENT
    assert told[-1] == (len(CONTENT), len(CONTENT))
    assert remote.kept(address) == path
    assert len(state["asked"]) == 1
    path.write_bytes(b"damaged")
    assert remote.kept(address).read_bytes() == CONTENT
    assert len(state["asked"]) == 2


def test_what_broke_off_goes_on_where_it_stopped(web):
    address, state = web
    state["cut"] = 1_500_000
    assert refused(address).code == "fetch-offline"
    state["cut"] = None
    assert remote.kept(address).read_bytes() == CONTENT
    assert state["asked"] == [None, "bytes=1500000-"]


def test_a_file_that_changed_meanwhile_begins_anew(web):
    address, state = web
    state["cut"] = 1_000_000
    refused(address)
    state.update(cut=None, mark='"two"', content=CONTENT[::-1])
    assert remote.kept(address).read_bytes() == CONTENT[::-1]


@pytest.mark.usefixtures("web")
def test_without_a_network_the_place_for_the_file_is_said(monkeypatch):
    monkeypatch.setattr(remote, "ADDRESS", "http://127.0.0.1:1/{year}/{big}/{small}.tif")
    error = refused("worldpop:bdi:2020")
    assert error.code == "fetch-offline"
    place = Path(str(error.facts["path"]))
    assert str(place) in error.text("en")
    place.write_bytes(b"by hand")
    assert remote.kept("worldpop:BDI:2020") == place


def test_names_and_addresses_that_lead_nowhere(web):
    address, _ = web
    assert refused("worldpop:Burundi:2020").code == "worldpop-name"
    assert refused("worldpop:BDI:1875").code == "worldpop-name"
    assert refused(address.replace("people", "nobody")).code == "fetch-refused"
    assert remote.address("worldpop:bdi:2020").endswith("/2020/BDI/bdi_ppp_2020.tif")
