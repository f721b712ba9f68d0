"""What was found in a user's data: everything at once, each with its rows and its remedy."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from analytics.core.words import Words


MOST_CAVEATS: Final = 4  # warnings repeated under an answer; the report has them all


class Severity(StrEnum):
    """How much an issue matters to the numbers."""

    NOTE = "note"  # worth knowing; no number changes
    WARNING = "warning"  # some number changed, or may be wrong
    ERROR = "error"  # the data cannot be used until this is settled


class Action(StrEnum):
    """What was done with the rows of an issue."""

    NOTED = "noted"  # nothing to do
    KEPT = "kept"  # left as it came
    REPAIRED = "repaired"  # changed as the message says
    DROPPED = "dropped"  # rows left out, listed in the report
    CHOOSE = "choose"  # waits for the user; blocks until one of `options` is chosen


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """One kind of finding. Its texts are `issue.<code>` and `done.<code>.<option>`."""

    code: str
    severity: Severity
    action: Action
    rows: tuple[int, ...] = ()  # in the file, the first record is 1
    count: int = 0  # rows concerned, or columns for issues about columns
    column: str = ""  # as the file names it
    options: tuple[str, ...] = ()  # what the user may choose; empty when there is no choice
    option: str = ""  # the one in force; empty while the choice is open
    facts: Mapping[str, object] = field(default_factory=dict)

    def message(self, words: Words) -> str:
        """What was found."""
        return words(f"issue.{self.code}", count=self.count, column=self.column, **self.facts)

    def remedy(self, words: Words) -> str:
        """What was done, or what is proposed while the choice is open."""
        wording = (
            f"done.{self.code}.{self.option or 'choose'}",
            f"done.{self.code}.{self.action}",
            f"done.{self.option}",
            f"done.{self.action}",
        )
        key = next(key for key in wording if words.has(key))
        return words(key, count=self.count, column=self.column, **self.facts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The health of a file after reading: rows in = rows kept + rows listed as dropped."""

    name: str
    file_format: str
    rows_in: int
    rows_kept: int
    dropped: Mapping[int, str]  # row in the file -> code of the issue that dropped it
    issues: tuple[Issue, ...]
    folder: Path  # where the words of the issues lie

    @property
    def rows_dropped(self) -> int:
        """How many rows were left out."""
        return len(self.dropped)

    @property
    def open(self) -> tuple[Issue, ...]:
        """Issues that wait for a choice and block until it is made."""
        return tuple(i for i in self.issues if i.action is Action.CHOOSE)

    @property
    def is_usable(self) -> bool:
        """Whether the data can be worked with as they now are."""
        return self.rows_kept > 0 and not any(i.severity is Severity.ERROR for i in self.issues)

    def caveats(self, language: str) -> tuple[str, ...]:
        """What reading changed or could not know, for whoever reads a number made from it."""
        from analytics.core.words import Words

        words, own = Words(self.folder, language), Words(Path(__file__).parent, language)
        weighty = [i for i in self.issues if i.severity is Severity.WARNING]
        told = [f"{i.message(words)} {i.remedy(words)}" for i in weighty[:MOST_CAVEATS]]
        if self.dropped:
            told.insert(0, own("caveat.dropped", count=self.rows_dropped, all=self.rows_in))
        if len(weighty) > MOST_CAVEATS:
            told.append(own("caveat.more", count=len(weighty) - MOST_CAVEATS))
        return tuple(told)

    @property
    def grade(self) -> str:
        """A no warning, B warnings about a tenth of the rows at most, C more, D not usable yet.

        A row left out counts like one with a warning.
        """
        if not self.is_usable:
            return "D"
        warnings = [i for i in self.issues if i.severity is Severity.WARNING]
        doubtful = {row for i in warnings for row in i.rows} | set(self.dropped)
        if not doubtful and not warnings:
            return "A"
        return "B" if len(doubtful) <= self.rows_in / 10 else "C"
