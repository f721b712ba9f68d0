"""Rasters of data sets as GeoTIFF files: the bytes they came from, else written by ours."""

from __future__ import annotations

import shutil
from dataclasses import fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from analytics.core import codec
from analytics.core.scalars import TAG
from analytics.raster.handle import Raster, open_file
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
        self.rasters[value.fingerprint] = value
        told = {f.name: getattr(value, f.name) for f in fields(value) if f.name != "source"}
        return {TAG: KIND, "is": codec.encode(told)}


def heard(tag: str, about: dict[str, Any], shelf: Shelf) -> Raster | None:
    """The raster again, read from its file when asked for; None for another tag."""
    if tag != KIND:
        return None
    told = codec.decode(about["is"])
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
    else:
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
