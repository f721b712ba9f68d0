"""People per square kilometre, to be looked at: whole cells added up, none of them resampled.

Numbers for people to read come from `zonal`; this is the ground under a map.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from analytics.core import geo, schema
from analytics.core.cells import Cells
from analytics.raster import counts
from analytics.raster.handle import Far, RasterError, Window

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from pyproj import CRS

    from analytics.raster.handle import Raster

    Box = tuple[float, float, float, float]

ACROSS: Final = 512  # blocks of cells beside each other, at most
MOST_CELLS: Final = 500_000_000  # that are read for one picture: 10 to 15 seconds
MOST_FAR: Final = 20_000_000  # the same of a file on the web, of which every cell is fetched
AT_ONCE: Final = 8_000_000  # cells in memory
M2_PER_KM2: Final = 1e6


def density(raster: Raster, frame: Box, *, across: int = ACROSS) -> Cells | None:
    """People per km² within `frame` (west, south, east, north), in blocks of whole cells.

    A block is as many cells high as it is wide, so many that no more than `across` stand side by
    side, and lies the same wherever the frame does. It is unknown where none of its cells has a
    value; else cells without one hold nobody. None where the raster has no cell in the frame.
    """
    counts.check(raster)
    crs = _system(raster.crs)
    window = _window(raster, _in_system(frame, crs))
    if window is None:
        return None
    most = MOST_FAR if isinstance(raster.source, Far) else MOST_CELLS
    if window.rows * window.columns > most:
        raise RasterError("raster-wide", name=raster.name, limit=most // 1_000_000)
    step = math.ceil(max(window.rows, window.columns) / across)
    window = _on_steps(window, step, raster.shape)
    people, is_known = _added(raster, window, step)
    t = raster.transform
    x0, y0 = t.x0 + t.dx * window.column, t.y0 + t.dy * window.row
    km2 = _block_m2(crs, (y0, t.dy * step, t.dx * step), len(people)) / M2_PER_KM2
    return Cells(
        values=np.where(is_known, people / km2[:, None], np.nan),
        crs=raster.crs,
        x0=x0,
        dx=t.dx * step,
        y0=y0,
        dy=t.dy * step,
    )


def _added(
    raster: Raster, window: Window, step: int
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """The sum of the known cells of each block, and whether there is any."""
    tall, wide = -(-window.rows // step), -(-window.columns // step)
    people, is_known = np.zeros((tall, wide)), np.zeros((tall, wide), dtype=bool)
    blocks = max(1, AT_ONCE // (window.columns * step), raster.block[0] // step)
    with raster.opened() as read:
        for first in range(0, tall, blocks):
            last = min(first + blocks, tall)
            top, foot = first * step, min(last * step, window.rows)
            strip = Window(
                row=window.row + top,
                column=window.column,
                rows=foot - top,
                columns=window.columns,
            )
            stored = read(strip)
            holes = raster.holes(stored)
            if holes.all():
                continue
            cells = stored.copy()
            np.copyto(cells, 0, where=holes)
            _check(raster, cells)
            people[first:last] = _by_block(np.add, cells, step, np.float64)
            is_known[first:last] = ~_by_block(np.logical_and, holes, step, np.bool_)
    return people, is_known


def _by_block(by: np.ufunc, cells: NDArray[Any], step: int, kind: Any) -> NDArray[Any]:  # noqa: ANN401 - a type of numpy
    """The cells of each square of so many together; squares at the edge may be narrower."""
    rows = np.arange(0, cells.shape[0], step)
    columns = np.arange(0, cells.shape[1], step)
    by_row = by.reduceat(cells, rows, axis=0, dtype=kind)
    return np.asarray(by.reduceat(by_row, columns, axis=1, dtype=kind))


def _check(raster: Raster, cells: NDArray[Any]) -> None:
    """Counts are neither negative nor endless, as in `zonal`."""
    if cells.size and float(cells.min()) < 0:
        raise RasterError("raster-negative", name=raster.name, value=f"{float(cells.min()):g}")
    if cells.size and not np.isfinite(cells.max()):
        raise RasterError("raster-endless", name=raster.name)


def _window(raster: Raster, frame: Box) -> Window | None:
    """The cells that lie in the frame, or at its edge."""
    t, (rows, columns) = raster.transform, raster.shape
    across = sorted(((frame[0] - t.x0) / t.dx, (frame[2] - t.x0) / t.dx))
    down = sorted(((frame[1] - t.y0) / t.dy, (frame[3] - t.y0) / t.dy))
    left, right = max(math.floor(across[0]), 0), min(math.ceil(across[1]), columns)
    top, foot = max(math.floor(down[0]), 0), min(math.ceil(down[1]), rows)
    if left >= right or top >= foot:
        return None
    return Window(row=top, column=left, rows=foot - top, columns=right - left)


def _on_steps(window: Window, step: int, shape: tuple[int, int]) -> Window:
    """The window grown to whole blocks, counted from the corner of the raster."""
    top, left = window.row // step * step, window.column // step * step
    foot = min(-(-(window.row + window.rows) // step) * step, shape[0])
    right = min(-(-(window.column + window.columns) // step) * step, shape[1])
    return Window(row=top, column=left, rows=foot - top, columns=right - left)


def _in_system(frame: Box, crs: CRS) -> Box:
    """The frame in the system of the raster."""
    from pyproj import Transformer

    if crs.is_geographic:
        return frame
    turn = Transformer.from_crs(schema.STORED_CRS, crs, always_xy=True)
    found = turn.transform_bounds(*frame)
    return found if all(map(math.isfinite, found)) else (math.nan,) * 4


def _block_m2(crs: CRS, place: tuple[float, float, float], rows: int) -> NDArray[np.float64]:
    """Square metres of a block of each row; `place` is their first edge, height and width."""
    y0, high, wide = place
    if not crs.is_geographic:
        metres = crs.axis_info[0].unit_conversion_factor
        return np.full(rows, abs(high * wide) * metres**2)
    return geo.strips_m2(np.clip(y0 + high * np.arange(rows + 1), -90, 90), abs(wide))


def _system(crs: str) -> CRS:
    from pyproj import CRS

    return CRS.from_user_input(crs)
