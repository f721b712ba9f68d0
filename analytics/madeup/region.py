"""The made-up land: an island at sea with two countries, six provinces and their rivers.

Everything is drawn in metres east and north of the middle and turned into degrees at the end.
The land lies in the equatorial Atlantic, off every coast, so that no real place is shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

import numpy as np

from analytics.madeup.dice import Dice

if TYPE_CHECKING:
    from numpy.typing import NDArray

Line: TypeAlias = "NDArray[np.float64]"  # one row per vertex: metres east, metres north

MIDDLE_LON: Final = -22.4
MIDDLE_LAT: Final = -0.1
METRES_PER_LON: Final = 111_319.491  # one degree of longitude at the equator
METRES_PER_LAT: Final = 110_574.276
COORDINATE_DECIMALS: Final = 7  # one centimetre

WEST, EAST = "XAA", "XAB"  # codes that ISO 3166 leaves to users
COAST_NODES: Final = 720
HALF_WIDTH_M, HALF_HEIGHT_M = 125_000.0, 95_000.0
NORTH_DEG, SOUTH_DEG = 95, 265  # where the border between the countries meets the coast
BORDER_STEPS, LINE_STEPS = 64, 40
STEP_M: Final = 200.0  # between two vertices of a river


@dataclass(frozen=True, slots=True)
class Wedge:
    """A province before it is drawn: its stretch of coast, and the source of its river in km."""

    name: str
    country: str
    from_deg: int
    to_deg: int
    source_km: tuple[float, float]
    river: str


WEDGES: Final = (
    Wedge("Ansovar", WEST, 95, 150, (-22, 30), "Anso"),
    Wedge("Mirtaña", WEST, 150, 205, (24, 2), "Mirta"),
    Wedge("Belquor", WEST, 205, 265, (-20, -33), "Belqua"),
    Wedge("Tuvenda", EAST, 265, 325, (19, -34), "Tuva"),
    Wedge("Ostrím", EAST, 325, 390, (45, 4), "Ostra"),
    Wedge("Lagorin", EAST, 390, 455, (22, 33), "Lagora"),
)
#: Where the lines between provinces meet the border of the countries, counted from the north.
JUNCTIONS: Final = {WEST: (22, 43), EAST: (40, 20)}


@dataclass(frozen=True, slots=True, eq=False)
class Province:
    """One of six; `ring` is open: the first vertex is not repeated."""

    name: str
    country: str
    ring: Line


@dataclass(frozen=True, slots=True, eq=False)
class River:
    """A river from source to mouth, or to where it joins another."""

    name: str
    line: Line
    along_m: NDArray[np.float64]  # of each vertex, from the source
    width_m: NDArray[np.float64]  # at each vertex
    normals: Line  # left-hand unit normals at the vertices
    joins: str  # the river it flows into; "" for the sea

    @property
    def length_m(self) -> float:
        """From source to mouth."""
        return float(self.along_m[-1])

    def at(self, along_m: NDArray[np.float64]) -> tuple[Line, Line, NDArray[np.float64]]:
        """Points on the river, the left-hand unit normals there, and the widths in metres."""
        x, y, left, up, width_m = (
            np.interp(along_m, self.along_m, axis)
            for axis in (*self.line.T, *self.normals.T, self.width_m)
        )
        return np.column_stack([x, y]), np.column_stack([left, up]), width_m

    @property
    def banks(self) -> Line:
        """The ring round the water."""
        half = self.width_m[:, None] / 2 * self.normals
        return np.concatenate([self.line + half, (self.line - half)[::-1]])


@dataclass(frozen=True, slots=True, eq=False)
class Region:
    """Rings are shared vertex by vertex, so that provinces tile countries without a gap."""

    countries: dict[str, Line]
    provinces: tuple[Province, ...]
    rivers: tuple[River, ...]  # six main ones in the order of the provinces, then six tributaries
    border: Line  # between the countries, from north to south
    lines: tuple[Line, ...]  # between provinces of one country, from the border to the coast


def draw(seed: int) -> Region:
    """The land of this seed; the names and the plan are the same for every seed."""
    coast = _coast(Dice(seed, "coast"))
    border = _wander(
        Dice(seed, "border"), _node(coast, NORTH_DEG), _node(coast, SOUTH_DEG), BORDER_STEPS, 9_000
    )
    dice = Dice(seed, "lines")
    lines = {
        (country, degree): _wander(dice, border[at], _node(coast, degree), LINE_STEPS, 5_000)
        for country, degrees in ((WEST, (150, 205)), (EAST, (325, 390)))
        for degree, at in zip(degrees, JUNCTIONS[country], strict=True)
    }
    main = tuple(_main_river(Dice(seed, f"river {w.name}"), w, coast) for w in WEDGES)
    side = tuple(
        _tributary(Dice(seed, f"tributary {w.name}"), w, river, 1 if at % 2 else -1)
        for at, (w, river) in enumerate(zip(WEDGES, main, strict=True))
    )
    return Region(
        countries={
            WEST: np.concatenate([_arc(coast, NORTH_DEG, SOUTH_DEG), border[::-1][1:-1]]),
            EAST: np.concatenate([_arc(coast, SOUTH_DEG, NORTH_DEG + 360), border[1:-1]]),
        },
        provinces=tuple(
            Province(w.name, w.country, _province(w, coast, border, lines)) for w in WEDGES
        ),
        rivers=main + side,
        border=border,
        lines=tuple(lines.values()),
    )


def degrees(line: Line) -> Line:
    """Longitude and latitude of a line in metres, to the centimetre."""
    placed = line / [METRES_PER_LON, METRES_PER_LAT] + [MIDDLE_LON, MIDDLE_LAT]
    return np.round(placed, COORDINATE_DECIMALS)


def blob(dice: Dice, nodes: int, roughness: float = 0.16) -> Line:
    """A rounded shape of radius about 1; vertices 0 and nodes/2 lie on the horizontal axis."""
    angle = np.linspace(0, 2 * np.pi, nodes, endpoint=False)
    radius = np.ones(nodes)
    for wave in range(2, 6):
        size, phase = dice.one(0.4, 1.0) * roughness / np.sqrt(wave - 1), dice.one(0, 2 * np.pi)
        radius = radius + size * np.cos(wave * angle + phase)
    shape = np.stack([np.cos(angle), np.sin(angle)], 1) * np.maximum(radius, 0.35)[:, None]
    shape[nodes // 2, 1] = 0.0
    return shape


def planar_ha(ring: Line) -> float:
    """Area inside a ring in metres; for planning sizes, never for a result."""
    x, y = (ring - ring[0]).T  # the first vertex at the origin: the closing edge adds nothing
    return float(abs(np.dot(x[:-1], y[1:]) - np.dot(x[1:], y[:-1])) / 2 / 10_000)


def _coast(dice: Dice) -> Line:
    angle = np.linspace(0, 2 * np.pi, COAST_NODES, endpoint=False)
    radius = np.ones(COAST_NODES)
    for wave in range(2, 60):
        size = dice.one(0.2, 1.0) * 0.15 / wave**1.1
        radius = radius + size * np.cos(wave * angle + dice.one(0, 2 * np.pi))
    return (
        np.stack([HALF_WIDTH_M * np.cos(angle), HALF_HEIGHT_M * np.sin(angle)], 1)
        * (radius[:, None])
    )


def _node(coast: Line, degree: int) -> Line:
    return coast[(degree * 2) % COAST_NODES]


def _arc(coast: Line, from_deg: int, to_deg: int) -> Line:
    """Counter-clockwise along the coast, both ends included."""
    return coast[np.arange(from_deg * 2, to_deg * 2 + 1) % COAST_NODES]


def _wander(dice: Dice, start: Line, end: Line, steps: int, swing_m: float) -> Line:
    """A line that strays from the straight way by about `swing_m` and still arrives."""
    way = np.linspace(0, 1, steps + 1)
    stray = np.zeros(steps + 1)
    for wave in range(1, 13):
        stray += float(dice.bell(1)[0]) * np.sin(wave * np.pi * way) / wave**1.2
    line = start + way[:, None] * (end - start) + swing_m * stray[:, None] * _across(start, end)
    line[0], line[-1] = start, end
    return line


def _across(start: Line, end: Line) -> Line:
    dx, dy = (end - start) / np.hypot(*(end - start))
    return np.array([-dy, dx])


def _province(wedge: Wedge, coast: Line, border: Line, lines: dict[tuple[str, int], Line]) -> Line:
    """Along the coast, in along one line, along the border, out along the other."""
    first = lines.get((wedge.country, wedge.from_deg))  # None where the border is the edge
    second = lines.get((wedge.country, wedge.to_deg))
    start, stop = _stops(wedge)
    along = border[stop:start:-1] if stop > start else border[stop:start]
    parts = [_arc(coast, wedge.from_deg, wedge.to_deg)]
    parts += [second[::-1][1:-1], along] if second is not None else [along[1:]]
    parts += [first[:-1]] if first is not None else []
    return np.concatenate(parts)


def _stops(wedge: Wedge) -> tuple[int, int]:
    """The nodes of the border between which a province lies, in the order of its coast."""
    stops = {
        WEST: (0, *JUNCTIONS[WEST], BORDER_STEPS),
        EAST: (BORDER_STEPS, *JUNCTIONS[EAST], 0),
    }[wedge.country]
    at = [w.name for w in WEDGES if w.country == wedge.country].index(wedge.name)
    return stops[at], stops[at + 1]


def _main_river(dice: Dice, wedge: Wedge, coast: Line) -> River:
    mouth = _node(coast, (wedge.from_deg + wedge.to_deg) // 2)
    source = np.array(wedge.source_km) * 1000
    return _river(dice, wedge.river, source, mouth, widths_m=(35, 230), joins="")


def _tributary(dice: Dice, wedge: Wedge, main: River, side: int) -> River:
    """Joins the main river at nearly half of its way."""
    join = int(0.45 * len(main.line))
    inland, across = main.line[0] - main.line[join], _across(main.line[join], main.line[0])
    source = main.line[join] + 0.25 * inland + side * 21_000 * across
    return _river(
        dice, f"{wedge.river} Minor", source, main.line[join], widths_m=(14, 60), joins=main.name
    )


def _river(
    dice: Dice,
    name: str,
    source: Line,
    mouth: Line,
    *,
    widths_m: tuple[float, float],
    joins: str,
) -> River:
    steps = int(np.hypot(*(mouth - source)) / STEP_M)
    line = _wander(dice, source, mouth, steps, 3_000)
    along = _along(line)
    calm = np.clip(np.minimum(along, along[-1] - along) / 4_000, 0, 1)
    for wave_m, swing_m in ((9_000, 900), (4_700, 420), (2_300, 90)):
        phase, drift = dice.between(0, 2 * np.pi, 2)
        slow = np.sin(2 * np.pi * along / (3.7 * wave_m) + drift)
        swing = (
            swing_m * calm * (1 + 0.5 * slow) * np.sin(2 * np.pi * along / wave_m + phase + slow)
        )
        line = line + swing[:, None] * _across(source, mouth)
    along = _along(line)
    share = along / along[-1]
    width = widths_m[0] + (widths_m[1] - widths_m[0]) * share
    return River(name, line, along, width, _normals(line), joins)


def _along(line: Line) -> NDArray[np.float64]:
    steps = np.hypot(*np.diff(line, axis=0).T)
    return np.concatenate([[0.0], np.cumsum(steps)])


def _normals(line: Line) -> Line:
    """Left-hand unit normals at the vertices."""
    heading = np.gradient(line, axis=0)
    heading = heading / np.hypot(*heading.T)[:, None]
    return np.stack([-heading[:, 1], heading[:, 0]], 1)
