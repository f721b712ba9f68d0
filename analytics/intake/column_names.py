"""How much the name of a column says about what it holds."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Final

from analytics.core import schema, vocabulary
from analytics.intake.numbers import hectares_in

OURS: Final = 1.0  # the canonical name itself, as in a file we wrote
SURE: Final = 0.95
LIKELY: Final = 0.8
MAYBE: Final = 0.6
WORD: Final = 0.55
LEVELS: Final = (("sure", SURE), ("likely", LIKELY), ("maybe", MAYBE))
WITH_UNIT: Final = 0.75  # "published_ha": hectares of something
CONVERTED: Final = 0.97  # an area in another unit comes after one in hectares
ADDED_UP: Final = 0.9  # an area added up over the years comes after one that is not

_BRACKET = re.compile(r"[(\[]([^)\]]*)[)\]]")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_NUMBERED = re.compile(r"(?<=[a-z]{3}) ?\d{1,2}$")
_ADDED_UP = re.compile(r"cumul|acumul|kumul|\b(?:stock|stok)\b|^total\b")
_CODES = frozenset({"code", "codigo", "cod", "kode", "iso", "iso2", "a2"})
_LONG_CODES = frozenset({"a3", "iso3", "alpha3"})
_LEVEL_OF_PLACE = frozenset({"admin", "adm", "iso", "name", "gid"})


def name_score(target: str, column: str) -> float:
    """How surely a column called so holds `target`, from 0 to 1."""
    if column == target:
        return OURS
    name = plain_name(column)
    if target != schema.AREA_HA:
        return _score(target, name)
    return _area_score(target, column, name) * (ADDED_UP if is_added_up(column) else 1.0)


def is_ruled_out(target: str, column: str) -> bool:
    """Whether a word of the column's name speaks against `target`, whatever the values."""
    return _is_ruled_out(target, plain_name(column))


def is_added_up(column: str) -> bool:
    """Whether an area column says that each value holds all that came before it."""
    return bool(_ADDED_UP.search(plain_name(column)))


def is_code(column: str) -> bool:
    """Whether a column's name speaks of country codes, and not of those with three letters."""
    words = set(plain_name(column).split())
    is_short = not words.isdisjoint(_CODES) and words.isdisjoint(_LONG_CODES)
    return is_short and name_score(schema.COUNTRY, column) > MAYBE


def header_unit(column: str) -> str:
    """The unit of area a column's name states, in brackets or as its last word; "" for none."""
    for bracket in _BRACKET.findall(column):
        if hectares_in(bracket) is not None:
            return str(bracket).strip()
    words = re.split(r"[\s_.\-]+", _CAMEL.sub(" ", column).strip())
    is_unit = len(words) > 1 and hectares_in(words[-1]) is not None
    return words[-1] if is_unit else ""


def plain_name(column: str) -> str:
    """A column's name as it is compared: folded, camel case apart, no bracket, no number behind."""
    folded = vocabulary.fold(_CAMEL.sub(" ", _BRACKET.sub(" ", column))) or vocabulary.fold(column)
    bare = _NUMBERED.sub("", folded)
    return folded if bare in _LEVEL_OF_PLACE else bare


def _area_score(target: str, column: str, name: str) -> float:
    unit = header_unit(column)
    if not unit:
        return _score(target, name)
    factor = 1.0 if hectares_in(unit) == 1 else CONVERTED
    bare = name.removesuffix(vocabulary.fold(unit)).strip()
    stated = 0.0 if _is_ruled_out(target, name) else WITH_UNIT
    return factor * max(_score(target, bare), _score(target, name), stated)


def _score(target: str, name: str) -> float:
    for level, score in LEVELS:
        if name in _names()[target][level]:
            return score
    is_named = not set(name.split()).isdisjoint(_names()[target]["words"])
    return WORD if is_named and not _is_ruled_out(target, name) else 0.0


def _is_ruled_out(target: str, name: str) -> bool:
    return not set(name.split()).isdisjoint(_names()[target]["never"])


@cache
def _names() -> dict[str, dict[str, frozenset[str]]]:
    file = Path(__file__).with_name("column_names.toml")
    lists = tomllib.loads(file.read_text(encoding="utf-8"))
    return {t: {kind: frozenset(names) for kind, names in lists[t].items()} for t in lists}
