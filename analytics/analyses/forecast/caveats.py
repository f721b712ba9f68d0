"""What a reader must know before repeating a forecast."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from analytics.stats.series import told
from analytics.stats.series.models import FEWEST_CHANGES
from analytics.stats.series.refusals import BOTH_BANDS

if TYPE_CHECKING:
    from analytics.analyses.forecast.model import Forecast
    from analytics.core.words import Words

BIASED: Final = 0.20
MOVED: Final = 0.01  # of the whole's own forecast: less is not worth a word
SURPRISE: Final = 1.5  # times what was told, or the other way round


def caveats(result: Forecast, words: Words) -> tuple[str, ...]:
    """What the forecast is, then how far it may be trusted, then what the data lack."""
    return (
        *_of_the_forecast(result, words),
        *_of_the_test(result, words),
        *told.of_the_breaks(result, words),
        *told.of_the_data(result, words),
    )


def _of_the_forecast(result: Forecast, words: Words) -> tuple[str, ...]:
    said = [words("caveat.modelled"), words(f"caveat.model.{result.way}")]
    if result.way != result.model:
        said.append(words("caveat.kept"))
    own = result.forecast[result.forecast["unit"] == result.lead]
    if len(own) and own["lo95_ha"].isna().all():
        said.append(words("caveat.short", count=BOTH_BANDS))
    if 0 < len(own) < result.horizon:
        said.append(words("caveat.horizon", count=len(own), asked=result.horizon))
    if result.carried:
        said.append(words("caveat.carried", count=result.carried))
    said += _of_the_sums(result, words)
    if len(result.regressed):
        said.append(words("caveat.regressor"))
        if (result.regressed["share"] == 0).all():
            said.append(words("caveat.regressor.idle", count=FEWEST_CHANGES))
    if len(result.effects):
        has_control = (result.effects["control"] != "").all()
        said.append(words("caveat.control" if has_control else "caveat.no_control"))
    if result.left_out:
        said.append(words("caveat.left_out", count=result.left_out))
    return tuple(said)


def _of_the_sums(result: Forecast, words: Words) -> list[str]:
    """Who adds up to whom, and by how much the whole's own forecast was moved for it."""
    if math.isnan(result.moved):
        return []
    level = "countries" if result.groups else "units"
    said = [words(f"caveat.sums.{result.sums_are}.{level}")]
    if abs(result.moved) >= MOVED:
        key = "caveat.moved.up" if result.moved > 0 else "caveat.moved.down"
        said.append(words(key, share=words.percent(abs(result.moved))))
    return said


def _of_the_test(result: Forecast, words: Words) -> tuple[str, ...]:
    tests = result.backtest[
        (result.backtest["unit"] == result.lead) & (result.backtest["model"] == result.way)
    ]
    said: list[str] = []
    if len(tests):
        test = tests.iloc[0]
        said.append(words("caveat.backtest", count=int(test["origins"])))
        if abs(test["bias"]) > BIASED:
            said.append(words("caveat.low" if test["bias"] > 0 else "caveat.high"))
    residuals = result.residuals[result.residuals["unit"] == result.lead]
    off = residuals["factor"].where(residuals["factor"] >= 1, 1 / residuals["factor"])
    if len(off) and off.max() >= SURPRISE:
        worst = residuals.iloc[int(off.to_numpy().argmax())]
        key = "caveat.surprise.high" if worst["factor"] > 1 else "caveat.surprise.low"
        period = words.period(str(worst["period"]))
        said.append(words(key, period=period, times=words.number(float(off.max()), 1)))
    return tuple(said)
