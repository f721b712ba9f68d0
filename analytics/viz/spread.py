"""How a number is spread within classes: the middle, the middle half, and nearly all."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

import altair as alt
import pandas as pd

from analytics.viz import charts, theme

if TYPE_CHECKING:
    from collections.abc import Sequence

ROW_PX: Final = 26
POWERS: Final = (0, 10, 100, 1_000, 10_000, 100_000, 1_000_000)
SHARES: Final = {"low": 0.1, "quarter": 0.25, "middle": 0.5, "three": 0.75, "high": 0.9}


def spreads(
    frame: pd.DataFrame, *, value_title: str, label_order: Sequence[str], is_wide: bool = False
) -> alt.LayerChart:
    """One line for each `label`, from columns `label`, `value`, `colour` and, for hover, `text`.

    A thin line holds eight values in ten, the bar the middle half, the tick the middle one.
    `is_wide` is for amounts over several powers of ten: the axis then grows by factors.
    """
    rows = spread(frame).loc[lambda told: told["label"].isin(label_order)]
    place = {name: f"{rank:04d}" for rank, name in enumerate(label_order)}
    rows = rows.assign(row=rows["label"].map(place))
    names = [charts.lines(name) for name in label_order]
    letters = max((len(line) for name in names for line in name), default=0)
    base = alt.Chart(rows).encode(
        y=alt.Y(
            "row:O",
            sort=None,
            title=None,
            scale=alt.Scale(domain=list(place.values())),
            axis=alt.Axis(
                labelExpr=f"{json.dumps(names)}[toNumber(datum.value)]",
                labelPadding=6,
                ticks=False,
                domain=False,
                grid=False,
            ),
        ),
        tooltip=[alt.Tooltip("label:N", title=" "), alt.Tooltip("text:N", title=value_title)],
        description="text:N",
    )
    most = float(rows["high"].max()) if len(rows) else 0.0
    steps = [tick for tick in POWERS if tick <= most] if is_wide else None
    x: dict[str, Any] = {
        "title": value_title,
        "scale": alt.Scale(type="symlog", constant=10) if is_wide else alt.Scale(zero=False),
        "axis": alt.Axis(
            format=charts.AMOUNT,
            domain=False,
            ticks=False,
            **({"values": steps} if steps else {"tickCount": 5}),
        ),
    }
    colour = alt.Color("colour:N", scale=None)
    chart: alt.LayerChart = alt.LayerChart(
        layer=[
            base.mark_rule(strokeWidth=1.5).encode(x=alt.X("low:Q", **x), x2="high:Q"),
            base.mark_bar(size=12).encode(x=alt.X("quarter:Q", **x), x2="three:Q", color=colour),
            base.mark_tick(thickness=3, size=12, color=theme.LIGHT["ground"]).encode(
                x=alt.X("middle:Q", **x)
            ),
        ]
    )
    width = charts.WIDTH_PX - letters * charts.LETTER_PX - 10
    return chart.properties(width=width, height=ROW_PX * max(1, len(place)))


def spread(frame: pd.DataFrame) -> pd.DataFrame:
    """For each `label` with a known value: low, quarter, middle, three, high, and colour, text."""
    known = frame.dropna(subset=["value"])
    by = known.groupby("label", sort=False)
    found = {name: by["value"].quantile(share) for name, share in SHARES.items()}
    about = by[["colour", "text"]].first()
    return pd.DataFrame(found).join(about).reset_index()
