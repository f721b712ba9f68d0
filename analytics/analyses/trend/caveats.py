"""What a reader must know before repeating a trend."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.analyses.trend.naming import unit
from analytics.core.schema import Measure
from analytics.stats.series.changes import Change

if TYPE_CHECKING:
    from analytics.analyses.trend.model import Trend
    from analytics.core.words import Words


def caveats(result: Trend, words: Words) -> tuple[str, ...]:
    """The limits of the test, then of the series."""
    return (
        *_of_the_test(result, words),
        *_of_the_breaks(result, words),
        *_of_the_data(result, words),
    )


def _of_the_test(result: Trend, words: Words) -> tuple[str, ...]:
    row = result.trends[result.trends["unit"] == result.lead].iloc[0]
    told = [words("caveat.test", level=words.percent(result.level))]
    if result.units > 1:
        told.append(words("caveat.many", count=result.units))
    if row["is_corrected"]:
        told.append(words("caveat.corrected"))
    elif not row["is_assessed"]:
        told.append(words("caveat.autocorrelation"))
    return tuple(told)


def _of_the_breaks(result: Trend, words: Words) -> tuple[str, ...]:
    told = []
    own = result.breaks[result.breaks["unit"] == result.lead]
    name = unit(result, result.lead, words)
    for kind in (Change.METHOD, Change.LIKELY, Change.POSSIBLE, Change.JUMP):
        some = own[own["kind"] == kind]
        if len(some):
            at = words.join(words.period(period) for period in some["period"])
            told.append(words(f"caveat.break.{kind}", periods=at, name=name))
    if own["is_event"].any():
        told.append(words("caveat.event"))
    return tuple(told)


def _of_the_data(result: Trend, words: Words) -> tuple[str, ...]:
    told = []
    if result.step is not result.asked:
        told.append(words(f"caveat.step.{result.step}"))
    if not result.has_methods:
        told.append(words("caveat.methods"))
    if result.measure is Measure.STOCK:
        told.append(words("caveat.stock"))
    if result.fell:
        told.append(words("caveat.fell", count=result.fell))
    return tuple(told)
