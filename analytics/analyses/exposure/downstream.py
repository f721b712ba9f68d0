"""People beside the rivers below mining: mercury and mud follow the river, not a circle."""

from __future__ import annotations

import heapq
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely
from shapely.ops import substring

from analytics.analyses.exposure.refusals import KM
from analytics.core import overlay
from analytics.raster.rowsums import sums
from analytics.stats.shape import plane
from analytics.stats.shape.reach import reach

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from analytics.core.dataset import Dataset
    from analytics.raster.handle import Raster

    Shapes = NDArray[np.object_]

RIVERS: Final = "rivers"  # name of the layer
BESIDE_M: Final = 1_000.0  # of a river: who lives there counts, and a site there drains into it
JOINT_M: Final = 300.0  # from the end of a river to the one it flows into
LINE: Final = 1  # GEOS type number


@dataclass(frozen=True, kw_only=True, slots=True)
class Downstream:
    """People within a kilometre of the rivers for so many kilometres below the sites."""

    river_km: float
    people: float
    sites: int  # with a river within a kilometre
    length_km: float  # of river, each stretch once


def downstream(
    dataset: Dataset, raster: Raster, sites: Shapes, river_km: float
) -> Downstream | None:
    """None where it is not asked for, or no rivers are loaded.

    A river flows from the first point of its line to the last, and on into the line it ends at.
    """
    if not river_km or RIVERS not in dataset.layers:
        return None
    lines = _lines(dataset.layers[RIVERS].geometry.to_numpy())
    network = _Network(lines)
    starts, drained = network.entries(sites)
    stretches = network.below(starts, river_km * KM)
    beside = overlay.joined(reach(stretches, BESIDE_M)) if len(stretches) else shapely.Polygon()
    length = sum(end - start for found in network.found.values() for start, end in found)
    return Downstream(
        river_km=river_km,
        people=float(sums(raster, np.array([beside], dtype=object)).total[0]),
        sites=drained,
        length_km=length / KM,
    )


def _lines(shapes: Shapes) -> Shapes:
    parts = shapely.get_parts(shapes[~(shapely.is_missing(shapes) | shapely.is_empty(shapes))])
    return np.asarray(parts[shapely.get_type_id(parts) == LINE], dtype=object)


class _Network:
    """Rivers in metres, each on its own plane; places along a river count from its first point."""

    def __init__(self, lines: Shapes) -> None:
        self.lines = lines
        self.middles: list[plane.Middle] = [(0, 0)] * len(lines)
        self.flat = np.empty(len(lines), dtype=object)
        for middle, rows in plane.planes(lines):
            self.flat[rows] = plane.drawn(lines[rows], middle)
            for row in rows:
                self.middles[row] = middle
        self.tree = shapely.STRtree(lines)
        self.found: dict[int, list[tuple[float, float]]] = {}

    def entries(self, sites: Shapes) -> tuple[list[tuple[int, float]], int]:
        """Where sites drain: the highest place of each river near a site; and how many do."""
        near, line = self.tree.query(reach(sites, BESIDE_M), predicate="intersects")
        places = []
        for site, river in zip(near, line, strict=True):
            corners = shapely.points(shapely.get_coordinates(self._drawn(sites[site], river)))
            place = float(shapely.line_locate_point(self.flat[river], corners).min())
            places.append((int(river), place))
        return places, len(np.unique(near))

    def below(self, starts: list[tuple[int, float]], reach_m: float) -> Shapes:
        """Stretches of river at most so far below the starts, each once; kept in `found`."""
        heap = [(-reach_m, river, place) for river, place in starts]
        heapq.heapify(heap)
        while heap:
            left, river, place = heapq.heappop(heap)
            length = float(shapely.length(self.flat[river]))
            end = min(place - left, length)
            if any(a <= place and end <= b for a, b in self.found.get(river, [])):
                continue
            self.found[river] = _merged([*self.found.get(river, []), (place, end)])
            rest = -left - (length - place)
            if rest > 0:
                for other, at in self._next(river):
                    heapq.heappush(heap, (-rest, other, at))
        pieces = [
            plane.stored(
                np.array([substring(self.flat[river], a, b)], dtype=object), self.middles[river]
            )[0]
            for river, found in self.found.items()
            for a, b in found
        ]
        return np.array(pieces, dtype=object)

    def _next(self, river: int) -> list[tuple[int, float]]:
        """The rivers that pass where this one ends, and where; none that end there too."""
        mouth = shapely.get_point(self.lines[river], -1)
        found = []
        for other in self.tree.query(
            reach(np.array([mouth], dtype=object), JOINT_M)[0], "intersects"
        ):
            if other == river:
                continue
            spot = self._drawn(mouth, int(other))
            at = float(shapely.line_locate_point(self.flat[other], spot))
            if at < float(shapely.length(self.flat[other])) - JOINT_M:
                found.append((int(other), at))
        return found

    def _drawn(self, shape: shapely.Geometry, river: int) -> shapely.Geometry:
        return plane.drawn(np.array([shape], dtype=object), self.middles[river])[0]


def _merged(spans: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Spans that overlap as one."""
    merged: list[tuple[float, float]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
