"""Shapes that computers stumble over: each made whole, and what that changed is said."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

import geopandas as gpd
import numpy as np
import shapely
from shapely.affinity import translate

from analytics.core import geo, overlay, schema
from analytics.core.issue import Action, Severity
from analytics.intake.keeping import keep_or_drop
from analytics.intake.kinds import COLLECTION, LINES, POINTS, POLYGONS, is_kind

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from analytics.intake.work import Work

    Shapes = NDArray[np.object_]
    Flags = NDArray[np.bool_]

DECIMALS: Final = 9  # of a degree, a tenth of a millimetre: closer coordinates make GEOS fail
HALF_TURN: Final = 180.0
HIGHEST: Final = 90.0
BEYOND: Final = 1e6  # no place on the globe has such a coordinate; they are set aside later
LOST: Final = 0.5  # share of the area a repair may take before it is pointed out by itself
TINY_M2: Final = 1.0
MAYBE_TINY_DEG2: Final = 1e-8  # a square metre is no more even at 89 degrees
THREAD: Final = 0.001  # area over that of the circle with the same outline, see Polsby and Popper


def settle_missing(work: Work) -> Work:
    """Records without a shape stay, unless the user drops them."""
    shapes = work.frame.geometry.to_numpy()
    nothing = shapely.is_missing(shapes) | shapely.is_empty(shapes)
    if not nothing.any():
        return work
    if nothing.all():
        return work.told(
            "shape-none", severity=Severity.NOTE, action=Action.NOTED, count=len(shapes)
        ).with_frame(work.frame.set_geometry(np.full(len(shapes), None)))
    work = work.with_frame(work.frame.set_geometry(np.where(nothing, None, shapes)))
    return keep_or_drop(work, nothing, "shape-missing")


def settle_hollow(work: Work) -> Work:
    """Records left without a shape and without any value that was understood say nothing."""
    frame = work.frame
    hollow = shapely.is_missing(frame.geometry.to_numpy())
    for column in schema.TARGETS:
        if column in frame.columns:
            hollow &= frame[column].isna().to_numpy() | _is_made(work, column)
    if work.settings.country or hollow.all():
        return work
    return keep_or_drop(work, hollow, "record-empty", default="drop")


def settle_kinds(work: Work) -> Work:
    """Heights dropped, collections reduced to their largest kind, kinds counted."""
    shapes = work.frame.geometry.to_numpy()
    high = shapely.has_z(shapes) | shapely.has_m(shapes)
    if high.any():
        shapes = np.where(high, shapely.force_2d(shapes), shapes)
        work = _noted(work, high, "z-dropped", action=Action.REPAIRED)
    mixed = is_kind(shapes, COLLECTION)
    if mixed.any():
        shapes = shapes.copy()
        shapes[mixed] = [_largest_kind(shape) for shape in shapes[mixed]]
        work = _noted(
            work, mixed, "shape-collection", action=Action.REPAIRED, severity=Severity.WARNING
        )
    return _told_kinds(work.with_frame(work.frame.set_geometry(shapes)))


def snapped(work: Work) -> Work:
    """Coordinates on a grid of a tenth of a millimetre; GEOS fails on numbers much closer."""
    return work.with_frame(work.frame.set_geometry(_rounded(work.frame.geometry.to_numpy())))


def settle_rings(work: Work) -> Work:
    """Polygons valid, cut at 180 degrees, without repeated vertices, wound the standard way."""
    shapes, work = _without_repeats(work.frame.geometry.to_numpy(), work)
    shapes, work = _cut_at_antimeridian(shapes, work)
    shapes, work = _valid(shapes, work)
    shapes = np.where(is_kind(shapes, POLYGONS), _wound(shapes), shapes)
    return _told_small(work.with_frame(work.frame.set_geometry(shapes)))


def _noted(
    work: Work,
    which: Flags,
    code: str,
    *,
    action: Action = Action.NOTED,
    severity: Severity = Severity.NOTE,
) -> Work:
    if not which.any():
        return work
    return work.told(code, severity=severity, action=action, rows=work.frame.index[which])


def _is_made(work: Work, column: str) -> Flags:
    """Rows whose id is not the file's own; only ids are ever made up."""
    if column != schema.SITE_ID:
        return np.zeros(len(work.frame), dtype=bool)
    if schema.SITE_ID not in work.columns:
        return np.ones(len(work.frame), dtype=bool)
    made = [row for issue in work.issues if issue.code == "id-made" for row in issue.rows]
    return work.frame.index.isin(made)


