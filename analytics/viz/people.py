"""How many people live on the ground under a map: a picture in five classes, and its legend."""

from __future__ import annotations

import math
from base64 import b64encode
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from analytics.core import schema
from analytics.core.words import Words
from analytics.viz import theme
from analytics.viz.legend import SWATCH, Line
from analytics.viz.sheet import TENTHS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from analytics.core.cells import Cells
    from analytics.viz.ink import Ink
    from analytics.viz.sheet import Sheet

    Numbers = NDArray[np.float64]

BREAKS: Final = (1, 10, 100, 1_000)  # people per km²; the same for every map, so that maps compare
MOST_PX: Final = 1_024  # of the longer side of a picture
DOT_PX: Final = 1.5  # on paper, of a grid whose cells are no rectangles there
STEEPEST: Final = 85.0  # degrees of latitude
OPAQUE: Final = 255


def labels(words: Words) -> tuple[str, ...]:
    """The classes from few to many."""
    said = _said(words)
    ends = [words.number(one) for one in BREAKS]
    return (
        said("people.first", high=ends[0]),
        *(said("people.between", low=a, high=b) for a, b in pairwise(ends)),
        said("people.last", low=ends[-1]),
    )


def heading(words: Words) -> str:
    """What the classes count."""
    return _said(words)("people.legend")


def clear(words: Words) -> str:
    """What ground without a colour says."""
    return _said(words)("people.clear")


def lines(words: Words, ink: Ink) -> list[Line]:
    """The legend of a paper map."""
    colours = theme.PEOPLE[ink.tone]
    return [
        Line(text=""),
        Line(text=heading(words), is_heading=True),
        *(
            Line(text=label, mark=SWATCH, colour=colour)
            for label, colour in zip(labels(words), colours, strict=True)
        ),
    ]


def of_screen(
    cells: Cells, frame: tuple[float, float, float, float], colours: Sequence[str]
) -> str:
    """The ground of `frame` as a PNG in a data address, its rows as a Mercator map spaces them."""
    west, south, east, north = frame
    low, high = (_stretched(max(-STEEPEST, min(STEEPEST, at))) for at in (south, north))
    scale = MOST_PX / max(east - west, high - low)
    lon = west + (np.arange(max(1, round((east - west) * scale))) + 0.5) / scale
    up = high - (np.arange(max(1, round((high - low) * scale))) + 0.5) / scale
    lat = np.degrees(2 * np.arctan(np.exp(np.radians(up))) - math.pi / 2)
    return _address(cells, lon.astype(np.float64), lat.astype(np.float64), colours)


def on_sheet(cells: Cells, sheet: Sheet, ink: Ink) -> str:
    """The ground of a paper map: rectangles in longitude and latitude, else dots of the sheet."""
    if cells.crs == schema.STORED_CRS:
        rows, columns = cells.values.shape
        x = [sheet.x(cells.x0 + cells.dx * at) for at in range(columns + 1)]
        y = [sheet.y(cells.y0 + cells.dy * at) for at in range(rows + 1)]
        shades = _shades(cells.values)
    else:
        x = list(np.arange(sheet.left, sheet.left + sheet.width + DOT_PX, DOT_PX))
        y = list(np.arange(sheet.top, sheet.top + sheet.height + DOT_PX, DOT_PX))
        lon = sheet.west + (np.array(x[:-1]) - sheet.left + DOT_PX / 2) / sheet.px_per_lon
        lat = sheet.north - (np.array(y[:-1]) - sheet.top + DOT_PX / 2) / sheet.px_per_lat
        shades = _shades(_values(cells, lon, lat))
    drawn = "".join(
        f'<path d="{_rectangles(shades == shade, x, y)}" fill="{colour}"/>'
        for shade, colour in enumerate(theme.PEOPLE[ink.tone], start=1)
        if (shades == shade).any()
    )
    style = 'transform="scale(.1)" shape-rendering="crispEdges"'
    return f'<g clip-path="url(#sheet)" opacity=".85"><g {style}>{drawn}</g></g>'


def _rectangles(is_there: NDArray[np.bool_], x: Sequence[float], y: Sequence[float]) -> str:
    """Path data of the cells of one class, those beside each other as one, in tenths of a pixel."""
    across, down = (np.rint(np.multiply(side, TENTHS)).astype(int) for side in (x, y))
    edges = np.diff(np.pad(is_there, ((0, 0), (1, 1))).astype(np.int8), axis=1)
    (row, first), last = np.nonzero(edges == 1), np.nonzero(edges == -1)[1]
    return "".join(
        f"M{left} {top}h{wide}v{high}h{-wide}z"
        for left, top, wide, high in zip(
            across[first],
            down[row],
            across[last] - across[first],
            down[row + 1] - down[row],
            strict=True,
        )
    )


def _address(cells: Cells, lon: Numbers, lat: Numbers, colours: Sequence[str]) -> str:
    """Columns and rows as a picture of few colours, its address its content."""
    from PIL import Image

    picture = Image.fromarray(_shades(_values(cells, lon, lat))).convert("P")
    codes = [int(code[at : at + 2], 16) for code in ("#000000", *colours) for at in (1, 3, 5)]
    picture.putpalette(codes)
    packed = BytesIO()
    clear_first = bytes([0, *[OPAQUE] * len(colours)])
    picture.save(packed, "PNG", bits=4, optimize=True, transparency=clear_first)
    return f"data:image/png;base64,{b64encode(packed.getvalue()).decode()}"


def _values(cells: Cells, lon: Numbers, lat: Numbers) -> Numbers:
    return cells.at(*(np.ascontiguousarray(one) for one in np.meshgrid(lon, lat)))


def _shades(values: Numbers) -> NDArray[np.uint8]:
    """The class of each value, from 1; 0 where there is nobody, or nothing known."""
    shades = np.searchsorted(BREAKS, np.nan_to_num(values), side="right") + 1
    return np.where(values > 0, shades, 0).astype(np.uint8)


def _stretched(latitude: float) -> float:
    """Degrees of latitude as a Mercator map stretches them."""
    return math.degrees(math.log(math.tan(math.pi / 4 + math.radians(latitude) / 2)))


def _said(words: Words) -> Words:
    return Words(Path(__file__).parent, words.language)
