"""Test every series for a trend, measure it, and say where it may not be compared with itself."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from analytics.core.schema import AreaBasis, Measure
from analytics.stats.series.changes import Change, changes
from analytics.stats.series.counted import TOTAL
from analytics.stats.series.models import Step
from analytics.stats.series.recorded import check_units, events, places
from analytics.stats.series.slopes import CORRECTED, FEWEST, Slopes, slopes
from analytics.stats.series.source import source

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from analytics.analyses.trend import TrendParams
    from analytics.core.dataset import Dataset
    from analytics.stats.series.panel import Panel

    Numbers = NDArray[np.float64]

SHORTEST: Final = 5  # fewer values can never be significant at 5 %
BREAKS: Final = ("unit", "period", "kind", "factor", "gain", "chance", "is_event")


class Course(StrEnum):
    """What can be said of a series."""

    RISES = "rises"
    FALLS = "falls"
    OPEN = "open"  # no trend can be told
    SHORT = "short"  # four values: no result could be significant
    UNTESTED = "untested"  # fewer


@dataclass(frozen=True, kw_only=True, slots=True)
class Trend:
    """Slopes in hectares a period, and growth as a share a period; NaN where it cannot be told."""

    # one row for each unit, the sums first: unit, course, first and last period tested, known
    # (values), score, p, q, is_corrected and is_assessed (autocorrelation), slope_ha with its ends,
    # growth with its ends, doubling (periods; below 0 halves; NaN unless growth is sure)
    trends: pd.DataFrame
    breaks: pd.DataFrame  # unit, period, kind, factor, gain, chance, is_event
    series: pd.DataFrame  # unit, period, value_ha, is_used, fitted_ha (Sen's line)
    by: str
    step: Step
    asked: Step
    level: float
    breaks_are: str
    is_table: bool
    measure: Measure
    area_basis: AreaBasis
    units: int  # without their sum
    rising: int
    falling: int
    fell: int
    has_methods: bool
    lead: str
    groups: tuple[str, ...]  # countries, whose provinces are units
    zones: tuple[str, str]  # layer and column of the units; nothing in both without


def trend(dataset: Dataset, params: TrendParams) -> Trend:
    """All units at once, and their sum on its own."""
    by, layer, column = params.by, params.zones, params.zone_name
    given = source(dataset, by, params.step, layer=layer, column=column)
    happened = events(params.events)
    check_units(given.panels, happened)
    tables, series, breaks = [], [], []
    for panel in given.panels:
        found = changes(panel, places(panel, happened))
        is_cut = params.breaks == "restart"
        used = _used(panel, found) if is_cut else panel.flows
        table = _table(panel, used, slopes(used), params.level)
        tables.append(table)
        series.append(_series(panel, used, table))
        breaks.append(found[list(BREAKS)])
    units = tables[-1]
    return Trend(
        trends=pd.concat(tables, ignore_index=True),
        breaks=pd.concat([one for one in breaks if len(one)] or breaks[:1], ignore_index=True),
        series=pd.concat(series, ignore_index=True),
        by=params.by,
        step=given.panel.step,
        asked=given.asked,
        level=params.level,
        breaks_are=params.breaks,
        is_table=given.is_table,
        measure=dataset.measure,
        area_basis=dataset.area_basis,
        units=len(units),
        rising=int((units["course"] == Course.RISES).sum()),
        falling=int((units["course"] == Course.FALLS).sum()),
        fell=int(given.panel.fell.sum()),
        has_methods=bool((given.panel.methods != "").any()),
        lead=TOTAL if given.total is not None else _largest(given.panel),
        groups=given.groups.units if given.groups else (),
        zones=(given.zones.layer, given.zones.column) if given.zones else ("", ""),
    )


def _used(panel: Panel, found: pd.DataFrame) -> Numbers:
    """The values since the last change of method."""
    start = np.zeros(len(panel.units), dtype=np.int64)
    last = found[found["kind"] == Change.METHOD].groupby("row")["place"].max()
    rows = last.index.to_numpy(dtype=np.int64)
    start[rows] = last.to_numpy(dtype=np.int64) + panel.is_stock[rows]
    return np.where(np.arange(len(panel.periods)) >= start[:, None], panel.flows, np.nan)


def _table(panel: Panel, used: Numbers, found: Slopes, level: float) -> pd.DataFrame:
    known = ~np.isnan(used)
    has_any = known.any(axis=1)
    first = np.where(has_any, known.argmax(axis=1), 0)
    last = np.where(has_any, known.shape[1] - 1 - known[:, ::-1].argmax(axis=1), 0)
    periods = np.array(panel.periods, dtype=object)
    return pd.DataFrame(
        {
            "unit": np.array(panel.units, dtype=object),
            "course": _courses(found, level).astype(object),
            "first": np.where(has_any, periods[first], ""),
            "last": np.where(has_any, periods[last], ""),
            "known": found.known,
            "score": found.score,
            "p": found.p,
            "q": found.q,
            "is_corrected": found.is_corrected,
            "is_assessed": found.known >= CORRECTED,
            "slope_ha": found.slope,
            "slope_low_ha": found.slope_low,
            "slope_high_ha": found.slope_high,
            "growth": found.growth,
            "growth_low": found.growth_low,
            "growth_high": found.growth_high,
            "doubling": found.doubling,
        }
    )


def _courses(found: Slopes, level: float) -> NDArray[np.str_]:
    is_sure = found.q <= level
    return np.select(
        [
            found.known < FEWEST,
            found.known < SHORTEST,
            is_sure & (found.score > 0),
            is_sure & (found.score < 0),
        ],
        [Course.UNTESTED.value, Course.SHORT.value, Course.RISES.value, Course.FALLS.value],
        Course.OPEN.value,
    )


def _series(panel: Panel, used: Numbers, table: pd.DataFrame) -> pd.DataFrame:
    """Every value, and Sen's line through the middle of those tested."""
    known = ~np.isnan(used)
    times = np.where(known, np.arange(used.shape[1], dtype=float), np.nan)
    slope = table["slope_ha"].to_numpy()[:, None]
    rest = used - slope * times
    middle = np.array(
        [np.median(row[~np.isnan(row)]) if (~np.isnan(row)).any() else np.nan for row in rest]
    )
    line = middle[:, None] + slope * np.arange(used.shape[1])
    count, length = used.shape
    return pd.DataFrame(
        {
            "unit": np.repeat(np.array(panel.units, dtype=object), length),
            "period": np.tile(np.array(panel.periods, dtype=object), count),
            "value_ha": panel.flows.ravel(),
            "is_used": known.ravel(),
            "fitted_ha": np.where(known, np.maximum(line, 0.0), np.nan).ravel(),
        }
    )


def _largest(panel: Panel) -> str:
    has_any = ~np.isnan(panel.flows).all(axis=1)
    return panel.units[int(np.lexsort((np.nansum(panel.flows, axis=1), has_any))[-1])]
