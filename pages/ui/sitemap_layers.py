"""What the data set brings beside the sites, drawn under them: a switch and an opacity for each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pydeck as pdk
import streamlit as st

from analytics.analyses.sitemap import ANALYSIS
from analytics.analyses.sitemap.model import DRAWN, PEOPLE
from analytics.viz import theme
from pages.ui import form, session, sitemap_base
from pages.ui import map as maps
from pages.ui.plain import plain

if TYPE_CHECKING:
    from analytics.core.dataset import Dataset
    from pages.ui.analysis import Answer

BLUE, AMBER, GREEN, PINK, SKY, RED, BROWN, GREY = theme.CATEGORIES
#: One colour for each known layer, wherever it is drawn; others are grey.
COLOURS: Final = {
    "concessions": BLUE,
    "permits": PINK,
    "cadastre": GREY,
    "conservation": GREEN,
    "protected_forest": GREEN,
    "production_forest": BROWN,
    "rivers": SKY,
    "water": SKY,
    "mines": RED,
}
OPAQUE: Final = 255
FIRST_PERCENT: Final = 40
PEOPLE_PERCENT: Final = 80
PERCENT: Final = range(10, 101, 10)
IN_ADDRESS, WRITTEN = "layers", "sitemap_layers_written"
STEPS: Final = 4000  # a corner is kept where it is seen on a screen that wide
MOST_BYTES: Final = 600_000  # of one layer
KEPT: Final = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Under:
    """A layer that is switched on."""

    name: str
    share: float  # how opaque its ground is, 0 to 1
    text: str  # GeoJSON


def panel(answer: Answer) -> tuple[Under, ...]:
    """The switches behind one button; the layers that are on, in the order of the data set.

    That of the people is a parameter: they are on paper as well.
    """
    words = session.words()
    data, has_people = answer.run.dataset, PEOPLE in answer.run.dataset.rasters
    names = [name for name in data.layers if name not in maps.GROUND_LAYERS]
    _take_up(names)
    is_peopled = bool(answer.run.result.people == DRAWN)
    session.hold(_key(PEOPLE), is_peopled)
    count = sum(bool(session.held(_key(name))) for name in names) + is_peopled
    label = words("sitemap.layers") + (f" ({words.number(count)})" if count else "")
    with st.popover(label, icon=":material/layers:", width="content"):
        if has_people:
            _people()
        shares = {name: _control(name) for name in names}
        if not (names or has_people):
            st.caption(words("sitemap.layers.none"))
        sitemap_base.control()
    chosen = {name: share for name, share in shares.items() if share is not None}
    strengths = {PEOPLE: of_people(), **chosen} if is_peopled else chosen
    told = tuple(f"{name}:{round(100 * share)}" for name, share in strengths.items())
    session.hold(WRITTEN, told)
    session.remember({IN_ADDRESS: told})
    return tuple(
        Under(name=name, share=share, text=_text(data, f"{data.fingerprint}|{name}", name))
        for name, share in chosen.items()
    )


def legend(shown: tuple[Under, ...]) -> None:
    """What the layers are called, each beside its colour."""
    swatch = "display:inline-block;width:.9em;height:.7em;margin-right:.35em;border:2px solid "
    entries = "".join(
        f'<span style="white-space:nowrap"><span style="{swatch}{_colour(one.name)}"></span>'
        f"{called(one.name)}</span>"
        for one in shown
    )
    if entries:
        maps.line(session.words()("sitemap.layers"), entries)


def drawn(one: Under) -> pdk.Layer:
    """Its ground as opaque as chosen, its lines whole."""
    code = _colour(one.name)
    colour = [int(code[place : place + 2], 16) for place in (1, 3, 5)]
    return pdk.Layer(
        "GeoJsonLayer",
        id=f"layer-{one.name}",
        data=maps.later(f"layer-{one.name}"),
        pickable=False,
        get_fill_color=[*colour, round(OPAQUE * one.share / 2)],
        get_line_color=[*colour, round(OPAQUE * one.share)],
        line_width_min_pixels=2,
        line_width_max_pixels=2,
        point_radius_min_pixels=3,
        point_radius_max_pixels=6,
    )


def of_people() -> float:
    """How opaque the people are drawn, 0 to 1."""
    return (session.held(_strength(PEOPLE)) or PEOPLE_PERCENT) / 100


def called(name: str) -> str:
    """A layer as people call it."""
    words = session.words()
    return words(f"layer.{name}") if words.has(f"layer.{name}") else plain(name)


def _take_up(names: list[str]) -> None:
    """Switch on what a link asks for, as strong as it says; what makes no sense is left out."""
    given = session.arrived(IN_ADDRESS)
    if not given or given == session.held(WRITTEN):
        return
    asked = {name: percent for name, _, percent in (one.rpartition(":") for one in given)}
    for name in (*names, PEOPLE):
        session.hold(_key(name), name in asked)
        if asked.get(name, "") in map(str, PERCENT):
            session.hold(_strength(name), int(asked[name]))


def _control(name: str) -> float | None:
    """Whether to draw it and how opaque; None for not at all."""
    is_on = st.toggle(called(name), key=_key(name), persist_state="session")
    return _opacity(name, FIRST_PERCENT) if is_on else None


def _people() -> None:
    """The switch of the parameter, once more, where one looks for it."""
    st.toggle(called(PEOPLE), key=_key(PEOPLE), on_change=_switched)
    if session.held(_key(PEOPLE)):
        _opacity(PEOPLE, PEOPLE_PERCENT)


def _switched() -> None:
    """The form asks with or without people from here on."""
    session.hold(f"{ANALYSIS.slug}_people", bool(session.widget(_key(PEOPLE))))
    session.hold(form.TOUCHED, ANALYSIS.slug)


def _opacity(name: str, first: int) -> float:
    session.hold(_strength(name), session.held(_strength(name)) or first)
    share = st.slider(
        session.words()("sitemap.layers.share", name=called(name)),
        PERCENT[0],
        PERCENT[-1],
        step=PERCENT.step,
        format="%d %%",
        key=_strength(name),
        persist_state="session",
    )
    return share / 100


def _strength(name: str) -> str:
    return f"{_key(name)}_share"


def _key(name: str) -> str:
    return f"sitemap_layer_{name}"


def _colour(name: str) -> str:
    return COLOURS.get(name, GREY)


@st.cache_resource(show_spinner=False, max_entries=KEPT)
def _text(_data: Dataset, key: str, name: str) -> str:
    """The layer as GeoJSON text, with fewer corners until it is small enough."""
    del key
    layer = _data.layers[name]
    layer = layer[~(layer.geometry.isna() | layer.geometry.is_empty)]
    if layer.empty:
        return maps.ground([], (-180.0, -85.0, 180.0, 85.0), 1.0)
    west, south, east, north = layer.total_bounds
    pixel = max(east - west, north - south, maps.LEAST_MARGIN_DEG / STEPS) / STEPS
    text = maps.ground([layer], (west, south, east, north), pixel)
    while len(text) > MOST_BYTES and pixel < east - west + north - south:
        pixel *= 2
        text = maps.ground([layer], (west, south, east, north), pixel)
    return text
