"""Where the user says that the records lie: two columns of the file, whatever the reader found."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import geopandas as gpd

from analytics.core import schema
from analytics.core.issue import Action, Severity
from analytics.intake.formats.coordinates import NONE_READ, points
from analytics.intake.formats.outlines import Fault
from analytics.intake.work import ReadError

if TYPE_CHECKING:
    import pandas as pd

    from analytics.intake.work import Work

CODE: Final = "places-from"
BETWEEN: Final = "|"  # the column for east–west, then the one for north–south
#: What the reader said of places and of the shapes it drew, which are no longer there.
OUTDATED: Final = frozenset(
    {"located-by-pair", "located-by-shape", "coordinates-not-used", "coordinate-unreadable"}
    | {NONE_READ, *Fault}
)


def settle_places(work: Work) -> Work:
    """The records at the coordinates of the columns chosen; as they came where none are."""
    option = work.option(CODE, "")
    if not option:
        return work
    east, north = columns_of(option, work.frame)
    placed, bad = _placed(work.frame, east, north)
    names = f"{east}, {north}"
    work = replace(
        work.with_frame(work.frame.set_geometry(placed)),
        issues=tuple(issue for issue in work.issues if issue.code not in OUTDATED),
    ).told(
        CODE,
        severity=Severity.NOTE,
        action=Action.REPAIRED,  # so that provenance names it
        count=int(placed.notna().sum()),
        option=option,
        column=names,
    )
    if not bad:
        return work
    return work.told(
        "coordinate-unreadable",
        severity=Severity.WARNING,
        action=Action.KEPT,
        rows=work.frame.index[bad],
        column=names,
    )


def declared(work: Work, crs: str) -> str:
    """What the file declares of its shapes says nothing of numbers in its columns."""
    return "" if work.option(CODE, "") else crs


def check(frame: gpd.GeoDataFrame, option: str) -> None:
    """Refuse what names no two columns of coordinates, before it is taken over."""
    _placed(frame, *columns_of(option, frame))


def columns_of(option: str, frame: pd.DataFrame) -> tuple[str, str]:
    """Both columns; a name may hold the sign between them, as long as one reading fits."""
    known = [str(name) for name in frame.columns if name != schema.GEOMETRY]
    parts = option.split(BETWEEN)
    halves = [
        (BETWEEN.join(parts[:place]), BETWEEN.join(parts[place:])) for place in range(1, len(parts))
    ]
    fitting = [(a, b) for a, b in halves if a in known and b in known and a != b]
    if len(fitting) != 1:
        raise ReadError("places-columns", choice=option, columns=", ".join(known))
    return fitting[0]


def _placed(frame: gpd.GeoDataFrame, east: str, north: str) -> tuple[gpd.GeoSeries, list[int]]:
    shapes, bad = points(frame[east], frame[north])
    placed = gpd.GeoSeries(shapes, index=frame.index)
    if placed.isna().all():
        raise ReadError("places-unreadable", east=east, north=north)
    return placed, bad
