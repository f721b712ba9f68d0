"""How far long work is, told to whoever listens; costs nothing where nobody does."""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Told = Callable[[float], object]

_listening: Final[ContextVar[Told | None]] = ContextVar("listening", default=None)


@contextmanager
def heard(told: Told) -> Iterator[None]:
    """Let `told` hear, within, which share of the work is done, 0 to 1; it may raise to end it."""
    before = _listening.set(told)
    try:
        yield
    finally:
        _listening.reset(before)


@contextmanager
def part(start: float, end: float) -> Iterator[None]:
    """Work that is so much of a larger one: what it tells goes from `start` to `end` of that."""
    told = _listening.get()
    if told is None:
        yield
        return
    told(start)
    with heard(lambda share: told(start + share * (end - start))):
        yield
    told(end)


def at(share: float) -> None:
    """Say that so much is done of what is being done."""
    told = _listening.get()
    if told is not None:
        told(share)
