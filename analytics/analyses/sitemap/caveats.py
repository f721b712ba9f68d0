"""What a reader must know before repeating what the map shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from analytics.analyses.sitemap.breaks import KEEPS_EMPTY, OWN
from analytics.analyses.sitemap.course import AFTER, BEFORE, PERIOD
from analytics.analyses.sitemap.own import OWN_COLUMN
from analytics.analyses.sitemap.picture import CLASS, NONE
from analytics.core import schema
from analytics.core.schema import Measure

if TYPE_CHECKING:
    from collections.abc import Iterator

    from analytics.analyses.sitemap.model import Sitemap
    from analytics.core.words import Words


MOST_NAMED: Final = 6


def caveats(result: Sitemap, words: Words) -> tuple[str, ...]:
    """How the classes are made first, then the limits of the data."""
    people = [words(f"caveat.people.{result.people}")] if result.people else []
    return (*_of_the_classes(result, words), *_of_the_data(result, words), *people)


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
    if result.show == schema.AREA_HA and result.distinct:
        told.append(words(f"caveat.basis.{result.area_basis}"))
    if result.show == OWN_COLUMN and result.measure:
        told.append(words("caveat.column", name=result.measure))
    if result.cells:
        told.append(words("caveat.cells", level=words.number(result.cells.resolution)))
    if result.records > result.count:
        told.append(words("caveat.records", count=result.count, records=result.records))
    if result.at and result.left_out:
        key = "stock" if result.over_time is Measure.STOCK else result.time
        period = words.period(result.at)
        told.append(words(f"caveat.{key}", period=period, count=result.left_out))
    told += [*_of_the_sources(result, words)]
    if result.gaps:
        named = words.join([words.period(label) for label in result.gaps[:MOST_NAMED]])
        more = "" if len(result.gaps) <= MOST_NAMED else " …"
        told.append(words("caveat.gaps", count=len(result.gaps), periods=named + more))
    if result.missing:
        told.append(
            words(f"caveat.missing.{result.show}", count=result.missing, name=result.measure)
        )
    if result.negative:
        told.append(words("caveat.negative", count=result.negative))
    if result.unplaced:
        told.append(words("caveat.unplaced", count=result.unplaced))
    told.append(words("caveat.not_illegal"))
    return tuple(told)


def _of_the_sources(result: Sitemap, words: Words) -> Iterator[str]:
    """The last change of source in full, the earlier ones by their periods."""
    if result.changes.empty:
        return
    last, earlier = result.changes.iloc[-1], result.changes[PERIOD].iloc[:-1]
    period = words.period(last[PERIOD])
    yield words("caveat.source", period=period, before=last[BEFORE], after=last[AFTER])
    if len(earlier):
        named = [words.period(label) for label in earlier.tail(MOST_NAMED)]
        yield words("caveat.sources", count=len(earlier), periods=words.join(named))
