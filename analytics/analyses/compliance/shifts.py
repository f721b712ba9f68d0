"""How far classes move when every layer is shifted as a whole, at random, by its error.

Points are drawn in the pieces near any edge, as many hectares to each. Shifting a layer one way is
shifting the points the other way: each draw is a test of points in the same outlines. What the
points miss of a class without any shift is missed in every draw, and is taken off again.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from analytics.analyses.compliance import facts, margins
from analytics.analyses.compliance.rules import kinds
from analytics.analyses.compliance.table import VERDICTS, verdicts
from analytics.analyses.compliance.titles import Title
from analytics.core import partition
from analytics.core.partition import Pieces

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from analytics.analyses.compliance.facts import Law
    from analytics.analyses.compliance.layers import Laid
    from analytics.analyses.compliance.pieces import Weighed
    from analytics.analyses.compliance.records import Records

    Numbers = NDArray[np.float64]
    Shapes = NDArray[np.object_]
    Whole = NDArray[np.int64]

REACH: Final = 4.0  # errors: one draw in 16,000 goes farther in one direction
POINTS: Final = 40_000  # in all, as far as each piece can have its own
FEWEST, MOST = 4, 5_000  # points of a piece
BAND: Final = (0.05, 0.95)


@dataclass(frozen=True, slots=True)
class _Edge:
    """A layer about the points: the outline each point is held against, if any."""

    name: str
    outline: Shapes  # one for each site near an edge, prepared: made here for this question
    of: Whole  # of each point, -1 where no edge is near
    error_m: float


def bands_ha(  # noqa: PLR0913 - all but the first five are named
    said: Law,
    found: Records,
    laid: Laid,
    each: Weighed,
    errors_m: dict[str, float],
    *,
    trials: int,
    seed: int,
) -> tuple[Numbers, Numbers]:
    """Hectares of each class, in the order of `VERDICTS`, that nine draws in ten lie between."""
    centre = np.bincount(
        each.verdict, weights=np.nan_to_num(each.area_ha), minlength=len(VERDICTS)
    ).astype(float)
    near = {name: _near(found, laid, name, error) for name, error in errors_m.items()}
    rows = np.unique(np.concatenate([np.zeros(0, np.int64), *(row for row, _ in near.values())]))
    is_open = np.isin(each.pieces.row, rows) & (each.area_m2 > 0)
    if not trials or not is_open.any():
        return centre, centre
    dice = np.random.default_rng(seed)
    spots, piece = _spots(dice, each.pieces.shapes[is_open])
    open_ = each.pieces.only(is_open).only(piece)
    weight = np.nan_to_num(each.area_ha[is_open])[piece] / np.bincount(piece)[piece]
    edges = [_edge(name, *near[name], open_.row, errors_m[name]) for name in near]
    scale = _metres(spots)
    totals = np.array(
        [
            _total(said, _shifted(open_, edges, spots, _moves(dice, edges, draw), scale), weight)
            for draw in range(trials + 1)
        ]
    )
    moved = centre + totals[1:] - totals[0]
    low, high = np.quantile(moved, BAND, axis=0)
    return np.maximum(low, 0.0), np.minimum(high, centre.sum())


def _near(found: Records, laid: Laid, name: str, error_m: float) -> tuple[Whole, Shapes]:
    """Sites within reach of a layer's edge, and the layer about each."""
    layer = laid.layers[name]
    met = partition.meetings(found.ground, layer.zones)
    close = margins.near(found.ground, layer.zones, REACH * error_m)
    holds = met.is_whole & (layer.judge(met) == margins.SURE)
    counts = layer.judge(close) == margins.SURE
    shapes = found.ground, layer.zones
    _, row, outline = margins.around(met.only(holds), close.only(counts), shapes, REACH * error_m)
    return row, outline


def _edge(name: str, row: Whole, outline: Shapes, sites: Whole, error_m: float) -> _Edge:
    own = outline.copy()
    shapely.prepare(own)
    if not len(row):
        return _Edge(name, own, np.full(len(sites), partition.NONE), error_m)
    place = np.minimum(np.searchsorted(row, sites), len(row) - 1)
    return _Edge(name, own, np.where(row[place] == sites, place, partition.NONE), error_m)


def _spots(dice: np.random.Generator, shapes: Shapes) -> tuple[Numbers, Whole]:
    """Points in each shape, and the shape of each point; at least one in every shape."""
    count = int(np.clip(POINTS // len(shapes), FEWEST, MOST))
    bounds = shapely.bounds(shapes)
    piece = np.repeat(np.arange(len(shapes)), 4 * count)
    low, high = bounds[piece, :2], bounds[piece, 2:]
    drawn = low + (high - low) * dice.random((len(piece), 2))
    own = shapes.copy()
    shapely.prepare(own)
    is_in = shapely.contains_xy(own[piece], drawn[:, 0], drawn[:, 1])
    drawn, piece = drawn[is_in], piece[is_in]
    turn = np.arange(len(piece)) - np.searchsorted(piece, piece)
    drawn, piece = drawn[turn < count], piece[turn < count]
    bare = np.setdiff1d(np.arange(len(shapes)), piece)
    middle = shapely.get_coordinates(shapely.point_on_surface(shapes[bare]))
    order = np.argsort(np.concatenate([piece, bare]), kind="stable")
    return np.concatenate([drawn, middle])[order], np.concatenate([piece, bare])[order]


def _metres(spots: Numbers) -> Numbers:
    """Metres of a degree east and north at each point."""
    return margins.metres_per_degree(spots[:, 1])


def _moves(dice: np.random.Generator, edges: list[_Edge], draw: int) -> list[Numbers]:
    """How far each layer goes east and north; nowhere in the first draw."""
    gone = [dice.normal(0.0, edge.error_m, 2) for edge in edges]
    return gone if draw else [np.zeros(2) for _ in edges]


def _shifted(
    points: Pieces, edges: list[_Edge], spots: Numbers, moves: list[Numbers], scale: Numbers
) -> Pieces:
    """The labels of points with every layer moved."""
    labels = dict(points.labels)
    for edge, move in zip(edges, moves, strict=True):
        asked = np.flatnonzero(edge.of >= 0)
        at = spots[asked] - move / scale[asked]
        is_in = shapely.contains_xy(edge.outline[edge.of[asked]], at[:, 0], at[:, 1])
        label = labels[edge.name].copy()
        outside = np.full(len(asked), partition.NONE)
        if edge.name == kinds.CONCESSIONS:  # other titles stay where they are drawn
            outside = np.where(label[asked] == Title.VALID, Title.NONE, label[asked])
        label[asked] = np.where(is_in, margins.SURE, outside)
        labels[edge.name] = label
    return Pieces(points.shapes, points.row, labels)


def _total(said: Law, points: Pieces, weight: Numbers) -> Numbers:
    verdict = verdicts(facts.facts(said, points), said.rules.precedence)
    return np.bincount(verdict, weights=weight, minlength=len(VERDICTS)).astype(float)
