"""What a reader must know before repeating a forecast."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from analytics.analyses.forecast.naming import unit
from analytics.core.schema import Measure
from analytics.stats.series.changes import Change
from analytics.stats.series.refusals import BOTH_BANDS

if TYPE_CHECKING:
    from analytics.analyses.forecast.model import Forecast
    from analytics.core.words import Words

BIASED: Final = 0.20
SURPRISE: Final = 1.5  # times what was told, or the other way round


def caveats(result: Forecast, words: Words) -> tuple[str, ...]:
    """What the forecast is, then how far it may be trusted, then what the data lack."""
    return (
        *_of_the_forecast(result, words),
        *_of_the_test(result, words),
        *_of_the_data(result, words),
    )


def _of_the_forecast(result: Forecast, words: Words) -> tuple[str, ...]:
    told = [words("caveat.modelled"), words(f"caveat.model.{result.model}")]
    own = result.forecast[result.forecast["unit"] == result.lead]
    if len(own) and own["lo95_ha"].isna().all():
        told.append(words("caveat.short", count=BOTH_BANDS))
    if 0 < len(own) < result.horizon:
        told.append(words("caveat.horizon", count=len(own), asked=result.horizon))
    if result.carried:
        told.append(words("caveat.carried", count=result.carried))
    if len(result.regressed):
        told.append(words("caveat.regressor"))
    if len(result.effects):
        has_control = (result.effects["control"] != "").all()
        told.append(words("caveat.control" if has_control else "caveat.no_control"))
    return tuple(told)


def _of_the_test(result: Forecast, words: Words) -> tuple[str, ...]:
    tests = result.backtest[
        (result.backtest["unit"] == result.lead) & (result.backtest["model"] == result.model)
    ]
    told = []
    if len(tests):
        test = tests.iloc[0]
        told.append(words("caveat.backtest", count=int(test["origins"])))
        if abs(test["bias"]) > BIASED:
            told.append(words("caveat.low" if test["bias"] > 0 else "caveat.high"))
    residuals = result.residuals[result.residuals["unit"] == result.lead]
    off = residuals["factor"].where(residuals["factor"] >= 1, 1 / residuals["factor"])
    if len(off) and off.max() >= SURPRISE:
        worst = residuals.iloc[int(off.to_numpy().argmax())]
        key = "caveat.surprise.high" if worst["factor"] > 1 else "caveat.surprise.low"
        period = words.period(str(worst["period"]))
        told.append(words(key, period=period, times=words.number(float(off.max()), 1)))
    return tuple(told)


def _of_the_data(result: Forecast, words: Words) -> tuple[str, ...]:
    told = []
    own = result.breaks[result.breaks["unit"] == result.lead]
    for kind in (Change.METHOD, Change.LIKELY, Change.POSSIBLE, Change.JUMP):
        some = own[own["kind"] == kind]
        if len(some):
            at = words.join(words.period(period) for period in some["period"])
            name = unit(result, result.lead, words)
            told.append(words(f"caveat.break.{kind}", periods=at, name=name))
    if result.step is not result.asked:
        told.append(words(f"caveat.step.{result.step}"))
    if not result.has_methods:
        told.append(words("caveat.methods"))
    if result.measure is Measure.STOCK:
        told.append(words("caveat.stock"))
    if result.fell:
        told.append(words("caveat.fell", count=result.fell))
    return tuple(told)
