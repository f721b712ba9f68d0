"""What a vector tile shows of many sites: outlines where they are seen, dots where they are not.

No site is ever lost: what is smaller than a dot is a dot, and where dots would hide each other one
stands for all of them, at the place and in the class of the largest, with their number.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import shapely

from analytics.viz import mvt
from analytics.viz.mvt import EXTENT, Features, Kind

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Whole = NDArray[np.int64]
    Numbers = NDArray[np.float64]

TILE_PX: Final = 512
DEEPEST: Final = 16  # beyond it the tiles of this zoom are enlarged: a step is 15 cm there
NORTHMOST: Final = 85.0511287798066  # where the square of the world ends
EDGE: Final = 1e-9  # of the square
DOT_PX: Final = 3.0  # what is smaller both ways is a dot
CELL_PX: Final = 4  # dots in one such square are one
RIM_PX: Final = 6  # drawn beyond the tile, so that no edge is seen where tiles meet
SIMPLE_PX: Final = 0.3  # outlines may be off by this
LEAST_RADIUS_PX: Final = 2.0
MOST_TOLD: Final = 1_500  # features of a tile that tell all; of more, each tells its class
AREAL, LINEAR = 2, 1  # dimensions
CORNERS: Final = 3  # the least a ring has


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Sites that a tile shows, one row for each outline or dot."""

    rows: Whole  # of the largest site, where a dot stands for several
    counts: Whole
    area_ha: Numbers  # all of them together


@dataclass(frozen=True, eq=False, kw_only=True)
class Tiles:
    """Sites ready to be cut into tiles; row n everywhere is the same site."""

    shapes: NDArray[np.object_]  # longitude and latitude
    bounds: Numbers  # left, top, right, bottom in the square of the world, 0 to 1
    groups: Whole  # number of the class
    area_ha: Numbers  # 0 where unknown
    keys: Sequence[str]
    tips: Callable[[Found, bool], Sequence[str]]  # what each says; in short where there are many

    def tile(self, z: int, x: int, y: int) -> bytes:
        """What lies in column `x` and row `y` of zoom `z`; no bytes where nothing does."""
        near = self._near(z, x, y)
        is_small = self._is_small(near, z)
        dots, spots = self._dots(near[is_small], z, x, y)
        rows, outlines = _outlines(self.shapes, near[~is_small], z, x, y)
        ones = np.ones(len(rows), dtype=np.int64)
        found = Found(
            rows=np.concatenate([rows, dots.rows]),
            counts=np.concatenate([ones, dots.counts]),
            area_ha=np.concatenate([self.area_ha[rows], dots.area_ha]),
        )
        return mvt.encoded(self._features(found, outlines, spots))

    def _near(self, z: int, x: int, y: int) -> Whole:
        """Sites whose bounds meet the tile with its rim."""
        left, top, right, bottom = _box(z, x, y)
        west, north, east, south = self.bounds.T
        meets = (west <= right) & (east >= left) & (north <= bottom) & (south >= top)
        return np.flatnonzero(meets)

    def _is_small(self, rows: Whole, z: int) -> NDArray[np.bool_]:
        west, north, east, south = self.bounds[rows].T
        limit = DOT_PX / (TILE_PX * 2**z)
        is_beyond = (south < EDGE) | (north > 1 - EDGE)  # nearer to a pole than the map reaches
        return ((east - west < limit) & (south - north < limit)) | is_beyond

    def _dots(self, rows: Whole, z: int, x: int, y: int) -> tuple[Found, Whole]:
        """Dots whose middle lies in this tile, the largest on top, and their places."""
        west, north, east, south = self.bounds[rows].T
        middles = np.column_stack([west + east, north + south]) / 2 * 2**z
        tiles = np.clip(np.floor(middles), 0, 2**z - 1)
        is_here = (tiles == (x, y)).all(axis=1)
        rows, inside = rows[is_here], middles[is_here] - (x, y)
        across = TILE_PX // CELL_PX
        cells = np.clip((inside * across).astype(np.int64), 0, across - 1)
        cell, area = cells[:, 1] * across + cells[:, 0], self.area_ha[rows]
        order = np.lexsort((-area, cell))
        first = np.flatnonzero(np.diff(cell[order], prepend=-1))
        counts = np.diff(np.append(first, len(order)))
        sums = np.add.reduceat(area[order], first) if len(first) else np.zeros(0)
        largest = order[first]
        upward = np.argsort(counts, kind="stable")
        found = Found(rows=rows[largest][upward], counts=counts[upward], area_ha=sums[upward])
        return found, _steps(inside[largest][upward])

    def _features(self, found: Found, outlines: _Outlines, spots: Whole) -> Features:
        paths, starts = len(outlines.paths) - 1, outlines.starts
        dots = np.arange(1, len(spots) + 1)
        points = np.full(len(spots), int(Kind.POINT), dtype=np.int64)
        radii = LEAST_RADIUS_PX + np.log10(found.counts)
        return Features(
            ids=found.rows + 1,
            kinds=np.concatenate([outlines.kinds, points]),
            places=np.concatenate([outlines.places, spots]),
            paths=np.concatenate([outlines.paths, outlines.paths[-1] + dots]),
            starts=np.concatenate([starts, paths + dots]),
            tags={
                "c": self.groups[found.rows].tolist(),
                "n": found.counts.tolist(),
                "r": np.round(radii, 1).tolist(),
                "i": [self.keys[row] for row in found.rows.tolist()],
                "t": self.tips(found, len(found.rows) > MOST_TOLD),
            },
        )


