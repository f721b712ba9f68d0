"""Mining and ground, block by block, in the classes of a layer and in bands around its things."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from analytics.analyses.context.refusals import ContextError
from analytics.core import overlay, schema
from analytics.stats.shape import near, plane

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from analytics.analyses.context.layers import Classed
    from analytics.analyses.context.mines import Mines
    from analytics.analyses.context.study import Study
    from analytics.core.dataset import Dataset

    Shapes = NDArray[np.object_]
    Numbers = NDArray[np.float64]
    Whole = NDArray[np.int64]

#: What distances are measured to, and the layers it lies in.
THINGS: Final = {
    "rivers": ("rivers", "water"),
    "roads": ("roads",),
    "settlements": ("settlements",),
    "airstrips": ("airstrips",),
}
M_PER_KM: Final = 1_000.0
MOST_BANDS: Final = 8
FARTHEST_KM: Final = 100.0
FEWEST_SPOTS: Final = 50  # of a class; with fewer its ground is not known to a seventh


class Role(StrEnum):
    """What a class stands for."""

    NAMED = "named"  # what the layer says
    UNSTATED = "unstated"  # ground of the layer that states no class
    OTHER = "other"  # named classes beyond the most that are told
    OUTSIDE = "outside"  # no ground of the layer, or too far from all of its lines


@dataclass(frozen=True, slots=True, kw_only=True)
class Facet:
    """One way to part the study area; the classes leave nothing out and overlap nowhere."""

    name: str
    roles: tuple[Role, ...]
    labels: tuple[str, ...]  # of named classes; "" otherwise
    shares: Numbers  # of each mine (rows) in each class
    mined: Numbers  # hectares or sites, by block (rows) and class
    ground_ha: Numbers  # by block and class
    even: Whole  # the class of each spot
    is_counted: bool  # its ground is that of the spots, not that of outlines

    @property
    def is_little(self) -> NDArray[np.bool_]:
        """Classes with some ground, but of too few spots to say how much."""
        spots = np.bincount(self.even, minlength=len(self.roles))
        return np.asarray(self.is_counted & (spots > 0) & (spots < FEWEST_SPOTS))

    def most_first(self, most: int) -> Facet:
        """The `most` named classes that hold most mining, the others as one, the rest last."""
        mined, ground = self.mined.sum(axis=0), self.ground_ha.sum(axis=0)
        there = [n for n in range(len(self.roles)) if mined[n] > 0 or ground[n] > 0]
        named = [n for n in there if self.roles[n] is Role.NAMED]
        named.sort(key=lambda n: (-round(mined[n], 9), -round(ground[n], 6), self.labels[n]))
        kept = named if len(named) <= most + 1 else named[:most]
        rest = [n for n in named if n not in kept]
        last = [n for n in there if self.roles[n] is not Role.NAMED]
        groups = [*([n] for n in kept), *([rest] if rest else []), *([n] for n in last)]
        place = np.zeros(len(self.roles), dtype=np.int64)
        for rank, one in enumerate(groups):
            place[one] = rank
        return Facet(
            name=self.name,
            roles=tuple(Role.OTHER if len(one) > 1 else self.roles[one[0]] for one in groups),
            labels=tuple("" if len(one) > 1 else self.labels[one[0]] for one in groups),
            shares=_joined(self.shares, groups),
            mined=_joined(self.mined, groups),
            ground_ha=_joined(self.ground_ha, groups),
            even=place[self.even],
            is_counted=self.is_counted,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Spots:
    """Points spread evenly over the study area, and the hectares each stands for."""

    points: Shapes
    block: Whole
    ground_ha: Numbers


def spots(ground: Study) -> Spots:
    """Points of the study area; the ground of a block is shared out evenly among its own."""
    points, block = ground.spots()
    count = np.bincount(block, minlength=len(ground))
    return Spots(
        points=points, block=block, ground_ha=(ground.ground_ha / np.maximum(count, 1))[block]
    )


def by_class(layer: Classed, mines: Mines, ground: Study, even: Spots, reach_km: float) -> Facet:
    """Ground of areas is theirs; that of lines is what lies nearest to them within the reach."""
    codes, labels = pd.factorize(layer.labels, sort=False)
    many = len(labels)
    roles = [Role.NAMED if label else Role.UNSTATED for label in labels]
    if layer.is_areal:
        shares = _inside(mines.sites.geometry, layer, codes, many)
        land = _inside(ground.pieces, layer, codes, many) * ground.ground_ha[:, None]
        points = gpd.GeoSeries(even.points, crs=schema.STORED_CRS)
        which = _inside(points, layer, codes, many).argmax(axis=1)
    else:
        reaches = _reaches(reach_km * M_PER_KM)
        nearest = near.nearest(mines.shapes, layer.shapes, reaches)[0]
        shares = np.eye(many + 1)[_code(nearest, codes, many)]
        which = _code(near.nearest(even.points, layer.shapes, reaches)[0], codes, many)
        land = _of_spots(even, which, many + 1, len(ground))
    return Facet(
        name=layer.name,
        roles=(*roles, Role.OUTSIDE),
        labels=(*map(str, labels), ""),
        shares=shares,
        mined=mines.by_block(shares, len(ground)),
        ground_ha=land,
        even=which,
        is_counted=not layer.is_areal,
    )


def crossed(first: Facet, second: Facet, mines: Mines, ground: Study, even: Spots) -> Facet:
    """Every class of one with every class of the other, the second counting fastest.

    The land is that of the spots. A record in several classes of both is shared out between the
    pairs as if its parts in one lay evenly in those of the other.
    """
    wide = len(second.roles)
    shares = (first.shares[:, :, None] * second.shares[:, None, :]).reshape(len(mines.amount), -1)
    which = first.even * wide + second.even
    many = len(first.roles) * wide
    return Facet(
        name=first.name,
        roles=(Role.NAMED,) * many,
        labels=("",) * many,
        shares=shares,
        mined=mines.by_block(shares, len(ground)),
        ground_ha=_of_spots(even, which, many, len(ground)),
        even=which,
        is_counted=True,
    )


def by_band(
    name: str, things: Shapes, mines: Mines, ground: Study, even: Spots, edges_km: Sequence[float]
) -> Facet:
    """Mining by the part of each outline in each band, ground by the spots in it."""
    edges = [edge * M_PER_KM for edge in edges_km]
    shares = _banded(mines.shapes, things, edges)
    apart = near.nearest(even.points, things, _reaches(edges[-1]))[1]
    which = np.digitize(apart, edges, right=True)
    return Facet(
        name=name,
        roles=(*[Role.NAMED] * len(edges), Role.OUTSIDE),
        labels=(*[f"{edge:g}" for edge in edges_km], ""),
        shares=shares,
        mined=mines.by_block(shares, len(ground)),
        ground_ha=_of_spots(even, which, len(edges) + 1, len(ground)),
        even=which,
        is_counted=True,
    )


def things(dataset: Dataset) -> dict[str, Shapes]:
    """What there is to measure distances to, by its name in `THINGS`."""
    held = {
        name: [layer for layer in layers if len(dataset.layers.get(layer, ()))]
        for name, layers in THINGS.items()
    }
    return {
        name: np.concatenate([dataset.layers[layer].geometry.to_numpy() for layer in layers])
        for name, layers in held.items()
        if layers
    }


def edges_km(text: str) -> tuple[float, ...]:
    """The ends of the bands as people type them: "1; 2; 5", "0,5; 2"."""
    parts = [part.strip().rstrip(",") for part in text.replace(";", " ").split()]
    try:
        found = sorted({float(part.replace(",", ".")) for part in parts if part})
    except ValueError:
        found = []
    is_fit = 1 <= len(found) <= MOST_BANDS and all(map(math.isfinite, found))
    if not is_fit or not 0 < found[0] <= found[-1] <= FARTHEST_KM:
        raise ContextError("context-bands", value=text, most=MOST_BANDS, high=f"{FARTHEST_KM:g}")
    return tuple(found)


def _inside(shapes: gpd.GeoSeries, layer: Classed, codes: Whole, many: int) -> Numbers:
    """The share of each shape in each class, and last in none."""
    zones = gpd.GeoSeries(layer.shapes, crs=schema.STORED_CRS)
    found = overlay.shares(shapes, zones)
    shares = np.zeros((len(shapes), many + 1))
    row, code = found[overlay.ROW].to_numpy(), codes[found[overlay.ZONE].to_numpy()]
    np.add.at(shares, (row, code), found[overlay.SHARE].to_numpy())
    shares[:, -1] = 1.0 - shares.sum(axis=1)
    shares[shares < overlay.LEAST_SHARE] = 0.0
    return shares


def _code(which: Whole, codes: Whole, many: int) -> Whole:
    """The class of the thing at each place; the last one, of none, where it is -1."""
    return np.where(which >= 0, codes[which], many).astype(np.int64)


def _of_spots(even: Spots, which: Whole, many: int, blocks: int) -> Numbers:
    """The ground of the spots, by block and class."""
    found = np.bincount(even.block * many + which, weights=even.ground_ha, minlength=blocks * many)
    return found.reshape(blocks, many).astype(float)


def _banded(shapes: Shapes, things: Shapes, edges: list[float]) -> Numbers:
    """The part of each shape in each band; only where an edge crosses a shape is it cut."""
    apart = near.nearest(shapes, things, _reaches(edges[-1]))[1]
    bounds = shapely.bounds(plane.in_metres(shapes))
    size = np.hypot(bounds[:, 2] - bounds[:, 0], bounds[:, 3] - bounds[:, 1])
    within = np.zeros((len(shapes), len(edges) + 2))
    within[:, -1] = 1.0
    for place, edge in enumerate(edges, start=1):
        within[:, place] = apart <= edge
        crossed = np.flatnonzero((apart <= edge) & (apart + size > edge) & (size > 0))
        if len(crossed):
            within[crossed, place] = near.shares_within(shapes[crossed], things, edge)
    return np.diff(np.maximum.accumulate(within, axis=1), axis=1)


def _reaches(most_m: float) -> tuple[float, ...]:
    """Windows to look through, up to the farthest that matters."""
    return (*(reach for reach in near.REACHES_M if reach < most_m), most_m)


def _joined(table: Numbers, groups: list[list[int]]) -> Numbers:
    return np.column_stack([table[:, one].sum(axis=1) for one in groups])
