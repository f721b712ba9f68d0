"""How many people live on the ground under a map on screen: one small picture, made here."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, cast

import pydeck as pdk
import streamlit as st

from analytics.core.errors import OrewatchError
from analytics.raster.density import density
from analytics.viz import people, theme
from pages.ui import keeping, session
from reports import beneath

if TYPE_CHECKING:
    from analytics.core.cells import Cells
    from analytics.core.dataset import Dataset, Raster
    from analytics.core.section import Map
    from analytics.raster import handle
    from reports.beneath import Box

KEPT: Final = 64  # grids, and pictures of them, under maps of small data sets; 2 MB each at most
NAME: Final = "people"
STRONG: Final = 0.85


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """A picture for one tone, where it lies, and why there is none where there is none."""

    address: str  # "" where there is nothing to draw
    frame: Box
    why_not: str = ""


def ground(item: Map, data: Dataset, *, dark: bool) -> Ground | None:
    """What lies beneath this map; None where it asks for nothing that the data have."""
    raster = data.rasters.get(item.beneath)
    if raster is None or item.shapes.empty:
        return None
    frame = beneath.around(item)
    try:
        key = f"{raster.fingerprint}|{frame}"
        address = _address(keeping.size(data), data, raster, key, frame, dark=dark)
    except OrewatchError as error:
        return Ground(address="", frame=frame, why_not=error.text(session.language()))
    return Ground(address=address, frame=frame) if address else None


def layer(found: Ground, strength: float = STRONG) -> tuple[pdk.Layer, dict[str, str]]:
    """The picture as a layer, and its text."""
    drawn = pdk.Layer(
        "BitmapLayer",
        id=NAME,
        data=None,
        pickable=False,
        image=f"'@@{NAME}@@'",
        bounds=list(found.frame),
        opacity=strength,
        texture_parameters={"minFilter": "nearest", "magFilter": "nearest"},
    )
    return drawn, {NAME: json.dumps(found.address)}


def entries() -> tuple[str, str]:
    """Heading and classes of the legend, as HTML."""
    words, tone = session.words(), "dark" if session.is_dark() else "light"
    swatch = (
        "display:inline-block;width:.8em;height:.8em;border-radius:2px;"
        "margin-right:.35em;vertical-align:-.05em;background:"
    )
    told = "".join(
        f'<span style="white-space:nowrap"><span style="{swatch}{colour}"></span>{label}</span>'
        for label, colour in zip(people.labels(words), theme.PEOPLE[tone], strict=True)
    )
    return people.heading(words), told


def note() -> str:
    """What ground without a colour says."""
    return people.clear(session.words())


@keeping.by_size(KEPT)
def _address(_data: Dataset, _raster: Raster, key: str, _frame: Box, *, dark: bool) -> str:
    """The picture, drawn once for a tone; "" where the raster has no cell there."""
    with st.spinner(session.words()("wait")):
        cells = _cells(keeping.size(_data), _raster, key, _frame)
        shades = theme.PEOPLE["dark" if dark else "light"]
        return people.of_screen(cells, _frame, shades) if cells else ""


@keeping.by_size(KEPT)
def _cells(_raster: Raster, key: str, _frame: Box) -> Cells | None:
    """Read once for the same raster and place."""
    del key
    return density(cast("handle.Raster", _raster), _frame)
