"""One large file from the web: gone on with where it broke off, checked, then kept."""

from __future__ import annotations

import base64
import binascii
import hashlib
import os
import re
import shutil
import time
import urllib.error
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, Final

from analytics.intake import fetch, packed, ranges
from analytics.intake.limits import MB
from analytics.intake.work import ReadError
from analytics.raster.handle import MAGIC, RasterError, open_file

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from analytics.core.errors import OrewatchError

    Heads = tuple[bytes, ...]  # what such a file begins with
    Told = Callable[[int, int], object]  # bytes there are, bytes of the whole; 0 is unknown

BLOCK: Final = 1 << 17
USUAL_MB: Final = 20_000
SPARE: Final = 100 * MB  # room on the disk that is left alone
TRIES: Final = 4  # in a row that bring nothing
PAUSE_S = 1.0  # after the first of them; twice as long after each further one
PARTIAL, BEYOND = 206, 416
SAID: Final = re.compile(r"sha-256=:?([A-Za-z0-9+/]{43}=):?", re.IGNORECASE)
AGENT: Final = {"User-Agent": "orewatch"}
ZIP: Final = ".zip"


def quiet(_done: int, _whole: int) -> None:
    """Tell nobody how far it is."""


def size(address: str, path: Path) -> int:
    """Bytes of the file as its server says; 0 where it does not."""
    with _answering(address, path), fetch.opened(address, AGENT) as answer:
        return _length(answer)


def fetched(address: str, path: Path, name: str, promised: str, told: Told) -> None:
    """Fetch it, check it against the sum promised ("" is none), then call it by its name.

    Of a file that is packed the raster is kept; the sum promised is that of the packed file.
    """
    part, is_packed = _part(path), is_zip(address)
    with _answering(address, packed_at(path) if is_packed else path):
        said = _insisted(address, part, name, told, packed.MAGIC if is_packed else MAGIC)
    try:
        taken(part, path, name, promised or said, address=address, is_packed=is_packed)
    except (RasterError, ReadError):
        _drop(part)
        raise
    with writing(part.parent):
        part.unlink(missing_ok=True)
        _mark(part).unlink(missing_ok=True)


def taken(
    source: Path, path: Path, name: str, expected: str, *, address: str = "", is_packed: bool
) -> None:
    """Check what lies in `source`, then call it, or the raster packed in it, `path`."""
    found = open_file(source, name=name).fingerprint if not is_packed else hashed(source)
    if expected and found != expected:
        facts = {"found": found, "wanted": expected}
        if not address:
            raise ReadError("fetch-by-hand", path=str(source), **facts)
        raise ReadError("fetch-checksum", address=fetch.shown(address), **facts)
    sums, whole = found, source
    if is_packed:
        whole = path.with_name(f"{path.name}.unpacked")
        with writing(path.parent):
            packed.unpack(source, whole, name)
        try:
            sums = f"{open_file(whole, name=name).fingerprint} {found}"
        except RasterError:
            whole.unlink(missing_ok=True)
            raise
    with writing(path.parent):
        seal(path).write_text(sums, encoding="utf-8")
        whole.replace(path)


def hashed(path: Path) -> str:
    """The SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def is_zip(address: str) -> bool:
    """Whether an address names a packed file."""
    return fetch.shown(address).lower().endswith(ZIP)


def packed_at(path: Path) -> Path:
    """Where a packed file can be put by hand, for the raster in it to be kept as `path`."""
    return path.with_suffix(ZIP)


def seal(path: Path) -> Path:
    """The file that holds the sum of a fetched one, then that of the file it was packed in."""
    return path.with_name(f"{path.name}.sha256")


def have(path: Path) -> int:
    """Bytes that were fetched so far of a file that is not whole yet."""
    return _bytes(_part(path))


def _part(path: Path) -> Path:
    return path.with_name(f"{path.name}.part")


def _drop(part: Path) -> None:
    part.unlink(missing_ok=True)
    _mark(part).unlink(missing_ok=True)


def _mark(part: Path) -> Path:
    """What the server calls the version a part is of."""
    return part.with_name(f"{part.name}.mark")


def _insisted(address: str, part: Path, name: str, told: Told, heads: Heads) -> str:
    """All of it in `part`, tried again as long as that brings anything; the server's own sum."""
    failures = 0
    while True:
        before = _bytes(part)
        try:
            return _go_on(address, part, name, told, heads)
        except urllib.error.HTTPError as error:
            if error.code == BEYOND and _is_whole(error, part):
                error.close()
                return ""
            if error.code == BEYOND and part.is_file():
                part.unlink()  # it holds more than there is: of another file, or by another hand
            elif error.code not in ranges.BUSY or failures + 1 >= TRIES:
                raise
            error.close()
            failures += 1
        except fetch.NO_ANSWER:
            failures = 0 if _bytes(part) > before else failures + 1
            if failures >= TRIES:
                raise
        time.sleep(PAUSE_S * 2 ** max(failures - 1, 0))


