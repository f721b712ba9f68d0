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
    "median_ha": Kind.MODELLED,
    "lo80_ha": Kind.MODELLED,
    "hi80_ha": Kind.MODELLED,
    "lo95_ha": Kind.MODELLED,
    "hi95_ha": Kind.MODELLED,
    "grade": Kind.TEXT,
}
SUMS: Final = {
    "name": Kind.TEXT,
    "first": Kind.PERIOD,
    "last": Kind.PERIOD,
    **{column: kind for column, kind in FORECAST.items() if kind is Kind.MODELLED},
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
    "within80": Kind.TEXT,
    "within95": Kind.TEXT,
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
    "periods": Kind.COUNT,
    "actual_ha": Kind.HECTARES,
    "expected_ha": Kind.MODELLED,
    "low_ha": Kind.MODELLED,
    "high_ha": Kind.MODELLED,
    "share": Kind.SHARE,
    "share_low": Kind.SHARE,
    "share_high": Kind.SHARE,
    "told": Kind.TEXT,
}


def tables(result: Forecast, words: Words) -> tuple[Table, ...]:
    """The forecast first; what is empty is left out."""
    several = result.sums[result.sums["periods"] > 1]
    made = (
        (result.forecast, FORECAST, "forecast"),
        (several, SUMS, "sums"),
        (result.other, FORECAST, f"other.{result.breaks_are}"),
        (result.regressed, REGRESSED, "regressed"),
        (result.refused, REFUSED, "refused"),
        (result.effects, EFFECTS, "effects"),
        (result.backtest, BACKTEST, "backtest"),
        (result.breaks, BREAKS, "breaks"),
    )
    return tuple(_table(result, *one, words) for one in made if len(one[0]))


def _table(
    result: Forecast, frame: pd.DataFrame, kinds: dict[str, Kind], key: str, words: Words
) -> Table:
    """One table with its units named; a share of a driver has a heading of its own."""
    headings = {column: f"column.{column}" for column in kinds}
    if key == "regressed":
        headings["share"] = "column.taken"
    named = {"name": [unit(result, one, words) for one in frame["unit"]]}
    return Table(
        frame=frame.assign(**named, **_worded(result, frame, key, words)),
        labels={column: words(heading) for column, heading in headings.items()},
        kinds=kinds,
        caption=words(f"table.{key}"),
    )


def _worded(result: Forecast, frame: pd.DataFrame, key: str, words: Words) -> dict[str, list[str]]:
    """What a table says in words, by column."""
    match key:
        case "refused":
            return {"why": [reason(result, row, words) for _, row in frame.iterrows()]}
        case "effects":
            return {"told": [words(f"silence.{one or 'none'}") for one in frame["silence"]]}
        case "breaks":
            return {"what": [words(f"break.{one}") for one in frame["kind"]]}
        case "backtest":
            return {
                "way": [words(f"way.{one}") for one in frame["model"]],
                "within80": _within(frame, 80, words),
                "within95": _within(frame, 95, words),
            }
    return {}


def _within(tests: pd.DataFrame, percent: int, words: Words) -> list[str]:
    """How many values lay within the interval, and what that says of the true share."""
    columns = [f"inside{percent}", "of", f"held{percent}_low", f"held{percent}_high"]
    return [
        words(
            "within",
            inside=int(row[0]),
            of=int(row[1]),
            low=round(100 * row[2]),
            high=round(100 * row[3]),
        )
        if row[1]
        else words("figure.untried")
        for row in tests[columns].itertuples(index=False)
    ]
