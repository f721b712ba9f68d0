"""What a file is, told from its first bytes; its name is never believed."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Final

from analytics.intake.formats.encoding import MARKS
from analytics.intake.work import ReadError


class Kind(StrEnum):
    """The families of content that have a reader."""

    GZIP = "gzip"
    ZIP = "zip"
    SQLITE = "sqlite"
    PARQUET = "parquet"
    JSON = "json"
    XML = "xml"
    TEXT = "text"


HEAD: Final = 4096
MAGIC: Final = (
    (b"\x1f\x8b", Kind.GZIP),
    (b"PK\x03\x04", Kind.ZIP),
    (b"PK\x05\x06", Kind.ZIP),
    (b"SQLite format 3\0", Kind.SQLITE),
    (b"PAR1", Kind.PARQUET),
)
RASTERS: Final = (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")
#: Content that people do upload by mistake, with what to call it.
FOREIGN: Final = (
    (b"%PDF", "PDF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"BM", "BMP"),
    (b"\xd0\xcf\x11\xe0", "XLS/DOC"),
    (b"7z\xbc\xaf", "7z"),
    (b"Rar!", "RAR"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ", "xz"),
    (b"\x28\xb5\x2f\xfd", "Zstandard"),
    (b"\x89HDF", "HDF5/NetCDF"),
    (b"CDF\x01", "NetCDF"),
    (b"CDF\x02", "NetCDF"),
    (b"ARROW1", "Arrow/Feather"),
    (b"fgb\x03", "FlatGeobuf"),
    (b"\x93NUMPY", "NumPy"),
    (b"OggS", "Ogg"),
    (b"ID3", "MP3"),
    (b"\x7fELF", "ELF"),
    (b"MZ", "EXE"),
)
SHAPEFILE_PART: Final = b"\x00\x00\x27\x0a"
ROOT: Final = re.compile(r"<(?:[\w.-]+:)?([A-Za-z][\w.-]*)")
PROLOGUE: Final = re.compile(r"<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>\[]*(?:\[[^\]]*\])?\s*>", re.DOTALL)
UNPRINTABLE: Final = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c\x1d\x1f]")


def kind(data: bytes) -> Kind:
    """The family of content; a sentence for what nobody here can read."""
    head = data[:HEAD]
    for magic, found in MAGIC:
        if head.startswith(magic):
            return found
    if head.startswith(RASTERS):
        raise ReadError("raster-here")
    if head.startswith(SHAPEFILE_PART):
        raise ReadError("shp-alone")
    for magic, name in FOREIGN:
        if head.startswith(magic) and (len(magic) > 2 or UNPRINTABLE.search(head)):  # noqa: PLR2004 - two letters prove little
            raise ReadError("foreign", kind=name)
    return _text(head)


def root(text: str) -> str:
    """The name of the outermost element of XML, without prefix; "" where there is none."""
    found = ROOT.search(PROLOGUE.sub("", text))
    return found[1] if found else ""


def _text(head: bytes) -> Kind:
    plain = head
    for mark, encoding in MARKS:
        if head.startswith(mark):
            plain = head[len(mark) :].decode(encoding, "ignore").encode()
            break
    else:
        if b"\0" in head:
            plain = _wide(head)
    plain = plain.lstrip(b" \t\r\n\x1e")
    if not plain:
        raise ReadError("file-empty")
    if UNPRINTABLE.search(plain):
        raise ReadError("binary")
    if plain[:1] in b"{[":
        return Kind.JSON
    return Kind.XML if plain[:1] == b"<" else Kind.TEXT


def _wide(head: bytes) -> bytes:
    """Text of two bytes a character without a mark; anything else keeps its zero bytes."""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    half = len(head) // 2
    if odd > half * 0.7 and not even:
        return head.decode("utf-16-le", "ignore").encode()
    if even > half * 0.7 and not odd:
        return head.decode("utf-16-be", "ignore").encode()
    return head
