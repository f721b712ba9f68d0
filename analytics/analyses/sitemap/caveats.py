"""What a reader must know before repeating what the map shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.analyses.sitemap.breaks import KEEPS_EMPTY, OWN
from analytics.analyses.sitemap.model import CLASS, NONE
from analytics.core import schema
from analytics.core.schema import Measure

if TYPE_CHECKING:
    from analytics.analyses.sitemap.model import Sitemap
    from analytics.core.words import Words


def caveats(result: Sitemap, words: Words) -> tuple[str, ...]:
    """How the classes are made first, then the limits of the data."""
    return (*_of_the_classes(result, words), *_of_the_data(result, words))


def _of_the_classes(result: Sitemap, words: Words) -> tuple[str, ...]:
    if not result.distinct:
        return ()
    made = int((result.classes[CLASS] != NONE).sum())
    told = [words(f"caveat.scheme.{result.scheme}"), words("caveat.ends")]
    if result.periods and result.scheme != OWN:
        first, last = (words.period(label) for label in (result.periods[0], result.periods[-1]))
        is_running = result.over_time is not Measure.STOCK and result.time == "upto"
        key = "caveat.fixed.running" if is_running else "caveat.fixed.each"
        told.append(words(key, count=len(result.periods), first=first, last=last))
    if made < result.asked and result.scheme not in KEEPS_EMPTY:
        told.append(words("caveat.fewer", asked=result.asked, count=made))
    return tuple(told)


def _of_the_data(result: Sitemap, words: Words) -> tuple[str, ...]:
    told = []
    if result.measure == schema.AREA_HA and result.distinct:
        told.append(words(f"caveat.basis.{result.area_basis}"))
    if result.records > result.count:
        told.append(words("caveat.records", count=result.count, records=result.records))
    if result.at:
        key = "stock" if result.over_time is Measure.STOCK else result.time
        period = words.period(result.at)
        told.append(words(f"caveat.{key}", period=period, count=result.left_out))
    if result.missing:
        told.append(words(f"caveat.missing.{result.measure}", count=result.missing))
    if result.negative:
        told.append(words("caveat.negative", count=result.negative))
    if result.unplaced:
        told.append(words("caveat.unplaced", count=result.unplaced))
    told.append(words("caveat.not_illegal"))
    return tuple(told)
