"""Numbers in the cells of a grid that has a place on the globe."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from analytics.core import schema

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]

HALF_TURN: Final = 180.0  # degrees; places past it are those a turn further west


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Cells:
    """Rows from the corner (x0, y0) on, each `dy` high and each cell `dx` wide; NaN is unknown."""

    values: Numbers
    crs: str
    x0: float
    dx: float
    y0: float
    dy: float

    def at(self, lon: Numbers, lat: Numbers) -> Numbers:
        """The value of the cell in which each place lies; NaN outside."""
        from pyproj import CRS, Transformer

        x, y = np.mod(np.asarray(lon) + HALF_TURN, 2 * HALF_TURN) - HALF_TURN, np.asarray(lat)
        if self.crs != schema.STORED_CRS:
            crs = CRS.from_user_input(self.crs)
            turn = Transformer.from_crs(schema.STORED_CRS, crs, always_xy=True)
            x, y = turn.transform(x, y)
        rows, columns = self.values.shape
        with np.errstate(invalid="ignore"):
            row = np.floor((y - self.y0) / self.dy)
            column = np.floor((x - self.x0) / self.dx)
            is_inside = (row >= 0) & (row < rows) & (column >= 0) & (column < columns)
        found = np.full(np.shape(row), np.nan)
        places = row[is_inside].astype(int), column[is_inside].astype(int)
        found[is_inside] = self.values[places]
        return found
