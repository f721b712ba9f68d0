"""How much gold and mercury does the mined ground stand for, and what would repair cost?"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from analytics.core.analysis import Analysis
from analytics.core.params import Params, param

if TYPE_CHECKING:
    from analytics.analyses.impact.model import Impact
    from analytics.core.dataset import Dataset
    from analytics.core.section import Section
    from analytics.core.words import Words

__all__ = ["ANALYSIS", "ImpactParams"]

SETS = ("auto", "BRA", "PER", "COL", "ECU", "BOL", "general")


@dataclass(frozen=True, kw_only=True, slots=True)
class ImpactParams(Params):
    """What the analyst may change; ranges are written as "0.37-0.45"."""

    numbers: str = param("auto", choices=SETS)
    area_ha: str = param("")
    by: str = param("country", choices=("country", "province"))
    unknown: str = param("leave", choices=("leave", "count"))
    spill: str = param("mapped", choices=("mapped", "upper"), is_rare=True)
    depth: str = param("", is_rare=True)
    grade: str = param("", is_rare=True)
    ratio: str = param("", is_rare=True)
    water: str = param("", is_rare=True)
    methylation: str = param("", is_rare=True)
    soil: str = param("", is_rare=True)
    distance_km: float = param(100.0, low=0.0, high=2_000.0, step=10.0, unit="km", is_rare=True)
    prices: float = param(1.0, low=0.1, high=10.0, step=0.05, is_rare=True)
    gold_price: float = param(0.0, low=0.0, high=500.0, step=1.0, unit="US$/g", is_rare=True)
    exchange: str = param("", is_rare=True)
    soil_price: str = param("tonne", choices=("tonne", "m3"), is_rare=True)
    health: bool = param(default=False, is_rare=True)
    own: str = param("", from_file=(".yaml", ".yml", ".json"), is_rare=True)


def _run(dataset: Dataset, params: ImpactParams) -> Impact:
    from analytics.analyses.impact.model import impact

    return impact(dataset, params)


def _tell(result: Impact, words: Words) -> Section:
    from analytics.analyses.impact.section import tell

    return tell(result, words)


ANALYSIS = Analysis(
    slug="impact",
    version="1.1",
    folder=Path(__file__).parent,
    params=ImpactParams,
    needs=(),
    run=_run,
    tell=_tell,
    is_free=True,
)
