"""The small map in a paper map that shows which part of the world it is of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from analytics.viz.ground import bundled, on_sheet
from analytics.viz.sheet import Sheet, fit, path

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from analytics.viz.ink import Ink

SIZE_PX: Final = (104.0, 64.0)
EDGE_PX: Final = 5.0  # from the frame of the map
LEAST_SPAN_DEG: Final = 60.0  # about a continent: its outline is known to everybody
TIMES: Final = 4.0  # wider than the map at least
WIDEST_DEG: Final = 120.0  # a map of half the world needs none
LEAST_MARK_PX: Final = 7.0  # a smaller frame gets a ring round it
LOWEST_LAT: Final = -85.0


def placed(
    sheet: Sheet,
    spots: NDArray[np.float64],
    free: tuple[float, float, float] | None,
    *,
    is_beside: bool = False,
) -> Sheet | None:
    """Where it goes: a corner without sites, else the space `free` beside the map.

    `spots` are the sites in pixels; `free` is left, top and bottom. None where there is no room
    that would cost no site its place, or where the map shows half the world itself. With
    `is_beside` it takes a corner of the map last.
    """
    wide = sheet.east - sheet.west
    if wide >= WIDEST_DEG:
        return None
    corner = None if is_beside else _corner(sheet, spots)
    if corner is None and free is not None and free[2] - free[1] >= SIZE_PX[1]:
        corner = (free[0], free[2] - SIZE_PX[1])
    if corner is None and is_beside:
        corner = _corner(sheet, spots)
    if corner is None:
        return None
    across = min(360.0, max(LEAST_SPAN_DEG, TIMES * wide))
    lon, up = (sheet.west + sheet.east) / 2, across * SIZE_PX[1] / SIZE_PX[0]
    lat = min(max(sheet.middle_lat, LOWEST_LAT + up / 2), -LOWEST_LAT - up / 2)
    bounds = (lon - across / 2, lat, lon + across / 2, lat)
    return fit(bounds, (*corner, *SIZE_PX))


def draw(inset: Sheet, sheet: Sheet, ink: Ink) -> Iterator[str]:
    """Land round the map, and the frame of the map in it."""
    left, top, width, height = inset.left, inset.top, inset.width, inset.height
    box = f'x="{left:.1f}" y="{top:.1f}" width="{width:.1f}" height="{height:.1f}"'
    yield f'<clipPath id="locator"><rect {box}/></clipPath>'
    yield f'<rect {box} fill="{ink.water}"/><g clip-path="url(#locator)">'
    land = path(on_sheet(inset, bundled()).shapes)
    style = f'fill="{ink.land}" stroke="{ink.border}" stroke-width="5" stroke-linejoin="round"'
    yield f'<path transform="scale(.1)" d="{land}" {style}/>'
    yield _frame(inset, sheet, ink)
    yield f'</g><rect {box} fill="none" stroke="{ink.soft}" stroke-width=".7"/>'


def _frame(inset: Sheet, sheet: Sheet, ink: Ink) -> str:
    west, north = inset.x(sheet.west), inset.y(sheet.north)
    east, south = inset.x(sheet.east), inset.y(sheet.south)
    box = f'x="{west:.1f}" y="{north:.1f}" width="{east - west:.1f}" height="{south - north:.1f}"'
    frame = f'<rect {box} fill="{ink.accent}" fill-opacity=".25" stroke="{ink.accent}"/>'
    if max(east - west, south - north) >= LEAST_MARK_PX:
        return frame
    x, y = (west + east) / 2, (north + south) / 2
    return (
        f'{frame}<circle cx="{x:.1f}" cy="{y:.1f}" r="{LEAST_MARK_PX:g}" fill="none"'
        f' stroke="{ink.accent}" stroke-width="1.3"/>'
    )


def _corner(sheet: Sheet, spots: NDArray[np.float64]) -> tuple[float, float] | None:
    """The upper left of a corner no site lies in; the lower ones first, since degrees are above."""
    (width, height), x, y = SIZE_PX, spots[:, 0], spots[:, 1]
    if sheet.width < 2 * width or sheet.height < 2 * height:
        return None
    left, right = sheet.left + EDGE_PX, sheet.left + sheet.width - width - EDGE_PX
    top, bottom = sheet.top + EDGE_PX, sheet.top + sheet.height - height - EDGE_PX
    for at, down in ((left, bottom), (right, bottom), (left, top), (right, top)):
        is_in = (x > at - EDGE_PX) & (x < at + width + EDGE_PX)
        if not (is_in & (y > down - EDGE_PX) & (y < down + height + EDGE_PX)).any():
            return at, down
    return None
