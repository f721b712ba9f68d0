"""A year beside its own quarters or months: the same hectares in two rows, counted once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd
import shapely

from analytics.core import schema
from analytics.core.issue import Action, Severity
from analytics.core.schema import PeriodKind
from analytics.intake.choice import chosen
from analytics.intake.distinct import quoted

if TYPE_CHECKING:
    from analytics.intake.work import Work

CODE: Final = "period-kinds-mixed"
MONTHS: Final = {PeriodKind.MONTH: 1, PeriodKind.QUARTER: 3, PeriodKind.YEAR: 12}
CLOSE: Final = 0.05  # of the sum: parts are rounded, and outlines drawn again
OPTIONS: Final = ("finest", "drop", "keep")


def settle_lengths(work: Work) -> Work:
    """Count each stretch of time once where a longer period holds shorter ones of its place.

    The shorter ones count by default where they fill the longer one and add up to it. Else
    either of them may be the whole, and the user says which. Days are left alone: a day beside
    a year is a date known better, not a part of a sum.
    """
    lengths = work.frame[schema.PERIOD_KIND].dropna().unique()
    if len(set(lengths) & {str(kind) for kind in MONTHS}) <= 1:
        return work
    spans = _spans(work)
    longer = _longer(spans)
    if not longer.any() or _is_apart(work, spans, longer):
        return work
    plan = _finest(spans)
    option = chosen(work, CODE, "finest" if plan.is_sure else "", OPTIONS)
    rows = spans.index[longer]
    gone = {"finest": plan.rows, "drop": rows}.get(option)
    work = work.told(
        CODE,
        severity=Severity.WARNING if option else Severity.ERROR,
        action=Action.CHOOSE if not option else Action.KEPT if gone is None else Action.DROPPED,
        rows=rows,
        column=work.columns.get(schema.PERIOD, ""),
        options=OPTIONS,
        option=option,
        examples=quoted(dict.fromkeys(work.frame.loc[rows, schema.PERIOD])),
    )
    return work if gone is None else work.without(gone, CODE)


@dataclass(frozen=True, slots=True)
class _Plan:
    """The rows to leave out so that every month of a place counts once."""

    rows: pd.Index[int]
    is_sure: bool  # the parts fill every longer period and add up to it


def _spans(work: Work) -> pd.DataFrame:
    """For each row dated by month, quarter or year: its place, first month, length and area."""
    frame = work.frame
    length = frame[schema.PERIOD_KIND].astype(object).map(MONTHS)
    start = frame[schema.PERIOD_START]
    spans = pd.DataFrame(
        {
            "month": 12 * start.dt.year + start.dt.month - 1,
            "length": length,
            "area_ha": frame[schema.AREA_HA].astype(float),
        }
    ).dropna(subset=["month", "length"])
    spans = spans.astype({"month": "int64", "length": "int64"})
    if schema.SITE_ID in work.columns:
        by_id = spans.assign(place=frame[schema.SITE_ID].reindex(spans.index))
        if _longer(by_id).any():
            return by_id
    country, province, name = (
        frame[column].astype(object).fillna("").astype(str)
        for column in (schema.COUNTRY, schema.ADMIN1, schema.NAME)
    )
    has_shape = ~shapely.is_missing(frame.geometry.to_numpy())
    name = name.mask(has_shape, "")  # a shape says better which ground is meant
    place = country + "\x1f" + province + "\x1f" + name
    return spans.assign(place=place.reindex(spans.index))


def _longer(spans: pd.DataFrame) -> pd.Series[bool]:
    """Rows whose period holds a shorter one of the same place."""
    held = [_held(spans, length) for length in (3, 12)]
    return (held[0].reindex(spans.index, fill_value=0) > 0) | (
        held[1].reindex(spans.index, fill_value=0) > 0
    )


def _held(spans: pd.DataFrame, length: int) -> pd.Series[int]:
    """For rows of that length: how many of their months stand in shorter rows of the place."""
    shorter = spans[spans["length"] < length]
    repeats = shorter["length"].to_numpy()
    month = np.repeat(shorter["month"].to_numpy(), repeats)
    month += np.arange(len(month)) - np.repeat(repeats.cumsum() - repeats, repeats)
    place = np.repeat(shorter["place"].to_numpy(dtype=object), repeats)
    months = pd.DataFrame({"place": place, "span": month // length, "month": month})
    counts = months.groupby(["place", "span"])["month"].nunique()
    longer = spans[spans["length"] == length]
    found = counts.reindex(_keys(longer, length)).fillna(0).astype(int)
    return pd.Series(found.to_numpy(), index=longer.index)


def _keys(spans: pd.DataFrame, length: int) -> pd.MultiIndex:
    """The place and the span of that length each row lies in."""
    return pd.MultiIndex.from_arrays(
        [spans["place"].to_numpy(dtype=object), spans["month"].to_numpy() // length],
        names=["place", "span"],
    )


def _finest(spans: pd.DataFrame) -> _Plan:
    """Quarters first, then years: the parts where they fill the whole, else the whole."""
    left, is_sure = spans, True
    for length in (3, 12):
        held = _held(left, length)
        whole, partial = held.index[held == length], held.index[(held > 0) & (held < length)]
        shorter = left[left["length"] < length]
        within = _keys(shorter, length).isin(_keys(left.loc[partial], length))
        is_sure &= partial.empty and _adds_up(left.loc[whole], shorter, length)
        left = left.drop(index=[*whole, *shorter.index[within]])
    return _Plan(spans.index.difference(left.index), bool(is_sure))


def _adds_up(longer: pd.DataFrame, shorter: pd.DataFrame, length: int) -> bool:
    """Whether the areas of the parts make the area of the whole, where both are known."""
    wholes = longer["area_ha"].groupby(_keys(longer, length)).sum(min_count=1)
    parts = shorter["area_ha"].groupby(_keys(shorter, length)).sum(min_count=1)
    both = pd.DataFrame({"whole": wholes, "parts": parts.reindex(wholes.index)}).dropna()
    return bool(np.isclose(both["parts"], both["whole"], rtol=CLOSE, atol=0).all())


def _is_apart(work: Work, spans: pd.DataFrame, longer: pd.Series[bool]) -> bool:
    """Whether all have shapes, and no longer period shares ground with a shorter one in it."""
    shapes = pd.Series(work.frame.geometry.to_numpy(), index=work.frame.index)
    if shapes.reindex(spans.index).isna().any():
        return False
    for length in (3, 12):
        long = spans[longer & (spans["length"] == length)]
        short = spans[spans["length"] < length]
        for span in (long["month"] // length).unique():
            ours = shapes[long.index[long["month"] // length == span]]
            theirs = shapes[short.index[short["month"] // length == span]]
            if theirs.empty:
                continue
            _, gap = shapely.STRtree(theirs.to_numpy()).query_nearest(
                ours.to_numpy(), all_matches=False, return_distance=True
            )
            if (gap == 0).any():
                return False
    return True
