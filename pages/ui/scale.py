"""A scale bar drawn on the ground of a map: as long there as it says, however one zooms.

The deck.gl that Streamlit brings has no scale of its own.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import pydeck as pdk

if TYPE_CHECKING:
    from analytics.core.words import Words

LONGEST_PX: Final = 100
FROM_FOOT_PX: Final = 16  # of the bar above the lower edge of the first view
TICK_PX: Final = 5
WORLD_PX: Final = 512  # the width of the world at zoom 0
AROUND_M: Final = 40_075_016.7  # the equator
ROUND: Final = tuple(n * 10**power for power in range(7) for n in (1, 2, 5))  # in metres
M_PER_KM: Final = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """Where the bar lies and how long it is."""

    west: float
    east: float
    foot: float  # latitude of the bar, and below of the upper end of its ticks
    top: float
    metres: int

    def told(self, words: Words) -> str:
        """Its length in words."""
        if self.metres < M_PER_KM:
            return f"{words.number(self.metres)}\N{NO-BREAK SPACE}m"
        return f"{words.number(self.metres // M_PER_KM)}\N{NO-BREAK SPACE}km"


def bar(view: pdk.ViewState, height: int) -> Bar:
    """The longest round length that fits, in the middle at the foot of the first view."""
    px = 360 / (WORLD_PX * 2**view.zoom)  # degrees of longitude
    foot = _south_of(view.latitude, px * (height / 2 - FROM_FOOT_PX))
    top = _south_of(view.latitude, px * (height / 2 - FROM_FOOT_PX - TICK_PX))
    metres_per_deg = AROUND_M / 360 * math.cos(math.radians(foot))
    longest = LONGEST_PX * px * metres_per_deg
    metres = max((one for one in ROUND if one <= longest), default=ROUND[0])
    half = metres / metres_per_deg / 2
    return Bar(
        west=round(view.longitude - half, 6),
        east=round(view.longitude + half, 6),
        foot=round(foot, 6),
        top=round(top, 6),
        metres=metres,
    )


def layers(drawn: Bar, words: Words, ink: list[int]) -> list[pdk.Layer]:
    """The bar with a tick at each end, and its length above it."""
    ends = ((drawn.west, drawn.top), (drawn.west, drawn.foot))
    path: list[Any] = [*ends, *((drawn.east, y) for _, y in ends[::-1])]
    middle = [(drawn.west + drawn.east) / 2, drawn.foot]
    return [
        pdk.Layer(
            "PathLayer",
            id="scale",
            data=[{"c": [list(place) for place in path]}],
            pickable=False,
            get_path="c",
            get_color=ink,
            width_min_pixels=2,
            width_max_pixels=2,
        ),
        pdk.Layer(
            "TextLayer",
            id="scale-length",
            data=[{"p": middle, "t": drawn.told(words)}],
            pickable=False,
            get_position="p",
            get_text="t",
            get_size=12,
            get_color=ink,
            get_pixel_offset=[0, -11],
            font_family=pdk.types.String("sans-serif"),
            character_set=pdk.types.String("auto"),
        ),
    ]


def _south_of(latitude: float, degrees: float) -> float:
    """The latitude that lies so far below on the map, in degrees of longitude as drawn."""
    angle = math.radians(latitude)
    up = math.degrees(math.log(math.tan(math.pi / 4 + angle / 2))) - degrees
    return math.degrees(2 * math.atan(math.exp(math.radians(up))) - math.pi / 2)
