"""A map on which a click chooses a shape; those chosen have a ring."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import pydeck as pdk
import streamlit as st

from analytics.viz import theme
from pages.ui import keeping, payload, people, session, sitemap_base, sitemap_layers, tiles
from pages.ui import map as maps

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence

    from shapely import Point

    from analytics.core.dataset import Dataset
    from analytics.core.section import Map
    from pages.ui.analysis import Answer
    from pages.ui.map import FastDeck
    from pages.ui.payload import Payload
    from pages.ui.sitemap_layers import Under

RING_PX: Final = 17
KEPT: Final = 128  # maps of small data sets as they were sent, 0.3 MB each without layers
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
    identity, size = f"{answer.key} {key}", keeping.size(answer.run.dataset)
    seen = _seen(item, identity, answer.run.dataset, marked=marked, under=under)
    name = f"pick_{key}"
    st.pydeck_chart(
        _settled(size, seen, seen.key(identity)) if seen.is_alike else _chart(seen),
        height=maps.HEIGHT_PX,
        key=name,
        alt=item.caption,
        on_select=partial(_hit, name, picked),
    )
    sitemap_layers.legend(under)
    _explained(size, seen, (identity, session.is_dark(), seen.is_dark, seen.has_people))
    if seen.is_online:
        sitemap_base.credit()


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """All that a map shows at a time."""

    item: Map
    data: Dataset
    packed: Payload
    around: str  # the land, as GeoJSON
    ground: people.Ground | None
    strength: float  # how opaque the people are
    marked: tuple[tuple[float, float], ...]  # longitude and latitude of those chosen
    under: tuple[Under, ...]
    is_dark: bool
    is_online: bool
    is_alike: bool  # for all visitors; tiles have an address for each

    @property
    def has_people(self) -> bool:
        """Whether people are drawn under the sites."""
        return self.ground is not None and bool(self.ground.address)

    def key(self, identity: str) -> tuple[Hashable, ...]:
        """What it is known by among maps of this identity."""
        under = tuple((one.name, one.share) for one in self.under)
        strength = self.strength if self.has_people else None
        return identity, strength, self.marked, under, self.is_dark, self.is_online


def hit(state: Any) -> str:  # noqa: ANN401 - whatever the browser says
    """The key of the shape clicked; "" where none was."""
    chosen = (state or EMPTY).get("selection", EMPTY).get("objects", EMPTY)
    for found in chosen.values():
        for one in found:
            key = one.get("i") or one.get("properties", EMPTY).get("i")
            if key:
                return str(key)
    return ""


def _seen(
    item: Map,
    identity: str,
    data: Dataset,
    *,
    marked: Sequence[Point],
    under: tuple[Under, ...],
) -> Seen:
    land = partial(maps.land, item, data, identity)
    cut = tiles.packed(item, identity, land)
    packed = cut or _packed(keeping.size(data), item, identity)
    is_online = sitemap_base.is_on()
    dark = session.is_dark() and not is_online  # the map that is fetched is a light one
    ground = people.ground(item, data, dark=dark)
    return Seen(
        item=item,
        data=data,
        packed=packed,
        around=packed.ground or land(),
        ground=ground,
        strength=sitemap_layers.of_people(),
        marked=tuple((round(place.x, 5), round(place.y, 5)) for place in marked),
        under=under,
        is_dark=dark,
        is_online=is_online,
        is_alike=cut is None,
    )


def _hit(name: str, picked: Callable[[str], None]) -> None:
    found = hit(session.widget(name))
    if found:
        picked(found)


@keeping.by_size(maps.KEPT)
def _packed(_item: Map, identity: str) -> Payload:
    del identity
    return payload.pack(_item, session.words())


@keeping.by_size(KEPT)
def _settled(_seen: Seen, key: tuple[Hashable, ...]) -> FastDeck:
    """Drawn and written down once; several visitors are sent the same."""
    del key
    chart = _chart(_seen)
    chart.settle()
    return chart


@keeping.by_size(KEPT)
def _explained(_seen: Seen, key: tuple[Hashable, ...]) -> None:
    del key
    maps.explain(_seen.item, _seen.packed, _seen.data, _seen.ground)


def _chart(seen: Seen) -> FastDeck:
    chart = maps.deck(seen.item, seen.packed, seen.around, dark=seen.is_dark, over=seen.data.sites)
    texts = {f"layer-{one.name}": one.text for one in seen.under}
    chart.put_under([sitemap_layers.drawn(one) for one in seen.under], texts)
    if seen.ground is not None and seen.has_people:
        drawn, text = people.layer(seen.ground, seen.strength)
        chart.put_under([drawn], text)
    if seen.marked:
        chart.layers.append(_rings(seen.marked, dark=seen.is_dark))
    maps.measure(chart, dark=seen.is_dark)
    if seen.is_online:
        sitemap_base.put_under(chart)
    return chart


def _rings(places: Sequence[tuple[float, float]], *, dark: bool) -> pdk.Layer:
    """As wide from afar as from near."""
    code = theme.LINK["dark" if dark else "light"]
    return pdk.Layer(
        "ScatterplotLayer",
        id="chosen",
        pickable=False,
        data=[{"p": list(place)} for place in places],
        get_position="p",
        get_radius=1,
        radius_min_pixels=RING_PX,
        radius_max_pixels=RING_PX,
        filled=False,
        stroked=True,
        line_width_min_pixels=3,
        get_line_color=[int(code[place : place + 2], 16) for place in (1, 3, 5)],
    )
