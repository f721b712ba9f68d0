"""Files as their reader hands them over, from a few lists."""

from datetime import date

import geopandas as gpd
from shapely import Point

from analytics.intake.mapping import guess
from analytics.intake.values import clean_values
from analytics.intake.work import Settings, Work

TODAY = date(2025, 6, 1)


def frame(columns, shapes=None):
    """Records numbered from 1; a different point each unless told otherwise."""
    rows = len(next(iter(columns.values()), []))
    points = [Point(-70 + row / 1000, -12) for row in range(rows)]
    return gpd.GeoDataFrame(
        columns, geometry=points if shapes is None else shapes, index=range(1, rows + 1)
    )


def cleaned(columns, targets=None, *, shapes=None, **choices):
    """The work after cleaning; `targets` as target=column, else guessed; choices by code."""
    raw = frame(columns, shapes)
    return clean_values(
        Work(
            frame=raw,
            columns=guess(raw).columns if targets is None else targets,
            settings=Settings(
                choices={code.replace("_", "-"): option for code, option in choices.items()}
            ),
        ),
        today=TODAY,
    )


def issue(work, code):
    """The one issue with this code."""
    found = [i for i in work.issues if i.code == code]
    assert len(found) == 1, (code, [i.code for i in work.issues])
    return found[0]


def codes(work):
    """Every code told, in order."""
    return [i.code for i in work.issues]


def column(work, name):
    """A column as a list, None for what is missing."""
    cells = work.frame[name]
    return [None if gone else cell for cell, gone in zip(cells, cells.isna(), strict=True)]
