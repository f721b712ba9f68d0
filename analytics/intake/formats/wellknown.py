"""Well-known binary and text as shapes, with a guard the geometry engine does not have.

GEOS reads nested collections by recursion without a limit: a few hundred kilobytes of
headers overflow the stack and end the process. Nothing deeper than sane reaches it.
"""

from __future__ import annotations

import re
import struct
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from analytics.intake.limits import Limits

LINEAR: Final = range(1, 8)  # point … geometry collection; curves and surfaces are not read
POINT, LINE, POLYGON = 1, 2, 3
HEADER: Final = 5
DEEPEST: Final = 64
ISO_RANGES: Final = 4  # plain, Z, M and ZM, a thousand apart
WITH_Z, WITH_M, WITH_SRID = 0x80000000, 0x40000000, 0x20000000
WORDS: Final = re.compile(
    r"\s*(?:SRID=\d{1,9};)?\s*(?:MULTI)?(?:POINT|LINESTRING|POLYGON)\s*(?:ZM|Z|M)?\s*(?:\(|EMPTY)",
    re.IGNORECASE,
)
NAMES: Final = re.compile(  # all there are but TIN and TRIANGLE, which are words as well
    r"\s*(?:SRID=\d{1,9};)?\s*(?:(?:MULTI)?(?:POINT|LINESTRING|POLYGON)|MULTICURVE|MULTISURFACE"
    r"|CIRCULARSTRING|COMPOUNDCURVE|CURVEPOLYGON|POLYHEDRALSURFACE|GEOMETRYCOLLECTION)"
    r"\s*(?:ZM|Z|M)?\s*(?:\(|EMPTY)",
    re.IGNORECASE,
)
COLLECTION: Final = re.compile(r"\s*(?:SRID=\d{1,9};)?\s*GEOMETRYCOLLECTION\b", re.IGNORECASE)
CURVED: Final = re.compile(r"CURVE|CIRCULAR|SURFACE|TIN|TRIANGLE", re.IGNORECASE)
SRID: Final = re.compile(r"\s*SRID=(\d{1,9});", re.IGNORECASE)


def from_binary(
    blobs: Sequence[bytes | None], limits: Limits
) -> tuple[NDArray[np.object_], list[int]]:
    """Shapes, and the places that hold something which is no shape; None stays None."""
    safe = [blob if blob is not None and _is_safe(blob) else None for blob in blobs]
    with np.errstate(all="ignore"):  # a coordinate beyond all numbers becomes infinite
        shapes = shapely.from_wkb(np.array(safe, dtype=object), on_invalid="ignore")
    limits.check_vertices(int(shapely.get_num_coordinates(shapes).sum()))
    return _judged(shapes, blobs)


def from_text(texts: Sequence[str | None], limits: Limits) -> tuple[NDArray[np.object_], list[int]]:
    """The same for well-known text; a leading SRID is skipped."""
    limits.check_vertices(sum(map(_commas, texts)))
    safe = [_without_srid(text) if text is not None and is_text(text) else None for text in texts]
    with np.errstate(all="ignore"):
        shapes = shapely.from_wkt(np.array(safe, dtype=object), on_invalid="ignore")
    limits.check_vertices(int(shapely.get_num_coordinates(shapes).sum()))
    return _judged(shapes, texts)


def looks_like_text(text: str) -> bool:
    """Whether it starts like well-known text, also of a kind that we do not read."""
    return NAMES.match(text) is not None


def is_text(text: str) -> bool:
    """Whether it reads like well-known text that is safe to parse."""
    if not text.isascii():
        return False
    if WORDS.match(text):
        return True
    is_shallow = text.upper().count("COLLECTION") <= DEEPEST
    return bool(COLLECTION.match(text)) and is_shallow and not CURVED.search(text)


def srid(text: str) -> str:
    """The CRS a piece of extended well-known text names, else nothing."""
    found = SRID.match(text)
    return f"EPSG:{int(found[1])}" if found and int(found[1]) else ""


def _commas(text: str | None) -> int:
    """Of points there are at least as many; what is too much need not be parsed."""
    return text.count(",") if text is not None and is_text(text) else 0


def _without_srid(text: str) -> str:
    return SRID.sub("", text, count=1) if SRID.match(text) else text


def is_binary(blob: bytes) -> bool:
    """Whether it starts like well-known binary of a type we read."""
    return len(blob) >= HEADER and blob[0] in (0, 1) and _kind(blob) in LINEAR


def _is_safe(blob: bytes) -> bool:
    if not is_binary(blob):
        return False
    if _kind(blob) <= POLYGON:
        return True
    try:
        return _walks(blob)
    except (struct.error, IndexError):
        return False


def _walks(blob: bytes) -> bool:
    """Whether a shape of parts is sound in structure and not nested too deep."""
    at, waiting = 0, [1]
    while waiting:
        if not waiting[-1]:
            waiting.pop()
            continue
        waiting[-1] -= 1
        if blob[at] > 1 or len(waiting) > DEEPEST:
            return False
        whole = "<I" if blob[at] else ">I"
        code: int = struct.unpack_from(whole, blob, at + 1)[0]
        iso, kind = divmod(code & 0xFFFF, 1000)
        has_z, has_m = bool(code & WITH_Z) or iso in (1, 3), bool(code & WITH_M) or iso in (2, 3)
        size = 8 * (2 + has_z + has_m)
        at += HEADER + (4 if code & WITH_SRID else 0)
        if iso >= ISO_RANGES or kind not in LINEAR:
            return False
        if kind == POINT:
            at += size
            continue
        count: int = struct.unpack_from(whole, blob, at)[0]
        at += 4
        if kind == LINE:
            at += count * size
        elif kind == POLYGON:
            for _ in range(count):
                at += 4 + struct.unpack_from(whole, blob, at)[0] * size
        else:
            waiting.append(count)
    return at <= len(blob)


def _kind(blob: bytes) -> int:
    code: int = struct.unpack_from("<I" if blob[0] else ">I", blob, 1)[0]
    return (code & 0xFFFF) % 1000


def _judged(
    shapes: NDArray[np.object_], given: Sequence[object]
) -> tuple[NDArray[np.object_], list[int]]:
    bad = [place for place, item in enumerate(given) if item is not None and shapes[place] is None]
    return shapes, bad
