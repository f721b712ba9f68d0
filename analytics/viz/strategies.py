"""Strategies side by side: their courses, what became of the hectares, and what it hangs on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import altair as alt
import pandas as pd

from analytics.viz import charts, theme

if TYPE_CHECKING:
    from collections.abc import Sequence

HEIGHT_PX: Final = 240
ROW_PX: Final = 30
BAR_PX: Final = 16
DASHES: Final = ([1, 0], [6, 3], [2, 2], [8, 3, 2, 3])
COLOURS: Final = (
    theme.CATEGORIES[0],
    theme.ACCENT,
    theme.CATEGORIES[2],
    theme.CATEGORIES[3],
)
MOST: Final = len(COLOURS)  # strategies in one picture


def courses(
    frame: pd.DataFrame, *, order: Sequence[str], period_order: Sequence[str], value_title: str
) -> alt.LayerChart:
    """A line for each `strategy` with the band of 80 % of the draws (`low80_ha`, `high80_ha`).

    Columns `period`, `middle_ha` and `text` besides; at most four strategies, the first plain.
    """
    own = list(order)[:MOST]
    rows = frame[frame["strategy"].isin(own)]
    x = alt.X(
        "period:N",
        sort=list(period_order),
        title=None,
        axis=charts.time_axis(list(period_order), charts.WIDTH_PX - charts.AXIS_PX),
        scale=alt.Scale(type="point", padding=0.3, domain=list(period_order)),
    )
    colour = alt.Color(
        "strategy:N",
        title=None,
        scale=alt.Scale(domain=own, range=list(COLOURS[: len(own)])),
        legend=alt.Legend(orient="top", columns=1, labelLimit=300),
    )
    dash = alt.Scale(domain=own, range=list(DASHES[: len(own)]))
    axis, scale = charts.amount_axis(), alt.Scale(zero=True)
    base = alt.Chart(rows).encode(x=x, color=colour)
    told = [
        alt.Tooltip("period:N", title=" "),
        alt.Tooltip("strategy:N", title=" "),
        alt.Tooltip("text:N", title=value_title),
    ]
    drawn: alt.LayerChart = alt.LayerChart(
        layer=[
            base.mark_area(opacity=0.18).encode(
                y=alt.Y("low80_ha:Q", title=value_title, axis=axis, scale=scale), y2="high80_ha:Q"
            ),
            base.mark_line(strokeWidth=2, point=alt.OverlayMarkDef(size=24)).encode(
                y=alt.Y("middle_ha:Q", title=value_title, axis=axis, scale=scale),
                strokeDash=alt.StrokeDash(
                    "strategy:N",
                    title=None,
                    scale=dash,
                    legend=alt.Legend(orient="top", columns=1, labelLimit=300),
                ),
                tooltip=told,
                description="text:N",
            ),
        ]
    ).properties(width=charts.WIDTH_PX - charts.AXIS_PX, height=HEIGHT_PX)
    return drawn


def waterfall(frame: pd.DataFrame, *, value_title: str) -> alt.LayerChart:
    """A bar for each `step` from `start` to `end`, in the order of the rows, with its `text`.

    Rows that are a `sum` stand in the accent colour.
    """
    rows = frame.assign(
        colour=[theme.ACCENT if is_sum else theme.CATEGORIES[7] for is_sum in frame["is_sum"]],
        top=frame[["start", "end"]].max(axis=1),
    )
    return _bars(rows, "step", value_title)


def tornado(frame: pd.DataFrame, *, value_title: str, middle: float) -> alt.LayerChart:
    """A bar for each `part` from `start` to `end` in hectares, round the `middle` of all."""
    rows = frame.assign(
        colour=[
            theme.CATEGORIES[7] if is_assumed else theme.CATEGORIES[0]
            for is_assumed in frame["is_assumed"]
        ],
        top=frame[["start", "end"]].max(axis=1),
    )
    line = alt.Chart(pd.DataFrame({"middle": [middle]})).mark_rule(strokeDash=[4, 3])
    over = [line.encode(x="middle:Q")]
    return _bars(rows, "part", value_title, over, is_from_zero=False)


def ranges(frame: pd.DataFrame, *, value_title: str) -> alt.LayerChart:
    """A dot for each `strategy`, with thick lines for 80 and thin ones for 95 % of the draws.

    Columns `middle`, `low80`, `high80`, `low95`, `high95` and `text`.
    """
    order = frame["strategy"].tolist()
    rows = frame.assign(top=frame["high95"])
    y = _side("strategy", order)
    base = alt.Chart(rows).encode(y=y)
    nought = alt.Chart(pd.DataFrame({"x": [0.0]})).mark_rule(strokeDash=[4, 3])
    x = alt.X("low95:Q", title=value_title, axis=_plain_axis(), scale=alt.Scale(zero=True))
    drawn: alt.LayerChart = alt.LayerChart(
        layer=[
            nought.encode(x="x:Q"),
            base.mark_rule(strokeWidth=1.5, color=theme.CATEGORIES[0]).encode(x=x, x2="high95:Q"),
            base.mark_rule(strokeWidth=5, color=theme.CATEGORIES[0]).encode(
                x="low80:Q", x2="high80:Q"
            ),
            base.mark_point(filled=True, size=90, opacity=1, color=theme.ACCENT).encode(
                x="middle:Q",
                tooltip=[
                    alt.Tooltip("strategy:N", title=" "),
                    alt.Tooltip("text:N", title=value_title),
                ],
                description="text:N",
            ),
            base.mark_text(align="left", dx=8).encode(x="top:Q", text="text:N"),
        ]
    ).properties(width=_width(order, rows["text"]), height=ROW_PX * len(order))
    return drawn


def _bars(
    rows: pd.DataFrame,
    label: str,
    value_title: str,
    over: Sequence[alt.Chart] = (),
    *,
    is_from_zero: bool = True,
) -> alt.LayerChart:
    """Bars from `start` to `end`, and what is drawn over them."""
    order = rows[label].tolist()
    base = alt.Chart(rows).encode(y=_side(label, order))
    scale = alt.Scale(zero=is_from_zero)
    x = alt.X("start:Q", title=value_title, axis=_plain_axis(), scale=scale)
    drawn: alt.LayerChart = alt.LayerChart(
        layer=[
            base.mark_bar(size=BAR_PX).encode(
                x=x,
                x2="end:Q",
                color=alt.Color("colour:N", scale=None),
                tooltip=[
                    alt.Tooltip(f"{label}:N", title=" "),
                    alt.Tooltip("text:N", title=value_title),
                ],
                description="text:N",
            ),
            base.mark_text(align="left", dx=5).encode(x="top:Q", text="text:N"),
            *over,
        ]
    ).properties(width=_width(order, rows["text"]), height=ROW_PX * len(order))
    return drawn


def _plain_axis() -> alt.Axis:
    """Numbers without lines across: each bar has its own beside it."""
    axis = charts.amount_axis()
    axis.grid = False
    return axis


def _side(label: str, order: list[str]) -> alt.Y:

    axis = alt.Axis(labelLimit=260, ticks=False, domain=False)
    return alt.Y(f"{label}:N", sort=order, title=None, axis=axis)


def _width(order: list[str], texts: pd.Series[str]) -> float:
    """What is left beside the labels and the numbers."""
    side = max((len(name) for name in order), default=0) * charts.LETTER_PX
    room = max((len(text) for text in texts), default=0) * charts.LETTER_PX
    return max(160.0, charts.WIDTH_PX - min(side, 260) - room - 24)
