"""Results and data sets as JSON beside tables, and back, equal in every cell; never a pickle.

What is written names classes of ours only, so that reading runs nothing but their constructors.
"""

from __future__ import annotations

import importlib
import io
import json
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, fields, is_dataclass
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from analytics.core import scalars, tables
from analytics.core.errors import OrewatchError
from analytics.core.scalars import TAG

if TYPE_CHECKING:
    import pyarrow as pa

OURS: Final = __name__.partition(".")[0]
ROOT: Final = Path(__file__).parents[2]
TREE: Final = "tree.json"
FIRST: Final = (1980, 1, 1, 0, 0, 0)  # the time of every part: the same value, the same bytes


class CodecError(OrewatchError):
    """A stored value that this version cannot read, or a value that cannot be stored."""


@dataclass(frozen=True, slots=True)
class Packed:
    """A value as JSON; `frames` are the tables it names, by the hash of their content."""

    tree: Any  # JSON
    frames: Mapping[str, pa.Table]


def pack(value: object, other: Callable[[object], Any] | None = None) -> Packed:
    """Write down `value`; what is not known here is asked of `other`, which gives JSON or None."""
    frames: dict[str, pa.Table] = {}
    return Packed(tree=_Writer(frames, other).tree(value), frames=frames)


def unpack(
    tree: object,
    fetch: Callable[[str], pa.Table],
    other: Callable[[str, Any], Any] | None = None,
) -> Any:  # noqa: ANN401 - whatever was packed
    """The value again; `fetch` finds a table by its hash, `other` makes what its tag names."""
    try:
        return _Reader(fetch, other).value(tree)
    except _unreadable() as error:
        raise CodecError("stored-otherwise") from error


def encode(value: object) -> Any:  # noqa: ANN401 - JSON out
    """A value without frames as JSON."""
    packed = pack(value)
    if packed.frames:
        raise TypeError("a frame does not fit into JSON: use pack")
    return packed.tree


def decode(tree: object) -> Any:  # noqa: ANN401 - whatever was encoded
    """What `encode` wrote."""
    nothing: dict[str, pa.Table] = {}
    return unpack(tree, nothing.__getitem__)


def to_bytes(value: object) -> bytes:
    """A value with its frames in one archive: JSON and Parquet, the same bytes each time."""
    packed = pack(value)
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr(zipfile.ZipInfo(TREE, FIRST), json.dumps(packed.tree))
        for digest, table in sorted(packed.frames.items()):
            archive.writestr(zipfile.ZipInfo(f"{digest}.parquet", FIRST), parquet(table))
    return content.getvalue()


def from_bytes(content: bytes) -> Any:  # noqa: ANN401 - whatever was written
    """What `to_bytes` wrote."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            tree = json.loads(archive.read(TREE))
            return unpack(
                tree,
                lambda digest: pq.read_table(pa.BufferReader(archive.read(f"{digest}.parquet"))),
            )
    except (zipfile.BadZipFile, pa.ArrowException, OSError) as error:
        raise CodecError("stored-otherwise") from error


def parquet(table: pa.Table) -> bytes:
    """A table as a Parquet file whose pages know their check sums."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    sink = pa.BufferOutputStream()
    pq.write_table(table, sink, compression="zstd", write_page_checksum=True)
    return sink.getvalue().to_pybytes()


class _Writer:
    def __init__(self, frames: dict[str, pa.Table], other: Callable[[object], Any] | None) -> None:
        self.frames, self.other = frames, other

    def tree(self, value: object) -> Any:  # noqa: ANN401 - JSON out
        if type(value) in scalars.PLAIN:
            return value
        if isinstance(value, Enum):
            return {TAG: "choice", "of": _address(type(value)), "is": value.value}
        if isinstance(value, Path):
            return {TAG: "path", "is": value.relative_to(ROOT).as_posix()}
        if self.other is not None and (own := self.other(value)) is not None:
            return own
        if is_dataclass(value) and not isinstance(value, type):
            return self._record(value)
        if isinstance(value, list | tuple | set | frozenset):
            return self._many(value)
        if isinstance(value, Mapping):
            return self._mapping(value)
        return self._table(value)

    def _record(self, value: Any) -> dict[str, Any]:  # noqa: ANN401 - any dataclass
        parts = {f.name: self.tree(getattr(value, f.name)) for f in fields(value) if f.init}
        return {TAG: "record", "of": _address(type(value)), "is": parts}

    def _many(self, value: Any) -> Any:  # noqa: ANN401 - any of four kinds
        items = value if isinstance(value, list | tuple) else sorted(value, key=repr)
        told = [self.tree(item) for item in items]
        return told if type(value) is list else {TAG: type(value).__name__, "is": told}

    def _mapping(self, value: Mapping[Any, Any]) -> Any:  # noqa: ANN401 - JSON out
        if all(type(key) is str for key in value) and TAG not in value:
            return {key: self.tree(item) for key, item in value.items()}
        return {TAG: "map", "is": [[self.tree(k), self.tree(v)] for k, v in value.items()]}

    def _table(self, value: Any) -> Any:  # noqa: ANN401 - JSON out
        import numpy as np
        import pandas as pd

        match value:
            case pd.DataFrame():
                return {TAG: "frame", "is": self._kept(value)}
            case pd.Series():
                name = tables.told_name(value.name)
                return {TAG: "series", "is": self._kept(value.to_frame("value")), "name": name}
            case pd.Index():
                return {TAG: "index", "is": self._kept(pd.DataFrame(index=value))}
            case np.ndarray():
                cells = pd.DataFrame({"cells": pd.Series(value.reshape(-1), dtype=value.dtype)})
                shape, kind = list(value.shape), value.dtype.str
                return {TAG: "cells", "is": self._kept(cells), "shape": shape, "type": kind}
        try:
            return scalars.told(value)
        except TypeError as error:
            raise CodecError("not-storable", kind=str(error)) from error

    def _kept(self, frame: Any) -> str:  # noqa: ANN401 - any frame
        table = tables.table(frame)
        digest = tables.digest(table)
        self.frames[digest] = table
        return digest


