"""What is true about the made-up land by construction, for tests of everything that measures it.

Areas are taken on the ellipsoid with pyproj's Geod from the pieces the land was drawn with, so
that neither the product's own areas nor its overlays have a part in them.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from dataclasses import asdict, dataclass
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import shapely
from pyproj import Geod

from analytics.core import schema
from analytics.madeup import pixels, sites
from analytics.madeup.attributes import noted
from analytics.madeup.land import land
from analytics.madeup.region import degrees
from analytics.madeup.screening import screened

if TYPE_CHECKING:
    from collections.abc import Mapping

    from analytics.madeup.land import Land
    from analytics.madeup.region import Line
    from analytics.madeup.zones import Mine, Zones

GEOD: Final = Geod(ellps="WGS84")
M2_PER_HA: Final = 10_000.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Controls:
    """The break in one province: what was prevented, what turned up next door, what came back."""

    province: str
    first_year: str
    drop: float  # share of what would have been mined
    leaks_to: str
    leak: float  # share of what was prevented
    rebound_year: str
    rebound: Mapping[str, float]  # by year, share of what would have been mined


@dataclass(frozen=True, slots=True, kw_only=True)
class Town:
    """A town and the people planned for it; the grid holds whole people."""

    name: str
    lon: float
    lat: float
    people: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Excavation:
    """What is dug at a watched mine; days are those of the first pass that can see it."""

    pixels: int
    pixel_ha: float  # of one pixel
    bare_pixels: int  # dug before the first pass
    dug_pixels: int
    dug_ha: float
    dug_in_lease_ha: float
    dug_in_conservation_ha: float
    first: str  # "" when nothing is dug
    last: str
    dug_on: Mapping[int, str]  # pixel to day
    dug_ha_by_month: Mapping[str, float]  # running total at the end of each month


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth:
    """Hectares are new mining; sites count once in every group they touch."""

    seed: int
    records: int
    sites: int
    total_ha: float
    area_ha_by_country: Mapping[str, float]
    area_ha_by_province: Mapping[str, float]
    area_ha_by_year: Mapping[str, float]
    area_ha_by_province_and_year: Mapping[str, Mapping[str, float]]
    area_ha_without_controls: Mapping[str, Mapping[str, float]]  # province and year, as planned
    sites_by_country: Mapping[str, int]
    sites_by_province: Mapping[str, int]
    across_countries: tuple[str, ...]  # site ids
    across_provinces: tuple[str, ...]  # site ids, those across countries included
    controls: Controls
    records_by_value: Mapping[str, Mapping[str, int]]  # column, value; "" where nothing is noted
    screening: Mapping[str, str]  # "site_id year" to reason; sites cut by a zone are left out
    land_ha_by_province: Mapping[str, float]
    people: int
    towns: tuple[Town, ...]
    excavation: Mapping[str, Excavation]

    def as_json(self) -> dict[str, Any]:
        """The whole truth in the types JSON has."""
        return asdict(self)


@cache
def known(seed: int) -> Truth:
    """The truth about the land of this seed."""
    drawn = land(seed)
    pieces = _pieces(drawn)
    by_province_year = _summed(pieces, "province", "year")
    return Truth(
        seed=seed,
        records=len(drawn.records),
        sites=len({record.site for record in drawn.records}),
        total_ha=math.fsum(piece["ha"] for piece in pieces),
        area_ha_by_country=_sums(pieces, "country"),
        area_ha_by_province=_sums(pieces, "province"),
        area_ha_by_year=_sums(pieces, "year"),
        area_ha_by_province_and_year=by_province_year,
        area_ha_without_controls=_without_controls(drawn),
        sites_by_country=_site_counts(pieces, "country"),
        sites_by_province=_site_counts(pieces, "province"),
        across_countries=_across(pieces, "country"),
        across_provinces=_across(pieces, "province"),
        controls=_controls(drawn),
        records_by_value=_values(drawn),
        screening=screened(drawn),
        land_ha_by_province={
            province.name: geodesic_ha(province.ring) for province in drawn.region.provinces
        },
        people=drawn.people.total,
        towns=tuple(
            Town(name=town.name, lon=lon, lat=lat, people=town.people)
            for town in drawn.people.towns
            for lon, lat in [degrees(town.middle).tolist()]
        ),
        excavation={
            mine.mine_id: _excavation(seed, mine, drawn.zones) for mine in drawn.zones.mines
        },
    )


def geodesic_ha(ring: Line) -> float:
    """Area of a ring in metres once it lies on the ellipsoid."""
    lon, lat = degrees(ring).T
    return abs(float(GEOD.polygon_area_perimeter(lon, lat)[0])) / M2_PER_HA


def _pieces(drawn: Land) -> list[dict[str, Any]]:
    """One entry for each piece of a record in a province."""
    return [
        {
            "site": site_id(record),
            "year": str(record.year),
            "province": drawn.region.provinces[province].name,
            "country": drawn.region.provinces[province].country,
            "ha": geodesic_ha(ring),
        }
        for record in drawn.records
        for province, ring in record.parts
    ]


def site_id(record: sites.Record) -> str:
    """The id a record's site has in the data set."""
    return f"sample-{record.site:04d}"


