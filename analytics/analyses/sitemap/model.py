"""Put every site into a class by one of its numbers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from analytics.analyses.sitemap.breaks import OWN
from analytics.analyses.sitemap.cells import gathered
from analytics.analyses.sitemap.course import changes, gaps
from analytics.analyses.sitemap.methods import frequent
from analytics.analyses.sitemap.own import columns, measured
from analytics.analyses.sitemap.persite import PER_KM2
from analytics.analyses.sitemap.picture import NUMBER, Picture, pictures
from analytics.core import schema
from analytics.core.schema import AreaBasis, Measure

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

    from analytics.analyses.sitemap import SitemapParams
    from analytics.core.dataset import Dataset

CELLS: Final = "cells"
PEOPLE: Final = "population"  # the raster
DRAWN, MISSING = "drawn", "missing"


@dataclass(frozen=True, kw_only=True, slots=True)
class Cells:
    """Cells of H3, classed by hectares per km²; sites without a place are in none."""

    # one row per cell, columns as of sites: the id is its H3 index, the number hectares per km²
    sites: gpd.GeoDataFrame
    classes: pd.DataFrame
    before: Picture | None
    resolution: int
    show: str
    scheme: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Sitemap:
    """Sites and their classes; the sites of all classes, the missing one too, add up to `count`."""

    # one row per site, by id, class 0 where the number is not stated; see picture.COLUMNS
    sites: gpd.GeoDataFrame
    classes: pd.DataFrame  # see Picture
    before: Picture | None  # the period to compare with
    cells: Cells | None  # the same as hectares in cells; None where sites are drawn
    show: str
    measure: str  # the column that decides; "" where the file has none of its own
    numbers: tuple[str, ...]  # columns of the file's own that hold numbers
    drawn: str
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
    methods: tuple[str, ...]  # those with a mark of their own, the same for every period
    people: str  # under the sites: DRAWN, MISSING where the data have none, "" where not asked


def sitemap(dataset: Dataset, params: SitemapParams) -> Sitemap:
    """Classify the sites of `dataset`; of a stock those of its last period count."""
    column = measured(dataset, params)
    drawn = pictures(dataset, params, column)
    shown = drawn.shown
    values = shown.sites[NUMBER].to_numpy()
    stated = values[~np.isnan(values)]
    shapes = shown.sites.geometry
    made = len(shown.classes) - 1
    return Sitemap(
        sites=shown.sites,
        classes=shown.classes,
        before=drawn.before,
        cells=_cells(dataset, params) if params.drawn == CELLS else None,
        show=params.show,
        measure=column,
        numbers=columns(dataset),
        drawn=params.drawn,
        scheme=params.scheme,
        asked=made if params.scheme in (OWN, "percentile") else params.classes,
        area_basis=dataset.area_basis,
        over_time=dataset.measure,
        count=len(values),
        records=shown.records,
        missing=len(values) - len(stated),
        median=float(np.median(stated)) if len(stated) else float("nan"),
        smallest=float(stated.min()) if len(stated) else float("nan"),
        largest=float(stated.max()) if len(stated) else float("nan"),
        distinct=len(np.unique(stated)),
        total_ha=shown.total_ha,
        negative=int((stated < 0).sum()),
        unplaced=int((shapes.isna() | shapes.is_empty).sum()),
        at=shown.at,
        time=params.time,
        left_out=len(dataset.sites) - shown.records,
        periods=drawn.periods,
        gaps=gaps(drawn.periods),
        changes=changes(dataset),
        methods=frequent(dataset.sites[schema.METHOD]),
        people=(DRAWN if PEOPLE in dataset.rasters else MISSING) if params.people else "",
    )


def _cells(dataset: Dataset, params: SitemapParams) -> Cells:
    """The hectares of the same records in cells, by the same scheme."""
    data, resolution = gathered(dataset)
    drawn = pictures(data, replace(params, show=schema.AREA_HA, column=""), PER_KM2)
    return Cells(
        sites=drawn.shown.sites,
        classes=drawn.shown.classes,
        before=drawn.before,
        resolution=resolution,
        show=PER_KM2,
        scheme=params.scheme,
    )
