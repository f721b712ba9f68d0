"""Cells of H3 that fill a flat map: cut at the date line, closed over the poles.

Edges are drawn straight in longitude and latitude, as those of sites are, and corners are rounded
to a tenth of a millimetre, so that neighbours share them to the last digit.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Final

import geopandas as gpd
import h3
import numpy as np
import pandas as pd
import shapely

from analytics.core import geo, overlay

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray
    from shapely import Geometry

    Numbers = NDArray[np.float64]
    Shapes = NDArray[np.object_]

ROW, CELL, SHARE = "row", "cell", "share"
DIGITS: Final = 9  # of a degree
HALF_TURN, TURN = 180.0, 360.0
POLE: Final = 90.0
KM_PER_DEG: Final = 111.2
M2_PER_KM2: Final = 1e6
FINEST: Final = 9  # a tenth of a km²
CROSSED: Final = 2_000_000  # pairs of an outline and a cell its box meets; above it is too fine


def resolution_for(shapes: gpd.GeoSeries, across: int) -> int:
    """The finest with no more than about `across` cells beside each other, 0 to 9.

    Coarser where outlines meet so many cells that cutting them would take minutes.
    """
    bounds = shapely.bounds(shapely.get_parts(shapes.to_numpy()))
    if not len(bounds):
        return FINEST
    size_km = _size_km(bounds)
    whole_km = max(_size_km(_frame(bounds)[None, :])[0])
    for resolution in range(FINEST, 0, -1):
        wide_km = h3.average_hexagon_area(resolution, unit="km^2") ** 0.5
        if wide_km * across >= whole_km and np.prod(size_km / wide_km + 1, axis=1).sum() < CROSSED:
            return resolution
    return 0


def split(shapes: gpd.GeoSeries, resolution: int) -> pd.DataFrame:
    """Which part of each shape lies in which cell: the parts of a shape add up to 1.

    One line per shape and cell, with `row` (position of the shape), `cell` (its H3 index) and
    `share` of its area. A point or line lies whole in one cell. Every shape has a place.
    """
    places = _places(shapes.to_numpy())
    cells = _met(places, resolution)
    drawn = outlines(cells)
    cell, row = shapely.STRtree(places).query(drawn, "intersects")
    pairs = pd.DataFrame({ROW: row, CELL: cell}).sort_values([ROW, CELL], ignore_index=True)
    own = _common_m2(places, drawn, pairs)
    first = ~pairs.duplicated(ROW)
    lost = own.groupby(pairs[ROW]).transform("sum") == 0  # points, and what is hardly more
    own = own.mask(lost & first, 1.0)
    share = own / own.groupby(pairs[ROW]).transform("sum")
    names = np.array(cells, dtype=object)[pairs[CELL]]
    found = pd.DataFrame({ROW: pairs[ROW], CELL: names, SHARE: share})
    return found[share > 0].astype({ROW: np.int64, CELL: "str"}).reset_index(drop=True)


def outlines(cells: Sequence[str]) -> Shapes:
    """The cells as shapes in longitude and latitude, none beyond 180 degrees."""
    rings = [h3.cell_to_boundary(cell) for cell in cells]
    owner = np.repeat(np.arange(len(rings)), [len(ring) for ring in rings])
    corners = np.round(np.array(list(chain.from_iterable(rings))).reshape(-1, 2), DIGITS)[:, ::-1]
    drawn = np.empty(len(rings), dtype=object)
    if rings:
        drawn[:] = shapely.polygons(shapely.linearrings(corners, indices=owner))
    west, _, east, _ = shapely.bounds(drawn).T.reshape(4, -1)
    for place in np.flatnonzero(east - west > HALF_TURN):
        drawn[place] = _across(corners[owner == place])
    return drawn


def area_km2(drawn: Shapes) -> Numbers:
    """Of each outline, on the ellipsoid."""
    return geo.area_m2(drawn) / M2_PER_KM2


def _places(shapes: Shapes) -> Shapes:
    """The shapes; of those without an area a point."""
    has_area = shapely.area(shapes) > 0
    return np.where(has_area, shapes, shapely.point_on_surface(shapes))


def _common_m2(shapes: Shapes, drawn: Shapes, pairs: pd.DataFrame) -> pd.Series[float]:
    """What a shape and a cell have in common; of a shape in a single cell not worked out: 1."""
    row, cell = pairs[ROW].to_numpy(), pairs[CELL].to_numpy()
    is_alone = ~pairs.duplicated(ROW, keep=False).to_numpy()
    wide = np.unique(row[~is_alone])
    outer, inner = shapely.STRtree(drawn).query(shapes[wide], "contains_properly")
    is_held = np.isin(row * len(drawn) + cell, wide[outer] * len(drawn) + inner)
    common = np.where(is_alone, 1.0, geo.area_m2(drawn)[cell])
    is_cut = ~(is_alone | is_held)
    common[is_cut] = geo.area_m2(overlay.meet(shapes[row[is_cut]], drawn[cell[is_cut]]))
    return pd.Series(common, index=pairs.index)


def _met(shapes: Shapes, resolution: int) -> list[str]:
    """Cells that meet any of the shapes: from one of each shape to its neighbours, and on."""
    parts = shapely.get_parts(shapes)
    tree = shapely.STRtree(parts)
    spots = shapely.get_coordinates(shapely.point_on_surface(parts))
    fresh = _around({h3.latlng_to_cell(lat, lon, resolution) for lon, lat in spots.tolist()})
    seen: set[str] = set()
    met: list[str] = []
    while fresh:
        names = sorted(fresh)
        seen |= fresh
        held = [names[at] for at in np.unique(tree.query(outlines(names), "intersects")[0])]
        met += held
        fresh = _around(held) - seen
    return sorted(met)


def _around(cells: Iterable[str]) -> set[str]:
    """The cells and their neighbours."""
    return set(chain.from_iterable(h3.grid_disk(cell, 1) for cell in cells))


def _across(corners: Numbers) -> Geometry:
    """A ring that passes the date line, or runs round a pole, as parts on a flat map."""
    lon, lat = corners.T
    step = np.diff(lon, append=lon[0])
    step -= TURN * np.round(step / TURN)
    on = lon + TURN * np.round((lon[0] + np.append(0.0, np.cumsum(step[:-1])) - lon) / TURN)
    turn = TURN * np.round(step.sum() / TURN)
    if turn:
        pole = np.copysign(POLE, lat[0])
        on = np.array([*on, on[0] + turn, on[0] + turn, on[0]])
        lat = np.array([*lat, lat[0], pole, pole])
    whole = shapely.polygons(np.column_stack([on, lat]))
    parts = [
        shapely.clip_by_rect(
            _turned(whole, by),
            -HALF_TURN,
            -POLE,
            HALF_TURN,
            POLE,
        )
        for by in (-TURN, 0.0, TURN)
    ]
    return shapely.union_all(parts)


def _turned(shape: Geometry, by: float) -> Geometry:
    return shapely.transform(shape, lambda spots: np.round(spots + np.array([by, 0.0]), DIGITS))


def _frame(bounds: Numbers) -> Numbers:
    """West, south, east and north of all, east beyond 180 where that makes it narrower."""
    west, south, east, north = bounds.T
    is_west = west < 0
    onward = west + TURN * is_west, east + TURN * is_west
    west, east = min([(west, east), onward], key=lambda ends: np.ptp(np.concatenate(ends)))
    return np.array([west.min(), south.min(), east.max(), north.max()])


def _size_km(bounds: Numbers) -> Numbers:
    """How wide and how high each box is, in its middle."""
    west, south, east, north = bounds.T
    middle = np.cos(np.radians((south + north) / 2))
    return KM_PER_DEG * np.column_stack([(east - west) * middle, north - south])
