"""Every address of the API, and what is said of any other."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from starlette.requests import Request
from starlette.routing import Match, Route

from pages.api import document, questions, workspaces
from pages.api.reply import LANGUAGE, MISSING, NO_METHOD, ApiError, refused

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

OURS: Final = "/api/"
PLAIN: Final = re.compile(r"/api/(?!.*\.\.)[A-Za-z0-9._~/-]*")  # what addresses of ours are made of
SHOWN: Final = 200  # letters of an address


class Unknown:
    """Answers whatever no other route does."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """By any method."""
        await _refuse(_wrong(scope), scope, receive, send)


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
            await _refuse(_missing(scope), scope, receive, send)
        else:
            await self.app(scope, receive, send)


ROUTES: Final = [
    Route("/api/v1/health", questions.health),
    Route("/api/v1/openapi.json", document.openapi),
    Route("/api/v1/analyses", questions.analyses),
    Route("/api/v1/analyses/{slug}", questions.answer),
    Route("/api/v1/workspaces", workspaces.listed),
    Route("/api/v1/workspaces", workspaces.create, methods=["POST"]),
    Route("/api/v1/workspaces/{key}", workspaces.show),
    Route("/api/v1/workspaces/{key}", workspaces.delete, methods=["DELETE"]),
    Route("/api/v1/workspaces/{key}/runs", workspaces.runs),
    Route("/api/v1/workspaces/{key}/runs", workspaces.ask, methods=["POST"]),
    Route("/api/v1/runs/{key}", workspaces.run),
    Route("/api/v1/jobs/{key}", workspaces.job),
    Route("/api/{rest:path}", Unknown()),
]


def _wrong(scope: Scope) -> ApiError:
    """There is no such address, or none that takes this method."""
    known = {m for r in ROUTES if r.matches(scope)[0] is Match.PARTIAL for m in r.methods or ()}
    if not known:
        return _missing(scope)
    allowed = ", ".join(sorted(known))
    return ApiError(
        "method", NO_METHOD, {"Allow": allowed}, method=_shown(scope["method"]), allowed=allowed
    )


def _missing(scope: Scope) -> ApiError:
    return ApiError("address", MISSING, path=_shown(scope["path"]))


async def _refuse(error: ApiError, scope: Scope, receive: Receive, send: Send) -> None:
    language = Request(scope).query_params.get(LANGUAGE, "en")
    await refused(error, language)(scope, receive, send)


def _shown(text: str) -> str:
    return "".join(letter if letter.isprintable() else "?" for letter in text[:SHOWN])
