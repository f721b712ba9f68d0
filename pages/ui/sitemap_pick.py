"""A map on which a click chooses a shape; those chosen have a ring."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Final

import pydeck as pdk
import streamlit as st

from analytics.viz import theme
from pages.ui import keeping, payload, people, session, sitemap_base, sitemap_layers, tiles
from pages.ui import map as maps

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from shapely import Point

    from analytics.core.section import Map
    from pages.ui.analysis import Answer
    from pages.ui.payload import Payload
    from pages.ui.sitemap_layers import Under

RING_PX: Final = 17
EMPTY: Final[dict[str, Any]] = {}


def draw(
    item: Map,
    *,
    key: str,
    answer: Answer,
    picked: Callable[[str], None],
    marked: Sequence[Point] = (),
    under: tuple[Under, ...] = (),
) -> None:
    """The map with its legend; `picked` is told the key of a shape that is clicked.

    `marked` is where those chosen lie. A click beside everything changes nothing. The map keeps
    what one zoomed to while the data are the same, whatever else is asked of them.
    """
    if item.shapes.empty:
        st.caption(session.words()("map.empty"))
        return
    data = answer.run.dataset
    identity = f"{answer.key} {key}"
    land = partial(maps.land, item, data, identity)
    packed = tiles.packed(item, identity, land) or _packed(keeping.size(data), item, identity)
    around = packed.ground or land()
    is_online = sitemap_base.is_on()
    dark = session.is_dark() and not is_online  # the map that is fetched is a light one
    with st.spinner(session.words()("wait")):
        ground = people.ground(item, data, dark=dark)
    chart = maps.deck(item, packed, around, dark=dark, over=data.sites)
    texts = {f"layer-{one.name}": one.text for one in under}
    chart.put_under([sitemap_layers.drawn(one) for one in under], texts)
    if ground is not None and ground.address:
        drawn, text = people.layer(ground, sitemap_layers.of_people())
        chart.put_under([drawn], text)
    if marked:
        chart.layers.append(_rings(marked))
    maps.measure(chart, dark=dark)
    if is_online:
        sitemap_base.put_under(chart)
    name = f"pick_{key}"
    st.pydeck_chart(
        chart,
        height=maps.HEIGHT_PX,
        key=name,
        alt=item.caption,
        on_select=partial(_hit, name, picked),
    )
    sitemap_layers.legend(under)
    maps.explain(item, packed, data, ground)
    if is_online:
        sitemap_base.credit()


def hit(state: Any) -> str:  # noqa: ANN401 - whatever the browser says
    """The key of the shape clicked; "" where none was."""
    chosen = (state or EMPTY).get("selection", EMPTY).get("objects", EMPTY)
    for found in chosen.values():
        for one in found:
            key = one.get("i") or one.get("properties", EMPTY).get("i")
            if key:
                return str(key)
    return ""


def _hit(name: str, picked: Callable[[str], None]) -> None:
    found = hit(session.widget(name))
    if found:
        picked(found)


@keeping.by_size(maps.KEPT)
def _packed(_item: Map, identity: str) -> Payload:
    del identity
    return payload.pack(_item, session.words())


def _rings(places: Sequence[Point]) -> pdk.Layer:
    """As wide from afar as from near."""
    code = theme.LINK["dark" if session.is_dark() else "light"]
    return pdk.Layer(
        "ScatterplotLayer",
        id="chosen",
        pickable=False,
        data=[{"p": [round(place.x, 5), round(place.y, 5)]} for place in places],
        get_position="p",
        get_radius=1,
        radius_min_pixels=RING_PX,
        radius_max_pixels=RING_PX,
        filled=False,
        stroked=True,
        line_width_min_pixels=3,
        get_line_color=[int(code[place : place + 2], 16) for place in (1, 3, 5)],
    )
