"""Running sums of the rows of a raster, kept on disk: any shapes then without reading the raster.

Made once for each raster and then mapped into memory. Blocks of cells are kept as they are, with
the sum and the number of known cells left of every eighth column. A block without any value, or
of nobody throughout, takes no room.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from analytics.core import progress
from analytics.raster import zonal
from analytics.raster.handle import Far, RasterError, Window
from analytics.raster.tiles import TILE, check_counts, size

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import BinaryIO

    from numpy.typing import NDArray

    from analytics.raster.edges import Pieces
    from analytics.raster.handle import Raster
    from analytics.raster.zonal import Sums

    Shapes = NDArray[np.object_]
    Numbers = NDArray[np.float64]
    Whole = NDArray[np.int64] | NDArray[np.int32]

FORMAT: Final = 1  # raised whenever files of before can no longer be read
STEP: Final = 8  # columns from one running sum to the next
MOST_KEPT: Final = 8  # rasters; the one that was asked longest ago goes first
SPARE_BYTES: Final = 200_000_000  # left free on the disk
SMALL_CELLS: Final = 4_000_000  # a raster of fewer answers at once by itself
PACKED: Final = 150  # a block that is packed to such a part is the same throughout
PART: Final = "part-"  # begins the name of what is not finished; the number of the process follows
CELLS, SUMS, KNOWN, INDEX, ABOUT = "cells.bin", "sums.bin", "known.bin", "index.npy", "about.json"


@dataclass(frozen=True, slots=True, eq=False)
class RowSums:
    """What is kept of one raster."""

    raster: Raster
    tall: int
    wide: int
    cells: NDArray[Any]  # block, row, step, column of the step; NaN where nothing is known
    sums: Numbers  # block, row, step: left of the step, from the first column of the raster on
    known: NDArray[np.int32]  # known cells, in the same way
    # band, tile and: the block kept of it, that of the next tile to the left that has one (-1
    # where none is), known columns since that one, and whether all its cells are known
    index: NDArray[np.int32]

    def within(self, shapes: Shapes) -> Sums:
        """As `zonal.sums`, without reading the raster."""
        return zonal.added(self.raster, shapes, self)

    def told(
        self, bands: Iterable[tuple[int, Pieces]]
    ) -> Iterator[tuple[int, Pieces, Numbers, Numbers]]:
        """Those of the pieces right of the first column; sum and known cells left of each."""
        for band, found in bands:
            is_before = found.middle.min() < 0
            pieces = found.take(found.middle >= 0) if is_before else found
            yield band, pieces, *self.upto(band * self.tall + pieces.row, pieces.middle)

    def upto(self, row: Whole, column: Numbers) -> tuple[Numbers, Numbers]:
        """Sum and known cells of each row from its beginning up to a place of at least 0."""
        columns = self.raster.shape[1]
        column = np.minimum(column, columns)
        band, row = np.divmod(row, self.tall)
        tile = np.minimum(column.astype(np.int64), columns - 1) // self.wide
        block, before, since, is_known = self.index[band, tile].T
        column = column - tile * self.wide
        is_kept = block >= 0
        if is_kept.all():
            return self._inside(block, row, column)
        sums, known = np.zeros(len(column)), since + is_known * column
        there, after = np.flatnonzero(is_kept), np.flatnonzero(~is_kept & (before >= 0))
        sums[there], known[there] = self._inside(block[there], row[there], column[there])
        sums[after] += self.sums[before[after], row[after], -1]
        known[after] += self.known[before[after], row[after], -1]
        return sums, known

    def _inside(self, block: Whole, row: Whole, column: Numbers) -> tuple[Numbers, Numbers]:
        """From the first column of the raster up to a column of the block."""
        step = np.minimum((column / STEP).astype(np.int64), self.cells.shape[2] - 1)
        cells = self.cells[block, row, step]
        part = np.clip((column - step * STEP)[:, None] - np.arange(STEP), 0.0, 1.0)
        is_hole = np.isnan(cells)
        if is_hole.any():
            part[is_hole] = 0.0
            cells[is_hole] = 0.0
        sums = self.sums[block, row, step] + np.einsum("ij,ij->i", part, cells)
        return sums, self.known[block, row, step] + part.sum(axis=1)


def sums(raster: Raster, shapes: Shapes) -> Sums:
    """By what is kept of this raster, else by reading it: the numbers are the same."""
    kept = find(raster)
    return kept.within(shapes) if kept else zonal.sums(raster, shapes)


def find(raster: Raster, folder: Path | None = None) -> RowSums | None:
    """What is kept of this raster; None where nothing is, or what lies there is damaged or old."""
    home = _home(raster, folder)
    try:
        about = json.loads((home / ABOUT).read_text(encoding="utf-8"))
        if about["raster"] != _identity(raster):
            return None
        (tall, wide), count = about["block"], about["blocks"]
        shape = count, tall, wide // STEP
        files = {
            CELLS: (np.dtype(about["cells"]), (*shape, STEP)),
            SUMS: (np.dtype(np.float64), (count, tall, wide // STEP + 1)),
            KNOWN: (np.dtype(np.int32), (count, tall, wide // STEP + 1)),
        }
        mapped = {name: _mapped(home / name, *kind) for name, kind in files.items()}
        index = np.load(home / INDEX, allow_pickle=False)
    except (OSError, ValueError, LookupError, TypeError):
        return None
    rows, columns = raster.shape
    if index.shape != (-(-rows // tall), -(-columns // wide), 4) or index[..., 0].max() >= count:
        return None
    with suppress(OSError):
        os.utime(home / ABOUT)
    return RowSums(raster, tall, wide, mapped[CELLS], mapped[SUMS], mapped[KNOWN], index)


def is_large(raster: Raster) -> bool:
    """Whether reading it takes longer than one waits while a slider moves."""
    rows, columns = raster.shape
    return rows * columns > SMALL_CELLS


def is_at_hand(raster: Raster) -> bool:
    """Whether it can be read as a whole: what lies on the web is fetched first."""
    return not isinstance(raster.source, Far)


def about_bytes(raster: Raster) -> int:
    """Room that `build` takes on the disk, about: blocks packed to nearly nothing take none."""
    (tall, wide), (rows, columns) = _size(raster), raster.shape
    every = -(-rows // tall) * -(-columns // wide)
    packed = raster.packed()
    raw = tall * wide * np.dtype(_kind(raster)).itemsize
    full = sum(each > raw / PACKED for each in packed) if packed else every
    return full * _block_bytes(tall, wide, _kind(raster))


def lies_in(raster: Raster) -> Path:
    """The folder of what is, or would be, kept of this raster."""
    return _home(raster, None)


def taken_bytes(kept: RowSums) -> int:
    """Room that is taken on the disk."""
    return sum(part.nbytes for part in (kept.cells, kept.sums, kept.known, kept.index))


def build(raster: Raster, folder: Path | None = None) -> RowSums:
    """Read the whole raster once and keep its running sums; tells `progress` how far it is.

    Memory is bounded by one block. Whoever is first, if two do it at once, the other's is as good.
    """
    home = _home(raster, folder)
    need, free = about_bytes(raster), _free(home)
    if need + SPARE_BYTES > free:
        raise RasterError("rowsums-full", name=raster.name, size_mb=_mb(need), free_mb=_mb(free))
    try:
        home.parent.mkdir(parents=True, exist_ok=True)
        _sweep(home.parent)
        part = Path(tempfile.mkdtemp(dir=home.parent, prefix=f"{PART}{os.getpid()}-"))
    except OSError as error:
        raise RasterError("rowsums-unkept", folder=home.parent) from error
    try:
        _write(raster, part)
        _put(part, home)
    except OSError as error:
        raise RasterError("rowsums-unkept", folder=home.parent) from error
    finally:
        shutil.rmtree(part, ignore_errors=True)
    _make_room(home)
    kept = find(raster, folder)
    if kept is None:
        raise RasterError("rowsums-unkept", folder=home.parent)
    return kept


def _write(raster: Raster, folder: Path) -> None:
    (tall, wide), (rows, columns) = _size(raster), raster.shape
    index = np.full((-(-rows // tall), -(-columns // wide), 4), -1, dtype=np.int32)
    count, kind = 0, ""
    with (
        raster.opened() as read,
        (folder / CELLS).open("wb") as cells,
        (folder / SUMS).open("wb") as sums,
        (folder / KNOWN).open("wb") as known,
    ):
        for band in range(len(index)):
            left = _Left(np.zeros(tall), np.zeros(tall, dtype=np.int32))
            for tile in range(index.shape[1]):
                window = Window(row=band * tall, column=tile * wide, rows=tall, columns=wide)
                stored = read(window)
                kind = kind or _kept_as(stored.dtype)
                block = _block(raster, stored, (tall, wide), kind)
                is_known = block is None and not raster.holes(stored[:1, :1])[0, 0]
                index[band, tile] = -1, left.block, left.since, is_known
                if block is not None:
                    index[band, tile, 0] = left.block = count
                    left.write(block, (cells, sums, known))
                    count += 1
                elif is_known:
                    left.since += stored.shape[1]
            progress.at((band + 1) / len(index))
    np.save(folder / INDEX, index, allow_pickle=False)
    about = {
        "raster": _identity(raster),
        "block": [tall, wide],
        "blocks": count,
        "cells": kind,
    }
    (folder / ABOUT).write_text(json.dumps(about), encoding="utf-8")


@dataclass(slots=True)
class _Left:
    """What lies left in each row of a band, from the first column of the raster on."""

    sums: Numbers
    known: NDArray[np.int32]
    block: int = -1  # the last one that was kept
    since: int = 0  # known columns since then

    def write(self, block: NDArray[Any], files: tuple[BinaryIO, ...]) -> None:
        """Write one block behind those before, and go on to the right of it."""
        cells, sums, known = files
        tall, wide = block.shape
        is_known = ~np.isnan(block)
        steps = np.where(is_known, block, 0).reshape(tall, wide // STEP, STEP)
        upto = np.empty((tall, wide // STEP + 1))
        upto[:, 0] = self.sums
        np.cumsum(steps.sum(axis=2, dtype=np.float64), axis=1, out=upto[:, 1:])
        upto[:, 1:] += self.sums[:, None]
        count = np.empty(upto.shape, dtype=np.int32)
        count[:, 0] = self.known + self.since
        found = is_known.reshape(steps.shape).sum(axis=2, dtype=np.int32)
        np.cumsum(found, axis=1, out=count[:, 1:])
        count[:, 1:] += count[:, :1]
        for file, part in ((cells, block), (sums, upto), (known, count)):
            file.write(np.ascontiguousarray(part).data)
        self.sums, self.known, self.since = upto[:, -1].copy(), count[:, -1].copy(), 0


def _block(
    raster: Raster, stored: NDArray[Any], shape: tuple[int, int], kind: str
) -> NDArray[Any] | None:
    """A block as it is kept, NaN for holes and beyond the edge; None where nobody is in it.

    One that is known in part is kept, nobody in it or not.
    """
    holes = raster.holes(stored)
    values = np.where(holes, stored.dtype.type(0), stored)
    check_counts(values, raster.name)
    if not values.any() and holes.all() == holes.any():
        return None
    block = np.full(shape, np.nan, dtype=kind)
    np.copyto(block[: stored.shape[0], : stored.shape[1]], values, casting="unsafe")
    block[: stored.shape[0], : stored.shape[1]][holes] = np.nan
    return block


def _put(part: Path, home: Path) -> None:
    """Give the folder its name; what lies there already, of another process or damaged, goes."""
    for _ in range(3):
        try:
            part.rename(home)
        except OSError:
            if not home.exists():
                raise
            old = Path(tempfile.mkdtemp(dir=home.parent, prefix=f"{PART}{os.getpid()}-"))
            with suppress(OSError):
                home.rename(old)
            shutil.rmtree(old, ignore_errors=True)
        else:
            return


def _sweep(folder: Path) -> None:
    """Remove what a process left unfinished that is no longer there."""
    import psutil

    for path in folder.glob(f"{PART}*"):
        number = path.name.removeprefix(PART).partition("-")[0]
        if not (number.isdecimal() and psutil.pid_exists(int(number))):
            shutil.rmtree(path, ignore_errors=True)


def _make_room(newest: Path) -> None:
    with suppress(OSError):
        found = [(_used(path), path) for path in newest.parent.iterdir() if path != newest]
        kept = sorted(((when, path) for when, path in found if when), reverse=True)
        for _, path in kept[MOST_KEPT - 1 :]:
            shutil.rmtree(path, ignore_errors=True)


def _used(home: Path) -> float:
    """When it was last asked, in seconds since 1970; 0 for what is no home of sums."""
    try:
        return (home / ABOUT).stat().st_mtime
    except OSError:
        return 0.0


def _mapped(path: Path, kind: np.dtype[Any], shape: tuple[int, ...]) -> NDArray[Any]:
    if path.stat().st_size != kind.itemsize * int(np.prod(shape)):
        raise ValueError(path.name)
    if not shape[0]:
        return np.empty(shape, dtype=kind)
    return np.asarray(np.memmap(path, dtype=kind, mode="r", shape=shape))


def _home(raster: Raster, folder: Path | None) -> Path:
    return (folder or _folder()) / raster.fingerprint[:32]


def _folder() -> Path:
    """OREWATCH_CACHE, else the user's cache folder."""
    from platformdirs import user_cache_path

    base = os.environ.get("OREWATCH_CACHE", "").strip()
    return (Path(base) if base else user_cache_path("orewatch")) / "rowsums"


def _identity(raster: Raster) -> dict[str, Any]:
    """All that the sums depend on."""
    return {
        "format": FORMAT,
        "fingerprint": raster.fingerprint,
        "band": raster.band,
        "nodata": str(raster.nodata),
        "shape": list(raster.shape),
    }


def _size(raster: Raster) -> tuple[int, int]:
    tall, wide = size(raster)
    return (TILE, TILE) if wide % STEP else (tall, wide)


def _kind(raster: Raster) -> str:
    """Cells are counted as the file's own numbers are; one cell is looked at."""
    return _kept_as(raster.raw(Window(rows=1, columns=1)).dtype)


def _kept_as(stored: np.dtype[Any]) -> str:
    """The shortest numbers with holes that hold these exactly."""
    return str(np.result_type(stored, np.float32))


def _block_bytes(tall: int, wide: int, kind: str) -> int:
    ends = tall * (wide // STEP + 1) * (8 + 4)
    return tall * wide * np.dtype(kind).itemsize + ends


def _free(home: Path) -> int:
    """Room on the disk the folder lies on, or will."""
    there = next(path for path in home.parents if path.exists())
    return shutil.disk_usage(there).free


def _mb(count: int) -> int:
    return -(-count // 1_000_000)
