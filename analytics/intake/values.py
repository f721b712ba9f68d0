"""From a file's own columns and spellings to the canonical ones, everything said."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import geopandas as gpd
import pandas as pd

from analytics.core import schema
from analytics.intake.categories import read_category
from analytics.intake.columns import (
    kept_columns,
    note_columns,
    note_missing,
    note_years,
    read_truths,
)
from analytics.intake.copies import drop_copies
from analytics.intake.dates import read_periods
from analytics.intake.declared import read_country
from analytics.intake.identity import read_ids, read_text
from analytics.intake.measures import read_area, read_confidence
from analytics.intake.totals import settle_total

if TYPE_CHECKING:
    from analytics.intake.work import Work


def clean_values(work: Work, *, today: date | None = None) -> Work:
    """The canonical columns made from the mapped ones; the rest of the file stays beside them.

    A mapped column whose values had to be changed also stays, under its own name, so that
    nothing the file said is lost. Years after the one that follows `today` are pointed out.
    """
    last_year = (today or datetime.now(UTC).date()).year + 1
    work = note_years(note_columns(drop_copies(work)))
    work, period = read_periods(work, last_year=last_year)
    work, area = read_area(work)
    work = settle_total(work, area)
    work, confidence = read_confidence(work)
    work, country = read_country(work)
    made: dict[str, pd.Series] = {
        **{name: period[name] for name in period.columns},
        schema.AREA_HA: area,
        schema.CONFIDENCE: confidence,
        schema.COUNTRY: country,
    }
    for target in (schema.NAME, schema.ADMIN1, schema.SOURCE):
        work, made[target] = read_text(work, target)
    for target in schema.CATEGORIES:
        work, made[target] = read_category(work, target)
    work, made[schema.SITE_ID] = read_ids(work, period[schema.PERIOD])
    work, truths = read_truths(work)
    ours = pd.DataFrame({c: made[c].reindex(work.frame.index) for c in schema.COLUMNS if c in made})
    work = note_missing(work, ours)
    work, own = kept_columns(work, ours, truths)
    frame = pd.concat([ours, own], axis="columns")
    return work.with_frame(
        gpd.GeoDataFrame(frame, geometry=work.frame.geometry.to_numpy(), crs=work.frame.crs)
    )
