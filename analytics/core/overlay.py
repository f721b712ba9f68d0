"""Cutting and joining shapes without slivers, stray lines or crashes.

The only module that calls GEOS set operations. Coordinates are longitude and latitude; areas
are compared on the ellipsoid. Nothing is prepared and kept: a prepared shape shared by two
threads crashes GEOS.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from analytics.core import geo

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from shapely import Geometry

    Shapes = NDArray[np.object_]
    Areas = NDArray[np.float64]

SNAP_DEG: Final = 1e-9  # a tenth of a millimetre: coordinates closer than this make GEOS fail
GRIDS_DEG: Final = (1e-12, 1e-11, 1e-10, SNAP_DEG)  # tried in turn where areas do not add up
AREA_SLACK: Final = (1e-9, 1e-16)  # of the area, and square degrees: about a square millimetre
LEAST_SHARE: Final = 1e-12  # below this a share is noise of the arithmetic
ROW, ZONE, SHARE = "row", "zone", "share"


def shares(sites: gpd.GeoSeries, zones: gpd.GeoSeries) -> pd.DataFrame:
    """How much of each site lies in which zone; what is missing to 1 lies outside them all.

    One row per site and zone that share ground: `row` and `zone` are positions (0…n-1), `share`
    the part of the site's own area, ordered by both. Where zones overlap the first one wins,
    so the shares of a site never add up to more than 1. Points, lines and shapes without an
    area go whole to the first zone that holds a point of theirs.
    """
    shapes, grounds = sites.to_numpy(), zones.to_numpy()
    has_area = shapely.area(shapes) > 0
    if not has_area.all():
        shapes = shapes.copy()
        shapes[~has_area] = shapely.point_on_surface(shapes[~has_area])
    held, met = _meetings(shapes, grounds)
    whole = _first(held, met, has_area)
    cut = met[met[ZONE] < met[ROW].map(whole).fillna(len(grounds))]
    cut = cut[has_area[cut[ROW].to_numpy()]]
    claimed = _claims(shapes, grounds, cut, whole)
    alone = whole[~whole.index.isin(cut[ROW].unique())]
    entire = pd.DataFrame({ROW: alone.index, ZONE: alone.to_numpy(), SHARE: 1.0})
    both = pd.concat([entire, claimed], ignore_index=True) if len(claimed) else entire
    types = {ROW: np.int64, ZONE: np.int64, SHARE: float}
    return both.astype(types).sort_values([ROW, ZONE], ignore_index=True)


def union_ha(sites: gpd.GeoSeries) -> float:
    """Hectares that `sites` cover together; ground covered twice counts once."""
    return float(_area(np.array([dissolve(sites)], dtype=object))[0] / geo.M2_PER_HA)


def inside(shapes: gpd.GeoSeries, cutter: Geometry) -> gpd.GeoSeries:
    """The part of each shape within `cutter`, as polygons; empty where they only touch."""
    return _like(shapes, meet(shapes.to_numpy(), areal(np.array([cutter], dtype=object))[0]))


def outside(shapes: gpd.GeoSeries, cutter: Geometry) -> gpd.GeoSeries:
    """The part of each shape beyond `cutter`, as polygons; empty where nothing is left."""
    return _like(shapes, less(shapes.to_numpy(), areal(np.array([cutter], dtype=object))[0]))


def pairwise(shapes: gpd.GeoSeries, cutters: gpd.GeoSeries) -> gpd.GeoSeries:
    """The part of each shape within the cutter at the same place, as polygons."""
    return _like(shapes, meet(shapes.to_numpy(), areal(cutters.to_numpy())))


def dissolve(shapes: gpd.GeoSeries) -> Geometry:
    """One shape for all, as polygons; ground covered twice counts once."""
    return joined(areal(shapes.to_numpy()))


def alike(
    shapes: gpd.GeoSeries, at_least: float, *, groups: NDArray[np.int64] | None = None
) -> pd.DataFrame:
    """Pairs of polygons of one group that cover nearly the same ground.

    `left` and `right` are positions, left before right; `overlap` is the area of the two
    together over the area they cover jointly, from `at_least` to 1.
    """
    polygons = areal(shapes.to_numpy())
    left, right = shapely.STRtree(polygons).query(polygons)
    keep = left < right
    if groups is not None:
        keep &= groups[left] == groups[right]
    return _alike(polygons, polygons, left[keep], right[keep], at_least)


def alike_between(these: gpd.GeoSeries, those: gpd.GeoSeries, at_least: float) -> pd.DataFrame:
    """As `alike`, for pairs of one shape of `these` (`left`) and one of `those` (`right`)."""
    mine, others = areal(these.to_numpy()), areal(those.to_numpy())
    left, right = shapely.STRtree(others).query(mine)
    return _alike(mine, others, left, right, at_least)


def joined(shapes: Shapes) -> Geometry:
    """One shape for all polygons of an array."""
    with np.errstate(all="ignore"):  # as in _operate
        try:
            return shapely.disjoint_subset_union_all(shapes)
        except shapely.GEOSException:
            return shapely.union_all(shapely.set_precision(shapes, SNAP_DEG), grid_size=SNAP_DEG)


def meet(these: Shapes, those: Shapes | Geometry) -> Shapes:
    """What each has in common with the other at the same place, as polygons."""
    return areal(_operate(shapely.intersection, these, those))


def less(these: Shapes, those: Shapes | Geometry) -> Shapes:
    """What the other at the same place leaves of each, as polygons."""
    return areal(_operate(shapely.difference, these, those))


def plus(these: Shapes, those: Shapes | Geometry) -> Shapes:
    """What each and the other at the same place cover together, as polygons."""
    return areal(_operate(shapely.union, these, those))


def halves(these: Shapes, those: Shapes) -> tuple[Shapes, Shapes]:
    """What each has in common with the other at the same place, and what that leaves of it.

    The two add up to the whole: where edges nearly coincide GEOS can be wrong without a word, so
    areas are compared, and what does not add up is done again on finer and coarser grids.
    """
    inside, outside = meet(these, those), less(these, those)
    size = shapely.area(these)
    for grid in GRIDS_DEG:
        off = np.flatnonzero(_differ(shapely.area(inside) + shapely.area(outside), size))
        if not len(off):
            break
        with np.errstate(all="ignore"):  # as in _operate
            mine, others = shapely.set_precision(these[off], grid), those[off]
            inside[off] = areal(shapely.intersection(mine, others, grid_size=grid))
            outside[off] = areal(shapely.difference(mine, others, grid_size=grid))
    return inside, outside


def sums(these: Shapes, those: Shapes) -> Shapes:
    """As `plus`, compared by area with what the two have in common; done again where it differs."""
    together = plus(these, those)
    size = shapely.area(these) + shapely.area(those)
    size -= shapely.area(meet(these, those))
    for grid in GRIDS_DEG:
        off = np.flatnonzero(_differ(shapely.area(together), size))
        if not len(off):
            break
        with np.errstate(all="ignore"):  # as in _operate
            together[off] = areal(shapely.union(these[off], those[off], grid_size=grid))
    return together


def areal(shapes: Shapes) -> Shapes:
    """Only the polygons: lines and points, left where shapes touch, make the next step fail."""
    kind = shapely.get_type_id(shapes)
    clean = np.isin(kind, (-1, 3, 6))  # nothing, polygon, multipolygon
    if clean.all():
        return np.asarray(shapes, dtype=object)
    only = np.array(shapes, dtype=object)
    only[~clean] = [
        shapely.MultiPolygon([p for p in shapely.get_parts(shape) if p.geom_type == "Polygon"])
        for shape in only[~clean]
    ]
    return only


def _meetings(shapes: Shapes, grounds: Shapes) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Pairs of row and zone: those held entirely, and those that meet without being held.

    The tree stands on the sites and the zones ask: GEOS then indexes each large zone once
    (PLATFORM: 120 times faster than an overlay on real data). Zones ask polygon by polygon.
    """
    parts, owner = shapely.get_parts(grounds, return_index=True)
    tree = shapely.STRtree(shapes)
    held = tree.query(parts, predicate="contains_properly")
    met = tree.query(parts, predicate="intersects")
    pairs = [pd.DataFrame({ROW: row, ZONE: owner[part]}) for part, row in (held, met)]
    inner, every = (p.drop_duplicates() for p in pairs)
    code = len(grounds)
    is_held = np.isin(every[ROW] * code + every[ZONE], inner[ROW] * code + inner[ZONE])
    return inner, every[~is_held]


