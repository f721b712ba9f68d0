"""How far classes can move when boundaries are not exactly where they are drawn."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from analytics.analyses.compliance import facts as law_facts
from analytics.analyses.compliance.ground import KEPT, Cut
from analytics.analyses.compliance.ground import pieces as pieces_of
from analytics.analyses.compliance.layers import PERMIT
from analytics.analyses.compliance.pieces import hectares
from analytics.analyses.compliance.rules import kinds
from analytics.analyses.compliance.table import RIGHTS, VERDICTS, Facts, Right, verdicts
from analytics.analyses.compliance.titles import Title
from analytics.core import geo, overlay, partition
from analytics.core.partition import Claims, Named, Pairs, Pieces

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from analytics.analyses.compliance.facts import Law
    from analytics.analyses.compliance.layers import Laid, Layer
    from analytics.analyses.compliance.pieces import Weighed
    from analytics.analyses.compliance.records import Records

    Flags = NDArray[np.bool_]
    Numbers = NDArray[np.float64]
    Shapes = NDArray[np.object_]
    Whole = NDArray[np.int64]

SURE, MAYBE = 0, 1  # labels of ground: in the layer for sure, or within the error of its edge
UNTOLD: Final = "untold"  # titles of which nothing is known, as the name of their edge
EDGE: Final = " edge"  # behind the name of a layer, as the name of its cut
M_PER_DEG: Final = 110_000.0  # no degree of latitude is shorter
WINDOW: Final = 3.0  # errors that are kept of a layer about a site


def bounds_ha(
    said: Law, found: Records, laid: Laid, each: Weighed, errors_m: dict[str, float]
) -> tuple[Numbers, Numbers]:
    """Hectares each class has at least and at most, in the order of `VERDICTS`.

    `errors_m` is by layer. Ground in the layer shrunk by its error is in it for sure, ground
    outside of the grown one is out, what lies between may be either.
    """
    edges = tuple(
        _edge(found.ground, laid.layers[name], name, error_m) for name, error_m in errors_m.items()
    )
    if kinds.CONCESSIONS in errors_m:
        titles, error_m = laid.layers[kinds.CONCESSIONS], errors_m[kinds.CONCESSIONS]
        edges += (_edge(found.ground, titles, UNTOLD, error_m, counts=Title.UNKNOWN),)
    fine, area_m2, is_open = _fine(found.ground, laid.cuts, edges)
    low = _sums(each.verdict[~is_open], each.area_ha[~is_open])
    may = _may(said, fine, errors_m)
    area = hectares(found, fine.row, area_m2)
    is_sure = may.sum(axis=1) == 1
    high = low + np.nansum(area[:, None] * may, axis=0)
    return low + np.nansum(area[:, None] * (may & is_sure[:, None]), axis=0), high


@lru_cache(maxsize=KEPT)
def _fine(
    ground: Named, cuts: tuple[Cut, ...], edges: tuple[Cut, ...]
) -> tuple[Pieces, Numbers, Flags]:
    """The pieces of sites near any edge, cut by what is sure and what is not, and their areas.

    Beside them which of all pieces those are made of.
    """
    whole = pieces_of(ground, cuts)
    near_edges = [edge.made.row[edge.made.label == MAYBE] for edge in edges]
    is_open = np.isin(whole.row, np.unique(np.concatenate([[], *near_edges])))
    fine = whole.only(is_open)
    for edge in edges:
        fine = partition.split(fine, edge.name, edge.made)
    return fine, geo.area_m2(fine.shapes), is_open


def _sums(verdict: Whole, area: Numbers) -> Numbers:
    counted = np.nan_to_num(area)
    return np.bincount(verdict, weights=counted, minlength=len(VERDICTS)).astype(float)


def _may(said: Law, pieces: Pieces, errors_m: dict[str, float]) -> NDArray[np.bool_]:
    rights = _rights(said, pieces, errors_m)
    prohibited, unpermitted = _zones(said, pieces, errors_m)
    found = np.zeros((len(pieces), len(VERDICTS)), dtype=bool)
    for right, can_have in rights:
        for is_prohibited, can_be in zip((True, False), prohibited, strict=True):
            for is_unpermitted, can in zip((True, False), unpermitted, strict=True):
                case = Facts(
                    right=right,
                    is_prohibited=np.full(len(pieces), is_prohibited),
                    is_unpermitted=np.full(len(pieces), is_unpermitted),
                    is_conditional=np.full(len(pieces), is_unpermitted),
                )
                verdict = verdicts(case, said.rules.precedence)
                possible = can_have & can_be & can
                found[np.flatnonzero(possible), verdict[possible]] = True
    return found


def _rights(
    said: Law, pieces: Pieces, errors_m: dict[str, float]
) -> tuple[tuple[Whole, Flags], ...]:
    """The right with a valid title, with one nothing is known of, with none, and where each can be.

    Titles that were found not to count stay where they are drawn.
    """
    drawn, every = law_facts.right(said, pieces), np.ones(len(pieces), dtype=bool)
    if not said.has_titles:
        return ((drawn, every),)
    title = pieces.labels[kinds.CONCESSIONS]
    can_be_in, can_be_out = _in_and_out(pieces, kinds.CONCESSIONS, title == Title.VALID, errors_m)
    is_untold = title == Title.UNKNOWN
    edge = pieces.labels.get(UNTOLD + EDGE, np.full(len(pieces), partition.NONE))
    can_be_untold = can_be_out & (is_untold | (edge >= 0))
    can_be_told = can_be_out & (~is_untold | (edge == MAYBE)) & (edge != SURE)
    is_moved = (title == Title.VALID) | is_untold
    valid, untold = (np.full(len(pieces), RIGHTS.index(r)) for r in (Right.VALID, Right.UNKNOWN))
    none = np.where(is_moved, law_facts.without_title(said, pieces), drawn)
    return (valid, can_be_in), (untold, can_be_untold), (none, can_be_told)


def _zones(
    said: Law, pieces: Pieces, errors_m: dict[str, float]
) -> tuple[tuple[Flags, Flags], tuple[Flags, Flags]]:
    """Whether a zone can forbid, and can not; whether a permit can be missing, and can not."""
    forbids, allows = np.zeros(len(pieces), dtype=bool), np.ones(len(pieces), dtype=bool)
    lacks, holds = forbids.copy(), allows.copy()
    for one in said.applied:
        layer = one.rule.layer
        is_in, is_out = _in_and_out(pieces, layer, law_facts.is_in(pieces, layer), errors_m)
        is_meant = one.prohibits[pieces.row]
        forbids |= is_in & is_meant
        allows &= is_out | ~is_meant
        for permit, asked in one.permits:
            is_held = law_facts.holds(said, pieces, permit)
            has, has_not = is_held, ~is_held
            if permit not in said.granted and f"{PERMIT}{permit}" in pieces.labels:
                has, has_not = _in_and_out(pieces, f"{PERMIT}{permit}", is_held, errors_m)
            is_asked = asked[pieces.row]
            lacks |= is_in & is_asked & has_not
            holds &= is_out | ~is_asked | has
    return (forbids, allows), (lacks, holds)


def _in_and_out(
    pieces: Pieces, name: str, drawn: Flags, errors_m: dict[str, float]
) -> tuple[Flags, Flags]:
    """Whether each piece can lie in a layer, and can lie outside."""
    edge = pieces.labels.get(name + EDGE) if name in errors_m else None
    if edge is None:
        return drawn, ~drawn
    return drawn | (edge >= 0), ~drawn | (edge == MAYBE)


def _edge(ground: Named, layer: Layer, name: str, error_m: float, *, counts: int = SURE) -> Cut:
    """The claims of a layer: ground in it for sure, and ground within the error of its edge.

    `counts` is the label of what belongs to the layer.
    """
    met, close = partition.meetings(ground, layer.zones), near(ground, layer.zones, error_m)
    holds = met.is_whole & (layer.judge(met) == counts)
    is_close = layer.judge(close) == counts
    key = f"{layer.cut.key} {error_m} {counts:d} {sha256(is_close.tobytes()).hexdigest()}"
    shapes = ground, layer.zones
    asked = _Asked(f"{ground.key}|{key}", met.only(holds), close.only(is_close), error_m, shapes)
    return Cut(name + EDGE, key, _edges(asked))


@dataclass(frozen=True, slots=True)
class _Asked:
    """Edges to be drawn once for each content."""

    key: str
    held: Pairs = field(compare=False, repr=False)
    close: Pairs = field(compare=False, repr=False)
    error_m: float
    shapes: tuple[Named, Named]  # the sites and the zones


@lru_cache(maxsize=KEPT)
def near(ground: Named, zones: Named, reach_m: float) -> Pairs:
    """Sites that may lie within reach of a zone's edge: their boxes do."""
    parts, owner = shapely.get_parts(partition.sound(zones), return_index=True)
    edges = shapely.boundary(parts)
    if not len(edges) or not len(ground.shapes):
        return Pairs(*(np.zeros(0, dtype=np.int64) for _ in range(2)))
    bounds = shapely.bounds(ground.shapes)
    boxes = shapely.box(*_widened(bounds, reach_m).T)
    boxes[np.isnan(bounds[:, 0])] = None  # of what is empty
    part, row = shapely.STRtree(boxes).query(edges, predicate="intersects")
    return Pairs(*np.unique(np.stack([row, owner[part]]), axis=1))


