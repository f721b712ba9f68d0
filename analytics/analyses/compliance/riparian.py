"""Strips along rivers, measured from the bank, drawn near the sites."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from analytics.analyses.compliance import columns
from analytics.analyses.compliance.rules import kinds
from analytics.core import overlay, vocabulary
from analytics.stats.shape import plane

if TYPE_CHECKING:
    from collections.abc import Mapping

    import geopandas as gpd
    from numpy.typing import NDArray

    from analytics.analyses.compliance.rules.rule import Condition, Derive

    Numbers = NDArray[np.float64]
    Shapes = NDArray[np.object_]

AREA: Final = 2  # dimensions of a polygon
M_PER_DEG: Final = 110_000.0  # no degree of latitude is shorter


@dataclass(frozen=True, slots=True, kw_only=True)
class Strips:
    """Ground along rivers, the water with it; overlaps are left in."""

    shapes: Shapes
    is_narrow: bool  # a width could not be told: the narrowest that may hold was taken


def strips(sites: Shapes, frames: Mapping[str, gpd.GeoDataFrame], derive: Derive) -> Strips:
    """Strips of the rule's widths; polygons from their edge, lines from half the river's width."""
    found, narrow = [], False
    for name in dict.fromkeys((derive.source, kinds.WATER)):
        if name not in frames or derive.source not in (name, kinds.RIVERS):
            continue
        frame = frames[name]
        shapes = frame.geometry.to_numpy()
        reach, is_told = widths_m(frame, derive)
        is_line = shapely.get_dimensions(shapes) < AREA
        half = _half_width_m(frame)
        has_half = ~np.isnan(half)
        reach = reach + np.where(is_line & has_half, half, 0.0)
        narrow |= not (is_told.all() and (has_half | ~is_line).all())
        found.append(_grown(sites, shapes, reach))
    return Strips(shapes=np.concatenate(found) if found else np.zeros(0, object), is_narrow=narrow)


def widths_m(frame: gpd.GeoDataFrame, derive: Derive) -> tuple[Numbers, NDArray[np.bool_]]:
    """The strip's width for each river, and whether the layer tells it; else the narrowest."""
    found = np.full(len(frame), np.nan)
    is_told = np.ones(len(frame), dtype=bool)
    is_open = np.ones(len(frame), dtype=bool)
    for width in derive.widths:
        may, sure = is_open.copy(), is_open.copy()
        for condition in width.when:
            holds, is_known = _holds(frame, condition)
            may &= holds | ~is_known
            sure &= holds & is_known
        is_told &= ~(may & ~sure)
        found = np.where(may, np.fmin(found, width.width_m), found)
        is_open &= ~sure
    return np.nan_to_num(found), is_told


def _holds(
    frame: gpd.GeoDataFrame, condition: Condition
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Whether a condition holds for each river, and whether that can be told."""
    if not condition.column:
        said = columns.texts(frame, "kind") or [""] * len(frame)
        wanted = vocabulary.fold(condition.kind)
        holds = np.array([vocabulary.fold(text) == wanted for text in said], dtype=bool)
        return holds, np.array([bool(text) for text in said], dtype=bool)
    numbers = columns.numbers(frame, condition.column)
    if numbers is None:
        nothing = np.zeros(len(frame), dtype=bool)
        return nothing, nothing
    holds = np.array([condition.holds(number) for number in numbers], dtype=bool)
    return holds, ~np.isnan(numbers)


def _half_width_m(frame: gpd.GeoDataFrame) -> Numbers:
    name = columns.column(frame, "width")
    found = columns.numbers(frame, name) if name else None
    return np.full(len(frame), np.nan) if found is None else found / 2


def _grown(sites: Shapes, shapes: Shapes, reach_m: Numbers) -> Shapes:
    """Shapes grown by so many metres, as far as they lie about the sites."""
    is_there = ~(shapely.is_missing(shapes) | shapely.is_empty(shapes))
    shapes, reach_m = shapes[is_there], reach_m[is_there]
    placed = sites[~(shapely.is_missing(sites) | shapely.is_empty(sites))]
    tree, made = shapely.STRtree(shapes), [np.zeros(0, dtype=object)]
    most = float(reach_m.max(initial=0.0))
    for middle, rows in plane.planes(placed):
        west, south, east, north = shapely.total_bounds(placed[rows])
        up = 2 * most / M_PER_DEG
        side = up / max(np.cos(np.radians(max(abs(south), abs(north)) + up)), 0.01)
        window = (west - side, south - up, east + side, north + up)
        near = np.sort(tree.query(shapely.box(*window)))
        clipped = shapely.clip_by_rect(shapes[near], *window)
        grown = shapely.buffer(plane.drawn(clipped, middle), reach_m[near], quad_segs=16)
        made.append(overlay.areal(plane.stored(grown, middle)))
    every = np.concatenate(made)
    return every[~shapely.is_empty(every)]
