"""Names of sites in texts: found however they are spelt, replaced where they are written out."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

SHORTEST: Final = 3  # letters and digits of a name that tells who it is
TOKEN: Final = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Mentions:
    """Names as rows of words; a bare number or two letters tell nobody, and are not looked for."""

    exact: frozenset[tuple[str, ...]]
    folded: frozenset[tuple[str, ...]]
    longest: int  # words

    def found(self, text: str) -> tuple[str, ...]:
        """The names in a text as they stand there, whatever their case, accents and signs."""
        return tuple(text[start:end] for start, end in self._spans(text, is_exact=False))

    def stands_in(self, text: str) -> bool:
        """Whether a name stands there as the data spell it."""
        return next(self._spans(text, is_exact=True), None) is not None

    def without(self, text: str, instead: str) -> str:
        """The text with `instead` in the place of each name as the data spell it."""
        kept, last = [], 0
        for start, end in self._spans(text, is_exact=True):
            kept += [text[last:start], instead]
            last = end
        return "".join([*kept, text[last:]])

    def _spans(self, text: str, *, is_exact: bool) -> Iterator[tuple[int, int]]:
        """Where names stand, the longest first where they begin alike; none over another."""
        known = self.exact if is_exact else self.folded
        words = list(TOKEN.finditer(text))
        spelt = [one[0] if is_exact else folded(one[0]) for one in words]
        place = 0
        while place < len(words):
            most = min(self.longest, len(words) - place)
            sizes = (n for n in range(most, 0, -1) if tuple(spelt[place : place + n]) in known)
            size = next(sizes, 0)
            if size:
                yield words[place].start(), words[place + size - 1].end()
            place += size or 1


def mentions(names: Iterable[str]) -> Mentions:
    """What is to be looked for."""
    rows = [tuple(TOKEN.findall(name)) for name in names if tells(name)]
    return Mentions(
        exact=frozenset(rows),
        folded=frozenset(tuple(map(folded, row)) for row in rows),
        longest=max(map(len, rows), default=0),
    )


def tells(name: str) -> bool:
    """Whether a name tells who it is: it has letters, and is no abbreviation."""
    spelt = "".join(TOKEN.findall(name))
    return len(spelt) >= SHORTEST and any(map(str.isalpha, spelt))


def folded(text: str) -> str:
    """Without case and accents."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in parts if not unicodedata.combining(sign))
