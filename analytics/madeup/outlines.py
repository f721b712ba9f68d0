"""Outlines of made-up mines: strips along a river, rounded pits, pits across a border."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from analytics.madeup.region import blob, planar_ha

if TYPE_CHECKING:
    from analytics.madeup.dice import Dice
    from analytics.madeup.region import Line, River

M2_PER_HA: Final = 10_000.0
BANK_M: Final = 12.0  # least distance from the water
POINT_EVERY_M: Final = 45.0  # along a strip
NEAR_ENOUGH: Final = 1e-4  # relative difference from the planned size at which a strip is left


def strip(dice: Dice, river: River, along_m: float, size_ha: float) -> Line:
    """A ring of `size_ha` on one bank about the place `along_m` from the source."""
    aspect, side = dice.one(2.5, 7.0), 1 if dice.one() < 0.5 else -1  # noqa: PLR2004 - a coin
    length_m = np.sqrt(size_ha * M2_PER_HA * aspect)
    count = max(6, int(length_m / POINT_EVERY_M))
    way = np.linspace(0, 1, count)
    points, normals, widths_m = river.at(along_m + length_m * (way - 0.5))
    bumps = dice.bell(count + 2)
    uneven = np.clip(1 + 0.16 * (bumps[:-2] + bumps[1:-1] + bumps[2:]), 0.45, 1.7)
    thick = (0.15 + np.sqrt(np.sin(np.pi * np.clip(way, 0.02, 0.98)))) * uneven
    near_m = widths_m / 2 + BANK_M + 6 * dice.between(0, 1, count)
    thick_m = thick * length_m / aspect
    ring = _between(points, side * normals, near_m, near_m + thick_m)
    while abs(planar_ha(ring) / size_ha - 1) > NEAR_ENOUGH:
        thick_m = thick_m * size_ha / planar_ha(ring)
        ring = _between(points, side * normals, near_m, near_m + thick_m)
    return ring


def pit(dice: Dice, middle: Line, size_ha: float) -> Line:
    """A rounded ring of `size_ha`, longer one way than the other."""
    shape = blob(dice, nodes=24 + 2 * int(min(size_ha, 30)))
    shape = shape * [dice.one(1.0, 1.7), 1.0]
    turn = dice.one(0, np.pi)
    shape = shape @ np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])
    return middle + _sized(shape, size_ha)


def halves(dice: Dice, start: Line, end: Line, size_ha: float) -> tuple[Line, Line, Line]:
    """A pit in the middle of a straight piece of border: the whole, its left and its right part.

    The two parts share the vertices that lie on the border, so the split needs no overlay.
    """
    nodes = 36
    shape = _sized(blob(dice, nodes), size_ha)
    heading = (end - start) / np.hypot(*(end - start))
    turned = shape @ np.array([heading, [-heading[1], heading[0]]])
    whole = (start + end) / 2 + turned
    return whole, whole[: nodes // 2 + 1], np.concatenate([whole[nodes // 2 :], whole[:1]])


def _sized(shape: Line, size_ha: float) -> Line:
    """The shape about the origin grown to `size_ha`."""
    return shape * np.sqrt(size_ha / planar_ha(shape))


def _between(points: Line, normals: Line, near_m: Line, far_m: Line) -> Line:
    return np.concatenate(
        [points + far_m[:, None] * normals, (points + near_m[:, None] * normals)[::-1]]
    )
