"""Every error a user can meet says what happened and what to do about it."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar


class OrewatchError(Exception):
    """Base of all errors raised on purpose; anything else reaching a door is a bug of ours.

    `code` is stable: the API returns it and the text stands under `error.<code>` in the
    words.toml of `folder`. A subclass in another folder sets its own `folder`.
    """

    folder: ClassVar[Path] = Path(__file__).parent

    def __init__(self, code: str, **facts: object) -> None:
        self.code = code
        self.facts = facts
        super().__init__(self.text("en"))

    def text(self, language: str) -> str:
        """What happened and what to do, in `language`."""
        from analytics.core.words import Words

        return Words(self.folder, language)(f"error.{self.code}", **self.facts)


class ParameterError(OrewatchError):
    """A parameter lies outside what the method allows."""


class MissingInput(OrewatchError):
    """The data set lacks something the analysis needs."""


class NotKnown(OrewatchError):
    """A name (analysis, layer, column, language) that nothing answers to."""