def around(
    held: Pairs, close: Pairs, shapes: tuple[Named, Named], reach_m: float
) -> tuple[Whole, Whole, Shapes]:
    """Sites a zone holds far from its edge, and the others near one with the layer about each."""
    is_far = ~np.isin(_pairs(held), _pairs(close))
    safe = np.unique(held.row[is_far])
    open_ = close.only(~np.isin(close.row, safe))
    row, first, size = np.unique(open_.row, return_index=True, return_counts=True)
    ground, zones = shapes
    boxes = _widened(shapely.bounds(ground.shapes[open_.row]), WINDOW * reach_m)
    part = partition.clipped(partition.sound(zones)[open_.zone], boxes)
    drawn = part[first].copy()
    for place in np.flatnonzero(size > 1):
        drawn[place] = overlay.joined(part[first[place] : first[place] + size[place]])
    return safe, row, drawn


@lru_cache(maxsize=KEPT)
def _edges(asked: _Asked) -> Claims:
    """The claims on each site: what is in for sure, and what the error makes of the rest."""
    safe, row, drawn = around(asked.held, asked.close, asked.shapes, asked.error_m)
    bounds = shapely.bounds(asked.shapes[0].shapes[row])
    bounds += partition.AROUND_DEG * np.array([-1, -1, 1, 1])
    sure, most = (
        partition.clipped(buffered(drawn, by), bounds) for by in (-asked.error_m, asked.error_m)
    )
    rows = np.concatenate([safe, row, row])
    label = np.concatenate(
        [np.full(len(safe), SURE), np.full(len(row), SURE), np.full(len(row), MAYBE)]
    )
    part = np.concatenate([np.full(len(safe), None, dtype=object), sure, most])
    order = np.lexsort((label, rows))
    known = (partition.nothing(len(rows)) for _ in range(2))
    return Claims(rows[order], label[order].astype(np.int64), part[order], *known)


