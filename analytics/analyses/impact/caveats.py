"""What must be said beside these sums, the most important first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from analytics.analyses.impact.model import DOLLAR
from analytics.analyses.impact.naming import money, place_name, plainly, sign

if TYPE_CHECKING:
    from analytics.analyses.impact.model import Impact
    from analytics.core.words import Words

PERU: Final = "PER"
#: Gold in the ground of Peru, g/t: what the public calculator runs with, what its methodology has.
OF_CALCULATOR, OF_METHODOLOGY = 0.141, (0.37, 0.45)


def caveats(result: Impact, words: Words) -> tuple[str, ...]:
    """Label, ground, numbers, money."""
    return (
        words("caveat.screening"),
        *_of_ground(result, words),
        *_of_numbers(result, words),
        *_of_money(result, words),
    )


def _of_ground(result: Impact, words: Words) -> list[str]:
    if result.is_typed:
        return [words("caveat.typed")]
    said = []
    if len(result.left):
        said.append(words("caveat.left", parts=words.join(_left(result, words))))
    if result.guessed_ha > 0:
        said.append(words("caveat.guessed", area=words.hectares(result.guessed_ha)))
    return [*said, words("caveat.twice")]


def _left(result: Impact, words: Words) -> list[str]:
    return [
        words(f"left.{reason}", count=int(count), area=words.hectares(area_ha))
        for reason, area_ha, count in zip(
            *(result.left[name] for name in ("reason", "area_ha", "sites")), strict=True
        )
    ]


def _of_numbers(result: Impact, words: Words) -> list[str]:
    said = []
    if result.general:
        places = [place_name(country, words) for country in result.general]
        said.append(words("caveat.general", places=words.join(places)))
    said.append(words("caveat.ends"))
    single = sum(result.line(name).is_certain for name in result.lines["line"])
    if single:
        said.append(words("caveat.single", count=single))
    grades = result.parameters[result.parameters["parameter"] == "grade"]
    if ((grades["set"] == PERU) & (grades["origin"] == "published")).any():
        low, high = (plainly(end, words) for end in OF_METHODOLOGY)
        grade = plainly(OF_CALCULATOR, words)
        said.append(words("caveat.peru", grade=grade, low=low, high=high))
    return [*said, words("caveat.parts")]


def _of_money(result: Impact, words: Words) -> list[str]:
    said = [words("caveat.prices"), words("caveat.soil"), words("caveat.calculator")]
    said.append(words("caveat.upper" if len(result.upper) else "caveat.mapped"))
    if result.gold_value is not None:
        value = result.gold_value
        told = money(value.low, value.high, result.currency, words)
        said.append(words("caveat.gold", money=told))
    if result.currency != DOLLAR:
        said.append(words("caveat.exchange", currency=sign(result.currency)))
    if len(result.health):
        said.append(words("caveat.health"))
    return said
