"""The figures of a brief as files of their own: drawing, image, numbers."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from analytics.core.section import Chart
from analytics.viz.drawing import png_of
from reports import pictures, sheets
from reports.brief.order import Level
from reports.brief.public import counts
from reports.pictures import Picture

if TYPE_CHECKING:
    from collections.abc import Iterator

    from analytics.core.analysis import Run
    from reports.brief.content import Block, Brief, Exhibit


def files(brief: Brief, one: Exhibit) -> Iterator[tuple[str, bytes]]:
    """Suffix and content of each: the figure as the brief has it, under the brief's sentence."""
    block = next(block for block in brief.blocks if block.key == one.block)
    run, language = _told(block), brief.order.language
    picture = Picture(name=one.name, item=one.item)
    drawn = pictures.svg(run, picture, language=language, created=brief.order.created)
    yield ".svg", drawn.encode()
    yield ".png", png_of(drawn, pictures.DENSER)
    yield ".csv", _numbers(brief, run, picture)


def _numbers(brief: Brief, run: Run[Any], picture: Picture) -> bytes:
    """The rows of a figure; for public readers as rounded as it shows them."""
    words = run.analysis.words(brief.order.language)
    if not isinstance(picture.item, Chart):
        return pictures.csv_of(run, picture, language=words.language)
    rows = pictures.table(picture, words)
    if brief.order.level is Level.PUBLIC:
        rows = replace(rows, frame=counts.rounded_all(rows.frame))
    return sheets.table_csv(rows, words, is_sample=run.dataset.is_sample)


def _told(block: Block) -> Run[Any]:
    """The run that tells what the brief tells, edits of the author included."""
    section = replace(block.section, headline=block.headline.text)
    return replace(block.run, analysis=replace(block.run.analysis, tell=lambda _, __: section))
