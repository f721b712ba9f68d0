"""The layers rules may speak of, and what else people call them."""

from __future__ import annotations

from difflib import get_close_matches
from typing import Final

CONCESSIONS: Final = "concessions"
PERMITS: Final = "permits"
CADASTRE: Final = "cadastre"  # where titles are published: outside of it nothing is known
RIPARIAN: Final = "riparian"
RIVERS: Final = "rivers"
WATER: Final = "water"
PROVINCES: Final = "provinces"

#: What a restriction may name, in the order people are shown them.
ZONES: Final = (
    "conservation",
    "protected_forest",
    "production_forest",
    RIPARIAN,
    WATER,
    "indigenous",
    "buffer",
    "exclusion",
)

#: Layers whose shapes may say from when to when they hold.
DATED: Final = (CONCESSIONS, PERMITS, *ZONES)

#: Everything a rule file may name.
LAYERS: Final = (CONCESSIONS, PERMITS, CADASTRE, *ZONES, RIVERS)

CLOSE: Final = 0.75  # of the letters of two names that are the same

#: Names that mean a layer as well.
ALIASES: Final = {
    "mining_concessions": CONCESSIONS,
    "conservation_areas": "conservation",
    "protected_areas": "conservation",
    "riparian_zones": RIPARIAN,
    "indigenous_territories": "indigenous",
    "buffer_zones": "buffer",
    "no_go": "exclusion",
}


def layer(name: str) -> str:
    """The layer a name means; the name itself where it means none."""
    return ALIASES.get(name, name)


def is_nearly(name: str) -> bool:
    """Whether a name is close to that of a layer and not it: a slip, or one of its other names."""
    known = (*LAYERS, PROVINCES)
    if name in known:
        return False
    return name in ALIASES or bool(get_close_matches(name, known, n=1, cutoff=CLOSE))
