"""What a brief is asked to be: with the data, all it takes to make it again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Final

from analytics.core.errors import OrewatchError
from reports.brief import typed

#: The most letters of what a person types; longer ones no form has room for.
MOST: Final = {"organisation": 200, "author": 200, "contact": 200, "title": 300, "edits": 2000}
MOST_LINK: Final = 2000


class Audience(StrEnum):
    """Who reads it, and so how long it is."""

    FLASH = "flash"  # one page
    BRIEF = "brief"  # four pages
    ANNEX = "annex"  # every answer in full, with its method
    DOSSIER = "dossier"  # two pages for each site
    DECK = "deck"  # slides


class Level(StrEnum):
    """Who may read it; public ones do not say where single sites are."""

    PUBLIC = "public"
    INTERNAL = "internal"
    RESTRICTED = "restricted"


class Paper(StrEnum):
    """The sheet it is set on."""

    A4 = "a4"
    LETTER = "letter"


class BriefError(OrewatchError):
    """A brief that cannot be made as asked; the text says why and what to do."""

    folder = Path(__file__).parent


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """One answer for the brief: enough, with the data, to ask it again."""

    slug: str
    params: Mapping[str, str] = field(default_factory=dict)
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    title: str = ""  # as the author named it; "" is the title of the answer
    picture: str = ""  # the one chart or map wanted, such as "chart-1"; "" is the whole answer
    data: str = ""  # fingerprint of the data set, before the filters; "" is whatever is given

    def __post_init__(self) -> None:
        """Bring the title into the form that every file can hold."""
        object.__setattr__(self, "title", _typed("title", self.title))


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """All that is chosen about a brief. Never changed: `dataclasses.replace` makes the next."""

    audience: Audience = Audience.BRIEF
    language: str = "en"
    paper: Paper = Paper.A4
    level: Level = Level.INTERNAL
    organisation: str = ""
    author: str = ""
    contact: str = ""
    link: str = ""  # to the view it was made from
    logo: bytes = b""  # as `logo.checked` left it; b"" is none
    created: datetime
    entries: tuple[Wanted, ...] = ()
    edits: Mapping[str, str] = field(
        default_factory=dict
    )  # key of a sentence -> as the author wrote it
    actions: tuple[str, ...] | None = None  # ids, in order; None are those that are proposed
    sites: tuple[str, ...] = ()  # of a dossier; () are the largest
    before: Mapping[str, float] = field(default_factory=dict)  # key figures of the last brief
    before_on: date | None = None  # when that was made

    def __post_init__(self) -> None:
        """Bring what was typed, the language and the moment into one form, or refuse them.

        A link that is too long leads nowhere and is left out; a moment without a zone is in UTC.
        """
        for name in ("organisation", "author", "contact"):
            object.__setattr__(self, name, _typed(name, getattr(self, name)))
        link = typed.line(self.link)
        object.__setattr__(self, "link", link if len(link) <= MOST_LINK else "")
        edits = {key: _typed("edits", text) for key, text in self.edits.items()}
        object.__setattr__(self, "edits", edits)
        object.__setattr__(self, "language", typed.language(self.language))
        if self.created.tzinfo is None:
            object.__setattr__(self, "created", self.created.replace(tzinfo=UTC))


def _typed(name: str, text: str) -> str:
    kept = typed.line(text)
    if len(kept) > MOST[name]:
        raise BriefError("text-long", text=f"{kept[:30]} …", count=len(kept), most=MOST[name])
    return kept
