"""Key numbers of a table of series, for page 1 of a brief that has no site to tell of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.analyses.forecast.naming import hectares
from analytics.core.section import Figure, Trend
from analytics.stats.series.told import unit

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

    from analytics.analyses.forecast.model import Forecast
    from analytics.core.words import Words


def keys(result: Forecast, words: Words) -> tuple[Figure, ...]:
    """What was seen last and what is expected of the unit told first; of sites others tell it."""
    return (*_latest(result, words), *_ahead(result, words)) if result.is_table else ()


def _latest(result: Forecast, words: Words) -> Iterator[Figure]:
    rows = result.series[result.series["unit"] == result.lead]
    known = rows.dropna(subset=["value_ha"])
    if known.empty:
        return
    last, at = known.iloc[-1], words.period(str(known["period"].iloc[-1]))
    yield Figure(
        words("key.latest", name=unit(result, result.lead, words), period=at),
        words.hectares(last["value_ha"]),
        words("key.latest.note"),
        number=float(last["value_ha"]),
        unit="ha",
        trend=_trend(rows, known, words),
        key="latest",
    )


def _trend(rows: pd.DataFrame, known: pd.DataFrame, words: Words) -> Trend:
    if len(known) == 1:
        return Trend(change=words("key.once"))
    first, before, last = (known.iloc[at] for at in (0, -2, -1))
    by = float(last["value_ha"] - before["value_ha"])
    change = words("key.change", area=words.change(by))
    if before["value_ha"] > 0:
        rate = words.percent(abs(by) / float(before["value_ha"]))
        change = words("key.change.rate", change=change, rate=f"{'+' if by >= 0 else '-'}{rate}")
    return Trend(
        change=change,
        than=words("key.than", before=words.period(str(before["period"]))),
        line=tuple(rows["value_ha"].astype(float)),
        told=words(
            "key.line",
            first=words.period(str(first["period"])),
            first_area=words.hectares(first["value_ha"]),
            last=words.period(str(last["period"])),
            last_area=words.hectares(last["value_ha"]),
        ),
    )


def _ahead(result: Forecast, words: Words) -> Iterator[Figure]:
    rows = result.sums[result.sums["unit"] == result.lead]
    if rows.empty:
        return
    total = rows.iloc[0]
    first, last = words.period(str(total["first"])), words.period(str(total["last"]))
    yield Figure(
        words("key.ahead", first=first, last=last),
        hectares(total["median_ha"], words),
        words("key.ahead.note"),
        number=float(total["median_ha"]),
        unit="ha",
        key="ahead",
        span=words(
            "key.ahead.span",
            low=words.significant(total["lo80_ha"], 2),
            high=hectares(total["hi80_ha"], words),
        ),
    )
