"""Count the people within some kilometres of mining, nobody twice."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from analytics.analyses.exposure import places, rasters
from analytics.analyses.exposure.downstream import Downstream, downstream
from analytics.analyses.exposure.ground import Ground, eroded, ground
from analytics.analyses.exposure.rasters import Groups, Total
from analytics.analyses.exposure.refusals import KM, ExposureError, check_poles, radii_km
from analytics.core import overlay, progress, schema
from analytics.raster.rowsums import sums
from analytics.raster.zonal import Sums
from analytics.stats.shape.reach import reach

if TYPE_CHECKING:
    from datetime import date

    from numpy.typing import NDArray

    from analytics.analyses.exposure import ExposureParams
    from analytics.core.dataset import Dataset
    from analytics.raster.handle import Raster

    Shapes = NDArray[np.object_]
    Numbers = NDArray[np.float64]

ALWAYS_KM: Final = (5.0, 10.0, 20.0)  # radii the answer is always told for
ENOUGH: Final = 0.95  # of the ground with a number of people; below, the answer warns
FINE: Final = 0.01  # of the smallest radius: what a drawn ring may be off by
DEGREE_KM: Final = 111.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Exposure:
    """People living near mining; the rings and `people_exclusive` each add up to `total.people`."""

    total: Total
    # inner_km, outer_km, people, covered_share, share (of the total), area_km2; from the inside
    rings: pd.DataFrame
    # site_id, name, country, province, people (overlap, do not add up), people_exclusive (nearest
    # site, add up), covered_share; the most people first
    by_site: pd.DataFrame
    # place, country, people, share; the most first, what lies in no outline last
    by_place: pd.DataFrame
    by: str
    is_by_site: bool  # places are those declared for the nearest site
    by_radius: pd.DataFrame  # radius_km, people: for radii that are always told
    low: float  # range of the total over products and extents; NaN where there is one product
    high: float
    extent_m: float
    extent_low: float  # total with outlines smaller and larger by extent_m; NaN where not asked
    extent_high: float
    # raster, name, people, covered_share, is_sample: within the largest radius
    products: pd.DataFrame
    groups: Groups
    river_km: float  # 0 where people downstream are not asked for
    downstream: Downstream | None  # None where not asked for, or without a layer of rivers
    map_rings: gpd.GeoDataFrame  # ring (position in `rings`; -1 for the sites), people, geometry
    sites: int
    uncovered: int  # sites with no number of people on any of their ground
    unplaced: int  # records without a place
    as_of: date | None  # what day the raster describes
    source: str
    cell_m: float  # height of a cell of the raster, about


def exposure(dataset: Dataset, params: ExposureParams) -> Exposure:
    """People within the radii of the sites of `dataset`, from its raster `population`."""
    radii = radii_km(params.radii)
    raster = rasters.population(dataset)
    found = dataset.sites
    placed = found[~(found.geometry.isna() | found.geometry.is_empty)]
    reach_km = max(*radii, *ALWAYS_KM) + params.extent_m / KM
    check_poles(placed.geometry.to_numpy(), reach_km)
    wide = radii[-1] + params.extent_m / KM
    with progress.part(0.0, 0.6):
        around = ground(placed, radii[-1], {*radii, *ALWAYS_KM, wide})
    zones = places.zones(dataset, around, around.whole[radii[-1]], params.by)
    narrow = overlay.joined(reach(eroded(around.shapes, params.extent_m), radii[-1] * KM))
    with progress.part(0.7, 0.95):
        told = _Told(raster, around, {**around.whole, 0.0: narrow}, zones.shapes)
    total = Total(
        radius_km=radii[-1],
        people=told.people(radii[-1]),
        covered_share=told.covered(radii[-1]),
    )
    if not total.covered_share > 0:
        raise ExposureError("exposure-elsewhere", name=raster.name)
    with progress.part(0.95, 0.97):
        products = rasters.by_product(dataset, _one(around.whole[radii[-1]]), total)
    with progress.part(0.97, 0.99):
        groups = rasters.groups(dataset, _one(around.whole[radii[-1]]), total.people)
    with progress.part(0.99, 1.0):
        beside = downstream(dataset, raster, around.shapes, params.river_km)
    extents = (told.people(0.0), told.people(wide)) if params.extent_m else ()
    near = products.loc[products["covered_share"] > 0, "people"]
    spread = [total.people, *extents, *near] if len(near) > 1 else [math.nan]
    source = next((p for p in dataset.provenance if p.part == rasters.POPULATION), None)
    return Exposure(
        total=total,
        rings=_rings(told, radii),
        by_site=_by_site(told),
        by_place=places.by_place(zones, told.of_zones, total.people),
        by=params.by,
        is_by_site=zones.is_by_site,
        by_radius=pd.DataFrame(
            {"radius_km": ALWAYS_KM, "people": [told.people(km) for km in ALWAYS_KM]}
        ),
        low=min(spread),
        high=max(spread),
        extent_m=params.extent_m,
        extent_low=extents[0] if extents else float("nan"),
        extent_high=extents[1] if extents else float("nan"),
        products=products,
        groups=groups,
        river_km=params.river_km,
        downstream=beside,
        map_rings=_map_rings(told, radii, placed),
        sites=len(around.sites),
        uncovered=int((told.discs.known_m2 <= 0).sum()),
        unplaced=len(found) - len(placed),
        as_of=source.as_of if source else None,
        source=source.source if source else "",
        cell_m=_cell_m(raster),
    )


class _Told:
    """What one pass over the raster says of every shape."""

    def __init__(
        self, raster: Raster, around: Ground, whole: dict[float, shapely.Geometry], zones: Shapes
    ) -> None:
        self.around = around
        self.whole = whole
        self._place = {km: place for place, km in enumerate(whole)}
        is_own = zones is around.own  # asked for once: outlines take room
        asked = zones[:0] if is_own else zones
        parts = [np.array(list(whole.values()), dtype=object), around.discs, around.own, asked]
        found = sums(raster, np.concatenate(parts))
        ends = np.cumsum([len(part) for part in parts])[:-1]
        self._whole, self.discs, self._own, self._zones = _split(found, ends)
        self._zones = self._own if is_own else self._zones

    def people(self, km: float) -> float:
        return float(self._whole.total[self._place[km]])

    def covered(self, km: float) -> float:
        return float(self._whole.covered[self._place[km]])

    def known_m2(self, km: float) -> tuple[float, float]:
        at = self._place[km]
        return float(self._whole.known_m2[at]), float(self._whole.ground_m2[at])

    @property
    def of_zones(self) -> Numbers:
        return self._zones.total

    @property
    def exclusive(self) -> Numbers:
        """By site; the hair's breadth that edges between neighbours leave over is dealt to all."""
        own = self._own.total
        return own * (self.people(self.around.radius_km) / own.sum()) if own.sum() > 0 else own


