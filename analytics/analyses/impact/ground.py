"""Which hectares are alluvial gold, and which are left aside and why."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from analytics.core import schema, vocabulary
from analytics.core.schema import Measure
from analytics.stats import grouped
from analytics.stats.timeline import timeline

if TYPE_CHECKING:
    import geopandas as gpd

    from analytics.core.dataset import Dataset

#: Methods that dig a pit in the flood plain. River dredges work in the water: no pit, no depth.
ALLUVIAL: Final = frozenset({"alluvial", "hydraulic", "panning"})
UNCLEAR: Final = frozenset({"artisanal"})  # says how small, not how
GOLD: Final = frozenset({"gold"})
PLACE: Final = ("country", "province")


class Fate(StrEnum):
    """What becomes of a record, the first that fits."""

    EARLIER = "earlier"  # of a stock: an earlier period, which must not be added
    SUBSTANCE = "substance"  # something else than gold
    METHOD = "method"  # gold, mined in another way
    UNKNOWN = "unknown"  # substance or method is not known, or several are named
    NO_AREA = "no_area"
    COUNTED = "counted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What is counted; `pits` has a row for each record and place, with the whole record's area."""

    pits: pd.DataFrame  # country, province, area_ha (of the record), share (that lies there)
    left: pd.DataFrame  # reason, area_ha, sites
    sites: int
    guessed_ha: float  # of pits whose method or substance is not known


def of_data(dataset: Dataset, *, by: str, with_unknown: bool) -> Ground:
    """The alluvial gold of a data set."""
    sites = dataset.sites
    fate = _fates(dataset)
    is_counted = fate == Fate.COUNTED
    if with_unknown:
        is_counted |= fate == Fate.UNKNOWN
    counted = sites[is_counted]
    return Ground(
        pits=_pits(dataset, counted, by),
        left=_left(sites[~is_counted], fate[~is_counted]),
        sites=int(counted[schema.SITE_ID].nunique()),
        guessed_ha=float(sites.loc[is_counted & (fate == Fate.UNKNOWN), schema.AREA_HA].sum()),
    )


def typed(area_ha: float) -> Ground:
    """Hectares that somebody typed in: one site in no known place."""
    pit = {"country": [""], "province": [""], "area_ha": [area_ha], "share": [1.0]}
    return Ground(pits=pd.DataFrame(pit), left=_left_rows([]), sites=1, guessed_ha=0.0)


def _pits(dataset: Dataset, counted: gpd.GeoDataFrame, by: str) -> pd.DataFrame:
    parts = grouped.parts(dataset, counted, by)
    whole = counted[schema.AREA_HA].reindex(parts["row"]).to_numpy(dtype=float)
    found = parts.assign(area_ha=whole)
    if "province" not in found.columns:
        found = found.assign(province="")
    return found[[*PLACE, "area_ha", "share"]].reset_index(drop=True)


def _fates(dataset: Dataset) -> pd.Series[str]:
    sites = dataset.sites
    substance = _named(sites, schema.SUBSTANCE, GOLD, frozenset())
    method = _named(sites, schema.METHOD, ALLUVIAL, UNCLEAR)
    is_earlier = pd.Series(data=False, index=sites.index)
    if dataset.measure is Measure.STOCK:
        time = timeline(sites, step="recorded", may_add_up=False)
        is_earlier = ~time.at_end if time.order else is_earlier
    told = np.select(
        [
            is_earlier,
            substance == Fate.SUBSTANCE,
            method == Fate.METHOD,
            sites[schema.AREA_HA].isna(),
            (substance == Fate.UNKNOWN) | (method == Fate.UNKNOWN),
        ],
        [Fate.EARLIER, Fate.SUBSTANCE, Fate.METHOD, Fate.NO_AREA, Fate.UNKNOWN],
        default=Fate.COUNTED,
    )
    return pd.Series(told, index=sites.index, dtype=object)


def _named(
    sites: pd.DataFrame, column: str, wanted: frozenset[str], unclear: frozenset[str]
) -> pd.Series[str]:
    """For each record whether all it names is wanted, nothing of it, or that is not known."""
    texts = sites[column].astype("string").fillna("").astype(str)
    fates = {text: _fate(column, text, wanted, unclear) for text in texts.unique()}
    return texts.map(fates)


def _fate(column: str, text: str, wanted: frozenset[str], unclear: frozenset[str]) -> str:
    known = set(vocabulary.terms(column)) - unclear
    named = {part for part in text.split(vocabulary.JOIN) if part in known}
    if not named or (named & wanted and named - wanted):
        return Fate.UNKNOWN
    if named <= wanted:
        return Fate.COUNTED
    return Fate.SUBSTANCE if column == schema.SUBSTANCE else Fate.METHOD


def _left(sites: pd.DataFrame, fate: pd.Series[str]) -> pd.DataFrame:
    """Hectares and sites left aside, by reason."""
    rows = []
    for reason in Fate:
        own = sites[fate == reason]
        if len(own):
            area = float(own[schema.AREA_HA].sum(min_count=1))
            rows.append((str(reason), area, int(own[schema.SITE_ID].nunique())))
    return _left_rows(rows)


def _left_rows(rows: list[tuple[str, float, int]]) -> pd.DataFrame:
    found = pd.DataFrame(rows, columns=["reason", "area_ha", "sites"])
    return found.astype({"reason": "str", "area_ha": float, "sites": int})
