"""A base map from the internet: off until somebody switches it on, and never part of a link."""

from __future__ import annotations

import json
import os
from base64 import b64encode
from typing import TYPE_CHECKING, Final

import streamlit as st

from pages.ui import session

if TYPE_CHECKING:
    from pages.ui.map import FastDeck

OFFLINE: Final = "OREWATCH_OFFLINE"  # an operator's word that no request may leave the machine
KEY: Final = "online_base"
NOTE_PX: Final = 320
HOST: Final = "tile.openstreetmap.org"
STYLE: Final = {
    "version": 8,
    "sources": {
        "osm": {
            "type": "raster",
            "tiles": [f"https://{HOST}/{{z}}/{{x}}/{{y}}.png"],
            "tileSize": 256,
            "maxzoom": 19,
        }
    },
    "layers": [{"id": "osm", "type": "raster", "source": "osm"}],
}
GROUND: Final = ("water", "land")  # what would hide it


def control() -> None:
    """The switch, and whom the browser asks once it is on."""
    words, is_barred = session.words(), _is_barred()
    st.toggle(words("sitemap.online"), key=KEY, disabled=is_barred, persist_state="session")
    note = "sitemap.online.barred" if is_barred else "sitemap.online.note"
    st.caption(words(note, host=HOST), width=NOTE_PX)


def is_on() -> bool:
    """Whether this visitor switched it on, and may."""
    return bool(session.held(KEY)) and not _is_barred()


def put_under(chart: FastDeck) -> None:
    """Let the browser fetch the base map in place of the land that is known here."""
    chart.layers = [layer for layer in chart.layers if getattr(layer, "id", "") not in GROUND]
    style = b64encode(json.dumps(STYLE).encode()).decode()
    chart.map_style = f"data:application/json;base64,{style}"


def credit() -> None:
    """Whose map it is, as its licence asks for."""
    st.caption(session.words()("sitemap.online.credit"))


def _is_barred() -> bool:
    return os.environ.get(OFFLINE, "").strip() == "1"
