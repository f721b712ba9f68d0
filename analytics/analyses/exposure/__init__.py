"""How many people live within some kilometres of mining?"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from analytics.core.analysis import Analysis
from analytics.core.dataset import Has, Need
from analytics.core.params import Params, param

if TYPE_CHECKING:
    from analytics.analyses.exposure.model import Exposure
    from analytics.core.dataset import Dataset
    from analytics.core.section import Section
    from analytics.core.words import Words

__all__ = ["ANALYSIS", "ExposureParams"]


@dataclass(frozen=True, kw_only=True, slots=True)
class ExposureParams(Params):
    """What the analyst may change."""

    radii: str = param("1,5,10", unit="km")
    by: str = param("province", choices=("province", "country"))
    extent_m: float = param(30.0, low=0.0, high=500.0, step=10.0, unit="m", is_rare=True)
    river_km: float = param(0.0, low=0.0, high=200.0, step=5.0, unit="km", is_rare=True)


def _run(dataset: Dataset, params: ExposureParams) -> Exposure:
    from analytics.analyses.exposure.model import exposure

    return exposure(dataset, params)


def _tell(result: Exposure, words: Words) -> Section:
    from analytics.analyses.exposure.section import tell

    return tell(result, words)


ANALYSIS = Analysis(
    slug="exposure",
    version="1.0",
    folder=Path(__file__).parent,
    params=ExposureParams,
    needs=(Need(Has.LOCATION), Need(Has.RASTER, "population")),
    run=_run,
    tell=_tell,
    many=1_000,
)
