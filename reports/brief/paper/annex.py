"""The technical annex: every answer in full, its method, its parameters, every number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from analytics.core import progress
from analytics.core.words import Words
from reports import imprint, pictures
from reports.brief.compose import HERE
from reports.brief.paper import fit, method
from reports.brief.paper.cells import Shown
from reports.brief.paper.drawn import Easel
from reports.brief.paper.front import front, lead_map
from reports.brief.paper.setting import Setting
from reports.brief.paper.sheet import SHEETS
from reports.brief.paper.standing import standing
from reports.brief.told import ROWS, source
from reports.rows import rows_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markupsafe import Markup

    from reports.brief.content import Block, Brief
    from reports.rows import Rows

ACROSS: Final = 3  # numbers beside each other
MAP_MM: Final = 90.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One answer in full."""

    block: Block
    shown: list[Shown]
    tables: list[tuple[str, Rows]]  # its number, its rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """How an analysis works, as its authors wrote it."""

    title: str
    summary: str  # in the reader's language, where the text is in another
    text: Markup


def text(brief: Brief, *, is_print: bool) -> str:
    """The document, for paper or for a screen."""
    place = Setting(sheet=SHEETS[brief.order.paper], is_print=is_print)
    easel = Easel(sheet=place.sheet, language=brief.order.language)
    if is_print:
        first, closer = fit.opening(brief, place, easel)
    else:
        drawn = lead_map(brief, easel, MAP_MM)
        first, closer = front(brief, drawn, logo=place.logo(brief)), ""
    own: dict[str, Any] = {
        "answers": _answers(brief, easel),
        "methods": list(_methods(brief)),
        "standing": standing(brief),
        "numbers": _numbers(brief),
        "across": ACROSS,
        "closer": closer,
    }
    return place.document("annex.html", brief, first, **own)


def _answers(brief: Brief, easel: Easel) -> list[Answer]:
    said = Words(imprint.HERE, easel.language)
    words = Words(HERE, easel.language)
    own = {one.name: one.number for one in brief.exhibits}
    more, tables, kept = 0, 0, []
    for place, block in enumerate(brief.own):
        progress.at(0.1 + 0.7 * place / len(brief.own))
        shown = []
        for picture in pictures.pictures(block.section):
            name = f"{block.key}-{picture.name}"
            more += name not in own
            number = (
                said("figure", number=str(own[name]))
                if name in own
                else words("figure.more", number=str(more))
            )
            shown.append(
                Shown(
                    number=number,
                    drawn=easel.on_page(picture.item, block, name),
                    caption=picture.caption,
                    explain=getattr(picture.item, "explain", ""),
                    source=source(block.run.dataset, easel.language),
                )
            )
        rows = []
        for table in block.section.tables:
            tables += 1
            number = words("table.number", number=str(tables))
            rows.append((number, rows_of(table, easel.words(block), ROWS)))
        kept.append(Answer(block=block, shown=shown, tables=rows))
    return kept


def _methods(brief: Brief) -> Iterator[Method]:
    """Of each analysis the brief draws on, once."""
    language = brief.order.language
    analyses = {block.run.analysis.slug: block.run.analysis for block in brief.blocks}
    for analysis in analyses.values():
        path = analysis.folder / "METHOD.md"
        words = analysis.words(language)
        summary = words("method.summary") if words.has("method.summary") else ""
        if path.is_file():
            yield Method(
                title=words("title"),
                summary=summary if language != "en" else "",
                text=method.full(path.read_text(encoding="utf-8")),
            )


def _numbers(brief: Brief) -> list[list[tuple[str, str, str]]]:
    """Every number by its key, some beside each other."""
    rows = [(key, one.text, _plain(one.value)) for key, one in brief.numbers.items()]
    return [rows[place : place + ACROSS] for place in range(0, len(rows), ACROSS)]


def _plain(value: float | str) -> str:
    return value if isinstance(value, str) else f"{value:.10g}"
