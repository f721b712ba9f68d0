"""Patterns over colours: lines and dashes within a slice of a ring, a pie or a swatch.

Everything is measured in pixels from the middle of the figure, right and down; angles are
radians from the top, clockwise.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import cos, sin, tau
from typing import TYPE_CHECKING, Final, TypeAlias

import numpy as np

from analytics.core.section import Pattern
from analytics.viz import theme

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

STEP_PX: Final = 8.0  # between two lines
FINE_PX: Final = 0.5  # an end may be off by this
DASH_PX: Final = 1.8
WIDTH_PX: Final = 0.8  # of a line
#: Classes have the same colours by day and by night, and lines that are seen on them.
INK: Final = theme.LIGHT["ink"]
#: The ways lines run: one unit along and across, right and down.
RISING: Final = (0.5**0.5, -(0.5**0.5))
FALLING: Final = (0.5**0.5, 0.5**0.5)

Holds: TypeAlias = "Callable[[NDArray[np.float64], NDArray[np.float64]], NDArray[np.bool_]]"


@dataclass(frozen=True, slots=True)
class Slice:
    """A piece of a ring, or of a pie where `inner` is 0."""

    start: float
    end: float
    inner: float
    outer: float

    @property
    def middle(self) -> float:
        """The angle half way."""
        return (self.start + self.end) / 2

    def holds(self, x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.bool_]:
        """Which points lie in it, its first edge included."""
        angle, radius = np.arctan2(x, -y) % tau, np.hypot(x, y)
        held = (self.start <= angle) & (angle < self.end)
        return np.asarray(held & (radius >= self.inner) & (radius <= self.outer))

    def path(self) -> str:
        """Path data round the middle; a whole circle needs two arcs."""
        outer = _arc(self.outer, self.start, self.end)
        if not self.inner:
            return f"M0 0L{outer}z" if self.end - self.start < tau - 1e-9 else f"M{outer}z"
        return f"M{outer}L{_arc(self.inner, self.end, self.start)}z"


def slices(amounts: Sequence[float], outer: float, inner: float = 0.0) -> list[Slice]:
    """One slice for each amount from the top on, in their order; none are negative."""
    total = sum(amounts)
    ends = np.cumsum(amounts) / (total or 1.0) * tau
    starts = [0.0, *ends[:-1]]
    return [Slice(start, end, inner, outer) for start, end in zip(starts, ends, strict=True)]


def lines(
    pattern: Pattern, holds: Holds, reach: float, step: float = STEP_PX
) -> NDArray[np.float64]:
    """The lines of a pattern within `reach` of the middle as rows x, y, x2, y2."""
    match pattern:
        case Pattern.PLAIN:
            return np.empty((0, 4))
        case Pattern.DOTTED:
            return _dashes(holds, reach, step)
        case Pattern.STRIPED:
            return _along(RISING, holds, reach, step)
    both = [_along(way, holds, reach, step) for way in (RISING, FALLING)]
    return np.concatenate(both)


def square(half: float) -> Holds:
    """What lies in a square of twice `half`."""
    return lambda x, y: np.asarray((np.abs(x) <= half) & (np.abs(y) <= half))


def _arc(radius: float, start: float, end: float) -> str:
    """From one angle to the other on a circle; by its far side where they are one."""
    x, y = radius * sin(start), -radius * cos(start)
    half = (start + end) / 2
    way = int(end > start)
    far = "".join(
        f"A{radius:.2f} {radius:.2f} 0 0 {way} {radius * sin(at):.2f} {-radius * cos(at):.2f}"
        for at in (half, end)
    )
    return f"{x:.2f} {y:.2f}{far}"


def _along(
    way: tuple[float, float], holds: Holds, reach: float, step: float
) -> NDArray[np.float64]:
    """Every line of one direction, cut where it leaves."""
    dx, dy = way
    far = reach * 2**0.5
    across = np.arange(-far // step, far // step + 1) * step
    t = np.arange(-far, far + FINE_PX, FINE_PX)
    x, y = across[:, None] * -dy + t * dx, across[:, None] * dx + t * dy
    inside = np.pad(holds(x, y), ((0, 0), (1, 1)))
    change = np.diff(inside.astype(int), axis=1)
    row, first = np.nonzero(change == 1)
    _, after = np.nonzero(change == -1)
    last = after - 1
    found = np.column_stack([x[row, first], y[row, first], x[row, last], y[row, last]])
    return found[last - first > 1]


def _dashes(holds: Holds, reach: float, step: float) -> NDArray[np.float64]:
    """Short dashes on a grid whose every second row is moved."""
    at = np.arange(-reach // step, reach // step + 2)
    column, row = np.meshgrid(at, at)
    x, y = (column + (row % 2) / 2) * step, row * step
    inside = holds(x - DASH_PX, y) & holds(x + DASH_PX, y)
    x, y = x[inside], y[inside]
    return np.column_stack([x - DASH_PX / 2, y, x + DASH_PX / 2, y])
