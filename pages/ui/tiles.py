"""Maps of many sites: cut into tiles here, fetched by the browser as one looks (docs/adr/0019).

The page sends addresses only. What they lead to is answered by pages/api/tiles.py.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from secrets import token_hex
from typing import TYPE_CHECKING, Any, Final
from weakref import WeakValueDictionary

import numpy as np
import pydeck as pdk
import shapely
import streamlit as st

from analytics.core import schema
from analytics.viz import tiles
from pages import signed
from pages.ticket import is_good, ticket
from pages.ui import access, payload, session, signs
from pages.ui.payload import Drawing, Payload

if TYPE_CHECKING:
    from analytics.core.section import Map
    from analytics.core.words import Words
    from analytics.viz.tiles import Found, Tiles

KEPT: Final = 16  # maps ready to be cut, for everybody
ADDRESS: Final = "/api/v1/tiles"
WORKER: Final = "worker.js"
EDITION: Final = "4.4.3"  # of the worker; that of the reader in Streamlit's own script
GROUND: Final = "ground"
WIDTH_PX: Final = 1  # of outlines, so that a thin one is seen


@dataclass(frozen=True, eq=False, kw_only=True)
class Cut:
    """A map whose tiles may be asked for under `name`."""

    name: str
    tiles: Tiles
    ground: bytes  # the land around it as GeoJSON, packed by gzip
    letters: str


_offered: Final[WeakValueDictionary[str, Cut]] = WeakValueDictionary()


def packed(item: Map, key: str, ground: Callable[[], str]) -> Payload | None:
    """The addresses of a map too large for a message; None where its shapes may be sent.

    None as well for whoever cannot be told from others, having no cookie of ours: any address
    would be open to everybody. `key` stands for the map and the language.
    """
    if not _is_large(item) or not access.is_known():
        return None
    cut = _cut(item, session.words(), key, ground)
    base = f"{signed.path().rstrip('/')}{ADDRESS}"
    address = f"{base}/{cut.name}/{ticket(cut.name, access.owner())}"
    return Payload(
        text=json.dumps(f"{address}/{{z}}/{{x}}/{{y}}"),
        drawing=Drawing.TILES,
        shown=len(cut.tiles.shapes),
        tolerance_m=0.0,
        letters=cut.letters,
        ground=json.dumps(f"{address}/{GROUND}"),
    )


def offered(name: str, shown: str, person: str) -> Cut | None:
    """The map of this name, where the ticket shown lets this person see it; else None."""
    return _offered.get(name) if is_good(shown, name, person) else None


def layer(item: Map, data: str) -> pdk.Layer:
    """Outlines and dots in the colours of their classes."""
    base = f"{signed.path().rstrip('/')}{ADDRESS}"
    colours = [[int(code[at : at + 2], 16) for at in (1, 3, 5)] for code in item.colours.values()]
    lines = f"({json.dumps(colours, separators=(',', ':'))})[properties.c]"
    inner = [
        [*colour, *([payload.FAINT] if group in item.faint else [])]
        for group, colour in zip(item.colours, colours, strict=True)
    ]
    return pdk.Layer(
        "MVTLayer",
        id="sites",
        data=data,
        pickable=True,
        min_zoom=0,
        max_zoom=tiles.DEEPEST,
        get_fill_color=f"({json.dumps(inner, separators=(',', ':'))})[properties.c]",
        get_line_color=lines,
        line_width_units=pdk.types.String("pixels"),
        get_line_width=WIDTH_PX,
        point_radius_units=pdk.types.String("pixels"),
        get_point_radius="properties.r",
        unique_id_property=pdk.types.String("i"),
        auto_highlight=True,
        # By itself it would fetch its reader from another server.
        load_options={"mvt": {"workerUrl": f"{base}/{EDITION}/{WORKER}"}},
    )


def forget() -> None:
    """Offer nothing any more: what was deleted must not be found here."""
    _cut.clear()


def _is_large(item: Map) -> bool:
    """Whether sending the shapes would leave them out or take their corners away."""
    count = len(item.shapes)
    if item.pies is not None:
        return False  # the shapes are but the places of pies
    if count > payload.MOST_SHAPES:
        return True
    has_marks = item.signs is not None and count <= signs.MOST
    corners = shapely.get_num_coordinates(item.shapes.geometry.to_numpy()).sum()
    return not has_marks and int(corners) * payload.BYTES_PER_VERTEX > payload.MOST_BYTES


@st.cache_resource(show_spinner=False, max_entries=KEPT)
def _cut(_item: Map, _words: Words, key: str, _ground: Callable[[], str]) -> Cut:
    del key
    from analytics.jobs import when_deleting

    when_deleting(forget)
    shapes = _item.shapes[~(_item.shapes.geometry.isna() | _item.shapes.geometry.is_empty)]
    places = {group: place for place, group in enumerate(_item.colours)}
    groups = shapes[_item.colour_by].astype(str)
    keys = shapes[_item.key].astype(str) if _item.key else shapes.index.astype(str)
    made = Cut(
        name=token_hex(8),
        tiles=tiles.tiles(
            shapes.geometry.to_numpy(),
            groups=groups.map(places).to_numpy(dtype=np.int64),
            area_ha=payload.area_ha(shapes),
            keys=keys.tolist(),
            tips=partial(_tips, shapes, groups.to_numpy(dtype=object), _item, _words),
        ),
        ground=gzip.compress(_ground().encode(), mtime=0),
        letters=payload.lettered(shapes, _item) if _item.signs is None else "[]",
    )
    _offered[made.name] = made
    return made


def _tips(
    shapes: Any,  # noqa: ANN401 - a frame of sites
    groups: np.ndarray[Any, Any],
    item: Map,
    words: Words,
    found: Found,
    in_short: bool,  # noqa: FBT001 - as Tiles calls it
) -> Sequence[str]:
    """What hovering shows: all of one site; of several their number, area and largest."""
    if in_short:
        told = {count: words("map.dot.short", count=count) for count in set(found.counts.tolist())}
        return [
            group if count == 1 else f"{told[count]}\n{group}"
            for group, count in zip(groups[found.rows], found.counts.tolist(), strict=True)
        ]
    tips = payload.hints(shapes.iloc[found.rows], item, words)
    has_area = schema.AREA_HA in shapes.columns
    return [
        tip if count == 1 else f"{_several(words, count, area, has_area=has_area)}\n{tip}"
        for tip, count, area in zip(tips, found.counts.tolist(), found.area_ha, strict=True)
    ]


def _several(words: Words, count: int, area_ha: float, *, has_area: bool) -> str:
    if not has_area:
        return words("map.dot.short", count=count)
    return words("map.dot", count=count, area=words.hectares(float(area_ha)))
