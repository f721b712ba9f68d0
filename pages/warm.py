"""Load the heavy libraries while the first visitor reads the first page."""

from __future__ import annotations

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
    """Load in the background, so that nobody waits for it."""
    Thread(target=load, name="warm-up", daemon=True).start()
    yield


def first_page_is_there() -> None:
    """The processor is free for loading: the first visitor has something to read."""
    _seen.set()


def load() -> None:
    """Import what nearly every page needs, and build the sample region once."""
    _seen.wait(PATIENCE_S)
    for module in HEAVY:
        importlib.import_module(module)
    import analytics
    from pages.ui import downloads

    analytics.sample()
    downloads.lacks_for_pdf()
