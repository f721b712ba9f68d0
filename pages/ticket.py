"""A ticket: who may fetch one thing, and until when. Sealed by this process, it holds no secret.

For addresses that stand in a page, such as those of a map's tiles. Whoever asks must be the person
the ticket was made for (`pages/gate.py` says who asks): the address alone opens nothing.
"""

from __future__ import annotations

import hmac
import time
from functools import cache
from hashlib import sha256
from secrets import token_bytes
from typing import Final

TURN_S: Final = 6 * 60 * 60  # the same ticket for so long, so that what it fetched is found again
TURNS: Final = 2  # a ticket lasts for the turn it is made in and the next
SEAL: Final = 24  # letters
DIGITS: Final = 12  # of a moment in seconds; Python takes no number of thousands of them


def ticket(thing: str, person: str) -> str:
    """For the `person` of this key to fetch `thing`; good for 6 to 12 hours."""
    until = (int(time.time()) // TURN_S + TURNS) * TURN_S
    return f"{until}.{_seal(thing, person, until)}"


def is_good(shown: str, thing: str, person: str) -> bool:
    """Whether this ticket lets this person fetch this thing now."""
    until, _, seal = shown.partition(".")
    is_number = until.isascii() and until.isdigit() and len(until) <= DIGITS
    if not is_number or int(until) <= time.time():
        return False
    return hmac.compare_digest(seal.encode(), _seal(thing, person, int(until)).encode())


def _seal(thing: str, person: str, until: int) -> str:
    text = f"{len(thing)}:{thing}{until}:{person}".encode()
    return hmac.new(_secret(), text, sha256).hexdigest()[:SEAL]


@cache
def _secret() -> bytes:
    """Of this process alone: what it seals is worth nothing to the next one."""
    return token_bytes(32)
