"""What amounts of money are in: a currency there is, the year of its prices."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from analytics.core.words import MODELLED_FIGURES

if TYPE_CHECKING:
    from analytics.core.words import Words
    from analytics.stats.scenario.plan import Money

FIRST_YEAR, LAST_YEAR = 1950, 2100
YEAR_LETTERS: Final = 4


def is_currency(code: str) -> bool:
    """Whether there is a currency of this code of three letters."""
    from babel.core import get_global

    return code in get_global("all_currencies")


def is_year(text: str) -> bool:
    """Whether prices may be of this year; "" says nothing of it."""
    is_number = text.isdecimal() and len(text) == YEAR_LETTERS
    return not text or (is_number and FIRST_YEAR <= int(text) <= LAST_YEAR)


def amount(value: float, currency: str, words: Words) -> str:
    """An amount nobody knows better than to two figures, with what it is in."""
    told = words.significant(value, MODELLED_FIGURES)
    return f"{told}\N{NO-BREAK SPACE}{currency}".strip()


def terms(money: Money, words: Words) -> str:
    """Of which year, and what later amounts are worth."""
    rate = words.number(100 * money.discount, 1 if round(1000 * money.discount) % 10 else 0)
    facts = {"rate": f"{rate}\N{NO-BREAK SPACE}%", "year": money.prices}
    return words("money.terms" if money.prices else "money.terms-unsaid", **facts)
