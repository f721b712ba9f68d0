"""Sums of cells within shapes: each cell counts by the part of it that lies inside, exactly.

The sum over a shape is the integral along its outline of what lies to the left of it in its row
(Green's theorem). So only the cells under the outline are looked up, in running sums of the rows;
shapes may overlap, and all of them are answered in one pass that reads each block of the file
once, and no block that no shape touches.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Protocol

import numpy as np
import shapely

from analytics.core import geo, progress, schema
from analytics.raster.ahead import reading
from analytics.raster.edges import MOST_SHAPES, outlines
from analytics.raster.tiles import Tiles

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray
    from pyproj import CRS

    from analytics.raster.edges import Pieces
    from analytics.raster.handle import Raster

    Shapes = NDArray[np.object_]
    Numbers = NDArray[np.float64]


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


class Rows(Protocol):
    """What knows how much of its row lies left of a place."""

    @property
    def tall(self) -> int:
        """Rows of a band."""

    def told(
        self, bands: Iterable[tuple[int, Pieces]]
    ) -> Iterator[tuple[int, Pieces, Numbers, Numbers]]:
        """Of each band those of the pieces that count, sum and known cells left of each."""


def sums(raster: Raster, shapes: Shapes) -> Sums:
    """Sums within longitude-latitude polygons, empty ones included; `raster` holds counts.

    Cells are never resampled: shapes are taken to the system of the raster.
    """
    with reading(raster) as windows:
        return added(raster, shapes, Tiles(raster, windows))


def added(raster: Raster, shapes: Shapes, rows: Rows) -> Sums:
    """Sums within the shapes by what `rows` of this raster say."""
    ground = placed(raster, shapes)
    t = raster.transform
    turns = 1.0 if t.dx * t.dy > 0 else -1.0
    drawn = outlines(ground, t)
    total, known_m2 = np.zeros(len(drawn.owner)), np.zeros(len(drawn.owner))  # by ring
    first, last = _bands(raster, ground, rows.tall)
    for band, pieces, left, known in rows.told(drawn.bands(rows.tall, raster.shape[0])):
        progress.at((band + 1 - first) / (last + 1 - first))
        if not len(left):
            continue
        top = band * rows.tall
        cell_m2 = _cell_m2(raster, range(top, top + int(pieces.row.max()) + 1))
        known_rise = known * pieces.rise * cell_m2[pieces.row]
        total += np.bincount(pieces.ring, weights=left * pieces.rise, minlength=len(total))
        known_m2 += np.bincount(pieces.ring, weights=known_rise, minlength=len(total))
    count = len(shapes)
    return Sums(
        total=np.asarray(np.bincount(drawn.owner, weights=total * turns, minlength=count)),
        known_m2=np.asarray(np.bincount(drawn.owner, weights=known_m2 * turns, minlength=count)),
        ground_m2=_ground_m2(raster, shapes, ground),
    )


def _bands(raster: Raster, ground: Shapes, tall: int) -> tuple[int, int]:
    """The first and the last band of rows that shapes reach into."""
    t, bounds = raster.transform, shapely.total_bounds(ground)
    if np.isnan(bounds).any():
        return 0, 0
    ends = np.clip((bounds[[1, 3]] - t.y0) / t.dy, 0, raster.shape[0] - 1) // tall
    return int(ends.min()), int(ends.max())


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
        some = range(0, len(shapes), MOST_SHAPES)  # at a time, to save memory
        parts = [geo.area_m2(shapes[since : since + MOST_SHAPES]) for since in some]
        return np.concatenate([np.zeros(0), *parts])
    return np.asarray(shapely.area(ground) * crs.axis_info[0].unit_conversion_factor ** 2)


@cache
def _system(crs: str) -> CRS:
    from pyproj import CRS

    return CRS.from_user_input(crs)
