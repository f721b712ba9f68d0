"""Shapefiles, parsed here: a damaged one must end in a sentence, not end the process."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import shapely

from analytics.core.issue import Action, Severity
from analytics.intake.formats import dbf
from analytics.intake.formats.outlines import Drawing
from analytics.intake.formats.table import Table, issue
from analytics.intake.work import ReadError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from analytics.core.issue import Issue
    from analytics.intake.limits import Limits

MAGIC: Final = b"\x00\x00\x27\x0a"
START: Final = 100  # bytes of the file header
HEADER: Final = 8  # bytes of a record header
NULL: Final = 0
POINTS, LINES, POLYGONS, MULTIPOINTS = 1, 3, 5, 8
KINDS: Final = (NULL, POINTS, LINES, POLYGONS, MULTIPOINTS)
WITH_Z: Final = 10  # types 11 to 18 carry heights, types 21 to 28 only measures
WITH_M: Final = 20
PATCHES: Final = 31
BOX: Final = 36  # type and bounding box of anything but a point
BROKEN: Final = (struct.error, ValueError, IndexError)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundle:
    """The files of one shapefile, by what they hold; empty where the file is missing."""

    name: str
    shp: bytes
    dbf: bytes = b""
    prj: bytes = b""
    cpg: bytes = b""
    missing: tuple[str, ...] = ()


@dataclass(slots=True)
class _Geometries:
    """GeoJSON-like geometries in file order, and the rows of those that were damaged."""

    items: list[Any] = field(default_factory=list)
    damaged: list[int] = field(default_factory=list)
    is_cut: bool = False


def read(bundle: Bundle, limits: Limits) -> Table:
    """Shapes and attributes side by side; one of the two may be shorter, which is told."""
    drawn = _geometries(bundle.shp, limits)
    attributes = dbf.read(bundle.dbf, bundle.cpg, limits) if bundle.dbf else dbf.NOTHING
    issues: list[Issue] = [issue("parts-missing", count=1, parts=", ".join(bundle.missing))]
    if not bundle.missing:
        issues.clear()
    count = max(len(drawn.items), len(attributes.columns))
    rows_without = range(min(len(drawn.items), len(attributes.columns)), count)
    if drawn.is_cut:
        issues.append(_warned("shapes-cut", count=len(drawn.items)))
    if bundle.dbf and rows_without:
        issues.append(_warned("parts-uneven", rows=rows_without))
    drawn.items += [None] * (count - len(drawn.items))
    drawing = Drawing(limits)
    drawing.add(drawn.items)
    if drawn.damaged:
        issues.append(_warned("shape-unreadable", rows=drawn.damaged))
    return Table(
        columns=attributes.columns.reindex(range(count)),
        shapes=drawing.shapes(),
        file_format="Shapefile",
        crs=bundle.prj.decode("utf-8", "replace").strip("\ufeff\0 \r\n"),
        issues=(*issues, *drawing.issues(), *attributes.issues),
    )


def _warned(code: str, **what: Any) -> Issue:  # noqa: ANN401 - passed on
    return issue(code, severity=Severity.WARNING, action=Action.KEPT, **what)


def _geometries(data: bytes, limits: Limits) -> _Geometries:
    """Every record of the .shp, one after the other; its index file is not needed."""
    if len(data) < START or data[:4] != MAGIC:
        raise ReadError("shp-damaged")
    found = _Geometries()
    at = START
    while at + HEADER <= len(data):
        words: int = struct.unpack_from(">i", data, at + 4)[0]
        end = at + HEADER + 2 * words
        if words < 2 or end > len(data):  # noqa: PLR2004 - a record has at least its type
            found.is_cut = True
            break
        limits.check_features(len(found.items) + 1)
        try:
            found.items.append(_geometry(data[at + HEADER : end]))
        except BROKEN:
            found.damaged.append(len(found.items))
            found.items.append(None)
        at = end
    return found


def _geometry(record: bytes) -> Any:  # noqa: ANN401 - a GeoJSON geometry or None
    code: int = struct.unpack_from("<i", record)[0]
    if code == PATCHES:
        raise ValueError(code)
    family, kind = divmod(code, 10)
    if family > 2 or kind not in KINDS:  # noqa: PLR2004 - plain, Z and M
        raise ValueError(code)
    if kind == NULL:
        return None
    has_z = family == 1
    if kind == POINTS:
        count = 3 if has_z else 2
        return {"type": "Point", "coordinates": list(struct.unpack_from(f"<{count}d", record, 4))}
    if kind == MULTIPOINTS:
        (total,) = struct.unpack_from("<i", record, BOX)
        positions = _positions(record, BOX + 4, total, has_z=has_z)
        return {"type": "MultiPoint", "coordinates": positions.tolist()}
    parts, total = struct.unpack_from("<ii", record, BOX)
    starts = np.frombuffer(record, "<i4", parts, BOX + 8)
    positions = _positions(record, BOX + 8 + 4 * parts, total, has_z=has_z)
    pieces = list(_pieces(positions, starts))
    if kind == LINES:
        lines = [piece.tolist() for piece in pieces]
        if len(lines) == 1:
            return {"type": "LineString", "coordinates": lines[0]}
        return {"type": "MultiLineString", "coordinates": lines}
    return _polygons(pieces)


def _positions(record: bytes, at: int, total: int, *, has_z: bool) -> NDArray[np.float64]:
    plane = np.frombuffer(record, "<f8", 2 * total, at).reshape(-1, 2)
    if not has_z:
        return plane
    heights = np.frombuffer(record, "<f8", total, at + 16 * total + 16)
    return np.column_stack([plane, heights])


def _pieces(
    positions: NDArray[np.float64], starts: NDArray[np.int32]
) -> Iterator[NDArray[np.float64]]:
    ends = [*starts[1:], len(positions)]
    for start, end in zip(starts, ends, strict=True):
        if not 0 <= start <= end <= len(positions):
            raise ValueError(start)
        yield positions[start:end]


def _polygons(rings: list[NDArray[np.float64]]) -> Any:  # noqa: ANN401 - a GeoJSON geometry
    """Clockwise rings are shells; each other ring is a hole of the smallest shell round it."""
    if len(rings) == 1:
        return {"type": "Polygon", "coordinates": [rings[0].tolist()]}
    turns = [_turn(ring) for ring in rings]
    shells = [ring for ring, turn in zip(rings, turns, strict=True) if turn <= 0]
    holes = [ring for ring, turn in zip(rings, turns, strict=True) if turn > 0]
    if not shells:
        shells, holes = holes, []
    polygons = [[shell.tolist()] for shell in shells]
    for hole in holes:
        place = _home(hole, shells)
        if place is None:
            polygons.append([hole.tolist()])
        else:
            polygons[place].append(hole.tolist())
    if len(polygons) == 1:
        return {"type": "Polygon", "coordinates": polygons[0]}
    return {"type": "MultiPolygon", "coordinates": polygons}


def _turn(ring: NDArray[np.float64]) -> float:
    """Twice the signed area: negative when clockwise. Measured from the first corner."""
    with np.errstate(all="ignore"):
        x, y = ring[:, 0] - ring[:1, 0], ring[:, 1] - ring[:1, 1]
        return float(np.sum(x[:-1] * y[1:] - x[1:] * y[:-1]))


def _home(hole: NDArray[np.float64], shells: list[NDArray[np.float64]]) -> int | None:
    """The smallest shell that holds a hole; None where none does, so it is a shell itself."""
    if len(shells) == 1:
        return 0
    around = []
    for place, shell in enumerate(shells):
        low, high = shell[:, :2].min(axis=0), shell[:, :2].max(axis=0)
        if (hole[:, :2] >= low).all() and (hole[:, :2] <= high).all():
            around.append(place)
    exact = [place for place in around if _holds(shells[place], hole)]
    return min(exact or around, key=lambda place: abs(_turn(shells[place])), default=None)


def _holds(shell: NDArray[np.float64], hole: NDArray[np.float64]) -> bool:
    try:
        outline = shapely.polygons(shell[:, :2])
        return bool(shapely.intersects_xy(outline, hole[:, :2]).all())
    except (shapely.errors.GEOSException, ValueError):
        return False
