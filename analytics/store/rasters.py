"""Rasters of data sets as GeoTIFF files: the bytes they came from, else written by ours.

Of one that is read by parts from elsewhere only the place is kept.
"""

from __future__ import annotations

import shutil
from dataclasses import fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from analytics.core import codec
from analytics.core.scalars import TAG
from analytics.raster.handle import Far, Raster, open_file
from analytics.raster.write import write
from analytics.store.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Callable

    from analytics.store.shelf import Shelf

KIND: Final = "raster"
WIDER: Final = {"bool": "uint8", "float16": "float32"}  # what GeoTIFF has no word for


class Found:
    """Collects the rasters met while a data set is written down."""

    def __init__(self) -> None:
        self.rasters: dict[str, Raster] = {}

    def told(self, value: object) -> dict[str, Any] | None:
        """All about a raster but its cells; None for anything else."""
        if not isinstance(value, Raster):
            return None
        told = {f.name: getattr(value, f.name) for f in fields(value) if f.name != "source"}
        record = {TAG: KIND, "is": codec.encode(told)}
        if isinstance(value.source, Far):
            return {**record, "far": codec.encode(value.source)}
        self.rasters[value.fingerprint] = value
        return record


def heard(tag: str, about: dict[str, Any], shelf: Shelf) -> Raster | None:
    """The raster again, read from its file when asked for; None for another tag."""
    if tag != KIND:
        return None
    told = codec.decode(about["is"])
    if "far" in about:
        return Raster(source=codec.decode(about["far"]), **told)
    if not shelf.has(told["fingerprint"]):
        raise StoreError("store-damaged", name=told["name"])
    return Raster(source=shelf.path(told["fingerprint"]), **told)


def writer(raster: Raster) -> Callable[[Path], object]:
    """What writes this raster to a path."""
    return lambda path: _write(raster, path)


def _write(raster: Raster, path: Path) -> None:
    if isinstance(raster.source, bytes):
        path.write_bytes(raster.source)
    elif isinstance(raster.source, Path):
        _copy(raster, raster.source, path)
    elif not isinstance(raster.source, Far):
        cells = raster.source
        write(replace(raster, source=cells.astype(WIDER.get(str(cells.dtype), cells.dtype))), path)


def _copy(raster: Raster, source: Path, path: Path) -> None:
    """The file, unless it is no longer the one that was opened."""
    try:
        shutil.copyfile(source, path)
    except FileNotFoundError as error:
        raise StoreError("store-raster-changed", name=raster.name) from error
    if open_file(path, name=raster.name, band=raster.band).fingerprint != raster.fingerprint:
        raise StoreError("store-raster-changed", name=raster.name)
