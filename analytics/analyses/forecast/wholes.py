"""The sum of all units: their medians added up, with the interval of the sum's own history."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from analytics.analyses.forecast.fits import Band, Fits, fits
from analytics.stats.series.coherence import rescaled
from analytics.stats.series.models import NAIVE
from analytics.stats.series.tried import LEVELS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from analytics.analyses.forecast import ForecastParams
    from analytics.stats.series.changes import Restart
    from analytics.stats.series.panel import Panel

    Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Total:
    """The forecast of the sum, and what was assumed for it."""

    fits: Fits
    carried: int  # units without a forecast of their own, whose last value is carried on


def total(panel: Panel, begun: Restart, *, units: Fits, params: ForecastParams) -> Total:
    """The forecast of `panel` (one series, the sum of the units), as the sum of theirs."""
    own = fits(panel, begun, model=params.model, horizon=params.horizon)
    last = int(own.last[0])
    single = np.zeros(params.horizon)
    carried = 0
    for row in range(len(units.last)):
        median, is_carried = _median(units, row, last, params.horizon)
        single += median
        carried += is_carried
    return Total(
        fits=_moved(own, single),
        carried=carried if own.refusal[0] == "" else 0,
    )


def _median(found: Fits, row: int, last: int, horizon: int) -> tuple[Numbers, bool]:
    """A unit's median in the periods after `last`; what it does not tell is its last value.

    A unit last seen earlier counts from its own end on; one without any value counts as none.
    """
    if found.last[row] < 0:
        return np.zeros(horizon), True
    naive = found.straight[NAIVE][row]
    behind = max(0, last - int(found.last[row]))
    own = np.where(np.isnan(found.single.median[row]), naive, found.single.median[row])
    moved = np.append(own[behind:], np.full(behind, naive[-1]))[:horizon]
    return moved, bool(np.isnan(found.single.median[row]).any())


def _moved(own: Fits, single: Numbers) -> Fits:
    """The forecast of the sum moved to the sum of forecasts, its intervals in proportion."""
    from dataclasses import replace

    return replace(
        own,
        single=_around(own.single, single[None]),
        total=_around(own.total, np.cumsum(single)[None]),
    )


def _around(band: Band, wanted: Numbers) -> Band:
    return Band(
        median=np.where(np.isnan(band.median), np.nan, wanted),
        ends={
            level: tuple(rescaled(band.median, end, wanted) for end in band.ends[level])  # type: ignore[misc]  # low and high
            for level in LEVELS
        },
    )
