"""A file on the web that is read by parts: what is asked for is fetched, and kept for a while."""

from __future__ import annotations

import io
import re
import threading
import time
import urllib.error
from collections import OrderedDict
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any, BinaryIO, Final, cast

from analytics.intake import fetch
from analytics.intake.work import ReadError
from analytics.raster.handle import Far

if TYPE_CHECKING:
    from collections.abc import Iterator

BLOCK: Final = 1 << 16  # bytes that are asked for together at least
MOST_AHEAD: Final = 32  # blocks: reading on and on, each answer is twice the one before
KEPT: Final = 1_024  # blocks in memory for everybody: 64 MB
PARTIAL: Final = 206
BUSY: Final = (429, 500, 502, 503, 504)
TRIES: Final = 4
LONGEST_S = 120.0  # for one answer: 2 MB at 17 kB a second
PAUSE_S = 0.5  # after the first failure; twice as long after each further one
SPAN: Final = re.compile(r"^bytes (\d+)-(\d+)/(\d+)$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranged(Far):
    """A file behind an address whose server gives parts of it."""

    address: str
    size: int  # bytes
    mark: str  # what the server calls this version of it: a part of another one is refused

    @property
    def fingerprint(self) -> str:
        """Of address, size and version: the content itself is never read whole."""
        return sha256(f"{self.address}|{self.size}|{self.mark}".encode()).hexdigest()

    @contextmanager
    def opened(self) -> Iterator[BinaryIO]:
        """The file; what goes wrong on the way is told when it is closed, by its own sentence."""
        stream = _Stream(self)
        try:
            yield cast("BinaryIO", stream)
        except Exception as error:
            if stream.trouble is not None:
                raise stream.trouble from error
            raise
        if stream.trouble is not None:
            raise stream.trouble


def found(address: str) -> Ranged | None:
    """The file behind `address`; None where its server gives no parts of it, or no version."""
    try:
        with _asked(address, 0, BLOCK - 1) as answer:
            span, mark = _span(answer), _mark(answer)
            if answer.status != PARTIAL or span is None or span[0] or not mark:
                return None
            file = Ranged(address=address, size=span[2], mark=mark)
            head = _read(answer, BLOCK)
            if len(head) == min(BLOCK, file.size):
                _kept.put(file, 0, head)
            return file
    except urllib.error.HTTPError as error:
        error.close()
        raise ReadError(
            "fetch-refused", address=fetch.shown(address), status=str(error.code)
        ) from error
    except fetch.NO_ANSWER as error:
        raise ReadError("fetch-failed", address=fetch.shown(address)) from error


class _Blocks:
    """The blocks fetched last, of all files."""

    def __init__(self) -> None:
        self._held: OrderedDict[tuple[Ranged, int], bytes] = OrderedDict()
        self._lock = threading.Lock()

    def put(self, file: Ranged, first: int, content: bytes) -> None:
        """Keep content that begins with block number `first`."""
        with self._lock:
            for at in range(0, len(content), BLOCK):
                key = file, first + at // BLOCK
                self._held[key] = content[at : at + BLOCK]
                self._held.move_to_end(key)
            while len(self._held) > KEPT:
                self._held.popitem(last=False)

    def get(self, file: Ranged, number: int) -> bytes | None:
        """A block, if it is still there."""
        with self._lock:
            if (file, number) not in self._held:
                return None
            self._held.move_to_end((file, number))
            return self._held[file, number]


_kept: Final = _Blocks()


class _Stream(io.RawIOBase):
    """GDAL reads it through C, which no error gets through: the first one is put aside."""

    def __init__(self, file: Ranged) -> None:
        super().__init__()
        self.trouble: BaseException | None = None
        self._file, self._at = file, 0
        self._next, self._ahead = -1, 1  # the block after those fetched last; how many at once

    def readable(self) -> bool:
        """It is."""
        return True

    def seekable(self) -> bool:
        """It is."""
        return True

    def tell(self) -> int:
        """Bytes from the start."""
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Go elsewhere; nothing is fetched."""
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._file.size}[whence]
        self._at = max(start + offset, 0)
        return self._at

    def read(self, size: int | None = -1) -> bytes:
        """As many bytes as there are; none once something went wrong."""
        rest = max(self._file.size - self._at, 0)
        wanted = rest if size is None or size < 0 else min(size, rest)
        if not wanted or self.trouble is not None:
            return b""
        try:
            content = self._between(self._at, self._at + wanted)
        except BaseException as error:  # noqa: BLE001 - kept, and raised where it can be
            self.trouble = error
            return b""
        self._at += wanted
        return content

    def _between(self, start: int, end: int) -> bytes:
        first, last = start // BLOCK, (end - 1) // BLOCK
        blocks = {number: _kept.get(self._file, number) for number in range(first, last + 1)}
        lacking = [number for number, content in blocks.items() if content is None]
        if lacking:
            blocks |= self._fetched(lacking[0], lacking[-1])
        content = b"".join(blocks[number] or b"" for number in range(first, last + 1))
        return content[start - first * BLOCK : end - first * BLOCK]

    def _fetched(self, first: int, last: int) -> dict[int, bytes]:
        """Blocks from the web; more than asked for while one answer follows the other."""
        self._ahead = min(self._ahead * 2, MOST_AHEAD) if first == self._next else 1
        end = min(max((last + 1), first + self._ahead) * BLOCK, self._file.size)
        content = _part(self._file, first * BLOCK, end)
        self._next = -(-end // BLOCK)
        _kept.put(self._file, first, content)
        return {
            first + at // BLOCK: content[at : at + BLOCK] for at in range(0, len(content), BLOCK)
        }


def _part(file: Ranged, start: int, end: int) -> bytes:
    """The bytes from `start` up to `end`; asked for again where the server is busy or stops."""
    for left in reversed(range(TRIES)):
        try:
            with _asked(file.address, start, end - 1) as answer:
                span = _span(answer)
                if answer.status != PARTIAL or _mark(answer) != file.mark or span is None:
                    raise ReadError("far-changed", address=fetch.shown(file.address))
                content = _read(answer, end - start + 1)
                if span == (start, end - 1, file.size) and len(content) == end - start:
                    return content
                raise OSError(len(content))
        except urllib.error.HTTPError as error:
            error.close()
            if error.code not in BUSY or not left:
                shown, status = fetch.shown(file.address), str(error.code)
                raise ReadError("fetch-refused", address=shown, status=status) from error
        except fetch.NO_ANSWER as error:
            if not left:
                raise ReadError("fetch-failed", address=fetch.shown(file.address)) from error
        time.sleep(PAUSE_S * 2 ** (TRIES - 1 - left))
    raise ReadError("fetch-failed", address=fetch.shown(file.address))


def _asked(address: str, first: int, last: int) -> Any:  # noqa: ANN401 - what the web answers
    return fetch.opened(
        address, {"User-Agent": "orewatch", "Range": f"bytes={first}-{last}"}, stays=True
    )


def _read(answer: Any, most: int) -> bytes:  # noqa: ANN401 - as above
    """So many bytes or all there are; who gives them drop by drop is not waited for."""
    content, until = bytearray(), time.monotonic() + LONGEST_S
    while len(content) < most and (more := answer.read1(most - len(content))):
        content += more
        if time.monotonic() > until:
            raise OSError(len(content))
    return bytes(content)


def _span(answer: Any) -> tuple[int, int, int] | None:  # noqa: ANN401 - as above
    """First and last byte of a part, and the size of the whole."""
    said = SPAN.match(answer.headers.get("Content-Range", ""))
    return (int(said[1]), int(said[2]), int(said[3])) if said else None


def _mark(answer: Any) -> str:  # noqa: ANN401 - as above
    return str(answer.headers.get("ETag") or answer.headers.get("Last-Modified") or "")
