"""The JSON API: `/api/v1/…`, the same engine and the same objects as `orewatch … --json`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from starlette.routing import Route, Router

from pages.api.addresses import Addresses
from pages.api.reply import failed

if TYPE_CHECKING:
    from starlette.types import Receive, Scope, Send

__all__ = ["ROUTES", "Addresses", "failed"]


class Later:
    """Every address of the API, loaded when one is first asked for: pages need none of it."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """By any method."""
        from pages.api import routes

        await Router(routes=routes.ROUTES)(scope, receive, send)


ROUTES: Final = [Route("/api/{rest:path}", Later())]
