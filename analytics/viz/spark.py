"""A line no larger than a word: how a number moved, for paper, notebook and terminal."""

from __future__ import annotations

import math
from html import escape
from typing import TYPE_CHECKING, Final

from analytics.viz import theme

if TYPE_CHECKING:
    from collections.abc import Sequence

WIDTH, HEIGHT, MARGIN = 120.0, 24.0, 3.0
BLOCKS: Final = "▁▂▃▄▅▆▇█"
GAP: Final = "·"  # a period nobody knows the number of
FEWEST: Final = 2  # known values that make a line


def has_line(values: Sequence[float]) -> bool:
    """Whether there is anything to draw."""
    return sum(math.isfinite(value) for value in values) >= FEWEST


def svg(values: Sequence[float], told: str) -> str:
    """The line from its lowest to its highest value, its end marked; broken where unknown.

    `told` is what it says to those who do not see it. "" where there is no line to draw.
    """
    if not has_line(values):
        return ""
    low, high = _span(values)
    step = (WIDTH - 2 * MARGIN) / (len(values) - 1)
    spots = [
        f"{MARGIN + place * step:.1f},{_height(value, low, high):.1f}"
        if math.isfinite(value)
        else ""
        for place, value in enumerate(values)
    ]
    lines = "".join(
        f'<polyline points="{run}" fill="none" stroke="{theme.ACCENT}" stroke-width="1.5"'
        ' stroke-linejoin="round" stroke-linecap="round"/>'
        for run in _runs(spots)
    )
    x, y = next(spot for spot in reversed(spots) if spot).split(",")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" width="{WIDTH:g}" height="{HEIGHT:g}"'
        f' viewBox="0 0 {WIDTH:g} {HEIGHT:g}"><title>{escape(told)}</title>{lines}'
        f'<circle cx="{x}" cy="{y}" r="2.2" fill="{theme.ACCENT}"/></svg>'
    )


def text(values: Sequence[float]) -> str:
    """The line in eight heights of block letters; "" where there is none."""
    if not has_line(values):
        return ""
    low, high = _span(values)
    top = len(BLOCKS) - 1
    return "".join(
        BLOCKS[round((value - low) / (high - low) * top) if high > low else top // 2]
        if math.isfinite(value)
        else GAP
        for value in values
    )


def _span(values: Sequence[float]) -> tuple[float, float]:
    known = [value for value in values if math.isfinite(value)]
    return min(known), max(known)


def _height(value: float, low: float, high: float) -> float:
    share = (value - low) / (high - low) if high > low else 0.5
    return HEIGHT - MARGIN - share * (HEIGHT - 2 * MARGIN)


def _runs(spots: Sequence[str]) -> list[str]:
    """The known spots in unbroken runs; one alone is drawn as a dot of no length."""
    runs = " ".join(spot or "|" for spot in spots).split("|")
    told = [run.strip() for run in runs if run.strip()]
    return [run if " " in run else f"{run} {run}" for run in told]
