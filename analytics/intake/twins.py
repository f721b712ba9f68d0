"""Records that draw the same ground in the same period, so that it may count twice."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd
import shapely

from analytics.core import overlay, schema
from analytics.core.issue import Severity
from analytics.intake.keeping import keep_or_drop
from analytics.intake.kinds import POINTS, POLYGONS, is_kind

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from analytics.intake.work import Work

NEARLY: Final = 0.9  # of the ground two shapes cover together, covered by both


def settle_twins(work: Work) -> Work:
    """Same shape or nearly, same period: kept by default, and said."""
    work = _same(work, POLYGONS, "twin-shape", Severity.WARNING)
    work = _same(work, POINTS, "twin-place", Severity.NOTE)
    return _nearly(work)


def _same(work: Work, kinds: tuple[int, ...], code: str, severity: Severity) -> Work:
    """Records after the first whose coordinates are those of an earlier one of the period."""
    shapes = work.frame.geometry.to_numpy()
    rows = np.flatnonzero(is_kind(shapes, kinds))
    boxes = pd.DataFrame(shapely.bounds(shapes[rows])).assign(period=_periods(work)[rows])
    rows = rows[boxes.duplicated(keep=False).to_numpy()]  # few: writing all as bytes is slow
    keys = pd.DataFrame({"shape": shapely.to_wkb(shapes[rows]), "period": _periods(work)[rows]})
    again = np.zeros(len(shapes), dtype=bool)
    again[rows[keys.duplicated().to_numpy()]] = True
    return keep_or_drop(work, again, code, severity=severity)


def _nearly(work: Work) -> Work:
    shapes = work.frame.geometry
    rows = np.flatnonzero(is_kind(shapes.to_numpy(), POLYGONS))
    pairs = overlay.alike(shapes.iloc[rows], NEARLY, groups=_periods(work)[rows])
    left, right = rows[pairs["left"]], rows[pairs["right"]]
    differ = ~shapely.equals_exact(shapes.to_numpy()[left], shapes.to_numpy()[right])
    later = np.zeros(len(shapes), dtype=bool)
    for one, other in zip(left[differ], right[differ], strict=True):
        later[other] |= not later[one]  # of three in a row the first and the last may both stay
    return keep_or_drop(work, later, "near-duplicate")


def _periods(work: Work) -> NDArray[np.int64]:
    """A number for each period; -1 where there is none."""
    if schema.PERIOD not in work.frame.columns:
        return np.full(len(work.frame), -1, dtype=np.int64)
    return pd.factorize(work.frame[schema.PERIOD])[0].astype(np.int64)