def _largest_kind(collection: shapely.Geometry) -> shapely.Geometry:
    """The polygons of a collection; its lines where it has none; else its points."""
    parts = shapely.get_parts(shapely.get_parts(collection))
    for kinds, whole in (
        (POLYGONS, shapely.multipolygons),
        (LINES, shapely.multilinestrings),
        (POINTS, shapely.multipoints),
    ):
        if is_kind(parts, kinds).any():
            return whole(parts[is_kind(parts, kinds)])
    return shapely.Point()


def _told_kinds(work: Work) -> Work:
    shapes = work.frame.geometry.to_numpy()
    points, lines, polygons = (is_kind(shapes, kinds) for kinds in (POINTS, LINES, POLYGONS))
    work = _noted(work, lines, "shape-line", action=Action.KEPT)
    if sum(bool(kind.any()) for kind in (points, lines, polygons)) <= 1:
        return work
    return work.told(
        "types-mixed",
        severity=Severity.NOTE,
        action=Action.NOTED,
        count=len(shapes),
        points=int(points.sum()),
        lines=int(lines.sum()),
        polygons=int(polygons.sum()),
    )


def _rounded(shapes: Shapes) -> Shapes:
    def rounded(xy: NDArray[np.float64]) -> NDArray[np.float64]:
        within = np.clip(xy, -BEYOND, BEYOND)  # larger ones overflow
        return np.asarray(np.round(within, DECIMALS), dtype=float)

    return np.asarray(shapely.transform(shapes, rounded), dtype=object)


def _without_repeats(shapes: Shapes, work: Work) -> tuple[Shapes, Work]:
    """Vertices said twice in a row; they move nothing."""
    xy, row = shapely.get_coordinates(shapes, return_index=True)
    twice = (xy[1:] == xy[:-1]).all(axis=1) & (row[1:] == row[:-1])
    suspects = np.unique(row[1:][twice])
    suspects = suspects[~is_kind(shapes[suspects], POINTS)]
    leaner = _leaner(shapes[suspects])
    fewer = shapely.get_num_coordinates(leaner) < shapely.get_num_coordinates(shapes[suspects])
    repeats = np.zeros(len(shapes), dtype=bool)
    repeats[suspects[fewer]] = True
    shapes = shapes.copy()
    shapes[suspects[fewer]] = leaner[fewer]
    return shapes, _noted(work, repeats, "vertices-repeated", action=Action.REPAIRED)


def _leaner(shapes: Shapes) -> Shapes:
    """Without repeated vertices; a ring that is nothing but one stays for the repair to drop."""
    try:
        return np.asarray(shapely.remove_repeated_points(shapes), dtype=object)
    except shapely.GEOSException:
        if len(shapes) == 1:
            return shapes
    middle = len(shapes) // 2
    return np.concatenate([_leaner(shapes[:middle]), _leaner(shapes[middle:])])


def _cut_at_antimeridian(shapes: Shapes, work: Work) -> tuple[Shapes, Work]:
    """Shapes that pass 180 degrees, as parts on either side of it."""
    west, _, east, _ = shapely.bounds(shapes).T
    beyond = (west < -HALF_TURN) | (east > HALF_TURN)
    for row in np.flatnonzero((east - west > HALF_TURN) & ~beyond):
        beyond[row] = any(_is_jump(part) for part in shapely.get_parts(shapes[row]))
    if not beyond.any():
        return shapes, work
    shapes = shapes.copy()
    shapes[beyond] = [_rolled(shape) for shape in shapes[beyond]]
    return shapes, _noted(
        work, beyond, "antimeridian", action=Action.REPAIRED, severity=Severity.WARNING
    )


def _is_jump(part: shapely.Geometry) -> bool:
    """Whether one edge runs more than half way round the Earth."""
    return bool((np.abs(np.diff(shapely.get_coordinates(part)[:, 0])) > HALF_TURN).any())


def _rolled(shape: shapely.Geometry) -> shapely.Geometry:
    """The same ground between -180 and 180 degrees."""
    parts = shapely.get_parts(shape)
    if is_kind(parts, POINTS).all():
        return shapely.transform(shape, _turned_back)
    if is_kind(parts, LINES).all():
        drawn = _around([shapely.LineString(_unrolled(part)) for part in parts])
        cut = shapely.clip_by_rect(drawn, -HALF_TURN, -HIGHEST, HALF_TURN, HIGHEST)
        return shapely.multilinestrings(shapely.get_parts(cut))
    polygons = shapely.make_valid(
        [_unrolled_polygon(part) for part in parts], method="structure", keep_collapsed=False
    )
    globe = shapely.box(-HALF_TURN, -HIGHEST, HALF_TURN, HIGHEST)
    return overlay.dissolve(overlay.inside(gpd.GeoSeries(_around(polygons)), globe))


