"""How many times as much as expected: a dot for each class, its interval, and the line of one."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

import altair as alt
import numpy as np
import pandas as pd

from analytics.viz import charts, shares

if TYPE_CHECKING:
    from collections.abc import Mapping

ROW_PX: Final = 28
LEAST_POWER, MOST_POWER = -5, 10  # of two: what is farther out is drawn at the end of the axis
LEAST_REACH: Final = 1.0  # powers of two shown on both sides of one, at the least
MOST_TICKS: Final = 9
#: As people say it: half, a third; twice.
TICK: Final = (
    "datum.value < 1 ? '1/' + format(1 / datum.value, ',.0f') : format(datum.value, ',.0f')"
)


def times_expected(
    frame: pd.DataFrame, *, marks: Mapping[str, tuple[str, str]], value_title: str
) -> alt.LayerChart:
    """A dot for each `label`, from columns `label`, `value`, `low`, `high`, `class` and `text`.

    `marks` gives each class its colour and the form of its dot. Half as much is as far from one as
    twice as much. A row without a value keeps its place and its text; one without an interval has
    no line. Nothing at all (0) stands at the left end.
    """
    names = frame["label"].astype(str).tolist()
    place = [f"{rank:04d}" for rank in range(len(names))]
    numbers = {c: pd.to_numeric(frame[c]).astype(float) for c in ("value", "low", "high")}
    low, high = _ends(np.concatenate([column.to_numpy(dtype=float) for column in numbers.values()]))
    shown = {name: column.clip(low, high).to_numpy() for name, column in numbers.items()}
    rows = pd.DataFrame(
        {
            **shown,
            "row": place,
            "label": names,
            "class": frame["class"].astype(str).to_numpy(),
            "text": frame["text"].astype(str).to_numpy(),
            "end": np.fmax(np.fmax(shown["high"], shown["value"]), 1.0),  # right of the line
        }
    )
    told = [charts.lines(name) for name in names]
    letters = max((len(line) for name in told for line in name), default=0)
    width = charts.WIDTH_PX - letters * charts.LETTER_PX - 10
    room = max((len(text) for text in rows["text"]), default=0) * charts.LETTER_PX + 14
    x: dict[str, Any] = {
        "title": value_title,
        "scale": alt.Scale(
            type="log",
            base=2,
            domain=[low, high],
            rangeMax=alt.ExprRef(f"max(width / 2, width - {room:.0f})"),
        ),
        "axis": alt.Axis(
            values=_ticks(low, high),
            labelExpr=TICK,
            domain=False,
            ticks=False,
            titleAnchor="start",
        ),
    }
    base = alt.Chart(rows).encode(
        y=alt.Y("row:O", sort=None, title=None, axis=shares.name_axis(told)),
        tooltip=[
            alt.Tooltip("label:N", title=" "),
            alt.Tooltip("text:N", title=value_title),
            alt.Tooltip("class:N", title=" "),
        ],
        description="text:N",
    )
    held = {name: marks[name] for name in marks if name in set(rows["class"])}
    legend = alt.Legend(title=None, orient="bottom", labelLimit=400, columns=2)
    colour = alt.Color(
        "class:N",
        scale=alt.Scale(domain=list(held), range=[colour for colour, _ in held.values()]),
        legend=legend,
    )
    shape = alt.Shape(
        "class:N",
        scale=alt.Scale(domain=list(held), range=[form for _, form in held.values()]),
        legend=legend,
    )
    one = alt.Chart(pd.DataFrame({"one": [1.0]})).encode(x=alt.X("one:Q", **x))
    known = base.transform_filter("isValid(datum.low)")
    chart: alt.LayerChart = alt.LayerChart(
        layer=[
            one.mark_rule(strokeWidth=1.5, strokeDash=[4, 3], aria=False),
            known.mark_rule(strokeWidth=1.5, aria=False).encode(x=alt.X("low:Q", **x), x2="high:Q"),
            base.transform_filter("isValid(datum.value)")
            .mark_point(filled=True, size=90, opacity=1)
            .encode(x=alt.X("value:Q", **x), color=colour, shape=shape),
            base.mark_text(align="left", baseline="middle", dx=9).encode(
                x=alt.X("end:Q", **x), text="text:N"
            ),
        ]
    )
    return chart.properties(width=width, height=ROW_PX * max(1, len(names)))


def _ends(values: np.ndarray[Any, np.dtype[np.float64]]) -> tuple[float, float]:
    """Powers of two around all values, and around one."""
    known = values[np.isfinite(values) & (values > 0)]
    powers = np.log2(known) if len(known) else np.zeros(1)
    least = min(math.floor(powers.min()), -LEAST_REACH)
    most = max(math.ceil(powers.max()), LEAST_REACH)
    return 2.0 ** max(least, LEAST_POWER), 2.0 ** min(most, MOST_POWER)


def _ticks(low: float, high: float) -> list[float]:
    """One, and every second, fourth … power of two where there are many."""
    powers = range(round(math.log2(low)), round(math.log2(high)) + 1)
    every = 1 + len(powers) // MOST_TICKS
    return [2.0**power for power in powers if power % every == 0]
