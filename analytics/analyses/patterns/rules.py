"""Which kind of mining a site looks like: what each rule asks for, and how much of it is there.

Published rules do not exist. These are plain on purpose: each asks for a few things, each thing is
there, is not, or cannot be judged, and what cannot be judged counts as not there.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from analytics.analyses.patterns.kinds import KINDS, UNDETERMINED, Kind

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from analytics.analyses.patterns import PatternsParams

    Numbers = NDArray[np.float64]
    Names = NDArray[np.object_]

SAME: Final = 1e-9  # scores closer than this are a draw


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """One thing a rule asks for, site by site."""

    name: Names  # which words tell it
    value: Numbers  # what was found, NaN where nothing can be
    is_met: Numbers  # 1, 0, or NaN where it cannot be judged
    weight: int = 1
    is_needed: bool = False  # where it cannot be judged, the rule is not


def rules(table: pd.DataFrame, params: PatternsParams) -> dict[Kind, tuple[Ask, ...]]:
    """What every rule asks for, of the features of each site."""
    return {
        Kind.DREDGE: _dredge(table, params),
        Kind.ALLUVIAL: _alluvial(table, params),
        Kind.OPEN_PIT: _open_pit(table, params),
        Kind.UNDERGROUND: _underground(table, params),
    }


def score(asks: tuple[Ask, ...]) -> Numbers:
    """The weight of what is there over that of all that is asked; NaN where not judged."""
    whole = sum(ask.weight for ask in asks)
    there = sum(ask.weight * np.nan_to_num(ask.is_met) for ask in asks)
    is_judged = np.all([~np.isnan(ask.is_met) for ask in asks if ask.is_needed], axis=0)
    return np.where(is_judged, there / whole, np.nan)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranked:
    """The two kinds with the best scores, "" and NaN where there is none; site by site."""

    kind: Names  # the best one where it is told, else `undetermined`
    best: Names
    score: Numbers
    second: Names
    second_score: Numbers
    is_draw: NDArray[np.bool_]  # undetermined for the only reason that two scores are the same


def ranked(scores: Numbers, threshold: float) -> Ranked:
    """What `scores`, by site and kind, say. A kind without any score above 0 is not in the race.

    Undetermined is what does not reach the threshold, and what two kinds fit alike.
    """
    known = np.nan_to_num(scores)
    order = np.argsort(-known, axis=1, kind="stable")[:, :2]
    high, low = np.take_along_axis(known, order, axis=1).T
    names = np.array([*map(str, KINDS)], dtype=object)[order]
    is_high, is_ahead = high >= threshold - SAME, high - low > SAME
    return Ranked(
        kind=np.where(is_high & is_ahead, names[:, 0], UNDETERMINED),
        best=np.where(high > 0, names[:, 0], ""),
        score=np.where(high > 0, high, np.nan),
        second=np.where(low > 0, names[:, 1], ""),
        second_score=np.where(low > 0, low, np.nan),
        is_draw=is_high & ~is_ahead,
    )


def _dredge(table: pd.DataFrame, params: PatternsParams) -> tuple[Ask, ...]:
    water = _column(table, "in_water")
    return (_ask("water", water, water >= params.water_share, is_needed=True),)


def _alluvial(table: pd.DataFrame, params: PatternsParams) -> tuple[Ask, ...]:
    near, slope = _column(table, "near_river"), _column(table, "slope_deg")
    water, long = _column(table, "in_water"), _column(table, "elongation")
    full = _column(table, "solidity")
    form = _first_met(
        _ask("ponds", water, water >= params.pond_share),
        _ask("long", long, long >= params.elongation),
        _ask("lobed", full, full < params.solidity),
        none="plain",
    )
    return (
        _ask("river", near, near >= params.near_share, weight=2, is_needed=True),
        _ask("flat", slope, slope < params.slope_deg),
        form,
    )


def _open_pit(table: pd.DataFrame, params: PatternsParams) -> tuple[Ask, ...]:
    far, slope = _column(table, "river_m"), _column(table, "slope_deg")
    compact = _column(table, "compactness")
    is_single = _column(table, "parts") == 1
    form = _first_met(
        _ask("steep", slope, slope >= params.slope_deg),
        _ask("compact", compact, (compact >= params.compactness) & is_single),
        none="neither",
    )
    return (_ask("far", far, far > params.river_m, is_needed=True), form)


def _underground(table: pd.DataFrame, params: PatternsParams) -> tuple[Ask, ...]:
    small, slope = _column(table, "largest_ha"), _column(table, "slope_deg")
    dense = _column(table, "density_km2")
    return (
        _ask("small", small, small < params.shaft_ha, is_needed=True),
        _ask("steep", slope, slope >= params.slope_deg),
        _ask("dense", dense, dense >= params.density_km2),
    )


def _ask(
    name: str,
    value: Numbers,
    is_met: NDArray[np.bool_],
    *,
    weight: int = 1,
    is_needed: bool = False,
) -> Ask:
    return Ask(
        name=np.full(len(value), name, dtype=object),
        value=value,
        is_met=np.where(np.isnan(value), np.nan, is_met.astype(float)),
        weight=weight,
        is_needed=is_needed,
    )


def _first_met(*asks: Ask, none: str) -> Ask:
    """One of several is enough: the first that is there tells it; what is unknown is not there."""
    met = np.stack([ask.is_met for ask in asks])
    is_there, is_known = np.nan_to_num(met) > 0, ~np.isnan(met)
    which = np.where(is_there.any(axis=0), is_there.argmax(axis=0), -1)
    at = np.arange(met.shape[1])
    names, values = np.stack([ask.name for ask in asks]), np.stack([ask.value for ask in asks])
    return Ask(
        name=np.where(which >= 0, names[which, at], none).astype(object),
        value=np.where(which >= 0, values[which, at], np.nan),
        is_met=np.where(is_known.any(axis=0), is_there.any(axis=0).astype(float), np.nan),
    )


def _column(table: pd.DataFrame, name: str) -> Numbers:
    return table[name].to_numpy(dtype=float)
