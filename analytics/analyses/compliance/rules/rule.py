"""What a rule file says: when a concession counts, what a zone forbids, and by which law."""

from __future__ import annotations

import operator
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

ANY: Final = "any"  # in `methods`: however the ground is mined
SURFACE: Final = "surface"  # any way but underground; what is not known counts as this


class Effect(StrEnum):
    """What a zone does to mining in it."""

    PROHIBIT = "prohibit"
    CONDITIONAL = "conditional"  # allowed with a permit beyond the concession


class Step(StrEnum):
    """What a class can rest on; the order of a rule set says which comes first."""

    PROHIBIT = "prohibit"
    CONCESSION = "concession"
    PERMIT = "permit"


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """Where a rule stands in the law."""

    law: str
    article: str = ""
    note: str = ""
    url: str = ""
    is_checked: bool = False  # whether somebody held the rule against the text of the law


@dataclass(frozen=True, slots=True, kw_only=True)
class Concession:
    """When a mining title allows mining. Words are compared without case and accents."""

    layer: str
    citation: Citation
    valid_if: dict[str, tuple[str, ...]]  # what is known of a title -> words that make it count
    invalid_if: dict[str, tuple[str, ...]]  # the same -> words that make it not count
    is_dated: bool  # whether its first and last day matter; both belong to it
    requires_operating_authorisation: bool = False
    error_m: float | None = None  # of its boundaries; None: as for all layers


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch:
    """What a zone does to one way of mining."""

    effect: Effect
    permit: str = ""  # the permit that lifts a condition; "" where none can


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """One thing a strip's width hangs on: a number of the river, or its kind."""

    column: str  # "" asks for the kind of river
    sign: str = "="
    value: float = 0.0
    kind: str = ""

    def holds(self, number: float) -> bool:
        """Whether the condition holds for a known number."""
        compare: Callable[[float, float], bool] = SIGNS[self.sign]
        return compare(number, self.value)


SIGNS: Final[dict[str, Callable[[float, float], bool]]] = {
    "<=": operator.le,
    ">=": operator.ge,
    "<": operator.lt,
    ">": operator.gt,
    "=": operator.eq,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Width:
    """So many metres where all conditions hold; the first that fits counts."""

    when: tuple[Condition, ...]
    width_m: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Derive:
    """A strip along rivers, measured from the bank, where no layer of it is given."""

    source: str  # the layer of rivers or water
    widths: tuple[Width, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """What must be known of a river to choose a width."""
        asked = (condition.column for width in self.widths for condition in width.when)
        return tuple(dict.fromkeys(column for column in asked if column))


@dataclass(frozen=True, slots=True, kw_only=True)
class Restriction:
    """What one kind of zone does to mining; `otherwise` to methods it does not name."""

    id: str
    layer: str
    methods: tuple[str, ...]
    then: Branch
    citation: Citation
    otherwise: Branch | None = None
    derive: Derive | None = None
    error_m: float | None = None

    @property
    def permits(self) -> tuple[str, ...]:
        """The permits that lift it for one method or another."""
        both = (self.then, self.otherwise)
        return tuple(dict.fromkeys(b.permit for b in both if b is not None and b.permit))


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """The rules of one country, or a set of one's own."""

    country: str  # ISO alpha-3; "" for a set that belongs to none
    version: str
    title: str
    concession: Concession
    restrictions: tuple[Restriction, ...]
    precedence: tuple[Step, ...]
    permit_words: dict[str, tuple[str, ...]]  # permit -> what files call it
    verified_by: str = ""  # the person who checked it; "" while nobody has
    verified_on: date | None = None
    note: str = ""

    @property
    def is_verified(self) -> bool:
        """Whether a person stands for these rules."""
        return bool(self.verified_by)

    @property
    def layers(self) -> tuple[str, ...]:
        """Every layer the rules ask for, the concessions first."""
        named = (self.concession.layer, *(one.layer for one in self.restrictions))
        return tuple(dict.fromkeys(named))

    @property
    def permits(self) -> tuple[str, ...]:
        """Every permit the rules ask for."""
        return tuple(dict.fromkeys(permit for one in self.restrictions for permit in one.permits))
