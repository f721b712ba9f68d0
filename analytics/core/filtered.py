"""By what a data set was filtered, and what left: told with every answer made from it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from analytics.core.around import Around
    from analytics.core.filters import Filters
    from analytics.core.words import Words

HERE: Final = Path(__file__).parent
MOST_NAMED: Final = 6  # values of one filter in a sentence
CATEGORIES: Final = ("method", "substance", "contaminant", "status")


@dataclass(frozen=True, slots=True, kw_only=True)
class Filtered:
    """The filters in force and the records they were applied to."""

    filters: Filters
    rows_before: int
    rows_after: int = 0
    cut: int = 0  # records of which only the part inside a border stayed
    astride: int = 0  # left because their period crosses an end of the years asked for
    undated: int = 0  # left because they have no date, where years are asked for
    unsure: int = 0  # left because they state no confidence, where some is asked for
    around: Around | None = None  # the country of the one province that is asked for

    def caveats(self, language: str) -> tuple[str, ...]:
        """What a reader must know of a number made from part of the records."""
        from analytics.core.words import Words

        words = Words(HERE, language)
        told = words(
            "caveat.filtered",
            filters="; ".join(sentences(self.filters, words)),
            after=self.rows_after,
            before=self.rows_before,
        )
        counts = {name: getattr(self, name) for name in ("cut", "astride", "undated", "unsure")}
        more = (words(f"caveat.filtered.{name}", count=n) for name, n in counts.items() if n)
        return told, *more

    def as_json(self) -> dict[str, Any]:
        """The filters as lists of texts, and the counts."""
        return {
            "applied": {name: list(values) for name, values in self.filters.as_lists().items()},
            "rows_before": self.rows_before,
            "rows_after": self.rows_after,
            "cut": self.cut,
            "astride": self.astride,
            "undated": self.undated,
            "unsure": self.unsure,
        }


def sentences(filters: Filters, words: Words) -> tuple[str, ...]:
    """Each filter in force in a few words: "country Peru", "years 2019 to 2022"."""
    lists = filters.as_lists()
    told = [
        words(f"filter.{name}", values=_listed(name, lists[name], words))
        for name in ("country", "province", *CATEGORIES)
        if name in lists
    ]
    span = "-".join(end for end in ("first", "last") if end in lists)
    if span:
        told.append(words(f"filter.{span}", first=filters.first, last=filters.last))
    if filters.confidence is not None:
        key = "filter.confidence.unsure" if filters.keeps_unsure else "filter.confidence"
        told.append(words(key, least=words.percent(filters.confidence)))
    return tuple(told)


def value_label(name: str, value: str, words: Words) -> str:
    """A value of a filter for people; `words` are those of this folder."""
    from analytics.core.vocabulary import label

    if not value:
        return words("filter.unstated")
    if name == "country":
        return words.country(value)
    return label(name, value, words) if name in CATEGORIES else value


def _listed(name: str, values: tuple[str, ...], words: Words) -> str:
    named = [value_label(name, value, words) for value in values[:MOST_NAMED]]
    if len(values) > MOST_NAMED:
        named.append(words("filter.more", count=len(values) - MOST_NAMED))
    return ", ".join(named)
