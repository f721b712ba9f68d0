"""The places of a paper map where most lies close together, drawn again beside it and larger."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from analytics.core.words import Words
from analytics.viz import zones
from analytics.viz.ground import Land, bundled, on_sheet, place
from analytics.viz.ink import NOTE_PX, Ink, haloed
from analytics.viz.sheet import TENTHS, Sheet, path

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import geopandas as gpd
    from numpy.typing import NDArray

    from analytics.viz.legend import Class

LETTERS: Final = "ABC"
WIDTH_PX: Final = 92.0
GAP_PX: Final = 8.0  # between them, and from the map
TIMES: Final = 5.0  # larger than on the map
FEWEST: Final = 30  # shapes; of fewer the map shows each
LEAST: Final = 6  # shapes of one place
BAR_PX: Final = 40.0  # the greatest length of its scale bar
ROUND_KM: Final = tuple(n * 10**power for power in range(-1, 4) for n in (1, 2, 5))


@dataclass(frozen=True, slots=True)
class Inset:
    """One place: its letter, where it is drawn, and how many shapes have their middle in it."""

    letter: str
    sheet: Sheet
    count: int


@dataclass(frozen=True, slots=True)
class Content:
    """What is drawn in them, in longitude and latitude."""

    lands: Sequence[Land]
    zones: Mapping[str, gpd.GeoDataFrame]
    shapes: NDArray[np.object_]
    classes: Sequence[Class]


def column(sheet: Sheet) -> float:
    """Where the insets begin, in pixels from the left."""
    return sheet.left + sheet.width + GAP_PX


def found(sheet: Sheet, spots: NDArray[np.float64]) -> tuple[Inset, ...]:
    """Up to three places, the one with most shapes first; none where few shapes are on the map.

    `spots` are the middles of the shapes in pixels. No two places overlap.
    """
    if len(spots) < FEWEST:
        return ()
    high = (sheet.height - (len(LETTERS) - 1) * GAP_PX) / len(LETTERS)
    window, left = np.array([WIDTH_PX, high]) / TIMES, np.ones(len(spots), dtype=bool)
    kept: list[tuple[NDArray[np.float64], int]] = []
    while len(kept) < len(LETTERS) and left.any():
        middle = _densest(spots[left], window)
        count = int(_within(spots[left], middle, window).sum())
        if count < LEAST:
            break
        if all((np.abs(middle - other) >= window).any() for other, _ in kept):
            kept.append((middle, count))
        left &= ~_within(spots, middle, 2 * window)
    return tuple(
        Inset(LETTERS[n], _sheet(sheet, middle, window, n * (high + GAP_PX)), count)
        for n, (middle, count) in enumerate(kept)
    )


def draw(one: Inset, content: Content, ink: Ink, words: Words) -> Iterator[str]:
    """The ground, the shapes with the mark of their class, letter, scale bar and frame."""
    sheet, name = one.sheet, f"inset-{one.letter.lower()}"
    box, group = _box(sheet), '<g transform="scale(.1)" stroke-linejoin="round">'
    yield f'<clipPath id="{name}"><rect {box}/></clipPath><rect {box} fill="{ink.water}"/>'
    yield f'<g clip-path="url(#{name})">{group}'
    for land in (bundled(), *content.lands):
        style = f'fill="{ink.land}" stroke="{ink.border}" stroke-width="7"'
        yield f'<path d="{path(on_sheet(sheet, land).shapes)}" {style}/>'
    yield "</g>"
    yield from zones.drawn(content.zones, sheet, ink, name)
    yield from (group, *_shapes(sheet, content.shapes, content.classes), "</g>")
    yield haloed(one.letter, sheet.left + 8, sheet.top + 12, ink.ink, ink.land)
    yield from _bar(sheet, ink, words)
    yield f'</g><rect {box} fill="none" stroke="{ink.ink}" stroke-width=".8"/>'


def frames(sheet: Sheet, insets: Sequence[Inset], ink: Ink) -> Iterator[str]:
    """What each shows, as a frame with its letter on the map."""
    for one in insets:
        west, north = sheet.x(one.sheet.west), sheet.y(one.sheet.north)
        wide, high = one.sheet.width / TIMES, one.sheet.height / TIMES
        yield (
            f'<rect x="{west:.1f}" y="{north:.1f}" width="{wide:.1f}" height="{high:.1f}"'
            f' fill="none" stroke="{ink.ink}" stroke-width=".8"/>'
        )
        yield haloed(one.letter, west + wide + 5, north + NOTE_PX - 2, ink.ink, ink.land)


def taken(sheet: Sheet, insets: Sequence[Inset]) -> list[shapely.Geometry]:
    """What the frames and their letters cover of the map, in pixels."""
    return [
        shapely.box(
            sheet.x(one.sheet.west),
            sheet.y(one.sheet.north),
            sheet.x(one.sheet.east) + NOTE_PX + 2,
            sheet.y(one.sheet.south),
        )
        for one in insets
    ]


def note(insets: Sequence[Inset], words: Words) -> str:
    """What the letters stand for."""
    said = Words(Path(__file__).parent, words.language)
    letters = words.join(one.letter for one in insets)
    return said("map.insets", letters=letters, times=round(TIMES))


def told(insets: Sequence[Inset], words: Words) -> list[str]:
    """Each place for those who do not see it: its letter, its shapes and where it is."""
    said = Words(Path(__file__).parent, words.language)
    return [
        said(
            "map.inset",
            letter=one.letter,
            count=one.count,
            place=place(one.sheet.middle_lat, (one.sheet.west + one.sheet.east) / 2, words),
        )
        for one in insets
    ]


def _densest(spots: NDArray[np.float64], window: NDArray[np.float64]) -> NDArray[np.float64]:
    """The middle of the spots in the window that holds most: searched by half windows."""
    cells = np.floor(spots / (window / 2)).astype(int)
    cells -= cells.min(axis=0)
    counts = np.zeros(cells.max(axis=0) + 2, dtype=int)
    np.add.at(counts, tuple(cells.T), 1)
    sums = counts[:-1, :-1] + counts[1:, :-1] + counts[:-1, 1:] + counts[1:, 1:]
    x, y = np.unravel_index(int(sums.argmax()), sums.shape)
    is_in = (np.isin(cells[:, 0], (x, x + 1))) & (np.isin(cells[:, 1], (y, y + 1)))
    near = spots[is_in]
    return np.asarray((near.min(axis=0) + near.max(axis=0)) / 2, dtype=float)


def _within(
    spots: NDArray[np.float64], middle: NDArray[np.float64], window: NDArray[np.float64]
) -> NDArray[np.bool_]:
    return np.asarray((np.abs(spots - middle) <= window / 2).all(axis=1))


def _sheet(
    sheet: Sheet, middle: NDArray[np.float64], window: NDArray[np.float64], down: float
) -> Sheet:
    """The window, as large as an inset is."""
    west, north = middle - window / 2
    return replace(
        sheet,
        left=column(sheet),
        top=sheet.top + down,
        width=float(window[0]) * TIMES,
        height=float(window[1]) * TIMES,
        west=sheet.west + float(west - sheet.left) / sheet.px_per_lon,
        north=sheet.north - float(north - sheet.top) / sheet.px_per_lat,
        px_per_lon=sheet.px_per_lon * TIMES,
        px_per_lat=sheet.px_per_lat * TIMES,
    )


def _shapes(sheet: Sheet, shapes: NDArray[np.object_], classes: Sequence[Class]) -> Iterator[str]:
    """Faint outlines under marks, the first class on top."""
    bounds = shapely.bounds(shapes)
    near = (bounds[:, 2] > sheet.west) & (bounds[:, 0] < sheet.east)
    near &= (bounds[:, 3] > sheet.south) & (bounds[:, 1] < sheet.north)
    drawn = [(one, sheet.project(shapes[one.rows[near[one.rows]]])) for one in reversed(classes)]
    for one, own in drawn:
        style = f'fill="{one.colour}" fill-opacity=".45" stroke="{one.colour}" stroke-width="5"'
        yield f'<path d="{path(shapely.simplify(sheet.cut(own), 0.3))}" {style}/>'
    for one, own in drawn:
        sides = shapely.bounds(own)
        spots = np.rint((sides[:, :2] + sides[:, 2:]) / 2 * TENTHS).astype(int)
        marks = "".join(f"M{x} {y}{one.mark}" for x, y in np.unique(spots, axis=0).tolist())
        yield f'<path d="{marks}" fill="{one.colour}"/>'


def _bar(sheet: Sheet, ink: Ink, words: Words) -> Iterator[str]:
    km = max((k for k in ROUND_KM if k * sheet.px_per_km <= BAR_PX), default=ROUND_KM[0])
    x, y, wide = sheet.left + 5, sheet.top + sheet.height - 5, km * sheet.px_per_km
    label = f"{words.number(km, 0 if km >= 1 else 1)}\N{NO-BREAK SPACE}km"
    yield f'<path d="M{x:.1f} {y - 3:.1f}v3h{wide:.1f}v-3" fill="none" stroke="{ink.ink}"/>'
    yield haloed(label, x + wide + 4, y, ink.ink, ink.land, anchor="start")


def _box(sheet: Sheet) -> str:
    return (
        f'x="{sheet.left:.1f}" y="{sheet.top:.1f}" width="{sheet.width:.1f}"'
        f' height="{sheet.height:.1f}"'
    )
