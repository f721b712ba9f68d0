"""Draw a `Map` with pydeck: no tile server, no outside request, a bounded message."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from functools import partial
from html import escape
from typing import TYPE_CHECKING, Any, Final

import pydeck as pdk
import shapely
import streamlit as st
from pydeck.bindings.json_tools import default_serialize

from analytics.core import countries
from analytics.viz import theme
from pages.ui import keeping, payload, people, pies, scale, session, signs, tiles
from pages.ui.payload import Drawing, Payload
from pages.ui.plain import plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    import geopandas as gpd

    from analytics.core.dataset import Dataset
    from analytics.core.section import Map, Signs

HEIGHT_PX: Final = 460
NARROWEST_PX: Final = 310  # the data fit a map this wide: no page knows how wide it is drawn
RIM_PX: Final = 60  # kept free above and below the data together
TILE_PX: Final = 512  # the width of the world at zoom 0
MARGIN: Final = 2.0  # how many widths of the data the ground reaches beyond it on each side
LEAST_MARGIN_DEG: Final = 6.0
GROUND_LAYERS: Final = ("countries", "provinces")  # a data set's own land, drawn as ground
NEARLY_ALL: Final = 0.3  # the same for pies, which stand apart in the first view
FURTHER_OUT: Final = 3.0  # zoom steps one may go out from the first view
SITES: Final = "sites"  # the part of a data set that is on the map
KEPT: Final = 512  # maps kept for everybody as they were sent, of small data sets; 3 MB at most
WORLD: Final = '[{"c":[[-179.9,-85],[179.9,-85],[179.9,85],[-179.9,85]]}]'


class FastDeck(pdk.Deck):  # type: ignore[misc]  # pydeck has no types
    """A deck whose data are already text; pydeck would write them again, indented."""

    def __init__(self, *, texts: dict[str, str], **kwargs: Any) -> None:  # noqa: ANN401 - pydeck's
        super().__init__(**kwargs)
        self._texts = texts
        self._settled: str | None = None

    def put_under(self, layers: Sequence[pdk.Layer], texts: dict[str, str]) -> None:
        """More layers on the land, under all else."""
        place = 1 + next(n for n, layer in enumerate(self.layers) if layer.id == "land")
        self.layers[place:place] = layers
        self._texts = {**self._texts, **texts}

    def settle(self) -> None:
        """Write it down: nothing is added from here on, and several may read it at once."""
        self._settled = self.to_json()

    def to_json(self) -> str:
        """Compact JSON with the texts in their places."""
        if self._settled is not None:
            return self._settled
        texts = self._texts
        del self._texts
        try:
            whole = json.dumps(
                self, sort_keys=True, default=default_serialize, separators=(",", ":")
            )
        finally:
            self._texts = texts
        for name, text in texts.items():
            whole = whole.replace(f'"@@{name}@@"', text)
        return whole


def draw(item: Map, *, key: str, data: Dataset, height: int = HEIGHT_PX) -> None:
    """The map, its legend and its caption; the same key keeps what the visitor zoomed to."""
    words = session.words()
    if item.shapes.empty:
        st.caption(words("map.empty"))
        return
    identity = f"{data.fingerprint}|{data.name}|{data.is_sample}|{session.language()}|{key}"
    around = partial(land, item, data, f"{data.fingerprint}|{key}")
    packed = tiles.packed(item, identity, around)
    dark = session.is_dark()
    if packed is None:
        size = keeping.size(data)
        _draw(size, item, data, identity, key=key, dark=dark, height=height)
        return
    _shown(item, packed, data, key=key, dark=dark, height=height)


def deck(
    item: Map,
    packed: Payload,
    ground: str,
    *,
    dark: bool,
    height: int = HEIGHT_PX,
    over: gpd.GeoDataFrame | None = None,
) -> FastDeck:
    """Water, land and shapes, seen from above, fitted to the shapes, or to those of `over`."""
    tone = "dark" if dark else "light"
    line = _rgb(theme.DARK["ink"] if dark else theme.LIGHT["ink"])
    layers = [
        pdk.Layer(
            "SolidPolygonLayer",
            id="water",
            data=later("water"),
            get_polygon="c",
            get_fill_color=_rgb(theme.WATER[tone]),
        ),
        pdk.Layer(
            "GeoJsonLayer",
            id="land",
            data=later("land"),
            get_fill_color=_rgb(theme.LAND[tone]),
            get_line_color=_rgb(theme.BORDER[tone]),
            line_width_min_pixels=1,
            line_width_max_pixels=1,
        ),
        _sites(item, packed, line),
        _letters(line, _rgb(theme.LAND[tone])),
    ]
    texts = {"water": WORLD, "land": ground, "sites": packed.text, "letters": packed.letters}
    bounds = (item.frame or item.shapes.total_bounds) if over is None else over.total_bounds
    view = _view(bounds, NARROWEST_PX, height)
    if item.signs is not None:
        across = _metres_per_px(view)
        layers.append(
            signs.layer(item, item.signs, later("signs"), metres_per_px=across, dark=dark)
        )
        texts["signs"] = packed.signs
    if item.pies is not None:
        seen = pies.View(view.longitude, view.latitude, view.zoom, NARROWEST_PX, height)
        layers[2:] = pies.layers(item, item.pies, seen, packed.tips, dark=dark)
        view.min_zoom = round(view.zoom - NEARLY_ALL, 2)
    return FastDeck(
        texts=texts,
        layers=layers,
        initial_view_state=view,
        map_provider=None,
        tooltip={"text": "{t}"},
    )


def measure(chart: FastDeck, *, dark: bool, height: int = HEIGHT_PX) -> None:
    """Put a scale bar at the foot of the first view."""
    ink = _rgb(theme.DARK["ink"] if dark else theme.LIGHT["ink"])
    drawn = scale.bar(chart.initial_view_state, height)
    chart.layers += scale.layers(drawn, session.words(), ink)


def _sites(item: Map, packed: Payload, line: list[int]) -> pdk.Layer | list[pdk.Layer]:
    """Of a list of layers Streamlit does not dim what was not clicked: it cannot tell in tiles."""
    if packed.drawing is Drawing.TILES:
        return [tiles.layer(item, later("sites"))]
    return _outlines() if packed.is_geojson else _circles(line)


def _outlines() -> pdk.Layer:
    """Outlines at least two pixels wide, so that the smallest mine is seen from afar."""
    return pdk.Layer(
        "GeoJsonLayer",
        id="sites",
        data=later("sites"),
        pickable=True,
        get_fill_color="properties.f",
        get_line_color="[properties.f[0],properties.f[1],properties.f[2]]",
        line_width_min_pixels=2,
        line_width_max_pixels=2,
        point_radius_min_pixels=2,
        point_radius_max_pixels=6,
        auto_highlight=True,
    )


def _circles(line: list[int]) -> pdk.Layer:
    return pdk.Layer(
        "ScatterplotLayer",
        id="sites",
        data=later("sites"),
        pickable=True,
        get_position="p",
        get_radius="r",
        get_fill_color="f",
        get_line_color=line,
        opacity=0.8,
        radius_min_pixels=2,
        radius_max_pixels=40,
        auto_highlight=True,
    )


def _letters(ink: list[int], halo: list[int]) -> pdk.Layer:
    """The letter of a class beside its largest sites; drawn with a font of the visitor's own."""
    return pdk.Layer(
        "TextLayer",
        id="letters",
        data=later("letters"),
        pickable=False,  # where no layer says so, Streamlit has every one picked, the land as well
        get_position="p",
        get_text="t",
        get_size=13,
        get_color=ink,
        get_pixel_offset=[0, -13],
        font_family=pdk.types.String("sans-serif"),
        font_weight=700,
        background=True,
        get_background_color=[*halo, 215],
        background_padding=[3, 1],
    )


