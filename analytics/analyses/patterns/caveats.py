"""What a reader must know before repeating a kind of mining."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.analyses.patterns import labels
from analytics.analyses.patterns.trial import FEWEST, FEWEST_BLOCKS, Verdict
from analytics.core.schema import AreaBasis, Measure

if TYPE_CHECKING:
    from analytics.analyses.patterns.model import Patterns
    from analytics.core.words import Words


def caveats(result: Patterns, words: Words) -> tuple[str, ...]:
    """The limits of guessing first, then what is missing, then those of the data."""
    return (
        words("caveat.guess", threshold=words.percent(result.params.threshold)),
        words("caveat.mapping"),
        *([] if "river_m" in result.lacking else [words("caveat.rivers")]),
        *_of_the_trial(result, words),
        *(words(f"lacking.{name}") for name in result.lacking),
        *_of_the_outlines(result, words),
        *_of_the_records(result, words),
    )


def _of_the_trial(result: Patterns, words: Words) -> tuple[str, ...]:
    trial = result.trial
    facts: dict[str, object] = {
        "rules": words.percent(trial.rules_f1),
        "forest": words.percent(trial.forest_f1),
        "low": words.percent(trial.forest_low),
        "high": words.percent(trial.forest_high),
        "fewest": FEWEST,
        "blocks": FEWEST_BLOCKS,
        "found": trial.blocks,
        "size": words.number(result.params.block_km),
        "guess": words.percent(1 / max(1, len(trial.labelled))),
    }
    if trial.verdict is Verdict.FEW:
        least = trial.labelled.iloc[-1]
        return (
            words(
                "trial.few",
                count=int(least["sites"]),
                kind=labels.kind(str(least["kind"]), words),
                fewest=FEWEST,
            ),
        )
    return (words(f"trial.{trial.verdict}", **facts),)


def _of_the_outlines(result: Patterns, words: Words) -> tuple[str, ...]:
    told = []
    areal = len(result.sites) - result.points
    if not result.pixels:
        told.append(words("caveat.pixels.none"))
    elif result.pixels < areal:
        told.append(words("caveat.pixels.some", count=areal - result.pixels))
    if result.stairs:
        told.append(words("caveat.stairs", count=result.stairs))
    count = int(result.growth["growth_deg"].notna().sum())
    if len(result.growth):
        told.append(words("caveat.growth", count=count, all=len(result.growth)))
    else:
        told.append(words("caveat.growth.none"))
    if result.tiny:
        told.append(words("caveat.tiny", count=result.tiny))
    if result.points:
        told.append(words("caveat.points", count=result.points))
    return tuple(told)


def _of_the_records(result: Patterns, words: Words) -> tuple[str, ...]:
    told = [
        words(
            "caveat.stock" if result.measure is Measure.STOCK else "caveat.joined",
            records=result.records,
            sites=len(result.sites),
        )
    ]
    if result.area_basis is AreaBasis.ATTRIBUTE:
        told.append(words("caveat.outlines"))
    if result.not_comparable:
        told.append(words("caveat.open", count=result.not_comparable))
    if result.undeclared:
        told.append(words("caveat.undeclared", count=result.undeclared))
    if result.unplaced:
        told.append(words("caveat.unplaced", count=result.unplaced))
    told.append(words("caveat.not_illegal"))
    return tuple(told)
