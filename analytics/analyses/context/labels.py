"""What layers, classes, bands and quotients are called."""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from analytics.analyses.context.facets import Role
from analytics.analyses.context.layers import RIVERS, ZONES
from analytics.core.words import MODELLED_FIGURES, Kind, Words

if TYPE_CHECKING:
    import pandas as pd

    from analytics.analyses.context.model import Context

FINEST: Final = 5  # decimals of a kilometre
KINDS: Final = {"area": Kind.HECTARES, "sites": Kind.DECIMAL}  # of what is counted
MARKS: Final = {
    "more": ("#D55E00", "triangle-up"),
    "less": ("#0072B2", "triangle-down"),
    "unclear": ("#7D93A6", "circle"),
    "untold": ("#BDBDBD", "diamond"),
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Layers that would be told, had they been loaded."""

    of: tuple[str, ...]
    near: tuple[str, ...]

    def said(self, language: str) -> str:
        """By what they show, apart by commas."""
        words = Words(Path(__file__).parent, language)
        told = [*(within(of(n, words)) for n in self.of), *(near(n, words) for n in self.near)]
        return ", ".join(told)


def of(name: str, words: Words) -> str:
    """What parts the ground: a word where there is one, else the layer as it is called."""
    return words(f"of.{name}") if words.has(f"of.{name}") else name


def within(name: str) -> str:
    """A name of ours as it stands within a sentence."""
    return name[:1].lower() + name[1:]


def near(name: str, words: Words) -> str:
    """What distances are measured to, in the plural."""
    return words(f"near.{name}")


def class_of(row: pd.Series[Any], result: Context, words: Words) -> str:
    """A class in words; the layer's own text where it has one."""
    told = result.facets.set_index("of").loc[row["of"]]
    match Role(row["role"]):
        case Role.OTHER:
            return words("class.other", count=int(told["joined"]))
        case Role.UNSTATED:
            return words("class.unstated")
        case Role.OUTSIDE if row["of"] == ZONES:
            return words("class.neither")
        case Role.OUTSIDE if told["is_areal"]:
            return words("class.outside")
        case Role.OUTSIDE:
            return words("class.far", km=km(result.reach_km, words))
    name = str(row["class"])
    if row["of"] == ZONES:
        return words(f"zone.{name}")
    return words("class.order", order=name) if row["of"] == RIVERS and name.isdigit() else name


def share(part: float, words: Words) -> str:
    """In percent, below ten to a tenth: who divides two of them finds the quotient again."""
    is_small = 0.01 <= part < 0.1  # noqa: PLR2004 - one and ten percent
    if not is_small:
        return words.percent(part)
    return f"{words.number(100 * part, 1)}\N{NO-BREAK SPACE}%"


def ground(row: pd.Series[Any], words: Words) -> str:
    """The share of the land; a dash where too few spots lie on it to know."""
    return "–" if math.isnan(row["quotient"]) else share(float(row["ground_share"]), words)


def band(low: float, high: float, words: Words) -> str:
    """A distance band in words; `high` is NaN for all that is farther."""
    if math.isnan(high):
        return words("band.last", low=km(low, words))
    if not low:
        return words("band.first", high=km(high, words))
    return words("band.middle", low=km(low, words), high=km(high, words))


def km(distance: float, words: Words) -> str:
    """Kilometres as they were asked for, to the centimetre at most."""
    exact = (n for n in range(FINEST) if round(distance, n) == distance)
    return words.number(distance, next(exact, FINEST))


def times(quotient: float, words: Words) -> str:
    """How many times as much, to two figures."""
    return words.significant(quotient, MODELLED_FIGURES)


def ends(row: pd.Series[Any], words: Words) -> dict[str, str]:
    """The quotient of a row and the ends of its interval."""
    return {name: times(float(row[name]), words) for name in ("low", "high")} | {
        "times": times(float(row["quotient"]), words)
    }


def quotient(row: pd.Series[Any], words: Words) -> str:
    """The quotient with its interval, or what there is of it."""
    if math.isnan(row["quotient"]):
        return words("times.little")
    if not row["mined"] > 0:
        return words("times.none")
    if math.isnan(row["low"]):
        return times(float(row["quotient"]), words)
    return words("times.interval", **ends(row, words))
