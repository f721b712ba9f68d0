"""The pictures: every line with its low, central and high value."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from analytics.analyses.impact import naming
from analytics.analyses.impact.lines import Group
from analytics.analyses.impact.naming import span
from analytics.analyses.impact.spans import ENDS
from analytics.core.section import Chart

if TYPE_CHECKING:
    import pandas as pd

    from analytics.analyses.impact.model import Impact
    from analytics.core.section import Spec
    from analytics.core.words import Words


def charts(result: Impact, words: Words) -> tuple[Chart, ...]:
    """Gold and mercury; then repair and services."""
    is_money = result.lines["group"] != Group.AMOUNT
    amounts, money = result.lines[~is_money], result.lines[is_money]
    unit, per = naming.unit(money["high"].max(), result.currency, words)
    money = money.assign(**{end: money[end] / per for end in ENDS})
    return (
        Chart(
            draw=partial(_drawn, amounts, "kg", words),
            caption=words("caption.amounts"),
            explain=words("explain.amounts"),
        ),
        Chart(
            draw=partial(_drawn, money, unit, words),
            caption=words("caption.money"),
            explain=words("explain.money"),
        ),
    )


def _drawn(rows: pd.DataFrame, unit: str, words: Words) -> Spec:
    from analytics.viz import theme
    from analytics.viz.whiskers import whiskers

    texts = [
        span(low, central, high, words)
        for low, central, high in zip(rows["low"], rows["central"], rows["high"], strict=True)
    ]
    frame = rows.assign(
        label=[words(f"line.{line}") for line in rows["line"]],
        text=texts,
        kind=[words(f"group.{group}") for group in rows["group"]],
    )
    marks = {
        words("group.amount"): (theme.CATEGORIES[0], "circle"),
        words("group.repair"): (theme.CATEGORIES[0], "circle"),
        words("group.services"): (theme.ACCENT, "diamond"),
    }
    return whiskers(frame, marks=marks, value_title=unit)
