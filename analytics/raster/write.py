"""Rasters as cloud-optimised GeoTIFF: tiled, compressed, with overviews."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from analytics.raster.handle import Raster, RasterError, damages

if TYPE_CHECKING:
    from numpy.typing import NDArray

TILE: Final = 512


def write(raster: Raster, path: Path) -> Path:
    """The band as one GeoTIFF with the same cells, CRS, nodata and place; returns `path`."""
    import rasterio
    from rasterio.io import MemoryFile
    from rasterio.shutil import copy

    cells = raster.raw()
    try:
        with rasterio.Env(), MemoryFile() as memory:
            with memory.open(**_header(raster, cells)) as file:
                file.write(cells, 1)
            with memory.open() as file:
                copy(
                    file,
                    path,
                    driver="COG",
                    compress="DEFLATE",
                    blocksize=TILE,
                    overview_resampling="NEAREST",
                )
    except damages() as error:
        path.unlink(missing_ok=True)
        raise RasterError("raster-not-written", name=path.name) from error
    return path


def _header(raster: Raster, cells: NDArray[Any]) -> dict[str, Any]:
    from affine import Affine

    t = raster.transform
    return {
        "driver": "GTiff",
        "height": cells.shape[0],
        "width": cells.shape[1],
        "count": 1,
        "dtype": cells.dtype,
        "crs": raster.crs or None,
        "transform": Affine(t.dx, t.rx, t.x0, t.ry, t.dy, t.y0),
        "nodata": raster.nodata,
    }