def _first(held: pd.DataFrame, met: pd.DataFrame, has_area: NDArray[np.bool_]) -> pd.Series[int]:
    """The first zone that holds a whole site, by row; a point is held by what it touches."""
    spots = met[~has_area[met[ROW].to_numpy()]]
    return pd.concat([held, spots]).groupby(ROW)[ZONE].min()


def _claims(
    shapes: Shapes, grounds: Shapes, cut: pd.DataFrame, whole: pd.Series[int]
) -> pd.DataFrame:
    """Shares of the sites that zones cut; each zone takes what earlier ones have left."""
    entire = whole[whole.index.isin(cut[ROW].unique())]
    last = pd.DataFrame({ROW: entire.index, ZONE: entire.to_numpy(), "holds": True})
    pairs = pd.concat([cut.assign(holds=False), last]).sort_values([ROW, ZONE], ignore_index=True)
    if pairs.empty:
        return pairs.drop(columns="holds")
    row, zone = pairs[ROW].to_numpy(), pairs[ZONE].to_numpy()
    holds = pairs["holds"].to_numpy(dtype=bool)
    pieces = shapes[row]
    pieces[~holds] = meet(shapes[row[~holds]], grounds[zone[~holds]])
    own = _in_turn(pieces, pairs.groupby(ROW).cumcount().to_numpy().astype(np.int64))
    claims = pairs[[ROW, ZONE]].assign(**{SHARE: _area(own) / _area(shapes[row])})
    claims[SHARE] /= np.maximum(claims.groupby(ROW)[SHARE].transform("sum"), 1.0)
    return claims[claims[SHARE] > LEAST_SHARE]


