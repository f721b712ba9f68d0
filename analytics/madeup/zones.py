"""Rights and zones of the made-up land: concessions, permits, forests, conservation, mines."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from analytics.madeup.clusters import CLUSTERS, Cluster
from analytics.madeup.dice import Dice
from analytics.madeup.region import WEDGES, blob

if TYPE_CHECKING:
    from analytics.madeup.region import Line, Region

GRID_M: Final = 1_000.0  # corners of concessions lie on this grid
HALF_SIZE_KM: Final = ((4, 7), (3, 5))  # of a concession: from, to, east-west and north-south
ZONE_RADIUS_M: Final = (7_500.0, 10_500.0)
ZONE_OFF_M: Final = 3_500.0  # how far the middle of a zone lies from its district
SHRINK: Final = 0.85  # until a zone lies on land
OTHER_CONCESSIONS: Final = 12  # away from the planned districts
OVERLAPPED: Final = 5  # the district whose concession another one overlaps
MINE_SIDE_M: Final = 200.0
FOREST_USE, RIVER_DIVERSION = "forest_use", "river_diversion"
UNMAPPED_PROVINCE: Final = "Lagorin"  # where no cadastre is published


@dataclass(frozen=True, slots=True, kw_only=True)
class Right:
    """What a concession allows, and when; both days included."""

    stage: str
    status: str
    valid_from: date
    valid_to: date
    operating_authorisation: bool = True

    def covers(self, year: int) -> bool:
        """Whether mining is allowed under it; the rights change only at the turn of a year."""
        return (
            self.stage == "exploitation"
            and self.status == "active"
            and self.valid_from <= date(year, 12, 31)
            and self.valid_to >= date(year, 1, 1)
        )


def _right(stage: str, status: str, first: int, last: int, *, authorised: bool = True) -> Right:
    return Right(
        stage=stage,
        status=status,
        valid_from=date(first, 1, 1),
        valid_to=date(last, 12, 31),
        operating_authorisation=authorised,
    )


RIGHTS: Final = {
    "valid": _right("exploitation", "active", 2014, 2034),
    "expired": _right("exploitation", "expired", 2008, 2020),
    "exploration": _right("exploration", "active", 2016, 2028),
    "suspended": _right("exploitation", "suspended", 2013, 2033),
    "later": _right("exploitation", "active", 2021, 2041),
    "unauthorised": _right("exploitation", "active", 2015, 2035, authorised=False),
}


@dataclass(frozen=True, slots=True, eq=False)
class Concession:
    """One title of a cadastre."""

    number: int
    country: str
    kind: str  # a key of RIGHTS
    ring: Line

    @property
    def right(self) -> Right:
        """What it allows, and when."""
        return RIGHTS[self.kind]


@dataclass(frozen=True, slots=True, eq=False)
class Permit:
    """A permission beyond the concession, for one kind of zone."""

    number: int
    country: str
    permit: str
    valid_from: date
    valid_to: date
    ring: Line

    def covers(self, year: int) -> bool:
        """Whether it is valid in this year."""
        return self.valid_from <= date(year, 12, 31) and self.valid_to >= date(year, 1, 1)


@dataclass(frozen=True, slots=True, eq=False)
class Zone:
    """Land with a rule on mining."""

    kind: str  # the layer it belongs to
    number: int
    country: str
    ring: Line


@dataclass(frozen=True, slots=True, eq=False)
class Mine:
    """A mine that is watched pixel by pixel."""

    mine_id: str
    middle: Line

    @property
    def ring(self) -> Line:
        """The square under watch."""
        return self.middle + _box(
            -MINE_SIDE_M / 2, -MINE_SIDE_M / 2, MINE_SIDE_M / 2, MINE_SIDE_M / 2
        )


@dataclass(frozen=True, slots=True, eq=False)
class Zones:
    """Everything a site can lie in."""

    concessions: tuple[Concession, ...]
    permits: tuple[Permit, ...]
    zones: tuple[Zone, ...]
    mines: tuple[Mine, ...]


def plan(seed: int, region: Region) -> Zones:
    """Rights and zones around the districts of `clusters.py`, and some elsewhere."""
    land = {code: shapely.Polygon(ring) for code, ring in region.countries.items()}
    centres = [_centre(region, cluster) for cluster in CLUSTERS]
    titles = _titles(Dice(seed, "concessions"), centres, land)
    concessions = (
        *titles.values(),
        *_others(Dice(seed, "other concessions"), region, titles),
    )
    return Zones(
        concessions=concessions,
        permits=_permits(titles, centres),
        zones=_zones(Dice(seed, "zones"), centres, land),
        mines=(
            Mine("sample-M1", titles[5].ring.min(axis=0) + 1_200.0),
            Mine("sample-M2", _west_edge(titles[8].ring)),
            Mine("sample-M3", titles[18].ring.min(axis=0) + 1_500.0),
        ),
    )


def country_of(cluster: Cluster) -> str:
    """The country a district lies in."""
    return WEDGES[cluster.province].country


def _centre(region: Region, cluster: Cluster) -> Line:
    river = region.rivers[cluster.river]
    return river.at(np.array([cluster.along * river.length_m]))[0][0]


def _titles(
    dice: Dice, centres: list[Line], land: dict[str, shapely.Polygon]
) -> dict[int, Concession]:
    """One concession for each district that has a right, by the district's position."""
    titled: dict[int, Concession] = {}
    for at, (cluster, centre) in enumerate(zip(CLUSTERS, centres, strict=True)):
        if cluster.right:
            ring = _block(dice, centre, land[country_of(cluster)], has_notch=at % 2 == 1)
            titled[at] = Concession(len(titled) + 1, country_of(cluster), cluster.right, ring)
    return titled


