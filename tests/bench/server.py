"""A server process of its own, with a store and a cache nobody else uses."""

import os
import re
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

ROOT = Path(__file__).parents[2]
HERE = "127.0.0.1"
STARTS_WITHIN_S = 120
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
    ran. It tells nobody else; in a browser it would be the page that passes them on.
    """
    port = _free_port()
    log = folder / "log.txt"
    with log.open("wb") as out:
        started = subprocess.Popen(
            [
                *(sys.executable, "-m", "streamlit", "run", "app.py"),
                *("--server.port", str(port), "--server.address", HERE),
                *("--server.fileWatcherType", "none", "--browser.gatherUsageStats", "true"),
                *options,
            ],
            cwd=ROOT,
            stdout=out,
            stderr=subprocess.STDOUT,
            env={
                **os.environ,
                "OREWATCH_HOME": str(folder / "home"),
                "OREWATCH_CACHE": str(folder / "cache"),
            },
        )
    try:
        _wait(port, started)
        yield Server(port=port, process=psutil.Process(started.pid), log=log)
    finally:
        started.terminate()
        try:
            started.wait(timeout=20)
        except subprocess.TimeoutExpired:
            started.kill()
            started.wait()


def _free_port():
    with socket.socket() as probe:
        probe.bind((HERE, 0))
        return probe.getsockname()[1]


def _wait(port, started):
    until = time.monotonic() + STARTS_WITHIN_S
    while time.monotonic() < until and started.poll() is None:
        try:
            socket.create_connection((HERE, port), 0.2).close()
        except OSError:
            time.sleep(0.1)
            continue
        return
    raise RuntimeError("the server did not start")
