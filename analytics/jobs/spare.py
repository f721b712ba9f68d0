"""A process that has loaded all it takes to make a brief, and waits for one: loading takes longest.

One waits at the most for each store a server works with. It ends by itself when none came for a
while, or when the server ends.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from contextlib import suppress
from typing import TYPE_CHECKING, Final, TextIO

from analytics.jobs.specs import BRIEF

if TYPE_CHECKING:
    from collections.abc import Callable

    from analytics.store.base import Store
    from analytics.store.workspace import Job

WAITS: Final = "--wait"  # in the place of the key of a job
LONGEST_S: Final = 600.0
EASY: Final = ("totals", "frequency", "compliance")  # answers that are quick, with charts and maps


class _Wanted(Exception):
    """A brief is asked for: it comes before loading for it."""


_waiting: Final[dict[str, subprocess.Popen[bytes]]] = {}  # by the address of the store
_lock: Final = threading.Lock()


def prepare(store: Store) -> None:
    """Have one waiting, as somebody is about to ask for a brief."""
    from analytics.jobs.processes import begin

    with _lock:
        there = _waiting.get(store.address)
        if there is None or there.poll() is not None:
            _waiting[store.address] = begin(store, WAITS, stdin=subprocess.PIPE)


def taken(store: Store, job: Job) -> subprocess.Popen[bytes] | None:
    """The one that waited, at work on this job now; None where there was none for it."""
    if job.kind != BRIEF:
        return None
    with _lock:
        there = _waiting.pop(store.address, None)
    if there is None or there.stdin is None:
        return None
    try:
        with there.stdin as told:
            told.write(f"{job.key}\n".encode())
    except OSError:
        return None  # it ended meanwhile
    return there if there.poll() is None else None


def end() -> None:
    """Let the ones that wait end."""
    with _lock:
        for there in _waiting.values():
            if there.stdin is not None:
                there.stdin.close()
            there.wait()
        _waiting.clear()


def awaited(told: TextIO = sys.stdin) -> str:
    """In the process that waits: load, then the key of the job; "" where none came."""
    came: list[str] = []
    reader = threading.Thread(target=lambda: came.append(told.readline().strip()), daemon=True)
    reader.start()
    load(lambda: bool(came))
    reader.join(LONGEST_S)
    if not came:
        os._exit(0)  # the reader would hold up an end in order
    return came[0]


def load(is_wanted: Callable[[], bool]) -> None:
    """What making a brief takes, by making one, until one is wanted.

    So libraries, fonts and templates are at hand, and the sample data.
    """
    from datetime import UTC, datetime

    import analytics
    from analytics.core import progress
    from analytics.core.extras import NotInstalled
    from reports.brief import make
    from reports.brief.order import Order, Wanted

    def told(_: float) -> None:
        if is_wanted():
            raise _Wanted

    data = analytics.sample()
    entries = tuple(Wanted(slug=slug) for slug in EASY)
    # without Pango other forms are made
    with suppress(_Wanted, NotInstalled), progress.heard(told):
        make.make(Order(created=datetime.now(UTC), entries=entries), lambda _: data, ".pdf")
