"""A server process of its own, with a store and a cache nobody else uses."""

import re
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from tests.served import HERE, ROOT, started

CLOCKED = "tests.bench.clocked"
TROUBLE = re.compile(r"ERROR|CRITICAL|Traceback|Exception")


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """Where a running server is, and what can be asked of its process."""

    port: int
    process: psutil.Process
    log: Path

    @property
    def netloc(self):
        return f"{HERE}:{self.port}"

    def memory_mb(self):
        """What the server itself holds in memory."""
        return self.process.memory_info().rss / 1e6

    def children_mb(self):
        """What the processes it started for long work hold."""
        return sum(child.memory_info().rss for child in self.process.children()) / 1e6

    def cpu_s(self):
        """Processor time used since the start."""
        used = self.process.cpu_times()
        return used.user + used.system

    def trouble(self):
        """Lines of the log that tell of an error."""
        lines = self.log.read_text(encoding="utf-8", errors="replace").splitlines()
        return [line for line in lines if TROUBLE.search(line)]


@contextmanager
def running(folder, *options):
    """A fresh server that keeps its files in `folder`.

    Usage statistics are on here alone: the server then tells each client how long its script
    ran (`clocked.py`). It tells nobody else; in a browser it would be the page that passes them on.
    """
    counted = ("--browser.gatherUsageStats", "true", *options)
    with started(folder, ROOT / "app.py", *counted, by=CLOCKED) as (port, process):
        yield Server(port=port, process=psutil.Process(process.pid), log=folder / "log.txt")