def buffered(shapes: Shapes, reach_m: float) -> Shapes:
    """Each shape grown by so many metres, shrunk where they are negative."""
    flat, scale = _flat(shapes)
    return _round(shapely.buffer(flat, reach_m, quad_segs=8), scale)


def _pairs(met: Pairs) -> NDArray[np.int64]:
    return met.row * (1 << 32) + met.zone


def _flat(shapes: Shapes) -> tuple[Shapes, Numbers]:
    """Each shape in metres about its own place, and the metres of a degree there."""
    bounds = shapely.bounds(shapes)
    scale = metres_per_degree((bounds[:, 1] + bounds[:, 3]) / 2)
    return _scaled(shapes, scale), scale


def metres_per_degree(lat_deg: Numbers) -> Numbers:
    """Metres of a degree east and north on the ellipsoid."""
    lat = np.radians(lat_deg)
    bent = 1 - geo.E2 * np.sin(lat) ** 2
    east = np.radians(geo.EQUATOR_M * np.cos(lat) / np.sqrt(bent))
    north = np.radians(geo.EQUATOR_M * (1 - geo.E2) / bent**1.5)
    return np.column_stack([east, north])


def _round(shapes: Shapes, scale: Numbers) -> Shapes:
    """Shapes in metres back in degrees."""
    return overlay.areal(_scaled(shapes, 1 / scale))


def _scaled(shapes: Shapes, scale: Numbers) -> Shapes:
    spots, owner = shapely.get_coordinates(shapes, return_index=True)
    return np.asarray(shapely.set_coordinates(shapes.copy(), spots * scale[owner]), dtype=object)


def _widened(bounds: Numbers, reach_m: float) -> Numbers:
    """Boxes with so many metres more on each side, at least."""
    farthest = np.nanmax(np.abs(bounds[:, [1, 3]]), initial=0.0)
    reach = reach_m / (M_PER_DEG * max(np.cos(np.radians(farthest)), 0.01))
    return np.asarray(bounds + reach * np.array([-1, -1, 1, 1]))
