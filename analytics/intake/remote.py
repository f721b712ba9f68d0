"""Large files from the web by name or address: kept, unpacked, joined, or read by parts."""

from __future__ import annotations

import os
import re
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Final

from analytics.core.provenance import Provenance
from analytics.intake import download, fetch, ghspop, parsed, ranges, worldpop
from analytics.intake.alone import alone
from analytics.intake.read import open_raster
from analytics.intake.work import ReadError
from analytics.raster import join
from analytics.raster.handle import RasterError

if TYPE_CHECKING:
    from analytics.core.dataset import Dataset
    from analytics.intake.download import Told

UNSAFE: Final = re.compile(r"[^A-Za-z0-9._-]+")  # in the name of a file
MOST_NAME: Final = 80
SUM: Final = re.compile(r"^[0-9a-f]{64}$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A file on the web, as somebody asked for it."""

    address: str
    sha256: str  # "" where nobody promised any
    name: str  # what to call it
    source: str = ""
    licence: str = ""
    parts: tuple[Wanted, ...] = ()  # files beside each other that are joined; it has no address

    @property
    def path(self) -> Path:
        """Where it is kept, or can be put by hand."""
        key = sha256(self.address.encode()).hexdigest()[:12]
        name = UNSAFE.sub("_", fetch.name(self.address))[-MOST_NAME:] or "raster.tif"
        if download.is_zip(self.address):
            name = f"{name[: -len(download.ZIP)]}.tif"
        return parsed.folder().with_name("fetched") / f"{key}-{name}"


def is_remote(text: str) -> bool:
    """Whether `text` names a file on the web rather than one of this machine."""
    return text.lower().startswith((*fetch.SCHEMES, worldpop.BEGINS, ghspop.BEGINS))


def wanted(text: str) -> Wanted:
    """What `worldpop:BDI:2020`, `ghspop:R10_C12:2020`, or an address, asks for.

    `#sha256=…` may follow any that is one file.
    """
    place, sign, promised = text.strip().partition("#sha256=")
    promised = promised.strip().lower()
    if sign and not SUM.match(promised):
        raise ReadError("sha256", value=promised[:80])
    if place.lower().startswith(ghspop.BEGINS):
        return _tiles(ghspop.grid(place), promised)
    if not place.lower().startswith(worldpop.BEGINS):
        name = fetch.name(place) or fetch.shown(place)
        return Wanted(address=place, sha256=promised, name=name, source=fetch.shown(place))
    grid = worldpop.grid(place)
    return Wanted(
        address=grid.address,
        sha256=promised,
        name=grid.name,
        source=grid.source,
        licence=worldpop.LICENCE,
    )


def size(text: str) -> int:
    """Bytes of the file: of the one kept, else as its server says; 0 where it does not."""
    asked = wanted(text)
    if asked.path.is_file() or not asked.parts:
        return _size(asked)
    sizes = [_size(part) for part in asked.parts]
    return sum(sizes) if all(sizes) else 0


def added(dataset: Dataset, name: str, text: str, told: Told = download.quiet) -> Dataset:
    """`dataset` with a grid from the web; read by parts where it was named by its address.

    Grids called by name, packed ones, those with a promised sum and those of servers without
    parts are kept whole.
    """
    asked = wanted(text)
    parts = None
    if could_be_parted(text) and not asked.path.is_file():
        parts = ranges.found(asked.address)
    return _with(dataset, name, asked, parts or kept(text, told))


def could_be_parted(text: str) -> bool:
    """Whether a file is read by parts where its server gives them: named by its address alone."""
    address = wanted(text).address
    return address == text.strip() and not download.is_zip(address)


def attached(dataset: Dataset, name: str, text: str) -> Dataset:
    """`dataset` with a grid that was fetched before; nothing is asked of the web."""
    asked = wanted(text)
    return _with(dataset, name, asked, asked.path)


def kept(text: str, told: Told = download.quiet) -> Path:
    """The file, from the folder of kept ones or from the web; of a packed one the raster in it.

    A file that was put there by hand is taken as it is, unless another sum was promised; one that
    changed since it was fetched is fetched again.
    """
    return _kept(wanted(text), told)


def _kept(asked: Wanted, told: Told) -> Path:
    if not _is_there(asked):
        with download.writing(asked.path.parent):
            asked.path.parent.mkdir(parents=True, exist_ok=True)
        with alone(asked.path, lambda: told(download.have(asked.path), 0)):
            if not _is_there(asked):
                _bring(asked, told)
    with suppress(OSError):
        os.utime(asked.path)  # used now: what was used longest ago goes first
    return asked.path


def _bring(asked: Wanted, told: Told) -> None:
    by_hand = download.packed_at(asked.path)
    if asked.parts:
        _join(asked, told)
    elif download.is_zip(asked.address) and by_hand.is_file():
        download.taken(by_hand, asked.path, asked.name, asked.sha256, is_packed=True)
    else:
        download.fetched(asked.address, asked.path, asked.name, asked.sha256, told)


def _join(asked: Wanted, told: Told) -> None:
    """Get every part, then write them side by side; the parts stay for other grids."""
    sizes = [_size(part) for part in asked.parts]
    files, before, whole = [], 0, sum(sizes) if all(sizes) else 0
    for part, its_size in zip(asked.parts, sizes, strict=True):
        files.append(_kept(part, partial(_further, told, before, whole)))
        before += its_size
    rasters = [
        open_raster(file, name=part.name) for file, part in zip(files, asked.parts, strict=True)
    ]
    part_of = asked.path.with_name(f"{asked.path.name}.joined")
    with download.writing(part_of.parent):
        join.written(rasters, part_of, lambda: told(before, whole))
        found = open_raster(part_of, name=asked.name).fingerprint
        download.seal(asked.path).write_text(found, encoding="utf-8")
        part_of.replace(asked.path)


def _further(told: Told, before: int, whole: int, done: int, _of_this: int) -> object:
    return told(before + done, whole)


def _size(asked: Wanted) -> int:
    if asked.path.is_file():
        return asked.path.stat().st_size
    return download.size(asked.address, asked.path)


def _tiles(grid: ghspop.Grid, promised: str) -> Wanted:
    """One packed file, or several that are joined."""
    if promised and len(grid.addresses) > 1:
        raise ReadError("sha256-parts")
    parts = tuple(Wanted(address=each, sha256="", name=fetch.name(each)) for each in grid.addresses)
    is_one = len(parts) == 1
    return Wanted(
        address=parts[0].address if is_one else f"{grid.text}.tif",
        sha256=promised,
        name=grid.name,
        source=ghspop.SOURCE,
        licence=ghspop.LICENCE,
        parts=() if is_one else parts,
    )


def _is_there(asked: Wanted) -> bool:
    if not asked.path.is_file():
        return False
    seal = download.seal(asked.path)
    if not seal.is_file() and not asked.sha256:
        return True
    try:
        found = open_raster(asked.path).fingerprint
    except RasterError:
        found = ""
    if not seal.is_file() and found != asked.sha256:
        facts = {"found": found, "wanted": asked.sha256}
        raise ReadError("fetch-by-hand", path=str(asked.path), **facts)
    if not seal.is_file():
        return True
    sums = seal.read_text("utf-8").split()
    return bool(sums) and found == sums[0] and asked.sha256 in ("", sums[-1])


def _with(dataset: Dataset, name: str, asked: Wanted, source: Path | ranges.Ranged) -> Dataset:
    raster = open_raster(source, name=asked.name)
    return dataset.with_raster(
        name,
        raster,
        Provenance(
            part=name,
            name=asked.name,
            source=asked.source,
            licence=asked.licence,
            sha256=raster.fingerprint if isinstance(source, Path) else "",
        ),
    )
