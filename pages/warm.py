"""Load the heavy libraries while the first visitor reads the first page."""

from __future__ import annotations

import asyncio
import gc
import importlib
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from threading import Event, Thread
from typing import TYPE_CHECKING, Final

from pages import sockets

if TYPE_CHECKING:
    import streamlit as st

    from analytics.jobs import Engine

#: What the first page is drawn with, in the order of its need.
FIRST: Final = (
    *("pages.ui.navigation", "pages.ui.frame", "pages.ui.doorway"),
    *("numpy", "PIL.Image", "pages.ui.home"),
)
HEAVY: Final = ("pandas", "geopandas", "altair", "pydeck", "babel.dates", "analytics.madeup")
HEADSTART_S: Final = 0.4  # the first answer leaves before anything is loaded
PATIENCE_S: Final = 3.0  # then loading begins though nobody came
TIDY_S: Final = 60.0  # between looks for garbage: each holds everybody up for some 60 ms
PAUSE_S: Final = 1.0  # the browser draws the page meanwhile, with parts that it asks us for

_seen: Final = Event()


@asynccontextmanager
async def lifespan(_: st.App) -> AsyncIterator[None]:
    """Load in the background, so that nobody waits for it; look after jobs until the end.

    Streamlit would look for garbage after each run of a page, which took four tenths of all
    processor time: `.streamlit/config.toml` says no to that, and it is done here now and then.
    """
    sockets.send_at_once()
    Thread(target=load, name="warm-up", daemon=True).start()
    engine = asyncio.create_task(asyncio.to_thread(_started))
    engine.add_done_callback(_told)
    tidy = asyncio.create_task(_tidied())
    try:
        yield
    finally:
        tidy.cancel()
        await asyncio.wait([engine])
        if engine.exception() is None:
            engine.result().stop()


async def _tidied() -> None:
    """What those who left have left behind goes within a minute."""
    while True:
        await asyncio.sleep(TIDY_S)
        gc.collect()


def _started() -> Engine:
    """Jobs are looked after; where work cannot be kept yet, the page says so meanwhile."""
    from analytics.jobs import Engine
    from analytics.store import open_store

    engine = Engine(open_store)
    engine.start()
    return engine


def _told(engine: asyncio.Task[Engine]) -> None:
    """A start that failed is in the log at once, not only when the server ends."""
    if error := engine.exception():
        import structlog

        structlog.get_logger().error("jobs are not looked after", reason=repr(error))


def first_page_is_there() -> None:
    """The processor is free for loading: the first visitor has something to read."""
    _seen.set()


def load() -> None:
    """Import what the first page needs, then what nearly every page does; build the sample once.

    The browser takes a second to read its own scripts before it asks for a page: time enough to
    load what that page is drawn with.

    Nobody's page gets on while garbage is looked for. What is loaded here never becomes garbage:
    left out, a look takes 15 ms where it took 80.
    """
    time.sleep(HEADSTART_S)
    for module in FIRST:
        importlib.import_module(module)
    if _seen.wait(PATIENCE_S):
        time.sleep(PAUSE_S)
    for module in HEAVY:
        importlib.import_module(module)
    import analytics
    from pages.ui import downloads

    analytics.sample()
    downloads.lacks_for_pdf()
    gc.collect()
    gc.freeze()
