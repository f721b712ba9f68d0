"""Translated text, numbers and dates: one `words.toml` beside the code that speaks."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final, Protocol, runtime_checkable

from analytics.core import ledger
from analytics.core.ledger import noted

if TYPE_CHECKING:
    from pathlib import Path

    from babel import Locale

LANGUAGES: Final = {
    "en": "English",
    "es": "Español",
    "pt": "Português",
    "fr": "Français",
    "id": "Bahasa Indonesia",
}
DEFAULT_LOCALES: Final = {"en": "en", "es": "es", "pt": "pt_BR", "fr": "fr", "id": "id"}
WHOLE_FROM, WHOLE_UNTIL = 10, 1_000  # hectares told without decimals
OBSERVED_FIGURES = 3  # significant figures of an observed value in print (METHODS 0.5)
MODELLED_FIGURES = 2
WRITTEN: Final = 8_192  # numbers kept as they were written
LEAST_CHANGE: Final = 1e-6  # hectares; less is what adding up in another order makes
FEWEST_PEOPLE: Final = 100
PEOPLE_STEPS: Final = {1_000: 50, 10_000: 100}  # below so many: to the nearest so many


class Kind(StrEnum):
    """How a value is written; tables name one for each of their columns."""

    TEXT = "text"
    COUNT = "count"
    HECTARES = "hectares"
    SHARE = "share"
    CHANGE = "change"  # in hectares, with its sign
    PEOPLE = "people"  # estimated, rounded as estimates of people are (METHODS 0.5)
    DECIMAL = "decimal"  # a plain number that is no amount: a ratio, a score
    TIMES = "times"  # how many times as much, modelled: two figures
    MODELLED = "modelled"  # an amount that nobody measured: two figures (METHODS 0.5)
    COUNTRY = "country"
    PERIOD = "period"

    @property
    def is_number(self) -> bool:
        """Whether its cells are numbers: set right on paper, sorted by size on screen."""
        return self not in (Kind.TEXT, Kind.COUNTRY, Kind.PERIOD)


@runtime_checkable
class Spoken(Protocol):
    """A fact that reads differently in each language."""

    def said(self, language: str) -> str:
        """The fact in `language`, a tag as `Words` takes it."""


@cache
def texts(folder: Path) -> Mapping[str, Mapping[str, str | Mapping[str, str]]]:
    """All texts of a folder: key, then language; a text is a string or its plural forms."""
    merged: dict[str, Mapping[str, str | Mapping[str, str]]] = {}
    for file in sorted(folder.glob("words*.toml")):
        for key, by_language in tomllib.loads(file.read_text(encoding="utf-8")).items():
            if key in merged:
                msg = f"{key} is said twice in {folder}"
                raise ValueError(msg)
            merged[key] = by_language
    return merged


class Words:
    """The voice of one folder in one language: `words("headline", area=…)`.

    `language` is one of `LANGUAGES`, or one with a country ("es-PE") where the way to write
    numbers differs. In the texts an `int` is written with the language's grouping, a `float`
    to three significant figures, and a `str` as it is: hand years over as text. A fact that is
    `Spoken` says itself. Plural forms are chosen by the fact called `count`.
    """

    def __init__(self, folder: Path, language: str) -> None:
        from analytics.core.errors import NotKnown

        spoken = language.replace("_", "-").split("-")[0].lower()
        if spoken not in LANGUAGES:
            raise NotKnown("language", name=language, known=", ".join(LANGUAGES))
        self.language = spoken
        self.folder = folder
        self._tag = language.replace("-", "_") if "-" in language else DEFAULT_LOCALES[spoken]
        self._texts = texts(folder)

    def __call__(self, key: str, /, **facts: object) -> str:
        """Say `key`, with `facts` in its placeholders."""
        text = self._texts[key][self.language]
        if isinstance(text, str):
            return self._told(text, facts)
        count = facts.get("count", 0)
        form = self.locale.plural_form(count if isinstance(count, int | float) else 0)
        told = self._told(text.get(form, text["other"]), facts)
        english = self._texts[key]["en"]
        ledger.said(told, count, {"other": english} if isinstance(english, str) else english)
        return told

    def has(self, key: str) -> bool:
        """Whether this folder has words for `key`."""
        return key in self._texts

    @property
    def locale(self) -> Locale:
        """The Babel locale numbers and dates are written in."""
        return _locale(self._tag)

    @noted
    def number(self, value: float, decimals: int = 0) -> str:
        """A number as this language writes it: 1,308.4 or 1.308,4; a dash when unknown."""
        if math.isnan(value):
            return "–"
        return _written(value or 0, decimals, self._tag)  # no language tells 0 from -0

    @noted
    def significant(self, value: float, figures: int = OBSERVED_FIGURES) -> str:
        """A number rounded to so many significant figures, never in powers of ten."""
        if math.isnan(value):
            return "–"
        if value == 0:
            return "0"
        exponent = math.floor(math.log10(abs(value)))
        rounded = round(value, figures - 1 - exponent)
        exponent = math.floor(math.log10(abs(rounded)))
        return self.number(rounded, max(0, min(6, figures - 1 - exponent)))

    @noted
    def hectares(self, area_ha: float) -> str:
        """An observed area with its unit."""
        return f"{self.area(area_ha)}\N{NO-BREAK SPACE}ha"

    @noted
    def area(self, value: float) -> str:
        """An observed area: three significant figures, but from ten on no part of a whole one."""
        if WHOLE_FROM <= abs(float(f"{value:.{OBSERVED_FIGURES}g}")) < WHOLE_UNTIL:
            return self.number(round(value))
        return self.significant(value)

    @noted
    def people(self, count: float) -> str:
        """An estimate of people: below 100 not told apart, then in steps of 50 and of 100.

        From 10,000 on to three significant figures; nobody knows more (METHODS 0.5).
        """
        if math.isnan(count):
            return "–"
        if count < FEWEST_PEOPLE:
            return f"<\N{NO-BREAK SPACE}{FEWEST_PEOPLE}"
        for below, step in PEOPLE_STEPS.items():
            if count < below:
                return self.number(round(count / step) * step)
        return self.significant(count)

    @noted
    def change(self, difference: float) -> str:
        """A difference of two observed values with its sign, told as they are, to one decimal.

        It knows no more than the values do: 40.4 to 40.2 is -0.2 and not -0.157. What is left of
        two sums of the same numbers is none.
        """
        if math.isnan(difference):
            return "–"
        difference = 0.0 if abs(difference) < LEAST_CHANGE else difference
        if round(abs(difference), 1) >= WHOLE_FROM:
            told = self.area(round(difference, 1))
        elif difference == 0 or round(difference, 1) != 0:
            told = self.number(difference, 1)
        else:
            told = self.significant(difference, 1)
        return f"+{told}" if difference > 0 else told

    @noted
    def percent(self, share: float) -> str:
        """A share of 0 to 1 in whole percent; "< 1 %" rather than a false zero."""
        if math.isnan(share):
            return "–"
        if 0 < share < 0.01:  # noqa: PLR2004 - one percent
            return "<\N{NO-BREAK SPACE}1\N{NO-BREAK SPACE}%"
        if 0.99 < share < 1:  # noqa: PLR2004 - ninety-nine percent
            return ">\N{NO-BREAK SPACE}99\N{NO-BREAK SPACE}%"
        return f"{self.number(round(100 * share, 0))}\N{NO-BREAK SPACE}%"

    @noted
    def date(self, day: date) -> str:
        """A day, written out in the medium form of the language."""
        from babel.dates import format_date

        return format_date(day, format="medium", locale=self.locale)

    def country(self, code: str) -> str:
        """The name of a country by its three-letter code; the code where it has no name."""
        from analytics.core.countries import name

        return name(code, self.locale)

    @noted
    def period(self, label: str) -> str:
        """A canonical period label for people: "2025-Q3" becomes "Q3 2025", months get names."""
        from babel.dates import format_date, format_skeleton, get_quarter_names

        if len(label) == 7 and label[5] == "Q":  # noqa: PLR2004 - YYYY-Qn
            quarter = get_quarter_names("abbreviated", locale=self.locale)[int(label[6])]
            return f"{quarter} {label[:4]}"
        if len(label) == 7 and label[4] == "-":  # noqa: PLR2004 - YYYY-MM
            month = date(int(label[:4]), int(label[5:]), 1)
            return format_skeleton("yMMM", month, locale=self.locale)
        if len(label) == 10 and label[4] == "-":  # noqa: PLR2004 - YYYY-MM-DD
            return format_date(date.fromisoformat(label), format="medium", locale=self.locale)
        return label

    def join(self, items: Iterable[str]) -> str:
        """A list in a sentence: "a, b and c"."""
        from babel.lists import format_list

        return format_list(list(items), locale=self.locale)

    def cell(self, value: object, kind: Kind) -> str:  # noqa: C901 - a line for each kind
        """One table cell."""
        if value is None or type(value).__name__ in ("NAType", "NaTType"):
            return "–"
        if isinstance(value, float) and math.isnan(value):
            return "–"
        match kind, value:
            case Kind.COUNT, int() | float():
                return self.number(value)
            case Kind.HECTARES, int() | float():
                return self.area(value)
            case Kind.PEOPLE, int() | float():
                return self.people(value)
            case Kind.SHARE, int() | float():
                return self.percent(value)
            case Kind.CHANGE, int() | float():
                return self.change(value)
            case Kind.DECIMAL, int() | float():
                return self.number(value, 1)
            case Kind.TIMES | Kind.MODELLED, int() | float():
                return self.significant(value, MODELLED_FIGURES)
            case Kind.COUNTRY, _:
                return self.country(str(value))
            case Kind.PERIOD, _:
                return self.period(str(value))
        return str(value)

    def _told(self, text: str, facts: Mapping[str, object]) -> str:
        return text.format(**{name: self._fact(fact) for name, fact in facts.items()})

    def _fact(self, fact: object) -> object:
        if type(fact) is str:  # most are, and asking for a protocol takes long
            return fact
        if isinstance(fact, Spoken):
            return fact.said(self._tag.replace("_", "-"))
        if isinstance(fact, bool) or not isinstance(fact, int | float):
            return fact
        return self.number(fact) if isinstance(fact, int) else self.significant(fact)


@lru_cache(maxsize=WRITTEN)
def _written(value: float, decimals: int, tag: str) -> str:
    from babel.numbers import format_decimal

    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    return format_decimal(value, format=pattern, locale=_locale(tag))


@cache
def _locale(tag: str) -> Locale:
    from babel import Locale, UnknownLocaleError

    try:
        return Locale.parse(tag)
    except (UnknownLocaleError, ValueError):
        return Locale.parse(DEFAULT_LOCALES[tag.split("_", maxsplit=1)[0]])
