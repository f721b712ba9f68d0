"""Vector tiles as bytes, written with numpy: Mapbox Vector Tile 2.1, one layer.

A tile is a row of numbers written so that small ones take one byte ("varints"). All numbers of all
features are laid out in one array and written at once: no feature is looked at by itself.
Format: https://github.com/mapbox/vector-tile-spec/tree/master/2.1
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from struct import pack
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Whole = NDArray[np.int64]

EXTENT: Final = 4096  # steps across a tile
LAYER: Final = "sites"
VERSION: Final = 2
MOVE, LINE, CLOSE = 1, 2, 7  # commands of a path
BITS: Final = 7  # of a number in each byte
MOST_BYTES: Final = 5  # of a number below 2 to the power of 35

Value = str | int | float


class Kind(IntEnum):
    """What a feature is, by its number in the format."""

    POINT = 1
    LINE = 2
    POLYGON = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Features:
    """What lies on a tile, as flat arrays.

    `places` are steps from the upper left corner, x before y, y downward; a ring does not repeat
    its first place. Path n has the places from `paths[n]` to `paths[n + 1]`, feature n the paths
    from `starts[n]` to `starts[n + 1]`. Outer rings run clockwise as seen, holes the other way.
    """

    ids: Whole
    kinds: Whole  # Kind
    places: Whole  # (n, 2)
    paths: Whole
    starts: Whole
    tags: Mapping[str, Sequence[Value]]  # name -> a value for each feature


def encoded(features: Features) -> bytes:
    """The tile; no bytes at all where nothing lies on it."""
    if not len(features.ids):
        return b""
    numbers, values = _tags(features)
    content = b"".join(
        [
            b"\x78" + _number(VERSION),
            b"\x0a" + _sized(LAYER.encode()),
            _features(features, numbers),
            *(b"\x1a" + _sized(name.encode()) for name in features.tags),
            *(b"\x22" + _sized(_value(value)) for value in values),
            b"\x28" + _number(EXTENT),
        ]
    )
    return b"\x1a" + _sized(content)


def _tags(features: Features) -> tuple[Whole, list[Value]]:
    """For each feature the places of its names and values in their lists; the list of values."""
    known: dict[tuple[type, Value], int] = {}
    numbers = np.empty((len(features.ids), 2 * len(features.tags)), dtype=np.int64)
    for column, values in enumerate(features.tags.values()):
        numbers[:, 2 * column] = column
        numbers[:, 2 * column + 1] = [
            known.setdefault((type(value), value), len(known)) for value in values
        ]
    return numbers, [value for _, value in known]


def _features(features: Features, tags: Whole) -> bytes:
    """Every feature: number, tags, kind and path, each with its length before it."""
    path, ends = _commands(features)
    path_bytes = np.diff(np.concatenate([[0], np.cumsum(_lengths(path))])[ends])
    tag_bytes = _lengths(tags).sum(axis=1)
    count = len(features.ids)
    ids = features.ids.astype(np.int64)
    ones = np.ones(count, dtype=np.int64)
    before = np.column_stack([ones * 0x08, ids, ones * 0x12, tag_bytes])
    between = np.column_stack([ones * 0x18, features.kinds, ones * 0x22, path_bytes])
    head = np.hstack([before, tags, between])
    sizes = _lengths(head).sum(axis=1) + path_bytes
    head = np.column_stack([ones * 0x12, sizes, head])
    return _varints(_interleaved(head, path, ends))


def _interleaved(head: Whole, path: Whole, ends: Whole) -> Whole:
    """Row n of `head`, then part n of `path`, for every n."""
    count, width = head.shape
    whole = np.empty(head.size + len(path), dtype=np.int64)
    starts = ends[:-1] + width * np.arange(count)
    is_head = np.zeros(len(whole), dtype=bool)
    is_head[(starts[:, None] + np.arange(width)).ravel()] = True
    whole[is_head] = head.ravel()
    whole[~is_head] = path
    return whole


def _commands(features: Features) -> tuple[Whole, Whole]:
    """Paths as commands and steps; where the numbers of each feature end, a 0 first."""
    counts = np.diff(features.paths)
    owner = np.repeat(np.arange(len(features.ids)), np.diff(features.starts))
    is_ring = features.kinds[owner] == Kind.POLYGON
    has_line = counts > 1
    sizes = 1 + 2 * counts + has_line + is_ring
    ends = np.concatenate([[0], np.cumsum(sizes)])
    numbers = np.empty(ends[-1], dtype=np.int64)
    is_step = np.ones(ends[-1], dtype=bool)
    begins = ends[:-1]
    lines = begins[has_line] + 3
    closes = ends[1:][is_ring] - 1
    for at, value in (
        (begins, MOVE | 1 << 3),
        (lines, LINE | (counts[has_line] - 1) << 3),
        (closes, CLOSE | 1 << 3),
    ):
        numbers[at] = value
        is_step[at] = False
    numbers[is_step] = _zigzag(_steps(features)).ravel()
    return numbers, ends[features.starts]


def _steps(features: Features) -> Whole:
    """From place to place; the first of each feature from the corner of the tile."""
    steps = np.diff(features.places, axis=0, prepend=np.zeros((1, 2), dtype=np.int64))
    first = features.paths[features.starts[:-1]]
    steps[first] = features.places[first]
    return steps


def _zigzag(steps: Whole) -> Whole:
    """Small whatever the sign: 0, -1, 1, -2 become 0, 1, 2, 3."""
    return (steps << 1) ^ (steps >> 63)


def _lengths(numbers: Whole) -> Whole:
    """How many bytes each takes."""
    lengths = np.ones(numbers.shape, dtype=np.int64)
    for byte in range(1, MOST_BYTES):
        lengths += numbers >= 1 << (BITS * byte)
    return lengths


def _varints(numbers: Whole) -> bytes:
    """Seven bits to a byte, the lowest first; the eighth says that more follow."""
    lengths = _lengths(numbers)
    starts = np.cumsum(lengths) - lengths
    written = np.empty(int(lengths.sum()), dtype=np.uint8)
    for byte in range(MOST_BYTES):
        reaches = lengths > byte
        more = (lengths[reaches] > byte + 1).astype(np.int64) << BITS
        written[starts[reaches] + byte] = (numbers[reaches] >> (BITS * byte)) & 0x7F | more
    return written.tobytes()


def _value(value: Value) -> bytes:
    if isinstance(value, str):
        return b"\x0a" + _sized(value.encode())
    if isinstance(value, int):
        return b"\x28" + _number(value)
    return b"\x15" + pack("<f", value)


def _sized(content: bytes) -> bytes:
    return _number(len(content)) + content


def _number(number: int) -> bytes:
    """As `_varints`, for a single one: much faster than an array of one."""
    written = bytearray()
    while number >= 1 << BITS:
        written.append(number & 0x7F | 1 << BITS)
        number >>= BITS
    written.append(number)
    return bytes(written)
