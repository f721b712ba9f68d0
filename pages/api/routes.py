"""Every address of the API; loaded when one is first asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from starlette.routing import Match, Route

from pages.api import briefs, document, pictures, questions, workspaces
from pages.api.addresses import missing, refuse, shown
from pages.api.reply import NO_METHOD, ApiError

if TYPE_CHECKING:
    from starlette.types import Receive, Scope, Send


class Unknown:
    """Answers whatever no other route does."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """By any method."""
        await refuse(_wrong(scope), scope, receive, send)


ROUTES: Final = [
    Route("/api/v1/health", questions.health),
    Route("/api/v1/openapi.json", document.openapi),
    Route("/api/v1/analyses", questions.analyses),
    Route("/api/v1/analyses/{slug}", questions.answer),
    Route("/api/v1/analyses/{slug}/pictures/{picture}", pictures.of_sample),
    Route("/api/v1/workspaces", workspaces.listed),
    Route("/api/v1/workspaces", workspaces.create, methods=["POST"]),
    Route("/api/v1/workspaces/{key}", workspaces.show),
    Route("/api/v1/workspaces/{key}", workspaces.delete, methods=["DELETE"]),
    Route("/api/v1/workspaces/{key}/runs", workspaces.runs),
    Route("/api/v1/workspaces/{key}/runs", workspaces.ask, methods=["POST"]),
    Route("/api/v1/runs/{key}", workspaces.run),
    Route("/api/v1/runs/{key}/pictures/{picture}", pictures.of_run),
    Route("/api/v1/jobs/{key}", workspaces.job),
    Route("/api/v1/workspaces/{key}/briefs", briefs.order, methods=["POST"]),
    Route("/api/v1/documents/{key}", briefs.document),
    Route("/api/v1/summary", briefs.summary),
    Route("/api/{rest:path}", Unknown()),
]


def _wrong(scope: Scope) -> ApiError:
    """There is no such address, or none that takes this method."""
    known = {m for r in ROUTES if r.matches(scope)[0] is Match.PARTIAL for m in r.methods or ()}
    if not known:
        return missing(scope)
    allowed = ", ".join(sorted(known))
    return ApiError(
        "method", NO_METHOD, {"Allow": allowed}, method=shown(scope["method"]), allowed=allowed
    )
