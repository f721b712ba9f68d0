"""Answers as one document: HTML to read and keep, PDF to hand over."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import jinja2
from markupsafe import Markup

import analytics
from analytics.core.extras import require
from analytics.core.provenance import worded_name
from analytics.core.words import Words
from analytics.viz import spark, theme
from analytics.viz.drawing import FONTS
from reports.figures import Drawing, drawn_maps, first_chart, has_room_beside, other_charts
from reports.imprint import Imprint, imprint, moment

if TYPE_CHECKING:
    from analytics.core.analysis import Run
    from analytics.core.section import Section, Table, Trend

HERE: Final = Path(__file__).parent
MOST_ROWS: Final = 40
BRIEF_ROWS: Final = 8  # of the first page where the full table follows
PAGE_ROWS: Final = 12  # a table up to this long may stand whole on the first page
TIGHT_ROWS: Final = 4  # the same there, of a table that takes the full width
MAP_MM: Final = (56.0, 100.0)  # the least and the greatest height of a map
TIGHT_MAP_MM: Final = 42.0  # where the first page would run over
FOOT_PX: Final = (297 - 14) / 25.4 * 96  # where the margin at the foot of a page begins
SPARE_PX: Final = 6.0
WEIGHTS: Final = {"Regular": "400", "Bold": "700"}
TAGGED: Final = {"pdf_variant": "pdf/ua-1", "pdf_tags": True}
WRAPPING: Final = 55  # letters; a shorter text stands on one line
NO_BREAK: Final = "\N{NO-BREAK SPACE}"
TAIL: Final = 20  # letters that stay together at the end of a longer one


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rows:
    """A table as the page shows it."""

    caption: str
    heads: list[str]
    is_number: list[bool]
    rows: list[list[str]]
    more: int  # rows left to the data file


class _Form(StrEnum):
    """How an answer is laid out."""

    PAGE = "page"  # all of it on one page
    PAGES = "pages"  # a first page that stands alone, the rest after it
    SCREEN = "screen"  # one after the other, without pages


@dataclass(frozen=True, slots=True)
class _Fit:
    """What is set so that the first page is full and no fuller."""

    form: _Form
    map_mm: float
    rows: int  # of the first table, at most


WHOLE: Final = _Fit(_Form.PAGE, MAP_MM[0], PAGE_ROWS)
BRIEF: Final = _Fit(_Form.PAGES, MAP_MM[0], BRIEF_ROWS)
TIGHT: Final = _Fit(_Form.PAGES, TIGHT_MAP_MM, TIGHT_ROWS)
SHORTER: Final = {WHOLE: BRIEF, BRIEF: TIGHT}  # what to try where the first page runs over


@dataclass(frozen=True, slots=True, kw_only=True)
class _Chapter:
    """One answer on its way to the page."""

    run: Run[Any]
    name: str  # of the data set
    section: Section
    form: _Form
    chart: Drawing | None
    maps: list[Drawing]
    following: list[Drawing]
    first_table: _Rows | None
    is_beside: bool  # the first table stands beside the chart
    tables: list[_Rows]  # those that follow
    imprint: Imprint


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
    when = created or datetime.now(UTC)
    fonts = {name: f"asset:font/{name}" for name in WEIGHTS}

    def paged(fits: Sequence[_Fit], *, is_trial: bool = True) -> Any:  # noqa: ANN401 - WeasyPrint is not typed
        text = _document(runs, language, when, fits, fonts=fonts, is_trial=is_trial)
        page = weasyprint.HTML(string=text, url_fetcher=Local(assets), base_url="asset:page/")
        return page.render(**TAGGED)

    whole = paged(_fitted(runs, language, paged), is_trial=False)
    return bytes(whole.write_pdf(**TAGGED))


def html(runs: Sequence[Run[Any]], *, language: str, created: datetime | None = None) -> str:
    """The document as one file that needs no other: drawings and fonts are inside."""
    fits = [_Fit(_Form.SCREEN, MAP_MM[1], MOST_ROWS)] * len(runs)
    return _document(runs, language, created or datetime.now(UTC), fits, fonts=_inline_fonts())


def _fitted(
    runs: Sequence[Run[Any]], language: str, paged: Callable[[Sequence[_Fit]], Any]
) -> list[_Fit]:
    """One page where everything has room on it, and the map as high as the page allows."""
    sections = [run.section(language) for run in runs]
    fits = [WHOLE if _may_be_one_page(section) else BRIEF for section in sections]
    rooms = _rooms(paged(fits), len(fits))
    while any(room < 0 and fit in SHORTER for fit, room in zip(fits, rooms, strict=True)):
        fits = [
            SHORTER.get(fit, fit) if room < 0 else fit
            for fit, room in zip(fits, rooms, strict=True)
        ]
        rooms = _rooms(paged(fits), len(fits))
    return [
        replace(fit, map_mm=_map_mm(fit.map_mm, room, len(section.maps)))
        for fit, room, section in zip(fits, rooms, sections, strict=True)
    ]


def _may_be_one_page(section: Section) -> bool:
    return all(len(table.frame) <= PAGE_ROWS for table in section.tables)


def _rooms(document: Any, count: int) -> list[float]:  # noqa: ANN401 - WeasyPrint is not typed
    """Pixels free below the first page of each answer; below zero where it runs over."""
    places = {
        name: (number, y)
        for number, page in reversed(list(enumerate(document.pages)))  # the first place counts
        for name, (_, y, *_) in page.anchors.items()
    }
    return [
        FOOT_PX - SPARE_PX - places[f"end-{n}"][1]
        if places[f"end-{n}"][0] == places[f"start-{n}"][0]
        else -1.0
        for n in range(count)
    ]


def _map_mm(least: float, room: float, maps: int) -> float:
    return min(MAP_MM[1], least + max(0.0, room) / 96 * 25.4 / max(1, maps))


def _document(
    runs: Sequence[Run[Any]],
    language: str,
    when: datetime,
    fits: Sequence[_Fit],
    *,
    fonts: dict[str, str],
    is_trial: bool = False,
) -> str:
    """The whole; a trial, made to measure first pages, leaves out what comes after them."""
    said = Words(HERE, language)
    chapters = [
        _chapter(run, language, when, f"f{place}", fit)
        for place, (run, fit) in enumerate(zip(runs, fits, strict=True))
    ]
    return (
        _templates()
        .get_template("answer.html")
        .render(
            chapters=chapters,
            is_trial=is_trial,
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


def _chapter(run: Run[Any], language: str, created: datetime, prefix: str, fit: _Fit) -> _Chapter:
    section, words = run.section(language), run.analysis.words(language)
    whole = [_rows(table, words, MOST_ROWS) for table in section.tables]
    columns = len(whole[0].heads) if whole and len(whole[0].rows[: fit.rows]) <= PAGE_ROWS else 0
    chart = first_chart(section, words, prefix, columns=columns)
    is_beside = has_room_beside(chart, columns)
    count = len(section.tables[0].frame) if section.tables else 0
    most = _most_rows(fit, count, is_beside=is_beside)
    first = _rows(section.tables[0], words, most) if section.tables else None
    is_cut = first is not None and len(first.rows) < len(whole[0].rows)
    return _Chapter(
        run=run,
        name=worded_name(run.dataset.name, words),
        section=section,
        form=fit.form,
        chart=chart,
        maps=drawn_maps(section, run.dataset, words, prefix, height_mm=fit.map_mm),
        following=other_charts(section, words, prefix),
        first_table=first,
        is_beside=is_beside,
        tables=whole if is_cut else whole[1:],
        imprint=imprint(run, language, created),
    )


def _most_rows(fit: _Fit, count: int, *, is_beside: bool) -> int:
    """Rows of the first table; beside a chart, one that nearly fits stands whole."""
    if not is_beside:
        return fit.rows
    return PAGE_ROWS if count <= PAGE_ROWS else max(fit.rows, BRIEF_ROWS)


def _rows(table: Table, words: Words, most: int) -> _Rows:
    worded = table.worded(words, most)
    return _Rows(
        caption=table.caption,
        heads=list(worded.columns),
        is_number=[table.kinds[column].is_number for column in table.labels],
        rows=worded.to_numpy().tolist(),
        more=max(0, len(table.frame) - most),
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
    environment.filters["closed"] = _closed
    environment.filters["spark"] = _spark
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


def _spark(trend: Trend) -> Markup:
    """The line of a key number, safe to insert: its text is escaped where it is drawn."""
    return Markup(spark.svg(trend.line, trend.told))  # noqa: S704 - our own drawing


def _closed(text: str) -> str:
    """A text whose last line will not hold one short word alone."""
    if len(text) <= WRAPPING:
        return text
    head, _, tail = text[-TAIL:].partition(" ")
    return f"{text[:-TAIL]}{head} {tail.replace(' ', NO_BREAK)}" if tail else text
