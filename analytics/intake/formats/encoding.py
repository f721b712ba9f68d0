"""Bytes as text: what a mark or UTF-8 proves is believed, anything else is guessed and told."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from analytics.core.issue import Action, Severity
from analytics.intake.formats.table import issue

if TYPE_CHECKING:
    from analytics.core.issue import Issue

MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
CANDIDATES: Final = ("cp1252", "cp850", "mac_roman")  # Windows, DOS, old Macintosh
SHOWN: Final = {
    "cp1252": "Windows-1252",
    "cp850": "DOS 850",
    "mac_roman": "Mac Roman",
    "latin_1": "Latin-1",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
    "utf-32-le": "UTF-32",
    "utf-32-be": "UTF-32",
}
BROKEN: Final = "\ufffd"
ASCII: Final = bytes(range(0x80))
SAMPLE: Final = 5_000_000
HEAD: Final = 20_000
PIECES: Final = 2_000
ODD: Final = re.compile(rb"[\0-\x7f]?[\x80-\xff]+[\0-\x7f]?")
#: Letters and signs beyond ASCII that texts in the five languages use.
LETTERS: Final = frozenset("áéíóúüñàâçèêëîïôûùœæãõÁÉÍÓÚÜÑÀÂÇÈÊËÎÏÔÛÙŒÆÃÕ")
SIGNS: Final = frozenset("°ºª²³¿¡«»’‘“”…€\xa0")
COMMON: Final = frozenset("áéíóúñãõçêàèüÁÉÍÓÚÑÃÕÇ")
DASHES: Final = "–—"
APOSTROPHES: Final = "’‘"


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """Decoded text and what had to be guessed for it."""

    text: str
    issues: tuple[Issue, ...] = ()


def decoded(data: bytes) -> Text:
    """The text of a file without its byte-order mark."""
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return _marked(data[len(mark) :], encoding)
    if b"\0" in data[:HEAD]:
        return _marked(data, "utf-16-be" if data[:1] == b"\0" else "utf-16-le")
    try:
        return Text(text=data.decode("utf-8"))
    except UnicodeDecodeError:
        return _damaged(data) or _guessed(data)


def guess(data: bytes) -> str:
    """The likeliest 8-bit encoding: letters stand beside letters, signs beside anything else."""
    pieces = ODD.findall(data[:SAMPLE])[:PIECES]
    scores = {name: _score(pieces, name) for name in CANDIDATES}
    best = max(scores, key=lambda name: scores[name])
    return best if scores[best] >= 0 else "latin_1"


def _score(pieces: list[bytes], encoding: str) -> int:
    """How much sense the odd characters make where they stand; -1 where one has none."""
    try:
        texts = [piece.decode(encoding) for piece in pieces]
    except UnicodeDecodeError:
        return -1
    return sum(_sense(text, place) for text in texts for place in range(len(text)))


def _sense(text: str, place: int) -> int:
    """2 for a common letter or a sign where it belongs, 1 for a rare letter, else 0."""
    character = text[place]
    before, after = text[place - 1 : place].isalpha(), text[place + 1 : place + 2].isalpha()
    if character in LETTERS:
        return (2 if character in COMMON else 1) if before or after else 0
    if character in DASHES:
        return 0 if before or after else 2
    fits = character in SIGNS and (character in APOSTROPHES or not (before and after))
    return 2 if fits else 0


def _odd(data: bytes) -> bytes:
    """The bytes beyond ASCII, in order."""
    return data.translate(None, ASCII)


def _marked(data: bytes, encoding: str) -> Text:
    text = data.decode(encoding, "replace").removeprefix("\ufeff")
    if encoding == "utf-8":
        return Text(text=text, issues=(issue("encoding-mark", count=1),))
    return Text(text=text, issues=(issue("encoding", count=1, encoding=SHOWN[encoding]),))


def _damaged(data: bytes) -> Text | None:
    """UTF-8 with a few broken places, told; None where most of the odd bytes are broken."""
    text = data.decode("utf-8", "replace")
    broken = text.count(BROKEN)
    sound = len(text) - broken - (len(data) - len(_odd(data)))
    if sound <= broken:
        return None
    told = issue(
        "encoding-damaged", severity=Severity.WARNING, action=Action.REPAIRED, count=broken
    )
    return Text(text=text, issues=(told,))


def _guessed(data: bytes) -> Text:
    encoding = guess(data)
    told = issue(
        "encoding-guessed",
        severity=Severity.NOTE,
        action=Action.NOTED,
        count=1,
        encoding=SHOWN[encoding],
    )
    return Text(text=data.decode(encoding, "replace"), issues=(told,))
