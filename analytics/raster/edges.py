"""Outlines of shapes as edges, cut where they cross the lines of a grid."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]
    Whole = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Edges:
    """Straight edges from (x0, y0) to (x1, y1); `owner` is the position of the shape of each."""

    x0: Numbers
    y0: Numbers
    x1: Numbers
    y1: Numbers
    owner: Whole

    def take(self, rows: Whole | NDArray[np.bool_] | slice) -> Edges:
        """Some of them."""
        ends = self.x0[rows], self.y0[rows], self.x1[rows], self.y1[rows]
        return Edges(*ends, self.owner[rows])

    def scaled(self, across: float, along: float) -> Edges:
        """Coordinates divided by so much."""
        return Edges(
            self.x0 / across, self.y0 / along, self.x1 / across, self.y1 / along, self.owner
        )

    def cut(self) -> Edges:
        """Pieces that each lie within one square of the grid of whole numbers."""
        by_row = _cut(self.y0, self.x0, self.y1, self.x1)
        rows = Edges(by_row.b0, by_row.a0, by_row.b1, by_row.a1, self.owner[by_row.source])
        by_column = _cut(rows.x0, rows.y0, rows.x1, rows.y1)
        return Edges(
            by_column.a0, by_column.b0, by_column.a1, by_column.b1, rows.owner[by_column.source]
        )


def edges(shapes: NDArray[np.object_]) -> Edges:
    """The edges of polygons, what is inside to the left of each; holes are gone round backwards."""
    parts, owner = shapely.get_parts(shapely.orient_polygons(shapes), return_index=True)
    is_polygon = (shapely.get_type_id(parts) == 3) & ~shapely.is_empty(parts)  # noqa: PLR2004 - GEOS type
    parts, owner = parts[is_polygon], owner[is_polygon]
    if not len(parts):
        none = np.zeros(0)
        return Edges(none, none, none, none, np.zeros(0, dtype=np.int64))
    _, places, (ring_at, part_at) = shapely.to_ragged_array(parts, include_z=False)
    starts = np.ones(len(places) - 1, dtype=bool)
    starts[ring_at[1:-1] - 1] = False  # from the end of one ring to the start of the next
    of_ring = np.repeat(owner, np.diff(part_at))
    of_edge = np.repeat(of_ring, np.diff(ring_at))[:-1][starts]
    x, y = places[:, 0], places[:, 1]
    return Edges(
        x[:-1][starts], y[:-1][starts], x[1:][starts], y[1:][starts], of_edge.astype(np.int64)
    )


def joined(several: Sequence[Edges]) -> Edges:
    """All edges of several."""
    return Edges(
        np.concatenate([each.x0 for each in several]),
        np.concatenate([each.y0 for each in several]),
        np.concatenate([each.x1 for each in several]),
        np.concatenate([each.y1 for each in several]),
        np.concatenate([each.owner for each in several]),
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Cut:
    source: Whole
    a0: Numbers
    b0: Numbers
    a1: Numbers
    b1: Numbers


def _cut(a0: Numbers, b0: Numbers, a1: Numbers, b1: Numbers) -> _Cut:
    """Edges cut where `a` is a whole number; pieces of an edge follow each other."""
    low, high = np.minimum(a0, a1), np.maximum(a0, a1)
    first, last = np.floor(low) + 1, np.ceil(high) - 1
    crossings = np.maximum(last - first + 1, 0).astype(np.int64)
    source = np.repeat(np.arange(len(a0)), crossings + 1)
    begin = np.cumsum(crossings + 1) - (crossings + 1)
    step = np.arange(len(source)) - begin[source]
    is_up = (a1 >= a0)[source]
    to = np.where(is_up, first[source] + step, last[source] - step)
    came = np.where(is_up, to - 1, to + 1)
    is_first, is_last = step == 0, step == crossings[source]
    run = np.where(a1 == a0, 1.0, a1 - a0)
    slope = ((b1 - b0) / run)[source]
    own_a, own_b = a0[source], b0[source]
    start, end = np.where(is_first, own_a, came), np.where(is_last, a1[source], to)
    return _Cut(
        source,
        start,
        np.where(is_first, own_b, own_b + (start - own_a) * slope),
        end,
        np.where(is_last, b1[source], own_b + (end - own_a) * slope),
    )
