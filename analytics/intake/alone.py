"""One process at a time at a file; what a process left that is gone is taken over."""

from __future__ import annotations

import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from analytics.intake.work import ReadError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

LOOKS_S = 0.5  # again whether the other one is done


@contextmanager
def alone(path: Path, waiting: Callable[[], object]) -> Iterator[None]:
    """Wait until nobody else holds `path`, with a word each time, then hold it."""
    lock = path.with_name(f"{path.name}.lock")
    while not _locked(lock):
        waiting()
        time.sleep(LOOKS_S)
    try:
        yield
    finally:
        lock.unlink(missing_ok=True)


def _locked(lock: Path) -> bool:
    import psutil

    mine = psutil.Process()
    try:
        with lock.open("x", encoding="utf-8") as file:
            file.write(f"{mine.pid} {mine.create_time()}")
    except FileExistsError:
        with suppress(OSError, ValueError, psutil.Error):
            pid, born = lock.read_text("utf-8").split()
            if abs(psutil.Process(int(pid)).create_time() - float(born)) < 1:
                return False
        if _age_s(lock) > 1:  # not one that is just being written
            lock.unlink(missing_ok=True)
        return False
    except OSError as error:
        raise ReadError("fetch-unkept", folder=str(lock.parent)) from error
    return True


def _age_s(file: Path) -> float:
    with suppress(OSError):
        return time.time() - file.stat().st_mtime
    return 0.0
