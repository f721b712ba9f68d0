"""Where is mining more concentrated than chance allows, and which sites form a group?"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from analytics.core.analysis import Analysis
from analytics.core.dataset import Has, Need
from analytics.core.params import Params, param

if TYPE_CHECKING:
    from analytics.analyses.hotspots.model import Hotspots
    from analytics.core.dataset import Dataset
    from analytics.core.section import Section
    from analytics.core.words import Words

__all__ = ["ANALYSIS", "HotspotsParams"]


@dataclass(frozen=True, kw_only=True, slots=True)
class HotspotsParams(Params):
    """What the analyst may change."""

    count: str = param("area", choices=("area", "sites"))
    of: str = param("all", choices=("all", "recent"))
    cell: str = param("auto", choices=("auto", "1", "2", "5", "10", "20", "50", "100"), unit="km")
    rings: int = param(2, low=2, high=5, step=1)
    level: float = param(0.05, low=0.01, high=0.10, step=0.01)
    permutations: int = param(9999, low=99, high=9999, step=100)
    seed: int = param(1, low=0, high=999_999, step=1)
    groups: str = param("distance", choices=("distance", "area", "density"))
    eps_km: float = param(5.0, low=0.1, high=100.0, step=0.1, unit="km")
    min_sites: int = param(3, low=2, high=50, step=1)
    min_ha: float = param(20.0, low=1.0, high=1000.0, step=1.0, unit="ha")
    surface: str = param("no", choices=("no", "yes"))


def _run(dataset: Dataset, params: HotspotsParams) -> Hotspots:
    from analytics.analyses.hotspots.model import hotspots

    return hotspots(dataset, params)


def _tell(result: Hotspots, words: Words) -> Section:
    from analytics.analyses.hotspots.section import tell

    return tell(result, words)


ANALYSIS = Analysis(
    slug="hotspots",
    version="1.0",
    folder=Path(__file__).parent,
    params=HotspotsParams,
    needs=(Need(Has.LOCATION),),
    run=_run,
    tell=_tell,
)
