"""GHS-POP grids of people by tile and year: which there are, and where they lie."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from analytics.intake.work import ReadError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]

BEGINS: Final = "ghspop:"
NAME: Final = re.compile(
    r"^ghspop:(R\d{1,2}_C\d{1,2}(?:\+R\d{1,2}_C\d{1,2})*):(\d{4})(?::(100m|1km))?$", re.IGNORECASE
)
TILE: Final = re.compile(r"^R(\d+)_C(\d+)$")
SOURCE: Final = (
    "European Commission, Joint Research Centre: GHS-POP R2023A, "
    "doi:10.2905/2FF68A52-5B5B-4A22-8F40-C41DA8332CFE"
)
LICENCE: Final = "European Commission reuse notice: free where the source is named"
HOST: Final = "https://jeodpp.jrc.ec.europa.eu/ftp/jrc-opendata/GHSL/GHS_POP_GLOBE_R2023A/"
PATH: Final = "{grid}/V1-0/tiles/{grid}_V1_0_{tile}.zip"
YEARS: Final = range(1975, 2031, 5)  # 2025 and 2030 are projections
#: In degrees, which alone hold counts as they were published; the name of each in a file.
CELLS: Final = {"100m": "3ss", "1km": "30ss"}
WEST, NORTH, SIDE = -180.0079, 89.0996, 10.0  # corner of the first tile, and of a side, in degrees
ROWS, COLUMNS = 18, 36
MOST_TILES: Final = 12  # of one grid: a country as large as Brazil


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """Some of the tiles of one year, which lie on one lattice of cells."""

    tiles: tuple[str, ...]  # R10_C12 and so on, each once
    year: int
    cells: str

    @property
    def addresses(self) -> tuple[str, ...]:
        """Where each tile lies on the web, packed."""
        grid = f"GHS_POP_E{self.year}_GLOBE_R2023A_4326_{CELLS[self.cells]}"
        return tuple(HOST + PATH.format(grid=grid, tile=tile) for tile in self.tiles)

    @property
    def text(self) -> str:
        """How the terminal calls it."""
        return f"{BEGINS}{'+'.join(self.tiles)}:{self.year}:{self.cells}"

    @property
    def name(self) -> str:
        """How it is cited, in every language alike."""
        return f"GHS-POP {'+'.join(self.tiles)} {self.year} ({self.cells})"


def grid(text: str) -> Grid:
    """The grid called `ghspop:R10_C12:2020` or `ghspop:R10_C12+R10_C13:2020:1km`."""
    found = NAME.match(text)
    if found and int(found[2]) in YEARS:
        tiles = tuple(dict.fromkeys(_tile(tile) for tile in found[1].upper().split("+")))
        if all(tiles) and len(tiles) <= MOST_TILES:
            return Grid(tiles=tiles, year=int(found[2]), cells=(found[3] or "100m").lower())
    raise ReadError(
        "ghspop-name",
        value=text[:80],
        first=str(YEARS[0]),
        last=str(YEARS[-1]),
        rows=ROWS,
        columns=COLUMNS,
        most=MOST_TILES,
    )


def everywhere() -> list[str]:
    """Every tile there could be; those at sea are not published."""
    return [f"R{row}_C{column}" for row in range(1, ROWS + 1) for column in range(1, COLUMNS + 1)]


def tiles(lon: Numbers, lat: Numbers, reach_deg: float) -> list[str]:
    """Tiles that places, or what lies so many degrees of latitude round them, fall into.

    Those with the most places first.
    """
    wide = reach_deg / np.maximum(np.cos(np.radians(lat)), 0.05)
    ways = np.array([(0, 0), (-1, -1), (-1, 1), (1, -1), (1, 1)])
    rows = np.floor((NORTH - lat - ways[:, :1] * reach_deg) / SIDE) + 1
    columns = np.floor((lon + ways[:, 1:] * wide - WEST) / SIDE)
    row = np.clip(rows, 1, ROWS).astype(int).ravel()
    column = (columns.astype(int) % COLUMNS + 1).ravel()
    weight = np.repeat([1, 0, 0, 0, 0], len(lat))
    found: dict[str, int] = {}
    for tall, across, one in zip(row, column, weight, strict=True):
        name = f"R{tall}_C{across}"
        found[name] = found.get(name, 0) + int(one)
    return sorted(found, key=lambda name: (-found[name], name))


def _tile(text: str) -> str:
    """The tile as it is published; "" where there is none."""
    row, column = (int(part) for part in TILE.match(text).groups())  # type: ignore[union-attr]  # part of NAME
    return f"R{row}_C{column}" if 1 <= row <= ROWS and 1 <= column <= COLUMNS else ""
