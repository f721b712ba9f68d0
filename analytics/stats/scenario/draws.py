"""The dice of a comparison: the same for every strategy, so that only the strategies differ."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from zlib import crc32

import numpy as np

from analytics.stats.scenario.measure import UNCERTAIN

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from analytics.stats.scenario.measure import Drawn, Measure
    from analytics.stats.scenario.spread import Spread

    Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Dice:
    """Throws by name: one name gives the same throws wherever it is asked for.

    With `count` 0 nothing is thrown: every number is its likeliest value.
    """

    count: int
    seed: int
    _known: dict[tuple[Spread, str], Numbers] = field(default_factory=dict, repr=False)

    def value(self, spread: Spread, name: str) -> Numbers:
        """One value for each draw, as a column; a single one where it is certain."""
        if not self.count or spread.is_certain:
            return np.full((1, 1), spread.mode)
        if (spread, name) not in self._known:
            self._known[spread, name] = spread.below(self.throws(name))[:, None]
        return self._known[spread, name]

    def throws(self, name: str) -> Numbers:
        """Numbers between 0 and 1, one for each draw."""
        source = np.random.SeedSequence([self.seed, crc32(name.encode())])
        return np.random.Generator(np.random.PCG64(source)).random(self.count)

    def of(self, measure: Measure) -> Drawn:
        """Everything about a measure that may be uncertain; named as the measure is."""
        return {
            part: self.value(getattr(measure, part), f"{measure.name}|{part}") for part in UNCERTAIN
        }
