"""Tell gold, mercury and money: the sentence, the key numbers, the pictures, every source."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.analyses.impact.caveats import caveats
from analytics.analyses.impact.naming import between, money, unit, weight
from analytics.analyses.impact.pictures import charts
from analytics.analyses.impact.tables import tables
from analytics.core.section import Figure, Section

if TYPE_CHECKING:
    from analytics.analyses.impact.model import Impact
    from analytics.core.words import Words


def tell(result: Impact, words: Words) -> Section:
    """Word the result."""
    return Section(
        title=words("title"),
        headline=_headline(result, words),
        figures=_figures(result, words),
        charts=charts(result, words),
        tables=tables(result, words),
        caveats=caveats(result, words),
    )


def _headline(result: Impact, words: Words) -> str:
    used, total = result.line("used"), result.total()
    return words(
        "headline",
        area=words.hectares(result.area_ha),
        mercury=weight(used.low, used.high, words),
        money=money(total.low, total.high, result.currency, words),
    )


def _figures(result: Impact, words: Words) -> tuple[Figure, ...]:
    weights = [_weight(result, line, words) for line in ("gold", "used", "water")]
    return (_area(result, words), *weights, _money(result, words))


def _area(result: Impact, words: Words) -> Figure:
    left_ha = float(result.left["area_ha"].sum())
    note = words("figure.area.left", area=words.hectares(left_ha)) if left_ha > 0 else ""
    return Figure(
        words("figure.area"),
        words.hectares(result.area_ha),
        words("figure.area.typed") if result.is_typed else note,
        number=result.area_ha,
        unit="ha",
    )


def _weight(result: Impact, line: str, words: Words) -> Figure:
    told = result.line(line)
    return Figure(
        words(f"line.{line}"),
        weight(told.central, told.central, words, told.high),
        weight(told.low, told.high, words),
        number=told.central,
        unit="kg",
    )


def _money(result: Impact, words: Words) -> Figure:
    total = result.total()
    told, per = unit(total.high, result.currency, words)
    return Figure(
        words("figure.money", currency=told),
        between(total.central / per, total.central / per, words),
        between(total.low / per, total.high / per, words),
        number=total.central,
        unit=result.currency,
    )
