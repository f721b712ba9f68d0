"""Sums of cells within shapes: each cell counts by the part of it that lies inside, exactly.

The sum over a shape is the integral along its outline of what lies to the left of it in its row
(Green's theorem). So only the cells under the outline are looked up, in running sums of the rows;
shapes may overlap, and all of them are answered in one pass that reads each block of the file
once, and no block that no shape touches.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import shapely

from analytics.core import geo, schema
from analytics.raster.edges import Edges, edges, joined
from analytics.raster.handle import RasterError, Window

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray
    from pyproj import CRS

    from analytics.raster.handle import Raster

    Shapes = NDArray[np.object_]
    Numbers = NDArray[np.float64]
    Whole = NDArray[np.int64]

TILE: Final = 512  # rows and columns that are read together
LARGEST_BLOCK: Final = 1024
MOST_EDGES: Final = 500_000  # that are cut at a time
MOST_SHAPES: Final = 1_000  # whose outlines are taken apart at a time


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Sums:
    """One number for each shape."""

    total: Numbers  # of the cells with a value
    known_m2: Numbers  # ground of the cells with a value
    ground_m2: Numbers  # all ground of the shape, beyond the raster too

    @property
    def covered(self) -> Numbers:
        """The part of the ground with a value, 0 to 1; NaN for a shape without ground."""
        there = self.ground_m2 > 0
        share = np.divide(self.known_m2, self.ground_m2, out=np.zeros_like(self.total), where=there)
        return np.where(there, np.clip(share, 0.0, 1.0), np.nan)


@dataclass(frozen=True, slots=True, eq=False)
class _Tile:
    """A block of cells and the running sums of its rows, each cell included."""

    cells: NDArray[Any]  # as stored; means nothing where it is not known
    upto: Numbers
    holes: NDArray[np.bool_]
    holes_upto: NDArray[np.int32] | None  # None where every cell is known


def sums(raster: Raster, shapes: Shapes) -> Sums:
    """Sums within longitude-latitude polygons, empty ones included; `raster` holds counts.

    Cells are never resampled: shapes are taken to the system of the raster.
    """
    ground = placed(raster, shapes)
    t = raster.transform
    turns = 1.0 if t.dx * t.dy > 0 else -1.0
    total, known_m2 = np.zeros(len(shapes)), np.zeros(len(shapes))
    with raster.opened() as read:
        for pieces, before, known_m2_before in _lookups(raster, ground, read):
            rise = (pieces.y1 - pieces.y0) * turns
            total += np.bincount(pieces.owner, weights=rise * before, minlength=len(shapes))
            valid_m2 = rise * known_m2_before
            known_m2 += np.bincount(pieces.owner, weights=valid_m2, minlength=len(shapes))
    return Sums(total=total, known_m2=known_m2, ground_m2=_ground_m2(raster, shapes, ground))


def placed(raster: Raster, shapes: Shapes) -> Shapes:
    """Longitude-latitude shapes in the system of the raster."""
    from pyproj import Transformer

    crs = _system(raster.crs)
    if crs.is_geographic and crs.prime_meridian and not crs.prime_meridian.longitude:
        return shapes
    turn = Transformer.from_crs(schema.STORED_CRS, crs, always_xy=True).transform
    return np.asarray(shapely.transform(shapes, turn, interleaved=False), dtype=object)


def _cell_m2(raster: Raster, rows: range) -> Numbers:
    """Square metres of a cell of each row; on the ellipsoid where the system is in degrees."""
    t, crs = raster.transform, _system(raster.crs)
    if not crs.is_geographic:
        metres = crs.axis_info[0].unit_conversion_factor
        return np.full(len(rows), abs(t.dx * t.dy) * metres**2)
    lat = np.clip(t.y0 + t.dy * np.arange(rows.start, rows.stop + 1), -90, 90)
    return geo.strips_m2(lat, abs(t.dx))


def _ground_m2(raster: Raster, shapes: Shapes, ground: Shapes) -> Numbers:
    """Measured as the cells are, so that ground that is covered whole has a share of 1."""
    crs = _system(raster.crs)
    if crs.is_geographic:
        return geo.area_m2(shapes)
    return np.asarray(shapely.area(ground) * crs.axis_info[0].unit_conversion_factor ** 2)


def _lookups(
    raster: Raster, ground: Shapes, read: Callable[[Window], NDArray[Any]]
) -> Iterator[tuple[Edges, Numbers, Numbers]]:
    """Pieces of the outlines with the sum and the known ground left of each in its row."""
    rows, columns = raster.shape
    tall, wide = _tile(raster)
    coarse = _coarse(raster, ground, (tall, wide))
    band, place = _middle(coarse.y0, coarse.y1), _middle(coarse.x0, coarse.x1)
    last = -(-columns // wide)  # a tile right of the last one: all of a row lies left of it
    keep = (band >= 0) & (band < -(-rows // tall)) & (place >= 0)
    if not keep.all():
        coarse, band, place = coarse.take(keep), band[keep], place[keep]
    place = np.minimum(place, last)
    key = band * (last + 1) + place
    if not len(key):
        return
    inner = _inner(raster, ground, _between(coarse, band, place, last), np.unique(key), last)
    del band, place  # of millions of edges; so is the key below
    order = np.argsort(key, kind="stable")
    found, at = np.unique(key[order], return_index=True)
    ends = np.append(at[1:], len(key))
    del key
    spans = {int(k): (int(a), int(b)) for k, a, b in zip(found, at, ends, strict=True)}
    reader, now = _Reader(raster, read, (tall, wide)), -1
    for each in sorted({*spans, *inner}):
        line, column = divmod(each, last + 1)
        if line != now:
            now, top = line, line * tall
            height = min(tall, rows - top)
            left, left_known = np.zeros(height), np.zeros(height)
            weight = _cell_m2(raster, range(top, top + height))
        window = Window(row=top, column=column * wide, rows=height, columns=wide)
        tile = reader.tile(window) if column < last else None
        for start in range(*spans.get(each, (0, 0)), MOST_EDGES):
            upto = min(start + MOST_EDGES, spans[each][1])
            outlines = coarse.take(order[start:upto]).scaled(1 / wide, 1 / tall)
            pieces, row, middle = _pieces(outlines, top, height)
            total, known = left[row], left_known[row]
            if tile is not None:
                inside, cells = _within(tile, row, middle - window.column)
                total, known = total + inside, known + cells
            yield pieces, total, known * weight[row]
        if tile is not None:
            left = left + tile.upto[:, -1]
            width = tile.cells.shape[1]
            left_known = left_known + width
            if tile.holes_upto is not None:
                left_known -= tile.holes_upto[:, -1]


def _coarse(raster: Raster, ground: Shapes, size: tuple[int, int]) -> Edges:
    """The outlines cut by the edges of the tiles, in tiles; some at a time, to save memory."""
    t, (tall, wide) = raster.transform, size
    found = []
    for start in range(0, max(len(ground), 1), MOST_SHAPES):
        drawn = edges(ground[start : start + MOST_SHAPES])
        own = Edges(
            (drawn.x0 - t.x0) / (t.dx * wide),
            (drawn.y0 - t.y0) / (t.dy * tall),
            (drawn.x1 - t.x0) / (t.dx * wide),
            (drawn.y1 - t.y0) / (t.dy * tall),
            drawn.owner + start,
        )
        found.append(own.cut())
    return joined(found)


def _pieces(outlines: Edges, top: int, height: int) -> tuple[Edges, Whole, Numbers]:
    """Pieces within one cell each that rise or fall, their row in the band, and their middle."""
    pieces = outlines.cut()
    row = _middle(pieces.y0, pieces.y1) - top
    keep = (row < height) & (pieces.y0 != pieces.y1)
    kept = pieces.take(keep)
    return kept, row[keep], (kept.x0 + kept.x1) / 2


def _within(tile: _Tile, row: Whole, middle: Numbers) -> tuple[Numbers, Numbers]:
    """Sum and number of known cells of a row up to `middle`; within a cell both grow evenly."""
    column = np.clip(middle.astype(np.int64), 0, tile.cells.shape[1] - 1)
    beyond = np.maximum(column + 1 - middle, 0.0)
    if tile.holes_upto is None:
        total = tile.upto[row, column] - beyond * tile.cells[row, column]
        return total, np.asarray(column + 1 - beyond)
    beyond = np.where(tile.holes[row, column], 0.0, beyond)
    total = tile.upto[row, column] - beyond * np.where(beyond > 0, tile.cells[row, column], 0)
    return total, np.asarray(column + 1 - tile.holes_upto[row, column] - beyond)


class _Reader:
    """Reads tile after tile into the same memory: a tile is used up before the next one."""

    def __init__(
        self, raster: Raster, read: Callable[[Window], NDArray[Any]], size: tuple[int, int]
    ) -> None:
        self.raster, self.read = raster, read
        self._sums, self._holes = np.empty(size), np.empty(size, dtype=np.int32)

    def tile(self, window: Window) -> _Tile:
        """One block, cut to the raster."""
        cells = self.read(window)
        height, width = cells.shape
        upto, counted = self._sums[:height, :width], self._holes[:height, :width]
        holes = self.raster.holes(cells)
        np.copyto(upto, cells)
        has_holes = bool(holes.any())
        if has_holes:
            np.copyto(upto, 0.0, where=holes)
            np.cumsum(holes, axis=1, out=counted)
        self._check(upto)
        np.cumsum(upto, axis=1, out=upto)
        return _Tile(cells, upto, holes, counted if has_holes else None)

    def _check(self, cells: Numbers) -> None:
        """Counts are neither negative nor endless, as a nodata value that lost its mark is."""
        least, most = float(cells.min()), float(cells.max())
        if least < 0:
            raise RasterError("raster-negative", name=self.raster.name, value=f"{least:g}")
        if not np.isfinite(most):
            raise RasterError("raster-endless", name=self.raster.name)


def _inner(raster: Raster, ground: Shapes, between: Whole, touched: Whole, last: int) -> list[int]:
    """Keys of the tiles that no outline touches and that lie within a shape: all of them counts."""
    keys = between[~np.isin(between, touched)]
    if not len(keys):
        return []
    line, column = np.divmod(keys, last + 1)
    (tall, wide), t = _tile(raster), raster.transform
    x, y = t.x0 + t.dx * (column + 0.5) * wide, t.y0 + t.dy * (line + 0.5) * tall
    held, _ = shapely.STRtree(ground).query(shapely.points(x, y), predicate="within")
    return [int(key) for key in keys[np.unique(held)]]


def _between(coarse: Edges, band: Whole, place: Whole, last: int) -> Whole:
    """Keys of the tiles between the first and the last one of an outline in a band."""
    bands = int(band.max()) + 1
    group = coarse.owner * bands + band
    order = np.argsort(group, kind="stable")
    names, at = np.unique(group[order], return_index=True)
    low = np.minimum.reduceat(place[order], at)
    gap = np.maximum(np.maximum.reduceat(place[order], at) - low - 1, 0)
    which = np.repeat(np.arange(len(names)), gap)
    step = np.arange(len(which)) - (np.cumsum(gap) - gap)[which]
    return np.unique((names[which] % bands) * (last + 1) + low[which] + 1 + step)


def _tile(raster: Raster) -> tuple[int, int]:
    """Blocks as they are stored, where that is not by whole rows."""
    tall, wide = raster.block
    if tall and TILE // 4 <= tall <= LARGEST_BLOCK and wide <= LARGEST_BLOCK:
        return tall, wide
    return TILE, TILE


def _middle(start: Numbers, end: Numbers) -> Whole:
    return np.floor((start + end) / 2).astype(np.int64)


@cache
def _system(crs: str) -> CRS:
    from pyproj import CRS

    return CRS.from_user_input(crs)
