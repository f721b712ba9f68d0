"""Put every hectare of mined ground into one of four classes, with the reason and the range."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analytics.analyses.compliance import (
    columns,
    day,
    ground,
    listed,
    outlines,
    shifts,
    tables,
    territories,
    titles,
)
from analytics.analyses.compliance.case import case
from analytics.analyses.compliance.pieces import frame
from analytics.analyses.compliance.records import records
from analytics.analyses.compliance.rules import kinds, shelf
from analytics.core import partition
from analytics.core.parts import UNKNOWN

if TYPE_CHECKING:
    import geopandas as gpd
    from numpy.typing import NDArray

    from analytics.analyses.compliance import ComplianceParams
    from analytics.analyses.compliance.case import Case
    from analytics.analyses.compliance.facts import Law
    from analytics.analyses.compliance.layers import Laid
    from analytics.analyses.compliance.records import Records
    from analytics.analyses.compliance.rules.rule import Rules
    from analytics.core.dataset import Dataset
    from analytics.core.schema import AreaBasis, Measure

    Numbers = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True, slots=True)
class Compliance:
    """Hectares by class; the pieces add up to `mined_ha`, none lost, none counted twice."""

    mined_ha: float
    mined_low_ha: float  # with the outlines of the mines off by `outline_m`
    mined_high_ha: float
    by_class: pd.DataFrame  # class, area_ha, share, low_ha, high_ha, sites; best first
    by_province: pd.DataFrame  # country, province, class, area_ha; the largest province first
    by_reason: pd.DataFrame  # class, reason, rule, title, area_ha; the most hectares first
    by_period: pd.DataFrame  # period, class, area_ha; in order of time
    by_cell: pd.DataFrame  # right (valid, not, unknown), is_restricted, area_ha
    by_zone: pd.DataFrame  # layer, zone, zone_id, area_ha, last_ha; each zone on its own
    by_zone_period: pd.DataFrame  # the same with period and sites; see territories
    by_layer: pd.DataFrame  # layer, period, area_ha: zones that overlap counted once
    sites: pd.DataFrame  # one row for each site; see tables.by_site
    rules: pd.DataFrame  # one row for each rule: what it says, its law, what it did; see tables
    pieces: gpd.GeoDataFrame  # disjoint ground; see pieces.frame
    chosen: str  # the name of the rules, or their text
    country: str  # whose rules they are; "" for none
    version: str  # of the rules
    verified_by: str  # "" while nobody has
    area_basis: AreaBasis
    measure: Measure
    error_m: float
    outline_m: float  # error of the outlines of the mines; 0 takes them as they are drawn
    trials: int  # draws that the columns band_low_ha and band_high_ha of by_class come from
    seed: int
    on: str  # the day all sites are judged on; "" for the days each was seen
    at: str  # last period of a stock; "" for a flow
    left_out: int  # records of a stock from before its last period, or undated
    unplaced: int
    without_area: int  # records whose area is unknown: they lie in pieces and count no hectares
    undated: int
    missing: tuple[str, ...]  # layers the rules speak of and nobody gave
    set_aside: tuple[str, ...]  # layers the question leaves out
    granted: tuple[str, ...]  # permits taken as held
    unasked: tuple[str, ...]  # permits among them that no rule asks for
    unknown: tuple[str, ...]  # layers whose names mean nothing to any rule, and nearly do
    has_titles: bool
    has_cadastre: bool
    has_any_permit: bool
    narrow: tuple[str, ...]  # strips drawn at their narrowest
    derived: tuple[str, ...]  # layers drawn from rivers
    bare: tuple[str, ...]  # layers without a single area: not used
    elsewhere: tuple[str, ...]  # layers that lie far from all sites: not used
    unread_days: tuple[str, ...]  # what stands for a day in layers and is none
    unread: tuple[str, ...]  # words of titles the rules do not know
    unstated: tuple[str, ...]  # what the rules ask of a title and the layer has no column for
    slivers: int
    sliver_ha: float
    abroad_ha: float  # in other countries than that of the rules
    twice_ha: float  # covered by more than one record, and counted once


def compliance(dataset: Dataset, params: ComplianceParams) -> Compliance:
    """The classes of all mined ground, on the day each site was seen."""
    rules, found = shelf.rules(params.rules), records(dataset, day(params.on))
    drawn = case(dataset, found, rules, params)
    laid_on, said, each = drawn.laid, drawn.said, drawn.each
    table = frame(dataset, found, said, laid_on, each)
    low, high, span = _bounds(dataset, drawn, rules, params)
    zones = territories.by_zone(dataset, found, laid_on)
    sites = tables.by_site(table)
    by_class = tables.by_class(table, sites, low, high)
    if params.trials:
        draws = {"trials": params.trials, "seed": params.seed}
        band = shifts.bands_ha(said, found, laid_on, each, drawn.errors_m, **draws)
        by_class = by_class.assign(band_low_ha=band[0], band_high_ha=band[1])
    ground_m2 = ground.areas_m2(found.ground)
    partition.check(each.area_m2, float(ground_m2.sum()))
    mined = float(by_class["area_ha"].sum())
    return Compliance(
        mined_ha=mined,
        mined_low_ha=min(span[0], mined),
        mined_high_ha=max(span[1], mined),
        by_class=by_class,
        by_province=tables.by_province(table),
        by_reason=tables.by_reason(table),
        by_period=tables.by_period(table),
        by_cell=tables.by_cell(table),
        by_zone=territories.totals(zones),
        by_zone_period=zones,
        by_layer=territories.by_layer(table),
        sites=sites,
        rules=tables.rules(said, rules, laid_on, table, listed(params.without)),
        pieces=table.drop(columns=["site_name"]),
        chosen=params.rules,
        country=rules.country,
        version=rules.version,
        verified_by=rules.verified_by,
        area_basis=dataset.area_basis,
        measure=dataset.measure,
        error_m=params.error_m,
        outline_m=params.outline_m,
        trials=params.trials,
        seed=params.seed,
        on=params.on,
        at=found.at,
        left_out=found.left_out,
        unplaced=found.unplaced,
        without_area=int(np.isnan(found.ha_per_m2).sum()),
        undated=int(np.isnat(found.last).sum()),
        missing=said.missing,
        set_aside=listed(params.without),
        granted=listed(params.granted),
        unasked=tuple(one for one in listed(params.granted) if one not in rules.permits),
        unknown=tuple(name for name in dataset.layers if kinds.is_nearly(name)),
        has_titles=said.has_titles,
        has_cadastre=said.has_cadastre,
        has_any_permit=laid_on.has_any_permit,
        narrow=laid_on.narrow,
        derived=laid_on.derived,
        bare=laid_on.bare,
        elsewhere=laid_on.elsewhere,
        unread_days=_unread_days(dataset, laid_on),
        **_titles_told(dataset, rules, said),
        slivers=int(table["is_sliver"].sum()),
        sliver_ha=float(table.loc[table["is_sliver"], "area_ha"].sum()),
        abroad_ha=_abroad_ha(table, rules.country),
        twice_ha=_twice_ha(found, ground_m2),
    )


def _bounds(
    dataset: Dataset, drawn: Case, rules: Rules, params: ComplianceParams
) -> tuple[Numbers, Numbers, tuple[float, float]]:
    """The least and the most hectares of each class, and of all."""
    low, high = drawn.bounds_ha()
    if not params.outline_m:
        mined = float(np.nansum(drawn.each.area_ha))
        return low, high, (mined, mined)
    least, most = (
        case(dataset, moved(drawn.found, params.outline_m), rules, params)
        for moved in (outlines.least, outlines.most)
    )
    span = float(np.nansum(least.each.area_ha)), float(np.nansum(most.each.area_ha))
    return least.bounds_ha()[0], most.bounds_ha()[1], span


def _titles_told(dataset: Dataset, rules: Rules, said: Law) -> dict[str, tuple[str, ...]]:
    if not said.has_titles:
        return {"unread": (), "unstated": ()}
    frame_ = dataset.layers[kinds.CONCESSIONS]
    return {
        "unread": titles.unread(frame_, rules.concession),
        "unstated": titles.unstated(frame_, rules.concession),
    }


def _unread_days(dataset: Dataset, laid_on: Laid) -> tuple[str, ...]:
    frames = [
        frame
        for name, frame in dataset.layers.items()
        if name in kinds.DATED and name not in (*laid_on.bare, *laid_on.elsewhere)
    ]
    said = (
        columns.unread_days(frame, role) for frame in frames for role in ("valid_from", "valid_to")
    )
    return tuple(dict.fromkeys(text for texts in said for text in texts if text))


def _abroad_ha(table: pd.DataFrame, country: str) -> float:
    if not country:
        return 0.0
    is_abroad = ~table["country"].isin([country, UNKNOWN])
    return float(table.loc[is_abroad, "area_ha"].sum())


def _twice_ha(found: Records, ground_m2: NDArray[np.float64]) -> float:
    """Hectares that records cover beyond the ground they cover together."""
    lost = (found.outline_m2 - ground_m2) * found.ha_per_m2
    return float(np.nansum(np.maximum(lost, 0.0)))
