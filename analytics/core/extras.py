"""What a machine may lack: imported where it is used, or an error that says how to get it."""

from __future__ import annotations

import ctypes
import importlib
import io
import os
import platform
import shutil
import sys
from contextlib import redirect_stdout
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Final

from analytics.core.errors import OrewatchError

#: Where set-up keeps what it finds, and unpacks Pango for users who may not install packages.
SETUP: Final = Path(__file__).parents[2] / ".setup"
UNPACKED: Final = SETUP / "pango"

#: The shared library a Python package stands on.
LIBRARY: Final = {"weasyprint": "pango"}

#: The apt packages of a thing, and its name in Homebrew.
APT: Final = {"pango": "libpangoft2-1.0-0 libharfbuzz-subset0", "chromium": "chromium libatomic1"}
BREW: Final = {"pango": "pango", "chromium": "--cask chromium"}
BROWSERS: Final = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
PAGES: Final = {
    "pango": "https://doc.courtbouillon.org/weasyprint/stable/first_steps.html#installation",
    "chromium": "https://www.chromium.org/getting-involved/download-chromium/",
}


class NotInstalled(OrewatchError):
    """Something outside our own code is missing; code `no-pango`, `no-chromium`, `no-package`."""


def require(module: str) -> ModuleType:
    """The module, imported now; what it lacks is told with the line that installs it."""
    _unpacked_libraries()
    try:
        with redirect_stdout(io.StringIO()):  # where WeasyPrint prints a banner before it fails
            return importlib.import_module(module)
    except ModuleNotFoundError as error:
        raise NotInstalled("no-package", name=error.name or module, fix="make setup") from error
    except OSError as error:  # so cffi reports a shared library that is not there
        if module not in LIBRARY:
            raise
        raise missing(LIBRARY[module]) from error


def missing(thing: str) -> NotInstalled:
    """The error for `thing`, one of those in `APT`, with the line for this platform."""
    return NotInstalled(f"no-{thing}", fix=fix(thing))


def fix(thing: str) -> str:
    """The line that installs `thing` here; a web address where no line is known."""
    if shutil.which("apt-get"):
        sudo = "" if os.geteuid() == 0 else "sudo "
        if thing == "chromium" and _is_ubuntu():  # whose apt package is an empty shell
            return f"{sudo}snap install chromium"
        return f"{sudo}apt-get install -y {APT[thing]}"
    if sys.platform == "darwin":
        return f"brew install {BREW[thing]}"
    return PAGES[thing]


def chromium() -> Path | None:
    """The browser for tests: what OREWATCH_CHROMIUM names, set-up found, or lies on the PATH."""
    noted = SETUP / "chromium"
    asked = os.environ.get("OREWATCH_CHROMIUM", "")
    known = noted.read_text(encoding="utf-8").strip() if noted.is_file() else ""
    names = (asked,) if asked else (known, *BROWSERS)
    found = next((path for name in names if name and (path := shutil.which(name))), None)
    return Path(found) if found else None


def _is_ubuntu() -> bool:
    try:
        system = platform.freedesktop_os_release()
    except OSError:
        return False
    return "ubuntu" in (system["ID"], *system.get("ID_LIKE", "").split())


@cache
def _unpacked_libraries() -> None:
    """Load what set-up unpacked, each after those it needs, so that later look-ups find it."""
    if not UNPACKED.is_dir():
        return
    os.environ.setdefault("FONTCONFIG_FILE", str(UNPACKED / "fonts.conf"))
    waiting = sorted(UNPACKED.glob("usr/lib/*/*.so.*"))
    while left := [library for library in waiting if not _loads(library)]:
        if len(left) == len(waiting):
            return
        waiting = left


def _loads(library: Path) -> bool:
    try:
        ctypes.CDLL(str(library), mode=ctypes.RTLD_GLOBAL)
    except OSError:
        return False
    return True
