"""Strategies side by side: their courses, what became of the hectares, and what it hangs on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import altair as alt
import pandas as pd

from analytics.viz import charts, shares, theme

if TYPE_CHECKING:
    from collections.abc import Sequence

HEIGHT_PX: Final = 240
ROW_PX: Final = 30
TALL_PX: Final = 40  # of a name in two lines
BAR_PX: Final = 16
DASHES: Final = ([1, 0], [6, 3], [2, 2], [8, 3, 2, 3], [3, 4])
COLOURS: Final = (
    theme.CATEGORIES[7],
    theme.ACCENT,
    theme.CATEGORIES[0],
    theme.CATEGORIES[2],
    theme.CATEGORIES[3],
)
LEGEND_PX: Final = 340  # what a telephone has room for
SIGN_PX: Final = 34  # a line in a legend, with its gap
MOST: Final = len(COLOURS)  # strategies in one picture


def courses(
    frame: pd.DataFrame, *, order: Sequence[str], period_order: Sequence[str], value_title: str
) -> alt.LayerChart:
    """A line for each `strategy` with the band of 80 % of the draws (`low80_ha`, `high80_ha`).

    Columns `period`, `middle_ha` and `text` besides; at most five strategies, the first plain.
    """
    own = list(order)[:MOST]
    legend = _legend(own)
    rows = frame[frame["strategy"].isin(own)]
    x = alt.X(
        "period:N",
        sort=list(period_order),
        title=None,
        axis=charts.time_axis(list(period_order), charts.WIDTH_PX - charts.AXIS_PX),
        scale=alt.Scale(type="point", padding=0.3, domain=list(period_order)),
    )
    tones = alt.Scale(domain=own, range=list(COLOURS[: len(own)]))
    colour = alt.Color("strategy:N", title=None, scale=tones, legend=legend)
    dash = alt.Scale(domain=own, range=list(DASHES[: len(own)]))
    axis, scale = charts.amount_axis(), alt.Scale(zero=True)
    y = alt.Y("middle_ha:Q", title=value_title, axis=axis, scale=scale)
    bands = [
        # a layer for each: with colours by a column, its legend would hide that of the lines
        alt.Chart(rows[rows["strategy"] == name])
        .mark_area(opacity=0.18, color=tone)
        .encode(x=x, y=_on("low80_ha", y), y2="high80_ha:Q")
        for name, tone in zip(own, COLOURS, strict=False)
    ]
    told = [
        alt.Tooltip("period:N", title=" "),
        alt.Tooltip("strategy:N", title=" "),
        alt.Tooltip("text:N", title=value_title),
    ]
    lines = (
        alt.Chart(rows)
        .mark_line(strokeWidth=2, point=alt.OverlayMarkDef(size=24))
        .encode(
            x=x,
            y=y,
            color=colour,
            strokeDash=alt.StrokeDash("strategy:N", title=None, scale=dash, legend=legend),
            tooltip=told,
            description="text:N",
        )
    )
    drawn: alt.LayerChart = alt.LayerChart(layer=[*bands, lines]).properties(
        width=charts.WIDTH_PX - charts.AXIS_PX, height=HEIGHT_PX
    )
    return drawn


def waterfall(frame: pd.DataFrame, *, value_title: str) -> alt.LayerChart:
    """A bar for each `step` from `start` to `end`, in the order of the rows, with its `text`.

    Rows that are a `sum` stand in the accent colour.
    """
    colours = [theme.ACCENT if is_sum else theme.CATEGORIES[7] for is_sum in frame["is_sum"]]
    return _bars(frame.assign(colour=colours), "step", value_title)


def tornado(frame: pd.DataFrame, *, value_title: str, middle: float) -> alt.LayerChart:
    """A bar for each `part` from `start` to `end` in hectares, round the `middle` of all."""
    colours = [
        theme.CATEGORIES[7] if is_assumed else theme.CATEGORIES[0]
        for is_assumed in frame["is_assumed"]
    ]
    line = alt.Chart(pd.DataFrame({"middle": [middle]})).mark_rule(strokeDash=[4, 3])
    over = [line.encode(x="middle:Q")]
    rows = frame.assign(colour=colours)
    return _bars(rows, "part", value_title, over, is_from_zero=False)


def ranges(frame: pd.DataFrame, *, value_title: str) -> alt.LayerChart:
    """A dot for each `strategy`, with thick lines for 80 and thin ones for 95 % of the draws.

    Columns `middle`, `low80`, `high80`, `low95`, `high95` and `text`.
    """
    rows = _Rows(frame, "strategy", frame["high95"])
    x = rows.x("low95", value_title)
    nought = alt.Chart(pd.DataFrame({"x": [0.0]})).mark_rule(strokeDash=[4, 3])
    return rows.drawn(
        nought.encode(x="x:Q"),
        rows.base.mark_rule(strokeWidth=1.5, color=theme.CATEGORIES[0]).encode(x=x, x2="high95:Q"),
        rows.base.mark_rule(strokeWidth=5, color=theme.CATEGORIES[0]).encode(
            x="low80:Q", x2="high80:Q"
        ),
        rows.base.mark_point(filled=True, size=90, opacity=1, color=theme.ACCENT).encode(
            x="middle:Q", tooltip=rows.tips(value_title), description="text:N"
        ),
    )


def thresholds(frame: pd.DataFrame, *, value_title: str) -> alt.LayerChart:
    """For each `label` what is assumed (`low`, likeliest `mode`, `high`) and the turn: `edge`.

    `text` stands to the right of all. A line across marks the edge.
    """
    rows = _Rows(frame, "label", frame[["high", "edge"]].max(axis=1))
    x = rows.x("low", value_title)
    return rows.drawn(
        rows.base.mark_rule(strokeWidth=5, color=theme.CATEGORIES[0]).encode(x=x, x2="high:Q"),
        rows.base.mark_point(filled=True, size=90, opacity=1, color=theme.CATEGORIES[0]).encode(
            x="mode:Q"
        ),
        rows.base.mark_tick(thickness=3, size=22, color=theme.ACCENT).encode(
            x="edge:Q", tooltip=rows.tips(value_title), description="text:N"
        ),
    )


def worth(frame: pd.DataFrame, *, net_title: str, cost_title: str) -> alt.LayerChart:
    """Cost against hectares: a dot for each `strategy` with a cross of 80 % of the draws.

    Columns `net`, `net_low`, `net_high`, `cost`, `cost_low`, `cost_high` and `text`.
    """
    own = frame["strategy"].tolist()[: MOST - 1]
    rows, legend = frame.head(MOST - 1), _legend(own, is_lines=False)
    colour = alt.Color(
        "strategy:N",
        title=None,
        scale=alt.Scale(domain=own, range=list(COLOURS[1 : len(own) + 1])),
        legend=legend,
    )
    base = alt.Chart(rows).encode(color=colour)
    x = alt.X("net:Q", title=net_title, axis=charts.amount_axis(), scale=alt.Scale(zero=True))
    y = alt.Y("cost:Q", title=cost_title, axis=charts.amount_axis(), scale=alt.Scale(zero=True))
    drawn: alt.LayerChart = alt.LayerChart(
        layer=[
            base.mark_rule(strokeWidth=2).encode(x=_on("net_low", x), x2="net_high:Q", y=y),
            base.mark_rule(strokeWidth=2).encode(x=x, y=_on("cost_low", y), y2="cost_high:Q"),
            base.mark_point(filled=True, size=90, opacity=1).encode(
                x=x,
                y=y,
                shape=alt.Shape(
                    "strategy:N", title=None, scale=alt.Scale(domain=own), legend=legend
                ),
                tooltip=[
                    alt.Tooltip("strategy:N", title=" "),
                    alt.Tooltip("text:N", title=cost_title),
                ],
                description="text:N",
            ),
        ]
    ).properties(width=charts.WIDTH_PX - charts.AXIS_PX, height=HEIGHT_PX)
    return drawn


def _bars(
    frame: pd.DataFrame,
    label: str,
    value_title: str,
    over: Sequence[alt.Chart] = (),
    *,
    is_from_zero: bool = True,
) -> alt.LayerChart:
    """Bars from `start` to `end`, and what is drawn over them."""
    rows = _Rows(frame, label, frame[["start", "end"]].max(axis=1))
    bars = rows.base.mark_bar(size=BAR_PX).encode(
        x=rows.x("start", value_title, is_from_zero=is_from_zero),
        x2="end:Q",
        color=alt.Color("colour:N", scale=None),
        tooltip=rows.tips(value_title),
        description="text:N",
    )
    return rows.drawn(bars, *over)


class _Rows:
    """A row for each name, in their order, with its `text` right of `top`."""

    def __init__(self, frame: pd.DataFrame, label: str, top: pd.Series[float]) -> None:
        names = frame[label].astype(str).tolist()
        self.label, self.lines = label, [charts.lines(name) for name in names]
        place = [f"{rank:04d}" for rank in range(len(names))]
        self.frame = frame.assign(row=place, top=top.clip(lower=0.0))
        axis = shares.name_axis(self.lines)
        self.base = alt.Chart(self.frame).encode(y=alt.Y("row:O", sort=None, title=None, axis=axis))

    def x(self, column: str, title: str, *, is_from_zero: bool = True) -> alt.X:
        """Amounts along the axis, with room at its end for the longest text."""
        room = max((len(text) for text in self.frame["text"]), default=0) * charts.LETTER_PX + 12
        scale = alt.Scale(
            zero=is_from_zero, rangeMax=alt.ExprRef(f"max(width / 2, width - {room:.0f})")
        )
        axis = charts.amount_axis()
        axis.grid, axis.tickCount = False, 4  # each row has its own number beside it
        axis.labelOverlap, axis.labelSeparation = "greedy", 8  # on a telephone too
        return alt.X(f"{column}:Q", title=title, axis=axis, scale=scale)

    def tips(self, title: str) -> list[alt.Tooltip]:
        """What is told on hovering."""
        return [alt.Tooltip(f"{self.label}:N", title=" "), alt.Tooltip("text:N", title=title)]

    def drawn(self, *layers: alt.Chart) -> alt.LayerChart:
        """All layers and the texts, as wide as the text of a page."""
        text = self.base.mark_text(align="left", dx=8).encode(x="top:Q", text="text:N")
        letters = max((len(line) for name in self.lines for line in name), default=0)
        tall = max((len(name) for name in self.lines), default=1)
        chart: alt.LayerChart = alt.LayerChart(layer=[*layers, text]).properties(
            width=max(160.0, charts.WIDTH_PX - letters * charts.LETTER_PX - 10),
            height=(ROW_PX if tall == 1 else TALL_PX) * len(self.lines),
        )
        return chart


def _on(column: str, like: alt.X | alt.Y) -> alt.X | alt.Y:
    """The same axis for another column."""
    found = like.copy()
    found.shorthand = f"{column}:Q"
    return found


def _legend(names: Sequence[str], *, is_lines: bool = True) -> alt.Legend:
    """Names abreast where all of a row fit a telephone, else one below the other."""
    widest = max(len(name) for name in names) * charts.LETTER_PX + SIGN_PX
    abreast = max(1, min(len(names), int(LEGEND_PX // widest)))
    legend = alt.Legend(title=None, orient="bottom", columns=abreast, labelLimit=LEGEND_PX)
    if is_lines:
        legend.symbolType, legend.symbolSize, legend.symbolStrokeWidth = "stroke", 260, 2.5
    return legend
