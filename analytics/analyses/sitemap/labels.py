"""What the classes are called, and the colour each has on the map and in the chart."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from analytics.analyses.sitemap.breaks import OWN
from analytics.analyses.sitemap.picture import CLASS, HIGH, LOW, NONE
from analytics.core import schema
from analytics.viz import theme
from analytics.viz.ramp import ramp

if TYPE_CHECKING:
    from collections.abc import Callable

    from analytics.analyses.sitemap.model import Cells, Sitemap
    from analytics.core.words import Words

FIGURES: Final = range(3, 9)  # significant ones, as few as keep all ends of classes apart


def labels(result: Sitemap | Cells, words: Words) -> dict[int, str]:
    """Each class by its ends, without the unit, smallest first; that of the missing last."""
    table = result.classes[result.classes[CLASS] != NONE]
    low, high = table[LOW].tolist(), table[HIGH].tolist()
    told = _ends(result, words, [*low, *high])
    named = {
        number: _between(words, a, b, told) if a != b else told(a)
        for number, a, b in zip(table[CLASS].tolist(), low, high, strict=True)
    }
    return {**named, NONE: words("class.none")}


def colours(result: Sitemap | Cells, words: Words) -> dict[str, str]:
    """Class in words to colour, in the order of the legend."""
    named = labels(result, words)
    known = [name for number, name in named.items() if number != NONE]
    return dict(zip(known, ramp(len(known)), strict=True)) | {named[NONE]: theme.MISSING}


def amount(result: Sitemap | Cells, words: Words, value: float) -> str:
    """One number with its unit; a dash alone where there is none."""
    if math.isnan(value):
        return words.significant(value)
    if result.show == schema.CONFIDENCE:
        return words.percent(value)
    return words.hectares(value) if result.show == schema.AREA_HA else words.significant(value)


def with_unit(result: Sitemap | Cells, label: str) -> str:
    """The ends of a class with their unit, for a sentence.

    Percent is in the label itself; of other numbers no unit is known.
    """
    return f"{label}\N{NO-BREAK SPACE}ha" if result.show == schema.AREA_HA else label


def _ends(result: Sitemap | Cells, words: Words, values: list[float]) -> Callable[[float], str]:
    """How the ends are written: different ones read differently, breaks of one's own as given."""
    distinct = {value for value in values if not math.isnan(value)}

    def told(value: float, figures: int) -> str:
        if result.show == schema.CONFIDENCE:
            return f"{words.number(100 * value, max(0, figures - 3))}\N{NO-BREAK SPACE}%"
        return words.significant(value, figures)

    if result.scheme == OWN:
        return lambda value: told(value, _figures_of(value))
    figures = next(
        (n for n in FIGURES if len({told(v, n) for v in distinct}) == len(distinct)), FIGURES[-1]
    )
    return lambda value: told(value, figures)


def _figures_of(value: float) -> int:
    """As few significant figures as write the whole of a number."""
    return next((n for n in range(1, FIGURES[-1]) if float(f"{value:.{n}g}") == value), FIGURES[-1])


def _between(words: Words, low: float, high: float, told: Callable[[float], str]) -> str:
    if math.isnan(low):
        return words("class.upto", high=told(high))
    if math.isnan(high):
        return words("class.over", low=told(low))
    return f"{told(low)}\N{NO-BREAK SPACE}–\N{NO-BREAK SPACE}{told(high)}"
