"""Coordinates that cannot be where they say: swapped, impossible, or nought by default."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from analytics.core.issue import Action, Severity
from analytics.intake import homeland
from analytics.intake.choice import chosen

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from analytics.intake.work import Work

    Flags = NDArray[np.bool_]

NOUGHT_DEG: Final = 1e-6  # a place this close to 0, 0 was never measured
HIGHEST: Final = 90.0
FULL_TURN: Final = 360.0


def settle_finite(work: Work) -> Work:
    """Shapes with a coordinate that is no number are set aside; their records stay."""
    shapes = work.frame.geometry.to_numpy()
    broken = np.zeros(len(shapes), dtype=bool)
    if np.isfinite(shapely.get_coordinates(shapes)).all():
        return work
    coordinates, row = shapely.get_coordinates(shapes, return_index=True)
    broken[row[~np.isfinite(coordinates).all(axis=1)]] = True
    return _set_aside(work, broken, "coordinates-not-finite")


def settle_swapped(work: Work) -> Work:
    """Latitude before longitude: sure where only the mirror is on Earth or in the country."""
    shapes = work.frame.geometry.to_numpy()
    swapped = _is_swapped(work)
    if not swapped.any():
        return work
    rows = work.frame.index[swapped]
    options = ("fix", "keep", "drop")
    option = chosen(work, "coordinates-swapped", "fix", options)
    actions = {"fix": Action.REPAIRED, "drop": Action.DROPPED}
    work = work.told(
        "coordinates-swapped",
        severity=Severity.WARNING,
        action=actions.get(option, Action.KEPT),
        rows=rows,
        options=options,
        option=option,
    )
    if option == "drop":
        return work.without(rows, "coordinates-swapped")
    if option == "keep":
        return work
    turned = shapes.copy()
    turned[swapped] = exchanged(shapes[swapped])
    return work.with_frame(work.frame.set_geometry(turned))


def exchanged(shapes: NDArray[np.object_]) -> NDArray[np.object_]:
    """Each shape with its first and second coordinate exchanged."""
    return np.asarray(shapely.transform(shapes, lambda x, y: (y, x), interleaved=False))


def settle_range(work: Work) -> Work:
    """Shapes off the globe, and points at 0, 0, are set aside; their records stay."""
    west, south, east, north = shapely.bounds(work.frame.geometry.to_numpy()).T
    impossible = (south < -HIGHEST) | (north > HIGHEST) | (west < -FULL_TURN) | (east > FULL_TURN)
    work = _set_aside(work, impossible, "coordinates-out-of-range")
    bounds = shapely.bounds(work.frame.geometry.to_numpy())
    return _set_aside(work, (np.abs(bounds) <= NOUGHT_DEG).all(axis=1), "null-island")


def _set_aside(work: Work, wrong: Flags, code: str) -> Work:
    if not wrong.any():
        return work
    rows = work.frame.index[wrong]
    options = ("keep", "drop")
    option = chosen(work, code, "keep", options)
    work = work.told(
        code,
        severity=Severity.WARNING,
        action=Action.DROPPED if option == "drop" else Action.REPAIRED,
        rows=rows,
        options=options,
        option=option,
    )
    if option == "drop":
        return work.without(rows, code)
    shapes = work.frame.geometry.to_numpy().copy()
    shapes[wrong] = None
    return work.with_frame(work.frame.set_geometry(shapes))


def _is_swapped(work: Work) -> Flags:
    shapes = work.frame.geometry.to_numpy()
    west, south, east, north = shapely.bounds(shapes).T
    tall = (south < -HIGHEST) | (north > HIGHEST)
    mirror_fits = (
        (west >= -HIGHEST)
        & (east <= HIGHEST)
        & (south >= -FULL_TURN / 2)
        & (north <= FULL_TURN / 2)
    )
    codes = homeland.declared(work).to_numpy(dtype=object)
    testable = homeland.has_outline(codes)
    swapped = mirror_fits & tall & ~testable
    unsure = mirror_fits & testable
    swapped[unsure] = _only_mirror_at_home(shapes[unsure], codes[unsure])
    return swapped


def _only_mirror_at_home(shapes: NDArray[np.object_], codes: NDArray[np.object_]) -> Flags:
    """Whether the mirror lies in the declared country and the shape itself not even near it."""
    middle = shapely.box(*shapely.bounds(shapes).T)
    away = ~homeland.lies_in(middle, codes)
    away[away] = ~homeland.lies_near(middle[away], codes[away])
    away[away] = homeland.lies_in(exchanged(middle[away]), codes[away])
    return away
