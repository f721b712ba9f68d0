"""The JSON API: `/api/v1/…`, the same engine and the same objects as `orewatch … --json`."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final

from starlette.routing import Route, Router

from pages.api.addresses import Addresses
from pages.api.reply import failed

if TYPE_CHECKING:
    from starlette.types import Receive, Scope, Send

__all__ = ["ROUTES", "Addresses", "failed", "mounted"]


class Later:
    """Addresses that are loaded when one of them is first asked for: no page is drawn with them."""

    def __init__(self, module: str, below: str) -> None:
        self._module, self._below = module, below

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """By any method."""
        inside = {**scope, "root_path": scope.get("root_path", "") + self._below}
        await Router(routes=import_module(self._module).ROUTES)(inside, receive, send)


def mounted(below: str) -> list[Route]:
    """The API at the root, and where the app lies `below` it there as well, for its own pages."""
    return [route for at in dict.fromkeys(["", below.rstrip("/")]) for route in _routes(at)]


def _routes(below: str) -> list[Route]:
    """What else lies below is none of ours."""
    return [
        Route(f"{below}/api/v1/tiles/{{rest:path}}", Later("pages.api.tiles", below)),
        Route(f"{below}/api/{{rest:path}}", Later("pages.api.routes", below)),
    ]


ROUTES: Final = _routes("")
