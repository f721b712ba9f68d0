"""What a reader must know before repeating a quotient."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from analytics.analyses.context import labels
from analytics.analyses.context.facets import THINGS
from analytics.analyses.context.layers import RIVERS, ZONES
from analytics.analyses.context.study import COUNTRIES, HULL
from analytics.stats.quotient import FEWEST_MINED, FEWEST_OF_CLASS

if TYPE_CHECKING:
    from analytics.analyses.context.model import Context
    from analytics.core.words import Words

MOST_NAMED: Final = 8  # provinces or countries in a sentence
HA_PER_KM2: Final = 100.0


def caveats(result: Context, words: Words) -> tuple[str, ...]:
    """That shares are no causes, then the ground, the intervals, the layers and the data."""
    return (
        words("caveat.cause"),
        _of_the_ground(result, words),
        *_of_the_intervals(result, words),
        *_of_the_layers(result, words),
        *_of_the_data(result, words),
        words("caveat.not_illegal"),
    )


def _of_the_ground(result: Context, words: Words) -> str:
    km2 = words.significant(result.ground_ha / HA_PER_KM2)
    if result.study == HULL:
        return words("caveat.study.hull", around=labels.km(result.around_km, words), area=km2)
    told = [words.country(n) if result.study == COUNTRIES else n for n in result.names]
    shown = words.join(told if len(told) <= MOST_NAMED else [*told[: MOST_NAMED - 1], "…"])
    return words(f"caveat.study.{result.study}", names=shown, area=km2)


def _of_the_intervals(result: Context, words: Words) -> tuple[str, ...]:
    km = labels.km(result.block_km, words)
    if not result.has_intervals:
        return (
            words("caveat.no_intervals", count=result.mined_blocks, km=km, fewest=FEWEST_MINED),
        )
    tables = (result.classes, result.pairs, result.bands)
    verdicts = [verdict for table in tables for verdict in table["verdict"]]
    untold = verdicts.count("untold")
    told = [
        words(
            "caveat.intervals",
            blocks=result.blocks,
            km=km,
            mined=result.mined_blocks,
            seed=str(result.seed),
            count=len(verdicts) - untold,
        )
    ]
    if untold:
        told.append(words("caveat.some_untold", count=untold, fewest=FEWEST_OF_CLASS))
    return tuple(told)


def _of_the_layers(result: Context, words: Words) -> tuple[str, ...]:
    told = []
    for _, row in result.facets[result.facets["of"] != ZONES].iterrows():
        of = labels.of(str(row["of"]), words)
        count, column = int(row["found"]), str(row["column"])
        told.append(words("caveat.column", of=of, count=count, column=column))
        if not row["is_areal"]:
            told.append(words("caveat.nearest", of=of, km=labels.km(result.reach_km, words)))
    if len(result.pairs):
        told.append(words("caveat.pairs"))
    told.append(words("caveat.complete"))
    missing = [labels.within(labels.of(n, words)) for n in _untold(result, "missing")]
    missing += [labels.near(n, words) for n in THINGS if n not in set(result.bands["of"])]
    if missing:
        told.append(words("caveat.missing", names=words.join(missing)))
    told += [
        words(f"caveat.untold.{reason}", of=labels.of(name, words))
        for reason in ("points", "away")
        for name in _untold(result, reason)
    ]
    for name in _untold(result, "column"):
        key = "caveat.untold.order" if name == RIVERS else "caveat.untold.column"
        told.append(words(key, of=labels.of(name, words)))
    return tuple(told)


def _untold(result: Context, reason: str) -> list[str]:
    """The layers left out for this reason; rivers themselves are told by their distances."""
    rows = result.untold[result.untold["reason"] == reason]
    names = rows["of"].astype(str).tolist()
    return [n for n in names if not (reason == "missing" and n == RIVERS)]


def _of_the_data(result: Context, words: Words) -> tuple[str, ...]:
    is_area = result.count == "area"
    told = [words(f"caveat.basis.{result.area_basis}" if is_area else "caveat.sites")]
    for name in ("without_area", "outside", "unplaced"):
        count = int(getattr(result, name))
        if count:
            told.append(words(f"caveat.{name}", count=count))
    if result.earlier:
        told.append(words("caveat.stock", count=result.earlier))
    return tuple(told)