def _turned_back(xy: NDArray[np.float64]) -> NDArray[np.float64]:
    lon = (xy[:, 0] + HALF_TURN) % (2 * HALF_TURN) - HALF_TURN
    return np.column_stack([np.where(np.abs(xy[:, 0]) <= HALF_TURN, xy[:, 0], lon), xy[:, 1]])


def _around(shapes: Iterable[shapely.Geometry]) -> list[shapely.Geometry]:
    """Each shape where it is, and a whole turn west and east of it."""
    return [translate(shape, by) for shape in shapes for by in (-2 * HALF_TURN, 0, 2 * HALF_TURN)]


def _unrolled(line: shapely.Geometry) -> NDArray[np.float64]:
    """Coordinates whose longitudes run on past 180 instead of jumping back."""
    xy = shapely.get_coordinates(line)
    return np.column_stack([np.unwrap(xy[:, 0], period=2 * HALF_TURN), xy[:, 1]])


def _unrolled_polygon(polygon: shapely.Geometry) -> shapely.Geometry:
    """The same for its shell, and for its holes a whole number of turns beside it."""
    shell, *holes = (_unrolled(ring) for ring in shapely.get_rings(polygon))
    turns = [np.round((hole[:, 0].mean() - shell[:, 0].mean()) / (2 * HALF_TURN)) for hole in holes]
    beside = [hole - [turn * 2 * HALF_TURN, 0.0] for hole, turn in zip(holes, turns, strict=True)]
    return shapely.Polygon(shell, beside)


def _valid(shapes: Shapes, work: Work) -> tuple[Shapes, Work]:
    """Bow-ties and other invalid rings by their structure; what has no extent as a point."""
    invalid = is_kind(shapes, POLYGONS) & ~shapely.is_valid(shapes)
    shapes, work = _repaired(shapes, invalid, work)
    given = work.frame.geometry.to_numpy()
    flat = is_kind(given, POLYGONS) & ~(shapely.area(shapes) > 0)
    flat |= is_kind(given, LINES) & ~(shapely.length(shapes) > 0)
    if not flat.any():
        return shapes, work
    shapes = shapes.copy()
    west, south, east, north = shapely.bounds(given[flat]).T
    middle = np.column_stack([(west + east) / 2, (south + north) / 2])
    shapes[flat] = shapely.points(_turned_back(middle))
    return shapes, _noted(
        work, flat, "shape-flat", action=Action.REPAIRED, severity=Severity.WARNING
    )


def _repaired(shapes: Shapes, invalid: Flags, work: Work) -> tuple[Shapes, Work]:
    if not invalid.any():
        return shapes, work
    whole = _rounded(_made_valid(shapes[invalid]))
    again = ~shapely.is_valid(whole)  # rounding the new vertices may fold a ring once more
    whole[again] = _made_valid(whole[again])
    before_ha = geo.area_m2(shapes[invalid]) / geo.M2_PER_HA
    after_ha = geo.area_m2(whole) / geo.M2_PER_HA
    shapes = shapes.copy()
    shapes[invalid] = whole
    has_area = after_ha > 0  # what has none is told as flat
    if has_area.any():
        work = work.told(
            "shape-invalid",
            severity=Severity.WARNING,
            action=Action.REPAIRED,
            rows=work.frame.index[np.flatnonzero(invalid)[has_area]],
            before=float(before_ha[has_area].sum()),
            after=float(after_ha[has_area].sum()),
        )
    shrunk = np.zeros(len(shapes), dtype=bool)
    shrunk[np.flatnonzero(invalid)[has_area & (after_ha < LOST * before_ha)]] = True
    return shapes, _noted(
        work, shrunk, "shape-shrunk", action=Action.KEPT, severity=Severity.WARNING
    )


def _made_valid(shapes: Shapes) -> Shapes:
    whole = shapely.make_valid(shapes, method="structure", keep_collapsed=False)
    return np.asarray(whole, dtype=object)


def _wound(shapes: Shapes) -> Shapes:
    return np.asarray(shapely.orient_polygons(shapes, exterior_cw=False), dtype=object)


def _told_small(work: Work) -> Work:
    """Polygons so small or so thin that they may be slips of the drawing hand."""
    shapes = work.frame.geometry.to_numpy()
    areal = is_kind(shapes, POLYGONS)
    area_deg2 = shapely.area(shapes)
    tiny = areal & (area_deg2 < MAYBE_TINY_DEG2)
    tiny[tiny] = geo.area_m2(shapes[tiny]) < TINY_M2
    work = _noted(work, tiny, "shape-tiny", action=Action.KEPT, severity=Severity.WARNING)
    with np.errstate(invalid="ignore", divide="ignore"):
        fullness = 4 * np.pi * area_deg2 / shapely.length(shapes) ** 2
    return _noted(work, areal & ~tiny & (fullness < THREAD), "shape-thin", action=Action.KEPT)
