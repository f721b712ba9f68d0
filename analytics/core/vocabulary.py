"""The closed lists of a site's categories, and the words in five languages that mean them."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import cache
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Final

from analytics.core.schema import CONTAMINANT, METHOD, SUBSTANCE
from analytics.core.words import texts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from analytics.core.words import Words

HOME: Final = Path(__file__).parent
SEVERAL: Final = (SUBSTANCE, METHOD, CONTAMINANT)  # a cell of these may hold several terms
JOIN: Final = "; "  # between the terms of a cell, as stored
SHORTEST_PLURAL: Final = 4  # letters; "gas" is no plural of "ga"
LONGEST_MISSING: Final = 40  # letters; no word for "not known" is longer, none has a digit

_NOT_A_WORD = re.compile(r"[\W_]+")
_SEPARATOR = re.compile(r"\s*[;,/+|&\n](?![^()]*\))\s*")  # not within brackets
_DIGIT = re.compile(r"\d")
_REMARK = re.compile(r"\s*\([^()]*\)")
_AND = re.compile(r"\s*-\s*|\s+(?:and|y|e|et|dan)\s+", re.IGNORECASE)


def fold(text: str) -> str:
    """`text` without case, accents, punctuation and spare spaces: what people mean to be equal."""
    bare = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(c for c in bare if not unicodedata.combining(c))
    return _NOT_A_WORD.sub(" ", letters).strip()


def terms(target: str) -> tuple[str, ...]:
    """The canonical values of `target`, in the order people are shown them."""
    return tuple(_file()[target])


def term(target: str, text: str) -> str | None:
    """The term that the whole of `text` means; None where the list has no word for it."""
    known = _index(target)
    for form in _forms(target, fold(text)):
        for guess in _singulars(form):
            if guess in known:
                return known[guess]
    return None


def terms_in(target: str, text: str) -> tuple[str, ...]:
    """What the parts of a cell mean, each once, in the cell's order; unknown parts as written.

    A cell is split at ; , / + | & when that makes at least one part known, and at a hyphen or
    a word for "and" when that makes all of them known. Otherwise it is one part.
    """
    whole = term(target, text)
    if whole:
        return (whole,)
    parts = [part for part in _SEPARATOR.split(text.strip()) if part]
    meant = [found for part in parts for found in _joined(target, part)]
    if not any(found in _file()[target] for found in meant):
        return (text.strip(),)
    return tuple(dict.fromkeys(meant))


def is_missing(text: str) -> bool:
    """Whether a cell holds nothing, or a word for "not known" in one of the five languages."""
    return not _DIGIT.search(text) and len(text) <= LONGEST_MISSING and fold(text) in _missing()


def truth(text: str) -> bool | None:
    """What a word for yes or no means; None for any other word."""
    return _truths().get(fold(text))


def countries() -> dict[str, str]:
    """Further names of countries, folded, to ISO alpha-3."""
    return {fold(name): code for code, names in _file()["country"].items() for name in names}


def label(target: str, value: str, words: Words) -> str:
    """A stored value for people: each of its terms in their language, others as they are."""
    parts = value.split(JOIN)
    keys = [f"category.{target}.{part}" for part in parts]
    said = [words(key) if words.has(key) else part for key, part in zip(keys, parts, strict=True)]
    return JOIN.join(said)


@cache
def _file() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads((HOME / "vocabularies.toml").read_text(encoding="utf-8"))


@cache
def _index(target: str) -> dict[str, str]:
    """Folded word to term; a word that is written out comes before one made singular."""
    written = {fold(word): value for value in terms(target) for word in _words(target, value)}
    singular = {one: value for word, value in written.items() for one in _singulars(word)}
    return {**singular, **written}


def _words(target: str, value: str) -> Iterator[str]:
    yield value
    yield from _file()[target][value]
    labels = texts(HOME).get(f"category.{target}.{value}", {})
    yield from (text for text in labels.values() if isinstance(text, str))


def _forms(target: str, folded: str) -> Iterator[str]:
    """The text itself; for a substance also without "ore of", "minério de" and their like."""
    yield folded
    if target != SUBSTANCE:
        return
    for before in _around("before"):
        if folded.startswith(f"{before} "):
            yield folded.removeprefix(f"{before} ")
    for after in _around("after"):
        if folded.endswith(f" {after}"):
            yield folded.removesuffix(f" {after}")


@cache
def _around(place: str) -> tuple[str, ...]:
    return tuple(fold(word) for word in _file()["around"][place])


def _singulars(folded: str) -> Iterator[str]:
    yield folded
    if "s" in folded:
        for words in product(*(_singular(word) for word in folded.split(" "))):
            yield " ".join(words)


def _singular(word: str) -> tuple[str, ...]:
    if len(word) < SHORTEST_PLURAL or not word.endswith("s"):
        return (word,)
    return (word[:-1], word[:-2]) if word.endswith("es") else (word[:-1],)


def _joined(target: str, part: str) -> tuple[str, ...]:
    whole = term(target, part) or term(target, _REMARK.sub("", part))
    if whole:
        return (whole,)
    pieces = [term(target, piece) for piece in _AND.split(part)]
    known = tuple(piece for piece in pieces if piece)
    return known if len(known) == len(pieces) > 1 else (part,)


@cache
def _missing() -> frozenset[str]:
    return frozenset(fold(word) for word in _file()["missing"]["words"])


@cache
def _truths() -> dict[str, bool]:
    said = _file()["yes_no"]
    return {
        **{fold(word): True for word in said["yes"]},
        **{fold(word): False for word in said["no"]},
    }