def _others(dice: Dice, region: Region, titles: dict[int, Concession]) -> list[Concession]:
    """A title that overlaps another, and titles away from the districts, all in a cadastre."""
    overlapped = titles[OVERLAPPED]
    shifted = overlapped.ring + np.array([3 * GRID_M, GRID_M])
    found = [Concession(len(titles) + 1, overlapped.country, "valid", shifted)]
    mapped = [one for one in region.provinces if one.name != UNMAPPED_PROVINCE]
    ground = [shapely.Polygon(province.ring) for province in mapped]
    kinds = list(RIGHTS)
    while len(found) <= OTHER_CONCESSIONS:
        at = len(found) % len(mapped)
        west, south, east, north = ground[at].bounds
        middle = np.array([dice.one(west, east), dice.one(south, north)])
        ring = _ring(dice, middle, _half_km(dice), has_notch=len(found) % 2 == 0)
        if ground[at].contains(shapely.Polygon(ring)):
            number, kind = len(titles) + 1 + len(found), kinds[len(found) % len(kinds)]
            found.append(Concession(number, mapped[at].country, kind, ring))
    return found


def _block(dice: Dice, middle: Line, land: shapely.Polygon, *, has_notch: bool) -> Line:
    """A concession about a place, made smaller until all of it is on land."""
    half_km = _half_km(dice)
    while True:
        ring = _ring(dice, middle, half_km, has_notch=has_notch)
        if land.contains(shapely.Polygon(ring)) or max(half_km) <= 1:
            return ring
        half_km = [max(1, side - 1) for side in half_km]


def _half_km(dice: Dice) -> list[int]:
    return [int(dice.one(low, high + 1)) for low, high in HALF_SIZE_KM]


def _ring(dice: Dice, middle: Line, half_km: list[int], *, has_notch: bool) -> Line:
    """A rectangle on the cadastral grid, a corner cut out where asked."""
    centre = np.round(middle / GRID_M) * GRID_M
    east, north = half_km[0] * GRID_M, half_km[1] * GRID_M
    ring = _box(-east, -north, east, north)
    if has_notch:
        cut = GRID_M * (1 + int(dice.one(0, min(half_km))))
        notch = [[east, north - cut], [east - cut, north - cut], [east - cut, north]]
        ring = np.concatenate([ring[:2], np.array(notch), ring[3:]])
    return ring + centre


def _permits(titles: dict[int, Concession], centres: list[Line]) -> tuple[Permit, ...]:
    """Forest use where planned, one of them run out, and three diversions of a river."""
    always = (date(2015, 1, 1), date(2030, 12, 31))
    planned = [
        (FOREST_USE, always, title.country, title.ring)
        for at, title in titles.items()
        if CLUSTERS[at].permit == FOREST_USE
    ]
    run_out = titles[3]
    planned.append(
        (FOREST_USE, (date(2015, 1, 1), date(2018, 12, 31)), run_out.country, run_out.ring)
    )
    planned += [
        (
            RIVER_DIVERSION,
            always,
            country_of(CLUSTERS[at]),
            centres[at] + _box(-2500, -1500, 2500, 1500),
        )
        for at in (0, 5, 18)
    ]
    return tuple(
        Permit(number, country, permit, first, last, ring)
        for number, (permit, (first, last), country, ring) in enumerate(planned, start=1)
    )


def _zones(dice: Dice, centres: list[Line], land: dict[str, shapely.Polygon]) -> tuple[Zone, ...]:
    zones: list[Zone] = []
    for cluster, centre in zip(CLUSTERS, centres, strict=True):
        if not cluster.zone:
            continue
        country, angle = country_of(cluster), dice.one(0, 2 * np.pi)
        middle = centre + ZONE_OFF_M * np.array([np.cos(angle), np.sin(angle)])
        shape = blob(dice, 64, roughness=0.12) * dice.one(*ZONE_RADIUS_M)
        while not land[country].contains(shapely.Polygon(middle + shape)):
            shape, middle = shape * SHRINK, centre + SHRINK * (middle - centre)
        number = sum(zone.kind == cluster.zone for zone in zones) + 1
        zones.append(Zone(cluster.zone, number, country, middle + shape))
    return tuple(zones)


def _west_edge(ring: Line) -> Line:
    """The middle of the western side of a block."""
    low, high = ring.min(axis=0), ring.max(axis=0)
    return np.array([low[0] + 25.0, (low[1] + high[1]) / 2])


def _box(west: float, south: float, east: float, north: float) -> Line:
    return np.array([[west, south], [east, south], [east, north], [west, north]], dtype=float)
