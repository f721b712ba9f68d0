"""The chart forms of the house: pure functions from a frame to a chart, dressed by the door.

No form names a font, and colours come from `theme` alone. Labels are drawn from the frame as
they are: hand over worded names, and numbers as text where a chart writes them.
"""

from __future__ import annotations

import json
import textwrap
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import altair as alt
import pandas as pd

from analytics.core.words import Words
from analytics.viz import theme

WIDTH_PX: Final = 640  # with labels: what fits the text on A4
PANEL_GAP_PX: Final = 18
AXIS_PX: Final = 70  # for the numbers beside an upright axis
LETTER_PX: Final = 6.6  # an average letter of 12 px type, a little generous
LINE_LETTERS: Final = 30  # a longer name is broken
MOST_LINES: Final = 2
SQUARE_LETTERS: Final = 36  # of a title along the side of a square chart
MOST_DOTS: Final = 40
AMOUNT: Final = ",.4~f"  # never SI letters: 12k is no number for a minister
SHARE_LABEL: Final = "format(datum.value * 100, ',.0f') + '\N{NO-BREAK SPACE}%'"


def ranked_bars(  # noqa: PLR0913 - all but the frame are named
    frame: pd.DataFrame,
    *,
    label: str,
    value: str,
    value_title: str,
    words: Words,
    label_title: str = "",
    highlight: str | Collection[str] | None = None,
    height_per_bar: int = 22,
) -> alt.LayerChart:
    """Horizontal bars in the order of the rows, each with its worded value from column `text`.

    Rows of the same name stay two bars. `highlight` names the labels drawn in the accent colour;
    a column `colour` gives every bar the colour of its class on a map.
    A row without a value keeps its name and its text, and has no bar.
    """
    names = frame[label].astype(str).tolist()
    marked = {highlight} if isinstance(highlight, str) else set(highlight or ())
    worded = "text" in frame.columns
    bars = pd.DataFrame(
        {
            "row": [f"{place:04d}" for place in range(len(names))],
            "label": names,
            "value": pd.to_numeric(frame[value]).astype(float).to_numpy(),
            "text": (frame["text"].astype(str) if worded else frame[value].map(words.number))
            .astype(str)
            .tolist(),
            "colour": [
                theme.ACCENT if name in marked else colour
                for name, colour in zip(names, _colours(frame), strict=True)
            ],
        }
    )
    return _bars(bars, value_title, label_title, height_per_bar, has_text=worded)


def lorenz(
    frame: pd.DataFrame,
    *,
    x_title: str,
    y_title: str,
    line_of_equality_label: str,
    words: Words,
) -> alt.LayerChart:
    """The curve of columns `share_units` and `share_area`, 0 to 1, smallest unit first."""
    curve = frame[["share_units", "share_area"]].assign(
        units_text=[words.percent(share) for share in frame["share_units"]],
        area_text=[words.percent(share) for share in frame["share_area"]],
    )
    dotted = len(curve) <= MOST_DOTS
    x, y = _share_axis("share_units", x_title), _share_axis("share_area", y_title)
    base = alt.Chart(curve).encode(x=alt.X(**x), y=alt.Y(**y))
    equal = alt.Chart(pd.DataFrame({"share_units": [0.0, 1.0], "share_area": [0.0, 1.0]}))
    note = alt.Chart(
        pd.DataFrame({"share_units": [0.5], "share_area": [0.5], "text": [line_of_equality_label]})
    )
    chart: alt.LayerChart = alt.LayerChart(
        layer=[
            base.mark_area(opacity=0.15, line=False, color=theme.ACCENT),
            equal.mark_line(strokeDash=[4, 3], strokeWidth=1, color=theme.BORDER["light"]).encode(
                x=alt.X(**x), y=alt.Y(**y)
            ),
            note.mark_text(align="center", baseline="bottom", angle=315, dy=-4).encode(
                x=alt.X(**x), y=alt.Y(**y), text="text:N"
            ),
            base.mark_line(
                color=theme.ACCENT,
                point=alt.OverlayMarkDef(color=theme.ACCENT, size=16) if dotted else False,
            ).encode(
                tooltip=[
                    alt.Tooltip("units_text:N", title=x_title),
                    alt.Tooltip("area_text:N", title=y_title),
                ],
            ),
        ]
    ).properties(width=220, height=220)
    return chart


