"""The legend of a paper map: a mark, a colour, a name and a count for every class."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from analytics.viz import theme
from analytics.viz.ink import LINE_PX, TEXT_PX, Ink, text_at, wrapped

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from analytics.core.section import Signs
    from analytics.core.words import Words

LEGEND_PX: Final = 150
#: Marks in tenths of a pixel around a point: a class is told by shape as well as by colour.
MARKS: Final = (
    "m-20 0a20 20 0 1 0 40 0a20 20 0 1 0-40 0z",
    "m-18-18h36v36h-36z",
    "m0-24l23 40h-46z",
    "m0-26l26 26-26 26-26-26z",
    "m0 24l23-40h-46z",
    "m-7-23h14v16h16v14h-16v16h-14v-16h-16v-14h16z",
    "m-24-9h48v18h-48z",
)
SWATCH: Final = MARKS[1]  # of a class where marks tell something else
DOT: Final = "m-10 0a10 10 0 1 0 20 0a10 10 0 1 0-20 0z"  # of a shape whose kind is not known


@dataclass(frozen=True, slots=True)
class Class:
    """A class of the legend and the positions of its shapes."""

    name: str
    colour: str
    mark: str
    rows: NDArray[np.int_]
    is_counted: bool = True  # whether the legend tells how many shapes are of it


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a legend; without a mark it goes on, or heads, what stands beside it."""

    text: str
    mark: str = ""
    colour: str = ""
    count: str = ""
    picture: str = ""  # a drawing round its middle, in place of a mark
    is_heading: bool = False


def classes(values: NDArray[np.object_], colours: Mapping[str, str], said: Words) -> list[Class]:
    """The classes of the map in legend order, then those nobody gave a colour, in grey.

    The value "" stands for a shape of no class.
    """
    known = [
        Class(name, colour, MARKS[place % len(MARKS)], np.flatnonzero(values == name))
        for place, (name, colour) in enumerate(colours.items())
    ]
    others = [
        Class(
            str(name) or said("map.unnamed"),
            theme.MISSING,
            MARKS[(len(known) + place) % len(MARKS)],
            np.flatnonzero(values == name),
        )
        for place, name in enumerate(sorted(set(values) - set(colours)))
    ]
    return [*known, *others]


def kinds(values: NDArray[np.object_], signs: Signs, plain: str) -> list[Class]:
    """The kinds of the map in legend order, each with its mark in one plain colour."""
    return [
        Class(name, plain, mark, np.flatnonzero(values == name))
        for name, mark in signs.marks.items()
    ]


def lines(classes: list[Class], heading: str, most: int, words: Words, said: Words) -> list[Line]:
    """The legend line by line, a long name on several; past `most` lines it says how many more."""
    told = [Line(text=text, is_heading=True) for text in wrapped(heading, LEGEND_PX - 12, TEXT_PX)]
    for place, one in enumerate(classes):
        first, *rest = wrapped(one.name, LEGEND_PX - 54, TEXT_PX) or [""]
        if len(told) + 1 + len(rest) > most - (place < len(classes) - 1):
            more = said("map.more", count=len(classes) - place)
            return [*told, *(Line(text=t) for t in wrapped(more, LEGEND_PX - 30, TEXT_PX))]
        count = words.number(len(one.rows)) if one.is_counted else ""
        told.append(Line(text=first, mark=one.mark, colour=one.colour, count=count))
        told += [Line(text=text) for text in rest]
    return told


def draw(told: list[Line], left: float, top: float, ink: Ink) -> Iterator[str]:
    """The lines from their upper left corner down."""
    for place, line in enumerate(told):
        y = top + LINE_PX * (place + 0.85) + (0 if line.is_heading else 3)
        if line.mark:
            yield (
                f'<path transform="translate({left + 6:.1f} {y - 3.6:.1f}) scale(.19)"'
                f' d="M0 0{line.mark}" fill="{line.colour}" stroke="{ink.ink}"'
                ' stroke-width="2.5"/>'
            )
        if line.picture:
            yield f'<g transform="translate({left + 6:.1f} {y - 3.6:.1f})">{line.picture}</g>'
        if line.count:
            right = left + LEGEND_PX - 14
            yield text_at(line.count, right, y, ink.soft, size=TEXT_PX, anchor="end")
        x, weight = (left, 700) if line.is_heading else (left + 16, 400)
        yield text_at(line.text, x, y, ink.ink, size=TEXT_PX, weight=weight)
