"""The end of the Word document: what lets a reader judge the numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from analytics.core.words import Words
from reports import imprint
from reports.brief.office.steady import clean
from reports.brief.office.wordtables import grid
from reports.brief.paper.standing import standing

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from docx.document import Document

    from reports.brief.content import Brief

MOST_ROWS: Final = 40
MOST_LIMITS: Final = 18  # the gravest of each answer come first


def trust(document: Document, brief: Brief, words: Words) -> None:
    """Method, data, parameters, limits, definitions, changes, how to cite, what is missing."""
    said, known = Words(imprint.HERE, brief.order.language), brief.trust
    heading = document.add_heading(words("heading.trust"), 1)
    heading.paragraph_format.page_break_before = True
    told = standing(brief, limits=MOST_LIMITS)
    _pairs(document, said("heading.method"), told.methods)
    _rows(document, said("heading.sources"), known.source_heads, told.sources, words)
    heads = (words("office.answer"), said("heading.parameters"))
    chosen = [
        (answer, "; ".join(said("pair", label=label, value=value) for label, value in pairs))
        for answer, pairs in told.parameters
    ]
    _rows(document, said("heading.parameters"), heads, chosen, words)
    more = [words("limits.more", count=told.more)] if told.more else []
    _list(document, words("heading.limits"), [*told.limits, *more])
    _pairs(document, words("heading.definitions"), known.definitions)
    _list(document, words("heading.changes"), known.changes)
    _list(document, words("heading.redacted"), brief.redacted)
    _pairs(document, words("heading.absent"), [(one.title, one.reason) for one in brief.absent])
    _text(document, words("heading.citation"), known.citation)
    _text(document, words("heading.contact"), brief.order.contact)
    about = (said("sheet.label"), said("sheet.value"))
    _rows(document, said("sheet.about"), about, known.about, words)
    document.add_paragraph(clean(known.disclaimer), "Small")


def _pairs(document: Document, heading: str, pairs: Iterable[tuple[str, str]]) -> None:
    """Terms, each with its text behind it."""
    for place, (term, text) in enumerate(pairs):
        if place == 0:
            document.add_heading(heading, 2)
        paragraph = document.add_paragraph(style="Small")
        paragraph.add_run(clean(term)).bold = True
        paragraph.add_run(f". {clean(text)}")


def _list(document: Document, heading: str, texts: Sequence[str]) -> None:
    if not texts:
        return
    document.add_heading(heading, 2)
    for text in texts:
        document.add_paragraph(clean(text), "Small Bullet")


def _text(document: Document, heading: str, text: str) -> None:
    if text:
        document.add_heading(heading, 2)
        document.add_paragraph(clean(text), "Small")


def _rows(
    document: Document,
    heading: str,
    heads: Sequence[str],
    rows: Sequence[Sequence[str]],
    words: Words,
) -> None:
    if not rows:
        return
    document.add_heading(heading, 2)
    grid(document, heads, rows[:MOST_ROWS], heading)
    if len(rows) > MOST_ROWS:
        more = words("office.rows", shown=MOST_ROWS, count=len(rows))
        document.add_paragraph(more, "Source")
