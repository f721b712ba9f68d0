"""What the server answers to whom, before any page or address is run."""

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from pages import access, gate, signed, visitor
from pages.access import May
from tests.access.conftest import ORIGIN, claims
from tests.access.test_signed import cookies

OURS = {"origin": ORIGIN}


async def told(request):
    return JSONResponse({"owner": gate.person(request).key})


async def shared(request):
    try:
        gate.need(request, May.SHARE)
    except access.AccessError as error:
        return gate.refusal(error)
    return await told(request)


async def page(_):
    return HTMLResponse("<p>page</p>")


async def plain(_):
    return PlainTextResponse("plain")


async def stream(socket):
    await socket.accept()
    await socket.close()


APP = Starlette(
    routes=[
        Route("/api/v1/health", plain),
        Route("/api/v1/thing", told, methods=["GET", "POST", "DELETE"]),
        Route("/api/v1/share", shared, methods=["POST"]),
        Route("/_stcore/upload_file/1/2", plain, methods=["PUT"]),
        Route("/base/media/x.png", plain),
        Route("/script.js", plain),
        WebSocketRoute("/_stcore/stream", stream),
        Route("/", page),
    ],
    middleware=[Middleware(visitor.Visitor), Middleware(gate.Gate)],
)


@pytest.fixture
def ask(monkeypatch):
    """A function that asks as somebody, and gives the answer."""
    monkeypatch.setattr(signed, "address", lambda: "127.0.0.1")

    def asked(who, method="GET", path="/api/v1/thing", headers=OURS, base=ORIGIN):
        client = TestClient(APP, base_url=base)
        if who:
            client.cookies.update(cookies(claims(who)))
        return client.request(method, path, headers=headers)

    return asked


@pytest.mark.parametrize(
    ("who", "method", "path", "status"),
    [
        ("", "GET", "/api/v1/health", 200),
        ("", "GET", "/", 200),
        ("", "GET", "/script.js", 200),
        ("", "GET", "/api/v1/thing", 401),
        ("", "POST", "/api/v1/thing", 401),
        ("", "GET", "/api/v1/nothing", 401),
        ("", "PUT", "/_stcore/upload_file/1/2", 401),
        ("", "GET", "/base/media/x.png", 401),
        ("nina", "GET", "/api/v1/thing", 403),
        ("vera", "GET", "/api/v1/thing", 200),
        ("vera", "GET", "/base/media/x.png", 200),
        ("vera", "POST", "/api/v1/thing", 403),
        ("vera", "DELETE", "/api/v1/thing", 403),
        ("vera", "PUT", "/_stcore/upload_file/1/2", 403),
        ("ana", "POST", "/api/v1/thing", 200),
        ("ana", "POST", "/api/v1/share", 200),
        ("ana", "PUT", "/_stcore/upload_file/1/2", 200),
        ("ada", "DELETE", "/api/v1/thing", 200),
    ],
)
def test_each_role_reaches_what_it_may(sign_in, ask, who, method, path, status):
    assert sign_in
    answer = ask(who, method, path)
    assert answer.status_code == status
    if status > 400:
        assert answer.json()["error"] in ("sign-in-needed", "role-missing", "not-permitted")
        assert answer.json()["message"]
        assert "no-store" in answer.headers["cache-control"]


def test_an_address_may_ask_for_more(sign_in, ask):
    sign_in["roles"]["viewer"].append("ana@example.org")
    sign_in["roles"]["analyst"].clear()
    assert ask("ana", "POST", "/api/v1/share").status_code == 403


def test_a_role_taken_away_is_gone_with_the_next_request(sign_in, ask):
    assert ask("ana", "POST").status_code == 200
    sign_in["roles"]["analyst"].clear()
    assert ask("ana", "POST").status_code == 403


