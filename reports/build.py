"""Answers as one document: HTML to read and keep, PDF to hand over."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import analytics
from analytics.core.provenance import worded_name
from analytics.core.words import Words
from analytics.viz import theme
from reports import layout, typeset
from reports.beneath import with_people
from reports.figures import (
    Drawing,
    drawn_maps,
    first_chart,
    has_room_beside,
    least_heights_mm,
    other_charts,
)
from reports.imprint import Imprint, imprint, moment
from reports.layout import Fit, Form
from reports.rows import Rows, rows_of

if TYPE_CHECKING:
    from analytics.core.analysis import Run
    from analytics.core.section import Section

HERE: Final = Path(__file__).parent


@dataclass(frozen=True, slots=True, kw_only=True)
class _Chapter:
    """One answer on its way to the page."""

    run: Run[Any]
    name: str  # of the data set
    section: Section
    fit: Fit
    chart: Drawing | None
    maps: list[Drawing]
    following: list[Drawing]  # charts
    first_table: Rows | None
    is_beside: bool  # the first table stands beside the chart
    tables: list[Rows]  # those that follow
    imprint: Imprint


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """An answer that was asked for and could not be given."""

    title: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """An answer told, and its charts drawn, once for all trials."""

    run: Run[Any]
    section: Section
    words: Words
    prefix: str  # of the ids in its drawings
    chart: Drawing | None
    following: list[Drawing]
    is_beside: bool  # the first table stands beside the first chart
    least_mm: list[float]  # the height each map needs


@dataclass(frozen=True, slots=True)
class _Asked:
    """What the document is to hold."""

    parts: Sequence[_Part]
    language: str
    missing: Sequence[Missing]


def pdf(
    runs: Sequence[Run[Any]],
    *,
    language: str,
    created: datetime | None = None,
    missing: Sequence[Missing] = (),
) -> bytes:
    """The document as tagged PDF (PDF/UA-1), A4; the same bytes for the same `created`.

    What is `missing` is listed at its end. Loads nothing from outside; without Pango it is refused
    with the line that installs it.
    """
    when = created or datetime.now(UTC)
    asked = _Asked(_parts(runs, language), language, missing)

    def paged(fits: Sequence[Fit], *, is_trial: bool) -> Any:  # noqa: ANN401 - WeasyPrint is not typed
        fonts = typeset.print_fonts()
        return typeset.pages(_document(asked, when, fits, fonts=fonts, is_trial=is_trial))

    whole = paged(_fitted(asked.parts, partial(paged, is_trial=True)), is_trial=False)
    return typeset.written(whole)


def html(
    runs: Sequence[Run[Any]],
    *,
    language: str,
    created: datetime | None = None,
    missing: Sequence[Missing] = (),
) -> str:
    """The document as one file that needs no other: drawings and fonts are inside."""
    asked = _Asked(_parts(runs, language), language, missing)
    fits = [layout.screen(part.section, part.least_mm) for part in asked.parts]
    return _document(asked, created or datetime.now(UTC), fits, fonts=typeset.inline_fonts())


def _parts(runs: Sequence[Run[Any]], language: str) -> list[_Part]:
    return [_part(run.on_paper(), language, f"f{place}") for place, run in enumerate(runs)]


def _part(run: Run[Any], language: str, prefix: str) -> _Part:
    words = run.analysis.words(language)
    section = with_people(run.section(language), run.dataset, language)
    columns = len(section.tables[0].labels) if section.tables else 0
    chart = first_chart(section, words, prefix, columns=columns)
    return _Part(
        run=run,
        section=section,
        words=words,
        prefix=prefix,
        chart=chart,
        following=other_charts(section, words, prefix),
        is_beside=columns > 0 and has_room_beside(chart, columns),
        least_mm=least_heights_mm(section, run.dataset, words),
    )


def _fitted(parts: Sequence[_Part], paged: Callable[[Sequence[Fit]], Any]) -> list[Fit]:
    """What each answer is set to, from what it measures; closer lines are tried once."""
    fits = [layout.trial(part.section, part.least_mm) for part in parts]
    found = layout.measured(paged(fits), len(fits))
    close = [
        layout.misses_a_little(part.section, at) for part, at in zip(parts, found, strict=True)
    ]
    if any(close):
        dense = [replace(fit, is_dense=is_close) for fit, is_close in zip(fits, close, strict=True)]
        for place, at in enumerate(layout.measured(paged(dense), len(fits))):
            if close[place] and layout.fits_one_page(at):
                fits[place], found[place] = dense[place], at
    return [
        layout.fitted(fit, part.section, at, is_beside=part.is_beside)
        for part, fit, at in zip(parts, fits, found, strict=True)
    ]


def _document(
    asked: _Asked,
    when: datetime,
    fits: Sequence[Fit],
    *,
    fonts: dict[str, str],
    is_trial: bool = False,
) -> str:
    """The whole; a trial stands on pages without end."""
    said = Words(HERE, asked.language)
    chapters = [
        _chapter(part, asked.language, when, fit)
        for part, fit in zip(asked.parts, fits, strict=True)
    ]
    return (
        typeset.templates()
        .get_template("answer.html")
        .render(
            chapters=chapters,
            missing=asked.missing,
            is_trial=is_trial,
            said=said,
            language=said.language,
            title=" · ".join(dict.fromkeys(chapter.section.title for chapter in chapters)),
            created=when.astimezone(UTC).isoformat(timespec="seconds"),
            created_worded=moment(when, said),
            fonts=[(fonts[name], typeset.WEIGHTS[name]) for name in fonts],
            version=analytics.__version__,
            theme=theme,
            style=typeset.style("answer.css"),
        )
    )


def _chapter(part: _Part, language: str, created: datetime, fit: Fit) -> _Chapter:
    run, words = part.run, part.words
    chart = part.chart if fit.has_chart else None
    pushed = [part.chart] if part.chart and not fit.has_chart else []
    first, tables = _tables(part.section, words, fit)
    return _Chapter(
        run=run,
        name=worded_name(run.dataset.name, words),
        section=part.section,
        fit=fit,
        chart=chart,
        maps=drawn_maps(part.section, run.dataset, words, part.prefix, heights_mm=fit.maps_mm),
        following=[*pushed, *part.following],
        first_table=first,
        is_beside=first is not None and chart is not None and part.is_beside,
        tables=tables,
        imprint=imprint(run, language, created),
    )


def _tables(section: Section, words: Words, fit: Fit) -> tuple[Rows | None, list[Rows]]:
    """The table that opens the answer, where one does, and those that follow.

    One cut short on the first page follows whole where that is not long.
    """
    if fit.form is Form.SCREEN:
        shown = [rows_of(table, words, layout.SCREEN_ROWS) for table in section.tables]
        return (shown[0], shown[1:]) if shown else (None, [])
    after = [rows_of(table, words, layout.rows_after(len(table.frame))) for table in section.tables]
    if not section.tables or not fit.rows:
        return None, after
    table = section.tables[0]
    first = rows_of(table, words, fit.rows)
    is_cut = first.more > 0 and len(table.frame) <= layout.WHOLE_ROWS
    return first, after if is_cut else after[1:]
