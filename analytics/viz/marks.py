"""Marks of a paper map whose form tells the kind of a shape, in the colour of its class."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from analytics.viz.sheet import TENTHS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from analytics.core.section import Map
    from analytics.viz.ink import Ink
    from analytics.viz.legend import Class
    from analytics.viz.sheet import Sheet

SCALE: Final = 1.3  # of a mark beside one that tells the class: its form must be read
MOST_CHARACTERS: Final = 380_000
COARSEST: Final = 200  # tenths of a pixel


def drawn(
    sheet: Sheet,
    shapes: NDArray[np.object_],
    classes: list[Class],
    kinds: list[Class],
    map_: Map,
    ink: Ink,
) -> list[str]:
    """A mark for each shape, small classes above large ones; none where marks tell the class.

    Shapes that would stand in the same place, more so where there are many, share one mark.
    """
    if map_.signs is None:
        return []
    spots = shapely.get_coordinates(shapely.point_on_surface(sheet.project(shapes))) * TENTHS
    step = 1
    while True:
        parts = [
            _group(spots, one, kinds, SCALE * map_.signs.sizes.get(one.name, 1.0), step, ink)
            for one in reversed(classes)
        ]
        if sum(map(len, parts)) <= MOST_CHARACTERS or step > COARSEST:
            return parts
        step *= 2


def _group(
    spots: NDArray[np.float64],
    one: Class,
    kinds: list[Class],
    scale: float,
    step: int,
    ink: Ink,
) -> str:
    """All marks of a class, the path of each kind on its own."""
    paths = []
    for kind in kinds:
        rows = np.intersect1d(one.rows, kind.rows)
        places = np.unique(np.rint(spots[rows] / scale / step).astype(int), axis=0) * step
        if len(places):
            paths.append("".join(f"M{x} {y}{kind.mark}" for x, y in places.tolist()))
    if not paths:
        return ""
    style = f'fill="{one.colour}" stroke="{ink.ink}" stroke-width="4"'
    return f'<g transform="scale({scale:g})" {style}><path d="{"".join(paths)}"/></g>'