def later(name: str) -> str:
    """Where a text goes that is put in last."""
    return f"@@{name}@@"


@keeping.by_size(KEPT)
def _draw(_item: Map, _data: Dataset, identity: str, *, key: str, dark: bool, height: int) -> None:
    """Packed and drawn once: for the same arguments, what was sent before is sent again."""
    del identity
    packed = payload.pack(_item, session.words())
    packed = replace(packed, ground=land(_item, _data, f"{_data.fingerprint}|{key}"))
    _shown(_item, packed, _data, key=key, dark=dark, height=height)


def _shown(item: Map, packed: Payload, data: Dataset, *, key: str, dark: bool, height: int) -> None:
    chart = deck(item, packed, packed.ground, dark=dark, height=height)
    found = people.ground(item, data, dark=dark)
    if found is not None and found.address:
        drawn, text = people.layer(found)
        chart.put_under([drawn], text)
    measure(chart, dark=dark, height=height)
    st.pydeck_chart(
        chart,
        height=height,
        key=f"map_{key}",
        alt=item.caption,
    )
    explain(item, packed, data, found)


def explain(item: Map, packed: Payload, data: Dataset, found: people.Ground | None = None) -> None:
    """The legend, the caption, and what was left out."""
    _legend(item)
    if found is not None and found.address:
        line(*people.entries())
    ground = "" if data.is_sample else session.words()("map.ground")
    notes = [plain(item.caption), _how(packed), _unsigned(item, packed), ground, _sources(data)]
    if found is not None:
        notes.insert(1, people.note() if found.address else plain(found.why_not))
    st.caption(" ".join(note for note in notes if note))


