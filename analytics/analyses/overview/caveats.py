"""What a reader must know before repeating an overview."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.analyses.overview.times import Why
from analytics.core.schema import Measure

if TYPE_CHECKING:
    from analytics.analyses.overview.model import Overview
    from analytics.core.words import Words


def caveats(result: Overview, words: Words) -> tuple[str, ...]:
    """Of the numbers first, then of the comparisons, then what they do not say."""
    return (
        *_of_the_numbers(result, words),
        *_of_the_changes(result, words),
        words("caveat.not_illegal"),
    )


def _of_the_numbers(result: Overview, words: Words) -> list[str]:
    has_area = bool(result.table["area_ha"].notna().any())
    told = [words(f"caveat.basis.{result.area_basis if has_area else 'none'}")]
    if result.measure is Measure.STOCK and result.last:
        told.append(words("caveat.stock", last=words.period(result.last)))
    if result.left_out:
        told.append(words("caveat.left_out", count=result.left_out))
    if result.undated:
        told.append(words("caveat.undated", count=result.undated))
    if result.without_area and has_area:
        told.append(words("caveat.without_area", count=result.without_area))
    if result.unknown_ha > 0:
        told.append(words(f"caveat.unknown.{result.by}", area=words.hectares(result.unknown_ha)))
    return told


def _of_the_changes(result: Overview, words: Words) -> list[str]:
    told = []
    if (result.figures["why"] == Why.MIXED.value).any():
        told.append(words("caveat.mixed"))
    if result.is_by_year:
        told.append(words("caveat.by_year"))
    if result.before and result.since_period is None:
        told.append(words("caveat.not_numbered"))
    if _has_none_again(result):
        before, last = words.period(result.before), words.period(result.last)
        told.append(words("caveat.all_new", before=before, last=last))
    if result.before or result.since_load is not None:
        told.append(words("caveat.survey"))
    return told + _of_the_load(result, words)


def _has_none_again(result: Overview) -> bool:
    """Whether a stock names none of the sites of the period before."""
    found = result.since_period
    if found is None or result.measure is not Measure.STOCK:
        return False
    return not found.by_number + found.by_outline


def _of_the_load(result: Overview, words: Words) -> list[str]:
    found = result.since_load
    if found is None:
        return []
    told = [
        words(
            "caveat.match",
            numbers=found.by_number,
            outlines=found.by_outline,
            overlap=words.percent(result.overlap),
            tolerance=words.percent(result.tolerance),
        )
    ]
    if found.is_renumbered:
        told.append(words("caveat.renumbered"))
    if not found.by_number + found.by_outline:
        told.append(words("caveat.nothing_again"))
    return told
