"""How many hectares are mined in each country, province or period?"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from analytics.core.analysis import Analysis
from analytics.core.params import Params, param

if TYPE_CHECKING:
    from analytics.analyses.totals.model import Totals
    from analytics.core.dataset import Dataset
    from analytics.core.section import Section
    from analytics.core.words import Words

__all__ = ["ANALYSIS", "TotalsParams"]


@dataclass(frozen=True, kw_only=True, slots=True)
class TotalsParams(Params):
    """What the analyst may change."""

    by: str = param("country", choices=("country", "province", "period"))
    top: int = param(10, low=1, high=50, step=1)
    step: str = param("auto", choices=("auto", "recorded", "year"))


def _run(dataset: Dataset, params: TotalsParams) -> Totals:
    from analytics.analyses.totals.model import totals

    return totals(dataset, params)


def _tell(result: Totals, words: Words) -> Section:
    from analytics.analyses.totals.section import tell

    return tell(result, words)


ANALYSIS = Analysis(
    slug="totals",
    version="1.0",
    folder=Path(__file__).parent,
    params=TotalsParams,
    needs=(),
    run=_run,
    tell=_tell,
)
