"""What is installed, what is missing and how to get it; nothing here uses the network."""

from __future__ import annotations

import os
import platform
import sys
from dataclasses import asdict, dataclass
from importlib import metadata
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any, Final

from analytics.core import extras
from analytics.core.words import Words

PYTHON: Final = (3, 11)
PACKAGES: Final = (
    "streamlit",
    "pandas",
    "numpy",
    "geopandas",
    "shapely",
    "pyproj",
    "pyogrio",
    "rasterio",
    "pyarrow",
    "altair",
    "vl-convert-python",
    "pydeck",
    "babel",
)
ANALYTICS: Final = Path(__file__).parents[1]
FACES: Final = ("Regular", "Italic", "Bold")


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One thing looked at. `fix` is the line that mends it, "" where there is nothing to do."""

    name: str  # stable: `doctor.<name>` in the words
    is_there: bool
    is_needed: bool = True  # False: only some uses miss it, and `doctor.<name>.without` says which
    detail: str = ""  # version, path, or what went wrong
    fix: str = ""


def checks() -> tuple[Check, ...]:
    """Everything looked at, in the order it is told; packages not found come one by one."""
    return (_python(), *_packages(), _pdf(), _fonts(), _outlines(), _cache(), _browser())


def report(language: str) -> str:
    """A line for each check, a second one for what mends it, and a sentence to close."""
    words = Words(Path(__file__).parent, language)
    found = checks()
    width = max(len(words(f"doctor.{check.name}")) for check in found)
    lines = [line for check in found for line in _lines(check, words, width)]
    return "\n".join([*lines, "", _verdict(found, words)])


def as_json(language: str) -> dict[str, Any]:
    """`ok` (all that is needed is there) and the checks, named in `language`."""
    words = Words(Path(__file__).parent, language)
    found = checks()
    return {
        "ok": all(check.is_there for check in found if check.is_needed),
        "verdict": _verdict(found, words),
        "checks": [asdict(check) | {"label": words(f"doctor.{check.name}")} for check in found],
    }


def _lines(check: Check, words: Words, width: int) -> list[str]:
    mark = "✓" if check.is_there else "✗" if check.is_needed else "–"
    label = words(f"doctor.{check.name}").ljust(width)
    state = "" if check.is_there else words("doctor.missing")
    if not check.is_there and not check.is_needed:
        state = words(f"doctor.{check.name}.without")
    line = f"{mark} {label}  {' · '.join(part for part in (state, check.detail) if part)}"
    return [line, f"  {' ' * width}  → {check.fix}"] if check.fix else [line]


def _verdict(found: tuple[Check, ...], words: Words) -> str:
    needed = sum(not check.is_there for check in found if check.is_needed)
    wanted = sum(not check.is_there for check in found if not check.is_needed)
    if needed:
        return words("doctor.verdict.broken", count=needed)
    return words("doctor.verdict.limited", count=wanted) if wanted else words("doctor.verdict.well")


def _python() -> Check:
    return Check(
        name="python",
        is_there=sys.version_info >= PYTHON,
        detail=f"{platform.python_version()}, {platform.system()} {platform.machine()}",
    )


def _packages() -> tuple[Check, ...]:
    versions = {name: _version(name) for name in PACKAGES}
    there = ", ".join(f"{name} {version}" for name, version in versions.items() if version)
    missing = [name for name, version in versions.items() if not version]
    lacking = (
        Check(name="package", is_there=False, detail=name, fix="make setup") for name in missing
    )
    return (Check(name="packages", is_there=bool(there), detail=there), *lacking)


def _version(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return ""


def _pdf() -> Check:
    try:
        version = extras.require("weasyprint").__version__
    except extras.NotInstalled as error:
        return Check(name="pdf", is_there=False, is_needed=False, fix=str(error.facts["fix"]))
    return Check(name="pdf", is_there=True, is_needed=False, detail=f"WeasyPrint {version}")


def _fonts() -> Check:
    folder = ANALYTICS / "viz" / "fonts"
    missing = [face for face in FACES if not (folder / f"OrewatchSans-{face}.ttf").is_file()]
    detail = f"Orewatch Sans ({', '.join(missing or FACES)})"
    return Check(name="fonts", is_there=not missing, is_needed=False, detail=detail)


def _outlines() -> Check:
    file = ANALYTICS / "core" / "outlines" / "countries.parquet"
    return Check(name="outlines", is_there=file.is_file(), detail="Natural Earth")


def _cache() -> Check:
    from platformdirs import user_cache_path

    folder = Path(os.environ.get("OREWATCH_CACHE") or user_cache_path("orewatch"))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with TemporaryFile(dir=folder):
            pass
    except OSError as error:
        return Check(
            name="cache",
            is_there=False,
            is_needed=False,
            detail=f"{folder}: {error.strerror}",
            fix="export OREWATCH_CACHE=FOLDER",
        )
    return Check(name="cache", is_there=True, is_needed=False, detail=str(folder))


def _browser() -> Check:
    found = extras.chromium()
    if found is None:
        fix = extras.fix("chromium")
        return Check(name="browser", is_there=False, is_needed=False, fix=fix)
    return Check(name="browser", is_there=True, is_needed=False, detail=str(found))
