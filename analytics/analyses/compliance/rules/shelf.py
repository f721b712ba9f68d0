"""The rule sets that come with the product."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from analytics.analyses.compliance.rules.read import read

if TYPE_CHECKING:
    from analytics.analyses.compliance.rules.rule import Rules

HOME: Final = Path(__file__).parent
GENERIC: Final = "generic"

#: Every set there is, in the order people are shown them.
NAMES: Final = (GENERIC, "IDN", "PER", "BRA", "COL", "GHA", "COD")


def text(name: str) -> str:
    """The file of a set, as it lies there."""
    return (HOME / f"{name}.yaml").read_text(encoding="utf-8")


@cache
def shipped(name: str) -> Rules:
    """The rules of a set."""
    return read(text(name), f"{name}.yaml")


def rules(chosen: str) -> Rules:
    """The set called `chosen`, or the rules whose text that is."""
    return shipped(chosen) if chosen in NAMES else read(chosen, "rules.yaml")
