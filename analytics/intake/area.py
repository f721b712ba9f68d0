"""Where hectares come from, and whether they are what is new or what there is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from analytics.core import geo, schema
from analytics.core.issue import Action, Severity
from analytics.core.schema import AreaBasis, Measure
from analytics.intake.work import ReadError

if TYPE_CHECKING:
    import pandas as pd

    from analytics.intake.work import Work

FAR_APART = 0.1  # relative difference of the two totals above which the choice is a warning
FEWEST_SERIES = 5  # sites seen repeatedly before the file may look like a stock
MOSTLY = 0.9  # share of steps in time that do not fall, in a file that looks like a stock


def settle_area(work: Work) -> tuple[Work, AreaBasis]:
    """Fill `area_ha` on one basis for all rows; the two are never mixed."""
    drawn_ha = _drawn_ha(work)
    stated_ha = work.frame[schema.AREA_HA].astype(float)
    basis = _basis(work, has_stated=bool(stated_ha.notna().any()), drawn_ha=drawn_ha)
    if stated_ha.notna().any() and drawn_ha.notna().any():
        work = _told_both(work, basis, stated_ha, drawn_ha)
    area_ha = stated_ha if basis is AreaBasis.ATTRIBUTE else drawn_ha
    work = work.with_frame(work.frame.assign(**{schema.AREA_HA: area_ha}))
    missing = area_ha.index[area_ha.isna()]
    if len(missing):
        work = work.told(
            f"area-missing-{basis}",
            severity=Severity.WARNING,
            action=Action.KEPT,
            rows=missing,
        )
    return work, basis


def settle_measure(work: Work) -> tuple[Work, Measure]:
    """Flow unless the user says stock; a file that behaves like a stock is pointed out."""
    wanted = work.option("looks-like-stock", work.settings.measure or Measure.FLOW)
    if wanted not in list(Measure):
        raise ReadError("measure-choice", value=wanted, choices=", ".join(Measure))
    measure = Measure(wanted)
    series = _repeated_sites(work)
    if series >= FEWEST_SERIES:
        work = work.told(
            "looks-like-stock",
            severity=Severity.WARNING if measure is Measure.FLOW else Severity.NOTE,
            action=Action.KEPT,
            count=series,
            options=(Measure.FLOW, Measure.STOCK),
            option=measure,
        )
    return work, measure


def _drawn_ha(work: Work) -> pd.Series[float]:
    """Hectares of the outlines; unknown for points, lines and rows without a shape."""
    has_outline = work.frame.geom_type.isin(["Polygon", "MultiPolygon"])
    return geo.area_ha(work.frame.geometry).where(has_outline)


def _basis(work: Work, *, has_stated: bool, drawn_ha: pd.Series[float]) -> AreaBasis:
    wanted = work.option("area-basis", work.settings.area)
    if wanted == AreaBasis.ATTRIBUTE and not has_stated:
        raise ReadError("no-area-column")
    if wanted == AreaBasis.GEOMETRY and not drawn_ha.notna().any():
        raise ReadError("no-outlines")
    if wanted not in ("", *AreaBasis):
        raise ReadError("area-choice", value=wanted, choices=", ".join(AreaBasis))
    if wanted:
        return AreaBasis(wanted)
    return AreaBasis.ATTRIBUTE if has_stated else AreaBasis.GEOMETRY


def _told_both(
    work: Work, basis: AreaBasis, stated_ha: pd.Series[float], drawn_ha: pd.Series[float]
) -> Work:
    """The two totals over the rows that have both."""
    both = stated_ha.notna() & drawn_ha.notna()
    stated, drawn = float(stated_ha[both].sum()), float(drawn_ha[both].sum())
    apart = abs(stated - drawn) > FAR_APART * max(stated, drawn)
    return work.told(
        "area-basis",
        severity=Severity.WARNING if apart else Severity.NOTE,
        action=Action.KEPT,
        count=int(both.sum()),
        column=work.columns.get(schema.AREA_HA, ""),
        options=(AreaBasis.ATTRIBUTE, AreaBasis.GEOMETRY),
        option=basis,
        stated=stated,
        drawn=drawn,
    )


def _repeated_sites(work: Work) -> int:
    """How many sites recur in three or more periods, when nearly all of them never shrink."""
    frame = work.frame[[schema.SITE_ID, schema.PERIOD_START, schema.AREA_HA]].dropna()
    frame = frame[frame[schema.AREA_HA] > 0].sort_values([schema.SITE_ID, schema.PERIOD_START])
    count = frame.groupby(schema.SITE_ID)[schema.PERIOD_START].transform("nunique")
    frame = frame[count >= 3]  # noqa: PLR2004 - two points always rise or fall
    if frame.empty:
        return 0
    step = frame.groupby(schema.SITE_ID)[schema.AREA_HA].diff()
    steps = step.dropna().to_numpy()
    series = int(frame[schema.SITE_ID].nunique())
    return series if np.mean(steps >= 0) >= MOSTLY else 0
