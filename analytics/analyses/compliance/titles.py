"""Whether a mining title counts on the day a site was seen, and if not, why."""

from __future__ import annotations

import re
from enum import IntEnum
from typing import TYPE_CHECKING, Final

import numpy as np

from analytics.analyses.compliance import columns

if TYPE_CHECKING:
    import geopandas as gpd
    from numpy.typing import NDArray

    from analytics.analyses.compliance.rules.rule import Concession
    from analytics.core.partition import Pairs

    Days = NDArray[np.datetime64]
    Whole = NDArray[np.int64]


APART: Final = re.compile(r"[/&+,;]|\b(?:and|y|e|et|dan)\b", re.IGNORECASE)


class Title(IntEnum):
    """What a title is worth, graver flaws last; where titles overlap the first counts."""

    VALID = 0
    UNKNOWN = 1  # the layer does not tell
    AUTHORISATION = 2  # valid, without the operating authorisation the country asks for
    EXPIRED = 3
    EARLY = 4  # not yet in force
    STATUS = 5  # suspended, revoked, applied for
    STAGE = 6  # for exploration, or of a kind that does not allow mining
    NONE = -1  # no title at all


def states(frame: gpd.GeoDataFrame, rule: Concession, when: tuple[Days, Days], met: Pairs) -> Whole:
    """What each title is worth to each site it meets, on the days the site was seen.

    `when` is the first and last day of each site; a title counts that was in force on any of
    them, both its own days included.
    """
    said = worth(frame, rule)[met.zone]
    if not rule.is_dated:
        return said
    first, last = (day[met.row] for day in when)
    start = columns.days(frame, "valid_from", is_end=False)[met.zone]
    end = columns.days(frame, "valid_to", is_end=True)[met.zone]
    is_undated = np.isnat(first) & ~(np.isnat(start) & np.isnat(end))
    by_day = np.full(len(said), Title.VALID)
    by_day[is_undated | unread_days(frame)[met.zone]] = Title.UNKNOWN
    by_day[start > last] = Title.EARLY
    by_day[end < first] = Title.EXPIRED
    return np.maximum(said, by_day)


def worth(frame: gpd.GeoDataFrame, rule: Concession) -> Whole:
    """What each title is worth by its words alone."""
    found = np.full(len(frame), Title.VALID)
    if rule.requires_operating_authorisation:
        has = columns.truths(frame, "authorised") or [False] * len(frame)
        worth_of = {True: Title.VALID, False: Title.AUTHORISATION, None: Title.UNKNOWN}
        found = np.maximum(found, np.array([worth_of[one] for one in has], dtype=np.int64))
    for role, why in (
        ("status", Title.STATUS),
        ("type", Title.STAGE),
        ("commodity", Title.STAGE),
        ("stage", Title.STAGE),
    ):
        said = columns.texts(frame, role)
        good, bad = rule.valid_if.get(role, ()), rule.invalid_if.get(role, ())
        if said is not None and (good or bad):
            each = {text: _judged(text, good, bad, why) for text in set(said)}
            found = np.maximum(found, np.array([each[text] for text in said], dtype=np.int64))
    return found


def unread_days(frame: gpd.GeoDataFrame) -> NDArray[np.bool_]:
    """Whether a first or last day is given that cannot be read."""
    both = (columns.unread_days(frame, role) for role in ("valid_from", "valid_to"))
    return np.array([bool(start or end) for start, end in zip(*both, strict=True)], dtype=bool)


def unread(frame: gpd.GeoDataFrame, rule: Concession) -> tuple[str, ...]:
    """Words of titles that the rules know nothing of, so that the title is undetermined."""
    found: list[str] = []
    for role in (*rule.valid_if, *rule.invalid_if):
        good, bad = rule.valid_if.get(role, ()), rule.invalid_if.get(role, ())
        said = dict.fromkeys(columns.texts(frame, role) or [])
        found += [t for t in said if t and _judged(t, good, bad, Title.STATUS) == Title.UNKNOWN]
    return tuple(dict.fromkeys(found))


def unstated(frame: gpd.GeoDataFrame, rule: Concession) -> tuple[str, ...]:
    """What the rules ask of a title and the layer has no column for."""
    asked = [*rule.valid_if, *rule.invalid_if]
    if rule.is_dated:
        asked += ["valid_from", "valid_to"]
    if rule.requires_operating_authorisation:
        asked.append("authorised")
    return tuple(role for role in dict.fromkeys(asked) if columns.column(frame, role) is None)


def _judged(text: str, good: tuple[str, ...], bad: tuple[str, ...], why: Title) -> Title:
    """With words for both, others are unknown; with one list alone, the rest is its opposite."""
    if not text:
        return Title.UNKNOWN
    if why is Title.STAGE and _says_both(text, good, bad):
        return Title.UNKNOWN
    if columns.means(text, bad):
        return why
    if columns.means(text, good):
        return Title.VALID
    if good and bad:
        return Title.UNKNOWN
    return why if good else Title.VALID


def _says_both(text: str, good: tuple[str, ...], bad: tuple[str, ...]) -> bool:
    """Whether one part of a text allows mining and another does not: exploration and mining."""
    parts = [part for part in APART.split(text) if part.strip()]
    return any(columns.means(part, bad) for part in parts) and any(
        columns.means(part, good) and not columns.means(part, bad) for part in parts
    )
