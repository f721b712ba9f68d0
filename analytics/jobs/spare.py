"""A process that has loaded all it takes to make a brief, and waits for one: loading takes longest.

One waits at the most for each store a server works with. It ends by itself when none came for a
while, or when the server ends.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from typing import TYPE_CHECKING, Final, TextIO

from analytics.jobs.specs import BRIEF

if TYPE_CHECKING:
    from analytics.store.base import Store
    from analytics.store.workspace import Job

WAITS: Final = "--wait"  # in the place of the key of a job
LONGEST_S: Final = 600.0

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
    late = threading.Timer(LONGEST_S, os._exit, [0])
    late.daemon = True
    late.start()
    load()
    key = told.readline().strip()
    late.cancel()
    return key


def load() -> None:
    """What making a brief needs: the sample data, the libraries that draw and those that set."""
    import altair as alt

    import analytics
    from analytics.core.extras import NotInstalled
    from analytics.core.section import Chart
    from analytics.core.words import Words
    from analytics.viz import drawing
    from reports import typeset
    from reports.brief import compose, page  # noqa: F401 - loaded for what comes

    analytics.sample()
    small = alt.Chart(alt.InlineData([{"x": 1}])).mark_bar().encode(x="x:Q")
    drawing.chart_svg(Chart(draw=lambda: small, caption=""), Words(typeset.HERE, "en"))
    try:
        typeset.pages("<p></p>")
    except NotInstalled:
        return  # a machine without Pango makes other forms
