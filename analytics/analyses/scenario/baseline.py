"""The flow if nothing is done: as it was of late, as a forecast draws it, or as typed in."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np

from analytics.analyses.scenario.refusals import TooLittle
from analytics.core.dataset import SERIES, Has, Need
from analytics.stats.scenario.plan import Baseline
from analytics.stats.scenario.spread import Spread
from analytics.stats.series.counted import COUNTRY_AND, WHOLE, counted
from analytics.stats.series.models import MODELS, TRIO, Step
from analytics.stats.series.panel import from_table
from analytics.stats.series.refusals import furthest, refusals
from analytics.stats.series.tried import tried

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from analytics.analyses.scenario import ScenarioParams
    from analytics.core.dataset import Dataset
    from analytics.stats.series.panel import Panel

    Numbers = NDArray[np.float64]

LATE: Final = 3  # years that say how it was of late
PATHS: Final = 10_000  # of a forecast


def baseline(dataset: Dataset, params: ScenarioParams) -> tuple[Baseline, int]:
    """The baseline, and the year before its first period; 0 where no year is known."""
    growth, known = _growth(params), series(dataset)
    last = int(known.periods[-1]) if known else 0
    if params.baseline == "typed":
        return Baseline(flow_ha=Spread.certain(params.flow_ha), growth=growth), last
    if known is None or np.isnan(known.flows[0]).all():
        raise Need(Has.PERIOD).error()
    if params.baseline == "level":
        return Baseline(flow_ha=_of_late(known), growth=growth), last
    return of_forecast(known, params.years), last


def _growth(params: ScenarioParams) -> Spread:
    """What was typed in, and as much below and above as it may be off."""
    off = params.growth_off
    return Spread(params.growth - off, params.growth, params.growth + off)


def series(dataset: Dataset, unit: str = "") -> Panel | None:
    """Hectares by year of a country or province by its name, or of all; None where there are none.

    Of a table of series `unit` is one of its units; all of them are their sum.
    """
    found: Iterator[Panel | None]
    if SERIES in dataset.pixels:
        table = from_table(dataset.pixels[SERIES])
        found = iter([table] if table.step is Step.YEAR else [])
    else:  # one after the other: to cut records by country and province takes its time
        kinds = (WHOLE, "country", "province") if unit else (WHOLE,)
        found = (counted(dataset, by, Step.YEAR) for by in kinds)
    for each in found:
        names = [name.partition(COUNTRY_AND)[0] for name in each.units] if each else []
        if each is not None and (not unit or unit in names):
            rows = slice(None) if not unit else slice(names.index(unit), names.index(unit) + 1)
            return replace(each, units=(unit,), flows=each.flows[rows].sum(axis=0, keepdims=True))
    return None


def _of_late(known: Panel) -> Spread:
    """Least, mean and greatest of the last years that are known."""
    flows = known.flows[0][~np.isnan(known.flows[0])][-LATE:]
    return Spread(float(flows.min()), float(flows.mean()), float(flows.max()))


def of_forecast(known: Panel, years: int) -> Baseline:
    """Paths around the forecast: each is as far off in all of its years."""
    _check_reach(known, years)
    found = tried(known.flows, model=MODELS[TRIO], step=Step.YEAR, horizon=years)
    why = str(refusals(found.values, found.lengths, known.age)[0])
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


def _check_reach(known: Panel, years: int) -> None:
    most = int(furthest(int((~np.isnan(known.flows[0])).sum()), Step.YEAR))
    if years > most:
        raise TooLittle("scenario-too-far", value=years, most=most)
