"""A map as SVG for paper: land, sites by class, legend with counts, scale bar, sources."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from analytics.core.words import Words
from analytics.viz import insets, legend, locator, marks, people, pies, theme, zones
from analytics.viz.ground import SIMPLE_PX, Land, degree, ground, lands, names, rectangle
from analytics.viz.ink import LINE_PX, NOTE_PX, TEXT_PX, Ink, ink_for, text_at, wrapped
from analytics.viz.legend import LEGEND_PX, Class, Line
from analytics.viz.sheet import TENTHS, Sheet, fit, path, unwrapped

if TYPE_CHECKING:
    from collections.abc import Iterator

    import geopandas as gpd
    from numpy.typing import NDArray

    from analytics.core.section import Map

PX_PER_MM: Final = 96 / 25.4
NARROW_PX: Final = 430  # a narrower map has its legend below
NOTE_LINE_PX: Final = NOTE_PX * 1.35
BAR_PX: Final = 125  # the scale bar's greatest length
BAR_ROOM_PX: Final = 26  # its height, with its number
MOST_LINES: Final = 26  # of a legend that a map may grow for
ROUND_KM: Final = tuple(n * 10**power for power in range(-1, 5) for n in (1, 2, 5))
SMALL_PX: Final = 3.0  # what is smaller is drawn as a mark
FULL: Final = (".8", "5")  # how opaque the ground of an outline is, and how wide its edge
FAINT: Final = (".22", "12")
AREAL: Final = 2  # the dimension of a polygon
COARSEST_PX: Final = 20.0
MOST_CHARACTERS: Final = 380_000  # of all paths of sites together


@dataclass(frozen=True, slots=True)
class _Layout:
    """Where the parts of the drawing lie, in pixels from its upper left corner."""

    width: int
    height: int
    box: tuple[float, float, float, float]  # of the sheet: left, top, width, height
    legend: tuple[float, float]
    bar: tuple[float, float]
    foot: float
    free: tuple[float, float, float] | None  # beside the sheet, under the legend: left, top, bottom


@dataclass(frozen=True, slots=True)
class _Paths:
    """Path data of one class."""

    outlines: str
    lines: str
    marks: str

    def __len__(self) -> int:
        return len(self.outlines) + len(self.lines) + len(self.marks)


def svg(
    map_: Map,
    words: Words,
    *,
    width_mm: float,
    height_mm: float,
    own: Sequence[Land] = (),
    dark: bool = False,
) -> str:
    """`map_` drawn to that size, notes included; shapes too small to see become marks.

    `own` is land the data brings itself (`ground.own_land`), drawn over the bundled one.

    Plane rectangular, true to scale along the middle parallel. A shape of a class without a
    colour is drawn grey under its own name; shapes without a place are neither drawn nor counted.
    """
    said, ink = Words(Path(__file__).parent, words.language), ink_for(dark=dark)
    placed, classes, kinds = _classes(map_, said, ink)
    size = (round(width_mm * PX_PER_MM), round(height_mm * PX_PER_MM))
    note = wrapped(_note(map_, words, own, has_base=True), size[0], NOTE_PX)
    lines = _legend(map_, classes, kinds, _room(size, len(note) + 1), words, said)
    shapes = unwrapped(placed.geometry.to_numpy())
    layout, sheet, dense = _fitted(map_, size, (len(lines), len(note) + 1), shapes)
    spots, under = _middles(sheet.project(shapes)), lands(sheet, own, words)
    inset = locator.placed(sheet, spots, layout.free, is_beside=bool(dense))
    if not len(under[0].shapes) and inset is None:
        note = wrapped(_note(map_, words, own, has_base=False), size[0], NOTE_PX)
    if dense:
        note = wrapped(f"{insets.note(dense, words)} {' '.join(note)}", size[0], NOTE_PX)
    over, taken = _over(replace(map_, shapes=placed), sheet, shapes, (classes, kinds), ink, said)
    taken += [*([_box(inset)] if inset else []), *insets.taken(sheet, dense)]
    content = insets.Content(own, map_.zones, shapes, classes)
    parts = [
        *ground(sheet, under, ink),
        *(zones.drawn(map_.zones, sheet, ink) if map_.zones else ()),
        *([people.on_sheet(map_.people, sheet, ink)] if map_.people else []),
        *over,
        *insets.frames(sheet, dense, ink),
        *names(sheet, under[:1] if map_.pies else under, spots, taken, ink, words),
        *(part for one in dense for part in insets.draw(one, content, ink, words)),
        *(locator.draw(inset, sheet, ink) if inset else ()),
        rectangle(sheet, fill="none", stroke=ink.soft),
        *legend.draw(lines, *layout.legend, ink),
        _scale_bar(sheet, layout.bar, ink, words),
        *_foot([_projection(sheet, words, said), *note], layout.foot, ink),
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" width="{layout.width}"'
        f' height="{layout.height}" viewBox="0 0 {layout.width} {layout.height}"'
        f' font-family="{theme.FONT}, sans-serif"><title>{escape(map_.caption)}</title>'
        f"<desc>{escape(_described(map_, [*classes, *kinds], dense, words))}</desc>"
        f"{''.join(parts)}</svg>"
    )


def least_mm(map_: Map, words: Words, *, width_mm: float, own: Sequence[Land] = ()) -> float:
    """How high a map of this width must be so that its legend loses no line, within reason."""
    said, width = Words(Path(__file__).parent, words.language), round(width_mm * PX_PER_MM)
    _, classes, kinds = _classes(map_, said, ink_for(dark=False))
    count = len(_legend(map_, classes, kinds, MOST_LINES, words, said))
    note = len(wrapped(_note(map_, words, own, has_base=True), width, NOTE_PX)) + 1
    note += map_.has_insets
    beside = (count + 0.2) * LINE_PX + BAR_ROOM_PX + note * NOTE_LINE_PX + 4
    return (beside if width >= NARROW_PX else 2 * beside) / PX_PER_MM


def _classes(map_: Map, said: Words, ink: Ink) -> tuple[gpd.GeoDataFrame, list[Class], list[Class]]:
    """The shapes with a place, the classes and the kinds that any of them is of."""
    placed = map_.shapes[~(map_.shapes.geometry.isna() | map_.shapes.geometry.is_empty)]
    named = placed[map_.colour_by]
    values = named.astype(object).where(named.notna(), "").map(str).to_numpy(dtype=object)
    classes = [one for one in legend.classes(values, map_.colours, said) if len(one.rows)]
    kinds = [one for one in _kinds(map_, placed, ink) if len(one.rows)]
    classes = [
        replace(
            one,
            is_counted=one.name not in map_.uncounted,
            mark=legend.SWATCH if one.name in map_.faint else one.mark,
        )
        for one in classes
    ]
    if kinds:
        classes = [replace(one, mark=legend.SWATCH) for one in classes]
    return placed, classes, kinds


def _room(size: tuple[int, int], foot_lines: int) -> int:
    """Lines of legend there is room for: beside a wide map, below half of a narrow one."""
    free = size[1] - NOTE_LINE_PX * foot_lines - 4
    return max(2, int((free - BAR_ROOM_PX if size[0] >= NARROW_PX else free / 2) / LINE_PX))


def _kinds(map_: Map, placed: gpd.GeoDataFrame, ink: Ink) -> list[Class]:
    """What the marks tell; nothing where they tell the class."""
    if map_.signs is None:
        return []
    values = placed[map_.signs.by].astype(str).to_numpy(dtype=object)
    return legend.kinds(values, map_.signs, ink.land)


def _legend(
    map_: Map, classes: list[Class], kinds: list[Class], most: int, words: Words, said: Words
) -> list[Line]:
    """The classes, then the kinds; the kinds get what room the classes leave, and a third."""
    if map_.people:
        last, bare = people.lines(words, ink_for(dark=False)), replace(map_, people=None)
        return [*_legend(bare, classes, kinds, max(2, most - len(last)), words, said), *last]
    if map_.pies:
        return pies.legend(map_, map_.pies, ink_for(dark=False), words)
    if map_.zones:
        last, bare = zones.legend(map_.zones, ink_for(dark=False)), replace(map_, zones={})
        return [*_legend(bare, classes, kinds, max(2, most - len(last)), words, said), *last]
    if not kinds or map_.signs is None:
        return legend.lines(classes, map_.legend, most, words, said)
    kept = min(len(kinds) + 2, max(4, most // 3))
    first = [*legend.lines(classes, map_.legend, most - kept, words, said), Line(text="")]
    return [*first, *legend.lines(kinds, map_.signs.legend, most - len(first), words, said)]


def _note(map_: Map, words: Words, own: Sequence[Land], *, has_base: bool) -> str:
    """Where the outlines come from; the bundled ground is named only where any is on the map."""
    said = Words(Path(__file__).parent, words.language)
    return " ".join(
        [
            *([pies.note(map_, map_.pies, words)] if map_.pies else []),
            *([people.clear(words)] if map_.people else []),
            *([said("map.note")] if has_base else []),
            *([said("map.own")] if own else []),
            said("map.boundaries"),
        ]
    )


def _fitted(
    map_: Map, size: tuple[int, int], lines: tuple[int, int], shapes: NDArray[np.object_]
) -> tuple[_Layout, Sheet, tuple[insets.Inset, ...]]:
    """The layout, its sheet, and the places drawn again beside it where the map asks for them."""
    beside = insets.WIDTH_PX + 2 * insets.GAP_PX
    is_asked = map_.has_insets and map_.pies is None and map_.signs is None
    if is_asked and size[0] >= NARROW_PX + beside:
        layout = _layout((size[0], size[1]), lines[0], lines[1] + 1, beside)
        sheet = fit(map_.frame or _bounds(shapes), layout.box)
        dense = insets.found(sheet, _middles(sheet.project(shapes)))
        if dense:
            return layout, sheet, dense
    layout = _layout(size, *lines)
    return layout, fit(map_.frame or _bounds(shapes), layout.box), ()


def _layout(
    size: tuple[int, int], legend_lines: int, foot_lines: int, beside: float = 0.0
) -> _Layout:
    """Legend and scale bar beside a wide sheet, below a narrow one; `beside` is left free."""
    width, height = size
    foot = height - NOTE_LINE_PX * foot_lines - 4
    if width >= NARROW_PX:
        left = width - LEGEND_PX + 12.0
        box = (0.5, 0.5, width - LEGEND_PX - 1.0 - beside, foot - 1)
        free = (left, legend_lines * LINE_PX + 8.0, foot - BAR_ROOM_PX - 4)
        return _Layout(width, height, box, (left, 0.0), (left, foot - 1), foot, free)
    top = max(60.0, foot - (legend_lines + 1) * LINE_PX)
    box = (0.5, 0.5, width - 1.0, top)
    return _Layout(width, height, box, (0.0, top + 6), (width - BAR_PX - 2.0, top + 24), foot, None)


def _bounds(shapes: NDArray[np.object_]) -> tuple[float, float, float, float]:
    """West, south, east, north of all shapes; the inhabited world when there are none."""
    if not len(shapes):
        return (-180.0, -60.0, 180.0, 75.0)
    west, south, east, north = shapely.total_bounds(shapes).tolist()
    return (west, south, east, north)


def _over(
    map_: Map,
    sheet: Sheet,
    shapes: NDArray[np.object_],
    told: tuple[list[Class], list[Class]],
    ink: Ink,
    said: Words,
) -> tuple[list[str], list[shapely.Geometry]]:
    """What stands on the ground, and what of it no name may cover."""
    if not len(shapes):
        return list(_nothing(sheet, ink, said)), []
    if map_.pies:
        found = pies.on_sheet(map_, map_.pies, sheet, shapes)
        drawn = pies.drawn(found, list(map_.pies.looks.values()), sheet, ink)
        return list(drawn), [*pies.boxes(found), *pies.labels(found, sheet)]
    classes, kinds = told
    signed = marks.drawn(sheet, shapes, classes, kinds, map_, ink)
    return list(_sites(sheet, shapes, classes, signed, map_.faint)), []


def _sites(
    sheet: Sheet,
    shapes: NDArray[np.object_],
    classes: list[Class],
    signed: list[str],
    faint: Collection[str],
) -> Iterator[str]:
    """All shapes class by class, the first class on top; marks above lines above outlines.

    Where marks tell the kind, `signed` holds them, one for each shape.
    """
    drawn = list(zip(classes, _drawn(sheet.project(shapes), classes), strict=True))
    yield '<g clip-path="url(#sheet)"><g transform="scale(.1)" stroke-linejoin="round">'
    for one, paths in reversed(drawn):
        share, edge = FAINT if one.name in faint else FULL
        yield _path(
            paths.outlines,
            f'fill="{one.colour}" fill-opacity="{share}" stroke="{one.colour}"'
            f' stroke-width="{edge}"',
        )
    for one, paths in reversed(drawn):
        yield _path(paths.lines, f'fill="none" stroke="{one.colour}" stroke-width="14"')
    if signed:
        yield from signed
    else:
        for one, paths in reversed(drawn):
            yield _path(paths.marks, f'fill="{one.colour}"')
    yield "</g></g>"


def _middles(projected: NDArray[np.object_]) -> NDArray[np.float64]:
    bounds = shapely.bounds(projected)
    return np.asarray((bounds[:, :2] + bounds[:, 2:]) / 2, dtype=float)


def _box(sheet: Sheet) -> shapely.Geometry:
    """What a map in the map covers."""
    return shapely.box(sheet.left, sheet.top, sheet.left + sheet.width, sheet.top + sheet.height)


def _path(data: str, style: str) -> str:
    return f'<path d="{data}" {style}/>' if data else ""


def _drawn(projected: NDArray[np.object_], classes: list[Class]) -> list[_Paths]:
    """The paths of each class, simplified until the drawing is small enough."""
    tolerance = SIMPLE_PX
    while True:
        drawn = [_class_paths(projected[one.rows], one.mark, tolerance) for one in classes]
        if sum(map(len, drawn)) <= MOST_CHARACTERS or tolerance > COARSEST_PX:
            return drawn
        tolerance *= 2


def _class_paths(shapes: NDArray[np.object_], mark: str, tolerance: float) -> _Paths:
    parts = shapely.get_parts(shapely.get_parts(shapes))
    if not len(parts):
        return _Paths("", "", "")
    bounds = shapely.bounds(parts)
    size = np.fmax(bounds[:, 2] - bounds[:, 0], bounds[:, 3] - bounds[:, 1])
    is_small = size < max(SMALL_PX, 2 * tolerance)
    spots = np.unique(np.rint(_middles(parts[is_small])).astype(int), axis=0) * TENTHS
    marks = "".join(f"M{x} {y}{mark}" for x, y in spots.tolist())
    large = shapely.simplify(parts[~is_small], tolerance)
    has_area = shapely.get_dimensions(large) == AREAL
    return _Paths(path(large[has_area]), path(large[~has_area]), marks)


def _nothing(sheet: Sheet, ink: Ink, said: Words) -> Iterator[str]:
    x, y = sheet.left + sheet.width / 2, sheet.top + sheet.height / 2
    yield text_at(said("map.empty"), x, y, ink.ink, size=TEXT_PX + 1, anchor="middle")


def _scale_bar(sheet: Sheet, corner: tuple[float, float], ink: Ink, words: Words) -> str:
    km = max((k for k in ROUND_KM if k * sheet.px_per_km <= BAR_PX), default=ROUND_KM[0])
    x, y = corner
    label = f"{words.number(km, 0 if km >= 1 else 1)}\N{NO-BREAK SPACE}km"
    return (
        f'<path d="M{x:.1f} {y - 5:.1f}v4h{km * sheet.px_per_km:.1f}v-4" fill="none"'
        f' stroke="{ink.ink}"/>' + text_at(label, x, y - 8, ink.ink)
    )


def _projection(sheet: Sheet, words: Words, said: Words) -> str:
    parallel = degree(sheet.middle_lat, 0.1, "lat", words, said)
    return said("map.projection", parallel=parallel)


def _foot(lines: list[str], top: float, ink: Ink) -> Iterator[str]:
    """What the map stands on: projection, source of the ground, standing of the boundaries."""
    for place, line in enumerate(lines):
        yield text_at(line, 0, top + NOTE_LINE_PX * (place + 1), ink.soft)


def _described(map_: Map, classes: list[Class], dense: Sequence[insets.Inset], words: Words) -> str:
    if map_.pies:
        return pies.described(map_, map_.pies, words)
    counted = [
        f"{one.name}: {words.number(len(one.rows))}" if one.is_counted else one.name
        for one in classes
    ]
    return "; ".join([*counted, *map_.zones, *insets.told(dense, words)])
