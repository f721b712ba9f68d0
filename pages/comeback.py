"""After sign-in, back to the address that was asked for: a link somebody sent still leads there."""

from __future__ import annotations

import re
from http.cookies import SimpleCookie
from typing import TYPE_CHECKING, Final
from urllib.parse import quote, unquote, urlsplit

from starlette.requests import HTTPConnection

from pages.signed import path

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

COOKIE: Final = "orewatch_return"
LEAVES: Final = "/auth/login"  # Streamlit's own addresses
RETURNS: Final = "/oauth2callback"
PATIENCE_S: Final = 600
#: A path of ours with its query: no second slash, which would lead to another server.
OURS: Final = re.compile(r"/(?![/\\])[\x21-\x5b\x5d-\x7e]{0,1500}")


class Comeback:
    """Starlette middleware: remembers where who signs in came from, and sends them back there."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Act on the two addresses of the sign-in; pass on everything else."""
        if scope["type"] == "http" and scope["path"].endswith(LEAVES):
            send = _remembering(_came_from(HTTPConnection(scope)), send)
        elif scope["type"] == "http" and scope["path"].endswith(RETURNS):
            send = _returning(_checked(HTTPConnection(scope).cookies.get(COOKIE, "")), send)
        await self.app(scope, receive, send)


def _came_from(asked: HTTPConnection) -> str:
    """The page of ours that led to the sign-in; "" where it was none."""
    before = urlsplit(asked.headers.get("referer", ""))
    if before.netloc != asked.headers.get("host"):
        return ""
    return _checked(before.path + (f"?{before.query}" if before.query else ""))


def _checked(address: str) -> str:
    found = unquote(address) if address.startswith("%2F") else address
    is_page = OURS.fullmatch(found) and not urlsplit(found).path.endswith((LEAVES, RETURNS))
    return found if is_page else ""


def _remembering(address: str, send: Send) -> Send:
    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start" and address:
            line = _line(quote(address, safe=""), PATIENCE_S)
            message = {**message, "headers": [*message["headers"], line]}
        await send(message)

    return sent


def _returning(address: str, send: Send) -> Send:
    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start" and address:
            kept = [h for h in message["headers"] if h[0].lower() != b"location"]
            back = (b"location", address.encode("ascii"))
            message = {**message, "headers": [*kept, back, _line("", 0)]}
        await send(message)

    return sent


def _line(value: str, seconds: int) -> tuple[bytes, bytes]:
    made = SimpleCookie({COOKIE: value})[COOKIE]
    made["path"], made["max-age"], made["samesite"] = path(), str(seconds), "Lax"
    made["httponly"] = True
    return b"set-cookie", made.OutputString().encode("ascii")
