"""How much of the mined ground lies where it may, and by which rule does the rest not?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from analytics.analyses.compliance.rules import kinds, shelf
from analytics.core.analysis import Analysis
from analytics.core.dataset import Has, Need
from analytics.core.errors import ParameterError
from analytics.core.params import Params, param

if TYPE_CHECKING:
    from analytics.analyses.compliance.model import Compliance
    from analytics.core.dataset import Dataset
    from analytics.core.section import Section
    from analytics.core.words import Words

__all__ = ["ANALYSIS", "ComplianceParams"]


@dataclass(frozen=True, kw_only=True, slots=True)
class ComplianceParams(Params):
    """What the analyst may change."""

    rules: str = param("generic", choices=shelf.NAMES, from_file=(".yaml", ".yml"))
    error_m: float = param(50.0, low=0, high=1000, step=10, unit="m")
    outline_m: float = param(0.0, low=0, high=100, step=5, unit="m", is_rare=True)
    without: str = param("", is_rare=True)  # layers left aside, with commas between
    granted: str = param("", is_rare=True)  # permits taken as held everywhere, the same
    on: str = param("", is_rare=True)  # a day to judge all sites on, YYYY-MM-DD
    trials: int = param(0, low=0, high=500, step=50, is_rare=True)
    seed: int = param(1, low=0, high=999_999, step=1, is_rare=True)
    pixel_m: float = param(10.0, low=1, high=100, step=1, unit="m", is_rare=True)

    def __post_init__(self) -> None:
        """Refuse rules that cannot be read, and layers no rule speaks of."""
        Params.__post_init__(self)
        if self.rules not in shelf.NAMES:
            if self.rules.replace("_", "").replace("-", "").isalnum():  # a name, no text of rules
                known = ", ".join(shelf.NAMES)
                raise ParameterError("choice", name="rules", value=self.rules, choices=known)
            shelf.rules(self.rules)
        day(self.on)
        for name in listed(self.without):
            if name not in kinds.LAYERS:
                known = ", ".join(kinds.LAYERS)
                raise ParameterError("choice", name="without", value=name, choices=known)


def listed(text: str) -> tuple[str, ...]:
    """The names in a text with commas between them."""
    return tuple(name for name in (part.strip() for part in text.split(",")) if name)


def day(text: str) -> date | None:
    """The day a text says; None for "", refused where it is none."""
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ParameterError("day", name="on", value=text) from None


def _run(dataset: Dataset, params: ComplianceParams) -> Compliance:
    from analytics.analyses.compliance.model import compliance

    return compliance(dataset, params)


def _tell(result: Compliance, words: Words) -> Section:
    from analytics.analyses.compliance.section import tell

    return tell(result, words)


ANALYSIS = Analysis(
    slug="compliance",
    version="1.0",
    folder=Path(__file__).parent,
    params=ComplianceParams,
    needs=(Need(Has.LOCATION),),
    run=_run,
    tell=_tell,
    pictures=("chart-1", "map-1"),
)
