"""How often does each method, substance, contaminant or other value occur?"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from analytics.core.analysis import Analysis
from analytics.core.params import Params, param

if TYPE_CHECKING:
    from analytics.analyses.frequency.model import Frequency
    from analytics.core.dataset import Dataset
    from analytics.core.section import Section
    from analytics.core.words import Words

__all__ = ["ANALYSIS", "FrequencyParams"]


@dataclass(frozen=True, kw_only=True, slots=True)
class FrequencyParams(Params):
    """What the analyst may change; `field` and `cross` are columns of the data."""

    field: str = param("method", is_column=True)
    top: int = param(10, low=1, high=50, step=1)
    by: str = param("none", choices=("none", "country", "period"))
    cross: str = param("", is_column=True)
    separator: str = param(";", choices=(";", ",", "/", "|", "none"))


def _run(dataset: Dataset, params: FrequencyParams) -> Frequency:
    from analytics.analyses.frequency.model import frequency

    return frequency(dataset, params)


def _tell(result: Frequency, words: Words) -> Section:
    from analytics.analyses.frequency.section import tell

    return tell(result, words)


ANALYSIS = Analysis(
    slug="frequency",
    version="1.0",
    folder=Path(__file__).parent,
    params=FrequencyParams,
    needs=(),
    run=_run,
    tell=_tell,
)
