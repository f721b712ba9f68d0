"""A number with its ends, and how a visitor writes one."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from analytics.analyses.impact.refusals import ImpactError

_BETWEEN: Final = re.compile(r"\s*[;–—-]\s*|\s+")
_NUMBER: Final = re.compile(r"\d{1,12}(?:[.,]\d{1,9})?")
_UNCLEAR: Final = re.compile(r"\d{1,3},\d{3}")  # thousands to some, a decimal comma to others
_EXCHANGE: Final = re.compile(r"\s*(\d{1,9}(?:[.,]\d{1,9})?)\s*([A-Za-z]{3})\s*")


class End(StrEnum):
    """Which end of all ranges a sum is made of."""

    LOW = "low"
    CENTRAL = "central"
    HIGH = "high"

    @property
    def other(self) -> End:
        """The end that lowers what this one raises."""
        return {End.LOW: End.HIGH, End.HIGH: End.LOW}.get(self, self)


ENDS: Final = tuple(End)


@dataclass(frozen=True, slots=True)
class Span:
    """Low, central and high value, in this order."""

    low: float
    central: float
    high: float

    @property
    def is_certain(self) -> bool:
        """Whether only one value is known."""
        return math.isclose(self.low, self.high, rel_tol=1e-12)

    def at(self, end: End) -> float:
        """One of the three."""
        return float(getattr(self, end))


def typed_span(name: str, text: str, low: float, high: float) -> Span | None:
    """What a visitor wrote: "0.4", "0.37-0.45" or "0.37-0.40-0.45"; None for nothing.

    Of two numbers the middle is the central one. A comma is a decimal comma.
    """
    if not text.strip():
        return None
    parts = _BETWEEN.split(text.strip())
    is_readable = len(parts) <= len(ENDS) and all(_NUMBER.fullmatch(part) for part in parts)
    numbers = [_number(part) for part in parts] if is_readable else []
    is_good = numbers == sorted(numbers) and all(low <= one <= high for one in numbers)
    if not numbers or not is_good:
        raise ImpactError(
            "impact-range", name=name, value=text.strip()[:60], low=f"{low:g}", high=f"{high:g}"
        )
    first, last = numbers[0], numbers[-1]
    middle = numbers[1] if len(numbers) == len(ENDS) else (first + last) / 2
    return Span(first, middle, last)


def typed_area_ha(text: str, most_ha: float) -> float | None:
    """Hectares a visitor wrote; None for nothing."""
    bare = text.strip().removesuffix("ha").strip()
    if not bare:
        return None
    is_readable = _NUMBER.fullmatch(bare) and not _UNCLEAR.fullmatch(bare)
    found = _number(bare) if is_readable else math.nan
    if not 0 < found <= most_ha:
        raise ImpactError("impact-area", value=text.strip()[:60], most=int(most_ha))
    return found


def typed_exchange(text: str) -> tuple[float, str] | None:
    """Units of a currency for one US dollar and its letters; None for nothing."""
    if not text.strip():
        return None
    from babel.core import get_global

    found = _EXCHANGE.fullmatch(text)
    rate = _number(found[1]) if found else 0.0
    if found is None or rate <= 0 or found[2].upper() not in get_global("all_currencies"):
        raise ImpactError("impact-exchange", value=text.strip()[:60])
    return rate, found[2].upper()


def _number(text: str) -> float:
    return float(text.replace(",", "."))
