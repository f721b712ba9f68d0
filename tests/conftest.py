"""What every test stands on: no network, and where the reference data lies."""

import os
import socket
from pathlib import Path

import pytest
from hypothesis import settings

ROOT = Path(__file__).parents[1]
LOOPBACK = ("127.", "::1", "localhost", "0.0.0.0")  # noqa: S104 - an address to allow, not to bind

# The same examples each time: a change fails for what it does, never for the dice. To look
# further: HYPOTHESIS_PROFILE=roam make fast (what it finds becomes an example of its own).
settings.register_profile("same", derandomize=True)
settings.register_profile("roam", derandomize=False)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))


#: Folders whose files take longest, so that no process is left alone with one at the end.
BROWSER = "tests/browser/"
FIRST = ("browser", "reports", "pages", "contracts", "analyses")


def pytest_collection_modifyitems(items):
    """Files that take long are begun first; within a file nothing changes."""
    places = {ROOT / "tests" / name: place for place, name in enumerate(FIRST)}
    items.sort(key=lambda item: min(places.get(up, len(FIRST)) for up in item.path.parents))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """A file stays in one process, and all that drive a browser in one together.

    Two browsers that draw maps by software, each with its server, make each other wait for longer
    than tests do.
    """
    from xdist.scheduler import LoadFileScheduling

    class OneBrowser(LoadFileScheduling):
        def _split_scope(self, nodeid):
            return BROWSER if nodeid.startswith(BROWSER) else super()._split_scope(nodeid)

    return OneBrowser(config, log)


@pytest.fixture(autouse=True)
def _no_network(monkeypatch):
    """A connection to anywhere but this machine fails the test that tried it."""
    connect = socket.socket.connect

    def guarded(self, address):
        if self.family != socket.AF_UNIX and not str(address[0]).startswith(LOOPBACK):
            pytest.fail(f"a test reached for the network: {address}")
        return connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture(scope="session", autouse=True)
def _own_cache(tmp_path_factory):
    """Files and work of one test run are never taken for those of another, nor for the user's."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("OREWATCH_HOME", str(tmp_path_factory.mktemp("home")))
        patch.setenv("OREWATCH_CACHE", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(scope="session")
def reference():
    """Folder of the reference data; the test is skipped where it is absent."""
    folder = Path(os.environ.get("OREWATCH_REFERENCE", ROOT.parent / "shared" / "data"))
    if not (folder / "MANIFEST.md").is_file():
        pytest.skip(f"no reference data at {folder}: set OREWATCH_REFERENCE to its folder")
    return folder
