"""What must be said beside a comparison."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from analytics.analyses.scenario.naming import called, measured
from analytics.analyses.scenario.pictures import leading

if TYPE_CHECKING:
    from analytics.analyses.scenario.model import Scenario
    from analytics.core.words import Words


def caveats(result: Scenario, words: Words) -> tuple[str, ...]:
    """The most important first."""
    one = leading(result)
    rests_on = any(result.assumptions["evidence"])
    said = [words("caveat.selection")] if rests_on else []
    if result.assumed:
        parts = words.join(measured(part.measure, part.name, words) for part in result.assumed)
        said.insert(0, words("caveat.assumed", parts=parts))
    if result.is_beyond_record:
        said.insert(0, words("caveat.record"))
    if "formalised" in set(result.assumptions["part"]):
        said.append(words("caveat.formalise"))
    if not math.isnan(result.break_even):
        said.append(words("caveat.break-even", value=words.number(result.break_even, 2)))
    if one is not None and not math.isnan(result.beats_later) and not result.is_typed:
        chance = words.percent(result.beats_later)
        said.append(words("caveat.later", chance=chance, strategy=called("later", words)))
    said.append(words("caveat.stock"))
    if result.draws:
        said.append(words("caveat.draws", count=result.draws))
    return tuple(said)
