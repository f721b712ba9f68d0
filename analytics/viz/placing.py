"""Circles moved apart: none over another, none over the edge, each as near its place as it can."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

GAP_PX: Final = 3.0  # between two circles, and to the edge
SMALLER: Final = 0.9  # all of them, each time that one finds no room
HAIR: Final = 1e-7  # two circles that touch do not overlap


@dataclass(frozen=True, slots=True)
class Placed:
    """Where circles stand, and how much smaller they had to be made."""

    centres: NDArray[np.float64]  # rows x, y in the order given
    scale: float  # of every radius, 0 to 1


def placed(
    anchors: NDArray[np.float64],
    radii: NDArray[np.float64],
    frame: tuple[float, float, float, float],
) -> Placed:
    """Circles of `radii` near their `anchors` in `frame` (left, top, right, bottom).

    The largest is placed first, among equals the first given; every other one then as near to its
    anchor as those before leave room. Where one finds none, all are made smaller.
    """
    order = np.argsort(-radii, kind="stable")
    scale = 1.0
    while True:
        centres = _all(anchors[order], radii[order] * scale, frame)
        if centres is not None:
            found = np.empty_like(centres)
            found[order] = centres
            return Placed(found, scale)
        scale *= SMALLER


def _all(
    anchors: NDArray[np.float64],
    radii: NDArray[np.float64],
    frame: tuple[float, float, float, float],
) -> NDArray[np.float64] | None:
    """The circles one after the other; None where one has no room."""
    centres = np.empty((0, 2))
    for place, (anchor, radius) in enumerate(zip(anchors, radii, strict=True)):
        left, top, right, bottom = frame
        room = (left + radius, top + radius, right - radius, bottom - radius)
        if room[0] > room[2] or room[1] > room[3]:
            return None
        spot = _nearest(anchor, centres, radii[:place] + radius + GAP_PX, room)
        if spot is None:
            return None
        centres = np.vstack([centres, spot])
    return centres


def _nearest(
    anchor: NDArray[np.float64],
    centres: NDArray[np.float64],
    reaches: NDArray[np.float64],
    room: tuple[float, float, float, float],
) -> NDArray[np.float64] | None:
    """The point of `room` nearest to `anchor` that lies in no circle of `reaches`.

    It is the anchor itself, or on the edge of the room, or on a circle: opposite the anchor, where
    two circles cross, or where one crosses the edge. All such points are tried.
    """
    left, top, right, bottom = room
    home = np.clip(anchor, (left, top), (right, bottom))
    points = [
        home[None],
        _feet(anchor, centres, reaches),
        _crossings(centres, reaches),
        *(_on_edge(centres, reaches, axis, at) for axis, at in _edges(room)),
        np.array([(x, y) for x in (left, right) for y in (top, bottom)]),
        np.array([(anchor[0], top), (anchor[0], bottom), (left, anchor[1]), (right, anchor[1])]),
    ]
    found = np.concatenate(points)
    inside = (
        (found >= np.array([left, top]) - HAIR) & (found <= np.array([right, bottom]) + HAIR)
    ).all(axis=1)
    found = found[inside]
    apart = np.hypot(*(found[:, None] - centres[None]).transpose(2, 0, 1))
    found = found[(apart >= reaches - HAIR).all(axis=1)]
    if not len(found):
        return None
    nearest: NDArray[np.float64] = found[np.argmin(np.hypot(*(found - anchor).T).round(6))]
    return nearest


def _edges(room: tuple[float, float, float, float]) -> list[tuple[int, float]]:
    """The axis each edge of a room is fixed on, and where."""
    left, top, right, bottom = room
    return [(0, left), (0, right), (1, top), (1, bottom)]


def _feet(
    anchor: NDArray[np.float64], centres: NDArray[np.float64], reaches: NDArray[np.float64]
) -> NDArray[np.float64]:
    """The point of each circle nearest to the anchor; above where the anchor is its middle."""
    away = anchor - centres
    length = np.hypot(*away.T)[:, None]
    way = np.where(length > HAIR, away / np.maximum(length, HAIR), [0.0, -1.0])
    feet: NDArray[np.float64] = centres + way * reaches[:, None]
    return feet


def _crossings(centres: NDArray[np.float64], reaches: NDArray[np.float64]) -> NDArray[np.float64]:
    """Where two circles cross."""
    first, second = np.triu_indices(len(centres), 1)
    between = centres[second] - centres[first]
    apart = np.maximum(np.hypot(*between.T), HAIR)
    a, b = reaches[first], reaches[second]
    along = (a**2 - b**2 + apart**2) / (2 * apart)
    square = a**2 - along**2
    crosses = square >= 0
    way = (between / apart[:, None])[crosses]
    foot = centres[first][crosses] + way * along[crosses, None]
    aside = np.column_stack([-way[:, 1], way[:, 0]]) * np.sqrt(square[crosses])[:, None]
    return np.concatenate([foot + aside, foot - aside])


def _on_edge(
    centres: NDArray[np.float64], reaches: NDArray[np.float64], axis: int, at: float
) -> NDArray[np.float64]:
    """Where circles cross the line on which `axis` is `at`."""
    square = reaches**2 - (at - centres[:, axis]) ** 2
    crosses = square >= 0
    half = np.sqrt(square[crosses])
    other = centres[crosses, 1 - axis]
    along = np.concatenate([other - half, other + half])
    fixed = np.full_like(along, at)
    pair = (fixed, along) if axis == 0 else (along, fixed)
    return np.column_stack(pair)
