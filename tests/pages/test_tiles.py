"""Maps of many sites: the page sends addresses, and only its visitor may follow them."""

import json
from dataclasses import replace

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from analytics.core import schema
from analytics.core.words import Words
from analytics.store import open_store
from analytics.store.workspace import Workspace
from pages import access, api, ticket
from pages.api import tiles as answers
from pages.gate import Gate
from pages.ui import map as maps
from pages.ui import payload, session, tiles
from pages.ui.payload import Drawing
from pages.visitor import Visitor
from tests.pages.made import many
from tests.pages.test_map import as_map
from tests.viz import decoded

MANY = payload.MOST_SHAPES + 500
ANNA, BEN = "a" * 43, "b" * 43
WORDS = Words(session.TEXTS, "en")
APP = Starlette(
    routes=[*api.mounted("/base"), Route("/base/sitemap", lambda _: PlainTextResponse("page"))],
    middleware=[Middleware(Visitor), Middleware(Gate), Middleware(api.Addresses)],
    exception_handlers={Exception: api.failed},
)


@pytest.fixture(scope="module")
def item():
    """More sites than a message holds."""
    return replace(as_map(many(MANY)), key=schema.SITE_ID)


@pytest.fixture
def packed(item, monkeypatch):
    """What the page sends to Anna."""
    monkeypatch.setattr(tiles.access, "is_known", lambda: True)
    monkeypatch.setattr(tiles.access, "owner", lambda: access.visitor(ANNA).key)
    monkeypatch.setattr(tiles.session, "words", lambda: WORDS)
    return tiles.packed(item, "test", lambda: '{"type":"FeatureCollection","features":[]}')


def fetch(path, cookie=ANNA, **headers):
    client = TestClient(APP, base_url="http://127.0.0.1:8501", cookies={access.COOKIE: cookie})
    return client.get(path, headers=headers)


def first(packed):
    return json.loads(packed.text).format(z=0, x=0, y=0)


def test_the_message_holds_addresses_alone(item, packed):
    text = maps.deck(item, packed, packed.ground, dark=False).to_json()
    layers = json.loads(text)["layers"]
    land, (sites,) = layers[1], layers[2]
    assert packed.drawing is Drawing.TILES
    assert (packed.shown, sites["@@type"], sites["id"]) == (MANY, "MVTLayer", "sites")
    assert sites["data"].endswith("/{z}/{x}/{y}")
    assert land["data"] == json.loads(packed.ground)
    assert sites["loadOptions"]["mvt"]["workerUrl"].startswith("/api/")
    assert len(text) < 10_000
    assert access.visitor(ANNA).key not in text


def test_the_tile_holds_every_site_with_its_key_and_tip(item, packed):
    answer = fetch(first(packed))
    assert answer.status_code == 200
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.headers["cache-control"].startswith("private, max-age=")
    features = decoded.tile(answer.content)
    assert sum(tags["n"] for *_, tags in features) == MANY
    tags = max((tags for *_, tags in features), key=lambda tags: tags["n"])
    assert tags["i"] in set(item.shapes[schema.SITE_ID])
    assert f"{tags['n']} sites here" in tags["t"].replace(",", "")
    assert fetch(first(packed), **{"if-none-match": answer.headers["etag"]}).status_code == 304
    plain = fetch(first(packed), **{"accept-encoding": "identity"})
    assert plain.content == answer.content


def test_nobody_else_may_follow_the_address(packed):
    address = first(packed)
    *_, name, shown, _, _, _ = address.split("/")
    for path, cookie in (
        (address, BEN),
        (address.replace(shown, ticket.ticket(name, "somebody")), ANNA),
        (address.replace(shown, shown[:-1] + ("0" if shown[-1] != "0" else "1")), ANNA),
        (address.replace(name, "0" * 16), ANNA),
        (address.replace("/0/0/0", "/0/0/1"), ANNA),
        (address.replace("/0/0/0", "/99/0/0"), ANNA),
        (json.loads(packed.ground), BEN),
        ("/api/v1/tiles", ANNA),
        ("/api/v1/tiles/x", ANNA),
    ):
        answer = fetch(path, cookie)
        assert answer.status_code == 404, path
        assert answer.json()["error"] in {"map-closed", "address"}


@pytest.mark.parametrize("place", range(4), ids=["ticket", "z", "x", "y"])
@pytest.mark.parametrize("bad", ["9" * 4_500, "-1", "1.5", "٣", "%00"])
def test_numbers_that_are_none_are_an_address_of_nothing(packed, place, bad):
    """Thousands of digits made Python refuse, which was an error of ours."""
    head, *parts = first(packed).rsplit("/", 4)
    parts[place] = f"{bad}.0" if place == 0 else bad
    answer = fetch("/".join([head, *parts]))
    assert answer.status_code == 404
    assert answer.json()["error"] in {"map-closed", "address"}


