"""Draw an answer as plain text."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from analytics.core.provenance import worded_name
from analytics.core.words import Words
from analytics.viz import spark

if TYPE_CHECKING:
    from analytics.core.analysis import Run
    from analytics.core.section import Figure, Table

MOST_ROWS = 40


def as_text(run: Run[Any], language: str) -> str:
    """Title, headline, numbers, rows, caveats; what is sample data says so first."""
    told, say = run.section(language), Words(Path(__file__).parent, language)
    lines = [say("sample.mark")] if run.dataset.is_sample else []
    lines += [told.title.upper(), told.headline, ""]
    width = max((len(figure.label) for figure in told.figures), default=0)
    for figure in told.figures:
        lines += [f"  {figure.label:<{width}}  {figure.value:>12}  {figure.note}".rstrip()]
        lines += [f"  {'':<{width}}  {'':>12}  {course}" for course in _course(figure)]
    for table in told.tables:
        lines += ["", table.caption, *_rows(table, run.analysis.words(language))]
        if len(table.frame) > MOST_ROWS:
            lines.append(say("render.more", count=len(table.frame) - MOST_ROWS))
    lines += ["", *(f"! {caveat}" for caveat in told.caveats)]
    lines += [
        "",
        say("render.data", name=worded_name(run.dataset.name, say), data=run.dataset.fingerprint),
    ]
    return "\n".join(lines)


def _course(figure: Figure) -> list[str]:
    """The change of a key number with its line, and what the line shows."""
    trend = figure.trend
    if trend is None:
        return []
    change = f"{trend.change} · {trend.than}" if trend.than else trend.change
    line = spark.text(trend.line)
    return [change, f"{line}  {trend.told}"] if line else [change]


def _rows(table: Table, words: Words) -> list[str]:
    cells = table.worded(words, MOST_ROWS)
    right = [table.kinds[column].is_number for column in table.labels]
    widths = [
        max([len(label), *(len(text) for text in cells[label])]) for label in table.labels.values()
    ]
    rows = [list(table.labels.values()), *cells.to_numpy().tolist()]
    return [
        "  "
        + "  ".join(
            f"{text:>{width}}" if is_right else f"{text:<{width}}"
            for text, width, is_right in zip(row, widths, right, strict=True)
        ).rstrip()
        for row in rows
    ]
