"""People of the made-up land on a grid of about one kilometre, towns first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from analytics.madeup.dice import Dice
from analytics.madeup.region import (
    METRES_PER_LAT,
    METRES_PER_LON,
    MIDDLE_LAT,
    MIDDLE_LON,
    degrees,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from analytics.madeup.region import Line, Region
    from analytics.madeup.zones import Zones

BOUNDS: Final = (-23.7, -1.2, -21.1, 1.0)  # west, south, east, north
CELLS_PER_DEGREE: Final = 120
NODATA: Final = -99_999  # as the usual global population grids mark the sea
RURAL: Final = 1.4  # people in a cell far from any town
LARGEST_TOWN: Final = 185_000.0
FALL: Final = 0.85  # the nth town has the largest one's people divided by n to this power
VILLAGES: Final = 60


@dataclass(frozen=True, slots=True, eq=False)
class Settlement:
    """A town or village, in metres."""

    name: str
    middle: Line
    people: float  # planned; the grid holds whole people


@dataclass(frozen=True, slots=True, eq=False)
class People:
    """Counts by cell, first row in the north; `NODATA` at sea."""

    counts: NDArray[np.int32]
    towns: tuple[Settlement, ...]

    @property
    def total(self) -> int:
        """Everybody."""
        return int(self.counts[self.counts != NODATA].sum())


def settle(seed: int, region: Region, zones: Zones) -> People:
    """Towns at river mouths and confluences, villages along the rivers, few people elsewhere."""
    towns = _towns(region)
    lon, lat = _cells()
    counts = np.full((len(lat), len(lon)), RURAL)
    dice = Dice(seed, "villages")
    for place in (*towns, *_villages(dice, region)):
        _add(counts, lon, lat, place, spread_m=700 + 5 * np.sqrt(place.people))
    counts[_inside(lon, lat, [z.ring for z in zones.zones if z.kind == "conservation"])] = 0
    whole = np.floor(counts).astype(np.int32)
    whole += (counts - whole > dice.between(0, 1, counts.size).reshape(counts.shape)).astype(
        np.int32
    )
    whole[~_inside(lon, lat, list(region.countries.values()))] = NODATA
    return People(whole, towns)


def _cells() -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Longitudes and latitudes of the cells' middles, from west to east and north to south."""
    west, south, east, north = BOUNDS
    columns = round((east - west) * CELLS_PER_DEGREE)
    rows = round((north - south) * CELLS_PER_DEGREE)
    return (
        west + (np.arange(columns) + 0.5) / CELLS_PER_DEGREE,
        north - (np.arange(rows) + 0.5) / CELLS_PER_DEGREE,
    )


def _towns(region: Region) -> tuple[Settlement, ...]:
    """Ports by the order of the plan's rivers, then confluences."""
    order = (1, 4, 0, 3, 5, 2)
    ports = [
        region.rivers[at].at(np.array([region.rivers[at].length_m - 6_000]))[0][0] for at in order
    ]
    meets = [region.rivers[at + 6].line[-1] for at in order]
    return tuple(
        Settlement(f"Sample town {rank:02d}", middle, LARGEST_TOWN / rank**FALL)
        for rank, middle in enumerate([*ports, *meets], start=1)
    )


def _villages(dice: Dice, region: Region) -> list[Settlement]:
    places = []
    for number in range(VILLAGES):
        river = region.rivers[number % len(region.rivers)]
        middle = river.at(np.array([dice.one(0.05, 0.95) * river.length_m]))[0][0]
        places.append(Settlement("", middle, dice.one(150, 2_500)))
    return places


def _add(
    counts: NDArray[np.float64],
    lon: NDArray[np.float64],
    lat: NDArray[np.float64],
    place: Settlement,
    spread_m: float,
) -> None:
    """Spread the people of a place about its middle, as a bell in both directions."""
    east_m = (lon - MIDDLE_LON) * METRES_PER_LON - place.middle[0]
    north_m = (lat - MIDDLE_LAT) * METRES_PER_LAT - place.middle[1]
    across, along = (np.exp(-0.5 * (away / spread_m) ** 2) for away in (east_m, north_m))
    counts += place.people / (across.sum() * along.sum()) * np.outer(along, across)


def _inside(
    lon: NDArray[np.float64], lat: NDArray[np.float64], rings: list[Line]
) -> NDArray[np.bool_]:
    """Which cells have their middle inside one of the rings."""
    inside = np.zeros((len(lat), len(lon)), dtype=bool)
    for ring in rings:
        shape = shapely.Polygon(degrees(ring))
        shapely.prepare(shape)
        west, south, east, north = shape.bounds
        columns = np.flatnonzero((lon >= west) & (lon <= east))
        rows = np.flatnonzero((lat >= south) & (lat <= north))
        grid = np.ix_(rows, columns)
        inside[grid] |= shapely.contains_xy(shape, lon[columns][None, :], lat[rows][:, None])
    return inside
