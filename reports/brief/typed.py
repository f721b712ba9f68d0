"""What a person typed, in the one form that every file of a brief can hold and all read alike."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path
from typing import Final

from analytics.core.words import Words

HERE: Final = Path(__file__).parent
BREAKS: Final = re.compile("[\t\n\r\x0b\x0c\x85\u2028\u2029]+")
#: Signs that turn the letters around them, and so let a text read as another.
TURNING: Final = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
UNSEEN: Final = ("Cc", "Cs", "Cn", "Co")  # control signs, halves of signs, signs that are none
REGION: Final = re.compile("[a-z]{2}-([a-z]{2}|[0-9]{3})", re.IGNORECASE)


def line(text: str) -> str:
    """One line; a sign that no file may hold becomes the one for an unknown sign."""
    plain = TURNING.sub("", BREAKS.sub(" ", text))
    return "".join(sign if _is_seen(sign) else "\N{REPLACEMENT CHARACTER}" for sign in plain)


def language(tag: str) -> str:
    """A tag as documents state it: "en_US" is "en-US", "EN" is "en"; refused if we speak it not."""
    found = REGION.fullmatch(tag.replace("_", "-"))
    spoken = Words(HERE, tag).language
    return f"{spoken}-{found[1].upper()}" if found else spoken


def _is_seen(sign: str) -> bool:
    return unicodedata.category(sign) not in UNSEEN
