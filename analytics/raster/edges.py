"""Outlines of shapes, band by band, as pieces that each lie within one cell of a grid."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import shapely

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from analytics.raster.handle import Transform

    Numbers = NDArray[np.float64]
    Whole = NDArray[np.int64]
    Short = NDArray[np.int32]

MOST_SHAPES: Final = 1_000  # whose outlines are taken apart at a time
MOST_EDGES: Final = 1 << 15  # that are cut at a time: what comes of them stays near the processor
POLYGON: Final = 3  # GEOS type number


@dataclass(frozen=True, slots=True, eq=False)
class Pieces:
    """Pieces of outlines within one cell each; those that neither rise nor fall are left out."""

    row: Short  # from the top of the band
    middle: Numbers  # in columns
    rise: Numbers  # in rows, less than 0 upwards
    ring: Short  # the one it is of; those of a ring follow each other

    def take(self, which: Whole | NDArray[np.bool_]) -> Pieces:
        """Some of them."""
        return Pieces(self.row[which], self.middle[which], self.rise[which], self.ring[which])


@dataclass(frozen=True, slots=True, eq=False)
class Outlines:
    """Corners of polygons in columns and rows; what is inside lies left of each edge."""

    x: Numbers
    y: Numbers
    start: Short  # the corner each edge begins at; it ends at the next one
    ring: Short  # of each edge
    owner: Short  # the position of the shape of each ring

    def bands(self, tall: int, rows: int) -> Iterator[tuple[int, Pieces]]:
        """Bands of `tall` rows that any outline meets, of a grid of so many `rows`."""
        count = -(-rows // tall)
        edge, band = self._met(tall, count)
        ends_at = np.cumsum(np.bincount(band, minlength=count))
        order = np.argsort(band, kind="stable")
        del band  # of ten million edges, as are the others
        edge = edge[order]
        del order
        for place, until in enumerate(ends_at):
            since = ends_at[place - 1] if place else 0
            if until > since:
                top = place * tall
                found = self._pieces(edge[since:until], top, min(tall, rows - top))
                if len(found.rise):
                    yield place, found

    def _met(self, tall: int, count: int) -> tuple[Short, NDArray[Any]]:
        """Edges and the band each meets, of so many; those that meet several come several times."""
        kind = np.int16 if count < 1 << 15 else np.int32
        found, bands = [], []
        for since in range(0, len(self.start), MOST_EDGES):
            at = self.start[since : since + MOST_EDGES]
            ends = self.y[at] / tall, self.y[at + 1] / tall
            low = np.clip(np.floor(np.minimum(*ends)), -1, count).astype(np.int32)
            high = np.clip(np.floor(np.maximum(*ends)), -1, count).astype(np.int32)
            edge = np.flatnonzero((high >= 0) & (low < count)).astype(np.int32)
            low, high = np.maximum(low[edge], 0), np.minimum(high[edge], count - 1)
            many = high - low + 1
            begin = np.cumsum(many) - many
            band = np.repeat(low - begin, many) + np.arange(many.sum())
            found.append(np.repeat(edge + np.int32(since), many))
            bands.append(band.astype(kind))
        if not found:
            return np.zeros(0, dtype=np.int32), np.zeros(0, dtype=kind)
        return np.concatenate(found), np.concatenate(bands)

    def _pieces(self, edge: Short, top: int, height: int) -> Pieces:
        """The part of these edges in one band, cut by the lines between cells."""
        found = []
        for since in range(0, len(edge), MOST_EDGES):
            some = edge[since : since + MOST_EDGES]
            at = self.start[some]
            x0, y0, x1, y1 = self.x[at], self.y[at] - top, self.x[at + 1], self.y[at + 1] - top
            is_off = (np.minimum(y0, y1) < 0) | (np.maximum(y0, y1) > height)
            if is_off.any():
                off = np.flatnonzero(is_off)
                x0[off], y0[off], x1[off], y1[off] = _within(
                    x0[off], y0[off], x1[off], y1[off], height
                )
            found.append(_cells(x0, y0, x1, y1, self.ring[some]))
        if len(found) == 1:
            return found[0]
        return Pieces(
            np.concatenate([each.row for each in found]),
            np.concatenate([each.middle for each in found]),
            np.concatenate([each.rise for each in found]),
            np.concatenate([each.ring for each in found]),
        )


def outlines(shapes: NDArray[np.object_], t: Transform) -> Outlines:
    """The outlines of polygons on a grid that is not turned; some at a time, to save memory."""
    most = int(shapely.get_num_coordinates(shapes).sum())
    x, y = np.empty(most), np.empty(most)
    start, ring = np.empty(most, dtype=np.int32), np.empty(most, dtype=np.int32)
    owners = [np.zeros(0, dtype=np.int32)]
    corners = edges = rings = 0
    for since in range(0, len(shapes), MOST_SHAPES):
        places, ring_at, owner = _ragged(shapes[since : since + MOST_SHAPES])
        here = slice(corners, corners + len(places))
        x[here], y[here] = (places[:, 0] - t.x0) / t.dx, (places[:, 1] - t.y0) / t.dy
        is_start = np.ones(len(places), dtype=bool)
        is_start[ring_at[1:] - 1] = False
        its = slice(edges, edges + int(is_start.sum()))
        start[its] = np.flatnonzero(is_start) + corners
        ring[its] = np.repeat(np.arange(rings, rings + len(owner)), ring_at[1:] - ring_at[:-1] - 1)
        owners.append((owner + since).astype(np.int32))
        corners, edges, rings = here.stop, its.stop, rings + len(owner)
    return Outlines(x[:corners], y[:corners], start[:edges], ring[:edges], np.concatenate(owners))


def _ragged(shapes: NDArray[np.object_]) -> tuple[Numbers, Whole, Whole]:
    """Corners, where each ring begins and the last one ends, and the shape of each ring.

    Holes are gone round backwards.
    """
    parts, owner = shapely.get_parts(shapely.orient_polygons(shapes), return_index=True)
    is_polygon = (shapely.get_type_id(parts) == POLYGON) & ~shapely.is_empty(parts)
    parts, owner = parts[is_polygon], owner[is_polygon]
    if not len(parts):
        return np.zeros((0, 2)), np.zeros(1, dtype=np.int64), np.zeros(0, dtype=np.int64)
    _, places, (ring_at, part_at) = shapely.to_ragged_array(parts, include_z=False)
    rings = np.asarray(part_at, dtype=np.int64)
    return places, np.asarray(ring_at, dtype=np.int64), np.repeat(owner, rings[1:] - rings[:-1])


def _within(
    x0: Numbers, y0: Numbers, x1: Numbers, y1: Numbers, height: int
) -> tuple[Numbers, Numbers, Numbers, Numbers]:
    """Edges cut off above 0 and below `height`."""
    slope = (x1 - x0) / np.where(y1 == y0, 1.0, y1 - y0)
    begin, end = np.clip(y0, 0, height), np.clip(y1, 0, height)
    return x0 + (begin - y0) * slope, begin, x1 + (end - y1) * slope, end


def _cells(x0: Numbers, y0: Numbers, x1: Numbers, y1: Numbers, ring: Short) -> Pieces:
    """Edges cut by rows, then by columns."""
    y_from, y_to, x_from, x_to, many = _cut(y0, x0, y1, x1)
    rises = y_from != y_to
    if many is not None:
        ring = np.repeat(ring, many)
    if not rises.all():
        y_from, y_to, x_from, x_to = y_from[rises], y_to[rises], x_from[rises], x_to[rises]
        ring = ring[rises]
    row = np.floor((y_from + y_to) * 0.5).astype(np.int32)
    x_from, x_to, y_from, y_to, many = _cut(x_from, y_from, x_to, y_to)
    if many is not None:
        row, ring = np.repeat(row, many), np.repeat(ring, many)
    return Pieces(row, (x_from + x_to) * 0.5, y_to - y_from, ring)


def _cut(
    a0: Numbers, b0: Numbers, a1: Numbers, b1: Numbers
) -> tuple[Numbers, Numbers, Numbers, Numbers, Whole | None]:
    """Edges cut where `a` is a whole number: from and to of `a`, of `b`; pieces of each edge.

    Pieces of an edge follow each other. No number of pieces where no edge was cut.
    """
    low, high = np.minimum(a0, a1), np.maximum(a0, a1)
    first, last = np.floor(low) + 1, np.ceil(high) - 1
    many = (np.maximum(last - first, -1.0) + 2).astype(np.int64)
    end = np.cumsum(many)
    if not len(end) or end[-1] == len(a0):
        return a0, a1, b0, b1, None
    run, is_up = a1 - a0, a1 >= a0
    slope = (b1 - b0) / np.where(run == 0, 1.0, run)
    crossing, step = np.where(is_up, first, last), np.where(is_up, 1.0, -1.0)
    begin = end - many
    place = np.arange(end[-1], dtype=np.float64)
    place -= np.repeat(begin.astype(np.float64), many)
    a_to = np.repeat(step, many)
    a_to *= place
    a_to += np.repeat(crossing, many)
    place *= np.repeat(step * slope, many)
    place += np.repeat(b0 + (crossing - a0) * slope, many)
    b_to = place
    a_to[end - 1], b_to[end - 1] = a1, b1
    return _shifted(a_to, begin, a0), a_to, _shifted(b_to, begin, b0), b_to, many


def _shifted(to: Numbers, begin: Whole, start: Numbers) -> Numbers:
    """Each piece begins where the one before ends, the first of an edge where the edge begins."""
    since = np.empty_like(to)
    since[1:] = to[:-1]
    since[begin] = start
    return since
