"""Put every site into a class by one of its numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from analytics.analyses.sitemap.breaks import OWN, upper_ends
from analytics.analyses.sitemap.course import changes, gaps
from analytics.analyses.sitemap.periods import of_time
from analytics.analyses.sitemap.persite import RECORDS, per_site
from analytics.analyses.sitemap.reference import known, reference
from analytics.core import schema
from analytics.core.schema import AreaBasis, Measure

if TYPE_CHECKING:
    import geopandas as gpd
    from numpy.typing import NDArray

    from analytics.analyses.sitemap import SitemapParams
    from analytics.core.dataset import Dataset

    Numbers = NDArray[np.float64]

NONE: Final = 0  # the class of sites that do not state the number
CLASS, LOW, HIGH = "class", "low", "high"
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
    CLASS,
    schema.GEOMETRY,
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Sitemap:
    """Sites and their classes; the sites of all classes, the missing one too, add up to `count`."""

    # one row per site, by id; see COLUMNS; class 0 where the number is not stated
    sites: gpd.GeoDataFrame
    # class (1 for the smallest values, 0 last for the missing), low (not in the class but for the
    # first), high (in it), NaN for an open end; sites, share_sites, area_ha, share_area
    classes: pd.DataFrame
    measure: str  # the column
    scheme: str
    asked: int  # classes asked for; for percentiles and own breaks as many as those make
    area_basis: AreaBasis
    over_time: Measure
    count: int
    records: int
    missing: int
    median: float  # of the known; NaN without any
    smallest: float
    largest: float
    distinct: int  # different values
    total_ha: float  # NaN where no site has an area
    negative: int
    unplaced: int  # sites without a place on the map
    at: str  # the period shown, or up to which is shown; "" where all records count
    time: str
    left_out: int  # records from another period, or without a date
    periods: tuple[str, ...]  # whose maps share the classes; () where there is a single map
    gaps: tuple[str, ...]  # between the first and the last of them, without a record
    changes: pd.DataFrame  # of the source: period, before, after


def sitemap(dataset: Dataset, params: SitemapParams) -> Sitemap:
    """Classify the sites of `dataset`; of a stock those of its last period count."""
    records, at = of_time(dataset, params)
    sites, common = per_site(records), reference(dataset, params, params.show)
    values = known(sites[params.show])
    stated = values[~np.isnan(values)]
    ends = upper_ends(common.values, common.high, params)
    place = np.searchsorted(ends, values, side="left") + 1
    sites = sites.assign(**{CLASS: np.where(np.isnan(values), NONE, place)})[list(COLUMNS)]
    is_nowhere = sites.geometry.isna() | sites.geometry.is_empty
    return Sitemap(
        sites=sites,
        classes=_classes(sites, ends, common.low if params.scheme != OWN else np.nan),
        measure=params.show,
        scheme=params.scheme,
        asked=len(ends) if params.scheme in (OWN, "percentile") else params.classes,
        area_basis=dataset.area_basis,
        over_time=dataset.measure,
        count=len(sites),
        records=len(records),
        missing=int(np.isnan(values).sum()),
        median=float(np.median(stated)) if len(stated) else float("nan"),
        smallest=float(stated.min()) if len(stated) else float("nan"),
        largest=float(stated.max()) if len(stated) else float("nan"),
        distinct=len(np.unique(stated)),
        total_ha=float(sites[schema.AREA_HA].sum(min_count=1)),
        negative=int((stated < 0).sum()),
        unplaced=int(is_nowhere.sum()),
        at=at,
        time=params.time,
        left_out=len(dataset.sites) - len(records),
        periods=common.periods,
        gaps=gaps(common.periods),
        changes=changes(dataset),
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
