"""What strategies, measures and their numbers are called."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from analytics.core.words import MODELLED_FIGURES

if TYPE_CHECKING:
    from analytics.core.words import Words

YEAR_LETTERS: Final = 4
LATER: Final = "later"  # the strategy asked for, begun a year later
OWN: Final = ("later", "restoration")  # names of ours that no preset has
ENOUGH: Final = 300  # draws: fewer do not tell 99 from 100 in a hundred


def called(strategy: str, words: Words) -> str:
    """A strategy of ours in the reader's language; one that was typed in as it was typed."""
    return measure_name(strategy, words)


def measure_name(measure: str, words: Words) -> str:
    """A measure of ours in the reader's language."""
    key = f"strategy.{measure}" if measure in OWN else f"choice.preset.{measure}"
    return words(key) if words.has(key) else measure


def measured(measure: str, part: str, words: Words) -> str:
    """A number of a measure, as a chart names it."""
    name = words(f"part.{part}")
    return words("part.of", part=name, measure=measure_name(measure, words)) if measure else name


def modelled(area_ha: float, words: Words) -> str:
    """Hectares that nobody has measured: two figures are all that is known of them."""
    return f"{words.significant(area_ha, MODELLED_FIGURES)}\N{NO-BREAK SPACE}ha"


def plainly(value: float, words: Words) -> str:
    """A number as it was set: 0.5 and not 0.500."""
    _, _, decimals = f"{value:.3g}".partition(".")
    return words.number(value, len(decimals) if "e" not in decimals else 0)


def period_name(label: str, words: Words) -> str:
    """A period as people call it; where a file only counts them, by its number."""
    is_number = label.isdigit() and len(label) < YEAR_LETTERS
    return words("period.nth", n=label) if is_number else words.period(label)


def range_text(low: float, middle: float, high: float, words: Words) -> str:
    """A middle value and the ends that hold 80 % of the draws."""
    return words(
        "range",
        middle=modelled(middle, words),
        low=modelled(low, words),
        high=modelled(high, words),
    )


def chance(share: float, draws: int, words: Words) -> str:
    """A share of the draws as a chance: what came in all of them is not certain, nor what in none.

    Three in as many draws are the most that may have been missed.
    """
    if draws >= ENOUGH:
        return words.percent(min(max(share, 1 / (draws + 1)), 1 - 1 / (draws + 1)))
    return drawn(share, draws, words)


def drawn(share: float, draws: int, words: Words) -> str:
    """In how many of the draws: "in all 2,000 draws", "in 85 % of the draws"."""
    if share >= 1 or share <= 0:
        return words("draws.all" if share >= 1 else "draws.none", count=draws)
    return words("draws.some", chance=words.percent(share))


def people(count: float, words: Words) -> str:
    """People not reached; below 0 where more are."""
    return f"-{words.people(-count)}" if count <= -1 else words.people(max(count, 0.0))
