"""Why a site has a score, in words: what is there, what is not, what cannot be judged."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from analytics.analyses.patterns import PatternsParams
    from analytics.analyses.patterns.model import Patterns
    from analytics.core.words import Words

#: What is asked, to the bound it is held to.
BOUNDS: Final = {
    "water": "water_share",
    "river": "near_share",
    "far": "river_m",
    "flat": "slope_deg",
    "steep": "slope_deg",
    "ponds": "pond_share",
    "long": "elongation",
    "lobed": "solidity",
    "compact": "compactness",
    "small": "shaft_ha",
    "dense": "density_km2",
}
SHARES: Final = ("water", "river", "ponds", "lobed", "compact")
METRES: Final = 100.0  # fewer are told to the metre, more to three figures
JOIN: Final = "; "


def told(result: Patterns, words: Words) -> dict[tuple[str, str], str]:
    """The reasons for a site's score, by site and kind."""
    write, rows = _writer(result.params, words), result.reasons
    said = [
        write(name, value, is_met)
        for name, value, is_met in zip(rows["name"], rows["value"], rows["is_met"], strict=True)
    ]
    found: dict[tuple[str, str], str] = {}
    for site, kind, text in zip(rows["id"], rows["kind"], said, strict=True):
        before = found.get((site, kind))
        found[site, kind] = text if before is None else before + JOIN + text
    return found


def _writer(params: PatternsParams, words: Words) -> Callable[[str, float, float], str]:
    bounds = {name: _amount(name, getattr(params, bound), words) for name, bound in BOUNDS.items()}
    reach = words.number(params.river_m)

    def write(name: str, value: float, is_met: float) -> str:
        answer = "unknown" if np.isnan(is_met) else "yes" if is_met else "no"
        facts = {"bound": bounds.get(name, ""), "reach": reach}
        return words(f"reason.{name}.{answer}", value=_amount(name, value, words), **facts)

    return write


def _amount(name: str, value: float, words: Words) -> str:
    if name in SHARES:
        return words.percent(value)
    if name == "dense" or (name == "far" and value < METRES):
        return words.number(value)
    return words.significant(value, 3 if name == "far" else 2)
