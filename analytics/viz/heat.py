"""A table of two columns as a picture: counts as text, departures by colour and by sign."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final, Literal

import altair as alt

from analytics.viz import charts, theme

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

CELL_PX: Final = 30  # height
LINE_PX: Final = 14  # of a name on several lines
WIDEST_PX: Final = 120  # of a cell; a table of two columns is no banner


def heat_map(
    frame: pd.DataFrame,
    *,
    colours: Mapping[str, str],
    row_order: Sequence[str],
    column_order: Sequence[str],
    row_title: str,
    column_title: str,
) -> alt.LayerChart:
    """Cells from columns `row`, `column`, `class` (a key of `colours`), `text` and `tip`.

    Say in `text` what the class says too: colour is never the only sign. The ink is dark on all
    of `theme.DEPARTURES`, by day and by night.
    """
    rank = {name: f"{place:04d}" for place, name in enumerate(row_order)}
    step = {name: f"{place:04d}" for place, name in enumerate(column_order)}
    cells = frame.assign(down=frame["row"].map(rank), across=frame["column"].map(step))
    beside = [charts.lines(name) for name in row_order]
    letters = max((len(line) for name in beside for line in name), default=0)
    room = charts.WIDTH_PX - letters * charts.LETTER_PX - 30
    wide = min(WIDEST_PX, room / max(1, len(column_order)))
    above = [charts.lines(name, max(6, int(wide / charts.LETTER_PX))) for name in column_order]
    base = alt.Chart(cells).encode(
        x=alt.X("across:O", title=column_title, scale=_tight(step), axis=_axis(above, "top")),
        y=alt.Y("down:O", title=row_title, scale=_tight(rank), axis=_axis(beside, "left")),
        tooltip=[
            alt.Tooltip("row:N", title=row_title),
            alt.Tooltip("column:N", title=column_title),
            alt.Tooltip("tip:N", title=" "),
        ],
        description="tip:N",
    )
    colour = alt.Color(
        "class:N",
        title=None,
        scale=alt.Scale(domain=list(colours), range=list(colours.values())),
        legend=alt.Legend(orient="bottom", columns=3, symbolType="square", labelLimit=200),
    )
    chart: alt.LayerChart = alt.LayerChart(
        layer=[
            base.mark_rect().encode(color=colour),
            base.mark_text(color=theme.LIGHT["ink"]).encode(text="text:N"),
        ]
    ).properties(width=wide * max(1, len(step)), height=CELL_PX * max(1, len(rank)))
    return chart


def _tight(rank: Mapping[str, str]) -> alt.Scale:
    return alt.Scale(domain=list(rank.values()), padding=0.04)


def _axis(lines: list[list[str]], orient: Literal["top", "left"]) -> alt.Axis:
    """By itself a label above goes on downwards, into the cells: so all of them begin as high."""
    deepest = max((len(name) for name in lines), default=1) if orient == "top" else 1
    even = [[*[""] * (deepest - len(name)), *name] for name in lines]
    return alt.Axis(
        orient=orient,
        labelExpr=f"{json.dumps(even)}[toNumber(datum.value)]",
        labelAngle=0,
        labelLineHeight=LINE_PX,
        labelPadding=4 + (deepest - 1) * LINE_PX,
        ticks=False,
        domain=False,
    )
