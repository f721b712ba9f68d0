"""A run as a notebook shows it: headline, numbers, drawings and rows."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from analytics.core.words import Words
from analytics.viz import maps, spark
from analytics.viz.drawing import chart_svg, with_own_ids
from analytics.viz.ground import own_land

if TYPE_CHECKING:
    from analytics.core.analysis import Run
    from analytics.core.dataset import Dataset
    from analytics.core.section import Figure, Section, Table

MOST_ROWS: Final = 20
MAP_MM: Final = (160.0, 90.0)


def as_html(run: Run[Any], language: str = "en") -> str:
    """The answer as a piece of HTML without scripts; a table shows its first rows."""
    told, words = run.section(language), run.analysis.words(language)
    said = Words(Path(__file__).parent, language)
    parts = [
        f"<p><strong>{said('notebook.sample')}</strong></p>" if run.dataset.is_sample else "",
        f"<h3>{escape(told.title)}</h3><p><strong>{escape(told.headline)}</strong></p>",
        _figures(told.figures),
        *_drawings(told, run.dataset, words),
        *(_table(table, words, said) for table in told.tables),
        "<ul>" + "".join(f"<li>{escape(text)}</li>" for text in told.caveats) + "</ul>",
    ]
    return f'<div lang="{words.language}">{"".join(parts)}</div>'


def _figures(figures: tuple[Figure, ...]) -> str:
    cells = (
        f"<td><small>{escape(f.label)}</small><br><strong>{escape(f.value)}</strong>"
        f"<br><small>{escape(f.note)}</small>{_trend(f)}</td>"
        for f in figures
    )
    return f"<table><tr>{''.join(cells)}</tr></table>" if figures else ""


def _trend(figure: Figure) -> str:
    """The change of a key number over its line."""
    if figure.trend is None:
        return ""
    told = (figure.trend.change, figure.trend.than, figure.trend.told)
    line = spark.svg(figure.trend.line, figure.trend.told)
    return f"<br><small>{escape(' · '.join(text for text in told if text))}</small><br>{line}"


def _drawings(told: Section, dataset: Dataset, words: Words) -> list[str]:
    (width_mm, height_mm), own = MAP_MM, own_land(dataset, words)
    charts = [(chart_svg(one, words), one.caption) for one in told.charts]
    drawn = [
        (maps.svg(one, words, width_mm=width_mm, height_mm=height_mm, own=own), one.caption)
        for one in told.maps
    ]
    return [
        _drawing(*one, f"o{dataset.fingerprint}-{place}")
        for place, one in enumerate([*charts, *drawn])
    ]


def _drawing(svg: str, caption: str, prefix: str) -> str:
    own = with_own_ids(svg, prefix)
    return f"<figure>{own}<figcaption>{escape(caption)}</figcaption></figure>"


def _table(table: Table, words: Words, said: Words) -> str:
    rows = table.worded(words, MOST_ROWS).to_html(index=False, escape=True, border=0)
    more = len(table.frame) - MOST_ROWS
    note = f"<p><small>{said('notebook.more', count=more)}</small></p>" if more > 0 else ""
    return f"<p><strong>{escape(table.caption)}</strong></p>{rows}{note}"
