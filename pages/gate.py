"""The door of the server: who may ask what over HTTP, before anything else is run.

Whatever is under `/api/` needs permission, so that a new address cannot forget to ask:
reading needs LOOK, changing CHANGE; an address that needs more asks `need` itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from starlette.requests import HTTPConnection
from starlette.responses import JSONResponse

from analytics.core.errors import NotKnown
from pages import access, signed
from pages.access import FORBIDDEN, AccessError, May, Person, Rules

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

API: Final = "/api/"
OPEN: Final = ("/api/v1/health",)  # says that the server is up, to whoever watches over it
UPLOAD: Final = "/_stcore/upload_file/"
MEDIA: Final = "/media/"
READING: Final = ("GET", "HEAD", "OPTIONS")
REFUSED: Final = 1008  # of a websocket: against the rules of the house


class Gate:
    """Starlette middleware: lets a request through, or answers it with code and sentence."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Check what comes in by HTTP or websocket; the server's own messages pass."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        try:
            person = _admitted(HTTPConnection(scope), scope.get("method", "GET"))
        except AccessError as error:
            await _refuse(error, scope, receive, send)
            return
        if person is not None:
            scope.setdefault("state", {})["person"] = person
        await self.app(scope, receive, _unstored(send) if person else send)


def person(request: Request) -> Person:
    """Who sent a request that the gate let through."""
    found: Person = request.state.person
    return found


def need(request: Request, what: May) -> None:
    """Refuse with 403 what this person may not do; for addresses that need more than CHANGE."""
    access.need(person(request), what)


def refusal(error: AccessError, language: str = "en") -> JSONResponse:
    """Code and sentence, as every error of the API."""
    try:
        message = error.text(language)
    except NotKnown:
        message = error.text("en")
    return JSONResponse({"error": error.code, "message": message}, status_code=error.status)


def _admitted(asked: HTTPConnection, method: str) -> Person | None:
    """Who is asking, where that matters; None where everybody may."""
    path = asked.scope["path"]
    if path in OPEN:
        return None
    wanted = _wanted(path, method)
    if wanted is None:
        _check_host(asked)
        return None
    rules = signed.rules()
    _check_host(asked, rules)
    if method not in READING:
        _check_origin(asked, rules)
    found = _person(asked, rules)
    access.need(found, wanted)
    return found


def _wanted(path: str, method: str) -> May | None:
    """What an address asks for, wherever the app is mounted; None where it is everybody's."""
    if API in path or MEDIA in path:
        return May.LOOK if method in READING else May.CHANGE
    return May.CHANGE if UPLOAD in path and method != "OPTIONS" else None


def _person(asked: HTTPConnection, rules: Rules) -> Person:
    claims = signed.claims(asked.cookies) if rules.is_on else None
    return access.who(claims, access.own_cookie(asked.cookies) or access.new_cookie(), rules)


def _check_host(asked: HTTPConnection, rules: Rules | None = None) -> None:
    """On this machine only: a page elsewhere must not reach the app by a name of its own."""
    if rules is None:
        try:
            rules = signed.rules()
        except AccessError:
            return  # the page itself says what is wrong with the settings
    host = asked.headers.get("host", "")
    if not rules.is_on and access.is_loopback(signed.address()) and not signed.is_host_known(host):
        raise AccessError("host-unknown", FORBIDDEN, host=host[:80])


def _check_origin(asked: HTTPConnection, rules: Rules) -> None:
    """A change must come from our own pages, or from a program that is no browser."""
    site, origin = asked.headers.get("sec-fetch-site"), asked.headers.get("origin")
    if site is not None:
        is_ours = site in ("same-origin", "none")
    elif origin is not None:
        is_ours = urlsplit(origin).netloc == asked.headers.get("host")
    else:
        is_ours = not rules.is_on  # a cookie that no browser of ours sent
    if not is_ours:
        raise AccessError("origin-foreign", FORBIDDEN)


async def _refuse(error: AccessError, scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.close", "code": REFUSED})
        return
    language = HTTPConnection(scope).query_params.get("language", "en")
    await refusal(error, language)(scope, receive, _unstored(send))


def _unstored(send: Send) -> Send:
    """Answers for one person stay out of everybody's caches; they may be `private` to a browser."""

    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start" and not _is_private(message):
            kept = [h for h in message["headers"] if h[0].lower() != b"cache-control"]
            message = {**message, "headers": [*kept, (b"cache-control", b"private, no-store")]}
        await send(message)

    return sent


def _is_private(message: Message) -> bool:
    """Whether the answer itself says that only the browser that asked may keep it."""
    said = {name.lower(): value for name, value in message["headers"]}
    return bool(said.get(b"cache-control", b"").startswith(b"private,"))
