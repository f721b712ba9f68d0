"""Is mining growing or shrinking, how fast, and may the series be compared with itself?"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from analytics.core.analysis import Analysis
from analytics.core.dataset import Has, Need
from analytics.core.params import Params, param

if TYPE_CHECKING:
    from analytics.analyses.trend.model import Trend
    from analytics.core.dataset import Dataset
    from analytics.core.section import Section
    from analytics.core.words import Words

__all__ = ["ANALYSIS", "TrendParams"]


@dataclass(frozen=True, kw_only=True, slots=True)
class TrendParams(Params):
    """What the analyst may change."""

    by: str = param("country", choices=("country", "province", "zone", "site", "whole"))
    step: str = param("year", choices=("year", "quarter", "month"))
    breaks: str = param("restart", choices=("restart", "ignore"))
    level: float = param(0.05, low=0.01, high=0.10, step=0.01, is_rare=True)
    events: str = param("", from_file=(".csv",), is_rare=True)
    zones: str = param("auto", is_rare=True)
    zone_name: str = param("auto", is_rare=True)


def _run(dataset: Dataset, params: TrendParams) -> Trend:
    from analytics.analyses.trend.model import trend

    return trend(dataset, params)


def _tell(result: Trend, words: Words) -> Section:
    from analytics.analyses.trend.section import tell

    return tell(result, words)


ANALYSIS = Analysis(
    slug="trend",
    version="1.2",
    folder=Path(__file__).parent,
    params=TrendParams,
    needs=(Need(Has.SERIES),),
    run=_run,
    tell=_tell,
)
