"""What lies left of a place in its row, from tiles of a raster that are read one after another.

Of a tile only the rows and columns are looked at that outlines touch, and sums are made only from
one place that is asked for to the next.
"""

from __future__ import annotations

import threading
from collections import deque
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Protocol

import numpy as np

from analytics.raster.handle import RasterError, Window

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from numpy.typing import NDArray

    from analytics.raster.edges import Pieces
    from analytics.raster.handle import Raster

    Numbers = NDArray[np.float64]
    Whole = NDArray[np.int64] | NDArray[np.int32]
    Flags = NDArray[np.bool_]
    Told = tuple[int, Pieces, Numbers, Numbers]

TILE: Final = 512  # rows and columns that are read together
LARGEST_BLOCK: Final = 1024
MOST_ROWS: Final = 1 << 30  # more than a tile has
HALF: Final = 0.5  # a shape is gone round once or not at all


class Inside(NamedTuple):
    """What is told of one window."""

    sums: Numbers  # of the row of each piece, up to it
    known: Numbers  # cells in the same way
    row_sums: Numbers  # of whole rows
    row_known: Numbers


class Windows(Protocol):
    """What reads windows of the raster in the order they are asked for."""

    def ask(self, window: Window, work: Callable[[NDArray[Any]], Inside]) -> None:
        """Read it, behind those asked for before, and do this with its cells."""

    def take(self) -> Inside:
        """The answer for the next one."""


class _Run(NamedTuple):
    """Tiles side by side."""

    top: int  # the first row of the band
    upto: Whole  # where the pieces of each tile begin; then those right of all tiles
    windows: list[Window]  # of the tiles; one without rows where no shape is or goes through


class _Band(NamedTuple):
    """What was asked for of a band."""

    place: int
    pieces: Pieces
    runs: list[_Run]


