"""On which ground is there more mining than its share of the land would give?"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from analytics.core.analysis import Analysis
from analytics.core.dataset import Has, Need
from analytics.core.params import Params, param

if TYPE_CHECKING:
    from analytics.analyses.context.model import Context
    from analytics.core.dataset import Dataset
    from analytics.core.section import Section
    from analytics.core.words import Words

__all__ = ["ANALYSIS", "ContextParams"]


@dataclass(frozen=True, kw_only=True, slots=True)
class ContextParams(Params):
    """What the analyst may change."""

    study: str = param("auto", choices=("auto", "provinces", "countries", "hull"))
    count: str = param("area", choices=("area", "sites"))
    most: int = param(10, low=2, high=40, step=1)
    by: str = param("auto", is_rare=True)
    column: str = param("auto", is_rare=True)
    bands_km: str = param("1; 2; 5; 10", is_rare=True)
    around_km: float = param(20.0, low=0.0, high=200.0, step=1.0, unit="km", is_rare=True)
    block_km: float = param(20.0, low=1.0, high=200.0, step=1.0, unit="km", is_rare=True)
    seed: int = param(1, low=0, high=999_999, step=1, is_rare=True)


def _run(dataset: Dataset, params: ContextParams) -> Context:
    from analytics.analyses.context.model import context

    return context(dataset, params)


def _tell(result: Context, words: Words) -> Section:
    from analytics.analyses.context.section import tell

    return tell(result, words)


ANALYSIS = Analysis(
    slug="context",
    version="1.0",
    folder=Path(__file__).parent,
    params=ContextParams,
    needs=(Need(Has.LOCATION),),
    run=_run,
    tell=_tell,
)
