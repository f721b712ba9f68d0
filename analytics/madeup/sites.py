"""Mining sites of the made-up land: how much in each year and province, where, and of what kind."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from analytics.madeup.clusters import CLUSTERS
from analytics.madeup.dice import Dice
from analytics.madeup.outlines import halves, pit, strip
from analytics.madeup.region import WEDGES, planar_ha

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from analytics.madeup.clusters import Cluster
    from analytics.madeup.region import Line, Region, River

YEARS: Final = tuple(range(2016, 2026))
START_HA: Final = (27.0, 46.0, 23.0, 31.0, 18.0, 16.0)  # first year, in the order of the provinces
GROWTH: Final = (0.10, 0.13, 0.07, 0.12, 0.09, 0.14)  # a year, before the break
UNEVEN: Final = 0.08  # standard deviation of a year about its growth

BROKEN: Final = 1  # the province where controls begin, and its neighbour that takes the leak
NEIGHBOUR: Final = 0
BREAK_YEAR, REBOUND_YEAR = 2022, 2024
DROP: Final = 0.60  # of what would have been mined, while controls last
LEAK: Final = 0.25  # of what was prevented, turning up next door in the same year
REBOUND: Final = {2024: 0.85, 2025: 1.0}  # of what would have been mined without controls

MEDIAN_HA, SPREAD = 3.9, 1.05  # of the lognormal sizes
SMALLEST_HA, LARGEST_HA = 0.8, 60.0  # before a year is scaled to its plan
RETURNS: Final = 0.28  # of records that continue a site of an earlier year
ALONG_RIVER: Final = 0.68  # of sites are strips on a bank, the others pits
DOWNSTREAM: Final = 0.7  # of returns go on below the old outline, the others above
DISTRICT_M, CREEP_M = 2_600.0, 350.0  # spread of a district along the river; its drift in a year
RIVER_END_M: Final = 1_500.0  # kept clear at source and mouth
INLAND_M: Final = (120.0, 3_200.0)  # distance of pits from the water
M2_PER_HA: Final = 10_000.0
TRIES: Final = 80
MOST_RECORDS: Final = 2_000
NEARBY_TRIES: Final = 4  # of them beside the known site
LONGEST: Final = 1.4  # half the length of the longest outline, in sides of a square of its size
APART: Final = 1.02  # sites keep at least this share of the sum of their radii apart


@dataclass(frozen=True, eq=False)
class Record:
    """New mining at one site in one year; `parts` are the pieces in each province, in metres."""

    site: int
    year: int
    cluster: int  # -1 for a site put across a border
    is_along_river: bool
    outline: Line
    parts: tuple[tuple[int, Line], ...]

    @property
    def province(self) -> int:
        """The province with the largest piece."""
        return max(self.parts, key=lambda part: planar_ha(part[1]))[0]

    @cached_property
    def size_ha(self) -> float:
        """Planned size, on the plane."""
        return planar_ha(self.outline)

    @cached_property
    def middle(self) -> Line:
        """Centre of the bounding box, in metres."""
        return (self.outline.min(axis=0) + self.outline.max(axis=0)) / 2

    @cached_property
    def radius_m(self) -> float:
        """Half the diagonal of the bounding box."""
        return float(np.hypot(*(self.outline.max(axis=0) - self.outline.min(axis=0)))) / 2


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """Hectares by year (rows) and province (columns)."""

    without_controls: NDArray[np.float64]
    with_controls: NDArray[np.float64]


def plan(seed: int) -> Plan:
    """Growth, the break of controls in one province, its leak next door, and the rebound."""
    uneven = 1 + UNEVEN * Dice(seed, "plan").bell(len(YEARS) * len(WEDGES))
    since = np.arange(len(YEARS))[:, None]
    steady = np.array(START_HA) * (1 + np.array(GROWTH)) ** since
    free = np.asarray(steady * uneven.reshape(steady.shape), dtype=np.float64)
    actual = free.copy()
    for row, year in enumerate(YEARS):
        if BREAK_YEAR <= year < REBOUND_YEAR:
            prevented = DROP * free[row, BROKEN]
            actual[row, BROKEN] -= prevented
            actual[row, NEIGHBOUR] += LEAK * prevented
        elif year >= REBOUND_YEAR:
            actual[row, BROKEN] = REBOUND[year] * free[row, BROKEN]
    return Plan(free, actual)


def place(seed: int, region: Region, planned: Plan) -> tuple[Record, ...]:
    """Every record, by year and province; no two records overlap."""
    settler = _Settler(region, _across_borders(Dice(seed, "across borders"), region))
    due = planned.with_controls.copy()
    for record in settler.placed:
        for province, ring in record.parts:
            due[record.year - YEARS[0], province] -= planar_ha(ring)
    for row, year in enumerate(YEARS):
        for province in range(len(WEDGES)):
            dice = Dice(seed, f"sites {year} {province}")
            for size_ha in _sizes(dice, due[row, province]):
                settler.settle(dice, year, province, size_ha)
    return tuple(sorted(settler.placed, key=lambda one: (one.year, one.province, one.site)))


def _sizes(dice: Dice, due_ha: float) -> list[float]:
    """Lognormal sizes that add up to `due_ha`."""
    sizes: list[float] = []
    while math.fsum(sizes) < due_ha:
        size_ha = MEDIAN_HA * float(np.exp(SPREAD * dice.bell(1)[0]))
        sizes.append(min(max(size_ha, SMALLEST_HA), LARGEST_HA, max(0.6 * due_ha, SMALLEST_HA)))
    if len(sizes) > 1 and math.fsum(sizes) - due_ha > sizes[-1] / 2:
        sizes.pop()
    return [size_ha * due_ha / math.fsum(sizes) for size_ha in sizes]


def _across_borders(dice: Dice, region: Region) -> list[Record]:
    """One site on each line between provinces, four on the border between the countries."""
    paths = [(region.border, share) for share in (0.12, 0.38, 0.60, 0.85)]
    paths += [(line, 0.5) for line in region.lines]
    ground = [shapely.Polygon(province.ring) for province in region.provinces]
    records = []
    for site, (path, share) in enumerate(paths, start=1):
        at = int(share * (len(path) - 1))
        whole, left, right = halves(dice, path[at], path[at + 1], dice.one(7, 16))
        records.append(
            Record(
                site=site,
                year=YEARS[2 + site % 8],
                cluster=-1,
                is_along_river=False,
                outline=whole,
                parts=tuple((_holder(ground, ring), ring) for ring in (left, right)),
            )
        )
    return records


def _holder(ground: list[shapely.Polygon], ring: Line) -> int:
    """The province that holds the middle of a ring."""
    middle = ring.mean(axis=0)
    return next(at for at, land in enumerate(ground) if shapely.contains_xy(land, *middle))


class _Settler:
    """Finds room for one record after another; `placed` grows."""

    def __init__(self, region: Region, placed: list[Record]) -> None:
        self.placed = placed
        self._rivers = region.rivers
        self._ground = [shapely.Polygon(province.ring) for province in region.provinces]
        shapely.prepare(self._ground)
        self._circles = np.zeros((3, MOST_RECORDS))  # x, y, radius in metres
        for at, record in enumerate(placed):
            self._circles[:, at] = (*record.middle, record.radius_m)
        self._latest: dict[int, dict[int, tuple[Record, float]]] = {
            province: {} for province in range(len(WEDGES))
        }

    def settle(self, dice: Dice, year: int, province: int, size_ha: float) -> None:
        """Add a record of this size, at a known site where chance says so and there is room."""
        known = self._known(dice, year, province)
        for attempt in range(TRIES):
            if attempt == NEARBY_TRIES:
                known = None
            record, along_m = self._draft(dice, year, province, size_ha, known)
            if self._has_room(record, province):
                self._circles[:, len(self.placed)] = (*record.middle, record.radius_m)
                self.placed.append(record)
                self._latest[province][record.site] = (record, along_m)
                return
        msg = f"no room for {size_ha:.1f} ha in province {province} in {year}"
        raise RuntimeError(msg)

    def _known(self, dice: Dice, year: int, province: int) -> tuple[Record, float] | None:
        """A site of an earlier year to continue; None for a new site."""
        earlier = [one for one in self._latest[province].values() if one[0].year < year]
        if not earlier or dice.one() >= RETURNS:
            return None
        return earlier[int(dice.one(0, len(earlier)))]

    def _draft(
        self,
        dice: Dice,
        year: int,
        province: int,
        size_ha: float,
        known: tuple[Record, float] | None,
    ) -> tuple[Record, float]:
        if known is None:
            cluster = _cluster(dice, province, year)
            is_along_river = dice.one() < ALONG_RIVER
            along_m = self._along_m(dice, CLUSTERS[cluster], year)
            site = len(self.placed) + 1
        else:
            old, old_along_m = known
            cluster, is_along_river, site = old.cluster, old.is_along_river, old.site
            way = 1 if dice.one() < DOWNSTREAM else -1
            along_m = old_along_m + way * (old.radius_m + LONGEST * np.sqrt(size_ha * M2_PER_HA))
        river = self._rivers[CLUSTERS[cluster].river]
        if is_along_river:
            outline = strip(dice, river, along_m, size_ha)
        else:
            outline = pit(dice, _off_the_bank(dice, river, along_m, size_ha), size_ha)
        parts = ((province, outline),)
        return Record(site, year, cluster, is_along_river, outline, parts), along_m

    def _along_m(self, dice: Dice, cluster: Cluster, year: int) -> float:
        """About the middle of the district, which creeps downstream."""
        length_m = self._rivers[cluster.river].length_m
        creep_m = CREEP_M * (year - YEARS[0])
        along_m = cluster.along * length_m + creep_m + DISTRICT_M * float(dice.bell(1)[0])
        return float(np.clip(along_m, RIVER_END_M, length_m - RIVER_END_M))

    def _has_room(self, record: Record, province: int) -> bool:
        """Whole, inside the province, and clear of every other record."""
        x, y, radius_m = self._circles[:, : len(self.placed)]
        apart = np.hypot(x - record.middle[0], y - record.middle[1])
        if (apart < APART * (radius_m + record.radius_m)).any():
            return False
        shape = shapely.Polygon(record.outline)
        return bool(shape.is_valid and self._ground[province].contains(shape))


def _cluster(dice: Dice, province: int, year: int) -> int:
    return dice.pick(
        [one.weight if one.province == province and one.since <= year else 0.0 for one in CLUSTERS]
    )


def _off_the_bank(dice: Dice, river: River, along_m: float, size_ha: float) -> Line:
    """The middle of a pit away from the water, up to a few kilometres."""
    points, normals, widths_m = river.at(np.array([along_m]))
    side = 1 if dice.one() < 0.5 else -1  # noqa: PLR2004 - a coin
    clear_m = widths_m[0] / 2 + LONGEST * np.sqrt(size_ha * M2_PER_HA)
    return points[0] + side * normals[0] * (clear_m + dice.one(*INLAND_M))