def _split(found: Sums, ends: NDArray[np.int64]) -> list[Sums]:
    parts = (np.split(part, ends) for part in (found.total, found.known_m2, found.ground_m2))
    return [
        Sums(total=total, known_m2=known, ground_m2=ground)
        for total, known, ground in zip(*parts, strict=True)
    ]


def _rings(told: _Told, radii: tuple[float, ...]) -> pd.DataFrame:
    """Each ring is what its circle holds beyond the one within."""
    people = np.array([told.people(km) for km in radii])
    known, ground_m2 = np.array([told.known_m2(km) for km in radii]).T
    ring_m2 = np.diff(ground_m2, prepend=0.0)
    return pd.DataFrame(
        {
            "inner_km": (0.0, *radii[:-1]),
            "outer_km": radii,
            "people": np.diff(people, prepend=0.0),
            "covered_share": np.clip(np.diff(known, prepend=0.0) / ring_m2, 0.0, 1.0),
            "share": np.diff(people, prepend=0.0) / people[-1] if people[-1] > 0 else np.nan,
            "area_km2": ring_m2 / KM**2,
        }
    )


def _by_site(told: _Told) -> pd.DataFrame:
    sites = told.around.sites.rename(columns={schema.ADMIN1: "province"})
    table = sites.assign(
        people=told.discs.total,
        people_exclusive=told.exclusive,
        covered_share=told.discs.covered,
    )
    return table.sort_values(["people", schema.SITE_ID], ascending=[False, True], ignore_index=True)


def _map_rings(told: _Told, radii: tuple[float, ...], placed: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Rings drawn coarsely, the outer one first, and the sites on top."""
    off = radii[0] / DEGREE_KM * FINE
    drawn = np.array([_coarse(told.whole[km], off) for km in radii], dtype=object)
    inner = np.array([shapely.Polygon(), *drawn[:-1]], dtype=object)
    rings = overlay.less(drawn, inner)
    sites = placed[schema.SITE_ID].astype(str).to_numpy()
    near = dict(zip(told.around.sites[schema.SITE_ID].astype(str), told.discs.total, strict=True))
    return gpd.GeoDataFrame(
        {
            "ring": [*reversed(range(len(radii))), *[-1] * len(placed)],
            "people": [*_rings(told, radii)["people"][::-1], *(near[site] for site in sites)],
            "site_id": [*[""] * len(radii), *sites],
        },
        geometry=[*rings[::-1], *placed.geometry],
        crs=schema.STORED_CRS,
    )


def _coarse(shape: shapely.Geometry, off_deg: float) -> shapely.Geometry:
    """With fewer corners, part by part: all at once takes time by the square of their number."""
    return overlay.joined(shapely.simplify(shapely.get_parts(shape), off_deg))


def _cell_m(raster: Raster) -> float:
    degrees = raster.crs.startswith("EPSG:4326") or abs(raster.transform.dy) < 1
    return abs(raster.transform.dy) * (DEGREE_KM * KM if degrees else 1.0)


def _one(shape: shapely.Geometry) -> Shapes:
    return np.array([shape], dtype=object)
