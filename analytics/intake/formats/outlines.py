"""Nested lists of positions become shapes: all at once where sound, one by one where not."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import chain
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import shapely
from shapely import GeometryType

from analytics.core.issue import Action, Issue, Severity
from analytics.intake.formats.table import issue

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    from analytics.intake.limits import Limits

#: Levels of lists around the positions of each type.
DEPTH: Final = {
    "Point": 0,
    "MultiPoint": 1,
    "LineString": 1,
    "MultiLineString": 2,
    "Polygon": 2,
    "MultiPolygon": 3,
}
RAGGED: Final = {
    "Point": GeometryType.POINT,
    "MultiPoint": GeometryType.MULTIPOINT,
    "LineString": GeometryType.LINESTRING,
    "MultiLineString": GeometryType.MULTILINESTRING,
    "Polygon": GeometryType.POLYGON,
    "MultiPolygon": GeometryType.MULTIPOLYGON,
}
PLANE: Final = 2
SPACE: Final = 3
FEW: Final = 8  # shapes that are drawn one by one once there is a fault among them
FEWEST: Final = 4  # positions of a ring, the first repeated at its end
BROKEN: Final = (
    AttributeError,
    KeyError,
    IndexError,
    OverflowError,
    RecursionError,
    TypeError,
    ValueError,
    shapely.errors.GEOSException,
)


class Fault(StrEnum):
    """What can be wrong with a drawn shape; each is the code of an issue."""

    CLOSED = "ring-closed"
    SHORT = "ring-too-short"
    TEXT = "coordinate-text"
    EXTRA = "position-extra"
    UNREADABLE = "shape-unreadable"


DONE: Final = {
    Fault.CLOSED: (Severity.NOTE, Action.REPAIRED),
    Fault.SHORT: (Severity.WARNING, Action.REPAIRED),
    Fault.TEXT: (Severity.NOTE, Action.REPAIRED),
    Fault.EXTRA: (Severity.NOTE, Action.REPAIRED),
    Fault.UNREADABLE: (Severity.WARNING, Action.KEPT),
}


@dataclass(slots=True)
class Drawing:
    """Shapes gathered batch by batch, with the rows of every fault met on the way."""

    limits: Limits
    batches: list[NDArray[np.object_]] = field(default_factory=list)
    faults: dict[Fault, list[int]] = field(default_factory=lambda: defaultdict(list))
    count: int = 0
    vertices: int = 0

    def add(self, geometries: Sequence[Any]) -> None:
        """Draw one batch of GeoJSON geometries: dicts, or None for no shape."""
        shapes = np.full(len(geometries), None, dtype=object)
        for kind, places in _by_kind(geometries).items():
            if kind in DEPTH:
                self._draw(shapes, kind, places, geometries)
            elif kind:
                for place in places:
                    shapes[place] = self._one(geometries[place], place)
        self.batches.append(shapes)
        self.count += len(geometries)

    def shapes(self) -> NDArray[np.object_]:
        """All shapes so far, in order."""
        return np.concatenate(self.batches) if self.batches else np.empty(0, dtype=object)

    def issues(self) -> tuple[Issue, ...]:
        """One issue for each kind of fault."""
        return tuple(
            issue(fault, severity=DONE[fault][0], action=DONE[fault][1], rows=sorted(set(rows)))
            for fault, rows in self.faults.items()
        )

    def _draw(
        self,
        shapes: NDArray[np.object_],
        kind: str,
        places: list[int],
        geometries: Sequence[Any],
    ) -> None:
        try:
            positions = [geometries[place]["coordinates"] for place in places]
            drawn, vertices = _ragged(kind, positions)
        except BROKEN:
            self._draw_halves(shapes, kind, places, geometries)
        else:
            self.vertices += vertices
            self.limits.check_vertices(self.vertices)
            shapes[places] = drawn

    def _draw_halves(
        self,
        shapes: NDArray[np.object_],
        kind: str,
        places: list[int],
        geometries: Sequence[Any],
    ) -> None:
        """Close in on the faulty shapes, so that the sound ones are still drawn together."""
        if len(places) > FEW:
            half = len(places) // 2
            self._draw(shapes, kind, places[:half], geometries)
            self._draw(shapes, kind, places[half:], geometries)
            return
        for place in places:
            shapes[place] = self._one(geometries[place], place)

    def _one(self, geometry: Any, place: int) -> BaseGeometry | None:  # noqa: ANN401 - any JSON
        faults: set[Fault] = set()
        shape: BaseGeometry | None = None
        try:
            shape = _mended(geometry, faults, self.limits.nesting)
        except BROKEN:
            faults.add(Fault.UNREADABLE)
        if shape is not None:
            self.vertices += int(shapely.get_num_coordinates(shape))
            self.limits.check_vertices(self.vertices)
        for fault in faults:
            self.faults[fault].append(self.count + place)
        return shape


def _by_kind(geometries: Sequence[Any]) -> Mapping[str, list[int]]:
    """Places of each type; "" is no shape, and what is no geometry at all counts as "?"."""
    places: defaultdict[str, list[int]] = defaultdict(list)
    for place, geometry in enumerate(geometries):
        if geometry is None:
            places[""].append(place)
        elif isinstance(geometry, dict) and isinstance(geometry.get("type"), str):
            places[geometry["type"]].append(place)
        else:
            places["?"].append(place)
    return places


def _ragged(kind: str, items: list[Any]) -> tuple[NDArray[np.object_], int]:
    """Sound coordinates of one type as shapes; any fault at all raises one of BROKEN."""
    offsets: list[NDArray[np.int64]] = []
    for _ in range(DEPTH[kind]):
        offsets.append(_starts(items))
        items = list(chain.from_iterable(items))
    (width,) = set(map(len, items)) or {PLANE}
    if width not in (PLANE, SPACE):
        raise ValueError(width)
    flat = list(chain.from_iterable(items))
    if not set(map(type, flat)) <= {int, float}:
        raise TypeError(kind)
    positions = np.array(flat, dtype=float).reshape(-1, width)
    if "Polygon" in kind:
        _check_rings(positions, offsets[-1])
    with np.errstate(all="ignore"):
        drawn = shapely.from_ragged_array(RAGGED[kind], positions, tuple(reversed(offsets)) or None)
    return drawn, len(positions)


def _starts(items: Iterable[Any]) -> NDArray[np.int64]:
    lengths = np.fromiter(map(len, items), dtype=np.int64)
    return np.concatenate([[0], np.cumsum(lengths)])


def _check_rings(positions: NDArray[np.float64], starts: NDArray[np.int64]) -> None:
    if len(starts) == 1:
        return
    if np.diff(starts).min() < FEWEST:
        raise ValueError(Fault.SHORT)
    if (positions[starts[:-1], :PLANE] != positions[starts[1:] - 1, :PLANE]).any():
        raise ValueError(Fault.CLOSED)


def _mended(geometry: Any, faults: set[Fault], levels: int) -> BaseGeometry | None:  # noqa: ANN401
    """One shape with its faults repaired and noted; None where nothing can be drawn."""
    kind = geometry["type"]
    if kind == "GeometryCollection":
        if not levels:
            raise RecursionError(kind)
        parts = [_mended(g, faults, levels - 1) for g in geometry["geometries"] or []]
        return shapely.GeometryCollection([part for part in parts if part is not None])
    depth = DEPTH[kind]
    given = _positions(geometry["coordinates"], depth, faults)
    if "Polygon" not in kind:
        return _drawn(kind, given)
    polygons = [given] if kind == "Polygon" else given
    outlined = [rings for rings in (_rings(polygon, faults) for polygon in polygons) if rings]
    if not outlined and any(polygons):
        return None
    return _drawn(kind, outlined if kind == "MultiPolygon" else [*chain.from_iterable(outlined)])


def _drawn(kind: str, coordinates: Any) -> BaseGeometry:  # noqa: ANN401 - nested lists
    if kind == "Point" and not coordinates:
        return shapely.Point()
    return _ragged(kind, [coordinates])[0][0]


def _rings(polygon: list[list[list[float]]], faults: set[Fault]) -> list[list[list[float]]]:
    """The rings of one polygon, closed; without its shell nothing is left of it."""
    kept = []
    for place, ring in enumerate(polygon):
        closed = ring
        if ring and ring[0][:PLANE] != ring[-1][:PLANE]:
            closed = [*ring, ring[0]]
        if len(closed) < FEWEST:
            faults.add(Fault.SHORT)
            if place == 0:
                return []
            continue
        if closed is not ring:
            faults.add(Fault.CLOSED)
        kept.append(closed)
    return kept


def _positions(items: Any, depth: int, faults: set[Fault]) -> Any:  # noqa: ANN401 - nested lists
    """The nested lists with every position a list of the same two or three numbers."""
    found: list[list[float]] = []
    nested = _walk(items, depth, found, faults)
    widths = set(map(len, found))
    width = min(SPACE, *widths) if widths else PLANE
    if len(widths) > 1 or max(widths, default=PLANE) > SPACE:
        faults.add(Fault.EXTRA)
        for position in found:
            del position[width:]
    return nested


def _walk(items: Any, depth: int, found: list[list[float]], faults: set[Fault]) -> Any:  # noqa: ANN401
    if not isinstance(items, list):
        raise TypeError(items)
    if depth:
        return [_walk(item, depth - 1, found, faults) for item in items]
    position = [_number(item, faults) for item in items]
    if len(position) == 1:
        raise ValueError(items)
    if position:
        found.append(position)
    return position


def _number(item: Any, faults: set[Fault]) -> float:  # noqa: ANN401 - any JSON
    if isinstance(item, str):
        faults.add(Fault.TEXT)
        return float(item)
    if isinstance(item, bool):
        raise TypeError(item)
    return float(item)
