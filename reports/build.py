"""Answers as one document: HTML to read and keep, PDF to hand over."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import jinja2
from markupsafe import Markup

import analytics
from analytics.core.extras import require
from analytics.core.words import Kind, Words
from analytics.viz import theme
from analytics.viz.drawing import FONTS
from reports.figures import Drawing, drawings
from reports.imprint import Imprint, grouped, imprint, moment

if TYPE_CHECKING:
    from analytics.core.analysis import Run
    from analytics.core.section import Section, Table

HERE: Final = Path(__file__).parent
MOST_ROWS: Final = 40
NUMBERS: Final = (Kind.COUNT, Kind.HECTARES, Kind.SHARE)
WEIGHTS: Final = {"Regular": "400", "Bold": "700"}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rows:
    """A table as the page shows it."""

    caption: str
    heads: list[str]
    is_number: list[bool]
    rows: list[list[str]]
    more: int  # rows left to the data file


@dataclass(frozen=True, slots=True, kw_only=True)
class _Chapter:
    """One answer on its way to the page."""

    run: Run[Any]
    section: Section
    leading: list[Drawing]  # before the caveats: the first chart and the maps
    following: list[Drawing]
    tables: list[_Rows]
    imprint: Imprint
    sources: list[tuple[str, ...]]  # of the imprint, alike ones in one row


def pdf(runs: Sequence[Run[Any]], *, language: str, created: datetime | None = None) -> bytes:
    """The document as tagged PDF (PDF/UA-1), A4; the same bytes for the same `created`.

    Loads nothing from outside; without Pango it is refused with the line that installs it.
    """
    weasyprint = require("weasyprint")
    from reports.fetcher import Local

    assets = {
        f"asset:font/{name}": ((FONTS / f"OrewatchSans-{name}.ttf").read_bytes(), "font/ttf")
        for name in WEIGHTS
    }
    page = weasyprint.HTML(
        string=_document(runs, language, created, fonts={n: f"asset:font/{n}" for n in WEIGHTS}),
        url_fetcher=Local(assets),
        base_url="asset:page/",
    )
    return bytes(page.write_pdf(pdf_variant="pdf/ua-1", pdf_tags=True))


def html(runs: Sequence[Run[Any]], *, language: str, created: datetime | None = None) -> str:
    """The document as one file that needs no other: drawings and fonts are inside."""
    return _document(runs, language, created, fonts=_inline_fonts())


def _document(
    runs: Sequence[Run[Any]], language: str, created: datetime | None, *, fonts: dict[str, str]
) -> str:
    when = created or datetime.now(UTC)
    said = Words(HERE, language)
    chapters = [_chapter(run, language, when, place) for place, run in enumerate(runs)]
    return (
        _templates()
        .get_template("answer.html")
        .render(
            chapters=chapters,
            said=said,
            language=said.language,
            title=" · ".join(dict.fromkeys(chapter.section.title for chapter in chapters)),
            created=when.astimezone(UTC).isoformat(timespec="seconds"),
            created_worded=moment(when, said),
            fonts=[(fonts[name], WEIGHTS[name]) for name in fonts],
            version=analytics.__version__,
            theme=theme,
            style=Markup(_style()),  # noqa: S704 - our own file
        )
    )


def _chapter(run: Run[Any], language: str, created: datetime, place: int) -> _Chapter:
    section, words = run.section(language), run.analysis.words(language)
    drawn = drawings(section, run.dataset, words, f"f{place}")
    told = imprint(run, language, created)
    first = len(section.maps) + bool(section.charts)
    return _Chapter(
        run=run,
        section=section,
        leading=drawn[:first],
        following=drawn[first:],
        tables=[_rows(table, words) for table in section.tables],
        imprint=told,
        sources=grouped(told.sources),
    )


def _rows(table: Table, words: Words) -> _Rows:
    worded = table.worded(words, MOST_ROWS)
    return _Rows(
        caption=table.caption,
        heads=list(worded.columns),
        is_number=[table.kinds[column] in NUMBERS for column in table.labels],
        rows=worded.to_numpy().tolist(),
        more=max(0, len(table.frame) - MOST_ROWS),
    )


@cache
def _templates() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(HERE / "templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    environment.filters["css_text"] = _css_text
    return environment


@cache
def _style() -> str:
    return (HERE / "styles" / "answer.css").read_text(encoding="utf-8")


@cache
def _inline_fonts() -> dict[str, str]:
    return {
        name: "data:font/woff2;base64,"
        + b64encode((FONTS / f"OrewatchSans-{name}.woff2").read_bytes()).decode()
        for name in WEIGHTS
    }


def _css_text(text: str) -> Markup:
    """A text as a CSS string; every sign that could end it is written as its code."""
    safe = "".join(
        sign if sign.isalnum() or sign in " .,:;·–-()/" else f"\\{ord(sign):x} " for sign in text
    )
    return Markup(f'"{safe}"')  # noqa: S704 - escaped above
