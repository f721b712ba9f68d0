"""The numbers written while a text was made: what each stands for, unrounded.

A brief shows where each of its numbers comes from. It is told inside `written()`, and every number
that `Words` wrote meanwhile stands in the list.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import wraps
from numbers import Real
from typing import Concatenate, Final, ParamSpec, TypeVar

Asked = ParamSpec("Asked")
Voice = TypeVar("Voice")
Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Written:
    """One number as it was written: `Written("4,460 ha", 4458.21, "hectares")`."""

    text: str
    value: float | str  # a period by its label, a day as ISO 8601
    form: str  # the method of `Words` that wrote it


@dataclass(frozen=True, slots=True)
class Counted:
    """A text that was said of one or two of what can be counted."""

    text: str
    one: str  # how it is said of one, in English, before its facts stand in it
    other: str  # and of several


FEW: Final = 2
_COUNTS: Final[ContextVar[list[Counted] | None]] = ContextVar("counts", default=None)
_OPEN: Final[ContextVar[list[Written] | None]] = ContextVar("ledger", default=None)


@contextmanager
def written() -> Iterator[list[Written]]:
    """Every number that is written in here, in order; in a ledger within another in both."""
    around = _OPEN.get()
    kept: list[Written] = []
    token = _OPEN.set(kept)
    try:
        yield kept
    finally:
        _OPEN.reset(token)
        if around is not None:
            around.extend(kept)


@contextmanager
def counted() -> Iterator[list[Counted]]:
    """Every text that is said of one or two in here, in order."""
    kept: list[Counted] = []
    token = _COUNTS.set(kept)
    try:
        yield kept
    finally:
        _COUNTS.reset(token)


def said(text: str, count: object, forms: Mapping[str, str]) -> None:
    """Keep a text that has other forms for other counts, where somebody asks for those."""
    open_list = _COUNTS.get()
    if open_list is not None and isinstance(count, int | float) and 0 < count <= FEW:
        open_list.append(Counted(text, forms.get("one", ""), forms["other"]))


def noted(
    write: Callable[Concatenate[Voice, Value, Asked], str],
) -> Callable[Concatenate[Voice, Value, Asked], str]:
    """A way of writing whose work is kept in the open ledger; one it makes use of is not."""
    form = write.__name__

    @wraps(write)
    def kept(self: Voice, value: Value, /, *args: Asked.args, **more: Asked.kwargs) -> str:
        ledger = _OPEN.get()
        if ledger is None:
            return write(self, value, *args, **more)
        token = _OPEN.set(None)
        try:
            text = write(self, value, *args, **more)
        finally:
            _OPEN.reset(token)
        plain = float(value) if isinstance(value, Real) else str(value)
        ledger.append(Written(text, plain, form))
        return text

    return kept