def _in_turn(pieces: Shapes, rank: NDArray[np.int64]) -> Shapes:
    """Each piece less what pieces of a lower rank of the same site cover; ranks run 0, 1, 2 …."""
    own, taken = pieces.copy(), pieces.copy()
    for step in range(1, int(rank.max()) + 1):
        here = np.flatnonzero(rank == step)
        own[here] = less(pieces[here], taken[here - 1])
        taken[here] = plus(taken[here - 1], own[here])
    return own


def _alike(
    these: Shapes,
    those: Shapes,
    left: NDArray[np.int64],
    right: NDArray[np.int64],
    at_least: float,
) -> pd.DataFrame:
    close = _could_be_alike(these[left], those[right], at_least)
    left, right = left[close], right[close]
    mine, others = these[left], those[right]
    common = _area(meet(mine, others))
    overlap = common / (_area(mine) + _area(others) - common)
    found = pd.DataFrame({"left": left, "right": right, "overlap": overlap})
    return found[overlap >= at_least].sort_values(["left", "right"], ignore_index=True)


def _could_be_alike(these: Shapes, those: Shapes, at_least: float) -> NDArray[np.bool_]:
    """Whether the boxes and the areas of a pair leave room for so much overlap."""
    mine, others = shapely.bounds(these), shapely.bounds(those)
    low = np.maximum(mine[:, :2], others[:, :2])
    high = np.minimum(mine[:, 2:], others[:, 2:])
    room = np.prod(np.maximum(high - low, 0), axis=1)
    smaller, larger = np.sort([shapely.area(these), shapely.area(those)], axis=0)
    return np.asarray((larger > 0) & (np.minimum(room, smaller) >= at_least * larger))


def _area(shapes: Shapes) -> Areas:
    return geo.area_m2(shapes)


def _operate(operation: Callable[..., Shapes], these: Shapes, those: Shapes | Geometry) -> Shapes:
    """As it is, or snapped to a grid where GEOS cannot tell two coordinates apart.

    GEOS divides by the distance of two coordinates on its way; where that is next to nothing
    the processor notes a division by zero, though the shape that comes out is right. What GEOS
    cannot do it says by an exception.
    """
    with np.errstate(all="ignore"):
        try:
            return operation(these, those)
        except shapely.GEOSException:
            return operation(these, those, grid_size=SNAP_DEG)


def _differ(found: Areas, wanted: Areas) -> NDArray[np.bool_]:
    relative, absolute = AREA_SLACK
    return np.asarray(np.abs(found - wanted) > relative * wanted + absolute)


def _like(shapes: gpd.GeoSeries, new: Shapes) -> gpd.GeoSeries:
    return gpd.GeoSeries(new, index=shapes.index, crs=shapes.crs)
