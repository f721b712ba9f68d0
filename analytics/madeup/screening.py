"""What each made-up site would be told by a screening against rights and zones.

The rule is the decision table of the method: a prohibited zone first, then a missing concession,
then a missing permit. Only sites wholly inside or outside of everything are judged, so that no
overlay is needed; strips along rivers are not part of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import shapely

from analytics.core import schema
from analytics.madeup.attributes import noted
from analytics.madeup.region import EAST
from analytics.madeup.zones import FOREST_USE, UNMAPPED_PROVINCE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analytics.madeup.land import Land
    from analytics.madeup.region import Line
    from analytics.madeup.sites import Record

VALID, MISSING, UNKNOWN = "valid", "missing", "unknown"


class _Cut(Exception):
    """A site lies partly inside."""


def screened(drawn: Land) -> dict[str, str]:
    """The reason by "site_id year": 1, 1P, R:forest_use, C, P, PC, P? or U."""
    methods = noted(drawn.seed, drawn.records)[schema.METHOD]
    found: dict[str, str] = {}
    for record, method in zip(drawn.records, methods, strict=True):
        try:
            reason = _reason(drawn, record, is_underground=method == "underground")
        except _Cut:
            continue
        found[f"sample-{record.site:04d} {record.year}"] = reason
    return found


def _reason(drawn: Land, record: Record, *, is_underground: bool) -> str:
    right = _right(drawn, record)
    in_protected = _lies_in(record, _rings(drawn, "protected_forest"))
    in_production = _lies_in(record, _rings(drawn, "production_forest"))
    is_prohibited = _lies_in(record, _rings(drawn, "conservation")) or (
        in_protected and not is_underground
    )
    if is_prohibited:
        return {VALID: "P", MISSING: "PC", UNKNOWN: "P?"}[right]
    if right != VALID:
        return {MISSING: "C", UNKNOWN: "U"}[right]
    if not (in_protected or in_production):
        return "1"
    permits = [
        permit.ring
        for permit in drawn.zones.permits
        if permit.permit == FOREST_USE and permit.covers(record.year)
    ]
    return "1P" if _lies_in(record, permits) else f"R:{FOREST_USE}"


def _right(drawn: Land, record: Record) -> str:
    """Whether the site has a concession that allows mining in its year."""
    titles = [
        title.ring
        for title in drawn.zones.concessions
        if title.right.covers(record.year)
        and (title.country != EAST or title.right.operating_authorisation)
    ]
    if _lies_in(record, titles):
        return VALID
    provinces = {drawn.region.provinces[at].name for at, _ in record.parts}
    if UNMAPPED_PROVINCE not in provinces:
        return MISSING
    if len(provinces) > 1:
        raise _Cut
    return UNKNOWN


def _rings(drawn: Land, kind: str) -> list[Line]:
    return [zone.ring for zone in drawn.zones.zones if zone.kind == kind]


def _lies_in(record: Record, rings: Sequence[Line]) -> bool:
    """Whether the whole site lies in one of the rings; refused where it is cut by one."""
    outline = shapely.Polygon(record.outline)
    shapes = [shapely.Polygon(ring) for ring in rings]
    if any(shape.covers(outline) for shape in shapes):
        return True
    if any(shape.intersects(outline) for shape in shapes):
        raise _Cut
    return False
