"""Whether a random forest may replace the rules: only where it is surely better."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from analytics.analyses.patterns.features import FEATURES
from analytics.analyses.patterns.kinds import KINDS
from analytics.analyses.patterns.sites import DECLARED_KIND
from analytics.stats import forest
from analytics.stats.grid import grid_for
from analytics.stats.shape import plane

if TYPE_CHECKING:
    from collections.abc import Mapping

    import geopandas as gpd
    from numpy.typing import NDArray

    from analytics.analyses.patterns import PatternsParams

    Numbers = NDArray[np.float64]
    Whole = NDArray[np.int64]

FEWEST: Final = 50  # sites of each declared kind (METHODS 7)
FEWEST_BLOCKS: Final = 5
FEWEST_KINDS: Final = 2
UNKNOWN: Final = float("nan")


class Verdict(StrEnum):
    """What came of the trial."""

    NEVER = "never"  # the analyst wants the rules
    FEW = "few"  # a declared kind has too few sites
    ONE = "one"  # fewer than two kinds are declared
    BLOCKS = "blocks"  # all sites lie in too few blocks
    GUESS = "guess"  # not surely better than guessing
    WORSE = "worse"  # not surely better than the rules
    BETTER = "better"


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """The forest beside the rules on the sites whose kind is declared; NaN where not tried."""

    verdict: Verdict
    # kind and sites, of every kind that is declared; most first
    labelled: pd.DataFrame
    blocks: int
    rules_f1: float  # macro-F1; an undetermined site is a miss
    rules_low: float
    rules_high: float
    forest_f1: float
    forest_low: float
    forest_high: float
    # feature and importance (macro-F1 lost where it is shuffled), most first
    importance: pd.DataFrame

    @property
    def is_used(self) -> bool:
        """Whether the answer is the forest's."""
        return self.verdict is Verdict.BETTER


def tried(
    sites: gpd.GeoDataFrame, table: pd.DataFrame, told: Whole, params: PatternsParams
) -> tuple[Trial, Numbers | None]:
    """The trial and, where the forest won, its odds by site and kind.

    `told` are positions in `KINDS` as the rules have it, -1 for undetermined. A site whose kind is
    declared is answered by a forest that saw nothing of its block.
    """
    declared = sites[DECLARED_KIND].map({str(kind): place for place, kind in enumerate(KINDS)})
    rows = np.flatnonzero(declared.notna())
    labels = declared.iloc[rows].to_numpy(dtype=np.int64)
    blocks = _blocks(sites.iloc[rows], params.block_km)
    size = np.bincount(labels, minlength=len(KINDS))
    ours = _interval(labels, told[rows], blocks, params.seed)
    reason = _reason(params, size, len(np.unique(blocks)))
    if reason is not None:
        return _trial(reason, size, blocks, ours), None
    known = table[list(FEATURES)].dropna(axis=1, how="all")
    values = known.to_numpy(dtype=float)
    held = forest.held_out(values[rows], labels, blocks, classes=len(KINDS), seed=params.seed)
    theirs = _interval(labels, held.odds.argmax(axis=1).astype(np.int64), blocks, params.seed)
    verdict = _verdict(theirs.low, ours.value, 1 / np.count_nonzero(size))
    importance = dict(zip(known.columns, held.importance, strict=True))
    trial = _trial(verdict, size, blocks, ours, theirs, importance)
    if not trial.is_used:
        return trial, None
    grown = forest.grown(values[rows], labels, seed=params.seed)
    odds = forest.odds(grown, values, len(KINDS))
    odds[rows] = held.odds
    return trial, np.where(size > 0, odds, np.nan)


def _reason(params: PatternsParams, size: Whole, blocks: int) -> Verdict | None:
    """Why there is no trial; None where there is one."""
    declared = size[size > 0]
    if params.forest == "never":
        return Verdict.NEVER
    if len(declared) < FEWEST_KINDS:
        return Verdict.ONE
    if declared.min() < FEWEST:
        return Verdict.FEW
    return Verdict.BLOCKS if blocks < FEWEST_BLOCKS else None


def _verdict(forest_low: float, rules: float, guess: float) -> Verdict:
    """Rules that tell nothing are beaten by anything: a forest must beat guessing by shares too."""
    if forest_low <= guess:
        return Verdict.GUESS
    return Verdict.BETTER if forest_low > rules else Verdict.WORSE


def _blocks(sites: gpd.GeoDataFrame, block_km: float) -> Whole:
    """The cell of a grid of equal areas that holds the middle of each site, by number."""
    if sites.empty:
        return np.zeros(0, dtype=np.int64)
    lon, lat = plane.middles(sites.geometry.to_numpy())
    cells = np.column_stack(grid_for(lat, block_km).places(lon, lat))
    return np.unique(cells, axis=0, return_inverse=True)[1].ravel().astype(np.int64)


def _interval(labels: Whole, told: Whole, blocks: Whole, seed: int) -> forest.Interval:
    if not len(labels):
        return forest.Interval(value=UNKNOWN, low=UNKNOWN, high=UNKNOWN)
    return forest.by_block(labels, told, blocks, classes=len(KINDS), seed=seed)


def _trial(
    verdict: Verdict,
    size: Whole,
    blocks: Whole,
    ours: forest.Interval,
    theirs: forest.Interval | None = None,
    importance: Mapping[str, float] | None = None,
) -> Trial:
    theirs = theirs or forest.Interval(value=UNKNOWN, low=UNKNOWN, high=UNKNOWN)
    labelled = pd.DataFrame({"kind": [*map(str, KINDS)], "sites": size})
    features = pd.DataFrame((importance or {}).items(), columns=["feature", "importance"])
    return Trial(
        verdict=verdict,
        labelled=_most_first(labelled[labelled["sites"] > 0], "sites"),
        blocks=len(np.unique(blocks)),
        rules_f1=ours.value,
        rules_low=ours.low,
        rules_high=ours.high,
        forest_f1=theirs.value,
        forest_low=theirs.low,
        forest_high=theirs.high,
        importance=_most_first(features.astype({"importance": float}), "importance"),
    )


def _most_first(table: pd.DataFrame, column: str) -> pd.DataFrame:
    return table.sort_values(column, ascending=False, kind="stable", ignore_index=True)
