"""Sums of cells within shapes: each cell counts by the part of it that lies inside, exactly.

The sum over a shape is the integral along its outline of what lies to the left of it in its row
(Green's theorem). So only the cells under the outline are looked up, in running sums of the rows;
shapes may overlap, and all of them are answered in one pass that reads each block of the file
once, and no block that no shape touches.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from analytics.core import geo, schema
from analytics.raster.edges import Edges, edges
from analytics.raster.handle import RasterError, Window

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

    from analytics.raster.handle import Raster

    Shapes = NDArray[np.object_]
    Numbers = NDArray[np.float64]
    Whole = NDArray[np.int64]

TILE: Final = 512  # rows and columns that are read together
LARGEST_BLOCK: Final = 1024
MOST_EDGES: Final = 500_000  # that are cut at a time


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
    """Running sums of a block of cells; the column after the last holds the sum of the row."""

    cells: Numbers  # 0 where nothing is known
    before: Numbers  # what lies left of each cell
    known: Numbers  # 1 or 0
    known_before: Numbers


def sums(raster: Raster, shapes: Shapes) -> Sums:
    """Sums within longitude-latitude polygons, empty ones included; `raster` holds counts.

    Cells are never resampled: shapes are taken to the system of the raster.
    """
    ground = placed(raster, shapes)
    drawn = edges(ground)
    t = raster.transform
    own = Edges(
        (drawn.x0 - t.x0) / t.dx,
        (drawn.y0 - t.y0) / t.dy,
        (drawn.x1 - t.x0) / t.dx,
        (drawn.y1 - t.y0) / t.dy,
        drawn.owner,
    )
    turns = 1.0 if t.dx * t.dy > 0 else -1.0
    total, known_m2 = np.zeros(len(shapes)), np.zeros(len(shapes))
    weight = cell_m2(raster)
    with raster.opened() as read:
        for pieces, row, before, known in _lookups(raster, own, ground, read):
            rise = (pieces.y1 - pieces.y0) * turns
            total += np.bincount(pieces.owner, weights=rise * before, minlength=len(shapes))
            valid_m2 = rise * known * weight[row]
            known_m2 += np.bincount(pieces.owner, weights=valid_m2, minlength=len(shapes))
    return Sums(total=total, known_m2=known_m2, ground_m2=_ground_m2(raster, shapes, ground))


def placed(raster: Raster, shapes: Shapes) -> Shapes:
    """Longitude-latitude shapes in the system of the raster."""
    from pyproj import CRS, Transformer

    crs = CRS.from_user_input(raster.crs)
    if crs.is_geographic and crs.prime_meridian and not crs.prime_meridian.longitude:
        return shapes
    turn = Transformer.from_crs(schema.STORED_CRS, crs, always_xy=True).transform
    return np.asarray(shapely.transform(shapes, turn, interleaved=False), dtype=object)


def cell_m2(raster: Raster) -> Numbers:
    """Square metres of a cell of each row; on the ellipsoid where the system is in degrees."""
    from pyproj import CRS

    t, rows = raster.transform, raster.shape[0]
    crs = CRS.from_user_input(raster.crs)
    if not crs.is_geographic:
        metres = crs.axis_info[0].unit_conversion_factor
        return np.full(rows, abs(t.dx * t.dy) * metres**2)
    lat = np.clip(t.y0 + t.dy * np.arange(rows + 1), -90, 90)
    boxes = shapely.box(0.0, lat[:-1], abs(t.dx), lat[1:])
    return geo.area_m2(np.asarray(boxes, dtype=object))


def _ground_m2(raster: Raster, shapes: Shapes, ground: Shapes) -> Numbers:
    """Measured as the cells are, so that ground that is covered whole has a share of 1."""
    from pyproj import CRS

    crs = CRS.from_user_input(raster.crs)
    if crs.is_geographic:
        return geo.area_m2(shapes)
    return np.asarray(shapely.area(ground) * crs.axis_info[0].unit_conversion_factor ** 2)


def _lookups(
    raster: Raster, own: Edges, ground: Shapes, read: Callable[[Window], Numbers]
) -> Iterator[tuple[Edges, Whole, Numbers, Numbers]]:
    """Pieces of the outlines with their row, and what lies left of each in it, by tile."""
    rows, columns = raster.shape
    tall, wide = _tile(raster)
    coarse = own.scaled(wide, tall).cut()
    band, place = _middle(coarse.y0, coarse.y1), _middle(coarse.x0, coarse.x1)
    last = -(-columns // wide)  # a tile right of the last one: all of a row lies left of it
    keep = (band >= 0) & (band < -(-rows // tall)) & (place >= 0)
    coarse, band, place = coarse.take(keep), band[keep], np.minimum(place[keep], last)
    key = band * (last + 1) + place
    if not len(key):
        return
    order = np.argsort(key, kind="stable")
    fine, key = coarse.take(order).scaled(1 / wide, 1 / tall), key[order]
    found, at = np.unique(key, return_index=True)
    ends = np.append(at[1:], len(key))
    inner = _inner(raster, ground, _between(coarse, band, place, last), found, last)
    spans = {int(k): (int(a), int(b)) for k, a, b in zip(found, at, ends, strict=True)}
    now = -1
    left = left_known = np.zeros(tall)
    for each in sorted({*spans, *inner}):
        line, column = divmod(each, last + 1)
        if line != now:
            now, left, left_known = line, np.zeros(tall), np.zeros(tall)
        tile = _read(raster, read, line * tall, column * wide, (tall, wide))
        for start in range(*spans.get(each, (0, 0)), MOST_EDGES):
            upto = min(start + MOST_EDGES, spans[each][1])
            pieces = fine.take(slice(start, upto)).cut()
            yield _looked_up(pieces, tile, (line * tall, column * wide), rows, (left, left_known))
        left = left + tile.before[:, -1]
        left_known = left_known + tile.known_before[:, -1]


def _looked_up(
    pieces: Edges,
    tile: _Tile,
    corner: tuple[int, int],
    rows: int,
    left: tuple[Numbers, Numbers],
) -> tuple[Edges, Whole, Numbers, Numbers]:
    """What lies left of the middle of each piece; within a cell that grows evenly."""
    middle = (pieces.x0 + pieces.x1) / 2
    row = _middle(pieces.y0, pieces.y1)
    inside = (row < rows) & (pieces.y0 != pieces.y1)
    pieces, middle, row = pieces.take(inside), middle[inside], row[inside]
    line = row - corner[0]
    column = np.clip(np.floor(middle).astype(np.int64) - corner[1], 0, tile.cells.shape[1] - 1)
    part = middle - corner[1] - column
    people = left[0][line] + tile.before[line, column] + part * tile.cells[line, column]
    known = left[1][line] + tile.known_before[line, column] + part * tile.known[line, column]
    return pieces, row, people, known


def _read(
    raster: Raster,
    read: Callable[[Window], Numbers],
    row: int,
    column: int,
    size: tuple[int, int],
) -> _Tile:
    """A block with its running sums; cells beyond the raster are none."""
    tall, wide = size
    cells, known = np.zeros((tall, wide + 1)), np.zeros((tall, wide + 1))
    if column < raster.shape[1]:
        found = read(Window(row=row, column=column, rows=tall, columns=wide))
        height, width = found.shape
        is_known = ~np.isnan(found)
        known[:height, :width] = is_known
        cells[:height, :width] = np.where(is_known, found, 0.0)
        _check(raster, cells)
    return _Tile(cells, _running(cells), known, _running(known))


def _running(cells: Numbers) -> Numbers:
    """Sums of what lies left of each cell in its row."""
    before = np.empty_like(cells)
    before[:, 0] = 0.0
    np.cumsum(cells[:, :-1], axis=1, out=before[:, 1:])
    return before


def _check(raster: Raster, cells: Numbers) -> None:
    """Counts are neither negative nor endless: a nodata value whose mark was lost is both."""
    least, most = float(cells.min()), float(cells.max())
    if least < 0:
        raise RasterError("raster-negative", name=raster.name, value=f"{least:g}")
    if not np.isfinite(most):
        raise RasterError("raster-endless", name=raster.name)


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
