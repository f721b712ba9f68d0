"""Pies on a paper map: where they stand, how they are drawn, and what the legend says of them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from analytics.core.words import Words
from analytics.viz import hatch
from analytics.viz.ink import NOTE_PX, TEXT_PX, haloed, wrapped
from analytics.viz.legend import LEGEND_PX, Line
from analytics.viz.placing import placed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from analytics.core.section import Look, Map, Pies
    from analytics.viz.ink import Ink
    from analytics.viz.sheet import Sheet

MOST_ON_PAPER: Final = 12
LEAST_HA: Final = 1.0  # a smaller whole gets no pie
LEAST_PX: Final = 5.0  # nor one whose pie would be smaller
LARGEST_PX: Final = 30.0
NAME_PX: Final = 5.2  # an average letter of a name
SWATCH_PX: Final = 5.0  # half of one
MOST_REST: Final = 6  # names of those without a pie; of more their number


@dataclass(frozen=True, slots=True)
class Pie:
    """One pie in pixels."""

    row: int  # position of its shape
    name: str
    amounts: tuple[float, ...]  # hectares, in the order of the looks
    anchor: tuple[float, float]
    centre: tuple[float, float]
    radius: float

    @property
    def is_moved(self) -> bool:
        """Whether it stands so far from its place that a line must tell where that is."""
        return float(np.hypot(*np.subtract(self.anchor, self.centre))) > self.radius


def chosen(map_: Map, pies: Pies, most: int) -> tuple[list[int], list[int]]:
    """The positions of the shapes that get a pie, the largest first, and of those that do not.

    It is the same on every sheet: what is too small is too small beside the largest.
    """
    whole, shapes = _whole(map_, pies), map_.shapes.geometry
    largest = whole.max(initial=0.0)
    has_place = ~(shapes.isna() | shapes.is_empty).to_numpy()
    order = [int(row) for row in np.argsort(-whole, kind="stable") if whole[row] > 0]
    least = max(LEAST_HA, largest * (LEAST_PX / LARGEST_PX) ** 2)
    seen = [row for row in order if whole[row] >= least and has_place[row]][:most]
    return seen, [row for row in order if row not in seen]


def arranged(
    map_: Map,
    pies: Pies,
    anchors: NDArray[np.float64],
    frame: tuple[float, float, float, float],
    most: int,
) -> tuple[Pie, ...]:
    """At most `most` pies in `frame` (left, top, right, bottom), near their anchors."""
    seen, _ = chosen(map_, pies, most)
    amounts, whole = _amounts(map_, pies), _whole(map_, pies)
    largest = min(LARGEST_PX, (frame[2] - frame[0]) / 7, (frame[3] - frame[1]) / 5)
    radii = largest * np.sqrt(whole[seen] / (whole.max(initial=0.0) or 1.0))
    spots = placed(anchors[seen], radii, frame)
    names = map_.shapes[pies.name].astype(str).tolist()
    return tuple(
        Pie(
            row=row,
            name=names[row],
            amounts=tuple(amounts[row].tolist()),
            anchor=(float(anchors[row, 0]), float(anchors[row, 1])),
            centre=(float(centre[0]), float(centre[1])),
            radius=float(radius * spots.scale),
        )
        for row, centre, radius in zip(seen, spots.centres, radii, strict=True)
    )


def on_sheet(map_: Map, pies: Pies, sheet: Sheet, shapes: NDArray[np.object_]) -> tuple[Pie, ...]:
    """The pies of a map on its sheet, with room for the name of the lowest."""
    anchors = shapely.get_coordinates(shapely.point_on_surface(sheet.project(shapes)))
    right, bottom = sheet.left + sheet.width, sheet.top + sheet.height
    frame = (sheet.left + 2, sheet.top + 2, right - 2, bottom - 4 - NOTE_PX)
    return arranged(map_, pies, anchors, frame, MOST_ON_PAPER)


def drawn(found: Sequence[Pie], looks: Sequence[Look], sheet: Sheet, ink: Ink) -> Iterator[str]:
    """Lines to the places of those moved, the pies, and the name of each."""
    for one in found:
        if one.is_moved:
            (x, y), (x2, y2) = one.anchor, one.centre
            yield (
                f'<path d="M{x:.1f} {y:.1f}L{x2:.1f} {y2:.1f}" stroke="{ink.ink}"/>'
                f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2" fill="{ink.ink}"/>'
            )
    for one in found:
        x, y = one.centre
        yield (
            f'<g transform="translate({x:.1f} {y:.1f})">'
            f"{picture(one.amounts, looks, one.radius, ink.ink)}</g>"
        )
    for one, spot in zip(found, labels(found, sheet), strict=True):
        west, _, east, south = spot.bounds
        yield haloed(one.name, (west + east) / 2, south - 2, ink.ink, ink.land)


def labels(found: Sequence[Pie], sheet: Sheet) -> list[shapely.Geometry]:
    """Where the names stand: below, above or beside their pies, over as little as can be."""
    taken = boxes(found)
    for place, one in enumerate(found):
        others = [box for at, box in enumerate(taken) if at != place]
        spots = [spot for spot in _spots(one) if _is_on(sheet, spot)] or _spots(one)[:1]
        covers = [sum(spot.intersects(other) for other in others) for spot in spots]
        taken.append(spots[int(np.argmin(covers))])
    return taken[len(found) :]


def boxes(found: Sequence[Pie]) -> list[shapely.Geometry]:
    """What the pies cover, as squares."""
    return [
        shapely.box(x - one.radius, y - one.radius, x + one.radius, y + one.radius)
        for one in found
        for x, y in (one.centre,)
    ]


def picture(amounts: Sequence[float], looks: Sequence[Look], radius: float, ink: str) -> str:
    """A pie round the origin as SVG, each class in its colour and pattern."""
    found = hatch.slices(amounts, radius)
    step = max(3.0, min(hatch.STEP_PX, radius / 4))
    return (
        "".join(
            f'<path d="{one.path()}" fill="{look.colour}"/>'
            f"{_lines(hatch.lines(look.pattern, one.holds, radius, step))}"
            for one, look in zip(found, looks, strict=True)
            if one.end > one.start
        )
        + f'<circle r="{radius:.1f}" fill="none" stroke="{ink}"/>'
    )


def swatch(look: Look, half: float, ink: str) -> str:
    """A square round the origin in the colour and pattern of a class."""
    lines = hatch.lines(look.pattern, hatch.square(half), half, step=max(3.0, half / 1.6))
    return (
        f'<path d="M{-half:g} {-half:g}h{2 * half:g}v{2 * half:g}h{-2 * half:g}z"'
        f' fill="{look.colour}" stroke="{ink}" stroke-width=".5"/>{_lines(lines)}'
    )


def legend(map_: Map, pies: Pies, ink: Ink, words: Words) -> list[Line]:
    """The classes by colour, pattern and letter, each with its hectares."""
    told = [
        Line(text=text, is_heading=True) for text in wrapped(map_.legend, LEGEND_PX - 12, TEXT_PX)
    ]
    for name, look in pies.looks.items():
        first, *more = wrapped(f"{look.letter} · {name}", LEGEND_PX - 34, TEXT_PX)
        area = words.hectares(float(map_.shapes[pies.amounts[name]].sum()))
        told.append(Line(text=first, picture=swatch(look, SWATCH_PX, ink.ink)))
        told += [Line(text=text) for text in (*more, area)]
    return told


def note(map_: Map, pies: Pies, words: Words) -> str:
    """What the size of a pie stands for, and which shapes have none."""
    said = Words(Path(__file__).parent, words.language)
    seen, rest = chosen(map_, pies, MOST_ON_PAPER)
    names, whole = map_.shapes[pies.name].astype(str).tolist(), _whole(map_, pies)
    named = [f"{names[row]} ({words.hectares(float(whole[row]))})" for row in rest]
    told = [
        said("pies.size", name=names[row], area=words.hectares(float(whole[row])))
        for row in seen[:1]
    ]
    if len(rest) > MOST_REST:
        told.append(said("pies.many", count=len(rest)))
    elif rest:
        told.append(said("pies.rest", names=words.join(named)))
    return " ".join(told)


def described(map_: Map, pies: Pies, words: Words) -> str:
    """The classes with their hectares, for those who listen."""
    return "; ".join(
        f"{name}: {words.hectares(float(map_.shapes[column].sum()))}"
        for name, column in pies.amounts.items()
    )


def _amounts(map_: Map, pies: Pies) -> NDArray[np.float64]:
    """Hectares by shape and class; what is not known counts as nothing."""
    columns = [pies.amounts[name] for name in pies.looks]
    return np.nan_to_num(map_.shapes[columns].to_numpy(dtype=float))


def _whole(map_: Map, pies: Pies) -> NDArray[np.float64]:
    whole: NDArray[np.float64] = _amounts(map_, pies).sum(axis=1)
    return whole


def _spots(one: Pie) -> list[shapely.Geometry]:
    """The places a name may have: below, above, right, left."""
    (x, y), half = one.centre, len(one.name) * NAME_PX / 2 + 1
    aside, high = one.radius + half + 3, NOTE_PX + 2
    down = one.radius + high / 2 + 1
    middles = ((x, y + down), (x, y - down), (x + aside, y), (x - aside, y))
    return [shapely.box(a - half, b - high / 2, a + half, b + high / 2) for a, b in middles]


def _is_on(sheet: Sheet, spot: shapely.Geometry) -> bool:
    west, north, east, south = spot.bounds
    return bool(
        west >= sheet.left
        and north >= sheet.top
        and east <= sheet.left + sheet.width
        and south <= sheet.top + sheet.height
    )


def _lines(found: NDArray[np.float64]) -> str:
    """The lines of a pattern as one path."""
    if not len(found):
        return ""
    data = "".join(f"M{x:.1f} {y:.1f}L{x2:.1f} {y2:.1f}" for x, y, x2, y2 in found.tolist())
    return f'<path d="{data}" stroke="{hatch.INK}" stroke-width="{hatch.WIDTH_PX}"/>'
