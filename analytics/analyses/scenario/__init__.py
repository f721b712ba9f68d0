"""What would measures against mining avoid, and what would move elsewhere?"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from analytics.core.analysis import Analysis
from analytics.core.params import Params, param

if TYPE_CHECKING:
    from analytics.analyses.scenario.model import Scenario
    from analytics.core.dataset import Dataset
    from analytics.core.section import Section
    from analytics.core.words import Words

__all__ = ["ANALYSIS", "ScenarioParams"]

PRESETS = (
    "operation",
    "raids",
    "patrol",
    "alerts",
    "formalise",
    "traceability",
    "together",
    "nothing",
)


@dataclass(frozen=True, kw_only=True, slots=True)
class ScenarioParams(Params):
    """What the analyst may change; `spec` is a file that says everything itself."""

    preset: str = param("operation", choices=PRESETS)
    coverage: float = param(0.5, low=0.0, high=1.0, step=0.05)
    start: int = param(1, low=1, high=10, step=1)
    years: int = param(5, low=1, high=20, step=1)
    lasts: int = param(0, low=0, high=20, step=1)
    neighbours: str = param("usual", choices=("usual", "open"), is_rare=True)
    baseline: str = param("level", choices=("level", "forecast", "typed"), is_rare=True)
    flow_ha: float = param(1000.0, low=0.0, high=1_000_000.0, step=50.0, unit="ha", is_rare=True)
    growth: float = param(0.0, low=-0.5, high=1.0, step=0.01, is_rare=True)
    price: float = param(0.0, low=-0.5, high=2.0, step=0.05, is_rare=True)
    setup: float = param(0.0, low=0.0, high=1e9, step=100_000.0, is_rare=True)
    running: float = param(0.0, low=0.0, high=1e9, step=100_000.0, is_rare=True)
    draws: int = param(2_000, low=0, high=10_000, step=500, is_rare=True)
    seed: int = param(1, low=0, high=1_000_000, step=1, is_rare=True)
    spec: str = param("", from_file=(".yaml", ".yml", ".json"), is_rare=True)


def _run(dataset: Dataset, params: ScenarioParams) -> Scenario:
    from analytics.analyses.scenario.model import scenario

    return scenario(dataset, params)


def _tell(result: Scenario, words: Words) -> Section:
    from analytics.analyses.scenario.section import tell

    return tell(result, words)


ANALYSIS = Analysis(
    slug="scenario",
    version="1.0",
    folder=Path(__file__).parent,
    params=ScenarioParams,
    needs=(),
    run=_run,
    tell=_tell,
    is_free=True,
)
