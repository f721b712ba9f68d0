"""Load the heavy libraries while the first visitor reads the first page."""

from __future__ import annotations

import importlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from threading import Thread
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import streamlit as st

HEAVY: Final = ("pandas", "geopandas", "altair", "pydeck", "babel.dates", "analytics.madeup")


@asynccontextmanager
async def lifespan(_: st.App) -> AsyncIterator[None]:
    """Start loading with the server, in the background, so that nobody waits for it."""
    Thread(target=load, name="warm-up", daemon=True).start()
    yield


def load() -> None:
    """Import what nearly every page needs, and build the sample region once."""
    for module in HEAVY:
        importlib.import_module(module)
    import analytics
    from pages.ui import downloads

    analytics.sample()
    downloads.lacks_for_pdf()
