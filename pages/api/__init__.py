"""The JSON API: `/api/v1/…`, the same engine and the same objects as `orewatch … --json`."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final

from starlette.routing import BaseRoute, Mount, Route, Router

from pages.api.addresses import Addresses
from pages.api.reply import failed

if TYPE_CHECKING:
    from starlette.types import Receive, Scope, Send

__all__ = ["ROUTES", "Addresses", "failed", "mounted"]


class Later:
    """Addresses that are loaded when one of them is first asked for: no page is drawn with them."""

    def __init__(self, module: str) -> None:
        self._module = module

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """By any method."""
        await Router(routes=import_module(self._module).ROUTES)(scope, receive, send)


ROUTES: Final = [
    Route("/api/v1/tiles/{rest:path}", Later("pages.api.tiles")),
    Route("/api/{rest:path}", Later("pages.api.routes")),
]


def mounted(below: str) -> list[BaseRoute]:
    """The API at the root, and where the app lies `below` it there as well, for its own pages."""
    return [*ROUTES, Mount(below, routes=ROUTES)] if below.strip("/") else [*ROUTES]
