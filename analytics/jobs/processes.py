"""Processes that do jobs: started, looked for and ended, never mistaken for another's."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

import psutil

from analytics.jobs import spare

if TYPE_CHECKING:
    from analytics.store.base import Store
    from analytics.store.workspace import Job

ROOT: Final = Path(__file__).parents[2]
COMMAND: tuple[str, ...] = ("-m", "analytics.jobs")
SAME_S: Final = 2.0  # what the clock of a machine can be put right by while a job runs
ENDS_S: Final = 10.0


def start(store: Store, job: Job) -> subprocess.Popen[bytes]:
    """Begin the job in a process that outlives ours: the one that waits for it, else a new one."""
    return spare.taken(store, job) or begin(store, job.key)


def begin(store: Store, key: str, stdin: int = subprocess.DEVNULL) -> subprocess.Popen[bytes]:
    """A new process for a job of the store."""
    return subprocess.Popen(  # noqa: S603 - our own interpreter, module, folder and key
        [sys.executable, *COMMAND, store.address, key],
        cwd=ROOT,
        stdin=stdin,
        start_new_session=True,
    )


def mine() -> tuple[int, float]:
    """Number of this process, and when it was started, in seconds since 1970."""
    return os.getpid(), psutil.Process().create_time()


def is_there(job: Job) -> bool:
    """Whether the process of the job is at work; another one with its number is not."""
    return _found(job) is not None


def end(job: Job) -> None:
    """End the process of the job at once, where it is there."""
    process = _found(job)
    if process is None:
        return
    with suppress(psutil.Error):
        process.kill()
        process.wait(ENDS_S)


def _found(job: Job) -> psutil.Process | None:
    try:
        process = psutil.Process(job.pid) if job.pid else None
        if process is None or process.status() == psutil.STATUS_ZOMBIE:
            return None
        return process if abs(process.create_time() - job.born) < SAME_S else None
    except (psutil.Error, TypeError, ValueError, ArithmeticError):  # the last: no number of any
        return None
