"""Colours from little to much, as many as there are classes."""

from __future__ import annotations

from typing import Final

from analytics.viz import theme

#: Lighter to darker. Both ends stand out from light and from dark land.
ENDS: Final = theme.TIMES[:-1]


def ramp(count: int) -> tuple[str, ...]:
    """So many colours at even steps; the middle one where there is a single class."""
    if count == 1:
        return (ENDS[len(ENDS) // 2],)
    return tuple(_at(place * (len(ENDS) - 1) / (count - 1)) for place in range(count))


def _at(place: float) -> str:
    """The colour between two of the ends."""
    left = min(int(place), len(ENDS) - 2)
    low, high = ENDS[left], ENDS[left + 1]
    mixed = (
        round(a + (b - a) * (place - left)) for a, b in zip(_parts(low), _parts(high), strict=True)
    )
    return "#" + "".join(f"{part:02X}" for part in mixed)


def _parts(code: str) -> tuple[int, ...]:
    return tuple(int(code[place : place + 2], 16) for place in (1, 3, 5))