def land(item: Map, data: Dataset, identity: str) -> str:
    """Land round the shapes as GeoJSON text: the world's, and what the data set brings."""
    return _land(keeping.size(data), item, data, identity)


@keeping.by_size(KEPT)
def _land(_item: Map, _data: Dataset, identity: str) -> str:
    del identity
    west, south, east, north = _item.shapes.total_bounds
    margin = max(MARGIN * (east - west), MARGIN * (north - south), LEAST_MARGIN_DEG)
    frame = (
        max(-180.0, west - margin),
        max(-85.0, south - margin),
        min(180.0, east + margin),
        min(85.0, north + margin),
    )
    pixel = (east - west + 2 * margin) / 4000
    known = [countries.base_map()]
    known += [_data.layers[name] for name in GROUND_LAYERS if name in _data.layers]
    return ground(known, frame, pixel)


def ground(
    land: list[gpd.GeoDataFrame], frame: tuple[float, float, float, float], pixel_deg: float
) -> str:
    """The parts of `land` inside `frame` (west, south, east, north), corners below a pixel gone."""
    shapes = [
        shape
        for layer in land
        for shape in shapely.simplify(
            shapely.clip_by_rect(layer.geometry.to_numpy(), *frame), pixel_deg
        )
        if shape is not None and not shape.is_empty
    ]
    features = ",".join(
        f'{{"type":"Feature","properties":{{}},"geometry":{text}}}'
        for text in shapely.to_geojson(shapely.set_precision(shapes, 1e-4, mode="pointwise"))
    )
    return f'{{"type":"FeatureCollection","features":[{features}]}}'


def _view(bounds: Sequence[float], width: int, height: int) -> pdk.ViewState:
    """All within these bounds in a map of this size in pixels."""
    west, south, east, north = (float(end) for end in bounds)
    across = max(east - west, 0.02)
    up = max(_mercator(north) - _mercator(south), 0.02)
    zoom = min(
        math.log2(360 * width / TILE_PX / across),
        math.log2(360 * (height - RIM_PX) / TILE_PX / up),
    )
    return pdk.ViewState(
        longitude=(west + east) / 2,
        latitude=(south + north) / 2,
        zoom=round(zoom, 2),
        min_zoom=round(zoom - FURTHER_OUT, 2),
        max_zoom=18,
    )


