"""A cookie for who works without signing in, so that their work is found again."""

from __future__ import annotations

from http.cookies import SimpleCookie
from typing import TYPE_CHECKING, Final

from starlette.requests import HTTPConnection

from pages import access, signed

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

YEAR_S: Final = 365 * 24 * 60 * 60
UNCHANGED: Final = 304


class Visitor:
    """Starlette middleware: gives `orewatch_visitor` to who has none and need not sign in."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything on; add the cookie to pages and answers of the API."""
        if scope["type"] != "http" or not _is_new(scope):
            await self.app(scope, receive, send)
            return
        asked = HTTPConnection(scope)
        cookie = access.new_cookie()

        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start" and _is_theirs(asked, message):
                line = (b"set-cookie", _line(cookie, is_secure=_is_secure(asked)).encode("latin-1"))
                message = {**message, "headers": [*message["headers"], line]}
            await send(message)

        await self.app(_with(scope, cookie), receive, sent)


def _is_new(scope: Scope) -> bool:
    """Whether this visitor has no cookie of ours, and is not to sign in instead."""
    if access.own_cookie(HTTPConnection(scope).cookies):
        return False
    try:
        return not signed.rules().is_on
    except access.AccessError:
        return False


def _with(scope: Scope, cookie: str) -> Scope:
    """The request as if the cookie had come with it: what it makes is already theirs."""
    headers = [(k, v) for k, v in scope["headers"] if k.lower() != b"cookie"]
    others = [v for k, v in scope["headers"] if k.lower() == b"cookie"]
    own = f"{access.COOKIE}={cookie}".encode("latin-1")
    return {**scope, "headers": [*headers, (b"cookie", b"; ".join([*others, own]))]}


def _is_theirs(asked: HTTPConnection, message: Message) -> bool:
    """Whether an answer is a page or the API's, not a picture or script of everybody's."""
    if asked.scope["path"].startswith("/api/"):
        return True
    if message["status"] == UNCHANGED:
        return "text/html" in asked.headers.get("accept", "")
    headers = {name.lower(): value for name, value in message["headers"]}
    return bool(headers.get(b"content-type", b"").startswith(b"text/html"))


def _is_secure(asked: HTTPConnection) -> bool:
    return "https" in (asked.scope["scheme"], asked.headers.get("x-forwarded-proto", ""))


def _line(cookie: str, *, is_secure: bool) -> str:
    """The header's value; the path is the app's own."""
    jar = SimpleCookie({access.COOKIE: cookie})
    made = jar[access.COOKIE]
    made["path"], made["max-age"], made["samesite"] = signed.path(), str(YEAR_S), "Lax"
    made["httponly"], made["secure"] = True, is_secure
    return made.OutputString()
