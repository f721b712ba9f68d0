"""Areas under a rule on a paper map: hatched, so that the ground and the sites stay seen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from analytics.viz.legend import Line
from analytics.viz.sheet import path

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import geopandas as gpd
    from numpy.typing import NDArray

    from analytics.viz.ink import Ink
    from analytics.viz.sheet import Sheet

STEP_PX: Final = 5.0  # between two lines
SIMPLE_PX: Final = 0.5
FALLS: Final = (False, True)  # the first kind of area has rising lines, the second falling ones
HALF: Final = 5.5  # of a swatch in the legend


def drawn(
    zones: Mapping[str, gpd.GeoDataFrame], sheet: Sheet, ink: Ink, clip: str = "sheet"
) -> Iterator[str]:
    """Each kind of area with its own lines, and thin edges, within what is called `clip`."""
    yield f'<g clip-path="url(#{clip})"><g transform="scale(.1)">'
    for frame, falls in zip(zones.values(), FALLS, strict=False):
        shapes = sheet.cut(shapely.make_valid(sheet.project(frame.geometry.to_numpy())))
        whole = shapely.union_all(shapely.simplify(shapes, SIMPLE_PX))
        lines = shapely.intersection(_lines(sheet, falls=falls), whole)
        style = f'fill="none" stroke="{ink.soft}"'
        yield f'<path d="{path(np.array([lines]))}" {style} stroke-width="4"/>'
        yield f'<path d="{path(np.array([whole]))}" {style} stroke-width="8"/>'
    yield "</g></g>"


def legend(zones: Mapping[str, gpd.GeoDataFrame], ink: Ink) -> list[Line]:
    """A line for each kind of area."""
    return [
        Line(text=name, picture=_swatch(ink, falls=falls))
        for name, falls in zip(zones, FALLS, strict=False)
    ]


def _lines(sheet: Sheet, *, falls: bool) -> shapely.Geometry:
    """Slanted lines over the whole sheet."""
    starts = np.arange(-sheet.height, sheet.width + STEP_PX, STEP_PX) + sheet.left
    top, bottom = sheet.top, sheet.top + sheet.height
    first, last = (top, bottom) if falls else (bottom, top)
    ends: NDArray[np.float64] = np.stack(
        [
            np.column_stack([starts, np.full_like(starts, first)]),
            np.column_stack([starts + sheet.height, np.full_like(starts, last)]),
        ],
        axis=1,
    )
    return shapely.multilinestrings(shapely.linestrings(ends))


def _swatch(ink: Ink, *, falls: bool) -> str:
    way = 1 if falls else -1
    lines = "".join(
        f"M{max(-HALF, at - HALF):.1f} {way * max(-HALF, -at - HALF):.1f}"
        f"L{min(HALF, at + HALF):.1f} {way * min(HALF, HALF - at):.1f}"
        for at in (-5.0, 0.0, 5.0)
    )
    frame = f"M{-HALF} {-HALF}h{2 * HALF}v{2 * HALF}h{-2 * HALF}z"
    return f'<path d="{frame}{lines}" fill="{ink.land}" stroke="{ink.soft}" stroke-width=".7"/>'