@pytest.mark.parametrize("language", ["es", "xx"])
def test_a_refusal_speaks_the_language_asked_for(sign_in, ask, language):
    assert sign_in
    message = ask("", path=f"/api/v1/thing?language={language}").json()["message"]
    assert message.startswith({"es": "Inicie sesión", "xx": "Sign in"}[language])


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"origin": ORIGIN}, 200),
        ({"sec-fetch-site": "same-origin"}, 200),
        ({"sec-fetch-site": "cross-site", "origin": ORIGIN}, 403),
        ({"sec-fetch-site": "same-site"}, 403),
        ({"origin": "http://elsewhere"}, 403),
        ({"origin": "null"}, 403),
        ({}, 403),
    ],
)
def test_another_website_changes_nothing(sign_in, ask, headers, status):
    assert sign_in
    answer = ask("ana", "POST", headers=headers)
    assert answer.status_code == status
    assert ask("ana", "GET", headers=headers).status_code == 200


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"origin": "http://localhost:8501"}, 200),
        ({"origin": "http://elsewhere"}, 403),
        ({"sec-fetch-site": "cross-site"}, 403),
    ],
)
def test_without_sign_in_neither(ask, headers, status):
    assert ask("", "POST", headers=headers, base="http://localhost:8501").status_code == status


@pytest.mark.parametrize("path", ["/", "/api/v1/thing", "/script.js"])
def test_on_one_computer_a_name_from_elsewhere_leads_nowhere(ask, path):
    answer = ask("", path=path, base="http://evil.example.org")
    assert (answer.status_code, answer.json()["error"]) == (403, "host-unknown")
    assert ask("", path=path, base="http://localhost:8501").status_code == 200


def test_nor_does_it_open_a_connection(ask):
    assert ask
    client = TestClient(APP)
    with client.websocket_connect("ws://127.0.0.1/_stcore/stream"):
        pass
    with (
        pytest.raises(WebSocketDisconnect),
        client.websocket_connect("ws://evil.example.org/_stcore/stream"),
    ):
        pass


def test_settings_that_let_nobody_in_close_the_api_as_well(sign_in, ask):
    sign_in["roles"]["default"] = "boss"
    answer = ask("ada")
    assert (answer.status_code, answer.json()["error"]) == (503, "access-settings")
    assert ask("", path="/").status_code == 200


def test_a_visitor_gets_a_cookie_no_script_can_read(ask):
    line = ask("", path="/", base="http://localhost").headers["set-cookie"]
    assert line.startswith(f"{access.COOKIE}=")
    assert {"HttpOnly", "SameSite=Lax", "Path=/", "Max-Age=31536000"} <= set(line.split("; "))
    assert "Secure" not in line
    assert "Secure" in ask("", path="/", base="https://localhost").headers["set-cookie"]


def test_the_first_answer_is_already_the_visitor_s(ask):
    first = ask("", "POST", base="http://localhost", headers={})
    cookie = first.headers["set-cookie"].partition("=")[2].partition(";")[0]
    assert first.json()["owner"] == access.visitor(cookie).key
    again = ask("", base="http://localhost", headers={"cookie": f"a=b; {access.COOKIE}={cookie}"})
    assert again.json() == first.json()
    assert "set-cookie" not in again.headers


def test_two_without_a_cookie_are_two(ask):
    assert ask("", base="http://localhost").json() != ask("", base="http://localhost").json()


@pytest.mark.parametrize("cookie", ["x", "a b", "../../etc"])
def test_a_cookie_we_never_made_is_replaced(ask, cookie):
    answer = ask("", base="http://localhost", headers={"cookie": f"{access.COOKIE}={cookie}"})
    assert access.COOKIE in answer.headers["set-cookie"]


def test_pictures_and_scripts_bring_no_cookie(ask):
    assert "set-cookie" not in ask("", path="/script.js", base="http://localhost").headers


def test_who_signs_in_needs_no_visitor_s_cookie(sign_in, ask):
    assert sign_in
    assert "set-cookie" not in ask("", path="/").headers
