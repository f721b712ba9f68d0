"""Series of hectares from the records of a data set."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analytics.core import schema
from analytics.core.parts import NO_ZONE, UNKNOWN, ZONE, cut
from analytics.core.schema import Measure, PeriodKind
from analytics.stats import grouped
from analytics.stats.series.models import Step
from analytics.stats.series.panel import Panel, labels, panel
from analytics.stats.series.zones import NAME

if TYPE_CHECKING:
    import geopandas as gpd

    from analytics.core.dataset import Dataset
    from analytics.stats.series.zones import Zones

WHOLE = "whole"
TOTAL = "total"  # the unit that is the sum of all others
OUTSIDE = "outside"  # in no zone
UNNAMED = "unnamed"  # in a zone without a name
UNPLACED = "unplaced"  # nobody knows where
RESERVED = (WHOLE, TOTAL, OUTSIDE, UNNAMED, UNPLACED)  # a unit of the data so called is quoted
OF_PROVINCES = "countries of provinces"  # by country, each record where its province lies
KINDS = {
    Step.YEAR: {PeriodKind.YEAR, PeriodKind.QUARTER, PeriodKind.MONTH, PeriodKind.DAY},
    Step.QUARTER: {PeriodKind.QUARTER, PeriodKind.MONTH, PeriodKind.DAY},
    Step.MONTH: {PeriodKind.MONTH, PeriodKind.DAY},
}
COUNTRY_AND = "\N{NO-BREAK SPACE}· "  # between a province and its country


def counted(dataset: Dataset, by: str, step: Step, zones: Zones | None = None) -> Panel | None:
    """Hectares by unit and period; None where there is no dated record with an area and a unit.

    `by` is "whole", "country", "province", "site" or "zone" (of `zones`). A period without any
    record of the data set was not observed; where there are records of others a unit had none
    mined. Of a stock the last period within each step counts, and a year whose last records are
    older than those of others is a year all the same. Records longer than `step` are left out.
    What lies in no zone, or nobody knows where, is a unit too, so that units add up to the whole.
    """
    sites = dataset.sites
    kinds = {str(kind) for kind in KINDS[step]}
    kept = sites[sites[schema.PERIOD_KIND].astype(str).isin(kinds) & sites[schema.AREA_HA].notna()]
    if dataset.measure is Measure.STOCK and len(kept):
        number = _number(kept[schema.PERIOD_END], step)
        latest = kept[schema.PERIOD_END].groupby(number).transform("max")
        kept = kept[kept[schema.PERIOD_END] == latest]
    if kept.empty:
        return None
    number = _number(kept[schema.PERIOD_END], step)
    first, last = int(number.min()), int(number.max())
    found = _parts(dataset, kept, by, zones)
    if (found["unit"] == UNPLACED).all():
        return None
    columns = number.loc[found["row"]].to_numpy() - first
    units = sorted(found["unit"].unique())
    rows = found["unit"].map({unit: row for row, unit in enumerate(units)}).to_numpy()
    amounts = np.zeros((len(units), last - first + 1))
    np.add.at(amounts, (rows, columns), found["area_ha"].to_numpy())
    amounts[:, ~np.isin(np.arange(last - first + 1), number - first)] = np.nan
    methods = _methods(kept, number - first, amounts.shape)
    label = kept.loc[number.idxmin(), schema.PERIOD_END]
    return panel(
        units=units,
        periods=labels(_label(label, step), amounts.shape[1], step),
        step=step,
        amounts=amounts,
        is_stock=np.full(len(units), dataset.measure is Measure.STOCK),
        methods=methods,
    )


def _parts(dataset: Dataset, kept: gpd.GeoDataFrame, by: str, zones: Zones | None) -> pd.DataFrame:
    """`row`, `unit` and `area_ha` of every record or part of one."""
    if by in (WHOLE, "site"):
        own = _quoted(kept[schema.SITE_ID].astype(str)) if by == "site" else WHOLE
        return pd.DataFrame({"row": kept.index, "area_ha": kept[schema.AREA_HA]}).assign(unit=own)
    if zones is not None:
        return _by_zone(kept, zones)
    key = "province" if by == OF_PROVINCES else by
    found = grouped.parts(dataset, kept, key)  # type: ignore[arg-type]  # records of the data set
    country = _placed(found["country"])
    unit = country if by == OF_PROVINCES else _placed(found[key])
    if by == "province" and country.unique().size > 1:
        unit = (unit + COUNTRY_AND + country).where(country != UNPLACED, unit)
    return found[["row", "area_ha"]].assign(unit=unit)


def _by_zone(kept: gpd.GeoDataFrame, zones: Zones) -> pd.DataFrame:
    """Records cut by the zones; where these overlap the first one takes it."""
    found = cut(kept, zones.ground, (NAME,))
    unit = _quoted(found[NAME]).where(found[NAME] != UNKNOWN, UNNAMED)
    unit = unit.where(found[ZONE] != NO_ZONE, OUTSIDE)
    own = kept.loc[found["row"]]
    is_nowhere = (own.geometry.isna() | own.geometry.is_empty).to_numpy()
    area = own[schema.AREA_HA].to_numpy() * found["share"]
    return found[["row"]].assign(area_ha=area, unit=unit.mask(is_nowhere, UNPLACED))


def _placed(names: pd.Series[str]) -> pd.Series[str]:
    text = names.astype(str)
    return _quoted(text).where(text != UNKNOWN, UNPLACED)


def _quoted(names: pd.Series[str]) -> pd.Series[str]:
    """Names of the data, none of them like one of ours."""
    return names.where(~names.isin(RESERVED), "“" + names + "”")


def _methods(kept: pd.DataFrame, columns: pd.Series[int], shape: tuple[int, int]) -> np.ndarray:
    """What each period states as the version of its method; where it states several, all."""
    if "method_version" not in kept.columns:
        return np.full(shape, "")
    stated = kept["method_version"].astype("string").fillna("").astype(str)
    by_period = stated.groupby(columns).agg(lambda own: " + ".join(sorted(set(own) - {""})))
    row = np.full(shape[1], "", dtype=f"U{max(1, by_period.str.len().max())}")
    row[by_period.index.to_numpy()] = by_period.to_numpy(dtype=str)
    return np.broadcast_to(row, shape)


def _number(days: pd.Series[pd.Timestamp], step: Step) -> pd.Series[int]:
    part = (days.dt.month - 1) * step.per_year // 12
    return (days.dt.year * step.per_year + part).astype(int)


def _label(day: pd.Timestamp, step: Step) -> str:
    if step is Step.YEAR:
        return f"{day.year:04d}"
    if step is Step.QUARTER:
        return f"{day.year:04d}-Q{day.quarter}"
    return f"{day.year:04d}-{day.month:02d}"
