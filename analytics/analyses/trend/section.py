"""Tell a trend: whether there is one, how fast, and what it may not be compared with."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import pandas as pd

from analytics import viz
from analytics.analyses.trend.caveats import caveats
from analytics.analyses.trend.model import Course
from analytics.analyses.trend.naming import change, span
from analytics.core.section import Chart, Figure, Section, Table
from analytics.core.words import Kind
from analytics.stats.series.changes import Change
from analytics.stats.series.panel import place
from analytics.stats.series.told import unit

if TYPE_CHECKING:
    import altair as alt

    from analytics.analyses.trend.model import Trend
    from analytics.core.words import Words

MOST_SMALL: Final = 9
TRENDS: Final = {
    "name": Kind.TEXT,
    "told": Kind.TEXT,
    "q": Kind.SHARE,
    "first": Kind.PERIOD,
    "last": Kind.PERIOD,
    "known": Kind.COUNT,
    "slope_ha": Kind.CHANGE,
    "slope_low_ha": Kind.CHANGE,
    "slope_high_ha": Kind.CHANGE,
    "growth": Kind.SHARE,
    "growth_low": Kind.SHARE,
    "growth_high": Kind.SHARE,
}
BREAKS: Final = {
    "name": Kind.TEXT,
    "period": Kind.PERIOD,
    "what": Kind.TEXT,
    "factor": Kind.DECIMAL,
}


def tell(result: Trend, words: Words) -> Section:
    """Word the result."""
    return Section(
        title=words("title"),
        headline=_headline(result, words),
        figures=_figures(result, words),
        charts=_charts(result, words),
        tables=_tables(result, words),
        caveats=caveats(result, words),
    )


def _headline(result: Trend, words: Words) -> str:
    row = _lead(result)
    name = unit(result, result.lead, words)
    course = str(row["course"])
    if course == Course.UNTESTED:
        return words("headline.untested", name=name, count=int(row["known"]))
    sign = -1.0 if course == Course.FALLS else 1.0
    low, high = sorted((sign * row["slope_low_ha"], sign * row["slope_high_ha"]))
    facts = {
        "name": name,
        "slope": change(sign * row["slope_ha"], words),
        "low": change(low, words),
        "high": change(high, words),
        "step": words(f"step.{result.step}"),
        "first": words.period(str(row["first"])),
        "last": words.period(str(row["last"])),
    }
    said = words(f"headline.{course}", **facts)
    if result.units < 2:  # noqa: PLR2004 - one is the one just told
        return said
    more = words("headline.units", rising=result.rising, falling=result.falling, all=result.units)
    return f"{said} {more}"


def _figures(result: Trend, words: Words) -> tuple[Figure, ...]:
    row = _lead(result)
    is_known = not math.isnan(row["slope_ha"])
    step = words(f"step.{result.step}")
    doubling = float(row["doubling"])
    return (
        Figure(
            words("figure.slope", step=step),
            f"{words.change(float(row['slope_ha']))}\N{NO-BREAK SPACE}ha" if is_known else "–",
            span(row["slope_low_ha"], row["slope_high_ha"], words.change, words)
            if is_known
            else "",
            number=float(row["slope_ha"]) if is_known else None,
            unit="ha",
        ),
        Figure(
            words("figure.growth", step=step),
            words.percent(float(row["growth"])),
            span(row["growth_low"], row["growth_high"], words.percent, words),
            number=None if math.isnan(row["growth"]) else float(row["growth"]),
        ),
        Figure(
            words("figure.halving" if doubling < 0 else "figure.doubling"),
            words.number(abs(doubling), 1),
            words("figure.doubling.unsure" if math.isnan(doubling) else f"steps.{result.step}"),
        ),
        Figure(
            words("figure.chance"),
            _chance(float(row["p"]), words),
            _among(row, words),
            number=None if math.isnan(row["p"]) else float(row["p"]),
        ),
    )


def _among(row: pd.Series, words: Words) -> str:
    """How many values, and the chance that decides where many units are tested at once."""
    count, q = int(row["known"]), float(row["q"])
    if q > row["p"]:
        return words("figure.chance.among", count=count, share=words.percent(q))
    return words("figure.chance.note", count=count)


def _chance(p: float, words: Words) -> str:
    return words.percent(p)


def _charts(result: Trend, words: Words) -> tuple[Chart, ...]:
    if result.series["value_ha"].isna().all():
        return ()
    one = Chart(
        draw=lambda: _fan(result, words),
        caption=words("chart.line", name=unit(result, result.lead, words)),
        explain=words("chart.line.explain"),
    )
    others = _others(result)
    if len(others) < 2:  # noqa: PLR2004 - one is the chart above
        return (one,)
    small = Chart(
        draw=lambda: _fans(result, others, words),
        caption=words("chart.lines", count=len(others)),
        explain=words("chart.line.explain"),
    )
    return (one, small)


def _fan(result: Trend, words: Words) -> alt.LayerChart:
    lines, kinds = _lines(result, (result.lead,), words)
    own = result.breaks[result.breaks["unit"] == result.lead]
    own = own[own["kind"] != Change.JUMP].sort_values("kind", ascending=False)
    marks = {
        words.period(at): words(f"mark.{kind}")
        for at, kind in zip(own["period"], own["kind"], strict=True)
    }
    return viz.fan.fan(
        lines,
        _no_bands(),
        kinds=kinds,
        period_order=_order(result, (result.lead,), words),
        value_title=words("axis.area"),
        marks=marks,
    )


def _fans(result: Trend, units: tuple[str, ...], words: Words) -> alt.FacetChart:
    lines, kinds = _lines(result, units, words)
    return viz.fan.fans(
        lines,
        _no_bands(),
        kinds=kinds,
        period_order=_order(result, units, words),
        value_title=words("axis.area"),
        words=words,
    )


def _others(result: Trend) -> tuple[str, ...]:
    sums = () if result.is_table else (result.lead, *result.groups)
    own = result.series[~result.series["unit"].isin(sums)]
    size = own.groupby("unit", sort=False)["value_ha"].sum().sort_values(ascending=False)
    return tuple(str(name) for name in size.index[:MOST_SMALL])


def _lines(result: Trend, units: tuple[str, ...], words: Words) -> tuple[pd.DataFrame, list[str]]:
    rows = result.series[result.series["unit"].isin(units)]
    rank = rows["unit"].map({name: at for at, name in enumerate(units)})
    rows = rows.loc[rank.sort_values(kind="stable").index]
    kinds = [words("line.observed"), words("line.fitted")]
    parts = [
        rows[["unit", "period"]].assign(value=rows[column].to_numpy(), kind=kind)
        for column, kind in zip(("value_ha", "fitted_ha"), kinds, strict=True)
    ]
    lines = pd.concat(parts, ignore_index=True).dropna(subset=["value"])
    return lines.assign(
        label=[unit(result, name, words) for name in lines["unit"]],
        period=[words.period(label) for label in lines["period"]],
        text=[words.hectares(value) for value in lines["value"]],
    ).drop(columns="unit"), kinds


def _no_bands() -> pd.DataFrame:
    columns = ("label", "period", "lo80_ha", "hi80_ha", "lo95_ha", "hi95_ha")
    return pd.DataFrame({column: pd.Series(dtype=object) for column in columns})


def _order(result: Trend, units: tuple[str, ...], words: Words) -> list[str]:
    rows = result.series[result.series["unit"].isin(units)]
    labels = sorted(rows["period"].unique(), key=lambda label: place(label, result.step))
    return [words.period(label) for label in labels]


def _tables(result: Trend, words: Words) -> tuple[Table, ...]:
    trends = result.trends.assign(told=[words(f"course.{one}") for one in result.trends["course"]])
    breaks = result.breaks.assign(what=[words(f"break.{one}") for one in result.breaks["kind"]])
    made = ((trends, TRENDS, "table.trends"), (breaks, BREAKS, "table.breaks"))
    return tuple(
        Table(
            frame=frame.assign(name=[unit(result, one, words) for one in frame["unit"]]),
            labels={column: words(f"column.{column}") for column in kinds},
            kinds=kinds,
            caption=words(caption),
        )
        for frame, kinds, caption in made
        if len(frame)
    )


def _lead(result: Trend) -> pd.Series:
    return result.trends[result.trends["unit"] == result.lead].iloc[0]
