"""What a reader must know before repeating a trend."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.stats.series import told

if TYPE_CHECKING:
    from analytics.analyses.trend.model import Trend
    from analytics.core.words import Words


def caveats(result: Trend, words: Words) -> tuple[str, ...]:
    """The limits of the test, then of the series."""
    return (
        *_of_the_test(result, words),
        *told.of_the_breaks(result, words),
        *_of_the_event(result, words),
        *told.of_the_data(result, words),
    )


def _of_the_test(result: Trend, words: Words) -> tuple[str, ...]:
    row = result.trends[result.trends["unit"] == result.lead].iloc[0]
    said = [words("caveat.test", level=words.percent(result.level))]
    if result.units > 1:
        said.append(words("caveat.many", count=result.units))
    if row["is_corrected"]:
        said.append(words("caveat.corrected"))
    elif not row["is_assessed"]:
        said.append(words("caveat.autocorrelation"))
    return tuple(said)


def _of_the_event(result: Trend, words: Words) -> tuple[str, ...]:
    own = result.breaks[result.breaks["unit"] == result.lead]
    return (words("caveat.event"),) if own["is_event"].any() else ()
