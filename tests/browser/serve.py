"""A server of its own for a test, on a port nobody uses."""

import os
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.browser.watch import HERE

ROOT = Path(__file__).parents[2]
PATIENCE_S = 60


@contextmanager
def serving(folder, app=ROOT / "app.py"):
    """The address of a server nobody has visited yet; its files and log lie in `folder`."""
    with socket.socket() as probe:
        probe.bind((HERE, 0))
        port = probe.getsockname()[1]
    with (folder / "log.txt").open("wb") as log:
        running = subprocess.Popen(
            [
                *(sys.executable, "-m", "streamlit", "run", str(app)),
                *("--server.port", str(port), "--server.address", HERE),
                *("--server.fileWatcherType", "none"),
            ],
            cwd=ROOT,
            stdout=log,
            stderr=subprocess.STDOUT,
            env={
                **os.environ,
                "OREWATCH_CACHE": str(folder / "cache"),
                "OREWATCH_HOME": str(folder / "home"),
            },
        )
        try:
            wait_for(port, running)
            yield f"http://{HERE}:{port}"
        finally:
            running.terminate()
            running.wait(timeout=20)


def wait_for(port, running):
    """Return as soon as the server takes connections."""
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until and running.poll() is None:
        try:
            socket.create_connection((HERE, port), 0.2).close()
        except OSError:
            continue
        return
    pytest.fail("the server did not start")
