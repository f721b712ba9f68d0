"""Which way a site grew, in words: by the compass, and against the river."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from analytics.analyses.patterns.reasons import JOIN

if TYPE_CHECKING:
    from analytics.analyses.patterns.model import Patterns
    from analytics.core.words import Words

WAYS: Final = 8
FULL: Final = 360
TOWARDS, AWAY = 45.0, 135.0  # degrees between growth and river; along it in between


def azimuth(degrees: float, words: Words) -> str:
    """North-east (45°)."""
    whole = round(degrees) % FULL
    return words("way.degrees", way=_way(degrees, words), degrees=whole)


def turn(degrees: float, words: Words) -> str:
    """Along the river (80°); a dash where no river is near."""
    if np.isnan(degrees):
        return "–"
    return words("way.degrees", way=_against(degrees, words), degrees=round(degrees))


def clauses(result: Patterns, words: Words) -> dict[str, str]:
    """What to add to the reasons of each site whose way of growing can be told."""
    rows = result.growth.dropna(subset="growth_deg")
    return {
        site: JOIN
        + (
            words("reason.grown", way=_way(grown, words))
            if np.isnan(turned)
            else words("reason.grown.river", way=_way(grown, words), turn=_against(turned, words))
        )
        for site, grown, turned in zip(
            rows["id"], rows["growth_deg"], rows["turn_deg"], strict=True
        )
    }


def _way(degrees: float, words: Words) -> str:
    return words(f"way.{round(degrees / FULL * WAYS) % WAYS}")


def _against(degrees: float, words: Words) -> str:
    if degrees < TOWARDS:
        return words("turn.towards")
    return words("turn.away" if degrees > AWAY else "turn.along")
