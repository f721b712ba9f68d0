"""Whatever shapes a file holds, as longitude and latitude that every later step can rely on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd

from analytics.core import schema
from analytics.core.issue import Severity
from analytics.intake.crs import settle_crs
from analytics.intake.mirrors import settle_doubtful, settle_signs
from analytics.intake.repair import (
    settle_hollow,
    settle_kinds,
    settle_missing,
    settle_rings,
    snapped,
)
from analytics.intake.swapped import settle_finite, settle_range, settle_swapped
from analytics.intake.twins import settle_twins

if TYPE_CHECKING:
    from analytics.intake.work import Work


def clean_shapes(work: Work, declared_crs: str, file_format: str = "") -> Work:
    """Shapes in EPSG:4326, valid, flat, cut at 180 degrees, or none; each change an issue.

    `declared_crs` is what the user or the file says, "" for nothing. While an issue waits for
    a choice the shapes stay as far as they came, and the work must not be used.
    """
    work = settle_kinds(settle_finite(settle_missing(_started(work))))
    settled = len(work.issues)
    work = settle_crs(work, declared_crs, file_format)
    if any(issue.severity is Severity.ERROR for issue in work.issues[settled:]):
        return work
    work = settle_range(settle_swapped(snapped(work)))
    work = settle_signs(settle_doubtful(work))
    work = settle_hollow(settle_rings(work))
    return _finished(settle_twins(work))


def _started(work: Work) -> Work:
    """The shapes in a column of the canonical name, without a system to be mistaken for theirs."""
    shapes = gpd.GeoSeries(work.frame.geometry.to_numpy(), index=work.frame.index)
    others = work.frame.drop(columns=work.frame.geometry.name)
    return work.with_frame(gpd.GeoDataFrame(others, geometry=shapes))


def _finished(work: Work) -> Work:
    return work.with_frame(work.frame.set_crs(schema.STORED_CRS))
