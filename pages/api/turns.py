"""Heavy work of the API: two at a time, some more wait, the rest are asked to come back."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Semaphore
from typing import Any, Final

from pages.api.reply import BUSY, ApiError

AT_ONCE: Final = 2
WAITING: Final = 20
AGAIN_S: Final = 30  # until who was sent away should ask again

_workers: Final = ThreadPoolExecutor(max_workers=AT_ONCE, thread_name_prefix="api")
_room: Final = Semaphore(AT_ONCE + WAITING)


async def in_turn(work: Callable[..., Any], *given: Any) -> Any:  # noqa: ANN401 - whatever the work takes and gives
    """Do the work when it is its turn; refused with 503 where too many wait already."""
    if not _room.acquire(blocking=False):
        raise ApiError("busy", BUSY, {"Retry-After": str(AGAIN_S)}, seconds=AGAIN_S)
    try:
        begun = _workers.submit(work, *given)
    except BaseException:
        _room.release()
        raise
    begun.add_done_callback(lambda _: _room.release())
    return await asyncio.wrap_future(begun)
