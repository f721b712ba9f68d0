"""Where work is kept: one store for each folder and process."""

from __future__ import annotations

import os
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from analytics.store.base import Store

__all__ = ["folder", "open_store"]

_open: Final[dict[Path, Store]] = {}
_one_at_a_time: Final = Lock()


def folder() -> Path:
    """Where work is kept: OREWATCH_HOME, else the user's data folder."""
    from platformdirs import user_data_path

    base = os.environ.get("OREWATCH_HOME", "").strip()
    return Path(base) if base else user_data_path("orewatch")


def open_store(place: Path | None = None) -> Store:
    """The store in `place`, else in `folder()`; an error that says why where it cannot be used."""
    from analytics.store.embedded import Embedded

    path = (place or folder()).absolute()
    with _one_at_a_time:
        if path not in _open:
            _open[path] = Embedded(path)
        return _open[path]
