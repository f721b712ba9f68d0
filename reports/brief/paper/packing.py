"""Where each part of a brief stands: two columns a page, in reading order, nothing broken."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

BOTH: Final = -1  # across the two columns
MOST_MM: Final = 9.0  # that a gap may grow


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Of one part."""

    page: int
    column: int  # 0, 1 or BOTH
    top_mm: float
    height_mm: float

    @property
    def bottom_mm(self) -> float:
        """Where it ends."""
        return self.top_mm + self.height_mm


def packed(
    heights_mm: Sequence[float], wide: Sequence[bool], *, room_mm: float, gap_mm: float
) -> list[Place]:
    """The parts in their order, each in the column that is less full; no column is overfull.

    A part must not be higher than the room.
    """
    places: list[Place] = []
    page, full = 0, [0.0, 0.0]
    for height, is_wide in zip(heights_mm, wide, strict=True):
        column = BOTH if is_wide else _column(height, full, room_mm)
        top = max(full) if is_wide else full[column]
        if top + height > room_mm:
            page, full, column, top = page + 1, [0.0, 0.0], BOTH if is_wide else 0, 0.0
        places.append(Place(page=page, column=column, top_mm=top, height_mm=height))
        for one in (0, 1) if is_wide else (column,):
            full[one] = top + height + gap_mm
    return places


def spread(places: Sequence[Place], *, room_mm: float) -> list[Place]:
    """The same with wider gaps, so that columns end at the same height where that takes little.

    A page with a part across both columns is left as it is.
    """
    moved = list(places)
    pages = sorted({one.page for one in places})
    for page in pages:
        own = [n for n, one in enumerate(places) if one.page == page]
        if any(places[n].column == BOTH for n in own):
            continue
        ends = [
            max((places[n].bottom_mm for n in own if places[n].column == c), default=0.0)
            for c in (0, 1)
        ]
        foot = room_mm if page != pages[-1] else max(ends)
        for column in (0, 1):
            parts = [n for n in own if places[n].column == column]
            more = min(MOST_MM, (foot - ends[column]) / max(1, len(parts) - 1))
            for step, n in enumerate(parts):
                moved[n] = replace(places[n], top_mm=places[n].top_mm + step * more)
    return moved


def _column(height: float, full: Sequence[float], room_mm: float) -> int:
    """The less full one; the other where that alone has room."""
    first = 0 if full[0] <= full[1] else 1
    if full[first] + height <= room_mm:
        return first
    return 1 - first if full[1 - first] + height <= room_mm else first
