"""Where the user says that the records lie: two columns of the file, whatever the reader found."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import geopandas as gpd

from analytics.core.issue import Action, Severity
from analytics.intake.formats.coordinates import points
from analytics.intake.work import ReadError

if TYPE_CHECKING:
    from analytics.intake.work import Work

CODE: Final = "places-from"
BETWEEN: Final = "|"  # the column for east–west, then the one for north–south
#: What the reader said of places, which no longer holds.
OUTDATED: Final = (
    *("located-by-pair", "located-by-shape", "coordinates-not-used", "coordinate-unreadable"),
)


def settle_places(work: Work) -> Work:
    """The records at the coordinates of the columns chosen; as they came where none are."""
    option = work.option(CODE, "")
    if not option:
        return work
    east, north = columns_of(option, [str(name) for name in work.frame.columns])
    shapes, bad = points(work.frame[east], work.frame[north])
    placed = gpd.GeoSeries(shapes, index=work.frame.index)
    if placed.isna().all():
        raise ReadError("places-unreadable", east=east, north=north)
    names = f"{east}, {north}"
    work = replace(
        work.with_frame(work.frame.set_geometry(placed)),
        issues=tuple(issue for issue in work.issues if issue.code not in OUTDATED),
    ).told(
        CODE,
        severity=Severity.NOTE,
        action=Action.NOTED,
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


def columns_of(option: str, known: list[str]) -> tuple[str, str]:
    """Both columns; a name may hold the sign between them."""
    parts = option.split(BETWEEN)
    for place in range(1, len(parts)):
        east, north = BETWEEN.join(parts[:place]), BETWEEN.join(parts[place:])
        if east in known and north in known and east != north:
            return east, north
    raise ReadError("places-columns", choice=option, columns=", ".join(known))