class _Reader:
    def __init__(
        self, fetch: Callable[[str], pa.Table], other: Callable[[str, Any], Any] | None
    ) -> None:
        self.fetch, self.other = fetch, other

    def value(self, tree: Any) -> Any:  # noqa: ANN401 - JSON in, any value out
        if isinstance(tree, list):
            return [self.value(item) for item in tree]
        if not isinstance(tree, dict):
            return tree
        if TAG not in tree:
            return {key: self.value(item) for key, item in tree.items()}
        return self._tagged(tree[TAG], tree["is"], tree)

    def _tagged(self, tag: str, held: Any, tree: dict[str, Any]) -> Any:  # noqa: ANN401 - as above
        match tag:
            case "record":
                return self._record(_found(tree["of"]), held)
            case "choice":
                return _found(tree["of"])(held)
            case "path":
                return _inside(held)
            case "tuple":
                return tuple(self.value(item) for item in held)
            case "set":
                return {self.value(item) for item in held}
            case "frozenset":
                return frozenset(self.value(item) for item in held)
            case "map":
                return {self.value(key): self.value(item) for key, item in held}
            case "frame" | "series" | "index" | "cells":
                return self._table(tag, tables.frame(self.fetch(held)), tree)
        if self.other is not None and (own := self.other(tag, tree)) is not None:
            return own
        return scalars.heard(tag, held)

    def _record(self, kind: type, held: dict[str, Any]) -> Any:  # noqa: ANN401 - any dataclass
        known = {f.name: f for f in fields(kind) if f.init}
        lacking = [
            name
            for name, f in known.items()
            if name not in held and f.default is MISSING and f.default_factory is MISSING
        ]
        if lacking or held.keys() - known.keys():
            raise LookupError(kind.__name__)
        return kind(**{name: self.value(item) for name, item in held.items()})

    def _table(self, tag: str, frame: Any, tree: dict[str, Any]) -> Any:  # noqa: ANN401 - as above
        match tag:
            case "series":
                return frame["value"].rename(tables.heard_name(tree["name"]))
            case "index":
                return frame.index
            case "cells":
                return frame["cells"].to_numpy().astype(tree["type"]).reshape(tree["shape"])
        return frame


def _unreadable() -> tuple[type[Exception], ...]:
    """What constructors and libraries raise for parts that are not as they were written."""
    from pyproj.exceptions import ProjError
    from shapely.errors import ShapelyError

    ours = (LookupError, TypeError, ValueError, AttributeError, ImportError, ArithmeticError)
    return (*ours, ShapelyError, ProjError)


def _address(kind: type) -> str:
    return f"{kind.__module__}:{kind.__qualname__}"


def _found(address: str) -> Any:  # noqa: ANN401 - a class of ours
    """The class; only ours, only plain records and closed choices."""
    module, _, name = address.partition(":")
    if module.partition(".")[0] != OURS:
        raise LookupError(address)
    kind = getattr(importlib.import_module(module), name)
    if not isinstance(kind, type) or not (is_dataclass(kind) or issubclass(kind, Enum)):
        raise LookupError(address)
    return kind


def _inside(path: str) -> Path:
    """A folder of the product; nothing outside it."""
    found = (ROOT / path).resolve()
    if not found.is_relative_to(ROOT.resolve()):
        raise LookupError(path)
    return found
