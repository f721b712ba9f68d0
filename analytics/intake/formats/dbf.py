"""dBASE tables, the attributes of a shapefile."""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from analytics.core.issue import Action, Severity
from analytics.intake.formats import encoding
from analytics.intake.formats.table import assemble, issue
from analytics.intake.work import ReadError

if TYPE_CHECKING:
    from collections.abc import Callable

    from analytics.core.issue import Issue
    from analytics.intake.limits import Limits

START: Final = 32  # bytes of the header, and of each column description
END_OF_COLUMNS: Final = 0x0D
DELETED: Final = b"*"
LANGUAGES: Final = {  # the language driver byte, where no .cpg says better
    0x01: "cp437",
    0x02: "cp850",
    0x03: "cp1252",
    0x57: "cp1252",
    0x58: "cp1252",
    0x59: "cp1252",
    0x64: "cp852",
    0xC8: "cp1250",
}
CODE_PAGE: Final = re.compile(r"(?:ansi|oem|windows|cp)?[ -]*(\d{3,5})", re.IGNORECASE)
TRUTHS: Final = {b"T": True, b"Y": True, b"F": False, b"N": False}
UTF_8: Final = "65001"


@dataclass(frozen=True, slots=True)
class Attributes:
    """The columns of a table with one row per record."""

    columns: pd.DataFrame
    issues: tuple[Issue, ...] = ()


@dataclass(frozen=True, slots=True)
class _Column:
    name: bytes
    kind: str
    width: int
    decimals: int


NOTHING: Final = Attributes(pd.DataFrame())


def read(data: bytes, cpg: bytes, limits: Limits) -> Attributes:
    """Every record, deleted ones among them, so that rows stay beside their shapes."""
    if len(data) < START:
        raise ReadError("dbf-damaged")
    stated, header, width = struct.unpack_from("<IHH", data, 4)
    described = _columns(data, header)
    if not described or width < 1 + sum(column.width for column in described):
        raise ReadError("dbf-damaged")
    count = min(stated, max(len(data) - header, 0) // width)
    limits.check_features(count)
    limits.check_cells(count, len(described))
    cells = np.frombuffer(data, f"S{width}", count, header) if count else np.empty(0, f"S{width}")
    raw = cells.view("S1").reshape(count, width) if count else np.empty((0, width), "S1")
    codec, issues = _codec(data, cpg)
    values: dict[str, Any] = {}
    at = 1
    for place, column in enumerate(described, start=1):
        name = _free(codec(column.name.split(b"\0")[0]).strip() or f"column_{place}", values)
        field = np.ascontiguousarray(raw[:, at : at + column.width])
        texts = field.view(f"S{column.width}").ravel().tolist() if count else []
        values[name] = _values(texts, column, codec)
        at += column.width
    gone = np.flatnonzero(raw[:, 0] == DELETED).tolist() if count else []
    if gone:
        issues.append(
            issue("record-deleted", severity=Severity.WARNING, action=Action.KEPT, rows=gone)
        )
    if count < stated:
        issues.append(
            issue("table-cut", severity=Severity.WARNING, count=count, stated=int(stated))
        )
    columns, told = assemble(values)
    return Attributes(columns, (*issues, *told))


def _columns(data: bytes, header: int) -> list[_Column]:
    found = []
    for at in range(START, min(header, len(data)) - START + 1, START):
        if data[at] == END_OF_COLUMNS:
            break
        kind = chr(data[at + 11])
        if data[at + 16]:
            found.append(_Column(data[at : at + 11], kind, data[at + 16], data[at + 17]))
    return found


def _free(name: str, taken: dict[str, Any]) -> str:
    number, free = 2, name
    while free in taken:
        free, number = f"{name}_{number}", number + 1
    return free


def _codec(data: bytes, cpg: bytes) -> tuple[Callable[[bytes], str], list[Issue]]:
    """How text is read: as the .cpg says, as the header says, as UTF-8, or as guessed."""
    named = _named(cpg.decode("ascii", "replace").strip())
    stated = named or ("" if _is_utf_8(data) else LANGUAGES.get(data[29], ""))
    if stated:
        return lambda raw: raw.decode(stated, "replace"), []
    if _is_utf_8(data):
        return lambda raw: raw.decode("utf-8", "replace"), []
    guessed = encoding.guess(data[START:])
    told = issue("encoding-guessed", count=1, encoding=encoding.SHOWN[guessed])
    return lambda raw: raw.decode(guessed, "replace"), [told]


def _named(text: str) -> str:
    import codecs

    page = CODE_PAGE.fullmatch(text)
    name = ("utf-8" if page[1] == UTF_8 else f"cp{page[1]}") if page else text
    try:
        found = codecs.lookup(name) if name else None
    except (LookupError, ValueError):
        return ""
    return found.name if found is not None and found._is_text_encoding else ""  # noqa: SLF001 - no other way to ask


def _is_utf_8(data: bytes) -> bool:
    try:
        data[START:].decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _values(texts: list[bytes], column: _Column, codec: Callable[[bytes], str]) -> list[Any]:
    match column.kind:
        case "N" | "F":
            return [_number(text, column.decimals) for text in texts]
        case "L":
            return [TRUTHS.get(text[:1].upper()) for text in texts]
        case "D":
            return [_day(text) for text in texts]
        case "I" | "+" if column.width == 4:  # noqa: PLR2004 - bytes
            return [struct.unpack("<i", text.ljust(4, b"\0"))[0] for text in texts]
        case "O" if column.width == 8:  # noqa: PLR2004 - bytes
            return [struct.unpack("<d", text.ljust(8, b"\0"))[0] for text in texts]
    return [codec(text).strip(" \0") or None for text in texts]


def _number(raw: bytes, decimals: int) -> int | float | str | None:
    """A number, nothing where the field is blank or full of stars, else the text as it is."""
    text = raw.decode("latin-1").strip(" \0")
    if not text or not text.strip("*"):
        return None
    try:
        return float(text) if decimals or not text.lstrip("+-").isdigit() else int(text)
    except ValueError:
        return text


def _day(raw: bytes) -> str | None:
    text = raw.decode("latin-1").strip(" \0")
    if len(text) == 8 and text.isdigit():  # noqa: PLR2004 - YYYYMMDD
        return f"{text[:4]}-{text[4:6]}-{text[6:]}" if text.strip("0") else None
    return text or None
