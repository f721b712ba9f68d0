"""What the sums are made of, as versioned data: read, checked line by line, found by country."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any, Final

from analytics.analyses.impact.kinds import ALL, GENERAL, KINDS
from analytics.analyses.impact.spans import ENDS, End, Span
from analytics.core.document import Document, Unreadable, document
from analytics.core.errors import OrewatchError
from analytics.core.words import Words

if TYPE_CHECKING:
    from collections.abc import Iterator

FILE: Final = Path(__file__).parent / "parameters.yaml"
TOP: Final = ("version", "sources", "parameters")
SOURCE: Final = ("title", "link", "date")
ROW: Final = (*ENDS, "source", "note")
MOST_TOLD: Final = 20  # faults in one sentence
_COUNTRY: Final = re.compile(r"[A-Z]{3}")
_LINK: Final = re.compile(r"https?://\S+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where numbers were read, and on which day."""

    title: str
    link: str
    date: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One number of one country with all that is known of it."""

    span: Span
    sources: tuple[Source, ...]  # none where it was typed in
    note: str  # in English, as the file has it; "" where the origin says all
    origin: str  # "published", "general", "typed" or "file"


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameters:
    """All numbers: name, then country, "all" or "general"."""

    version: str
    rows: Mapping[str, Mapping[str, Row]]
    typed: Mapping[str, Span] = field(default_factory=dict)  # these hold everywhere

    @property
    def countries(self) -> frozenset[str]:
        """Countries with a row of their own."""
        named = (key for rows in self.rows.values() for key in rows)
        return frozenset(named) - {ALL, GENERAL}

    def row(self, name: str, country: str) -> Row:
        """The number for a country; where it has none, what holds for all, else in general."""
        if name in self.typed:
            return Row(span=self.typed[name], sources=(), note="", origin="typed")
        rows = self.rows[name]
        return rows.get(country) or rows.get(ALL) or rows.get(GENERAL) or _general(rows)

    def values(self, country: str, end: End) -> dict[str, float]:
        """Every number for sums at one end: those that make sums smaller come from the other."""
        return {
            name: self.row(name, country).span.at(end.other if kind.falls else end)
            for name, kind in KINDS.items()
        }

    def with_typed(self, typed: Mapping[str, Span | None]) -> Parameters:
        """The same with numbers a visitor typed in; None changes nothing."""
        given = {name: span for name, span in typed.items() if span is not None}
        return replace(self, typed={**self.typed, **given})

    def with_file(self, other: Parameters) -> Parameters:
        """The same with the rows of another file in place of its own or beside them."""
        merged = {name: {**rows, **other.rows.get(name, {})} for name, rows in self.rows.items()}
        return replace(self, version=f"{self.version} + {other.version}", rows=merged)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One thing wrong with a file of parameters."""

    line: int
    code: str
    facts: Mapping[str, object] = field(default_factory=dict)


class ParametersError(OrewatchError):
    """A file of parameters that cannot be used; `faults` holds all that is wrong with it."""

    folder = FILE.parent

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        self.faults = faults
        super().__init__("numbers-not-usable", count=len(faults))

    def text(self, language: str) -> str:
        """The faults with their lines."""
        words = Words(self.folder, language)
        told = [
            words("fault.line", line=str(one.line), fault=words(f"fault.{one.code}", **one.facts))
            for one in self.faults[:MOST_TOLD]
        ]
        return words(f"error.{self.code}", faults=" ".join(told), **self.facts)


@cache
def shipped() -> Parameters:
    """The numbers that come with the product."""
    return read(FILE.read_text(encoding="utf-8"), origin="published")


def read(text: str, *, origin: str = "file") -> Parameters:
    """The numbers in `text`; raises `ParametersError` with all faults."""
    try:
        found = document(text)
    except Unreadable as why:
        raise ParametersError((Fault(line=why.line, code="unreadable"),)) from why
    faults = sorted(_faults(found), key=lambda fault: fault.line)
    if faults:
        raise ParametersError(tuple(faults))
    tree = found.value
    sources = _sources(tree)
    known = shipped_sources() | sources if origin == "file" else sources
    return Parameters(
        version=str(tree["version"]),
        rows={
            name: {key: _row(row, known, origin) for key, row in rows.items()}
            for name, rows in tree["parameters"].items()
        },
    )


@cache
def shipped_sources() -> dict[str, Source]:
    """The sources of the file that comes with the product: another file may name them too."""
    tree = document(FILE.read_text(encoding="utf-8")).value
    return _sources(tree)


def _sources(tree: Mapping[str, Any]) -> dict[str, Source]:
    given = tree.get("sources", {})
    return {name: Source(**{key: str(told[key]) for key in SOURCE}) for name, told in given.items()}


