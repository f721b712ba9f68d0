"""Chart forms for shares: of records beside of hectares, and group by group."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import altair as alt
import pandas as pd

from analytics.core.words import Words
from analytics.viz import charts, theme

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

PAIR_PX: Final = 36  # height of a value with two bars
BAR_PX: Final = 20  # and of one with a single bar, or of a bar in a panel
LEGEND_LETTERS: Final = 40  # in one line of a legend on a screen 390 px wide
MARK_LETTERS: Final = 4  # as wide as a mark and the gap beside it
PANEL_LETTERS: Final = 18  # of a name beside a bar in a panel


def paired_bars(
    frame: pd.DataFrame, *, colours: Mapping[str, str], value_title: str
) -> alt.LayerChart:
    """For each `label`, one bar for each `measure` in `colours`, with `text` after its end.

    `frame` has columns `label`, `measure`, `share`, `low`, `high` and `text`, in the order to be
    drawn; a line from `low` to `high` shows the interval where there is one. What has no share
    keeps its place and its text.
    """
    names = frame["label"].drop_duplicates().astype(str).tolist()
    place = {name: f"{rank:04d}" for rank, name in enumerate(names)}
    numbers = {c: pd.to_numeric(frame[c]).astype(float) for c in ("share", "low", "high")}
    bars = frame.assign(
        **numbers,
        row=frame["label"].astype(str).map(place),
        end=numbers["high"].fillna(numbers["share"]).fillna(0.0),
    )
    has_intervals = bool(numbers["low"].notna().any())  # empty, they would be a part without a name
    lines = [charts.lines(name) for name in names]
    letters = max((len(line) for name in lines for line in name), default=0)
    width = charts.WIDTH_PX - letters * charts.LETTER_PX - 10
    room = max((len(text) for text in bars["text"]), default=0) * charts.LETTER_PX + 8
    most = float(bars["end"].max()) if len(bars) else 0.0
    scale = alt.Scale(
        domain=[0, most or 1.0], rangeMax=alt.ExprRef(f"max(width / 2, width - {room:.0f})")
    )
    axis = alt.Axis(
        orient="top", labels=False, ticks=False, domain=False, grid=False, titleAnchor="start"
    )
    x: dict[str, Any] = {"title": value_title, "scale": scale, "axis": axis}
    base = alt.Chart(bars).encode(
        y=alt.Y(
            "row:O",
            sort=None,
            title=None,
            scale=alt.Scale(paddingInner=0.25, paddingOuter=0.1),
            axis=name_axis(lines),
        ),
        yOffset=alt.YOffset("measure:N", sort=list(colours)),
        tooltip=[
            alt.Tooltip("label:N", title=" "),
            alt.Tooltip("measure:N", title=" "),
            alt.Tooltip("text:N", title=value_title),
        ],
        description="text:N",
    )
    legend = _legend(colours) if len(colours) > 1 else None
    colour = alt.Color(
        "measure:N",
        scale=alt.Scale(domain=list(colours), range=list(colours.values())),
        legend=legend,
    )
    chart: alt.LayerChart = alt.LayerChart(
        layer=[
            base.mark_bar().encode(x=alt.X("share:Q", **x), color=colour),
            base.transform_filter("isValid(datum.low)")
            .mark_rule(strokeWidth=1.5, aria=has_intervals)
            .encode(x=alt.X("low:Q", **x), x2="high:Q"),
            base.mark_text(align="left", baseline="middle", dx=5).encode(
                x=alt.X("end:Q", **x), text="text:N"
            ),
        ]
    )
    step = PAIR_PX if len(colours) > 1 else BAR_PX
    return chart.properties(width=width, height=step * max(1, len(names)))


def _legend(colours: Mapping[str, str]) -> alt.Legend:
    """Names side by side where a telephone has room for them, else below one another."""
    is_long = sum(len(name) + MARK_LETTERS for name in colours) > LEGEND_LETTERS
    return alt.Legend(
        title=None, orient="bottom", labelLimit=400, columns=1 if is_long else len(colours)
    )


def panels_of_bars(
    frame: pd.DataFrame,
    *,
    value_title: str,
    words: Words,
    panel_order: Sequence[str],
    columns: int = 3,
) -> alt.FacetChart:
    """One small chart of level bars for each `panel`, all with the same names and one scale.

    `frame` has columns `panel`, `label`, `share`, `text`; names stand in the order of the rows.
    """
    rows = frame[["panel", "label", "share", "text"]].assign(
        share=pd.to_numeric(frame["share"]).astype(float)
    )
    names = rows["label"].drop_duplicates().tolist()
    letters = min(PANEL_LETTERS, max((len(name) for name in names), default=0))
    beside = letters * charts.LETTER_PX
    width = max(80, (charts.WIDTH_PX - beside) // columns - charts.PANEL_GAP_PX)
    said = Words(Path(__file__).parent, words.language)
    chart: alt.FacetChart = (
        alt.Chart(rows)
        .mark_bar(color=theme.PLAIN)
        .encode(
            x=alt.X("share:Q", title=None, axis=charts.share_axis(ticks=3)),
            y=alt.Y(
                "label:N",
                sort=names,
                title=None,
                axis=alt.Axis(
                    labelLimit=PANEL_LETTERS * charts.LETTER_PX, ticks=False, domain=False
                ),
            ),
            tooltip=[
                alt.Tooltip("panel:N", title=" "),
                alt.Tooltip("label:N", title=" "),
                alt.Tooltip("text:N", title=value_title),
            ],
            description="text:N",
        )
        .properties(width=width, height=BAR_PX * max(1, len(names)))
        .facet(
            facet=alt.Facet(
                "panel:N",
                sort=list(panel_order),
                title=None,
                header=alt.Header(labelAnchor="start", labelLimit=width, labelPadding=4),
            ),
            columns=columns,
            spacing={"row": 12, "column": charts.PANEL_GAP_PX},
        )
        .properties(
            title=alt.TitleParams(
                value_title,
                subtitle=said("chart.one-scale"),
                fontSize=12,
                fontWeight="normal",
            )
        )
    )
    return chart


def name_axis(lines: list[list[str]]) -> alt.Axis:
    """Names beside rows whose places are written 0000, 0001 …, each in its lines."""
    return alt.Axis(
        labelExpr=f"{json.dumps(lines)}[toNumber(datum.value)]",
        labelPadding=6,
        ticks=False,
        domain=False,
        grid=False,
    )
