"""What was seen, what is to be expected, and how far it may be off: a fan that opens."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import altair as alt
import pandas as pd

from analytics.core.words import Words
from analytics.viz import charts, theme

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

HEIGHT_PX: Final = 240
SMALL_PX: Final = 90
COLUMNS: Final = 3
BANDS: Final = (("lo95_ha", "hi95_ha", 0.16), ("lo80_ha", "hi80_ha", 0.28))
DASHES: Final = ([1, 0], [6, 3], [2, 2], [8, 3, 2, 3], [3, 4])
COLOURS: Final = (
    theme.CATEGORIES[0],
    theme.ACCENT,
    theme.CATEGORIES[7],
    theme.CATEGORIES[2],
    theme.CATEGORIES[3],
)
LEGEND: Final = alt.Legend(
    title=None, orient="top", columns=2, labelLimit=280, symbolType="stroke", symbolSize=260
)


def fan(
    lines: pd.DataFrame,
    bands: pd.DataFrame,
    *,
    kinds: Sequence[str],
    period_order: Sequence[str],
    value_title: str,
    marks: Mapping[str, str] | None = None,
) -> alt.LayerChart:
    """Lines by `kind` (at most five, the first observed), bands, and a rule at each marked period.

    `lines` has period, kind, value and text; `bands` period and the ends `lo80_ha` … `hi95_ha`.
    """
    x = _time(period_order, charts.WIDTH_PX - charts.AXIS_PX)
    shown = [] if bands.empty else _bands(bands, x, value_title)
    layers = [*shown, *_lines(lines, x, kinds, value_title)]
    if marks:
        layers += _marks(marks, x)
    chart: alt.LayerChart = alt.LayerChart(layer=layers).properties(
        width=charts.WIDTH_PX - charts.AXIS_PX, height=HEIGHT_PX
    )
    return chart


def fans(
    lines: pd.DataFrame,
    bands: pd.DataFrame,
    *,
    kinds: Sequence[str],
    period_order: Sequence[str],
    value_title: str,
    words: Words,
) -> alt.FacetChart:
    """One small fan for each `label`, in the order of the rows, each to its own scale; as `fan`."""
    width = max(80, charts.WIDTH_PX // COLUMNS - charts.AXIS_PX)
    ends = [period_order[0], period_order[-1]] if period_order else []
    axis = alt.Axis(
        values=ends, labelAngle=0, labelOverlap=False, labelPadding=8, grid=False, ticks=False
    )
    scale = _scale(period_order)
    x = alt.X("period:N", sort=list(period_order), title=None, axis=axis, scale=scale)
    both = pd.concat([lines.assign(part="line"), bands.assign(part="band")], ignore_index=True)
    shown = [] if bands.empty else _bands(None, x, value_title, 3)
    layers = [*shown, *_lines(None, x, kinds, value_title, 3)]
    header = alt.Header(labelAnchor="start", labelLimit=width, labelPadding=4)
    order = lines["label"].drop_duplicates().tolist()
    said = Words(Path(charts.__file__).parent, words.language)
    chart: alt.FacetChart = (
        alt.layer(*layers, data=both)
        .properties(width=width, height=SMALL_PX)
        .facet(
            facet=alt.Facet("label:N", sort=order, title=None, header=header),
            columns=COLUMNS,
            spacing={"row": 12, "column": charts.PANEL_GAP_PX},
        )
        .properties(
            title=alt.TitleParams(
                value_title,
                subtitle=said("chart.own-scale"),
                fontSize=12,
                fontWeight="normal",
            )
        )
        .resolve_scale(y="independent")
        .resolve_axis(x="independent")
    )
    return chart


def _bands(bands: pd.DataFrame | None, x: alt.X, title: str, ticks: int = 5) -> list[alt.Chart]:
    base = (
        alt.Chart(bands)
        if bands is not None
        else alt.Chart().transform_filter("datum.part == 'band'")
    )
    return [
        base.mark_area(opacity=opacity, color=theme.ACCENT).encode(
            x=x, y=_amount(low, title, ticks), y2=f"{high}:Q"
        )
        for low, high, opacity in BANDS
    ]


def _lines(
    lines: pd.DataFrame | None, x: alt.X, kinds: Sequence[str], title: str, ticks: int = 5
) -> list[alt.Chart]:
    base = (
        alt.Chart(lines)
        if lines is not None
        else alt.Chart().transform_filter("datum.part == 'line'")
    )
    own, is_small = list(kinds), lines is None
    legend = None if is_small else LEGEND
    said = [alt.Tooltip("period:N", title=" "), alt.Tooltip("kind:N", title=" ")]
    said.append(alt.Tooltip("text:N", title=title))
    marks = base.encode(
        x=x,
        y=_amount("value", title, ticks),
        color=alt.Color(
            "kind:N", legend=legend, scale=alt.Scale(domain=own, range=list(COLOURS[: len(own)]))
        ),
        tooltip=said,
    )
    dash = alt.Scale(domain=own, range=list(DASHES[: len(own)]))
    observed = marks.transform_filter(alt.FieldEqualPredicate(field="kind", equal=own[0]))
    return [
        marks.mark_line(strokeWidth=2).encode(
            strokeDash=alt.StrokeDash("kind:N", legend=legend, scale=dash)
        ),
        observed.mark_point(filled=True, size=28, opacity=1).encode(description="text:N"),
    ]


def _marks(marks: Mapping[str, str], x: alt.X) -> list[alt.Chart]:
    """A rule at each period, its words at the top."""
    frame = pd.DataFrame({"period": list(marks), "text": list(marks.values())})
    base = alt.Chart(frame).encode(x=x)
    return [
        base.mark_rule(strokeDash=[2, 3], color=theme.PLAIN),
        base.mark_text(align="right", baseline="top", dx=-4, color=theme.PLAIN).encode(
            y=alt.value(0), text="text:N"
        ),
    ]


def _time(order: Sequence[str], width: int) -> alt.X:
    axis = charts.time_axis(list(order), width)
    axis.labelOverlap, axis.labelSeparation = "greedy", 8  # a telephone has room for fewer
    axis.labelPadding = 8  # else the first period touches the 0
    return alt.X("period:N", sort=list(order), title=None, axis=axis, scale=_scale(order))


def _scale(order: Sequence[str]) -> alt.Scale:
    return alt.Scale(type="point", padding=0.3, domain=list(order))


def _amount(column: str, title: str, ticks: int) -> alt.Y:
    return alt.Y(
        f"{column}:Q",
        title=title if ticks > 3 else None,  # noqa: PLR2004 - small panels have one title
        axis=charts.amount_axis(ticks),
        scale=alt.Scale(zero=True),
    )
