"""Forecast every unit and their sum, try the forecasts on the past, and refuse where too little."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from analytics.analyses.forecast import frames
from analytics.analyses.forecast.fits import Fits, fits, only
from analytics.analyses.forecast.happenings import effects, pairs
from analytics.analyses.forecast.wholes import Sums, summed
from analytics.core.schema import AreaBasis, Measure
from analytics.stats.series.changes import changes, restart
from analytics.stats.series.counted import TOTAL
from analytics.stats.series.models import NAIVE
from analytics.stats.series.panel import labels
from analytics.stats.series.recorded import check_units, driver, events, places
from analytics.stats.series.source import Source, source

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from analytics.analyses.forecast import ForecastParams
    from analytics.core.dataset import Dataset
    from analytics.stats.series.models import Step
    from analytics.stats.series.panel import Panel

PLAIN: Final = ("unit", "period", "kind", "factor", "gain", "chance", "is_event", "is_acted")


@dataclass(frozen=True, kw_only=True, slots=True)
class Forecast:
    """Hectares to be expected; modelled all of them, from observed series.

    Frames have one row for each unit and period or model, units in the order of the series; the
    sum of all units is the unit "total".
    """

    forecast: pd.DataFrame  # unit, period, median_ha, lo80_ha … hi95_ha (NaN: not told), grade
    sums: pd.DataFrame  # unit, first, last, periods, median_ha and ends: all periods together
    refused: pd.DataFrame  # unit, reason, known (values)
    backtest: pd.DataFrame  # unit, model, origins, errors, mae_ha, mase, skill, bias, held80 …
    reference: pd.DataFrame  # unit, period, naive_ha, drift_ha, growth_ha: lines, no forecasts
    regressed: pd.DataFrame  # unit, period, median_ha and ends, share: along with the driver given
    series: pd.DataFrame  # unit, period, value_ha, is_used, method
    breaks: pd.DataFrame  # unit, period, kind, factor, gain, chance, is_event, is_acted
    other: pd.DataFrame  # `forecast` of units with an acted break, treated the other way
    other_refused: pd.DataFrame
    effects: pd.DataFrame  # see happenings
    left_out: int  # events and units that are not compared for their number
    residuals: pd.DataFrame  # unit, period, factor: what came over what was told one step ahead
    by: str
    step: Step  # of the series, which the records may make longer than was asked
    asked: Step
    model: str
    horizon: int
    breaks_are: str
    is_table: bool  # a table of series was read, and no records
    measure: Measure
    area_basis: AreaBasis
    units: int
    kept: tuple[str, ...]  # units of which, since a break, only the last value is carried on
    carried: int  # units that enter the sum with their last value
    sums_are: str
    moved: float  # share by which the sum's own forecast was moved; NaN without one
    fell: int  # falls of stocks, left out as unknown
    has_methods: bool  # the series say by which method they were measured
    lead: str  # the unit told first
    groups: tuple[str, ...]  # countries, whose provinces are units
    zones: tuple[str, str]  # layer and column of the units; nothing in both without

    @property
    def way(self) -> str:
        """The model of the unit told first."""
        return NAIVE if self.lead in self.kept else self.model


def forecast(dataset: Dataset, params: ForecastParams) -> Forecast:
    """All series at once; the sum of units only where they were counted from records."""
    by, layer, column = params.by, params.zones, params.zone_name
    given = source(dataset, by, params.step, layer=layer, column=column)
    panel = given.panel
    happened = events(params.events)
    check_units(given.panels, happened)
    found = [changes(one, places(one, happened)) for one in given.panels]
    parts, sums = _parts(given, found, params)
    other_params = replace(params, breaks="ignore" if params.breaks == "restart" else "restart")
    others = _others(given, found, other_params)
    later = labels(panel.periods[0], len(panel.periods) + params.horizon, panel.step)
    is_cut = params.breaks == "restart"
    after = effects(given.panels, happened, params.model, is_cut=is_cut)
    table = _joined([frames.forecasts(p, f, later) for p, f in parts])
    refused = _joined([frames.refused(p, f) for p, f in parts])
    return Forecast(
        forecast=table,
        sums=_joined([frames.sums(p, f, later) for p, f in parts]),
        refused=refused,
        backtest=_joined([frames.backtests(p, f) for p, f in parts]),
        reference=_joined([frames.reference(p, f, later) for p, f in parts]),
        regressed=_joined([frames.regressed(p, f, later) for p, f in parts]),
        series=_joined([frames.series(p, f) for p, f in parts]),
        breaks=_joined(found)[list(PLAIN)],
        other=_joined([table.head(0), *(frames.forecasts(p, f, later) for p, f in others)]),
        other_refused=_joined([refused.head(0), *(frames.refused(p, f) for p, f in others)]),
        effects=after,
        left_out=pairs(given.panels, happened) - len(after),
        residuals=_joined([_residuals(p, f, params.model) for p, f in parts]),
        by=params.by,
        step=panel.step,
        asked=given.asked,
        model=params.model,
        horizon=params.horizon,
        breaks_are=params.breaks,
        is_table=given.is_table,
        measure=dataset.measure,
        area_basis=dataset.area_basis,
        units=len(panel.units),
        kept=tuple(np.array(panel.units, dtype=object)[_is_kept(parts[-1][1])]),
        carried=sums.carried if sums else 0,
        sums_are=params.sums,
        moved=sums.moved if sums else float("nan"),
        fell=int(panel.fell.sum()),
        has_methods=bool((panel.methods != "").any()),
        lead=TOTAL if given.total is not None else _lead(panel, parts[-1][1]),
        groups=given.groups.units if given.groups else (),
        zones=(given.zones.layer, given.zones.column) if given.zones else ("", ""),
    )


def _parts(
    given: Source, found: list[pd.DataFrame], params: ForecastParams
) -> tuple[list[tuple[Panel, Fits]], Sums | None]:
    """Sums first, then the units; and what was assumed where there are sums."""
    used = [one if params.breaks == "restart" else one.head(0) for one in found]
    begun = [restart(panel, some) for panel, some in zip(given.panels, used, strict=True)]
    told = fits(
        given.panel,
        begun[-1],
        model=params.model,
        horizon=params.horizon,
        driver=driver(given.panel, params.regressor),
    )
    if given.total is None:
        return [(given.panel, told)], None
    sums = summed(given, begun, told, params)
    return list(zip(given.panels, sums.fits, strict=True)), sums


def _others(
    given: Source, found: list[pd.DataFrame], params: ForecastParams
) -> list[tuple[Panel, Fits]]:
    """The same with breaks treated as in `params`, for those that have one that matters."""
    acted = [sorted(set(one.loc[one["is_acted"], "row"])) for one in found]
    if not any(acted):
        return []
    if given.total is None:  # of many units only those few
        some = _rows(given.panel, acted[0])
        own = found[0][found[0]["is_acted"]]
        own = own.assign(row=own["row"].map({row: at for at, row in enumerate(acted[0])}))
        return _parts(replace(given, panel=some), [own], params)[0]
    told, _ = _parts(given, found, params)
    pairs = zip(told, acted, strict=True)
    return [(_rows(one, rows), only(part, rows)) for (one, part), rows in pairs if rows]


def _rows(panel: Panel, rows: list[int]) -> Panel:
    return replace(
        panel,
        units=tuple(panel.units[row] for row in rows),
        flows=panel.flows[rows],
        fell=panel.fell[rows],
        errors_ha=panel.errors_ha[rows],
        methods=panel.methods[rows],
        is_stock=panel.is_stock[rows],
    )


def _residuals(panel: Panel, found: Fits, model: str) -> pd.DataFrame:
    """One step ahead, in the columns of the panel."""
    own = found.tests[model].residuals
    rows, columns = np.nonzero(~np.isnan(own))
    known = ~np.isnan(found.used)
    start = np.where(known.any(axis=1), known.argmax(axis=1), 0)
    return pd.DataFrame(
        {
            "unit": np.array(panel.units, dtype=object)[rows],
            "period": np.array(panel.periods, dtype=object)[columns + start[rows]],
            "factor": np.exp(own[rows, columns]),
        }
    )


def _is_kept(found: Fits) -> NDArray[np.bool_]:
    return np.asarray(found.is_naive & (found.refusal == ""))


def _lead(panel: Panel, told: Fits) -> str:
    """The unit with most to come, else with most so far."""
    most = np.nan_to_num(told.total.median).max(axis=1, initial=0.0)
    so_far = np.nansum(panel.flows, axis=1)
    has_any = ~np.isnan(panel.flows).all(axis=1)
    return panel.units[int(np.lexsort((so_far, most, has_any))[-1])]


def _joined(tables: list[pd.DataFrame]) -> pd.DataFrame:
    kept = [table for table in tables if len(table)] or tables[:1]
    return pd.concat(kept, ignore_index=True)
