"""A number with its ends on a line: a tick at low and high, a mark at the likeliest."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

import altair as alt
import pandas as pd

from analytics.viz import charts, shares

if TYPE_CHECKING:
    from collections.abc import Mapping

ROW_PX: Final = 30
TICK_PX: Final = 12
WIDE: Final = 50.0  # so many times apart, and the axis grows by factors
MOST_TICKS: Final = 4
LABELS_APART_PX: Final = 8


def whiskers(
    frame: pd.DataFrame, *, marks: Mapping[str, tuple[str, str]], value_title: str
) -> alt.LayerChart:
    """One line for each row: `label`, `low`, `central`, `high`, `kind`, and `text` beside it.

    `marks` gives each kind its colour and the form of its mark; one kind alone has no legend.
    """
    names = frame["label"].astype(str).tolist()
    told = [charts.lines(name) for name in names]
    letters = max((len(line) for name in told for line in name), default=0)
    width = charts.WIDTH_PX - letters * charts.LETTER_PX - 10
    room = max((len(text) for text in frame["text"]), default=0) * charts.LETTER_PX + 16
    rows = pd.DataFrame(
        {
            **{end: frame[end].astype(float).to_numpy() for end in ("low", "central", "high")},
            **{name: frame[name].astype(str).to_numpy() for name in ("label", "kind", "text")},
            "row": [f"{place:04d}" for place in range(len(names))],
        }
    )
    x = _axis(rows, value_title, room)
    base = alt.Chart(rows).encode(
        y=alt.Y("row:O", sort=None, title=None, axis=shares.name_axis(told)),
        tooltip=[
            alt.Tooltip("label:N", title=" "),
            alt.Tooltip("text:N", title=value_title),
            alt.Tooltip("kind:N", title=" "),
        ],
        description="text:N",
    )
    colour, shape = _kinds(rows, marks)
    ends = [
        base.mark_tick(size=TICK_PX, thickness=2, aria=False).encode(x=alt.X(f"{end}:Q", **x))
        for end in ("low", "high")
    ]
    drawn: alt.LayerChart = alt.LayerChart(
        layer=[
            base.mark_rule(strokeWidth=1.5, aria=False).encode(x=alt.X("low:Q", **x), x2="high:Q"),
            *ends,
            base.mark_point(filled=True, size=90, opacity=1).encode(
                x=alt.X("central:Q", **x), color=colour, shape=shape
            ),
            base.mark_text(align="left", baseline="middle", dx=10).encode(
                x=alt.X("high:Q", **x), text="text:N"
            ),
        ]
    )
    return drawn.properties(width=width, height=ROW_PX * max(1, len(names)))


def _axis(rows: pd.DataFrame, value_title: str, room: float) -> dict[str, Any]:
    """By factors where the rows lie far apart and none is nothing; else from nought."""
    least, most = float(rows["low"].min()), float(rows["high"].max())
    reach = alt.ExprRef(f"max(width / 2, width - {room:.0f})")
    is_wide = least > 0 and most / least >= WIDE
    axis: dict[str, Any] = {
        "format": charts.AMOUNT,
        "domain": False,
        "ticks": False,
        "titleAnchor": "start",
        "labelOverlap": "greedy",
        "labelSeparation": LABELS_APART_PX,
    }
    if not is_wide:
        scale = alt.Scale(domain=[0, most or 1.0], rangeMax=reach)
        return {"title": value_title, "scale": scale, "axis": alt.Axis(tickCount=4, **axis)}
    low, high = math.floor(math.log10(least)), math.ceil(math.log10(most))
    step = max(1, math.ceil((high - low) / MOST_TICKS))
    scale = alt.Scale(type="log", domain=[10.0**low, 10.0**high], rangeMax=reach)
    ticks = [10.0**power for power in range(low, high + 1, step)]
    return {"title": value_title, "scale": scale, "axis": alt.Axis(values=ticks, **axis)}


def _kinds(rows: pd.DataFrame, marks: Mapping[str, tuple[str, str]]) -> tuple[alt.Color, alt.Shape]:
    held = {kind: marks[kind] for kind in marks if kind in set(rows["kind"])}
    legend = alt.Legend(title=None, orient="top", columns=1) if len(held) > 1 else None
    colours, forms = ([mark[n] for mark in held.values()] for n in (0, 1))
    return (
        alt.Color(
            "kind:N", scale=alt.Scale(domain=list(held), range=colours), legend=legend, title=None
        ),
        alt.Shape(
            "kind:N", scale=alt.Scale(domain=list(held), range=forms), legend=legend, title=None
        ),
    )
