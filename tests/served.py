"""A server of its own for a test, on a port nobody uses."""

import os
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
HERE = "127.0.0.1"
PATIENCE_S = 120
ENDS_WITHIN_S = 20


@contextmanager
def started(folder, app=ROOT / "app.py", *options, port=None, by="streamlit"):
    """Port and process of a server nobody has visited yet; its files and log lie in `folder`.

    `by` is the module whose command runs the app.
    """
    port = port or free_port()
    with (folder / "log.txt").open("wb") as log:
        running = subprocess.Popen(
            [
                *(sys.executable, "-m", by, "run", str(app)),
                *("--server.port", str(port), "--server.address", HERE),
                *options,
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
        _wait(port, running)
        yield port, running
    finally:
        running.terminate()
        try:
            running.wait(timeout=ENDS_WITHIN_S)
        except subprocess.TimeoutExpired:
            running.kill()
            running.wait()
            pytest.fail("the server did not end when asked to")


def free_port():
    """A port of this machine that nobody uses."""
    with socket.socket() as probe:
        probe.bind((HERE, 0))
        return probe.getsockname()[1]


def _wait(port, running):
    """Return as soon as the server takes connections."""
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until and running.poll() is None:
        try:
            socket.create_connection((HERE, port), 0.2).close()
        except OSError:
            time.sleep(0.01)
            continue
        return
    pytest.fail("the server did not start")
