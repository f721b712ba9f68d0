"""Cells with Gi*, its chance, its class and its course; or the reason why none can be told."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

import geopandas as gpd
import numpy as np

from analytics.analyses.hotspots.emerging import FEWEST_YEARS, Course, courses
from analytics.analyses.hotspots.field import FEWEST, MOST_EMPTY, Field
from analytics.analyses.hotspots.records import Records, years
from analytics.core import schema
from analytics.core.schema import Measure
from analytics.stats.multiple import benjamini_hochberg
from analytics.stats.neighbours import queen
from analytics.stats.spatial import draws, g_star, upper_p

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from analytics.analyses.hotspots import HotspotsParams
    from analytics.core.dataset import Dataset

    Numbers = NDArray[np.float64]

FEWEST_NEIGHBOURS: Final = 8.0  # on average
LEVELS: Final = {"hot99": 0.01, "hot95": 0.05, "hot90": 0.10}
SURE: Final = 1.96  # standard errors that hold 95 of 100 seeds
COLD, UNTESTED = "none", "untested"


class Refusal(StrEnum):
    """Why nothing is tested."""

    NONE = ""
    STOCK = "stock"  # what is new is asked of data that say what exists
    UNDATED = "undated"
    NOTHING = "nothing"  # no hectares, or no site
    FINE = "fine"  # more cells than can be held
    FEW = "few"
    NEIGHBOURS = "neighbours"
    EMPTY = "empty"
    ALIKE = "alike"


@dataclass(frozen=True, kw_only=True, slots=True)
class Scored:
    """The cells of an answer, and what was found out on the way."""

    cells: gpd.GeoDataFrame
    refusal: Refusal
    neighbours: float
    fewest: int  # hot cells if chance had dealt out worse, and better: 95 % of seeds lie between
    most: int
    years: tuple[int, ...]  # that courses are told from; none where there are too few


def scored(
    dataset: Dataset,
    params: HotspotsParams,
    found: Records,
    cells: Field,
    chosen: pd.Series[bool],
    count: str,
) -> Scored:
    """Test the chosen records: `count` says whether hectares or sites are compared."""
    rate = _rate(found, cells, chosen, count)
    beside = queen(cells.column, cells.line, params.rings)
    degree = (beside < len(cells)).sum(axis=1)
    mean = _mean(degree)
    refusal = _refusal(params, dataset, found, cells, rate, mean)
    frame = _frame(found, cells, chosen).assign(rate=rate)
    if refusal:
        return Scored(
            cells=_untested(frame), refusal=refusal, neighbours=mean, fewest=0, most=0, years=()
        )
    random = np.random.default_rng(np.random.SeedSequence(params.seed))
    drawn = draws(len(cells), int(degree.max()), params.permutations, random)
    p = upper_p(rate, beside, drawn)
    q = benjamini_hochberg(p)
    is_hot = q <= params.level
    error = SURE * np.sqrt(p * (1 - p) / (params.permutations + 1))
    by_year = years(found, dataset.measure)
    rates = [_rate(found, cells, rows, count) for rows in by_year.values()]
    has_course = len(rates) >= FEWEST_YEARS and not any(np.ptp(one) == 0 for one in rates)
    course = [str(Course.NEVER)] * len(cells)
    if has_course:
        scores = np.column_stack([g_star(one, beside) for one in rates])
        chances = [benjamini_hochberg(upper_p(one, beside, drawn)) for one in rates]
        course = courses(scores, np.column_stack(chances) <= params.level, is_hot)
    told = frame.assign(
        z=g_star(rate, beside), p=p, q=q, **{"class": _class(q)}, is_hot=is_hot, course=course
    )
    return Scored(
        cells=_ordered(told),
        refusal=Refusal.NONE,
        neighbours=mean,
        fewest=_hot(p + error, params.level),
        most=_hot(p - error, params.level),
        years=tuple(by_year) if has_course else (),
    )


def _refusal(
    params: HotspotsParams,
    dataset: Dataset,
    found: Records,
    cells: Field,
    rate: Numbers,
    neighbours: float,
) -> Refusal:
    """The first thing that stands in the way of a test."""
    is_new = params.of == "recent"
    reasons = {
        Refusal.STOCK: is_new and dataset.measure is Measure.STOCK,
        Refusal.UNDATED: is_new and found.since is None,
        Refusal.FINE: cells.is_too_fine,
        Refusal.NOTHING: not rate.any(),
        Refusal.FEW: len(cells) < FEWEST,
        Refusal.NEIGHBOURS: neighbours < FEWEST_NEIGHBOURS,
        Refusal.EMPTY: _mean(rate == 0) > MOST_EMPTY,
        Refusal.ALIKE: bool(len(rate)) and bool(np.isnan(g_star(rate, _none_beside(rate))).all()),
    }
    return next((reason for reason, stands in reasons.items() if stands), Refusal.NONE)


def _none_beside(rate: Numbers) -> NDArray[np.int64]:
    return np.zeros((len(rate), 0), dtype=np.int64)


def _rate(found: Records, cells: Field, rows: pd.Series[bool], count: str) -> Numbers:
    """Hectares or sites per km² of land."""
    placed = found.placed
    if count == "area":
        return cells.total(placed[schema.AREA_HA], rows) / cells.land_km2
    return cells.sites(placed[schema.SITE_ID], rows) / cells.land_km2


def _frame(found: Records, cells: Field, chosen: pd.Series[bool]) -> gpd.GeoDataFrame:
    placed = found.placed
    lon, lat = cells.grid.middles(cells.column, cells.line)
    has_area = bool(placed.loc[chosen, schema.AREA_HA].notna().any())
    area = cells.total(placed[schema.AREA_HA], chosen)
    return gpd.GeoDataFrame(
        {
            "id": cells.grid.names(cells.column, cells.line),
            "lon": lon,
            "lat": lat,
            "land_km2": cells.land_km2,
            "area_ha": area if has_area else np.full(len(cells), np.nan),
            "sites": cells.sites(placed[schema.SITE_ID], chosen),
        },
        geometry=cells.boxes(),
    )


def _untested(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    nothing = dict.fromkeys(("z", "p", "q"), np.nan)
    return _ordered(
        frame.assign(**nothing, **{"class": UNTESTED}, is_hot=False, course=str(Course.NEVER))
    )


def _ordered(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    columns = [c for c in frame.columns if c != schema.GEOMETRY]
    return frame[[*columns, schema.GEOMETRY]]


def _hot(p: Numbers, level: float) -> int:
    return int((benjamini_hochberg(np.clip(p, 0.0, 1.0)) <= level).sum())


def _class(q: Numbers) -> list[str]:
    return np.select([q <= most for most in LEVELS.values()], list(LEVELS), COLD).tolist()


def _mean(values: NDArray[Any]) -> float:
    return float(np.mean(values)) if len(values) else float("nan")
