"""The decision table (METHODS 3.1): what a piece of ground is called, and why."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

import numpy as np

from analytics.analyses.compliance.rules.rule import Step

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Flags = NDArray[np.bool_]
    Whole = NDArray[np.int64]


class Right(StrEnum):
    """Whether there is a title that allows mining."""

    VALID = "valid"
    NOT = "not"
    UNKNOWN = "unknown"


class Verdict(StrEnum):
    """The classes, best first; `undetermined` is never merged into another."""

    HIGH = "high"
    CONDITIONAL = "conditional"
    LOW = "low"
    UNDETERMINED = "undetermined"


VERDICTS: Final = tuple(Verdict)
RIGHTS: Final = tuple(Right)


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What decides: positions in `RIGHTS`, and whether zones are there."""

    right: Whole
    is_prohibited: Flags
    is_unpermitted: Flags  # a conditional zone without its permit
    is_conditional: Flags  # any conditional zone


def verdicts(facts: Facts, precedence: tuple[Step, ...]) -> Whole:
    """Positions in `VERDICTS`; the first step that fires decides."""
    is_not = facts.right == RIGHTS.index(Right.NOT)
    is_unknown = facts.right == RIGHTS.index(Right.UNKNOWN)
    fires = {
        Step.PROHIBIT: (facts.is_prohibited, facts.is_prohibited & False),
        Step.CONCESSION: (is_not, is_unknown),
        Step.PERMIT: (facts.is_unpermitted, facts.is_unpermitted & False),
    }
    found = np.full(len(facts.right), VERDICTS.index(Verdict.HIGH))
    for step in reversed(precedence):
        worst = Verdict.CONDITIONAL if step is Step.PERMIT else Verdict.LOW
        does, cannot_tell = fires[step]
        found[does] = VERDICTS.index(worst)
        found[cannot_tell] = VERDICTS.index(Verdict.UNDETERMINED)
    return found


def codes(facts: Facts, verdict: Whole) -> NDArray[np.object_]:
    """The reason: P, PC, P?, C, U, R, 1P or 1, by the table's rows."""
    right, low = facts.right, verdict == VERDICTS.index(Verdict.LOW)
    found = np.where(facts.is_conditional, "1P", "1").astype(object)
    found[verdict == VERDICTS.index(Verdict.UNDETERMINED)] = "U"
    found[verdict == VERDICTS.index(Verdict.CONDITIONAL)] = "R"
    found[low] = "C"
    for name, code in ((Right.VALID, "P"), (Right.NOT, "PC"), (Right.UNKNOWN, "P?")):
        found[low & facts.is_prohibited & (right == RIGHTS.index(name))] = code
    return found
