"""Cutting ground into pieces by many layers at once: nothing lost, nothing counted twice.

Sites far from the edge of a zone, nearly all of them, are told in or out without any cutting: the
tree stands on the sites and the zones ask (PLATFORM: 60 to 120 times faster than overlays). Only
what an edge runs through is cut, against the part of the zone that lies in it. Coordinates are
longitude and latitude. What is kept between calls is never prepared: a prepared shape shared by
two threads crashes GEOS.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from threading import Lock
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from analytics.core import overlay

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Shapes = NDArray[np.object_]
    Whole = NDArray[np.int64]
    Flags = NDArray[np.bool_]

KEPT: Final = 24  # layers held against sites, in memory for everybody
NONE: Final = -1  # the label of ground that no zone holds
TOLERANCE: Final = 1e-6  # of the area, by which the pieces may miss the whole
AROUND_DEG: Final = 1e-4  # of a polygon kept about a site: some ten metres
FEW: Final = 40  # corners of a polygon that is not worth clipping
DUST: Final = 1e-12  # of the area of a site: noise of the arithmetic


class Uneven(ArithmeticError):
    """Pieces that do not add up to what was cut: a fault of ours, never shown as an answer."""


@dataclass(frozen=True, slots=True)
class Named:
    """Shapes that stand for a content: with the same key they are the same shapes."""

    key: str
    shapes: Shapes = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Pairs:
    """Sites and zones by positions: one belongs to the other at the same place."""

    row: Whole
    zone: Whole

    def only(self, keep: Flags) -> Pairs:
        """Some of them."""
        return Pairs(self.row[keep], self.zone[keep])


@dataclass(frozen=True, slots=True)
class Meetings(Pairs):
    """Every site and polygon of a zone that meet, in order; what they share is cut when asked for.

    Some only touch, and share nothing.
    """

    is_whole: Flags  # the polygon holds all of the site
    cuts: _Cuts = field(compare=False, repr=False)

    def sharing(self) -> Pairs:
        """The pairs that share ground, without cutting it."""
        open_ = np.flatnonzero(~self.is_whole)
        is_there = np.ones(len(self.row), dtype=bool)
        is_there[open_] = ~shapely.touches(self.cuts.site[open_], self.cuts.polygon[open_])
        return self.only(is_there)

    def shared(self, keep: Flags | None = None) -> Shared:
        """What pairs share, all or some of them, without those that share nothing."""
        asked = np.arange(len(self.row)) if keep is None else np.flatnonzero(keep)
        is_there = self.is_whole[asked].copy()
        cut = asked[~is_there]
        self.cuts.make(cut)
        is_there[~is_there] = self.cuts.is_there[cut]
        pair = asked[is_there]
        site = nothing(len(pair))
        is_cut = ~self.is_whole[pair]
        site[is_cut] = self.cuts.site[pair[is_cut]]
        part, rest = self.cuts.part[pair], self.cuts.rest[pair]
        return Shared(self.row[pair], self.zone[pair], pair, part, site, rest)


@dataclass(frozen=True, slots=True)
class Shared(Pairs):
    """Pairs that share ground. `part` is what they share, None for all of the site.

    Where they were cut from one another, `site` is the site and `rest` what the zone leaves of it.
    """

    pair: Whole  # positions among the meetings
    part: Shapes
    site: Shapes
    rest: Shapes


@dataclass(frozen=True, slots=True)
class Claims:
    """Ground of a site that bears a label, at most once each; lower labels take it first.

    In order of row and label. `part` is the ground, None for the whole site. Where all of `site` is
    asked for, `rest` is known to be what the claim leaves.
    """

    row: Whole
    label: Whole
    part: Shapes
    site: Shapes
    rest: Shapes


@dataclass(frozen=True, slots=True)
class Pieces:
    """Disjoint ground: its shape, the site it belongs to, and one label for each layer so far."""

    shapes: Shapes
    row: Whole
    labels: dict[str, Whole] = field(default_factory=dict)

    def __len__(self) -> int:
        """How many there are."""
        return len(self.shapes)

    def only(self, keep: Flags | Whole) -> Pieces:
        """Some of them, with their labels."""
        labels = {name: label[keep] for name, label in self.labels.items()}
        return Pieces(self.shapes[keep], self.row[keep], labels)


@lru_cache(maxsize=KEPT)
def sound(given: Named) -> Shapes:
    """The shapes, invalid ones repaired; looked through once for each content."""
    is_sound = shapely.is_valid(given.shapes) | shapely.is_missing(given.shapes)
    if is_sound.all():
        return given.shapes
    repaired = given.shapes.copy()
    repaired[~is_sound] = shapely.make_valid(repaired[~is_sound], method="structure")
    return overlay.areal(repaired)


@lru_cache(maxsize=KEPT)
def own_ground(sites: Named) -> Shapes:
    """What of each shape no earlier one covers: together they cover what all do, each spot once.

    Shapes without an area stay as they are.
    """
    shapes = sound(sites)
    later, earlier = _overlapping(shapes)
    if not len(later):
        return shapes
    own = shapes.copy()
    turn = _turn(later)
    for step in range(int(turn.max()) + 1):
        now = np.flatnonzero(turn == step)
        own[later[now]] = overlay.halves(own[later[now]], shapes[earlier[now]])[1]
    _must_be_even(shapes, own, np.union1d(later, earlier))
    return own


@lru_cache(maxsize=KEPT)
def meetings(sites: Named, zones: Named) -> Meetings:
    """Every pair of site and part of a zone that share ground, in order; sites must be sound.

    A site without an area is held by the zones its middle lies in.
    """
    shapes, grounds = sites.shapes, sound(zones)
    has_area = shapely.area(shapes) > 0
    asked = shapes
    if not has_area.all():
        asked = shapes.copy()
        asked[~has_area] = shapely.point_on_surface(asked[~has_area])
    parts, owner = shapely.get_parts(grounds, return_index=True)
    row, polygon, is_whole = _met(asked, parts)
    is_whole |= ~has_area[row]
    order = np.lexsort((owner[polygon], row))
    row, polygon = row[order], polygon[order]
    return Meetings(row, owner[polygon], is_whole[order], _Cuts(shapes[row], parts[polygon]))


def claims(met: Meetings, label: Whole) -> Claims:
    """The meetings as claims, each with its label, `NONE` where it makes none.

    Those of one site and label are joined. What a whole zone with a lower label takes before them
    is not cut.
    """
    found = met.shared(_that_matter(met, label))
    label = label[found.pair]
    order = np.lexsort((label, found.row))
    row, label, part = found.row[order], label[order], found.part[order]
    site, rest = found.site[order], found.rest[order]
    if not len(row):
        return Claims(row, label, part, site, rest)
    is_first = np.append(True, (np.diff(row) != 0) | (np.diff(label) != 0))
    group = np.cumsum(is_first) - 1
    is_whole = np.zeros(int(group[-1]) + 1, dtype=bool)
    is_whole[group[shapely.is_missing(part)]] = True
    joined = part[is_first].copy()
    joined[is_whole] = None
    turn = _turn(group)
    for step in range(1, int(turn.max()) + 1):
        now = np.flatnonzero((turn == step) & ~is_whole[group])
        joined[group[now]] = overlay.sums(joined[group[now]], part[now])
    is_one = (np.bincount(group) == 1) & ~is_whole
    site, rest = site[is_first], rest[is_first]
    site[~is_one], rest[~is_one] = None, None
    return Claims(row[is_first], label[is_first], joined, site, rest)


def split(pieces: Pieces, name: str, made: Claims) -> Pieces:
    """Every piece cut by the claims on its site; what nobody claims has the label `NONE`."""
    first = np.searchsorted(made.row, pieces.row)
    claimed = np.searchsorted(made.row, pieces.row, side="right") - first
    source, shapes = np.arange(len(pieces)), pieces.shapes
    done = [(source[:0], shapes[:0], source[:0])]
    step = 0
    while len(source):
        is_open = claimed[source] > step
        done.append((source[~is_open], shapes[~is_open], np.full((~is_open).sum(), NONE)))
        source, shapes = source[is_open], shapes[is_open]
        claim = first[source] + step
        taken, rest = _cut(shapes, made, claim)
        has_taken, has_rest = ~shapely.is_missing(taken), ~shapely.is_missing(rest)
        done.append((source[has_taken], taken[has_taken], made.label[claim][has_taken]))
        source, shapes = source[has_rest], rest[has_rest]
        step += 1
    at, new, label = (np.concatenate([one[i] for one in done]) for i in range(3))
    order = np.lexsort((label, at))
    at = at[order].astype(np.int64)
    labels = {key: old[at] for key, old in pieces.labels.items()}
    return Pieces(
        new[order].astype(object), pieces.row[at], {**labels, name: label[order].astype(np.int64)}
    )


def whole(shapes: Shapes) -> Pieces:
    """Each shape as one piece; what is empty or missing has none."""
    row = np.flatnonzero(~(shapely.is_missing(shapes) | shapely.is_empty(shapes)))
    return Pieces(shapes[row], row.astype(np.int64))


def check(areas: NDArray[np.float64], whole: float) -> None:
    """Refuse pieces whose areas do not add up to that of the whole."""
    missed = abs(float(areas.sum()) - whole)
    if missed > TOLERANCE * whole:
        raise Uneven(f"the pieces miss the whole by {missed:g} of {whole:g}")


def clipped(parts: Shapes, boxes: NDArray[np.float64]) -> Shapes:
    """Each polygon as far as it lies in its box; all of it where that would not be clean."""
    near = parts.copy()
    for place in np.flatnonzero(shapely.get_num_coordinates(parts) > FEW):
        near[place] = shapely.clip_by_rect(parts[place], *boxes[place])
    near = overlay.areal(near)
    is_unclean = ~shapely.is_valid(near)
    near[is_unclean] = parts[is_unclean]
    return near


def nothing(count: int) -> Shapes:
    """So many places for shapes, with none in them."""
    return np.full(count, None, dtype=object)


def _cut(shapes: Shapes, made: Claims, claim: Whole) -> tuple[Shapes, Shapes]:
    """What the claim takes of each shape and what it leaves; None where that is nothing."""
    taken, rest, parts = shapes.copy(), nothing(len(shapes)), made.part[claim]
    is_known = _same(shapes, made.site[claim])
    taken[is_known] = parts[is_known]
    rest[is_known] = made.rest[claim[is_known]]
    cut = np.flatnonzero(~shapely.is_missing(parts) & ~is_known)
    dust = DUST * shapely.area(shapes[cut])
    inside, outside = overlay.halves(shapes[cut], parts[cut])
    is_met, is_left = shapely.area(inside) > dust, shapely.area(outside) > dust
    taken[cut[~is_met]], rest[cut[~is_met]] = None, shapes[cut[~is_met]]
    both = is_met & is_left
    taken[cut[both]], rest[cut[both]] = inside[both], outside[both]
    return taken, rest


def _same(these: Shapes, those: Shapes) -> Flags:
    """Whether each is the very object at the same place; shapes that are alike do not count."""
    pairs = zip(these, those, strict=True)
    return np.fromiter((one is other for one, other in pairs), dtype=bool, count=len(these))


class _Cuts:
    """What sites share with polygons and what that leaves of them: cut once, when asked for.

    The polygons kept here are never prepared; copies are, for as long as it takes.
    """

    def __init__(self, site: Shapes, polygon: Shapes) -> None:
        self.site, self.polygon = site, polygon
        self.part, self.rest = nothing(len(site)), nothing(len(site))
        self.is_there, self._is_made = (np.zeros(len(site), dtype=bool) for _ in range(2))
        self._lock = Lock()

    def make(self, asked: Whole) -> None:
        """Cut what is not cut yet."""
        with self._lock:
            new = asked[~self._is_made[asked]]
            if len(new):
                found = _shared(self.site[new], self.polygon[new])
                self.part[new], self.rest[new], self.is_there[new] = found
                self._is_made[new] = True


def _that_matter(met: Meetings, label: Whole) -> Flags:
    """Pairs whose claims can have ground: the first whole one of a site, and those before it."""
    whole = met.is_whole & (label != NONE)
    least = np.full(int(met.row.max(initial=0)) + 1, np.iinfo(np.int64).max)
    np.minimum.at(least, met.row[whole], label[whole])
    first = least[met.row]
    return np.asarray((label != NONE) & ((label < first) | (whole & (label == first))))


def _met(shapes: Shapes, parts: Shapes) -> tuple[Whole, Whole, Flags]:
    """Sites and polygons that meet, and whether the polygon holds all of the site."""
    polygon, row = shapely.STRtree(shapes).query(parts, predicate="intersects")
    own = shapely.get_parts(parts)  # copies, prepared here and gone with this call
    shapely.prepare(own)
    return row, polygon, shapely.contains_properly(own[polygon], shapes[row])


def _shared(own: Shapes, others: Shapes) -> tuple[Shapes, Shapes, Flags]:
    """What each site shares with the polygon, what that leaves of it, and whether it is anything.

    A polygon is first clipped to the surroundings of the site, which is fast and not always
    clean: where a piece then lies on the wrong side of its edge, the whole polygon cuts.
    """
    near = clipped(others, shapely.bounds(own) + AROUND_DEG * np.array([-1, -1, 1, 1]))
    inside, outside = overlay.halves(own, near)
    asked = np.flatnonzero(~_same(near, others))  # what was clipped
    ground = others[asked]
    is_wrong = _is_astray(inside[asked], ground, are_in=True)
    is_wrong |= _is_astray(outside[asked], ground, are_in=False)
    again = asked[is_wrong]
    inside[again], outside[again] = overlay.halves(own[again], others[again])
    dust = DUST * shapely.area(own)
    outside[shapely.area(outside) <= dust] = None
    return inside, outside, shapely.area(inside) > dust


def _is_astray(pieces: Shapes, parts: Shapes, *, are_in: bool) -> Flags:
    """Whether a polygon of a piece lies in its part, or outside, where it should not."""
    single, owner = shapely.get_parts(pieces, return_index=True)
    is_seen = shapely.area(single) > overlay.AREA_SLACK[1]
    spots = shapely.point_on_surface(single[is_seen])
    owner = owner[is_seen]
    found = shapely.contains_properly(parts[owner], spots)
    astray = np.zeros(len(pieces), dtype=bool)
    astray[owner[found != are_in]] = True
    return astray


def _overlapping(shapes: Shapes) -> tuple[Whole, Whole]:
    """Pairs of shapes that share ground: the later one and the earlier one, by position."""
    tree = shapely.STRtree(shapes)
    later, earlier = tree.query(shapes)
    is_pair = later > earlier
    later, earlier = later[is_pair], earlier[is_pair]
    shares = shapely.relate_pattern(shapes[later], shapes[earlier], "2********")
    return later[shares], earlier[shares]


def _turn(group: Whole) -> Whole:
    """How many of the same group came before, where equal ones stand together or not."""
    order = np.argsort(group, kind="stable")
    ordered = group[order]
    start = np.searchsorted(ordered, ordered)
    turn = np.empty(len(group), dtype=np.int64)
    turn[order] = np.arange(len(group)) - start
    return turn


def _must_be_even(shapes: Shapes, own: Shapes, rows: Whole) -> None:
    """The disjoint shapes cover as much as all together did."""
    together = overlay.joined(overlay.areal(shapes[rows]))
    check(shapely.area(own[rows]), float(shapely.area(together)))
