"""What a file may be, decided before it is read: size, bombs, unsafe names, counts."""

from __future__ import annotations

import gzip
import os
import stat
import zipfile
import zlib
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePosixPath
from typing import Final

from analytics.intake.work import ReadError

MB: Final = 1_000_000
SMALL: Final = 10 * MB  # unpacked content below this is never called a bomb
BLOCK: Final = 1 * MB
DIRECT: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # what the formats we read use
#: What taking a damaged or hostile member out of an archive raises.
DAMAGED: Final = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    RuntimeError,  # encrypted, or packed in a way zipfile does not know
    ValueError,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much a file may hold; the environment can change the first four."""

    upload_mb: int = 200
    features: int = 2_000_000
    vertices: int = 20_000_000
    unpacked_mb: int = 1_000
    nesting: int = 64  # levels of folders, collections and elements
    ratio: int = 200  # unpacked to packed
    entries: int = 2_000  # files in an archive
    columns: int = 2_000
    cells: int = 100_000_000

    def check_size(self, size: int) -> None:
        """Refuse a file of more than `upload_mb`."""
        if size > self.upload_mb * MB:
            raise ReadError("too-large", size_mb=size / MB, limit_mb=self.upload_mb)

    def check_features(self, count: int) -> None:
        """Refuse more records than `features`."""
        if count > self.features:
            raise ReadError("too-many-features", count=count, limit=self.features)

    def check_vertices(self, count: int) -> None:
        """Refuse more points in outlines than `vertices`."""
        if count > self.vertices:
            raise ReadError("too-many-vertices", count=count, limit=self.vertices)

    def check_columns(self, count: int) -> None:
        """Refuse tables wider than `columns`."""
        if count > self.columns:
            raise ReadError("too-many-columns", count=count, limit=self.columns)

    def check_cells(self, rows: int, columns: int) -> None:
        """Refuse tables wider than `columns` or with more cells than `cells`."""
        self.check_columns(columns)
        if rows * columns > self.cells:
            raise ReadError("too-many-cells", count=rows * columns, limit=self.cells)

    def check_unpacked(self, size: int, packed: int) -> None:
        """Refuse content that grows too much when unpacked."""
        if size > self.unpacked_mb * MB:
            raise ReadError("bomb", limit_mb=self.unpacked_mb)
        if size > SMALL and size > self.ratio * max(packed, 1):
            raise ReadError("bomb-ratio", ratio=self.ratio)


#: The limits of a machine where no setting changes them.
DEFAULT: Final = Limits()


def from_environment() -> Limits:
    """The limits in force: OREWATCH_MAX_UPLOAD_MB, _FEATURES, _VERTICES and _UNPACKED_MB."""
    usual = Limits()
    return Limits(
        upload_mb=_setting("OREWATCH_MAX_UPLOAD_MB", usual.upload_mb),
        features=_setting("OREWATCH_MAX_FEATURES", usual.features),
        vertices=_setting("OREWATCH_MAX_VERTICES", usual.vertices),
        unpacked_mb=_setting("OREWATCH_MAX_UNPACKED_MB", usual.unpacked_mb),
    )


def gunzip(data: bytes, limits: Limits) -> bytes:
    """The content of a gzip file, refused as soon as it grows past the limits."""
    blocks: list[bytes] = []
    size = 0
    try:
        with gzip.GzipFile(fileobj=BytesIO(data)) as stream:
            while block := stream.read(BLOCK):
                size += len(block)
                limits.check_unpacked(size, len(data))
                blocks.append(block)
    except DAMAGED as error:
        raise ReadError("archive-damaged", kind="gzip") from error
    return b"".join(blocks)


def open_zip(data: bytes, limits: Limits) -> zipfile.ZipFile:
    """An archive whose list of contents is harmless; nothing has been unpacked yet."""
    try:
        archive = zipfile.ZipFile(BytesIO(data))
    except DAMAGED as error:
        raise ReadError("archive-damaged", kind="ZIP") from error
    members = archive.infolist()
    if len(members) > limits.entries:
        raise ReadError("too-many-entries", count=len(members), limit=limits.entries)
    for member in members:
        _check_member(member)
    limits.check_unpacked(sum(member.file_size for member in members), len(data))
    return archive


def unpack(archive: zipfile.ZipFile, name: str) -> bytes:
    """One member of an archive from `open_zip`, in memory; never longer than it declared."""
    try:
        return archive.read(name)
    except DAMAGED as error:
        raise ReadError("archive-damaged", kind="ZIP") from error


def _check_member(member: zipfile.ZipInfo) -> None:
    name = member.filename.replace("\\", "/")
    is_outside = name.startswith("/") or ".." in PurePosixPath(name).parts or name[1:2] == ":"
    if is_outside or stat.S_ISLNK(member.external_attr >> 16):
        raise ReadError("archive-unsafe", name=_short(member.filename))
    if member.flag_bits & 1:
        raise ReadError("archive-locked")
    if member.compress_type not in DIRECT:
        raise ReadError("archive-damaged", kind="ZIP")


def _short(name: str) -> str:
    """A name fit to print: no control characters, not endless."""
    return "".join(c for c in name if c.isprintable())[:80]


def _setting(name: str, usual: int) -> int:
    text = os.environ.get(name, "").strip()
    if not text:
        return usual
    if not text.isascii() or not text.isdigit() or int(text) == 0:
        raise ReadError("setting-number", name=name, value=_short(text))
    return int(text)
