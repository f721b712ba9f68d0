"""Tell a forecast: what is to be expected, how sure that is, how often it was right."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from analytics.analyses.forecast import pictures, tables
from analytics.analyses.forecast.caveats import caveats
from analytics.analyses.forecast.keys import keys
from analytics.analyses.forecast.naming import hectares, reason
from analytics.core.section import Figure, Section
from analytics.stats.series.refusals import NO_SKILL
from analytics.stats.series.told import unit

if TYPE_CHECKING:
    import pandas as pd

    from analytics.analyses.forecast.model import Forecast
    from analytics.core.words import Words

BIASED = 0.20


def tell(result: Forecast, words: Words) -> Section:
    """Word the result; a refusal is an answer too."""
    return Section(
        title=words("title"),
        headline=_headline(result, words),
        figures=_figures(result, words),
        charts=pictures.charts(result, words),
        tables=tables.tables(result, words),
        caveats=caveats(result, words),
        facts=keys(result, words),
    )


def _headline(result: Forecast, words: Words) -> str:
    name = unit(result, result.lead, words)
    total = _of(result.sums, result)
    if total is None:
        refusal = _of(result.refused, result)
        why = "" if refusal is None else reason(result, refusal, words)
        return words("headline.refused", name=name, reason=why)
    facts = {
        "name": name,
        "area": hectares(total["median_ha"], words),
        "low": words.significant(total["lo80_ha"], 2),
        "high": hectares(total["hi80_ha"], words),
        "first": words.period(total["first"]),
        "last": words.period(total["last"]),
    }
    said = words(f"headline.{'one' if total['periods'] == 1 else 'many'}", **facts)
    test = _test(result)
    if test is None or math.isnan(test["skill"]):
        return said
    if test["skill"] <= NO_SKILL:
        return f"{said} {words('headline.no_skill')}"
    return f"{said} {words('headline.skill', share=words.percent(test['skill']))}"


def _figures(result: Forecast, words: Words) -> tuple[Figure, ...]:
    total, test = _of(result.sums, result), _test(result)
    first = _of(result.forecast, result)
    return (
        _expected(total, words),
        _next(first, words),
        _skill(test, words),
        _held(test, words),
    )


def _expected(total: pd.Series | None, words: Words) -> Figure:
    if total is None:
        return Figure(words("figure.expected"), "–", words("figure.refused"))
    key = "one" if total["periods"] == 1 else "note"
    return Figure(
        words("figure.expected"),
        hectares(total["median_ha"], words),
        words(
            f"figure.expected.{key}",
            low=words.significant(total["lo80_ha"], 2),
            high=hectares(total["hi80_ha"], words),
            first=words.period(total["first"]),
            last=words.period(total["last"]),
        ),
        number=float(total["median_ha"]),
        unit="ha",
    )


def _next(first: pd.Series | None, words: Words) -> Figure:
    if first is None:
        return Figure(words("figure.grade"), "–", words("figure.refused"))
    return Figure(
        words("figure.grade"),
        str(first["grade"]),
        words(f"figure.grade.{first['grade']}"),
    )


def _skill(test: pd.Series | None, words: Words) -> Figure:
    if test is None or math.isnan(test["skill"]):
        return Figure(words("figure.skill"), "–", words("figure.untried"))
    share = test["skill"]
    key = "none" if share <= NO_SKILL else "some"
    return Figure(
        words("figure.skill"),
        words.percent(max(share, 0.0)),
        words(f"figure.skill.{key}", count=int(test["origins"])),
        number=float(share),
    )


def _held(test: pd.Series | None, words: Words) -> Figure:
    if test is None or not test["of"]:
        return Figure(words("figure.held"), "–", words("figure.untried"))
    return Figure(
        words("figure.held"),
        words("figure.held.value", inside=int(test["inside80"]), of=int(test["of"])),
        words(
            "figure.held.note",
            low=words.percent(test["held80_low"]),
            high=words.percent(test["held80_high"]),
        ),
        number=float(test["held80"]),
    )


def _of(frame: pd.DataFrame, result: Forecast) -> pd.Series | None:
    """The first row of the unit told first; None where there is none."""
    rows = frame[frame["unit"] == result.lead]
    return rows.iloc[0] if len(rows) else None


def _test(result: Forecast) -> pd.Series | None:
    rows = result.backtest[result.backtest["model"] == result.way]
    return _of(rows, result)
