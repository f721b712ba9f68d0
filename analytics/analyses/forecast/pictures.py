"""The fan of the unit told first, and small ones of the others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pandas as pd

from analytics import viz
from analytics.analyses.forecast.frames import ENDS
from analytics.analyses.forecast.naming import hectares
from analytics.core.section import Chart
from analytics.stats.series.changes import Change
from analytics.stats.series.panel import place
from analytics.stats.series.refusals import NO_SKILL
from analytics.stats.series.told import unit

if TYPE_CHECKING:
    from collections.abc import Iterator

    import altair as alt

    from analytics.analyses.forecast.model import Forecast
    from analytics.core.words import Words

MOST_SMALL: Final = 9
STRAIGHT: Final = ("naive", "drift", "growth")
HIGHEST: Final = 3.0  # times the largest number drawn: beyond it a line of growth leaves the chart


def charts(result: Forecast, words: Words) -> tuple[Chart, ...]:
    """Only what has anything to show."""
    known = result.series.dropna(subset=["value_ha"])
    if known.empty:
        return ()
    name = unit(result, result.lead, words)
    one = Chart(
        draw=lambda: _fan(result, words),
        caption=" ".join([words("chart.fan", name=name), *_standing(result, words)]),
        explain=words("chart.fan.explain"),
    )
    tests = result.backtest[result.backtest["unit"] == result.lead]
    errors = Chart(
        draw=lambda: _errors(result, tests, words),
        caption=words("chart.errors", name=name),
        explain=words("chart.errors.explain"),
    )
    shown = (one, errors) if len(tests) else (one,)
    others = _others(result)
    if len(others) < 2:  # noqa: PLR2004 - one is the fan itself
        return shown
    small = Chart(
        draw=lambda: _fans(result, others, words),
        caption=words("chart.fans", count=len(others)),
        explain=words("chart.fans.explain"),
    )
    return (*shown, small)


def _standing(result: Forecast, words: Words) -> Iterator[str]:
    """Which method, learnt from which periods, and what became of it when tried on the past."""
    if not (result.forecast["unit"] == result.lead).any():
        return
    own = result.series[result.series["unit"] == result.lead].dropna(subset=["value_ha"])
    own = own[own["is_used"].astype(bool)] if own["is_used"].any() else own
    first, last = (words.period(str(own["period"].iloc[at])) for at in (0, -1))
    yield words("chart.fan.way", way=words(f"way.{result.way}"), first=first, last=last)
    tests = result.backtest[
        (result.backtest["unit"] == result.lead) & (result.backtest["model"] == result.way)
    ]
    if tests.empty or not tests["of"].iloc[0]:
        yield words("chart.fan.untried")
        return
    test = tests.iloc[0]
    key = "some" if test["skill"] > NO_SKILL else "none"
    held = {"inside": int(test["inside80"]), "of": int(test["of"])}
    yield words(f"chart.fan.tried.{key}", share=words.percent(test["skill"]), **held)


def _fan(result: Forecast, words: Words) -> alt.LayerChart:
    seen, ahead, kinds = _lines(result, (result.lead,), words, with_straight=True)
    order = _order(result, (result.lead,))
    marks = _breaks(result, words)
    return viz.fan.fan(
        seen,
        ahead,
        kinds=kinds,
        period_order=[words.period(label) for label in order],
        value_title=words("axis.area"),
        marks=marks,
    )


def _errors(result: Forecast, tests: pd.DataFrame, words: Words) -> alt.LayerChart:
    ordered = tests.sort_values("mae_ha", kind="stable")
    bars = pd.DataFrame(
        {
            "way": [words(f"way.{one}") for one in ordered["model"]],
            "mae_ha": ordered["mae_ha"].to_numpy(),
            "text": [words.hectares(value) for value in ordered["mae_ha"]],
        }
    )
    return viz.charts.ranked_bars(
        bars,
        label="way",
        value="mae_ha",
        value_title=words("column.mae_ha"),
        words=words,
        highlight=words(f"way.{result.way}"),
    )


def _fans(result: Forecast, units: tuple[str, ...], words: Words) -> alt.FacetChart:
    seen, ahead, kinds = _lines(result, units, words, with_straight=False)
    return viz.fan.fans(
        seen,
        ahead,
        kinds=kinds,
        period_order=[words.period(label) for label in _order(result, units)],
        value_title=words("axis.area"),
        words=words,
    )


def _others(result: Forecast) -> tuple[str, ...]:
    """The units with most hectares so far, the largest first."""
    sums = () if result.is_table else (result.lead, *result.groups)
    own = result.series[~result.series["unit"].isin(sums)]
    size = own.groupby("unit", sort=False)["value_ha"].sum().sort_values(ascending=False)
    return tuple(str(name) for name in size.index[:MOST_SMALL])


def _lines(
    result: Forecast, units: tuple[str, ...], words: Words, *, with_straight: bool
) -> tuple[pd.DataFrame, pd.DataFrame, list[str]]:
    """Lines by kind, bands, and the kinds there are; a forecast starts from the last value."""
    seen = result.series[result.series["unit"].isin(units)].dropna(subset=["value_ha"])
    rank = seen["unit"].map({name: place for place, name in enumerate(units)})
    seen = seen.loc[rank.sort_values(kind="stable").index]
    told = result.forecast[result.forecast["unit"].isin(units)]
    last = seen.groupby("unit", sort=False).tail(1)
    last = last[last["unit"].isin(set(told["unit"]))]
    parts = [_line(seen, "value_ha", "observed")]
    parts += [_line(last, "value_ha", "forecast"), _line(told, "median_ha", "forecast")]
    kinds = ["observed", *(["forecast"] if len(told) else [])]
    most = max(seen["value_ha"].max(), told["hi80_ha"].max() if len(told) else 0.0)
    for name in STRAIGHT if with_straight and len(told) else ():
        line = result.reference[result.reference["unit"].isin(units)].dropna(subset=[f"{name}_ha"])
        line = line[line[f"{name}_ha"] <= HIGHEST * most]
        if len(line):
            parts += [_line(last, "value_ha", name), _line(line, f"{name}_ha", name)]
            kinds.append(name)
    lines = pd.concat([part for part in parts if len(part)], ignore_index=True)
    start = last.assign(**dict.fromkeys(ENDS, last["value_ha"]))
    bands = pd.concat([start[["unit", "period", *ENDS]], told[["unit", "period", *ENDS]]])
    narrow = bands["unit"].map(told.groupby("unit")["lo95_ha"].count()) == 0
    bands.loc[narrow.to_numpy(), ["lo95_ha", "hi95_ha"]] = float("nan")
    return (
        _worded(result, lines, words).assign(
            kind=[words(f"line.{kind}") for kind in lines["kind"]],
            text=[
                words.hectares(value) if kind == "observed" else hectares(value, words)
                for value, kind in zip(lines["value"], lines["kind"], strict=True)
            ],
        ),
        _worded(result, bands, words),
        [words(f"line.{kind}") for kind in kinds],
    )


def _line(rows: pd.DataFrame, column: str, kind: str) -> pd.DataFrame:
    return rows[["unit", "period"]].assign(value=rows[column].to_numpy(), kind=kind)


def _worded(result: Forecast, frame: pd.DataFrame, words: Words) -> pd.DataFrame:
    return frame.assign(
        label=[unit(result, name, words) for name in frame["unit"]],
        period=[words.period(label) for label in frame["period"]],
    ).drop(columns="unit")


def _order(result: Forecast, units: tuple[str, ...]) -> list[str]:
    found = pd.concat([result.series, result.forecast])
    own = found.loc[found["unit"].isin(units), "period"].unique()
    return sorted(own, key=lambda label: place(label, result.step))


def _breaks(result: Forecast, words: Words) -> dict[str, str]:
    """What stands at a rule: only breaks that matter, the method's first."""
    own = result.breaks[result.breaks["unit"] == result.lead]
    own = own[own["is_acted"] | (own["kind"] != Change.JUMP)]
    return {
        words.period(row["period"]): words(f"mark.{row['kind']}")
        for _, row in own.sort_values("kind", ascending=False).iterrows()
    }