class Tiles:
    """Reads the tiles of a band that shapes touch or hold, no other, and each once."""

    def __init__(self, raster: Raster, windows: Windows) -> None:
        self.raster, self.windows = raster, windows
        self.tall, self.wide = size(raster)
        self.last = -(-raster.shape[1] // self.wide)  # the place right of all tiles
        self._cells = min(self.tall, raster.shape[0]) * min(self.wide, raster.shape[1])
        self._scratch = threading.local()

    def told(self, bands: Iterable[tuple[int, Pieces]]) -> Iterator[Told]:
        """Those of the pieces right of the first column; sum and known cells left of each.

        The tiles of a band are asked for before those of the one above it are taken.
        """
        waiting: deque[_Band] = deque()
        for place, pieces in bands:
            waiting.append(self._asked_for(place, pieces))
            if len(waiting) > 1:
                yield self._left(waiting.popleft())
        yield from (self._left(band) for band in waiting)

    def _asked_for(self, band: int, pieces: Pieces) -> _Band:
        """The pieces tile by tile, and the windows they need, which are asked for."""
        place = self._place(pieces.middle)
        used = np.bincount(place + 1, minlength=self.last + 2)[1:-1] > 0
        used |= _held(pieces, place, used)
        ends = np.cumsum(np.bincount(place + 1, minlength=self.last + 2))
        is_before = bool(ends[0])
        pieces = pieces.take(np.argsort(place, kind="stable")[ends[0] :])
        ends -= ends[0]
        runs = []
        for start, stop in _runs(used):
            upto = ends[start : stop + 1] if stop < self.last else ends[start:]
            if upto[0] < upto[-1]:
                run = self._run(band, start, pieces, upto, is_before=is_before)
                self._ask(run, pieces)
                runs.append(run)
        return _Band(band, pieces, runs)

    def _ask(self, run: _Run, pieces: Pieces) -> None:
        for window, since, until in zip(run.windows, run.upto, run.upto[1:], strict=False):
            if window.rows:
                row = pieces.row[since:until] - (window.row - run.top)
                middle = pieces.middle[since:until] - window.column
                self.windows.ask(window, partial(self._inside, row, middle))

    def _left(self, band: _Band) -> Told:
        pieces = band.pieces
        sums, known = np.zeros(len(pieces.row)), np.zeros(len(pieces.row))
        for run in band.runs:
            self._summed_up(run, pieces, sums, known)
        return band.place, pieces, sums, known

    def _place(self, middle: Numbers) -> NDArray[Any]:
        """The tile of each, -1 left of all; of few bits, which are sorted faster."""
        place = np.clip(np.floor(middle / self.wide), -1, self.last)
        place[middle >= self.raster.shape[1]] = self.last
        return place.astype(np.int16 if self.last < 1 << 15 else np.int32)

    def _run(self, band: int, start: int, pieces: Pieces, upto: Whole, *, is_before: bool) -> _Run:
        """Tiles side by side from the one at `start`: no shape reaches out of them."""
        middle, columns = pieces.middle[upto[0] : upto[-1]], self.raster.shape[1]
        first = 0 if is_before and not start else int(middle.min())
        after = min(int(middle.max()) + 1, columns)
        tops, feet = _rows(pieces.row, upto, is_before=is_before and not start)
        windows = [
            Window(
                row=band * self.tall + top,
                column=max(first, tile * self.wide),
                rows=foot - top,
                columns=min(after, (tile + 1) * self.wide) - max(first, tile * self.wide),
            )
            for tile, top, foot in zip(range(start, self.last), tops, feet, strict=False)
        ]
        return _Run(band * self.tall, upto, windows)

    def _summed_up(self, run: _Run, pieces: Pieces, sums: Numbers, known: Numbers) -> None:
        """Sum and known cells left of the pieces of a run, tile after tile."""
        left, left_known = np.zeros(self.tall), np.zeros(self.tall)
        for tile, (since, until) in enumerate(pairwise(run.upto)):
            its = slice(since, until)
            row = pieces.row[its]
            sums[its], known[its] = left[row], left_known[row]
            if tile < len(run.windows) and run.windows[tile].rows:
                window = run.windows[tile]
                top = window.row - run.top
                inside = self.windows.take()
                sums[its] += inside.sums
                known[its] += inside.known
                left[top : top + window.rows] += inside.row_sums
                left_known[top : top + window.rows] += inside.row_known

    def _inside(self, row: Whole, middle: Numbers, stored: NDArray[Any]) -> Inside:
        """Sums up to each `middle`, a column of the window, and of whole rows; in any thread."""
        holes = self._holes(stored)
        values = stored if holes is None else np.where(holes, stored.dtype.type(0), stored)
        check_counts(values, self.raster.name)
        column = middle.astype(np.int64)
        place, part = row * values.shape[1] + column, middle - column
        at, rank, starts = self._asked(place, values.shape)
        upto, begin, whole = _summed(values, at, starts)
        sums = upto[rank] - begin[row] + part * values.ravel()[place]
        if holes is None:
            return Inside(sums, middle, whole, np.full(len(values), float(values.shape[1])))
        upto, begin, missing = _summed(holes.view(np.uint8), at, starts)
        known = middle - (upto[rank] - begin[row]) - part * holes.ravel()[place]
        return Inside(sums, known, whole, values.shape[1] - missing)

    def _holes(self, stored: NDArray[Any]) -> Flags | None:
        """Where nothing is known; None where something is everywhere."""
        if self.raster.is_whole(float(stored.min()), float(stored.max())):
            return None
        holes = self.raster.holes(stored)
        return holes if holes.any() else None

    def _asked(self, place: Whole, shape: tuple[int, ...]) -> tuple[Whole, Whole, Whole]:
        """Places asked for and beginnings of rows in order; where those of each are among them."""
        high, wide = shape
        room = self._scratch
        if not hasattr(room, "rank"):
            room.is_asked = np.zeros(self._cells, dtype=bool)
            room.rank = np.zeros(self._cells, dtype=np.int32)
        is_asked = room.is_asked[: high * wide]
        is_asked[:] = False
        is_asked[place] = True
        is_asked[::wide] = True
        at = np.flatnonzero(is_asked)
        room.rank[at] = np.arange(len(at), dtype=np.int32)
        return at, room.rank[place], room.rank[: high * wide : wide]


def _rows(row: Whole, upto: Whole, *, is_before: bool) -> tuple[list[int], list[int]]:
    """First row and end of what is needed of each tile: those with a piece, and those gone through.

    A shape goes through a row of a tile where it has pieces on both sides. Other rows may be left
    out: all that is right of them lacks the same.
    """
    count = len(upto) - 1
    top, foot = np.full(count, MOST_ROWS), np.full(count, -1)
    for tile, (since, until) in enumerate(pairwise(upto)):
        if since < until:
            top[tile], foot[tile] = row[since:until].min(), row[since:until].max()
    past = [np.minimum.accumulate(top), np.maximum.accumulate(foot)]
    if is_before:  # pieces beyond the left edge of the raster, in any row
        past = [np.zeros(count, dtype=int), np.full(count, foot.max())]
    rest = [np.minimum.accumulate(top[::-1])[::-1], np.maximum.accumulate(foot[::-1])[::-1]]
    top = np.minimum(top, np.maximum(past[0], rest[0]))
    foot = np.maximum(foot, np.minimum(past[1], rest[1]))
    return top.tolist(), np.maximum(foot + 1, top).tolist()


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
    exact = np.int64 if cells.dtype == np.uint8 else np.float64  # flags add up faster so
    upto = np.zeros(len(at) + 1)
    np.cumsum(np.add.reduceat(cells.ravel(), at, dtype=exact), out=upto[1:])
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
