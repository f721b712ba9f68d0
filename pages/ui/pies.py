"""Pies on a map of the screen: pictures made here, moved apart, with lines to their places."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pydeck as pdk
import shapely

from analytics.viz import theme
from analytics.viz.pies import Pie, arranged, picture, swatch
from pages.ui import signs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from analytics.core.section import Map, Pies
    from analytics.core.words import Words

MOST: Final = 40  # pies; more would be too small to read
TILE_PX: Final = 512  # the width of the world at zoom 0
SHARP: Final = 2  # pixels of a picture for one of the screen
NAME_PX: Final = 12
SWATCH_PX: Final = 8  # half of one in the legend


@dataclass(frozen=True, slots=True)
class View:
    """What a map shows at first: its middle in degrees, its zoom and its size in pixels."""

    lon: float
    lat: float
    zoom: float
    width: float
    height: float

    @property
    def world_px(self) -> float:
        """The width of the world."""
        return float(TILE_PX * 2**self.zoom)

    def pixels(self, places: NDArray[np.float64]) -> NDArray[np.float64]:
        """Longitude and latitude as pixels right of and below the upper left corner."""
        x = (places[:, 0] - self.lon) / 360 * self.world_px + self.width / 2
        y = (_up(self.lat) - _up(places[:, 1])) * self.world_px + self.height / 2
        return np.column_stack([x, y])

    def place(self, x: float, y: float) -> tuple[float, float]:
        """Pixels as longitude and latitude."""
        lon = (x - self.width / 2) / self.world_px * 360 + self.lon
        up = float(_up(self.lat)) - (y - self.height / 2) / self.world_px
        lat = math.degrees(2 * math.atan(math.exp(up * math.tau)) - math.pi / 2)
        return round(lon, 5), round(lat, 5)


def found(item: Map, pies: Pies, view: View) -> tuple[Pie, ...]:
    """The pies of a map where they stand in its first view."""
    shapes = item.shapes.geometry.to_numpy()
    points = shapely.point_on_surface(shapes)
    places = np.column_stack([shapely.get_x(points), shapely.get_y(points)])
    frame = (2.0, 2.0, view.width - 2, view.height - 4 - NAME_PX)
    return arranged(item, pies, view.pixels(places), frame, MOST)


def layers(
    item: Map, pies: Pies, view: View, tips: Sequence[str], *, dark: bool
) -> list[pdk.Layer]:
    """Lines, pies and names; a pie keeps its size in pixels however near one comes."""
    told, ink = found(item, pies, view), _ink(dark=dark)
    spots = [view.place(*one.centre) for one in told]
    data = [
        {
            "p": spot,
            "a": view.place(*one.anchor),
            "k": str(place),
            "s": 2 * round(one.radius + 2),
            "t": json.loads(tips[one.row]),
            "n": one.name,
            "o": [0, round(one.radius + 4 + NAME_PX / 2)],
        }
        for place, (one, spot) in enumerate(zip(told, spots, strict=True))
    ]
    moved = [row for row, one in zip(data, told, strict=True) if one.is_moved]
    return [
        _leaders(moved, ink),
        _dots(moved, ink),
        _icons(data, told, pies, ink),
        _names(data, ink, dark=dark),
    ]


def legend(item: Map, pies: Pies, words: Words, *, dark: bool) -> str:
    """Each class with its colour, pattern and letter, and its hectares."""
    return "".join(
        '<span style="white-space:nowrap"><img alt="" width="18" height="18"'
        ' style="vertical-align:-.25em;margin-right:.3em"'
        f' src="{_swatch(pies, name, _ink(dark=dark))}">'
        f"<b>{escape(look.letter)}</b> {escape(name)}"
        f" ({words.hectares(float(item.shapes[pies.amounts[name]].sum()))})</span>"
        for name, look in pies.looks.items()
    )


def _leaders(moved: list[dict[str, Any]], ink: str) -> pdk.Layer:
    return pdk.Layer(
        "LineLayer",
        id="leaders",
        data=moved,
        get_source_position="a",
        get_target_position="p",
        get_color=_rgb(ink),
        get_width=1,
    )


def _dots(moved: list[dict[str, Any]], ink: str) -> pdk.Layer:
    return pdk.Layer(
        "ScatterplotLayer",
        id="anchors",
        data=moved,
        get_position="a",
        get_fill_color=_rgb(ink),
        get_radius=3,
        radius_units=pdk.types.String("pixels"),
    )


def _icons(data: list[dict[str, Any]], told: tuple[Pie, ...], pies: Pies, ink: str) -> pdk.Layer:
    """All pies in one picture, side by side."""
    looks, drawn, mapping, left = list(pies.looks.values()), [], {}, 0
    for row, one in zip(data, told, strict=True):
        side = SHARP * row["s"]
        middle = left + side / 2
        shape = picture(one.amounts, looks, one.radius, ink)
        drawn.append(f'<g transform="translate({middle} {side / 2}) scale({SHARP})">{shape}</g>')
        mapping[row["k"]] = {"x": left, "y": 0, "width": side, "height": side}
        left += side
    high = max((SHARP * row["s"] for row in data), default=1)
    return pdk.Layer(
        "IconLayer",
        id="pies",
        data=data,
        pickable=True,
        get_position="p",
        get_icon="k",
        get_size="s",
        size_units=pdk.types.String("pixels"),
        icon_atlas=pdk.types.String(signs.address("".join(drawn), max(left, 1), high)),
        icon_mapping=mapping,
    )


def _names(data: list[dict[str, Any]], ink: str, *, dark: bool) -> pdk.Layer:
    halo = _rgb(theme.LAND["dark" if dark else "light"])
    return pdk.Layer(
        "TextLayer",
        id="names",
        data=data,
        get_position="p",
        get_text="n",
        get_size=NAME_PX,
        get_color=_rgb(ink),
        get_pixel_offset="o",
        character_set=pdk.types.String("auto"),
        font_family=pdk.types.String("sans-serif"),
        background=True,
        get_background_color=[*halo, 200],
        background_padding=[2, 0],
    )


def _swatch(pies: Pies, name: str, ink: str) -> str:
    half = SWATCH_PX + 1
    drawn = swatch(pies.looks[name], SWATCH_PX, ink)
    return signs.address(f'<g transform="translate({half} {half})">{drawn}</g>', 2 * half, 2 * half)


def _ink(*, dark: bool) -> str:
    return theme.DARK["ink"] if dark else theme.LIGHT["ink"]


def _up(lat: NDArray[np.float64] | float) -> NDArray[np.float64]:
    """Latitude as the map stretches it, in widths of the world."""
    bent = np.log(np.tan(np.pi / 4 + np.radians(lat) / 2))
    return np.asarray(bent / math.tau)


def _rgb(code: str) -> list[int]:
    return [int(code[place : place + 2], 16) for place in (1, 3, 5)]
