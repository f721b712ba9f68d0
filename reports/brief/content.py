"""What a brief holds, worded and ready: every renderer draws this and computes nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from analytics.analyses.sitemap.card import Card
    from analytics.core.analysis import Run
    from analytics.core.section import Chart, Figure, Map, Section, Table
    from reports.brief.order import Order
    from reports.rows import Rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """A number of the brief: `key` stands for it in every text, file and slide."""

    key: str  # "totals.3"
    text: str  # as it is printed, with its unit
    value: float | str  # unrounded; a period by its label, a day as ISO 8601
    form: str  # how it is rounded: "hectares", "people", "percent", …


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A text that is generated and may be edited; numbers in it stand as `{{n:key}}`."""

    key: str  # "headline", "message.2"
    generated: str  # with the keys of its numbers
    edited: str = ""  # likewise, as the author has it; "" is as generated
    text: str  # as it is printed
    typed: tuple[str, ...] = ()  # numbers the author typed that are none of the brief's

    @property
    def is_edited(self) -> bool:
        """Whether the author wrote it."""
        return bool(self.edited)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tile:
    """A key number of page 1; one without a value says why."""

    key: str
    label: str
    value: str = ""  # "" is not available
    note: str = ""
    change: str = ""
    than: str = ""
    span: str = ""  # its range, or that none was estimated
    line: tuple[float, ...] = ()
    told: str = ""  # what the line shows
    why: str = ""  # it is not available
    is_bare: bool = False  # whether no range was estimated


@dataclass(frozen=True, slots=True, kw_only=True)
class Exhibit:
    """A chart or a map with its number, what it shows and what stands in its place."""

    number: int  # of the figure: 1, 2, …; 0 on page 1's map, which has none
    name: str  # "totals-chart-1": names its files
    item: Chart | Map
    caption: str
    explain: str
    source: str  # line under it: publisher, date
    block: str  # key


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One answer as the brief holds it."""

    key: str  # the slug; with -2, -3 where it is there again
    title: str
    headline: Sentence
    figures: tuple[Figure, ...]
    exhibits: tuple[Exhibit, ...]
    tables: tuple[Table, ...]
    caveats: tuple[str, ...]
    run: Run[Any]
    section: Section  # the whole answer, redacted where the brief is public
    is_lent: bool = False  # asked for the sake of page 1, and by nobody else


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A key message with the figure that shows it."""

    sentence: Sentence
    refers: str  # "Fig. 2"; "" refers to none


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """A proposal of the library, tied to what was found; for consideration."""

    key: str  # id in the library
    sentence: Sentence
    because: str  # the finding it is tied to, worded
    source: str  # who says so, where
    link: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Absent:
    """What was asked for and is not in the document."""

    title: str
    reason: str
    slug: str = ""  # of an answer
    is_lent: bool = False  # wanted for page 1 alone: the tile says why it is not there


@dataclass(frozen=True, slots=True, kw_only=True)
class Trust:
    """All that lets a reader judge the numbers."""

    methods: tuple[tuple[str, str], ...]  # title, in short
    source_heads: tuple[str, ...]
    sources: tuple[tuple[str, ...], ...]
    parameters: tuple[tuple[str, str, str], ...]  # answer, parameter, value
    limits: tuple[str, ...]
    definitions: tuple[tuple[str, str], ...]
    changes: tuple[str, ...]  # since the last brief
    citation: str
    disclaimer: str
    about: tuple[tuple[str, str], ...]  # data set, versions, created


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """All that a dossier says of one site."""

    key: str
    card: Card
    finding: str  # the class of most of its ground, and why
    overlaps: Rows | None
    people: tuple[tuple[str, str], ...]
    course: Rows | None
    line: tuple[float, ...]  # hectares of its records; () where there is one record
    corners: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Where and when, worded."""

    place: str
    period: str
    countries: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """All of it."""

    order: Order
    scope: Scope
    headline: Sentence
    tiles: tuple[Tile, ...]
    messages: tuple[Message, ...]
    map: Exhibit | None  # of page 1
    actions: tuple[Action, ...]
    confidence: str
    blocks: tuple[Block, ...]  # in the author's order; lent ones last
    trust: Trust
    absent: tuple[Absent, ...]
    sites: tuple[Site, ...]  # of a dossier; () in any other
    numbers: Mapping[str, Number]
    redacted: tuple[str, ...]  # what was coarsened or left out, worded; () where nothing was
    warned: tuple[str, ...]  # what the author wrote that the readers should not see; in no file
    is_sample: bool
    id: str  # first letters of the hash of its manifest
    manifest: Mapping[str, Any] = field(repr=False)

    @property
    def own(self) -> tuple[Block, ...]:
        """The blocks the author asked for."""
        return tuple(block for block in self.blocks if not block.is_lent)

    @property
    def exhibits(self) -> tuple[Exhibit, ...]:
        """Every numbered figure, in order."""
        return tuple(one for block in self.own for one in block.exhibits)
