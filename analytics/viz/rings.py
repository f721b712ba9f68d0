"""A donut whose classes are told by colour, letter and pattern, with its legend as text."""

from __future__ import annotations

from math import cos, sin, tau
from typing import TYPE_CHECKING, Final, Literal

import altair as alt
import numpy as np
import pandas as pd

from analytics.viz import charts, hatch

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from analytics.core.section import Look

WIDTH_PX: Final = 300  # two beside each other fit the text on A4, one fits a telephone
OUTER_PX, INNER_PX = 84.0, 50.0
MIDDLE: Final = (WIDTH_PX / 2, 104.0)
LETTER_PX: Final = OUTER_PX + 11.0  # how far from the middle the letters stand
APART: Final = 0.16  # radians between two letters: 15 pixels
RING_PX: Final = 208  # height of the ring with its letters
LINE_PX: Final = 16
GAP_PX: Final = 6  # between two classes of the legend
SWATCH_PX: Final = 7.0  # half of one
SWATCH_AT, LETTER_AT, TEXT_AT = 12.0, 30.0, 44.0  # from the left edge
LETTERS: Final = 40  # of a line of the legend


def donut(
    frame: pd.DataFrame, *, looks: Mapping[str, Look], middle: tuple[str, str], value_title: str
) -> alt.LayerChart:
    """A ring of columns `label` (a key of `looks`), `value` and `text`, in the order of the rows.

    Letters stand beside the slices and never on one another, and the legend says every class and
    its `text` in full, also where its slice is too thin to see. `middle` is written in the hole.
    """
    values = [float(value) for value in frame["value"]]
    names, told = frame["label"].astype(str).tolist(), frame["text"].astype(str).tolist()
    slices = hatch.slices(values, OUTER_PX, INNER_PX)
    rows = _rows(names, told)
    height = RING_PX + sum(LINE_PX * len(row) + GAP_PX for row in rows)
    tops = RING_PX + np.cumsum([0, *(LINE_PX * len(row) + GAP_PX for row in rows[:-1])])
    chart: alt.LayerChart = alt.LayerChart(
        layer=[
            _arcs(names, values, told, looks, value_title),
            _swatches(names, tops, looks, height),
            _hatches(names, slices, tops, looks, height),
            _texts(_letters(names, values, slices, tops, looks), height, align="center", bold=True),
            _texts(_hole(middle), height, align="center"),
            _texts(_legend(rows, tops), height, align="left"),
        ]
    ).properties(width=WIDTH_PX, height=height)
    return chart


def spread(angles: Sequence[float], least: float) -> list[float]:
    """The angles in their order round the circle, moved as little as keeps them `least` apart.

    Too many for the circle stand evenly.
    """
    count = len(angles)
    least = min(least, tau / max(1, count))
    if count < 2:  # noqa: PLR2004 - one alone has room
        return list(angles)
    order = np.argsort(angles, kind="stable")
    sorted_ = np.asarray(angles, dtype=float)[order]
    gaps = np.diff(np.append(sorted_, sorted_[0] + tau))
    first = (int(np.argmax(gaps)) + 1) % count  # begin after the widest gap
    turned = np.roll(sorted_, -first)
    turned = np.where(turned < turned[0], turned + tau, turned)
    placed = _pushed(turned, least)
    found = np.empty(count)
    found[np.roll(order, -first)] = placed
    return [float(angle) for angle in found % tau]


def _pushed(line: NDArray[np.float64], least: float) -> NDArray[np.float64]:
    """Rising numbers with gaps of at least `least`, as near to what they were as can be."""
    steps = least * np.arange(len(line))
    blocks: list[list[float]] = []
    for value in line - steps:  # now they only must not fall: blocks that do share their mean
        blocks.append([value, 1])
        while len(blocks) > 1 and blocks[-2][0] > blocks[-1][0]:
            (mean, size), (other, more) = blocks[-2:]
            blocks[-2:] = [[(mean * size + other * more) / (size + more), size + more]]
    level = np.repeat([mean for mean, _ in blocks], [int(size) for _, size in blocks])
    room = tau - least - (level[-1] + steps[-1] - level[0])
    return level + steps + (min(0.0, room) / 2)


def _rows(names: list[str], told: list[str]) -> list[list[str]]:
    """The lines of each class in the legend: its name, and behind or below it what is told."""
    rows = []
    for name, text in zip(names, told, strict=True):
        if len(name) + len(text) + 3 <= LETTERS:
            rows.append([f"{name} · {text}"])
        else:
            rows.append([*charts.lines(name, LETTERS), text])
    return rows


def _arcs(
    names: list[str],
    values: list[float],
    told: list[str],
    looks: Mapping[str, Look],
    value_title: str,
) -> alt.Chart:
    parts = pd.DataFrame(
        {
            "rank": range(len(names)),
            "label": names,
            "value": values,
            "text": told,
            "colour": [looks[name].colour for name in names],
        }
    )
    chart: alt.Chart = (
        alt.Chart(parts)
        .mark_arc(innerRadius=INNER_PX, outerRadius=OUTER_PX)
        .encode(
            theta=alt.Theta("value:Q", stack=True, title=value_title),
            order="rank:Q",
            x=alt.value(MIDDLE[0]),
            y=alt.value(MIDDLE[1]),
            color=alt.Color("colour:N", scale=None),
            tooltip=[alt.Tooltip("label:N", title=" "), alt.Tooltip("text:N", title=" ")],
            description="text:N",
        )
    )
    return chart


