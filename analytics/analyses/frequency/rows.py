"""The tables of an answer: every picture has its rows."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pandas as pd

from analytics.analyses.frequency import labels
from analytics.core.section import Table
from analytics.core.words import Kind

if TYPE_CHECKING:
    from analytics.analyses.frequency.model import Frequency
    from analytics.analyses.frequency.pairs import Cross
    from analytics.core.words import Words

KINDS = {
    "group": Kind.TEXT,
    "value": Kind.TEXT,
    "cross": Kind.TEXT,
    "count": Kind.COUNT,
    "n": Kind.COUNT,
    "missing": Kind.COUNT,
    "sites": Kind.COUNT,
    "share_count": Kind.SHARE,
    "share": Kind.SHARE,
    "low": Kind.SHARE,
    "high": Kind.SHARE,
    "area_ha": Kind.HECTARES,
    "share_area": Kind.SHARE,
    "expected": Kind.DECIMAL,
    "residual": Kind.DECIMAL,
}
OF_AREA = ("area_ha", "share_area")


def tables(result: Frequency, words: Words) -> tuple[Table, ...]:
    """Values with the rest and the missing; then groups, two columns, and values together."""
    found = [_values(result, words)]
    if result.groups:
        found.append(_groups(result, words))
    if result.cross is not None:
        found.append(_crossed(result, result.cross, words))
    if len(result.together):
        found.append(_together(result, words))
    return tuple(found)


def _values(result: Frequency, words: Words) -> Table:
    values = result.table.assign(
        value=[labels.value(result.field, value, words) for value in result.table["value"]]
    )
    more = []
    if result.other.count:
        rest = {column: getattr(result.other, column) for column in values.columns[1:]}
        more.append({"value": words("other.values", count=result.other.distinct), **rest})
    if result.missing:
        more.append(
            {"value": words("missing"), "count": result.missing, "area_ha": result.missing_ha}
        )
    frame = pd.concat([values, pd.DataFrame(more, columns=values.columns)]) if more else values
    order = ("value", "count", "share_count", "low", "high", "area_ha", "share_area", "sites")
    return _table(
        result,
        frame.reset_index(drop=True).astype({"count": int}),
        words,
        order=order,
        heads={"value": labels.column(result.field, words)},
        caption=words(
            "table.values",
            count=result.known,
            records=result.records,
            share=words.percent(result.missing_share),
        ),
    )


def _groups(result: Frequency, words: Words) -> Table:
    frame = result.by_group.assign(
        group=[labels.group(result.by, group, words) for group in result.by_group["group"]],
        value=[labels.value(result.field, value, words) for value in result.by_group["value"]],
    )
    order = ("group", "value", "count", "n", "share_count", "low", "high", "area_ha")
    beside = ".alone" if math.isnan(result.known_ha) else ""
    return _table(
        result,
        frame,
        words,
        order=(*order, "share_area", "missing"),
        heads={
            "group": words(f"column.{result.by}"),
            "value": labels.column(result.field, words),
        },
        caption=words(f"table.by.{result.by}{beside}", field=labels.column(result.field, words)),
    )


def _crossed(result: Frequency, cross: Cross, words: Words) -> Table:
    frame = cross.table.assign(
        value=[labels.value(result.field, value, words) for value in cross.table["value"]],
        cross=[labels.value(cross.name, value, words) for value in cross.table["cross"]],
    )
    first, second = labels.column(result.field, words), labels.column(cross.name, words)
    return _table(
        result,
        frame,
        words,
        order=("value", "cross", "count", "share", "expected", "residual", "area_ha"),
        heads={"value": first, "cross": second, "share": words("column.share_row")},
        caption=words("table.cross", field=first, cross=second, count=cross.n),
    )


def _together(result: Frequency, words: Words) -> Table:
    frame = result.together.assign(
        value=[labels.value(result.field, value, words) for value in result.together["first"]],
        cross=[labels.value(result.field, value, words) for value in result.together["second"]],
    )
    frame = frame[frame["count"] > 0].reset_index(drop=True)
    return _table(
        result,
        frame,
        words,
        order=("value", "cross", "count", "share", "area_ha"),
        heads={
            "value": words("axis.states"),
            "cross": words("axis.also"),
            "share": words("column.share_row"),
        },
        caption=words("table.together", field=labels.column(result.field, words)),
    )


def _table(
    result: Frequency,
    frame: pd.DataFrame,
    words: Words,
    *,
    order: tuple[str, ...],
    heads: dict[str, str],
    caption: str,
) -> Table:
    """Without the columns of hectares where no area is known."""
    shown = [c for c in order if c not in OF_AREA or not math.isnan(result.known_ha)]
    return Table(
        frame=frame[shown],
        labels={c: heads.get(c) or words(f"column.{c}") for c in shown},
        kinds={c: KINDS[c] for c in shown},
        caption=caption,
    )
