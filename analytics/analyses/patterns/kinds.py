"""The kinds of mining that outline and place can suggest, and which declared method is which."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final

from analytics.core.vocabulary import JOIN

if TYPE_CHECKING:
    from collections.abc import Iterable


class Kind(StrEnum):
    """What a site looks like, in the order a draw is told; ties are never broken by it."""

    DREDGE = "dredge"  # in the water
    ALLUVIAL = "alluvial"  # in the flood plain
    OPEN_PIT = "open_pit"  # an open pit, mostly in hard rock
    UNDERGROUND = "underground"  # small shafts


UNDETERMINED: Final = "undetermined"
KINDS: Final = tuple(Kind)

#: Declared methods that say which kind it is. Not in here: artisanal (of any kind) and in situ
#: (leaves no pit).
OF_METHOD: Final = {
    "dredge": Kind.DREDGE,
    "alluvial": Kind.ALLUVIAL,
    "hydraulic": Kind.ALLUVIAL,
    "panning": Kind.ALLUVIAL,
    "open_pit": Kind.OPEN_PIT,
    "hard_rock": Kind.OPEN_PIT,
    "quarry": Kind.OPEN_PIT,
    "heap_leach": Kind.OPEN_PIT,
    "underground": Kind.UNDERGROUND,
}


def kind_of(declared: str) -> str:
    """The kind that every declared method means; "" where one means another or none."""
    found = {OF_METHOD.get(method, "") for method in declared.split(JOIN)}
    return str(found.pop()) if len(found) == 1 else ""


def joined(methods: Iterable[str]) -> str:
    """The methods of all records of a site, each once, in the order of their names."""
    return JOIN.join(sorted({one for cell in methods for one in cell.split(JOIN) if one}))
