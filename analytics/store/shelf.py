"""Files under the hash of what they hold: written whole or not at all, the same content once."""

from __future__ import annotations

import os
import re
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import psutil

from analytics.store.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

NAME: Final = re.compile(r"[0-9a-f]{64}")
PART: Final = ".part"
LONGEST_S: Final = 3_600  # that anybody takes to write one file


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """One folder of such files; `ending` is that of every name."""

    folder: Path
    ending: str = ""

    def prepare(self) -> None:
        """Make the folder, for its owner only, and throw away what nobody finishes any more."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.tidy()

    def path(self, name: str) -> Path:
        """Where the file of this hash lies, or would; any other name is refused."""
        if not NAME.fullmatch(name):
            raise StoreError("store-damaged", name=name[:80])
        return self.folder / f"{name}{self.ending}"

    def has(self, name: str) -> bool:
        """Whether the file is there."""
        return self.path(name).is_file()

    def stage(self, name: str, write: Callable[[Path], object]) -> Path | None:
        """Write the file aside, to be put in place later; None where it is there already."""
        if self.has(name):
            return None
        handle, text = tempfile.mkstemp(
            dir=self.folder, prefix=f"{os.getpid()}-", suffix=f"{self.ending}{PART}"
        )
        os.close(handle)
        part = self.folder / text
        try:
            write(part)
        except BaseException:
            part.unlink(missing_ok=True)
            raise
        return part

    def settle(self, name: str, part: Path | None, write: Callable[[Path], object]) -> None:
        """Put in place what was staged; written now where somebody took it away meanwhile.

        What was there already counts as put now: see `from_before`.
        """
        part = part or self.stage(name, write)
        if part is not None:
            part.replace(self.path(name))
        with suppress(OSError):
            os.utime(self.path(name))

    def from_before(self, moment: float) -> set[str]:
        """Names of files last put before this moment, in seconds since 1970."""
        found = [p for p in self.folder.iterdir() if NAME.fullmatch(p.name)]
        return {path.name for path in found if path.stat().st_mtime < moment}

    def drop(self, name: str) -> None:
        """Take the file away."""
        self.path(name).unlink(missing_ok=True)

    def tidy(self) -> None:
        """Take away what a process that is gone left half written."""
        for part in self.folder.glob(f"*{PART}"):
            with suppress(OSError, ValueError):
                is_old = time.time() - part.stat().st_mtime > LONGEST_S
                if is_old or not psutil.pid_exists(int(part.name.partition("-")[0])):
                    part.unlink(missing_ok=True)
