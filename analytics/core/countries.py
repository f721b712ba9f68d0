"""Countries by code and by name, and the bundled outlines (Natural Earth, public domain)."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import geopandas as gpd
    from babel import Locale

OUTLINES: Final = Path(__file__).parent / "outlines"
WITHDRAWN: Final = frozenset({"BUR", "DDR", "FXX", "TMP", "XKK", "YMD", "ZAR"})  # ISO 3166-3
NOWHERE: Final = re.compile("AA|Q[M-Z]|X[A-JL-Z]|ZZ|EU")  # for users' own ends, or no one country
CODE: Final = "country"  # column of the outlines: ISO 3166 alpha-3; XKX for Kosovo

#: The two countries of the sample region, under codes that ISO 3166 leaves to users.
MADE_UP: Final = {"XAA": "Velumbra", "XAB": "Quenara"}

_TWO_COUNTRIES = frozenset({"congo", "kongo"})
_SMALL = frozenset({"and", "the", "y", "e", "et", "dan", "la", "le"})
_STYLE = re.compile(
    r"^(?:(?:co operative |cooperative |federal |united |federative )?republic of"
    r"|kingdom of|state of|commonwealth of|federation of"
    r"|(?:republica|reino|estado|republique|royaume)(?: federativa| federal| plurinacional)?"
    r" (?:de los|de|del|da|do|dos|des|du|d)|republik|kerajaan) "
)


@cache
def outlines() -> gpd.GeoDataFrame:
    """One row per country or overseas part, index 0…n, column `country`; 1:10 million."""
    import geopandas as gpd

    return gpd.read_parquet(OUTLINES / "countries.parquet")


@cache
def base_map() -> gpd.GeoDataFrame:
    """The units drawn coarser (1:50 million) for maps; ground that nobody lists has the code ""."""
    import geopandas as gpd

    return gpd.read_parquet(OUTLINES / "base.parquet")


@cache
def two_letters() -> dict[str, str]:
    """ISO alpha-3 to alpha-2, from CLDR; codes that name no country are left out."""
    from babel.core import get_global

    pairs = {
        old: new[0]
        for old, new in get_global("territory_aliases").items()
        if len(old) == 3 and old.isalpha() and len(new) == 1 and len(new[0]) == 2  # noqa: PLR2004
    }
    named = {three: two for three, two in pairs.items() if not NOWHERE.fullmatch(two)}
    return {**named, "XKX": "XK"}


def name(code: str, locale: Locale) -> str:
    """The country's name in `locale`; the code itself where there is none."""
    if code in MADE_UP:
        return MADE_UP[code]
    return str(locale.territories.get(two_letters().get(code, ""), code))


def code_of(text: str) -> str | None:
    """The alpha-3 code of a country by its code (2 or 3 letters, 3 digits) or a name of it.

    None for what names no country, and for "Congo", which names two.
    """
    from analytics.core.vocabulary import fold

    code = _by_code().get(fold(text))
    if code:
        return code
    name = _plain(text)
    names = (name, _STYLE.sub("", name))
    found = (index().get(n) for index in (_by_name, _by_name_elsewhere) for n in names)
    return next((code for code in found if code), None)


@cache
def _by_code() -> dict[str, str]:
    """Folded alpha-2, alpha-3 and numeric codes to alpha-3; withdrawn codes are left out."""
    from babel.core import get_global

    current = {three: two for three, two in two_letters().items() if three not in WITHDRAWN}
    three_letters = {two: three for three, two in current.items()}
    numbers = {
        old: three_letters[new[0]]
        for old, new in get_global("territory_aliases").items()
        if old.isdigit() and len(new) == 1 and new[0] in three_letters
    }
    letters = {code.lower(): three for code, three in three_letters.items()}
    return {**numbers, **letters, **{three.lower(): three for three in (*current, *MADE_UP)}}


def _plain(text: str) -> str:
    """A name as it is compared: folded, without articles and words for "and"."""
    from analytics.core.vocabulary import fold

    return " ".join(word for word in fold(text).split() if word not in _SMALL)


@cache
def _by_name() -> dict[str, str]:
    """Names in the product's languages, and those vocabularies.toml adds."""
    from analytics.core.vocabulary import countries
    from analytics.core.words import LANGUAGES

    more = {_plain(name): code for name, code in countries().items()}
    more |= {_plain(name): code for code, name in MADE_UP.items()}
    return {**_names(tuple(LANGUAGES)), **more}


@cache
def _by_name_elsewhere() -> dict[str, str]:
    """Names in other languages that data on mining is written in."""
    return _names(("pt_PT", "de", "it", "nl", "ms", "sw", "ru", "zh", "ar"))


def _names(languages: tuple[str, ...]) -> dict[str, str]:
    from babel import Locale

    meant: dict[str, set[str]] = {}
    for language in languages:
        names = Locale.parse(language).territories
        for three, two in two_letters().items():
            if three not in WITHDRAWN and two in names:
                meant.setdefault(_plain(names[two]), set()).add(three)
    return {
        name: next(iter(codes))
        for name, codes in meant.items()
        if len(codes) == 1 and name not in _TWO_COUNTRIES
    }
