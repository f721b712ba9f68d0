"""How many hectares are to be expected next, how sure is that, and how often was it right?"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from analytics.core.analysis import Analysis
from analytics.core.dataset import Has, Need
from analytics.core.params import Params, param

if TYPE_CHECKING:
    from analytics.analyses.forecast.model import Forecast
    from analytics.core.dataset import Dataset
    from analytics.core.section import Section
    from analytics.core.words import Words

__all__ = ["ANALYSIS", "ForecastParams"]


@dataclass(frozen=True, kw_only=True, slots=True)
class ForecastParams(Params):
    """What the analyst may change."""

    by: str = param("country", choices=("country", "province", "zone", "site", "whole"))
    step: str = param("year", choices=("year", "quarter", "month"))
    horizon: int = param(3, low=1, high=12, step=1)
    model: str = param("trio", choices=("trio", "c4", "naive", "drift"), is_rare=True)
    breaks: str = param("restart", choices=("restart", "ignore"), is_rare=True)
    events: str = param("", from_file=(".csv",), is_rare=True)
    regressor: str = param("", from_file=(".csv",), is_rare=True)
    sums: str = param("parts", choices=("parts", "weighted"), is_rare=True)
    zones: str = param("auto", is_rare=True)
    zone_name: str = param("auto", is_rare=True)


def _run(dataset: Dataset, params: ForecastParams) -> Forecast:
    from analytics.analyses.forecast.model import forecast

    return forecast(dataset, params)


def _tell(result: Forecast, words: Words) -> Section:
    from analytics.analyses.forecast.section import tell

    return tell(result, words)


ANALYSIS = Analysis(
    slug="forecast",
    version="1.2",
    folder=Path(__file__).parent,
    params=ForecastParams,
    needs=(Need(Has.SERIES),),
    run=_run,
    tell=_tell,
)
