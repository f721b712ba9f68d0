"""The rows of a forecast."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from analytics.analyses.forecast.naming import reason
from analytics.core.section import Table
from analytics.core.words import Kind
from analytics.stats.series.told import unit

if TYPE_CHECKING:
    import pandas as pd

    from analytics.analyses.forecast.model import Forecast
    from analytics.core.words import Words

FORECAST: Final = {
    "name": Kind.TEXT,
    "period": Kind.PERIOD,
    "median_ha": Kind.HECTARES,
    "lo80_ha": Kind.HECTARES,
    "hi80_ha": Kind.HECTARES,
    "lo95_ha": Kind.HECTARES,
    "hi95_ha": Kind.HECTARES,
    "grade": Kind.TEXT,
}
SUMS: Final = {
    "name": Kind.TEXT,
    "first": Kind.PERIOD,
    "last": Kind.PERIOD,
    **{column: kind for column, kind in FORECAST.items() if kind is Kind.HECTARES},
}
REGRESSED: Final = {
    **{column: kind for column, kind in FORECAST.items() if column != "grade"},
    "share": Kind.DECIMAL,
}
BACKTEST: Final = {
    "name": Kind.TEXT,
    "way": Kind.TEXT,
    "errors": Kind.COUNT,
    "mae_ha": Kind.HECTARES,
    "mase": Kind.DECIMAL,
    "skill": Kind.SHARE,
    "bias": Kind.SHARE,
    "held80": Kind.SHARE,
    "held95": Kind.SHARE,
    "of": Kind.COUNT,
    "score80_ha": Kind.HECTARES,
}
BREAKS: Final = {
    "name": Kind.TEXT,
    "period": Kind.PERIOD,
    "what": Kind.TEXT,
    "factor": Kind.DECIMAL,
}
REFUSED: Final = {"name": Kind.TEXT, "why": Kind.TEXT, "known": Kind.COUNT}
EFFECTS: Final = {
    "event": Kind.TEXT,
    "period": Kind.PERIOD,
    "name": Kind.TEXT,
    "actual_ha": Kind.HECTARES,
    "expected_ha": Kind.HECTARES,
    "low_ha": Kind.HECTARES,
    "high_ha": Kind.HECTARES,
    "share": Kind.SHARE,
    "share_low": Kind.SHARE,
    "share_high": Kind.SHARE,
    "told": Kind.TEXT,
}


def tables(result: Forecast, words: Words) -> tuple[Table, ...]:
    """The forecast first; what is empty is left out."""
    named = _Named(result, words)
    refused = result.refused.assign(
        why=[reason(result, row, words) for _, row in result.refused.iterrows()]
    )
    tests = result.backtest.assign(way=[words(f"way.{one}") for one in result.backtest["model"]])
    breaks = result.breaks.assign(what=[words(f"break.{one}") for one in result.breaks["kind"]])
    effects = result.effects.assign(
        told=[words(f"silence.{one or 'none'}") for one in result.effects["silence"]]
    )
    other = words(f"table.other.{result.breaks_are}")
    made = (
        named.table(result.forecast, FORECAST, words("table.forecast")),
        named.table(result.sums[result.sums["periods"] > 1], SUMS, words("table.sums")),
        named.table(result.other, FORECAST, other),
        named.table(result.regressed, REGRESSED, words("table.regressed"), taken="share"),
        named.table(refused, REFUSED, words("table.refused")),
        named.table(effects, EFFECTS, words("table.effects")),
        named.table(tests, BACKTEST, words("table.backtest")),
        named.table(breaks, BREAKS, words("table.breaks")),
    )
    return tuple(table for table in made if len(table.frame))


class _Named:
    """Makes tables whose units are named."""

    def __init__(self, result: Forecast, words: Words) -> None:
        self._result, self._words = result, words

    def table(
        self, frame: pd.DataFrame, kinds: dict[str, Kind], caption: str, taken: str = ""
    ) -> Table:
        named = frame.assign(name=[unit(self._result, one, self._words) for one in frame["unit"]])
        return Table(
            frame=named,
            labels={
                column: self._words("column.taken" if column == taken else f"column.{column}")
                for column in kinds
            },
            kinds=kinds,
            caption=caption,
        )