def _row(row: Mapping[str, Any], sources: Mapping[str, Source], origin: str) -> Row:
    return Row(
        span=Span(*(float(row[end]) for end in ENDS)),
        sources=tuple(sources[name] for name in _named(row["source"])),
        note=str(row["note"]),
        origin=origin,
    )


def _named(source: object) -> tuple[str, ...]:
    """The sources of a row: one, or several in a list."""
    return tuple(str(one) for one in (source if isinstance(source, list) else [source]))


def _general(rows: Mapping[str, Row]) -> Row:
    """The range over all countries that have a row."""
    spans = [row.span for row in rows.values()]
    whole = Span(
        min(span.low for span in spans),
        float(median(span.central for span in spans)),
        max(span.high for span in spans),
    )
    named = tuple(dict.fromkeys(source for row in rows.values() for source in row.sources))
    return Row(span=whole, sources=named, note="", origin="general")


def _faults(found: Document) -> Iterator[Fault]:
    tree = found.value
    if not isinstance(tree, dict):
        yield Fault(line=1, code="top")
        return
    yield from _keys(found, (), tree, TOP, needed=("version", "parameters"))
    sources, parameters = tree.get("sources", {}), tree.get("parameters", {})
    for name, part in (("sources", sources), ("parameters", parameters)):
        if not isinstance(part, dict):
            yield Fault(line=found.line((name,)), code="mapping", facts={"key": name})
            return
    for name, told in sources.items():
        yield from _source_faults(found, name, told)
    for name, rows in parameters.items():
        yield from _parameter_faults(found, name, rows, sources)


def _source_faults(found: Document, name: str, told: object) -> Iterator[Fault]:
    at = ("sources", name)
    if not isinstance(told, dict):
        yield Fault(line=found.line(at), code="mapping", facts={"key": name})
        return
    yield from _keys(found, at, told, SOURCE, needed=SOURCE)
    if "link" in told and not _LINK.fullmatch(str(told["link"])):
        yield Fault(line=found.line((*at, "link")), code="link", facts=_value(told["link"]))
    if "date" in told and not _is_day(str(told["date"])):
        yield Fault(line=found.line((*at, "date")), code="day", facts=_value(told["date"]))


def _parameter_faults(
    found: Document, name: str, rows: object, sources: Mapping[str, object]
) -> Iterator[Fault]:
    at = ("parameters", name)
    if name not in KINDS:
        facts = {"key": name, "known": ", ".join(KINDS)}
        yield Fault(line=found.line(at), code="unknown", facts=facts)
    elif not isinstance(rows, dict) or not rows:
        yield Fault(line=found.line(at), code="mapping", facts={"key": name})
    else:
        for country, row in rows.items():
            yield from _row_faults(found, (*at, country), row, sources)


def _row_faults(
    found: Document, at: tuple[str, str, str], row: object, sources: Mapping[str, object]
) -> Iterator[Fault]:
    _, name, country = at
    if country not in (ALL, GENERAL) and not _COUNTRY.fullmatch(country):
        yield Fault(line=found.line(at), code="country", facts=_value(country))
    if not isinstance(row, dict):
        yield Fault(line=found.line(at), code="mapping", facts={"key": country})
        return
    missing = [*_keys(found, at, row, ROW, needed=ROW)]
    yield from missing
    known = {*sources, *shipped_sources()}
    if "source" in row and not 0 < len(set(_named(row["source"])) & known) == len(
        _named(row["source"])
    ):
        yield Fault(line=found.line((*at, "source")), code="source", facts=_value(row["source"]))
    numbers = [row.get(end) for end in ENDS]
    kind = KINDS[name]
    for end, number in zip(ENDS, numbers, strict=True):
        if end in row and not _is_number(number):
            facts = {"key": str(end), **_value(number)}
            yield Fault(line=found.line((*at, end)), code="number", facts=facts)
            return
        if end in row and not kind.low <= float(row[end]) <= kind.high:
            bounds = {"low": f"{kind.low:g}", "high": f"{kind.high:g}"}
            facts = {"key": str(end), **_value(number), **bounds}
            yield Fault(line=found.line((*at, end)), code="range", facts=facts)
    if not missing and numbers != sorted(row[end] for end in ENDS):
        yield Fault(line=found.line(at), code="order", facts={"key": name})
    if not missing and kind.is_certain and len(set(numbers)) > 1:
        yield Fault(line=found.line(at), code="certain", facts={"key": name})


def _keys(
    found: Document,
    at: tuple[str, ...],
    tree: Mapping[str, object],
    known: tuple[str, ...],
    needed: tuple[str, ...],
) -> Iterator[Fault]:
    for key in tree.keys() - set(known):
        facts = {"key": key, "known": ", ".join(known)}
        yield Fault(line=found.line((*at, key)), code="unknown", facts=facts)
    for key in needed:
        if key not in tree:
            yield Fault(line=found.line(at), code="missing", facts={"key": str(key)})


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _value(value: object) -> dict[str, object]:
    return {"value": str(value)[:60]}