def tiles(
    shapes: NDArray[np.object_],
    *,
    groups: Whole,
    area_ha: Numbers,
    keys: Sequence[str],
    tips: Callable[[Found, bool], Sequence[str]],
) -> Tiles:
    """Sites with a place, ready to be cut."""
    is_spots = shapely.get_dimensions(shapes) == 0
    bounds = shapely.bounds(shapes)
    bounds[is_spots] = shapely.bounds(shapely.point_on_surface(shapes[is_spots]))  # of several, one
    west, south, east, north = bounds.T
    left, top = _square(west, north)
    right, bottom = _square(east, south)
    return Tiles(
        shapes=shapes,
        bounds=np.clip(np.column_stack([left, top, right, bottom]), 0.0, 1.0),
        groups=groups,
        area_ha=np.nan_to_num(area_ha),
        keys=keys,
        tips=tips,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Outlines:
    """Paths of outlines as `Features` wants them."""

    kinds: Whole
    places: Whole
    paths: Whole
    starts: Whole


def _outlines(
    shapes: NDArray[np.object_], rows: Whole, z: int, x: int, y: int
) -> tuple[Whole, _Outlines]:
    """The shapes of these rows as far as they reach into the tile, and whose they are."""
    cut = _cut(shapes[rows], z, x, y)
    parts, owner = shapely.get_parts(cut, return_index=True)
    kept = shapely.get_dimensions(parts) >= LINEAR
    parts, owner = parts[kept], owner[kept]
    rings, part = _rings(parts)
    places, ring = _corners(rings, z, x, y)
    return _grouped(places, ring, part, owner, rows)


def _cut(shapes: NDArray[np.object_], z: int, x: int, y: int) -> NDArray[np.object_]:
    """Without what lies beyond the rim, and without corners that nobody sees."""
    left, top, right, bottom = _box(z, x, y)
    west, north = _degrees(left, top)
    east, south = _degrees(right, bottom)
    bounds = shapely.bounds(shapes)
    reaches = (bounds < (west, south, np.inf, np.inf)) | (bounds > (np.inf, np.inf, east, north))
    reaches = reaches.any(axis=1)
    if reaches.any():
        shapes = shapes.copy()
        shapes[reaches] = shapely.clip_by_rect(shapes[reaches], west, south, east, north)
    tolerance = SIMPLE_PX * 360 / (TILE_PX * 2**z) * np.cos(np.radians((south + north) / 2))
    simple = shapely.simplify(shapes, tolerance, preserve_topology=False)
    return np.where(shapely.is_empty(simple), shapes, simple)


def _rings(parts: NDArray[np.object_]) -> tuple[NDArray[np.object_], Whole]:
    """Every ring of every polygon, the outer one first, and every line; of which part each is."""
    is_areal = shapely.get_dimensions(parts) == AREAL
    rings, ring_of = shapely.get_rings(parts[is_areal], return_index=True)
    part = np.concatenate([np.flatnonzero(is_areal)[ring_of], np.flatnonzero(~is_areal)])
    order = np.argsort(part, kind="stable")
    return np.concatenate([rings, parts[~is_areal]])[order], part[order]


def _corners(rings: NDArray[np.object_], z: int, x: int, y: int) -> tuple[Whole, Whole]:
    """Steps of the corners within the tile, none twice in a row, and of which ring each is."""
    spots, ring = shapely.get_coordinates(rings, return_index=True)
    across, down = _square(spots[:, 0], spots[:, 1])
    places = _steps(np.column_stack([across * 2**z - x, down * 2**z - y]))
    is_new = np.ones(len(places), dtype=bool)
    is_new[1:] = (places[1:] != places[:-1]).any(axis=1) | (ring[1:] != ring[:-1])
    return places[is_new], ring[is_new]


def _grouped(
    places: Whole, ring: Whole, part: Whole, owner: Whole, rows: Whole
) -> tuple[Whole, _Outlines]:
    """Rings that still hold ground as polygons; of a site that has none, its course as a line."""
    starts = np.searchsorted(ring, np.arange(len(part) + 1))
    area = _areas(places, ring, starts)
    is_outer = np.diff(part, prepend=-1) != 0
    outer = np.maximum.accumulate(np.where(is_outer, np.arange(len(part)), 0))
    holds = (area != 0) & (area[outer] != 0)  # a hole goes with the ring around it
    site = owner[part]
    has_ground = np.zeros(len(rows), dtype=bool)
    has_ground[site[holds]] = True
    kept = np.flatnonzero(np.where(has_ground[site], holds, is_outer))
    is_ring, is_turned = has_ground[site[kept]], (area[kept] > 0) != is_outer[kept]
    at, paths = _order(places, starts, kept, is_ring=is_ring, is_turned=is_turned & is_ring)
    shown, first = np.unique(site[kept], return_index=True)
    return rows[shown], _Outlines(
        kinds=np.where(has_ground[shown], int(Kind.POLYGON), int(Kind.LINE)),
        places=places[at],
        paths=paths,
        starts=np.append(first, len(kept)),
    )


def _order(
    places: Whole,
    starts: Whole,
    kept: Whole,
    *,
    is_ring: NDArray[np.bool_],
    is_turned: NDArray[np.bool_],
) -> tuple[Whole, Whole]:
    """Which places follow each other in the paths kept, and where each path begins and ends.

    A ring does not return to its first place; one that is turned goes backward.
    """
    begins, ends = starts[kept], starts[kept + 1]
    is_closed = is_ring & (places[begins] == places[ends - 1]).all(axis=1)
    counts = ends - begins - is_closed
    paths = np.concatenate([[0], np.cumsum(counts)])
    along = np.arange(paths[-1]) - np.repeat(paths[:-1], counts)
    back = np.repeat(counts - 1, counts) - along
    return np.repeat(begins, counts) + np.where(np.repeat(is_turned, counts), back, along), paths


def _areas(places: Whole, ring: Whole, starts: Whole) -> Whole:
    """Twice the ground in each closed ring, positive where it runs clockwise as seen; 0 for less.

    A ring repeats its first place, so that the last corner needs no neighbour; what is no ring
    encloses nothing.
    """
    if len(starts) < 2:  # noqa: PLR2004 - no ring at all
        return np.zeros(0, dtype=np.int64)
    x, y = places.T
    ahead = np.minimum(np.arange(len(places)) + 1, len(places) - 1)
    cross = np.where(ring[ahead] == ring, x * y[ahead] - x[ahead] * y, 0)
    sums = np.add.reduceat(cross, starts[:-1])
    is_closed = (places[starts[:-1]] == places[starts[1:] - 1]).all(axis=1)
    return np.where(is_closed & (np.diff(starts) > CORNERS), sums, 0)


def _box(z: int, x: int, y: int) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of a tile with its rim, in the square of the world."""
    rim = RIM_PX / TILE_PX
    return (x - rim) / 2**z, (y - rim) / 2**z, (x + 1 + rim) / 2**z, (y + 1 + rim) / 2**z


def _steps(inside: Numbers) -> Whole:
    return np.round(inside * EXTENT).astype(np.int64)


def _square(lon: Numbers, lat: Numbers) -> tuple[Numbers, Numbers]:
    """From the left and from the top of the square that holds the world, 0 to 1."""
    clipped = np.radians(np.clip(lat, -NORTHMOST, NORTHMOST))
    return lon / 360 + 0.5, 0.5 - np.arctanh(np.sin(clipped)) / (2 * np.pi)


def _degrees(across: float, down: float) -> tuple[float, float]:
    lat: Any = np.degrees(np.arctan(np.sinh(np.pi * (1 - 2 * down))))
    return across * 360 - 180, float(lat)
