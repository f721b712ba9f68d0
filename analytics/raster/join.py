"""Rasters beside each other as one: cells are copied, none is changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from analytics.raster.handle import RasterError, Window, damages

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    import numpy as np

    from analytics.raster.handle import Raster, Transform

TILE: Final = 400  # cells of a block: what divides tiles of 12,000 and of 1,200
OFF: Final = 0.01  # of a cell, that two lattices may differ by: as text they lost their last digits


def written(rasters: Sequence[Raster], path: Path, told: Callable[[], object]) -> Path:
    """All of them as one GeoTIFF over the ground between, unknown where there is none.

    They must lie on one lattice of cells, with one kind of number and one mark of the unknown.
    """
    import numpy as np
    import rasterio

    first = rasters[0]
    kinds = [each.raw(Window(rows=1, columns=1)).dtype for each in rasters]
    places = [_place(each, first) for each in rasters]
    are_alike = len(set(kinds)) == 1 and all(each.nodata == first.nodata for each in rasters)
    has_unknown = first.nodata is not None or kinds[0].kind == "f"
    if None in places or not (are_alike and has_unknown):
        raise RasterError("raster-apart", name=", ".join(each.name for each in rasters))
    corners = np.array([place for place in places if place])
    ends = corners + [each.shape for each in rasters]
    top, (rows, columns) = corners.min(axis=0), ends.max(axis=0) - corners.min(axis=0)
    header = _header(first, kinds[0], (int(rows), int(columns)), (int(top[0]), int(top[1])))
    try:
        with rasterio.Env(GDAL_CACHEMAX=128_000_000), rasterio.open(path, "w", **header) as file:
            for raster, corner in zip(rasters, corners - top, strict=True):
                _copy(raster, file, (int(corner[0]), int(corner[1])), told)
    except damages() as error:
        path.unlink(missing_ok=True)
        raise RasterError("raster-not-written", name=path.name) from error
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return path


def _copy(raster: Raster, file: Any, corner: tuple[int, int], told: Callable[[], object]) -> None:  # noqa: ANN401 - rasterio is not typed
    """Block by block; those of nothing known are left out of the file."""
    from rasterio.windows import Window as Block

    rows, columns = raster.shape
    with raster.opened() as read:
        for row in range(0, rows, TILE):
            told()
            cells = read(Window(row=row, rows=TILE, columns=columns))
            holes = raster.holes(cells)
            for column in range(0, columns, TILE):
                its = slice(column, column + TILE)
                if not holes[:, its].all():
                    part = cells[:, its]
                    place = Block(corner[1] + column, corner[0] + row, part.shape[1], len(part))  # type: ignore[no-untyped-call]
                    file.write(part, 1, window=place)


def _place(raster: Raster, first: Raster) -> tuple[int, int] | None:
    """Rows and columns from the corner of the first one; None where cells do not meet."""
    t, base = raster.transform, first.transform
    if raster.crs != first.crs or t.rx or t.ry or not _alike(t, base, raster.shape):
        return None
    row, column = (t.y0 - base.y0) / base.dy, (t.x0 - base.x0) / base.dx
    if abs(row - round(row)) > OFF or abs(column - round(column)) > OFF:
        return None
    return round(row), round(column)


def _alike(t: Transform, base: Transform, shape: tuple[int, int]) -> bool:
    """Whether cells are of one size, to the far end of the raster."""
    return all(
        abs(one - other) * many <= OFF * abs(other)
        for one, other, many in ((t.dy, base.dy, shape[0]), (t.dx, base.dx, shape[1]))
    )


def _header(
    first: Raster,
    kind: np.dtype[Any],
    shape: tuple[int, int],
    top: tuple[int, int],
) -> dict[str, Any]:
    from affine import Affine

    t = first.transform
    return {
        "driver": "GTiff",
        "height": shape[0],
        "width": shape[1],
        "count": 1,
        "dtype": kind,
        "crs": first.crs,
        "transform": Affine(t.dx, 0, t.x0 + top[1] * t.dx, 0, t.dy, t.y0 + top[0] * t.dy),
        "nodata": float("nan") if first.nodata is None else first.nodata,
        "tiled": True,
        "blockxsize": TILE,
        "blockysize": TILE,
        "compress": "DEFLATE",
        "SPARSE_OK": True,
        "BIGTIFF": "IF_SAFER",
    }