def _swatches(
    names: list[str], tops: NDArray[np.float64], looks: Mapping[str, Look], height: float
) -> alt.Chart:
    frame = pd.DataFrame(
        {
            "x": SWATCH_AT - SWATCH_PX,
            "x2": SWATCH_AT + SWATCH_PX,
            "y": tops + LINE_PX / 2 - SWATCH_PX,
            "y2": tops + LINE_PX / 2 + SWATCH_PX,
            "colour": [looks[name].colour for name in names],
        }
    )
    chart: alt.Chart = (
        alt.Chart(frame)
        .mark_rect(tooltip=False, aria=False)
        .encode(**_at(height), x2="x2:Q", y2="y2:Q", color=alt.Color("colour:N", scale=None))
    )
    return chart


def _hatches(
    names: list[str],
    slices: list[hatch.Slice],
    tops: NDArray[np.float64],
    looks: Mapping[str, Look],
    height: float,
) -> alt.Chart:
    """The patterns in ring and legend, and a line at both edges of every slice."""
    found = [_edges(slices)]
    for name, one, top in zip(names, slices, tops, strict=True):
        pattern, spot = looks[name].pattern, (SWATCH_AT, top + LINE_PX / 2)
        found += [
            _moved(hatch.lines(pattern, one.holds, OUTER_PX), MIDDLE),
            _moved(hatch.lines(pattern, hatch.square(SWATCH_PX), SWATCH_PX, step=4.0), spot),
        ]
    frame = pd.DataFrame(np.concatenate(found).round(1), columns=["x", "y", "x2", "y2"])
    chart: alt.Chart = (
        alt.Chart(frame)
        .mark_rule(color=hatch.INK, strokeWidth=hatch.WIDTH_PX, tooltip=False, aria=False)
        .encode(**_at(height), x2="x2:Q", y2="y2:Q")
    )
    return chart


def _edges(slices: list[hatch.Slice]) -> NDArray[np.float64]:
    """A line where a slice begins; none where one is the whole ring."""
    seen = [one for one in slices if one.end > one.start]
    starts = [one.start for one in seen] if len(seen) > 1 else []
    ways = np.array([(sin(at), -cos(at)) for at in starts]).reshape(-1, 2)
    return _moved(np.column_stack([ways * INNER_PX, ways * OUTER_PX]), MIDDLE)


def _moved(lines: NDArray[np.float64], by: tuple[float, float]) -> NDArray[np.float64]:
    return lines + np.array([*by, *by])


def _letters(
    names: list[str],
    values: list[float],
    slices: list[hatch.Slice],
    tops: NDArray[np.float64],
    looks: Mapping[str, Look],
) -> pd.DataFrame:
    """Beside the slices there are, and beside every swatch."""
    there = [place for place, value in enumerate(values) if value > 0]
    angles = spread([slices[place].middle for place in there], APART)
    ring = [
        (
            MIDDLE[0] + LETTER_PX * sin(at),
            MIDDLE[1] - LETTER_PX * cos(at),
            looks[names[place]].letter,
        )
        for place, at in zip(there, angles, strict=True)
    ]
    beside = [
        (LETTER_AT, top + LINE_PX / 2, looks[name].letter)
        for name, top in zip(names, tops, strict=True)
    ]
    return pd.DataFrame([*ring, *beside], columns=["x", "y", "text"])


def _hole(middle: tuple[str, str]) -> pd.DataFrame:
    """What stands in the hole: the whole, and what it is."""
    return pd.DataFrame(
        [(MIDDLE[0], MIDDLE[1] + dy, text) for text, dy in zip(middle, (-8, 9), strict=True)],
        columns=["x", "y", "text"],
    )


def _legend(rows: list[list[str]], tops: NDArray[np.float64]) -> pd.DataFrame:
    lines = [
        (TEXT_AT, top + LINE_PX * (place + 0.5), text)
        for row, top in zip(rows, tops, strict=True)
        for place, text in enumerate(row)
    ]
    return pd.DataFrame(lines, columns=["x", "y", "text"])


def _texts(
    frame: pd.DataFrame, height: float, *, align: Literal["left", "center"], bold: bool = False
) -> alt.Chart:
    chart: alt.Chart = (
        alt.Chart(frame)
        .mark_text(
            align=align,
            baseline="middle",
            fontWeight="bold" if bold else "normal",
            tooltip=False,
        )
        .encode(**_at(height), text="text:N", description="text:N")
    )
    return chart


def _at(height: float) -> dict[str, alt.X | alt.Y]:
    """Columns `x` and `y` as pixels of the drawing."""
    return {
        "x": alt.X("x:Q", axis=None, scale=_pixels(WIDTH_PX)),
        "y": alt.Y("y:Q", axis=None, scale=_pixels(height)),
    }


def _pixels(size: float) -> alt.Scale:
    return alt.Scale(domain=[0, size], range=[0, size], nice=False, zero=False)
