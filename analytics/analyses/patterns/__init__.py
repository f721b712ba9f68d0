"""What are mining sites like by outline and place, and which kind of mining does that suggest?"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from analytics.core.analysis import Analysis
from analytics.core.dataset import Has, Need
from analytics.core.params import Params, param

if TYPE_CHECKING:
    from analytics.analyses.patterns.model import Patterns
    from analytics.core.dataset import Dataset
    from analytics.core.section import Section
    from analytics.core.words import Words

__all__ = ["ANALYSIS", "PatternsParams"]


@dataclass(frozen=True, kw_only=True, slots=True)
class PatternsParams(Params):
    """What the analyst may change: the bounds of the rules, and how a forest is held to them."""

    threshold: float = param(0.6, low=0.3, high=1.0, step=0.05)
    river_m: float = param(500.0, low=50.0, high=5000.0, step=50.0, unit="m")
    near_share: float = param(0.5, low=0.1, high=1.0, step=0.05)
    water_share: float = param(0.5, low=0.1, high=1.0, step=0.05)
    pond_share: float = param(0.1, low=0.01, high=1.0, step=0.01)
    elongation: float = param(3.0, low=1.5, high=20.0, step=0.5)
    solidity: float = param(0.6, low=0.2, high=0.95, step=0.05)
    compactness: float = param(0.5, low=0.1, high=0.95, step=0.05)
    slope_deg: float = param(5.0, low=1.0, high=45.0, step=1.0, unit="°")
    shaft_ha: float = param(0.5, low=0.05, high=5.0, step=0.05, unit="ha")
    density_km2: float = param(5.0, low=2.0, high=50.0, step=1.0)
    pixel_m: float = param(0.0, low=0.0, high=500.0, step=1.0, unit="m")
    forest: str = param("auto", choices=("auto", "never"))
    block_km: float = param(20.0, low=2.0, high=200.0, step=1.0, unit="km")
    seed: int = param(1, low=0, high=999_999, step=1)


def _run(dataset: Dataset, params: PatternsParams) -> Patterns:
    from analytics.analyses.patterns.model import patterns

    return patterns(dataset, params)


def _tell(result: Patterns, words: Words) -> Section:
    from analytics.analyses.patterns.section import tell

    return tell(result, words)


ANALYSIS = Analysis(
    slug="patterns",
    version="1.0",
    folder=Path(__file__).parent,
    params=PatternsParams,
    needs=(Need(Has.POLYGONS),),
    run=_run,
    tell=_tell,
)