def _sums(pieces: list[dict[str, Any]], key: str) -> dict[str, float]:
    sums: defaultdict[str, float] = defaultdict(float)
    for piece in pieces:
        sums[piece[key]] += piece["ha"]
    return dict(sorted(sums.items()))


def _summed(pieces: list[dict[str, Any]], outer: str, inner: str) -> dict[str, dict[str, float]]:
    return {
        value: _sums([piece for piece in pieces if piece[outer] == value], inner)
        for value in sorted({piece[outer] for piece in pieces})
    }


def _site_counts(pieces: list[dict[str, Any]], key: str) -> dict[str, int]:
    pairs = {(piece[key], piece["site"]) for piece in pieces}
    return dict(sorted(Counter(value for value, _ in pairs).items()))


def _across(pieces: list[dict[str, Any]], key: str) -> tuple[str, ...]:
    touched: defaultdict[str, set[str]] = defaultdict(set)
    for piece in pieces:
        touched[piece["site"]].add(piece[key])
    return tuple(sorted(site for site, values in touched.items() if len(values) > 1))


def _without_controls(drawn: Land) -> dict[str, dict[str, float]]:
    return {
        province.name: {
            str(year): float(drawn.plan.without_controls[row, column])
            for row, year in enumerate(sites.YEARS)
        }
        for column, province in enumerate(drawn.region.provinces)
    }


def _controls(drawn: Land) -> Controls:
    names = [province.name for province in drawn.region.provinces]
    return Controls(
        province=names[sites.BROKEN],
        first_year=str(sites.BREAK_YEAR),
        drop=sites.DROP,
        leaks_to=names[sites.NEIGHBOUR],
        leak=sites.LEAK,
        rebound_year=str(sites.REBOUND_YEAR),
        rebound={str(year): share for year, share in sites.REBOUND.items()},
    )


def _values(drawn: Land) -> dict[str, dict[str, int]]:
    columns = noted(drawn.seed, drawn.records)
    return {
        column: dict(sorted(Counter(str(value or "") for value in columns[column]).items()))
        for column in schema.CATEGORIES
    }


def _excavation(seed: int, mine: Mine, zones: Zones) -> Excavation:
    seen = pixels.watch(seed, mine)
    dug = np.flatnonzero(seen.dug_at < pixels.NEVER)
    pixel_ha = geodesic_ha(mine.ring) / pixels.SIDE**2
    days = {int(pixel): seen.dug_on(int(pixel)) for pixel in dug}
    lease = [title.ring for title in zones.concessions if title.right.covers(sites.YEARS[-1])]
    conservation = [zone.ring for zone in zones.zones if zone.kind == "conservation"]
    return Excavation(
        pixels=pixels.SIDE**2,
        pixel_ha=pixel_ha,
        bare_pixels=int(seen.is_bare.sum()),
        dug_pixels=len(dug),
        dug_ha=len(dug) * pixel_ha,
        dug_in_lease_ha=_inside(seen, dug, lease) * pixel_ha,
        dug_in_conservation_ha=_inside(seen, dug, conservation) * pixel_ha,
        first=min(days.values()).isoformat() if days else "",
        last=max(days.values()).isoformat() if days else "",
        dug_on={pixel: when.isoformat() for pixel, when in days.items()},
        dug_ha_by_month={
            month: sum(when.isoformat()[:7] <= month for when in days.values()) * pixel_ha
            for month in _months()
        },
    )


def _inside(seen: pixels.Watch, dug: np.ndarray[Any, np.dtype[np.int64]], rings: list[Line]) -> int:
    """How many of the dug pixels have their middle in one of the rings."""
    inside = np.zeros(len(dug), dtype=bool)
    for ring in rings:
        inside |= shapely.contains_xy(shapely.Polygon(degrees(ring)), seen.lon[dug], seen.lat[dug])
    return int(inside.sum())


def _months() -> list[str]:
    days = [pixels.day(number) for number in range(pixels.PASSES)]
    return sorted({date.isoformat(day)[:7] for day in days})
