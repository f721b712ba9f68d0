"""The address of a server of its own, for a browser."""

from contextlib import contextmanager

from tests.served import HERE, ROOT, started


@contextmanager
def serving(folder, app=ROOT / "app.py"):
    """The address of a server nobody has visited yet; its files and log lie in `folder`."""
    with started(folder, app) as (port, _):
        yield f"http://{HERE}:{port}"
