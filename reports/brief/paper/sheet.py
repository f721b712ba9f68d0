"""The sheet a brief is set on, and the room it leaves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from reports.brief.order import Paper

PX_PER_MM: Final = 96 / 25.4
MARGIN_MM: Final = 18.0
GAP_MM: Final = 6.0  # between the two columns


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """Its measures in millimetres."""

    width_mm: float
    height_mm: float
    margin_mm: float = MARGIN_MM

    @property
    def room_mm(self) -> tuple[float, float]:
        """Width and height without the margins."""
        return self.width_mm - 2 * self.margin_mm, self.height_mm - 2 * self.margin_mm

    @property
    def column_mm(self) -> float:
        """The width of one of two columns."""
        return (self.room_mm[0] - GAP_MM) / 2


SHEETS: Final = {
    Paper.A4: Sheet(width_mm=210.0, height_mm=297.0),
    Paper.LETTER: Sheet(width_mm=215.9, height_mm=279.4),
}
SLIDE: Final = Sheet(width_mm=254.0, height_mm=142.875, margin_mm=12.0)
