"""How classes are drawn everywhere: colour, letter and pattern, so that print tells them too."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from analytics.analyses.compliance.table import Right, Verdict
from analytics.core.section import Look, Pattern
from analytics.viz import theme

if TYPE_CHECKING:
    from analytics.core.words import Words

CLASSES: Final = {
    Verdict.HIGH: (theme.CATEGORIES[2], Pattern.PLAIN),
    Verdict.CONDITIONAL: (theme.CATEGORIES[1], Pattern.STRIPED),
    Verdict.LOW: (theme.CATEGORIES[5], Pattern.CROSSED),
    Verdict.UNDETERMINED: (theme.MISSING, Pattern.DOTTED),
}
#: With or without a title, in a zone with a rule or not.
CELLS: Final = {
    (Right.VALID, False): (theme.CATEGORIES[2], Pattern.PLAIN),
    (Right.VALID, True): (theme.CATEGORIES[1], Pattern.STRIPED),
    (Right.NOT, False): (theme.CATEGORIES[4], Pattern.PLAIN),
    (Right.NOT, True): (theme.CATEGORIES[5], Pattern.CROSSED),
    (Right.UNKNOWN, False): (theme.MISSING, Pattern.PLAIN),
    (Right.UNKNOWN, True): (theme.MISSING, Pattern.DOTTED),
}
LETTERS: Final = "ABCDEF"  # of the cells, in their order


def classes(words: Words) -> dict[str, Look]:
    """The look of each worded class, best first."""
    return {
        words(f"class.{name}"): Look(colour=colour, letter=words(f"letter.{name}"), pattern=pattern)
        for name, (colour, pattern) in CLASSES.items()
    }


def cells(words: Words) -> dict[str, Look]:
    """The look of each worded cell."""
    return {
        cell(*key, words): Look(colour=colour, letter=letter, pattern=pattern)
        for (key, (colour, pattern)), letter in zip(CELLS.items(), LETTERS, strict=True)
    }


def cell(right: str, is_restricted: bool, words: Words) -> str:  # noqa: FBT001 - a column of the result
    """A cell as people call it."""
    return words(f"cell.{right}.{'in' if is_restricted else 'out'}")
