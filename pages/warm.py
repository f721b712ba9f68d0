"""Load the heavy libraries while the first visitor reads the first page."""

from __future__ import annotations

import gc
import importlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from threading import Event, Thread
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import streamlit as st

HEAVY: Final = ("pandas", "geopandas", "altair", "pydeck", "babel.dates", "analytics.madeup")
PATIENCE_S: Final = 3.0  # then loading begins though nobody came

_seen: Final = Event()


@asynccontextmanager
async def lifespan(_: st.App) -> AsyncIterator[None]:
    """Load in the background, so that nobody waits for it; look after jobs until the end."""
    from analytics.jobs import Engine
    from analytics.store import open_store

    Thread(target=load, name="warm-up", daemon=True).start()
    engine = Engine(open_store)  # where work cannot be kept yet, the page says so meanwhile
    engine.start()
    try:
        yield
    finally:
        engine.stop()


def first_page_is_there() -> None:
    """The processor is free for loading: the first visitor has something to read."""
    _seen.set()


def load() -> None:
    """Import what nearly every page needs, and build the sample region once.

    Streamlit looks for garbage after each run of a page, and nobody's page gets on while it does.
    What is loaded here never becomes garbage: left out, that takes 15 ms where it took 80.
    """
    _seen.wait(PATIENCE_S)
    for module in HEAVY:
        importlib.import_module(module)
    import analytics
    from pages.ui import downloads

    analytics.sample()
    downloads.lacks_for_pdf()
    gc.collect()
    gc.freeze()
