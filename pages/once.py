"""Answers that hold for one run of a page: asked for dozens of times, found out once.

Whatever is asked outside a run (a callback, a part that draws itself anew, a route of the API)
is found out each time.
"""

from __future__ import annotations

from contextlib import contextmanager
from functools import wraps
from threading import local
from typing import TYPE_CHECKING, Any, TypeVar, cast

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

T = TypeVar("T")


class _Run(local):
    """What this thread found out for the page it draws; None while it draws none."""

    known: dict[Callable[[], Any], Any] | None = None


_run = _Run()


@contextmanager
def in_a_run() -> Iterator[None]:
    """From here to the end, what is `a_run` is found out once."""
    _run.known = {}
    try:
        yield
    finally:
        _run.known = None


def a_run(find: Callable[[], T]) -> Callable[[], T]:
    """Find out once for each run of a page; an error is no answer and is asked for again."""

    @wraps(find)
    def found() -> T:
        known = _run.known
        if known is None:
            return find()
        if find not in known:
            known[find] = find()
        return cast("T", known[find])

    return found


def forget() -> None:
    """What was found out no longer holds."""
    if _run.known is not None:
        _run.known = {}
