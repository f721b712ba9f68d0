"""Each piece of mined ground with its class, its reason and its hectares."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from analytics.analyses.compliance import columns, facts
from analytics.analyses.compliance.rules import kinds
from analytics.analyses.compliance.table import (
    RIGHTS,
    VERDICTS,
    Facts,
    Right,
    Verdict,
    codes,
    verdicts,
)
from analytics.analyses.compliance.titles import Title
from analytics.core import partition, schema
from analytics.core.parts import UNKNOWN
from analytics.stats.shape import plane

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from analytics.analyses.compliance.facts import Applied, Law
    from analytics.analyses.compliance.layers import Laid
    from analytics.analyses.compliance.records import Records
    from analytics.core.dataset import Dataset
    from analytics.core.partition import Pieces

    Flags = NDArray[np.bool_]
    Numbers = NDArray[np.float64]
    Texts = NDArray[np.object_]
    Whole = NDArray[np.int64]

THIN_M: Final = 1.0  # mean width below which a piece is an artefact of two outlines of one border
MOST_M_PER_DEG: Final = 111_700.0  # no degree is longer
JOIN: Final = "+"  # between the names of zones, permits and rules
PROVISIONAL, SURFACE_ASSUMED = "*", "?m"  # behind a reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """Pieces with what the rules make of them; arrays are in the order of the pieces."""

    pieces: Pieces
    facts: Facts
    verdict: Whole
    reason: Texts
    rule: Texts  # the rules that decided, by id
    area_m2: Numbers
    area_ha: Numbers  # by the data set's area basis; NaN where unknown
    is_sliver: Flags


def weighed(
    found: Records,
    said: Law,
    pieces: Pieces,
    area_m2: Numbers,
    *,
    narrow: tuple[str, ...],
    pixel_m: float,
) -> Weighed:
    """Class, reason and hectares of each piece."""
    known = facts.facts(said, pieces)
    verdict = verdicts(known, said.rules.precedence)
    return Weighed(
        pieces=pieces,
        facts=known,
        verdict=verdict,
        reason=_reasons(said, pieces, known, verdict, is_provisional=bool(said.missing or narrow)),
        rule=_fired(said, pieces, verdict),
        area_m2=area_m2,
        area_ha=hectares(found, pieces.row, area_m2),
        is_sliver=_slivers(pieces.shapes, area_m2, pixel_m**2),
    )


def hectares(found: Records, row: Whole, area_m2: Numbers) -> Numbers:
    """Hectares of pieces by the area basis; of a spot all its record states."""
    return np.asarray(area_m2 * found.ha_per_m2[row] + found.spot_ha[row])


def frame(
    dataset: Dataset, found: Records, said: Law, laid: Laid, each: Weighed
) -> gpd.GeoDataFrame:
    """The pieces as rows, in the order of the records.

    site_id, site_name, period, country, province, class, reason, rule, title, zones, area_ha,
    is_sliver, is_restricted, right, holder, geometry.
    """
    table, pieces = found.table, each.pieces
    own = table.iloc[pieces.row]
    country, province = _places(own, laid, pieces)
    told = pd.DataFrame(
        {
            "site_id": own[schema.SITE_ID].astype("string").to_numpy(),
            "site_name": own[schema.NAME].astype("string").fillna("").to_numpy(),
            "period": own[schema.PERIOD].astype("string").fillna(UNKNOWN).to_numpy(),
            "country": country,
            "province": province,
            "class": np.array(VERDICTS, dtype=object)[each.verdict].astype(str),
            "reason": each.reason.astype(str),
            "rule": each.rule.astype(str),
            "title": _titles(said, pieces),
            "zones": _joined(pieces, [name for name in kinds.ZONES if name in pieces.labels]),
            "area_ha": each.area_ha,
            "is_sliver": each.is_sliver,
            "is_restricted": each.facts.is_prohibited | each.facts.is_conditional,
            "right": np.array(RIGHTS, dtype=object)[each.facts.right].astype(str),
        }
    )
    told = told.assign(holder=_holders(dataset, laid, pieces))
    return gpd.GeoDataFrame(told, geometry=pieces.shapes, crs=schema.STORED_CRS)


def _places(own: pd.DataFrame, laid: Laid, pieces: Pieces) -> tuple[Texts, Texts]:
    """Country and province: by the layer where there is one, else as the record says."""
    said = own[schema.COUNTRY].astype("string").fillna(UNKNOWN).to_numpy(dtype=object)
    if kinds.PROVINCES not in pieces.labels:
        return said, own[schema.ADMIN1].astype("string").fillna(UNKNOWN).to_numpy(dtype=object)
    label = pieces.labels[kinds.PROVINCES]
    pairs = np.array([*laid.provinces, (UNKNOWN, UNKNOWN)], dtype=object)[label]
    return np.where(pairs[:, 0] == UNKNOWN, said, pairs[:, 0]), pairs[:, 1]


def _titles(said: Law, pieces: Pieces) -> Texts:
    """What the title there is worth, in the words of `Title`."""
    if not said.has_titles:
        return np.full(len(pieces), "", dtype=object)
    names = {int(one): one.name.lower() for one in Title}
    return np.array([names[one] for one in pieces.labels[kinds.CONCESSIONS].tolist()], dtype=object)


def _holders(dataset: Dataset, laid: Laid, pieces: Pieces) -> Texts:
    """Who holds the titles that decide about each piece."""
    nobody = np.full(len(pieces), "", dtype=object)
    if kinds.CONCESSIONS not in laid.layers:
        return nobody
    titles = columns.texts(dataset.layers[kinds.CONCESSIONS], "holder")
    if titles is None:
        return nobody
    layer = laid.layers[kinds.CONCESSIONS]
    met = partition.meetings(laid.ground, layer.zones).sharing()
    held = pd.DataFrame(
        {
            "row": met.row,
            "state": layer.judge(met),
            "holder": np.array(titles, dtype=object)[met.zone],
        }
    ).drop_duplicates()
    joined = held.sort_values("holder").groupby(["row", "state"])["holder"].agg("; ".join)
    keys = pd.MultiIndex.from_arrays([pieces.row, pieces.labels[kinds.CONCESSIONS]])
    return joined.reindex(keys).fillna("").to_numpy(dtype=object)


def _reasons(
    said: Law, pieces: Pieces, known: Facts, verdict: Whole, *, is_provisional: bool
) -> Texts:
    """The code of the table's row, with what is missing and what was assumed."""
    found = codes(known, verdict)
    is_conditional = verdict == VERDICTS.index(Verdict.CONDITIONAL)
    lacking = _named(_lacking(said, pieces), len(pieces))
    found[is_conditional] = np.array([f"R:{name}" for name in lacking], dtype=object)[
        is_conditional
    ]
    better = is_conditional | (verdict == VERDICTS.index(Verdict.HIGH))
    assumed = np.zeros(len(pieces), dtype=bool)
    for one in said.applied:
        assumed |= facts.is_in(pieces, one.rule.layer) & one.is_unknown[pieces.row]
    if is_provisional:
        found[better] = np.array([f"{code}{PROVISIONAL}" for code in found[better]], dtype=object)
    found[assumed] = np.array([f"{code}{SURFACE_ASSUMED}" for code in found[assumed]], dtype=object)
    return found


