"""What a reader of the classes must know: what was missing, what was assumed, what was left out."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from analytics.analyses.compliance.rules import kinds
from analytics.core.schema import AreaBasis, Measure

if TYPE_CHECKING:
    from collections.abc import Iterator

    from analytics.analyses.compliance.model import Compliance
    from analytics.core.words import Words

MOST_WORDS = 5  # words of titles repeated in a sentence


def caveats(result: Compliance, words: Words) -> tuple[str, ...]:
    """The gravest first."""
    return (
        words("caveat.screening"),
        *_rules(result, words),
        *_layers(result, words),
        *_ranges(result, words),
        *_titles(result, words),
        *_counted(result, words),
    )


def layer(name: str, words: Words) -> str:
    """A layer as people call it."""
    return words(f"layer.{name}") if words.has(f"layer.{name}") else name


def permit(name: str, words: Words) -> str:
    """A permit as people call it; of rules of one's own, as they do."""
    known = f"permit.{name}"
    return words(known) if words.has(known) else name.replace("_", " ")


def _rules(result: Compliance, words: Words) -> Iterator[str]:
    if result.verified_by:
        yield words("caveat.verified", who=result.verified_by, version=result.version)
    else:
        yield words("caveat.unverified", version=result.version)
    unchecked = int((~result.rules["is_checked"].astype(bool)).sum())
    if unchecked and result.country:
        yield words("caveat.unchecked", count=unchecked, all=len(result.rules))
    if result.abroad_ha > 0:
        country = words.country(result.country)
        yield words("caveat.abroad", area=words.hectares(result.abroad_ha), country=country)
    if result.set_aside:
        yield words("caveat.aside", layers=_listed(result.set_aside, words))
    if result.on:
        yield words("caveat.on", day=words.date(date.fromisoformat(result.on)))
    held = [permit(one, words) for one in result.granted if one not in result.unasked]
    if held:
        yield words("caveat.granted", permits=words.join(held))
    if result.unasked:
        yield words("caveat.unasked", permits=words.join(result.unasked))


def _layers(result: Compliance, words: Words) -> Iterator[str]:
    if not result.has_titles:
        yield words("caveat.no-titles")
    if result.unknown:
        known = ", ".join(kinds.LAYERS)
        yield words("caveat.unknown", layers=", ".join(result.unknown), known=known)
    if result.bare:
        yield words("caveat.bare", layers=_listed(result.bare, words))
    if result.elsewhere:
        yield words("caveat.elsewhere", layers=_listed(result.elsewhere, words))
    if result.missing:
        yield words("caveat.missing", layers=_listed(result.missing, words))
    if result.narrow:
        yield words("caveat.narrow")
    if result.derived:
        yield words("caveat.derived", layers=_listed(result.derived, words))
    if result.has_titles and not result.has_cadastre:
        yield words("caveat.no-cadastre")


def _ranges(result: Compliance, words: Words) -> Iterator[str]:
    yield words("caveat.error", error=f"{result.error_m:g}")
    if result.outline_m:
        low, high = (words.hectares(a) for a in (result.mined_low_ha, result.mined_high_ha))
        yield words("caveat.outline", error=f"{result.outline_m:g}", low=low, high=high)
    if result.trials:
        yield words("caveat.shifts", told=words.join(_bands(result, words)))


def _bands(result: Compliance, words: Words) -> Iterator[str]:
    for row in result.by_class.to_dict("records"):
        low, high = (words.hectares(row[side]) for side in ("band_low_ha", "band_high_ha"))
        yield words("caveat.shifts.class", name=words(f"class.{row['class']}"), low=low, high=high)


def _titles(result: Compliance, words: Words) -> Iterator[str]:
    if result.unstated:
        told = words.join(words(f"role.{role}") for role in result.unstated)
        yield words("caveat.unstated", roles=told)
    if "authorised" in result.unstated:
        yield words("caveat.no-authorisation")
    if result.unread:
        shown = words.join(f"“{text}”" for text in result.unread[:MOST_WORDS])
        yield words("caveat.unread", count=len(result.unread), words=shown)
    if result.unread_days:
        shown = words.join(f"“{text}”" for text in result.unread_days[:MOST_WORDS])
        yield words("caveat.unread-days", count=len(result.unread_days), words=shown)
    if result.has_any_permit:
        yield words("caveat.any-permit")
    if result.undated:
        yield words("caveat.undated", count=result.undated)


def _counted(result: Compliance, words: Words) -> Iterator[str]:
    if result.area_basis is AreaBasis.ATTRIBUTE:
        yield words("caveat.attribute")
    if result.twice_ha > 0:
        yield words("caveat.twice", area=words.hectares(result.twice_ha))
    if result.slivers:
        area = words.hectares(result.sliver_ha)
        yield words("caveat.slivers", count=result.slivers, area=area)
    if result.measure is Measure.STOCK and result.left_out:
        at = words.period(result.at)
        yield words("caveat.stock", count=result.left_out, period=at)
    if result.without_area:
        yield words("caveat.without-area", count=result.without_area)
    if result.unplaced:
        yield words("caveat.unplaced", count=result.unplaced)


def _listed(names: tuple[str, ...], words: Words) -> str:
    return words.join(layer(name, words) for name in names)
