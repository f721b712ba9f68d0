"""Rows that say exactly what another row says."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import shapely

from analytics.core import schema, vocabulary
from analytics.core.issue import Action, Severity
from analytics.intake.choice import chosen
from analytics.intake.distinct import distinct

if TYPE_CHECKING:
    from analytics.intake.work import Work

COPY = "row-duplicate"
ALIKE = "row-alike"


def drop_copies(work: Work) -> Work:
    """Leave out all but the first of rows equal in every column and in their shape.

    Rows with neither a shape nor an id may well be two sites that look alike on paper: those
    are kept unless the user says otherwise.
    """
    shapes = work.frame[schema.GEOMETRY].to_numpy()
    is_drawn = ~(shapely.is_missing(shapes) | shapely.is_empty(shapes))
    blobs = pd.Series(shapely.to_wkb(shapes), work.frame.index, dtype=object)
    if is_drawn.all() and not blobs.duplicated().any():
        return work
    rest = pd.DataFrame(work.frame.drop(columns=schema.GEOMETRY))
    again = rest.assign(**{schema.GEOMETRY: blobs}).duplicated(keep="first")
    is_telling = is_drawn | _has_id(work)
    work = _settled(work, COPY, again.index[again & is_telling], ("drop", "keep"))
    return _settled(work, ALIKE, again.index[again & ~is_telling], ("keep", "drop"))


def _has_id(work: Work) -> pd.Series[bool]:
    name = work.columns.get(schema.SITE_ID)
    if name is None:
        return pd.Series(data=False, index=work.frame.index)
    cells = distinct(work.frame[name])
    return cells.spread([not vocabulary.is_missing(str(v)) for v in cells.each]).eq(other=True)


def _settled(work: Work, code: str, rows: pd.Index[int], options: tuple[str, ...]) -> Work:
    """The first of `options` unless the user chose another."""
    if rows.empty:
        return work
    option = chosen(work, code, options[0], options)
    work = work.told(
        code,
        severity=Severity.WARNING,
        action=Action.DROPPED if option == "drop" else Action.KEPT,
        rows=rows,
        options=options,
        option=option,
    )
    return work.without(rows, code) if option == "drop" else work
