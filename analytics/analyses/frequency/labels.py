"""What columns, values and groups are called."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from analytics.core import kinds, schema
from analytics.core.parts import UNKNOWN
from analytics.core.vocabulary import label, terms
from analytics.core.words import Kind, Words

if TYPE_CHECKING:
    from collections.abc import Iterable

CORE: Final = Path(schema.__file__).parent
LEVELS: Final = (schema.IMPACT_LEVEL, schema.POLLUTION_LEVEL)  # their values have an order
KINDS: Final = {
    schema.COUNTRY: Kind.COUNTRY,
    schema.COUNTRY_FOUND: Kind.COUNTRY,
    schema.PERIOD: Kind.PERIOD,
}
YES_NO: Final = ("true", "false")
OTHER: Final = ""  # in a table of two columns: all other values together


def column(name: str, words: Words) -> str:
    """A column as people call it; one of the file's own by its name."""
    return kinds.label(name, words.language)


def value(field: str, said: str, words: Words) -> str:
    """A value of a column as people call it."""
    if said == OTHER:
        return words("other")
    if field in schema.CATEGORIES:
        return label(field, said, Words(CORE, words.language))
    if field in KINDS:
        return words.cell(said, KINDS[field])
    return words(f"value.{said}") if said in YES_NO else said


def group(by: str, name: str, words: Words) -> str:
    """A country or a period as people call it."""
    if name == UNKNOWN:
        return words(f"unknown.{by}")
    return words.cell(name, KINDS[by])


def in_order(field: str, values: Iterable[str]) -> list[str]:
    """Levels from the lowest to the highest, other values as they come."""
    found = list(values)
    if field not in LEVELS:
        return found
    rank = {level: place for place, level in enumerate(terms(field))}
    return sorted(found, key=lambda said: (said == OTHER, rank.get(said, len(rank)), said))
