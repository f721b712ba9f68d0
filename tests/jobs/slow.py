"""The process of a job for tests: kinds that wait, fail or go on until told, beside our own."""

import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from analytics.jobs import work
from analytics.jobs.reason import JobError
from analytics.store import open_store


def wait(progress):
    """Until a file is there."""
    progress.at("answering", 0.5)
    while not Path(progress.job.spec["until"]).exists():
        time.sleep(0.02)
    return progress.store.put_result({"pid": progress.job.pid}, workspace=progress.job.workspace)


def fail(_):
    raise JobError("job-kind", name="x", known="a, b")


def bug(progress):
    raise ZeroDivisionError(progress.job.kind)


def hungry(_):
    raise MemoryError


if __name__ == "__main__":
    work.KINDS.update(wait=wait, fail=fail, bug=bug, hungry=hungry)
    store = open_store(Path(sys.argv[1]))
    work.work(store, sys.argv[2])
    store.close()
