"""The flow if nothing is done: as it was of late, as a forecast draws it, or as typed in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from analytics.analyses.scenario.refusals import TooLittle
from analytics.core.dataset import Has, Need
from analytics.stats.scenario.plan import Baseline
from analytics.stats.scenario.spread import Spread
from analytics.stats.series.counted import WHOLE, counted
from analytics.stats.series.models import MODELS, TRIO, Step
from analytics.stats.series.refusals import refusals
from analytics.stats.series.tried import tried

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from analytics.analyses.scenario import ScenarioParams
    from analytics.core.dataset import Dataset
    from analytics.stats.series.panel import Panel

    Numbers = NDArray[np.float64]

LATE: Final = 3  # years that say how it was of late
PATHS: Final = 10_000  # of a forecast


def baseline(dataset: Dataset, params: ScenarioParams) -> tuple[Baseline, int]:
    """The baseline, and the year before its first period; 0 where no year is known."""
    growth = Spread.certain(params.growth)
    if params.baseline == "typed":
        known = counted(dataset, WHOLE, Step.YEAR)
        last = int(known.periods[-1]) if known else 0
        return Baseline(flow_ha=Spread.certain(params.flow_ha), growth=growth), last
    known = counted(dataset, WHOLE, Step.YEAR)
    if known is None or np.isnan(known.flows[0]).all():
        raise Need(Has.PERIOD).error()
    last = int(known.periods[-1])
    if params.baseline == "level":
        return Baseline(flow_ha=_of_late(known), growth=growth), last
    return of_forecast(known, params.years), last


def _of_late(known: Panel) -> Spread:
    """Least, mean and greatest of the last years that are known."""
    flows = known.flows[0][~np.isnan(known.flows[0])][-LATE:]
    return Spread(float(flows.min()), float(flows.mean()), float(flows.max()))


def of_forecast(known: Panel, years: int, row: int = 0) -> Baseline:
    """Paths around the forecast of a unit: each is as far off in all of its years."""
    values = known.flows[row : row + 1]
    found = tried(values, model=MODELS[TRIO], step=Step.YEAR, horizon=years)
    why = str(refusals(found.values, found.lengths, known.age[row : row + 1])[0])
    if why:
        raise TooLittle("scenario-no-forecast", years=int(found.lengths[0]))
    from scipy.special import stdtrit

    at, spread, added = found.last, found.spread, found.added[0]
    shares = (np.arange(PATHS) + 0.5) / PATHS
    off = stdtrit(spread.freedom[at][0], shares)[:, None]
    half = off * spread.scale[at][0] * np.broadcast_to(spread.growth, found.told.shape)[at][0]
    paths = np.exp(np.log(found.told[at][0] + added) + half) - added
    none = Spread.certain(0.0)
    return Baseline(flow_ha=none, growth=none, forecast_ha=np.maximum(paths, 0.0))
