"""What maps of many sites fetch: their tiles, the land around, and the reader of tiles."""

from __future__ import annotations

import asyncio
import gzip
from collections import OrderedDict
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Final

from starlette.responses import FileResponse, Response
from starlette.routing import Route

from analytics.viz.tiles import DEEPEST
from pages import gate
from pages.api.reply import MISSING, ApiError, politely
from pages.ui import tiles
from pages.ui.tiles import ADDRESS, EDITION, GROUND, WORKER

if TYPE_CHECKING:
    from starlette.requests import Request

    from pages.ui.tiles import Cut

READER: Final = Path(__file__).parents[1] / "assets" / "mvt-worker.js"
MOST_KEPT: Final = 64_000_000  # bytes of tiles at hand, packed, of all maps together
LEVEL: Final = 5  # of packing: a tenth larger than the best, three times as fast
BESIDE: Final = 400  # bytes that a tile takes in memory beside its content, empty ones too
DIGITS: Final = 10  # of a column or row at most
UNCHANGED: Final = 304
KEPT: Final = "private, max-age=3600"  # by the browser; a map's name changes with its content

_workers: Final = ThreadPoolExecutor(max_workers=2, thread_name_prefix="tiles")


class Shelf:
    """Tiles at hand within a number of bytes; the one not asked for longest goes first."""

    def __init__(self, most: int, beside: int = 0) -> None:
        """`beside` is what each takes beside its content."""
        self._most, self._beside, self._held, self._lock = most, beside, 0, Lock()
        self._tiles: OrderedDict[tuple[str, int, int, int], bytes] = OrderedDict()

    def find(self, key: tuple[str, int, int, int]) -> bytes | None:
        """A tile put in before; None where it is not there any more."""
        with self._lock:
            if key in self._tiles:
                self._tiles.move_to_end(key)
            return self._tiles.get(key)

    def put(self, key: tuple[str, int, int, int], content: bytes) -> None:
        """Keep a tile, and let go of others where it does not fit."""
        with self._lock:
            before = self._tiles.pop(key, None)
            self._held += self._size(content) - (0 if before is None else self._size(before))
            self._tiles[key] = content
            while self._held > self._most:
                self._held -= self._size(self._tiles.popitem(last=False)[1])

    def _size(self, content: bytes) -> int:
        return len(content) + self._beside


_shelf: Final = Shelf(MOST_KEPT, BESIDE)


@politely
async def tile(request: Request) -> Response:
    """One tile, to whom the page was made for; 404 for everybody else."""
    z, x, y = (_number(request.path_params[name]) for name in "zxy")
    cut = _opened(request)
    if z > DEEPEST or max(x, y) >= 2**z:
        raise _closed()
    key = (cut.name, z, x, y)
    content = _shelf.find(key)
    if content is None:
        content = await asyncio.wrap_future(_workers.submit(_made, cut, key))
    return _reply(request, content, "application/vnd.mapbox-vector-tile")


@politely
async def ground(request: Request) -> Response:
    """The land around the sites."""
    return _reply(request, _opened(request).ground, "application/geo+json")


async def worker(_: Request) -> Response:
    """The script that reads tiles beside the page; deck.gl would fetch it from elsewhere."""
    return FileResponse(READER, media_type="text/javascript", headers={"Cache-Control": KEPT})


@politely
async def other(_: Request) -> Response:
    """Whatever else is asked for."""
    raise _closed()


ROUTES: Final = [
    Route(f"{ADDRESS}/{EDITION}/{WORKER}", worker),
    Route(f"{ADDRESS}/{{name}}/{{ticket}}/{GROUND}", ground),
    Route(f"{ADDRESS}/{{name}}/{{ticket}}/{{z}}/{{x}}/{{y}}", tile),
    Route("/{rest:path}", other, methods=["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]),
]


def _number(text: str) -> int:
    """Of an address; more digits than any tile has are no number of one."""
    if not (text.isascii() and text.isdigit()) or len(text) > DIGITS:
        raise _closed()
    return int(text)


def _made(cut: Cut, key: tuple[str, int, int, int]) -> bytes:
    content = gzip.compress(cut.tiles.tile(*key[1:]), LEVEL, mtime=0)
    _shelf.put(key, content)
    return content


def _opened(request: Request) -> Cut:
    asked = request.path_params
    found = tiles.offered(asked["name"], asked["ticket"], gate.person(request).key)
    if found is None:
        raise _closed()
    return found


def _closed() -> ApiError:
    return ApiError("map-closed", MISSING)


def _reply(request: Request, packed: bytes, kind: str) -> Response:
    """What is packed already, unpacked for who cannot; nothing where the browser has it."""
    mark = f'"{sha256(packed).hexdigest()[:16]}"'
    headers = {"Cache-Control": KEPT, "ETag": mark, "Vary": "Accept-Encoding"}
    if request.headers.get("if-none-match") == mark:
        return Response(status_code=UNCHANGED, headers=headers)
    if not _takes_gzip(request.headers.get("accept-encoding", "")):
        return Response(gzip.decompress(packed), media_type=kind, headers=headers)
    return Response(packed, media_type=kind, headers={**headers, "Content-Encoding": "gzip"})


def _takes_gzip(said: str) -> bool:
    """Whether gzip is named, and not as what must not be sent."""
    for one in said.lower().split(","):
        name, _, weight = one.replace(" ", "").partition(";q=")
        if name == "gzip":
            return weight.strip("0.") != "" or not weight
    return False
