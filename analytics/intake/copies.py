"""Rows that say exactly what another row says."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import shapely

from analytics.core import schema
from analytics.core.issue import Action, Severity
from analytics.intake.choice import chosen

if TYPE_CHECKING:
    from analytics.intake.work import Work

CODE = "row-duplicate"


def drop_copies(work: Work) -> Work:
    """Leave out all but the first of rows equal in every column and in their shape.

    Rows with neither a shape nor an id may well be two sites that look alike on paper: those
    are kept unless the user says otherwise.
    """
    frame = work.frame
    shapes = pd.Series(shapely.to_wkb(frame[schema.GEOMETRY].to_numpy()), frame.index, dtype=object)
    if shapes.notna().all() and not shapes.duplicated().any():
        return work
    rest = pd.DataFrame(frame.drop(columns=schema.GEOMETRY)).assign(**{schema.GEOMETRY: shapes})
    rows = frame.index[rest.duplicated(keep="first")]
    if rows.empty:
        return work
    is_telling = shapes.notna().any() or schema.SITE_ID in work.columns
    options = ("drop", "keep")
    option = chosen(work, CODE, "drop" if is_telling else "keep", options)
    work = work.told(
        CODE,
        severity=Severity.WARNING,
        action=Action.DROPPED if option == "drop" else Action.KEPT,
        rows=rows,
        options=options,
        option=option,
    )
    return work.without(rows, CODE) if option == "drop" else work
