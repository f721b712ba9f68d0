"""What a reader must know before repeating a hot spot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.analyses.hotspots import densities
from analytics.analyses.hotspots.emerging import FEWEST_YEARS
from analytics.core.schema import Measure

if TYPE_CHECKING:
    from analytics.analyses.hotspots.model import Hotspots
    from analytics.core.words import Words


def caveats(result: Hotspots, words: Words) -> tuple[str, ...]:
    """The limits of the test first, then those of the groups and of the data."""
    tested = () if result.refusal else _of_the_test(result, words)
    return (
        *tested,
        *densities.caveats(result, words),
        *_of_the_groups(result, words),
        *_of_the_data(result, words),
    )


def _of_the_test(result: Hotspots, words: Words) -> tuple[str, ...]:
    rate = words(f"rate.{result.count}", rate=words.significant(result.baseline))
    told = [
        words("caveat.relative", baseline=rate),
        words("caveat.area", cells=len(result.cells), empty=words.percent(result.empty)),
        words(
            "caveat.chance",
            level=words.percent(result.level),
            permutations=result.permutations,
            seed=str(result.seed),
        ),
    ]
    if result.hot_fewest < result.hot_most:
        told.append(words("caveat.seeds", fewest=result.hot_fewest, most=result.hot_most))
    if result.hot < result.fewest_hot:
        told.append(words("caveat.draws", count=result.fewest_hot))
    if result.years:
        told.append(words("caveat.course", first=result.first, last=result.last))
    else:
        told.append(words("caveat.years", count=FEWEST_YEARS))
    return tuple(told)


def _of_the_groups(result: Hotspots, words: Words) -> tuple[str, ...]:
    told = [words("caveat.groups")]
    if result.is_unweighted:
        told.append(words("caveat.no_weight"))
    if result.alone:
        area = words.hectares(result.alone_ha)
        told.append(words("caveat.alone", count=result.alone, area=area))
    return tuple(told)


def _of_the_data(result: Hotspots, words: Words) -> tuple[str, ...]:
    told = []
    if result.total_ha >= 0:
        told.append(words(f"caveat.basis.{result.area_basis}"))
        if result.without_area:
            told.append(words("caveat.without_area", count=result.without_area))
    else:
        told.append(words("caveat.no_area"))
    if result.of == "recent" and result.since:
        told.append(words("caveat.recent", since=words.period(result.since)))
    if result.measure is Measure.STOCK:
        told.append(words("caveat.stock"))
    if result.unplaced:
        area = words.hectares(result.unplaced_ha)
        told.append(words("caveat.unplaced", count=result.unplaced, area=area))
    if result.undated:
        told.append(words("caveat.undated", count=result.undated))
    told.append(words("caveat.not_illegal"))
    return tuple(told)
