"""What is said of addresses that the API does not have, without loading those it has."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from starlette.requests import Request

from pages.api.reply import LANGUAGE, MISSING, ApiError, refused

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

OURS: Final = "/api/"
PLAIN: Final = re.compile(r"/api/(?!.*\.\.)[A-Za-z0-9._~/-]*")  # what addresses of ours are made of
SHOWN: Final = 200  # letters of an address


class Addresses:
    """Starlette middleware: odd addresses under /api/ get an answer of the API's own kind.

    Streamlit refuses some of them before any route is asked, in plain text.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what could be an address of ours, and all that is not the API's."""
        is_odd = scope["type"] == "http" and scope["path"].startswith(OURS)
        if is_odd and not PLAIN.fullmatch(scope["path"]):
            await refuse(missing(scope), scope, receive, send)
        else:
            await self.app(scope, receive, send)


def missing(scope: Scope) -> ApiError:
    """There is no such address."""
    return ApiError("address", MISSING, path=shown(scope["path"]))


async def refuse(error: ApiError, scope: Scope, receive: Receive, send: Send) -> None:
    """Answer with code and sentence, in the language asked for."""
    language = Request(scope).query_params.get(LANGUAGE, "en")
    await refused(error, language)(scope, receive, send)


def shown(text: str) -> str:
    """What of an address may be repeated in a sentence."""
    return "".join(letter if letter.isprintable() else "?" for letter in text[:SHOWN])
