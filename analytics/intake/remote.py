"""A large file from the web, kept: what was broken off goes on where it stopped."""

from __future__ import annotations

import hashlib
import re
import urllib.error
from typing import TYPE_CHECKING, Final

from analytics.intake import fetch, parsed
from analytics.intake.limits import MB
from analytics.intake.work import ReadError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

BLOCK: Final = 1 << 20
MOST_BYTES: Final = 20_000 * MB
WORLDPOP: Final = re.compile(r"^worldpop:([A-Za-z]{3}):(\d{4})$")
#: Unconstrained people per cell of 100 m, 2000 to 2020.
ADDRESS: Final = (
    "https://data.worldpop.org/GIS/Population/Global_2000_2020/{year}/{big}/{small}_ppp_{year}.tif"
)
YEARS: Final = range(2000, 2021)
PARTIAL: Final = 206


def is_remote(text: str) -> bool:
    """Whether `text` names a file on the web rather than one of this machine."""
    return text.lower().startswith((*fetch.SCHEMES, "worldpop:"))


def address(text: str) -> str:
    """The address behind `worldpop:BDI:2020`, or the address itself."""
    if not text.lower().startswith("worldpop:"):
        return text
    found = WORLDPOP.match(text)
    if not found or int(found.group(2)) not in YEARS:
        raise ReadError("worldpop-name", value=text[:40], first=str(YEARS[0]), last=str(YEARS[-1]))
    country, year = found.groups()
    return ADDRESS.format(year=year, big=country.upper(), small=country.lower())


def kept(text: str, told: Callable[[int, int], None] = lambda _done, _all: None) -> Path:
    """The file, from the folder of kept ones or from the web; `told` hears bytes and their sum.

    A file that was put there by hand is taken as it is; one that changed since is fetched again.
    """
    whence = address(text)
    folder = parsed.folder().with_name("fetched")
    key = hashlib.sha256(whence.encode()).hexdigest()[:12]
    path = folder / f"{key}-{fetch.name(whence) or 'raster.tif'}"
    seal = path.with_name(f"{path.name}.sha256")
    if path.is_file() and (not seal.is_file() or seal.read_text("utf-8") == _hash(path)):
        return path
    try:
        folder.mkdir(parents=True, exist_ok=True)
        part = path.with_name(f"{path.name}.part")
        _fetch(whence, part, told)
        seal.write_text(_hash(part), encoding="utf-8")
        part.replace(path)
    except urllib.error.HTTPError as error:
        error.close()
        status = str(error.code)
        raise ReadError("fetch-refused", address=fetch.shown(whence), status=status) from error
    except fetch.NO_ANSWER as error:
        raise ReadError("fetch-offline", address=fetch.shown(whence), path=str(path)) from error
    return path


def _fetch(whence: str, part: Path, told: Callable[[int, int], None]) -> None:
    """Add to `part` what it lacks; begin anew where the server cannot go on or the file changed."""
    mark = part.with_name(f"{part.name}.mark")
    have = part.stat().st_size if part.is_file() and mark.is_file() else 0
    headers = {"User-Agent": "orewatch"}
    if have:
        headers |= {"Range": f"bytes={have}-", "If-Range": mark.read_text("utf-8")}
    with fetch.opened(whence, headers) as answer:
        goes_on = answer.status == PARTIAL
        have = have if goes_on else 0
        length = answer.headers.get("Content-Length", "")
        whole = have + int(length) if length.isdigit() else 0
        mark.write_text(
            answer.headers.get("ETag") or answer.headers.get("Last-Modified") or "", "utf-8"
        )
        with part.open("ab" if goes_on else "wb") as file:
            while block := answer.read(BLOCK):
                file.write(block)
                have += len(block)
                if have > MOST_BYTES:
                    raise ReadError("fetch-huge", limit_mb=MOST_BYTES // MB)
                told(have, whole)
    if whole and have != whole:
        raise OSError(have)  # broken off: the next time it goes on from here
    mark.unlink(missing_ok=True)


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
