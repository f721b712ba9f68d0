"""Whether a file says anything about mining: where, when or how much."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from analytics.core import schema
from analytics.core.issue import Action, Severity

if TYPE_CHECKING:
    from analytics.intake.work import Work

#: One of these, or a place, makes a table more than a list.
TELLING: Final = (schema.COUNTRY, schema.ADMIN1, schema.PERIOD, schema.AREA_HA)
MOST_NAMED: Final = 8  # columns of the file in the message


def check_substance(work: Work) -> Work:
    """An error where no record has a place, country, province, period or area of its own."""
    frame = work.frame
    told = [frame[column].notna().any() for column in TELLING if column in frame.columns]
    if frame.empty or any(told) or frame.geometry.notna().any():
        return work
    own = [str(c) for c in frame.columns if c not in schema.COLUMNS]
    return work.told(
        "nothing-told",
        severity=Severity.ERROR,
        action=Action.CHOOSE,
        count=len(frame),
        columns=", ".join(own[:MOST_NAMED]) + (" …" if len(own) > MOST_NAMED else "") or "–",
    )