def _metres_per_px(view: pdk.ViewState) -> float:
    """On the ground in the middle of the first view."""
    around = 40_075_017 * math.cos(math.radians(view.latitude))
    return around / (TILE_PX * 2**view.zoom)


def _mercator(latitude: float) -> float:
    """Degrees of latitude stretched as the map stretches them."""
    clipped = math.radians(max(-85.0, min(85.0, latitude)))
    return math.degrees(math.log(math.tan(math.pi / 4 + clipped / 2)))


def _legend(item: Map) -> None:
    """Each colour with its letter, its class and how many records it has."""
    words, counts = session.words(), item.shapes[item.colour_by].astype(str).value_counts()
    if item.pies is not None:
        line(item.legend, pies.legend(item, item.pies, words, dark=session.is_dark()))
        return
    swatch = (
        "display:inline-block;width:.8em;height:.8em;border-radius:2px;"
        "margin-right:.35em;vertical-align:-.05em;background:"
    )
    letters = payload.letters(item) if item.signs is None else {}
    told = {
        group: f" ({words.number(int(counts.get(group, 0)))})"
        for group in item.colours
        if group not in item.uncounted
    }
    entries = "".join(
        f'<span style="white-space:nowrap"><span style="{swatch}{colour}"></span>'
        f"{f'<b>{letters[group]}</b> ' if group in letters else ''}"
        f"{escape(group)}{told.get(group, '')}</span>"
        for group, colour in item.colours.items()
        if item.is_fixed or group in counts
    )
    line(item.legend, entries)
    if item.signs is not None:
        line(item.signs.legend, _kinds(item, item.signs))


def _kinds(item: Map, kinds: Signs) -> str:
    """Each mark with its kind and how many records are of it."""
    words, counts = session.words(), item.shapes[kinds.by].astype(str).value_counts()
    tone = "dark" if session.is_dark() else "light"
    ink = theme.DARK["ink"] if session.is_dark() else theme.LIGHT["ink"]
    return "".join(
        '<span style="white-space:nowrap"><img alt="" width="18" height="18"'
        ' style="vertical-align:-.25em;margin-right:.2em"'
        f' src="{signs.picture(mark, theme.LAND[tone], ink)}">'
        f"{escape(kind)} ({words.number(int(counts[kind]))})</span>"
        for kind, mark in kinds.marks.items()
        if kind in counts
    )


def line(heading: str, entries: str) -> None:
    """A heading and what belongs to it, on as many lines as it takes."""
    told = f"<b>{escape(heading)}</b>" if heading else ""
    st.html(
        '<div style="display:flex;flex-wrap:wrap;gap:.15rem 1rem;font-size:.875rem">'
        f"{told}{entries}</div>"
    )


def _how(packed: Payload) -> str:
    """What was left out so that the map stays quick; nothing when it is exact."""
    words = session.words()
    match packed.drawing:
        case Drawing.EXACT:
            return ""
        case Drawing.SIMPLIFIED:
            return words("map.simplified", metres=words.significant(packed.tolerance_m, 1))
        case Drawing.POINTS:
            return words("map.points", count=packed.shown)
        case Drawing.CELLS:
            return words("map.cells", count=packed.shown)
        case Drawing.TILES:
            return words("map.tiles", count=packed.shown)


def _sources(data: Dataset) -> str:
    """Whose the sites are: who publishes them and under which licence, else the file."""
    told = [
        " · ".join(part for part in (one.source or one.name, one.licence) if part)
        for one in data.provenance
        if one.part == SITES
    ]
    return session.words()("map.sites", sources=plain("; ".join(told))) if any(told) else ""


def _unsigned(item: Map, packed: Payload) -> str:
    """That there are too many sites for a mark each, where that is so."""
    is_bare = item.signs is not None and packed.signs == signs.NONE and not item.shapes.empty
    return session.words()("map.unsigned", most=signs.MOST) if is_bare else ""


def _rgb(code: str) -> list[int]:
    return [int(code[i : i + 2], 16) for i in (1, 3, 5)]