def _lacking(said: Law, pieces: Pieces, only: Applied | None = None) -> dict[str, Flags]:
    """The pieces each permit is asked of and does not cover."""
    found: dict[str, Flags] = {}
    for one in (only,) if only else said.applied:
        is_there = facts.is_in(pieces, one.rule.layer)
        for permit, asked in one.permits:
            lacks = is_there & asked[pieces.row] & ~facts.holds(said, pieces, permit)
            found[permit] = found.get(permit, lacks) | lacks
    return found


def _fired(said: Law, pieces: Pieces, verdict: Whole) -> Texts:
    """The rules that decided: zones that forbid, the concession, or conditions without a permit."""
    is_low = verdict == VERDICTS.index(Verdict.LOW)
    is_conditional = verdict == VERDICTS.index(Verdict.CONDITIONAL)
    fired: dict[str, Flags] = {}
    for one in said.applied:
        is_there = facts.is_in(pieces, one.rule.layer)
        forbids = is_there & one.prohibits[pieces.row] & is_low
        lacks = np.zeros(len(pieces), dtype=bool)
        for flags in _lacking(said, pieces, one).values():
            lacks |= flags
        fired[one.rule.id] = forbids | (lacks & is_conditional)
    no_right = facts.right(said, pieces) == RIGHTS.index(Right.NOT)
    fired[kinds.CONCESSIONS] = is_low & no_right
    return _named(fired, len(pieces))


def _joined(pieces: Pieces, names: list[str]) -> Texts:
    return _named({name: pieces.labels[name] >= 0 for name in names}, len(pieces))


def _named(flags: dict[str, Flags], count: int) -> Texts:
    """The names whose flags are set, joined; each mixture is spelt once."""
    code = np.zeros(count, dtype=np.int64)
    names = list(flags)
    for place, name in enumerate(names):
        code |= flags[name].astype(np.int64) << place
    spelt = {
        int(one): JOIN.join(name for place, name in enumerate(names) if one >> place & 1)
        for one in np.unique(code)
    }
    return np.array([spelt[one] for one in code.tolist()], dtype=object)


def _slivers(shapes: Texts, area_m2: Numbers, least_m2: float) -> Flags:
    """Pieces smaller than a pixel, or thinner than a metre on the whole."""
    is_small = area_m2 < least_m2
    with np.errstate(divide="ignore", invalid="ignore"):
        could_be_thin = 2 * area_m2 / (shapely.length(shapes) * MOST_M_PER_DEG) < THIN_M
    asked = np.flatnonzero(~is_small & could_be_thin & (area_m2 > 0))
    if len(asked):
        around = shapely.length(plane.in_metres(shapes[asked]))
        is_small[asked] = 2 * area_m2[asked] / around < THIN_M
    return np.asarray(is_small & (area_m2 > 0))