def _go_on(address: str, part: Path, name: str, told: Told, heads: Heads) -> str:
    """Add to `part` what it lacks; begin anew where the server cannot go on or the file changed."""
    mark = _mark(part)
    known = mark.read_text("utf-8") if mark.is_file() else ""
    have = _bytes(part) if known else 0
    on = {"Range": f"bytes={have}-", "If-Range": known} if have else {}
    with fetch.opened(address, AGENT | on) as answer:
        have = have if _goes_on(answer, have) else 0
        length = _length(answer)
        whole = have + length if length else 0
        _check_room(address, part, have, whole)
        with writing(part.parent), part.open("ab" if have else "wb") as file:
            mark.write_text(_version(answer), "utf-8")
            while block := _block(answer, is_first=not have):
                if not have and not block.startswith(heads):
                    raise _other(name, heads)
                file.write(block)
                have += len(block)
                _check_size(have)
                told(have, whole)
        promised = _sum(answer)
    if not have or (whole and have != whole):
        raise _BrokenOff(have)
    return promised


def _other(name: str, heads: Heads) -> OrewatchError:
    """It is something else, such as a page that asks to sign in."""
    if heads is MAGIC:
        return RasterError("not-raster", name=name)
    return ReadError("packed-damaged", name=name)


def _is_whole(error: urllib.error.HTTPError, part: Path) -> bool:
    """Whether nothing is left to give, of the very version the part is of."""
    return error.headers.get("Content-Range", "") == f"bytes */{_bytes(part)}"


class _BrokenOff(OSError):
    """The server stopped before the end: the next time it goes on from here."""


class _Unread(OSError):
    """The server's side of an error while reading, told from an error of the disk."""


def _block(answer: Any, *, is_first: bool) -> bytes:  # noqa: ANN401 - what the web answers
    """What came meanwhile, so that slow lines are told of too; first what tells a raster."""
    try:
        return bytes(answer.read(len(MAGIC[0])) if is_first else answer.read1(BLOCK))
    except fetch.NO_ANSWER as error:
        raise _Unread(str(error)) from error


def _goes_on(answer: Any, have: int) -> bool:  # noqa: ANN401 - as above
    """Whether the answer begins where the part ends; a part of elsewhere is an error."""
    if answer.status != PARTIAL:
        return False
    span = ranges.SPAN.match(answer.headers.get("Content-Range", ""))
    if span is None or int(span[1]) != have:
        raise _BrokenOff(have)
    return True


def _version(answer: Any) -> str:  # noqa: ANN401 - as above
    """What names this version of the file beyond doubt; "" where nothing does."""
    tag = str(answer.headers.get("ETag") or "")
    strong = "" if tag.startswith("W/") else tag
    return strong or str(answer.headers.get("Last-Modified") or "")


def _sum(answer: Any) -> str:  # noqa: ANN401 - as above
    """The SHA-256 the server itself gives of the whole file; "" where it gives none."""
    for name in ("Repr-Digest", "Digest"):
        if said := SAID.search(answer.headers.get(name, "")):
            with suppress(binascii.Error):
                return base64.b64decode(said[1]).hex()
    return ""


def _length(answer: Any) -> int:  # noqa: ANN401 - as above
    told = answer.headers.get("Content-Length", "")
    return int(told) if told.isdigit() else 0


def _bytes(part: Path) -> int:
    return part.stat().st_size if part.is_file() else 0


def _most() -> int:
    text = os.environ.get("OREWATCH_FETCHED_MB", "").strip()
    return (int(text) if text.isascii() and text.isdigit() else USUAL_MB) * MB


def _check_size(size: int) -> None:
    if size > _most():
        raise ReadError("fetch-huge", limit_mb=_most() // MB)


def _check_room(address: str, part: Path, have: int, whole: int) -> None:
    """Refuse what does not fit, before it is fetched; older files of the web make room for it."""
    _check_size(whole)
    _make_room(part.parent, _most() - whole)
    free = shutil.disk_usage(part.parent).free - SPARE
    if whole - have > free:
        sizes = {"size_mb": -(-whole // MB), "free_mb": max(free, 0) // MB}
        raise ReadError("fetch-full", address=fetch.shown(address), **sizes)


def _make_room(folder: Path, most: int) -> None:
    """Drop files that were fetched and used longest ago; those put there by hand stay."""
    with suppress(OSError):
        ours = [sealed.with_suffix("") for sealed in folder.glob("*.sha256")]
        found = [(f.stat().st_mtime, f.stat().st_size, f) for f in ours if f.is_file()]
        total = sum(entry[1] for entry in found)
        for _, its_size, file in sorted(found):
            if total <= most:
                break
            file.unlink(missing_ok=True)
            seal(file).unlink(missing_ok=True)
            total -= its_size


@contextmanager
def _answering(address: str, path: Path) -> Iterator[None]:
    """What the web does wrong as a sentence; `path` is where the file can be put by hand."""
    shown = fetch.shown(address)
    try:
        yield
    except urllib.error.HTTPError as error:
        error.close()
        raise ReadError("fetch-refused", address=shown, status=str(error.code)) from error
    except fetch.NO_ANSWER as error:
        raise ReadError("fetch-offline", address=shown, path=str(path)) from error


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """What the disk does wrong as another one."""
    try:
        yield
    except (_Unread, _BrokenOff):
        raise
    except OSError as error:
        raise ReadError("fetch-unkept", folder=str(folder)) from error
