"""Test cell by cell whether mining is more concentrated than chance allows, and group sites."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from analytics.analyses.hotspots.field import field
from analytics.analyses.hotspots.groups import groups, rule
from analytics.analyses.hotspots.records import records
from analytics.analyses.hotspots.scores import Refusal, scored
from analytics.analyses.hotspots.surface import Surface, surface
from analytics.core import schema
from analytics.core.schema import AreaBasis, Measure

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

    from analytics.analyses.hotspots import HotspotsParams
    from analytics.core.dataset import Dataset


@dataclass(frozen=True, kw_only=True, slots=True)
class Hotspots:
    """Cells of one area each, tested, and groups of sites; hectares of the cells add up.

    Where the test is refused, cells keep what lies in them and have no score.
    """

    # id, lon, lat (middle), land_km2, area_ha, sites, rate (ha or sites per km² of land), z (Gi*),
    # p (one-sided), q (Benjamini and Hochberg), class (hot99, hot95, hot90, none, untested), is_hot
    # (q within the level), course (see emerging), geometry; from south to north, west to east
    cells: gpd.GeoDataFrame
    clusters: gpd.GeoDataFrame  # see groups
    refusal: Refusal
    count: str  # what is counted: "area", or "sites" where asked or where no area is known
    of: str
    area_basis: AreaBasis
    measure: Measure
    cell_km: float
    parallel: int  # degrees, where cells are square
    rings: int
    neighbours: float  # of a cell on average; NaN where not tested
    empty: float  # share of cells without mining
    baseline: float  # mean rate of all cells, per km² of land
    permutations: int
    seed: int
    level: float
    fewest_hot: int  # fewer hot cells than these cannot be told with so many permutations
    hot: int
    hot_fewest: int  # other seeds find at least and at most so many, 95 times in 100
    hot_most: int
    hot_share: float  # of the hectares or sites, in hot cells
    hot_land: float  # share of the land studied
    total_ha: float  # of the records counted; NaN where no area is known
    sites: int
    first: str  # first and last year a course is told from; "" without a course
    last: str
    years: int
    since: str  # the day before the last 12 months; "" without dates
    groups: str  # "area" only where any is known
    is_unweighted: bool  # by area was asked for, and none is known
    eps_km: float
    min_sites: int
    min_ha: float
    alone: int  # sites in no group
    alone_ha: float
    unplaced: int  # records without a place
    unplaced_ha: float
    undated: int  # records without a date, where dates matter
    without_area: int
    surface: Surface | None  # None where it is not asked for


def hotspots(dataset: Dataset, params: HotspotsParams) -> Hotspots:
    """Gi* with chances by permutation on a grid of equal areas, and groups of sites."""
    found = records(dataset)
    placed = found.placed
    is_recent = params.of == "recent" and dataset.measure is Measure.FLOW
    chosen = found.recent if is_recent else found.now
    areas = placed[schema.AREA_HA]
    has_area = bool(areas[chosen].notna().any())
    count = params.count if has_area else "sites"
    cells = field(dataset, placed, chosen, params.cell)
    tested = scored(dataset, params, found, cells, chosen, count)
    grouped = groups(found, chosen, params)
    frame = tested.cells
    is_hot = frame["is_hot"].to_numpy()
    amount = frame["area_ha" if count == "area" else "sites"]
    return Hotspots(
        cells=frame,
        clusters=grouped.table,
        refusal=tested.refusal,
        count=count,
        of=params.of,
        area_basis=dataset.area_basis,
        measure=dataset.measure,
        cell_km=cells.grid.cell_km,
        parallel=cells.grid.parallel,
        rings=params.rings,
        neighbours=tested.neighbours,
        empty=_mean(amount == 0),
        baseline=_mean(frame["rate"]),
        permutations=params.permutations,
        seed=params.seed,
        level=params.level,
        fewest_hot=int(np.ceil(len(frame) / (params.level * (params.permutations + 1)) - 1e-9)),
        hot=int(is_hot.sum()),
        hot_fewest=tested.fewest,
        hot_most=tested.most,
        hot_share=_share(amount[is_hot].sum(), amount.sum()),
        hot_land=_share(frame["land_km2"][is_hot].sum(), frame["land_km2"].sum()),
        total_ha=float(areas[chosen].sum(min_count=1)),
        sites=int(placed.loc[chosen, schema.SITE_ID].nunique()),
        first=str(tested.years[0]) if tested.years else "",
        last=str(tested.years[-1]) if tested.years else "",
        years=len(tested.years),
        since=found.since.date().isoformat() if found.since is not None else "",
        groups=rule(params, areas[chosen]),
        is_unweighted=params.groups == "area" and not has_area,
        eps_km=params.eps_km,
        min_sites=params.min_sites,
        min_ha=params.min_ha,
        alone=grouped.alone,
        alone_ha=grouped.alone_ha,
        unplaced=found.unplaced,
        unplaced_ha=found.unplaced_ha,
        undated=found.undated if is_recent or tested.years else 0,
        without_area=int(areas[chosen].isna().sum()),
        surface=surface(dataset, placed, chosen, count) if params.surface == "yes" else None,
    )


def _mean(values: pd.Series[float]) -> float:
    return float(values.mean()) if len(values) else float("nan")


def _share(part: float, whole: float) -> float:
    return float(part / whole) if whole > 0 else float("nan")