def periods(
    frame: pd.DataFrame, *, period: str, value: str, value_title: str, words: Words
) -> alt.Chart:
    """Upright bars in the order of the rows; `period` holds worded labels, `colour` any colours.

    A period without a value has a place and no bar: not observed is not none.
    """
    times = _times(frame, period=period, value=value, words=words)
    order = times["period"].drop_duplicates().tolist()
    chart: alt.Chart = (
        alt.Chart(times)
        .mark_bar()
        .encode(
            x=alt.X("period:N", sort=order, title=None, axis=time_axis(order, WIDTH_PX - AXIS_PX)),
            y=alt.Y("value:Q", title=value_title, axis=amount_axis(), scale=_amounts(times)),
            tooltip=[
                alt.Tooltip("period:N", title=" "),
                alt.Tooltip("text:N", title=value_title),
            ],
            color=alt.Color("colour:N", scale=None),
            description="text:N",
        )
        .properties(width=min(WIDTH_PX - AXIS_PX, max(160, 64 * len(order))), height=200)
    )
    return chart


def small_multiples(  # noqa: PLR0913 - all but the frame are named
    frame: pd.DataFrame,
    *,
    label: str,
    period: str,
    value: str,
    value_title: str,
    words: Words,
    columns: int = 3,
    shared: bool = True,
    is_share: bool = False,
    label_order: Sequence[str] = (),
    period_order: Sequence[str] = (),
) -> alt.FacetChart:
    """One small time chart per `label`, in the orders given, else in the order of the rows.

    `shared` draws all panels to one scale; the chart says in words whether they are. Only the
    first and the last period are written out. Give `period_order` where a panel may lack some.
    `is_share` writes a value of 0 to 1 in percent.
    """
    times = _times(frame, period=period, value=value, words=words).assign(
        label=frame[label].astype(str).tolist()
    )
    order = list(period_order) or times["period"].drop_duplicates().tolist()
    panels = list(label_order) or times["label"].drop_duplicates().tolist()
    axes = 1 if shared else columns
    width = max(80, (WIDTH_PX - axes * AXIS_PX) // columns - PANEL_GAP_PX)
    ends = [order[0], order[-1]] if order else []
    axis = alt.Axis(
        values=ends, labelAngle=0, labelOverlap=False, labelBound=False, grid=False, ticks=False
    )
    said = Words(Path(__file__).parent, words.language)
    chart: alt.FacetChart = (
        alt.Chart(times)
        .mark_bar()
        .encode(
            x=alt.X("period:N", sort=order, title=None, axis=axis, scale=alt.Scale(domain=order)),
            y=alt.Y(
                "value:Q",
                title=None,
                axis=share_axis(ticks=3) if is_share else amount_axis(ticks=3),
                scale=_amounts(times) if shared else alt.Scale(zero=True),
            ),
            tooltip=[
                alt.Tooltip("label:N", title=" "),
                alt.Tooltip("period:N", title=" "),
                alt.Tooltip("text:N", title=value_title),
            ],
            color=alt.Color("colour:N", scale=None),
            description="text:N",
        )
        .properties(width=width, height=60)
        .facet(
            facet=alt.Facet(
                "label:N",
                sort=panels,
                title=None,
                header=alt.Header(labelAnchor="start", labelLimit=width, labelPadding=4),
            ),
            columns=columns,
            spacing={"row": 12, "column": PANEL_GAP_PX},
        )
        .properties(
            title=alt.TitleParams(
                value_title,
                subtitle=said("chart.one-scale" if shared else "chart.own-scale"),
                fontSize=12,
                fontWeight="normal",
            )
        )
    )
    chart = chart.resolve_axis(x="independent")  # else the axis hangs under a missing panel
    return chart if shared else chart.resolve_scale(y="independent")


def donut(frame: pd.DataFrame, *, label: str, value: str, colours: Mapping[str, str]) -> alt.Chart:
    """A ring of `value` by class, in the order and colours given; `text` words each part."""
    rank = {name: place for place, name in enumerate(colours)}
    parts = pd.DataFrame(
        {
            "label": frame[label].astype(str).tolist(),
            "value": pd.to_numeric(frame[value]).astype(float).to_numpy(),
            "text": (frame["text"] if "text" in frame.columns else frame[label])
            .astype(str)
            .tolist(),
        }
    ).assign(rank=lambda told: told["label"].map(rank))
    scale = alt.Scale(domain=list(colours), range=list(colours.values()))
    chart: alt.Chart = (
        alt.Chart(parts)
        .mark_arc(innerRadius=60, padAngle=0.01)
        .encode(
            theta=alt.Theta("value:Q", stack=True),
            color=alt.Color("label:N", title=None, scale=scale),
            order="rank:Q",
            tooltip=[alt.Tooltip("label:N", title=" "), alt.Tooltip("text:N", title=" ")],
            description="text:N",
        )
        .properties(width=220, height=220)
    )
    return chart


def lines(name: str, letters: int = LINE_LETTERS) -> list[str]:
    """A name in one or two lines; what does not fit ends in an ellipsis."""
    return textwrap.wrap(
        name, letters, max_lines=MOST_LINES, placeholder=" …", break_on_hyphens=True
    ) or [""]


def share_axis(ticks: int = 5) -> alt.Axis:
    """An axis of shares, written in percent."""
    return alt.Axis(labelExpr=SHARE_LABEL, tickCount=ticks, domain=False, ticks=False)


def _bars(
    bars: pd.DataFrame,
    value_title: str,
    label_title: str,
    height_per_bar: int,
    *,
    has_text: bool,
) -> alt.LayerChart:
    told = [lines(name) for name in bars["label"]]
    tall = max((len(name) for name in told), default=1)
    letters = max((len(line) for name in told for line in name), default=0)
    width = WIDTH_PX - max(letters, len(label_title)) * LETTER_PX - 10
    most = float(bars["value"].max()) if bars["value"].notna().any() else 0.0
    room = max((len(text) for text in bars["text"]), default=0) * LETTER_PX + 8
    reach = alt.ExprRef(f"max(width / 2, width - {room:.0f})")  # whatever width a page gives it
    scale = alt.Scale(domain=[0, most or 1.0], rangeMax=reach)
    base = alt.Chart(bars).encode(
        y=alt.Y(
            "row:O",
            sort=None,
            title=label_title or None,
            scale=alt.Scale(padding=0.18),
            axis=alt.Axis(
                labelExpr=f"{json.dumps(told)}[toNumber(datum.value)]",
                labelPadding=6,
                ticks=False,
                domain=False,
                grid=False,
                titleAngle=0,
                titleAnchor="end",
                titleAlign="right",
                titleBaseline="bottom",
                titleY=-6,
                titleX=-6,
            ),
        ),
        tooltip=[
            alt.Tooltip("label:N", title=label_title or " "),
            alt.Tooltip("text:N", title=value_title),
        ],
        description="text:N",
    )
    axis = alt.Axis(
        orient="top" if has_text else "bottom",
        labels=not has_text,
        ticks=False,
        domain=False,
        grid=not has_text,
        titleAnchor="start",
        format=AMOUNT,
        tickCount=5,
    )
    x: dict[str, Any] = {"title": value_title, "scale": scale, "axis": axis}
    layers = [
        base.mark_bar().encode(
            x=alt.X("value:Q", **x),
            color=alt.Color("colour:N", scale=None),
        )
    ]
    if has_text:
        ends = base.transform_calculate(end="isValid(datum.value) ? datum.value : 0")
        layers.append(
            ends.mark_text(align="left", baseline="middle", dx=5).encode(
                x=alt.X("end:Q", **x), text="text:N"
            )
        )
    height = max(height_per_bar, 13 * tall + 4) * max(1, len(bars))
    chart: alt.LayerChart = alt.LayerChart(layer=layers).properties(width=width, height=height)
    return chart


def _times(frame: pd.DataFrame, *, period: str, value: str, words: Words) -> pd.DataFrame:
    amounts = pd.to_numeric(frame[value]).astype(float)
    text = frame["text"].astype(str) if "text" in frame.columns else amounts.map(words.significant)
    return pd.DataFrame(
        {
            "period": frame[period].astype(str).tolist(),
            "value": amounts.to_numpy(),
            "text": text.tolist(),
            "colour": _colours(frame),
        }
    )


def _colours(frame: pd.DataFrame) -> list[str]:
    """The column `colour`, else one plain colour for every bar."""
    return frame["colour"].tolist() if "colour" in frame.columns else [theme.PLAIN] * len(frame)


def time_axis(order: list[str], width: int) -> alt.Axis:
    """Labels level while they fit; then only every second, third … one."""
    longest = max((len(label) for label in order), default=1) * LETTER_PX + 8
    every = max(1, -int(-longest * len(order) // width))
    return alt.Axis(
        values=order[::every], labelAngle=0, labelOverlap=False, grid=False, ticks=False
    )


def amount_axis(ticks: int = 5) -> alt.Axis:
    """An axis of amounts: whole numbers written out."""
    return alt.Axis(format=AMOUNT, tickCount=ticks, domain=False, ticks=False)


def _amounts(times: pd.DataFrame) -> alt.Scale:
    most = times["value"].max()
    return alt.Scale(zero=True) if most > 0 else alt.Scale(domain=[0, 1])


def _share_axis(column: str, title: str) -> dict[str, Any]:
    return {
        "shorthand": f"{column}:Q",
        "title": textwrap.wrap(title, SQUARE_LETTERS),
        "scale": alt.Scale(domain=[0, 1]),
        "axis": alt.Axis(labelExpr=SHARE_LABEL, values=[0, 0.25, 0.5, 0.75, 1], ticks=False),
    }
