"""What kinds of mining and declared methods are called."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from analytics.analyses.patterns.kinds import KINDS, UNDETERMINED
from analytics.core import schema
from analytics.core.vocabulary import label
from analytics.core.words import Words
from analytics.viz import theme

if TYPE_CHECKING:
    from collections.abc import Iterable

CORE: Final = Path(schema.__file__).parent
COLOURS: Final = {
    **dict(zip(map(str, KINDS), theme.CATEGORIES, strict=False)),
    UNDETERMINED: theme.OTHER,
}


def kind(name: str, words: Words) -> str:
    """A kind of mining, or that there is none."""
    return words(f"kind.{name}")


def declared(methods: str, words: Words) -> str:
    """The methods declared of a site; a word where none is."""
    if not methods:
        return words("undeclared")
    return label(schema.METHOD, methods, Words(CORE, words.language))


def feature(name: str, words: Words) -> str:
    """A feature as a table calls it."""
    return words(f"feature.{name}")


def features(names: Iterable[str], words: Words) -> str:
    """Several features in a sentence."""
    return words.join(feature(name, words) for name in names)
