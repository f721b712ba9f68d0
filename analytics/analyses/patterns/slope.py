"""How steep the ground of each site is, from a raster of slopes in degrees."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

import numpy as np
import shapely

from analytics.core import schema
from analytics.raster.handle import Raster, Window

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from analytics.core.dataset import Dataset

    Shapes = NDArray[np.object_]
    Numbers = NDArray[np.float64]

SLOPE: Final = "slope"  # name of the raster
STEEPEST: Final = 90.0  # degrees; a cell with more holds something else


def mean_slope_deg(dataset: Dataset, shapes: Shapes) -> Numbers:
    """Mean of the cells whose middle lies in a site, else of the cell that holds its middle.

    NaN without a raster called `slope`, where a site lies off it, and for a raster that is turned.
    """
    found = np.full(len(shapes), np.nan)
    raster = cast("Raster | None", dataset.rasters.get(SLOPE))
    if raster is None or not raster.crs or raster.transform.rx or raster.transform.ry:
        return found
    placed = _in(raster.crs, shapes)
    for place, (shape, bounds) in enumerate(zip(placed, shapely.bounds(placed), strict=True)):
        found[place] = _mean(raster, shape, bounds)
    return found


def _mean(raster: Raster, shape: shapely.Geometry, bounds: Numbers) -> float:
    t = raster.transform
    columns = np.sort((bounds[[0, 2]] - t.x0) / t.dx)
    rows = np.sort((bounds[[1, 3]] - t.y0) / t.dy)
    first, last = np.floor([rows[0], columns[0]]), np.floor([rows[1], columns[1]])
    first = np.maximum(first, 0).astype(int)
    last = np.minimum(last, np.array(raster.shape) - 1).astype(int)
    if (last < first).any():
        return float("nan")
    size = last - first + 1
    window = Window(
        row=int(first[0]), column=int(first[1]), rows=int(size[0]), columns=int(size[1])
    )
    cells = raster.read(window)
    x = t.x0 + t.dx * (first[1] + np.arange(size[1]) + 0.5)
    y = t.y0 + t.dy * (first[0] + np.arange(size[0]) + 0.5)
    is_inside = shapely.contains_xy(shape, *np.meshgrid(x, y))
    if not is_inside.any():
        spot = shapely.get_coordinates(shapely.point_on_surface(shape))[0]
        is_inside[np.abs(y - spot[1]).argmin(), np.abs(x - spot[0]).argmin()] = True
    known = cells[is_inside]
    known = known[(known >= 0) & (known <= STEEPEST)]
    return float(known.mean()) if len(known) else float("nan")


def _in(crs: str, shapes: Shapes) -> Shapes:
    """The shapes in the coordinate system of the raster."""
    from pyproj import Transformer

    turn = Transformer.from_crs(schema.STORED_CRS, crs, always_xy=True).transform
    return np.asarray(shapely.transform(shapes, turn, interleaved=False), dtype=object)
