"""The ground within so many kilometres of the sites: of each, of all together, of each alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd
import shapely

from analytics.analyses.exposure.refusals import KM
from analytics.core import overlay, progress, schema
from analytics.stats.shape.nearest import dealt, together
from analytics.stats.shape.reach import reach

if TYPE_CHECKING:
    import geopandas as gpd
    from numpy.typing import NDArray
    from shapely import Geometry

    Shapes = NDArray[np.object_]

JOINED: Final = 0.4  # of the work on the ground is joining it; the rest is dealing it out


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Ground:
    """Longitude-latitude shapes; `sites` and the arrays of shapes go row by row."""

    radius_km: float  # the largest one
    sites: pd.DataFrame  # site_id, name, country, admin1
    shapes: Shapes
    discs: Shapes  # within the largest radius of each site: these overlap
    own: Shapes  # the part of each disc that is nearest to its own site: these do not
    whole: Mapping[float, Geometry]  # radius in km -> all ground within it, once


def ground(placed: gpd.GeoDataFrame, radius_km: float, others: Iterable[float]) -> Ground:
    """The ground within `radius_km` by site, and for every one of `others` the whole."""
    sites, shapes = by_site(placed)
    discs = reach(shapes, radius_km * KM)
    whole = {radius_km: overlay.joined(discs)}
    rest = [km for km in others if km not in whole]
    for place, km in enumerate(rest):
        progress.at(JOINED * (place + 1) / (len(rest) + 1))
        whole[km] = overlay.joined(reach(shapes, km * KM))
    groups = together(discs, whole[radius_km])
    with progress.part(JOINED, 1.0):
        own = dealt(shapes, discs, groups)
    return Ground(
        radius_km=radius_km, sites=sites, shapes=shapes, discs=discs, own=own, whole=whole
    )


def by_site(placed: gpd.GeoDataFrame) -> tuple[pd.DataFrame, Shapes]:
    """One row per site, all its records together."""
    columns = [schema.SITE_ID, schema.NAME, schema.COUNTRY, schema.ADMIN1]
    table = pd.DataFrame(placed[columns]).reset_index(drop=True)
    shapes = placed.geometry.to_numpy()
    place = table.groupby(schema.SITE_ID, sort=False).ngroup().to_numpy()
    first = ~table[schema.SITE_ID].duplicated().to_numpy()
    if first.all():
        return table, shapes
    order = np.argsort(place, kind="stable")
    parts, owner = shapely.get_parts(shapes[order], return_index=True)
    joined = shapely.geometrycollections(parts, indices=place[order][owner])
    single = np.bincount(place, minlength=int(place.max()) + 1) == 1
    joined[single] = shapes[order][np.flatnonzero(single[place[order]])]
    return table[first].reset_index(drop=True), joined


def eroded(shapes: Shapes, by_m: float) -> Shapes:
    """Outlines made smaller all round; of one that would vanish, a point within is left."""
    has_area = shapely.area(shapes) > 0
    smaller = shapes.copy()
    smaller[has_area] = reach(shapes[has_area], -by_m)
    gone = has_area & shapely.is_empty(smaller)
    smaller[gone] = shapely.point_on_surface(shapes[gone])
    return smaller
