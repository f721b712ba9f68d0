"""From an order and its data to a file: asked, composed, written."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from analytics.core import progress
from reports.brief import answers, manifest
from reports.brief.compose import compose
from reports.brief.figured import figured
from reports.brief.order import Audience, BriefError

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Any

    from analytics.core.analysis import Run
    from analytics.core.dataset import Dataset
    from reports.brief.content import Brief
    from reports.brief.order import Order, Wanted

    Data = Callable[[Wanted], Dataset]

#: What each audience can be written as; the first is the usual form.
FORMS: Final[Mapping[Audience, tuple[str, ...]]] = {
    Audience.FLASH: (".pdf", ".html"),
    Audience.BRIEF: (".pdf", ".docx", ".html", ".zip"),
    Audience.ANNEX: (".pdf", ".html"),
    Audience.DOSSIER: (".pdf",),
    Audience.DECK: (".pptx", ".pdf"),
}
ASKED: Final = 0.6  # of the whole, once the answers are there


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A brief and the file it became."""

    brief: Brief
    content: bytes
    name: str  # of the file


def audience_of(suffix: str) -> Audience:
    """Whom a file of this kind is for, where nobody said."""
    return Audience.DECK if suffix == ".pptx" else Audience.BRIEF


def check(order: Order, suffix: str) -> None:
    """Refuse, before any work is done, a form that this audience does not have."""
    forms = FORMS[order.audience]
    if suffix not in forms:
        known = " ".join(forms)
        raise BriefError("form", name=suffix or "–", audience=str(order.audience), known=known)


def make(
    order: Order,
    data: Data,
    suffix: str,
    run: Callable[[Wanted, Dataset], Run[Any]] | None = None,
) -> Made:
    """The file; `data` opens the data set of an entry, before its filters.

    `run` as for `answers.ask`.
    """
    check(order, suffix)
    with progress.part(0.0, ASKED):
        given, absent = answers.ask(order.entries, data, run, language=order.language)
    brief = figured(compose(order, given, absent))
    with progress.part(ASKED, 1.0):
        content = written(brief, suffix)
    return Made(brief=brief, content=content, name=name(brief, suffix))


def written(brief: Brief, suffix: str) -> bytes:
    """The brief as a file of this kind."""
    check(brief.order, suffix)
    with _without_looking_again():
        return WRITERS[suffix](brief)


@contextmanager
def _without_looking_again() -> Iterator[None]:
    """What is loaded already is not looked through for garbage: a fifth of the time of a PDF."""
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


def name(brief: Brief, suffix: str) -> str:
    """What the file is called: audience, id, and that it shows sample data where it does."""
    mark = "-sample-data" if brief.is_sample else ""
    return f"orewatch-{brief.order.audience}{mark}-{brief.id}{suffix}"


def named(order: Order, data: Data) -> Order:
    """The order with the fingerprint of its data beside each entry, to be made again by."""
    entries = tuple(replace(one, data=data(one).fingerprint) for one in order.entries)
    return replace(order, entries=entries)


def again(content: bytes, data: Data) -> tuple[Order, tuple[str, ...]]:
    """The order of a record, and what of its data is not as it was, by code."""
    record = manifest.read(content)
    order = manifest.order(record)
    found = [data(one).fingerprint for one in order.entries]
    same = all(one.data in ("", now) for one, now in zip(order.entries, found, strict=True))
    return order, () if same else ("data",)


def put(path: Path, made: Made) -> None:
    """Write the file; one in its place goes only once this is whole."""
    from reports import export

    export.put(path, made.content)


def _pdf(brief: Brief) -> bytes:
    from reports.brief import page

    return page.pdf(brief)


def _html(brief: Brief) -> bytes:
    from reports.brief import page

    return page.html(brief).encode()


def _docx(brief: Brief) -> bytes:
    from reports.brief import documents

    return documents.docx(brief)


def _pptx(brief: Brief) -> bytes:
    from reports.brief import deck

    return deck.pptx(brief)


def _zip(brief: Brief) -> bytes:
    from reports.brief import pack

    return pack.pack(brief)


WRITERS: Final[Mapping[str, Callable[[Brief], bytes]]] = {
    ".pdf": _pdf,
    ".html": _html,
    ".docx": _docx,
    ".pptx": _pptx,
    ".zip": _zip,
}
