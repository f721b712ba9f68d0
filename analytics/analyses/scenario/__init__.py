"""What would measures against mining avoid, and what would move elsewhere?"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from analytics.core.analysis import Analysis
from analytics.core.params import Params, param

if TYPE_CHECKING:
    from analytics.analyses.scenario.model import Scenario
    from analytics.core.dataset import Dataset
    from analytics.core.section import Section
    from analytics.core.words import Words

__all__ = ["ANALYSIS", "ScenarioParams"]

DRAWS: Final = 2_000  # on a page
PAPER_DRAWS: Final = 10_000
LAG: Final = 5  # years until restored ground counts: a choice

PRESETS = (
    "operation",
    "raids",
    "patrol",
    "alerts",
    "formalise",
    "traceability",
    "fuel",
    "protect",
    "mercury",
    "road",
    "together",
    "nothing",
)


@dataclass(frozen=True, kw_only=True, slots=True)
class ScenarioParams(Params):
    """What the analyst may change; `spec` is a file that says everything itself.

    `beside` holds strategies of one's own that stand beside the one asked for.
    """

    preset: str = param("operation", choices=PRESETS)
    coverage: float = param(0.5, low=0.0, high=1.0, step=0.05)
    start: int = param(1, low=1, high=10, step=1)
    years: int = param(5, low=1, high=20, step=1)
    lasts: int = param(0, low=0, high=20, step=1)
    neighbours: str = param("usual", choices=("usual", "open"), is_rare=True)
    baseline: str = param("level", choices=("level", "forecast", "typed"), is_rare=True)
    flow_ha: float = param(1000.0, low=0.0, high=1_000_000.0, step=50.0, unit="ha", is_rare=True)
    growth: float = param(0.0, low=-0.5, high=1.0, step=0.01, is_rare=True)
    growth_off: float = param(0.0, low=0.0, high=0.5, step=0.01, is_rare=True)
    price: float = param(0.0, low=-0.5, high=2.0, step=0.05, is_rare=True)
    setup: float = param(0.0, low=0.0, high=1e9, step=100_000.0, is_rare=True)
    running: float = param(0.0, low=0.0, high=1e9, step=100_000.0, is_rare=True)
    currency: str = param("USD", is_rare=True)
    prices: str = param("", is_rare=True)
    discount: float = param(0.05, low=0.0, high=0.3, step=0.005, is_rare=True)
    ceiling: float = param(0.0, low=0.0, high=1e9, step=100.0, is_rare=True)
    lawful: float = param(0.0, low=0.0, high=1.0, step=0.01, is_rare=True)
    conditional: float = param(0.0, low=0.0, high=1.0, step=0.01, is_rare=True)
    open_ha: float = param(0.0, low=0.0, high=10_000_000.0, step=100.0, unit="ha", is_rare=True)
    restored_ha: float = param(0.0, low=0.0, high=100_000.0, step=10.0, unit="ha", is_rare=True)
    lag: int = param(LAG, low=0, high=30, step=1, is_rare=True)
    near_km: float = param(5.0, low=0.0, high=20.0, step=1.0, unit="km", is_rare=True)
    mercury: str = param("alluvial", choices=("alluvial", "none"), is_rare=True)
    draws: int = param(DRAWS, low=0, high=10_000, step=500, is_rare=True)
    seed: int = param(1, low=0, high=1_000_000, step=1, is_rare=True)
    beside: str = param("", from_file=(".yaml", ".yml", ".json"), is_rare=True)
    spec: str = param("", from_file=(".yaml", ".yml", ".json"), is_rare=True)

    def __post_init__(self) -> None:
        """Refuse a currency there is not, a year that is none, shares that exceed the whole."""
        from analytics.analyses.scenario import money
        from analytics.analyses.scenario.refusals import ScenarioError

        Params.__post_init__(self)
        if self.currency and not money.is_currency(self.currency):
            raise ScenarioError("scenario-currency", value=self.currency[:40])
        if not money.is_year(self.prices):
            bounds = {"low": str(money.FIRST_YEAR), "high": str(money.LAST_YEAR)}
            raise ScenarioError("scenario-year", value=self.prices[:40], **bounds)
        if self.lawful + self.conditional > 1:
            told = f"{100 * (self.lawful + self.conditional):.0f}\N{NO-BREAK SPACE}%"
            raise ScenarioError("scenario-shares", value=told)


def for_paper(params: ScenarioParams) -> ScenarioParams:
    """The same with as many draws as a document has time for, where nobody said how many."""
    return replace(params, draws=PAPER_DRAWS) if params.draws == DRAWS else params


def _run(dataset: Dataset, params: ScenarioParams) -> Scenario:
    from analytics.analyses.scenario.model import scenario

    return scenario(dataset, params)


def _tell(result: Scenario, words: Words) -> Section:
    from analytics.analyses.scenario.section import tell

    return tell(result, words)


ANALYSIS = Analysis(
    slug="scenario",
    version="1.1",
    folder=Path(__file__).parent,
    params=ScenarioParams,
    needs=(),
    run=_run,
    tell=_tell,
    is_free=True,
    for_paper=for_paper,
)
