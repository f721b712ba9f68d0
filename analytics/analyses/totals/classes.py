"""What the groups are called, and which colour each has on the map and in the charts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from analytics.core.parts import UNKNOWN
from analytics.core.words import Kind
from analytics.viz import theme

if TYPE_CHECKING:
    from collections.abc import Mapping

    from analytics.analyses.totals.model import Totals
    from analytics.core.words import Words

KINDS: Final = {"country": Kind.COUNTRY, "period": Kind.PERIOD}
MOST: Final = 6  # groups with a colour of their own; the others share one


@dataclass(frozen=True, slots=True, kw_only=True)
class Classes:
    """The classes of an answer: the largest groups or the last periods, the others, the unknown."""

    labels: Mapping[str, str]  # group -> class
    colours: Mapping[str, str]  # class -> #rrggbb, in legend order

    def colour(self, group: str) -> str:
        """The colour of a group's class."""
        return self.colours[self.labels[group]]


def classes(result: Totals, words: Words) -> Classes:
    """Periods in a ramp from light to dark; countries and provinces in colours that differ."""
    known = [str(g) for g in result.table[result.by].drop_duplicates() if g != UNKNOWN]
    is_time = result.by == "period"
    own = known[-MOST:] if is_time else known[:MOST]
    others = [group for group in known if group not in own]
    ramp = theme.TIMES[-len(own) :] if is_time else theme.CATEGORIES
    rest = words(f"other.{result.by}", count=len(others))
    labels = {group: name(result, words, group) for group in (*own, UNKNOWN)}
    labels |= dict.fromkeys(others, rest)
    shared = {rest: theme.OTHER} if others else {}
    drawn = {labels[group]: colour for group, colour in zip(own, ramp, strict=False)}
    colours = {**shared, **drawn} if is_time else {**drawn, **shared}
    return Classes(labels=labels, colours={**colours, labels[UNKNOWN]: theme.MISSING})


def name(result: Totals, words: Words, group: str) -> str:
    """A group as people call it."""
    if group == UNKNOWN:
        return words(f"unknown.{result.by}")
    return words.cell(group, KINDS.get(result.by, Kind.TEXT))
