"""What is wrong with a rule file, by line."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from analytics.core.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One thing wrong with a rule file."""

    line: int
    code: str
    facts: Mapping[str, object] = field(default_factory=dict)

    def text(self, words: Words) -> str:
        """What is wrong and what may stand there, without the line."""
        return words(f"fault.{self.code}", **self.facts)


def day(text: str) -> date | None:
    """The day a text says; None where it says none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def short(value: object) -> str:
    """A value as it stands in a file, cut where it is long."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 60 else f"{text[:60]}…"  # noqa: PLR2004 - fits on a line
