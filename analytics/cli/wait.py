"""How far it is, on a line of the terminal that is gone afterwards; nothing where nobody looks."""

from __future__ import annotations

import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

import click

if TYPE_CHECKING:
    from collections.abc import Iterator

MEGA: Final = 1_000_000
WIDTH: Final = 30
EVERY_S: Final = 0.1


class Line:
    """Written again and again, on standard error so that answers stay clean."""

    def __init__(self) -> None:
        self._is_seen = sys.stderr.isatty()
        self._told, self._longest = 0.0, 0
        self.is_used = False  # whether anything was told

    def bytes(self, done: int, whole: int) -> None:
        """So many of so many; 0 is unknown."""
        of = f" / {whole / MEGA:,.1f}" if whole else ""
        self._say(f"{done / MEGA:,.1f}{of} MB", is_last=done == whole)

    def share(self, done: float) -> None:
        """So much of all, 0 to 1."""
        full = round(min(max(done, 0.0), 1.0) * WIDTH)
        self._say(f"[{'#' * full}{'.' * (WIDTH - full)}] {done:4.0%}", is_last=done >= 1)

    def clear(self) -> None:
        """Leave nothing of it."""
        if self._longest:
            click.echo("\r" + " " * self._longest + "\r", nl=False, err=True)

    def _say(self, text: str, *, is_last: bool) -> None:
        self.is_used, now = True, time.monotonic()
        if not self._is_seen or (now - self._told < EVERY_S and not is_last):
            return
        self._told, self._longest = now, max(self._longest, len(text))
        click.echo("\r" + text.ljust(self._longest), nl=False, err=True)


@contextmanager
def line() -> Iterator[Line]:
    """A line to write on."""
    written = Line()
    try:
        yield written
    finally:
        written.clear()
