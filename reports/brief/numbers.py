"""Numbers of a brief by key: found in its texts, put back into them, asked after."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from reports.brief.content import Number, Sentence

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from analytics.core.ledger import Written

#: Signs between the groups of a number: comma, point, space, and the spaces that do not break.
GAPS: Final = ",. \N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\N{THIN SPACE}"
TOKEN: Final = re.compile(rf"\d+(?:[{GAPS}]\d{{3}}(?!\d))*(?:[.,]\d+)?")
NOT_WITHIN: Final = rf"(?<!\d)(?<!\d[{GAPS}])"
MARK: Final = re.compile(r"\{\{n:([a-z0-9.-]+)\}\}")


@dataclass(slots=True)
class Ledger:
    """The numbers of one block, each under a key of its own."""

    block: str
    by_text: dict[str, Number] = field(default_factory=dict)

    def add(self, written: Iterable[Written]) -> None:
        """Keep what was written; the same text for the same value is one number."""
        for one in written:
            if one.text not in self.by_text and TOKEN.search(one.text):
                key = f"{self.block}.{len(self.by_text) + 1}"
                self.by_text[one.text] = Number(
                    key=key, text=one.text, value=one.value, form=one.form
                )

    @property
    def numbers(self) -> dict[str, Number]:
        """By key."""
        return {one.key: one for one in self.by_text.values()}


def tokens(text: str) -> list[str]:
    """Every number of a text, its groups closed up: "1 308,4" is "1308,4"."""
    return [plain(found) for found in TOKEN.findall(text)]


def plain(token: str) -> str:
    """A number without the spaces between its groups."""
    return re.sub(r"\s", "", token)


def bound(text: str, numbers: Iterable[Number]) -> str:
    """The text with `{{n:key}}` where one of the numbers stands; longer ones are found first."""
    known = sorted(numbers, key=lambda one: len(one.text), reverse=True)
    if not known:
        return text
    keys: dict[str, str] = {}
    for one in known:
        keys.setdefault(_spaced(one.text), one.key)
    found = "|".join(re.escape(spelt).replace(r"\ ", r"\s") for spelt in keys)
    pattern = re.compile(rf"{NOT_WITHIN}(?:{found})(?!\d|[.,]\d)")
    return pattern.sub(lambda m: f"{{{{n:{keys[_spaced(m[0])]}}}}}", text)


def told(marked: str, numbers: Mapping[str, Number]) -> str:
    """The text with its numbers as they are printed; a key nobody knows is left as it is."""
    return MARK.sub(lambda m: numbers[m[1]].text if m[1] in numbers else m[0], marked)


def keys(marked: str) -> tuple[str, ...]:
    """The keys of the numbers in a text."""
    return tuple(dict.fromkeys(MARK.findall(marked)))


def loose(marked: str) -> tuple[str, ...]:
    """The numbers of a text that have no key."""
    return tuple(tokens(MARK.sub(" ", marked)))


def sentence(key: str, text: str, numbers: Mapping[str, Number], edited: str = "") -> Sentence:
    """A generated text, or what the author made of it."""
    generated = bound(text, numbers.values())
    if not edited.strip() or told(generated, numbers) == edited.strip():
        return Sentence(key=key, generated=generated, text=text)
    marked = bound(edited.strip(), numbers.values())
    kept = told(marked, numbers)
    known = {token for one in numbers.values() for token in tokens(one.text)}
    known.update(tokens(text))
    typed = tuple(token for token in loose(marked) if token not in known)
    return Sentence(key=key, generated=generated, edited=marked, text=kept, typed=typed)


def all_tokens(numbers: Iterable[Number]) -> Iterator[str]:
    """Every number that is printed under a key."""
    for one in numbers:
        yield from tokens(one.text)


def _spaced(text: str) -> str:
    return re.sub(r"\s", " ", text)
