"""How amounts, money and numbers of this answer are written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from analytics.analyses.impact.kinds import GENERAL
from analytics.core.words import MODELLED_FIGURES

if TYPE_CHECKING:
    from analytics.core.words import Words

NBSP: Final = "\N{NO-BREAK SPACE}"
GRAMS, TONNES = 1e-3, 1e3  # in kg
MOST_KG: Final = 10_000.0  # more is written in tonnes
MILLION: Final = 1e6
SIGNS: Final = {"USD": "US$"}


def weight(low_kg: float, high_kg: float, words: Words, most_kg: float | None = None) -> str:
    """From one weight to another, in the unit that `most_kg`, else the greater one, asks for."""
    written, per = _weight(high_kg if most_kg is None else most_kg)
    return f"{between(low_kg / per, high_kg / per, words)}{NBSP}{written}"


def _weight(most_kg: float) -> tuple[str, float]:
    if 0 < most_kg < 1:
        return "g", GRAMS
    return ("t", TONNES) if most_kg >= MOST_KG else ("kg", 1.0)


def money(low: float, high: float, currency: str, words: Words) -> str:
    """From one sum to another with its currency; large ones in millions."""
    told = between(low, high, words)
    if high >= MILLION:
        told = words("million", amount=between(low / MILLION, high / MILLION, words))
    return f"{sign(currency)}{NBSP}{told}"


def unit(most: float, currency: str, words: Words) -> tuple[str, float]:
    """In what sums up to `most` are told where numbers stand alone, and how much one of it is."""
    if most < MILLION:
        return sign(currency), 1.0
    return words("millions", currency=sign(currency)), MILLION


def between(low: float, high: float, words: Words) -> str:
    """Both ends to two figures; one number where they read alike."""
    first, last = (words.significant(value, MODELLED_FIGURES) for value in (low, high))
    return first if first == last else words("between", low=first, high=last)


def span(low: float, middle: float, high: float, words: Words) -> str:
    """The likeliest value with its ends."""
    told = words.significant(middle, MODELLED_FIGURES)
    ends = between(low, high, words)
    return told if ends == told else words("span", middle=told, ends=ends)


def sign(currency: str) -> str:
    """A currency as people write it."""
    return SIGNS.get(currency, currency)


def plainly(value: float, words: Words) -> str:
    """A number as it stands in the file: 0.37 and not 0.370."""
    _, _, decimals = f"{value:.6g}".partition(".")
    return words.number(value, len(decimals) if "e" not in decimals else 0)


def set_name(own: str, words: Words) -> str:
    """Whose numbers are used: a country's, or those for all others."""
    return words("choice.numbers.general") if own == GENERAL else words.country(own)


def place_name(country: str, words: Words) -> str:
    """A country, or that it is not known."""
    return words.country(country) if country else words("unknown.place")
