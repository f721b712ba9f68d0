"""How much mining is there, where most of it, and what is new?"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from analytics.core.analysis import Analysis
from analytics.core.params import Params, param

if TYPE_CHECKING:
    from analytics.analyses.overview.model import Overview
    from analytics.core.dataset import Dataset
    from analytics.core.section import Section
    from analytics.core.words import Words

__all__ = ["ANALYSIS", "OverviewParams"]


@dataclass(frozen=True, kw_only=True, slots=True)
class OverviewParams(Params):
    """What the analyst may change; the last two say how sites of two loads are compared."""

    by: str = param("auto", choices=("auto", "country", "province"))
    top: int = param(10, low=1, high=50, step=1)
    step: str = param("auto", choices=("auto", "recorded", "year"))
    overlap: float = param(0.1, low=0.01, high=0.99, step=0.01, is_rare=True)
    tolerance: float = param(0.05, low=0.0, high=0.5, step=0.01, is_rare=True)


def _run(dataset: Dataset, params: OverviewParams) -> Overview:
    from analytics.analyses.overview.model import overview

    return overview(dataset, params)


def _tell(result: Overview, words: Words) -> Section:
    from analytics.analyses.overview.section import tell

    return tell(result, words)


ANALYSIS = Analysis(
    slug="overview",
    version="1.0",
    folder=Path(__file__).parent,
    params=OverviewParams,
    needs=(),
    run=_run,
    tell=_tell,
)