@pytest.mark.parametrize(
    ("said", "packs"),
    [("gzip, br", True), ("br;q=1, GZIP; q=0.5", True), ("gzip;q=0", False), ("", False)],
)
def test_a_tile_is_packed_for_who_takes_it_so(packed, said, packs):
    answer = fetch(first(packed), **{"accept-encoding": said})
    assert answer.headers.get("content-encoding") == ("gzip" if packs else None)
    assert answer.headers["vary"] == "Accept-Encoding"


def test_an_address_ends_with_its_ticket(packed, monkeypatch):
    assert fetch(first(packed)).status_code == 200
    late = ticket.time.time() + ticket.TURN_S * ticket.TURNS
    monkeypatch.setattr(ticket.time, "time", lambda: late)
    assert fetch(first(packed)).status_code == 404


def test_what_was_deleted_is_not_found(packed):
    tiles.forget()
    assert fetch(first(packed)).status_code == 404


def test_ground_and_reader_come_from_here(packed):
    assert fetch(json.loads(packed.ground)).json()["type"] == "FeatureCollection"
    script = fetch(f"{tiles.ADDRESS}/{tiles.EDITION}/{tiles.WORKER}")
    assert script.headers["content-type"].startswith("text/javascript")
    assert "createLoaderWorker(MVTLoader)" in script.text


def test_where_the_app_lies_below_its_host_tiles_do_so_too_and_pages_stay(packed):
    assert fetch(f"/base{first(packed)}").status_code == 200
    assert fetch("/base/api/v1/health").status_code == 200
    assert fetch("/base/sitemap").text == "page"
    assert fetch("/base/api/v1/nothing").status_code == 404


def test_few_sites_and_visitors_without_a_cookie_get_a_message(item, monkeypatch):
    few = as_map(many(50))
    monkeypatch.setattr(tiles.session, "words", lambda: WORDS)
    monkeypatch.setattr(tiles.access, "is_known", lambda: True)
    assert tiles.packed(few, "few", str) is None
    monkeypatch.setattr(tiles.access, "is_known", lambda: False)
    assert tiles.packed(item, "none", str) is None


def test_outlines_with_too_many_corners_come_as_tiles(packed):
    del packed
    heavy = as_map(many(300, corners=700))
    assert tiles.packed(heavy, "heavy", str).drawing is Drawing.TILES


def test_tiles_at_hand_stay_within_their_bytes():
    shelf = answers.Shelf(100)
    for n in range(5):
        shelf.put(("map", 0, n, 0), b"x" * 30)
    assert [shelf.find(("map", 0, n, 0)) is not None for n in range(5)] == [False] * 2 + [True] * 3
    empty = answers.Shelf(100, beside=40)
    for n in range(9):
        empty.put(("map", 0, n, 0), b"")
    assert sum(empty.find(("map", 0, n, 0)) is not None for n in range(9)) == 2
    shelf.put(("map", 0, 9, 0), b"x" * 200)
    assert shelf.find(("map", 0, 9, 0)) is None
    shelf.put(("map", 0, 1, 0), b"x" * 100)
    assert shelf.find(("map", 0, 1, 0)) is not None


@pytest.fixture
def large(home, monkeypatch):
    """Key of a workspace of Anna's with many sites; its pages are drawn for her."""
    del home
    store, data = open_store(), many(2 * MANY)
    mine = Workspace(owner=access.visitor(ANNA).key, data=store.put_data(data), data_name="many")
    store.save(mine)
    monkeypatch.setattr(tiles.access, "_cookie", lambda: ANNA)
    monkeypatch.setattr(tiles.access, "is_known", lambda: True)
    return mine.key


def shown(page):
    """How many sites the tiles of the map on the page hold, seen from afar."""
    (sites,) = json.loads(page.get("deck_gl_json_chart")[0].proto.json)["layers"][2]
    assert sites["@@type"] == "MVTLayer"
    answer = fetch(sites["data"].format(z=0, x=0, y=0))
    return sum(tags["n"] for *_, tags in decoded.tile(answer.content))


def test_the_tiles_of_a_page_hold_what_its_filters_let_through(opened, large):
    page = opened("explore/sitemap.py", ws=large)
    assert not page.exception
    assert shown(page) == 2 * MANY
    assert any("sites are shown" in caption.value for caption in page.caption)
    page = opened("explore/sitemap.py", ws=large, f_country="PER")
    assert not page.exception
    assert shown(page) == MANY
