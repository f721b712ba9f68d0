"""Numbers as people write them: 1,250.5 · 1.250,5 · 1 250,5 · 12.4 ha · 85 %."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from math import isfinite
from numbers import Real
from typing import Final

from analytics.core.vocabulary import fold

GROUP: Final = 3  # digits between the marks of thousands


class Decimal(StrEnum):
    """The mark before the decimals; the other one then groups thousands."""

    POINT = "point"
    COMMA = "comma"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A number taken apart: its digits and marks, and the unit written behind it."""

    digits: str  # sign, digits, points and commas; spaces and apostrophes are taken out
    exponent: int = 0
    unit: str = ""  # as written; "%" for a percentage
    shown: Decimal | None = None  # what this number alone proves about the decimal mark
    is_open: bool = False  # 1.234 alone: a thousand and more, or one and a bit
    is_rough: bool = False  # "~", "ca."

    def value(self, decimal: Decimal) -> float | None:
        """The number where `decimal` marks the decimals, unless its own form proves otherwise."""
        mark = self.shown or decimal
        if mark is Decimal.COMMA:
            text = self.digits.replace(".", "").replace(",", ".")
        else:
            text = self.digits.replace(",", "")
        value = float(f"{text}e{self.exponent}")
        return value if isfinite(value) else None


def figure(value: object) -> Figure | None:
    """A cell taken apart; None where it is not one number."""
    if isinstance(value, Real) and not isinstance(value, bool):
        digits, _, exponent = repr(float(value)).partition("e")
        taken = Figure(digits=digits, exponent=int(exponent or 0), shown=Decimal.POINT)
        return taken if isfinite(value) else None
    found = _FIGURE.fullmatch(str(value).strip())
    if not found or isinstance(value, bool):
        return None
    digits = _GROUPS.sub("", found["digits"])
    if _has_wrong_groups(found["digits"]) or not digits.strip(".,"):
        return None
    if not _WHOLE.fullmatch(digits):
        return None
    shown, is_open = _evidence(digits, was_grouped=digits != found["digits"])
    return Figure(
        digits=found["sign"].replace("−", "-") + digits,
        exponent=int(found["exponent"] or 0),
        unit=(found["unit"] or "").strip(),
        shown=shown,
        is_open=is_open,
        is_rough=bool(found["rough"]),
    )


def decimal_of(figures: Iterable[Figure]) -> tuple[Decimal | None, bool]:
    """The decimal mark most numbers prove (None: none does), and whether they disagree."""
    shown = [f.shown for f in figures if f.shown and _MARKS.search(f.digits)]
    commas = shown.count(Decimal.COMMA)
    points = len(shown) - commas
    if not shown:
        return None, False
    return (Decimal.COMMA if commas > points else Decimal.POINT), bool(commas and points)


def hectares_in(unit: str) -> float | None:
    """How many hectares one `unit` is; None where it is no unit of area we know."""
    return _HECTARES.get(fold(unit.replace("²", "2")).replace(" ", ""))


_MARKS = re.compile(r"[.,]")
_WHOLE = re.compile(  # digits, or groups of them ending in one of three, then decimals
    r"\d*[.,]?\d*|\d{1,3}(?:,\d{2,3})*,\d{3}(?:\.\d*)?|\d{1,3}(?:\.\d{2,3})*\.\d{3}(?:,\d*)?"
)
_GROUPS = re.compile(r"(?<=\d)[\s'’](?=\d{3}(?!\d))")
_FIGURE = re.compile(
    r"(?P<rough>(?:~|≈|±|ca\.?|c\.|aprox\.?|approx\.?|env\.?|±|sekitar|kira-kira)\s*)?"
    r"(?P<sign>[+\-−]?)\s*(?P<digits>[\d.,](?:[\d.,]|[\s'’](?=\d))*)"
    r"(?:[eE](?P<exponent>[+-]?\d{1,3}))?\s*(?P<unit>%|[^\W\d_][^\d]*[²2]?)?",
    re.IGNORECASE,
)
_HA = ("ha", "has", "hectare", "hectares", "hectarea", "hectareas", "hektar", "hektare")
_KM2 = ("km2", "kms2", "sqkm", "kmsq", "squarekilometres", "squarekilometers", "squarekilometre")
_KM2_WORDS = ("kilometroscuadrados", "quilometrosquadrados", "kilometrescarres", "kilometerpersegi")
_M2 = ("m2", "mt2", "mts2", "sqm", "msq", "squaremetres", "squaremeters", "metroscuadrados")
_M2_WORDS = ("metrosquadrados", "metrescarres", "meterpersegi")
_ACRE = ("ac", "acre", "acres", "acro", "acros")
_MI2 = ("mi2", "sqmi", "squaremiles", "squaremile")
_HECTARES = {
    **dict.fromkeys(_HA, 1.0),
    **dict.fromkeys((*_KM2, *_KM2_WORDS), 100.0),
    **dict.fromkeys((*_M2, *_M2_WORDS), 1e-4),
    **dict.fromkeys(_ACRE, 0.40468564224),  # international acre
    **dict.fromkeys(_MI2, 258.9988110336),
}


def _has_wrong_groups(text: str) -> bool:
    """Whether spaces or apostrophes stand where no thousands do: "12 34" are two numbers."""
    return bool(re.search(r"\d[\s'’]\d", _GROUPS.sub("", text)))


def _evidence(digits: str, *, was_grouped: bool) -> tuple[Decimal | None, bool]:
    """What the marks in a number prove, and whether it stays open."""
    marks = _MARKS.findall(digits)
    if not marks:
        return Decimal.POINT, False  # whole: the same either way
    last = Decimal.COMMA if marks[-1] == "," else Decimal.POINT
    other = Decimal.POINT if last is Decimal.COMMA else Decimal.COMMA
    if len(set(marks)) > 1:
        return last, False
    if len(marks) > 1:
        return other, False
    before, after = digits.split(marks[0])
    is_grouping = len(after) == GROUP and 1 <= len(before) <= GROUP and before.strip("0") != ""
    if is_grouping and before[0] != "0" and not was_grouped:
        return None, True
    return last, False
