"""What one map shows: the sites or cells of a period, each in its class."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from analytics.analyses.sitemap.breaks import OWN, upper_ends
from analytics.analyses.sitemap.periods import PeriodError, of_time, periods
from analytics.analyses.sitemap.persite import RECORDS, number, per_site
from analytics.analyses.sitemap.reference import known, reference
from analytics.core import schema

if TYPE_CHECKING:
    import geopandas as gpd
    from numpy.typing import NDArray

    from analytics.analyses.sitemap import SitemapParams
    from analytics.core.dataset import Dataset

    Numbers = NDArray[np.float64]

NONE: Final = 0  # the class of sites that do not state the number
CLASS, LOW, HIGH, NUMBER = "class", "low", "high", "number"
COLUMNS: Final = (
    schema.SITE_ID,
    schema.NAME,
    schema.COUNTRY,
    schema.ADMIN1,
    schema.METHOD,
    schema.PERIOD,
    RECORDS,
    schema.AREA_HA,
    schema.CONFIDENCE,
    NUMBER,
    CLASS,
    schema.GEOMETRY,
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Picture:
    """Sites or cells of a period; those of all classes, the missing one too, are all of them."""

    # one row per site or cell, by id: COLUMNS; class 0 where the number is not stated
    sites: gpd.GeoDataFrame
    # class (1 for the smallest values, 0 last for the missing), low (not in the class but for the
    # first), high (in it), NaN for an open end; sites, share_sites, area_ha, share_area
    classes: pd.DataFrame
    at: str  # the period shown, or up to which is shown; "" where all records count
    records: int
    total_ha: float  # NaN where no area is known


@dataclass(frozen=True, kw_only=True, slots=True)
class Pictures:
    """One or two maps that have their classes in common."""

    shown: Picture
    before: Picture | None  # the period to compare with, whichever is earlier
    periods: tuple[str, ...]  # whose maps share the classes; () where there is a single map


def pictures(dataset: Dataset, params: SitemapParams, column: str) -> Pictures:
    """The map asked for, and the one to compare it with."""
    common = reference(dataset, params, column)
    ends = upper_ends(common.values, common.high, params)
    least = np.nan if params.scheme == OWN else common.low
    asked = _both(dataset, params)
    shown, *other = [_picture(dataset, one, column, ends, least) for one in asked]
    return Pictures(shown=shown, before=other[0] if other else None, periods=common.periods)


def _both(dataset: Dataset, params: SitemapParams) -> list[SitemapParams]:
    """The parameters of each map; two maps never hold what has no date."""
    if not params.before:
        return [params]
    order = periods(dataset).order
    period = params.period or (order[-1] if order else "")
    if params.before == period:
        raise PeriodError("sitemap-pair", value=period)
    return [replace(params, period=period), replace(params, period=params.before)]


def _picture(
    dataset: Dataset, params: SitemapParams, column: str, ends: Numbers, least: float
) -> Picture:
    records, at = of_time(dataset, params)
    sites = per_site(records)
    values = known(sites[column] if column in schema.COLUMNS else number(records, column))
    place = np.searchsorted(ends, values, side="left") + 1
    classed = {NUMBER: values, CLASS: np.where(np.isnan(values), NONE, place)}
    sites = sites.assign(**classed)[list(COLUMNS)]
    return Picture(
        sites=sites,
        classes=_classes(sites, ends, least),
        at=at,
        records=len(records),
        total_ha=float(sites[schema.AREA_HA].sum(min_count=1)),
    )


def _classes(sites: gpd.GeoDataFrame, ends: Numbers, least: float) -> pd.DataFrame:
    """Every class, empty ones too; the missing one always, so that none reads as hidden."""
    order = [*range(1, len(ends) + 1), NONE]
    groups = sites.groupby(CLASS)
    counts = groups.size().reindex(order, fill_value=0)
    area = groups[schema.AREA_HA].sum(min_count=1).reindex(order).mask(counts == 0, 0.0)
    high = np.where(np.isfinite(ends), ends, np.nan)
    total = area.sum()
    return pd.DataFrame(
        {
            CLASS: order,
            LOW: [least, *high[:-1], np.nan] if len(ends) else [np.nan],
            HIGH: [*high, np.nan],
            "sites": counts.to_numpy(),
            "share_sites": counts.to_numpy() / len(sites) if len(sites) else np.nan,
            schema.AREA_HA: area.to_numpy(),
            "share_area": (area / total if total > 0 else area * np.nan).to_numpy(),
        }
    )
