"""What lies left of a place in its row, from tiles of a raster that are read one after another.

Of a tile only the rows and columns are looked at that outlines touch, and sums are made only from
one place that is asked for to the next.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from analytics.raster.handle import RasterError, Window

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from analytics.raster.edges import Pieces
    from analytics.raster.handle import Raster

    Numbers = NDArray[np.float64]
    Whole = NDArray[np.int64] | NDArray[np.int32]
    Flags = NDArray[np.bool_]

TILE: Final = 512  # rows and columns that are read together
LARGEST_BLOCK: Final = 1024
HALF: Final = 0.5  # a shape is gone round once or not at all


class Tiles:
    """Reads the tiles of a band that shapes touch or hold, no other, and each once."""

    def __init__(self, raster: Raster, read: Callable[[Window], NDArray[Any]]) -> None:
        self.raster, self.read = raster, read
        self.tall, self.wide = size(raster)
        self.last = -(-raster.shape[1] // self.wide)  # the place right of all tiles
        cells = min(self.tall, raster.shape[0]) * min(self.wide, raster.shape[1])
        self._is_asked, self._rank = np.zeros(cells, dtype=bool), np.zeros(cells, dtype=np.int32)

    def left(self, band: int, pieces: Pieces) -> tuple[Pieces, Numbers, Numbers]:
        """Those of the pieces right of the first column; sum and known cells left of each."""
        place = self._place(pieces.middle)
        used = np.bincount(place + 1, minlength=self.last + 2)[1:-1] > 0
        used |= _held(pieces, place, used)
        ends = np.cumsum(np.bincount(place + 1, minlength=self.last + 2))
        is_before = bool(ends[0])
        pieces = pieces.take(np.argsort(place, kind="stable")[ends[0] :])
        ends -= ends[0]
        sums, known = np.zeros(len(pieces.row)), np.zeros(len(pieces.row))
        for start, stop in _runs(used):
            upto = ends[start : stop + 1] if stop < self.last else ends[start:]
            if upto[0] < upto[-1]:
                self._run(band, start, pieces, upto, (sums, known), is_before=is_before)
        return pieces, sums, known

    def _place(self, middle: Numbers) -> NDArray[Any]:
        """The tile of each, -1 left of all; of few bits, which are sorted faster."""
        place = np.clip(np.floor(middle / self.wide), -1, self.last)
        place[middle >= self.raster.shape[1]] = self.last
        return place.astype(np.int16 if self.last < 1 << 15 else np.int32)

    def _run(
        self,
        band: int,
        start: int,
        pieces: Pieces,
        upto: Whole,
        told: tuple[Numbers, Numbers],
        *,
        is_before: bool,
    ) -> None:
        """Tiles side by side from the one at `start`: no shape reaches out of them."""
        (sums, known), all_of = told, slice(upto[0], upto[-1])
        columns = self.raster.shape[1]
        row = pieces.row[all_of]
        top, bottom = int(row.min()), int(row.max()) + 1
        first = 0 if is_before and not start else int(pieces.middle[all_of].min())
        after = min(int(pieces.middle[all_of].max()) + 1, columns)
        left, left_known = np.zeros(bottom - top), np.zeros(bottom - top)
        for tile, (since, until) in enumerate(pairwise(upto), start):
            its = slice(since, until)
            row = pieces.row[its] - top
            sums[its], known[its] = left[row], left_known[row]
            if tile < self.last:
                begin, end = max(first, tile * self.wide), min(after, (tile + 1) * self.wide)
                window = Window(
                    row=band * self.tall + top,
                    column=begin,
                    rows=bottom - top,
                    columns=end - begin,
                )
                inside = self._inside(self.read(window), row, pieces.middle[its] - begin)
                sums[its] += inside[0]
                known[its] += inside[1]
                left += inside[2]
                left_known += inside[3]

    def _inside(
        self, cells: NDArray[Any], row: Whole, middle: Numbers
    ) -> tuple[Numbers, Numbers, Numbers, Numbers]:
        """Sum and known cells of a row up to `middle`, and those of all rows."""
        wide = cells.shape[1]
        column = middle.astype(np.int64)
        place, part = row * wide + column, middle - column
        holes = self.raster.holes(cells)
        has_holes = bool(holes.any())
        values = np.where(holes, cells.dtype.type(0), cells) if has_holes else cells
        check_counts(values, self.raster.name)
        at, rank, starts = self._asked(place, cells.shape)
        upto, begin, whole = _summed(values, at, starts)
        sums = upto[rank] - begin[row] + part * values.ravel()[place]
        if not has_holes:
            return sums, middle, whole, np.full(len(cells), float(wide))
        upto, begin, missing = _summed(holes.view(np.uint8), at, starts)
        known = middle - (upto[rank] - begin[row]) - part * holes.ravel()[place]
        return sums, known, whole, wide - missing

    def _asked(self, place: Whole, shape: tuple[int, ...]) -> tuple[Whole, Whole, Whole]:
        """Places asked for and beginnings of rows in order; where those of each are among them."""
        high, wide = shape
        is_asked = self._is_asked[: high * wide]
        is_asked[:] = False
        is_asked[place] = True
        is_asked[::wide] = True
        at = np.flatnonzero(is_asked)
        self._rank[at] = np.arange(len(at), dtype=np.int32)
        return at, self._rank[place], self._rank[: high * wide : wide]


def check_counts(cells: NDArray[Any], name: str) -> None:
    """Counts are neither negative nor endless, as a nodata value that lost its mark is."""
    least, most = float(cells.min()), float(cells.max())
    if least < 0:
        raise RasterError("raster-negative", name=name, value=f"{least:g}")
    if not np.isfinite(most):
        raise RasterError("raster-endless", name=name)


def size(raster: Raster) -> tuple[int, int]:
    """Rows and columns of a tile: blocks as they are stored, where that is not by whole rows."""
    tall, wide = raster.block
    if tall and TILE // 4 <= tall <= LARGEST_BLOCK and wide <= LARGEST_BLOCK:
        return tall, wide
    return TILE, TILE


def _summed(cells: NDArray[Any], at: Whole, starts: Whole) -> tuple[Numbers, Numbers, Numbers]:
    """Sums before each place, before each row, and of each row."""
    upto = np.zeros(len(at) + 1)
    np.cumsum(np.add.reduceat(cells.ravel(), at, dtype=np.float64), out=upto[1:])
    begin = upto[starts]
    return upto, begin, np.diff(begin, append=upto[-1])


def _runs(used: Flags) -> list[tuple[int, int]]:
    """First and end of tiles in use that lie side by side."""
    change = np.flatnonzero(np.diff(np.concatenate([[False], used, [False]])))
    return [(int(start), int(stop)) for start, stop in change.reshape(-1, 2)]


def _held(pieces: Pieces, place: NDArray[Any], used: Flags) -> Flags:
    """Tiles without a piece, between those of a ring that goes round them, in any of the rows."""
    begin = np.flatnonzero(np.diff(pieces.ring, prepend=-1))
    low = np.minimum(np.minimum.reduceat(place, begin) + 1, len(used))
    high = np.maximum.reduceat(place, begin)
    free = np.concatenate([[0], np.cumsum(~used)])
    is_wide = (high > low) & (free[np.maximum(high, low)] > free[low])
    held = np.zeros(len(used) + 1, dtype=np.int64)
    if is_wide.any():
        its = np.flatnonzero(np.repeat(is_wide, np.diff(begin, append=len(place))))
        its = its[np.lexsort((place[its], pieces.row[its], pieces.ring[its]))]
        around = np.cumsum(pieces.rise[its])[:-1]  # 0 again after each row of a ring
        since, until = place[its][:-1] + 1, place[its][1:]
        is_held = (until > since) & (np.abs(around) > HALF)
        np.add.at(held, since[is_held], 1)
        np.add.at(held, until[is_held], -1)
    return np.cumsum(held)[:-1] > 0
