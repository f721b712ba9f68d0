"""Bytes, a path or an address become a frame, whatever the format; nothing is cleaned here."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Final

from analytics.intake import fetch, parsed, sniff
from analytics.intake import limits as limit
from analytics.intake.sniff import Kind
from analytics.intake.work import Raw, ReadError

if TYPE_CHECKING:
    from analytics.intake.formats.table import Table
    from analytics.intake.limits import Limits
    from analytics.raster.handle import Far, Raster

WORTH_KEEPING: Final = 2_000_000  # bytes above which a parsed file is kept for the next time


def open_file(
    source: Path | str | bytes,
    *,
    name: str = "",
    layer: str = "",
    limits: Limits | None = None,
) -> Raw:
    """The file as it is: every record, every column. `limits` are those of the environment.

    A text is an address when it begins with http:// or https://, else a path. `layer` is one
    of `Raw.layers`; without it the first layer that holds records is read, and said so.
    """
    limits = limits or limit.from_environment()
    name, data = _bytes(source, name, limits)
    digest = sha256(data).hexdigest()
    keeps = len(data) > WORTH_KEEPING
    if keeps and (known := parsed.find(digest, layer)) is not None:
        limits.check_features(len(known.frame))
        return replace(known, name=name)
    raw = _raw(_table(data, limits, layer), name, digest)
    if keeps:
        parsed.keep(raw, layer)
    return raw


def open_raster(source: Path | bytes | Far, *, name: str = "", band: int = 1) -> Raster:
    """A GeoTIFF by path, content or parts, checked; its cells are read when asked for."""
    from analytics.raster import handle

    limits = limit.from_environment()
    if isinstance(source, bytes):
        limits.check_size(len(source))
    return handle.open_file(source, name=name, band=band)


def _bytes(source: Path | str | bytes, name: str, limits: Limits) -> tuple[str, bytes]:
    """What to call the file, and its content; the size is checked before it is read."""
    if isinstance(source, bytes):
        limits.check_size(len(source))
        return name or "upload", source
    if isinstance(source, str) and source.lower().startswith(fetch.SCHEMES):
        return name or fetch.name(source), fetch.content(source, limits)
    path = Path(source)
    try:
        if path.is_dir():
            raise ReadError("is-folder", path=str(path))
        limits.check_size(path.stat().st_size)
        with path.open("rb") as file:
            data = file.read(limits.upload_mb * limit.MB + 1)
    except FileNotFoundError as error:
        raise ReadError("no-file", path=str(path)) from error
    except (OSError, ValueError) as error:
        raise ReadError("no-access", path=str(path)[:200]) from error
    limits.check_size(len(data))
    if data.startswith(sniff.SHAPEFILE_PART) and path.suffix.lower() == ".shp":
        data = _with_siblings(path, data, limits)
    return name or path.name, data


def _with_siblings(path: Path, shp: bytes, limits: Limits) -> bytes:
    """A shapefile on disk as the archive it would be uploaded in, the same bytes each time."""
    content = BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr(zipfile.ZipInfo(path.name), shp)
        for part in ("dbf", "shx", "prj", "cpg"):
            beside = next(
                (p for s in (part, part.upper()) if (p := path.with_suffix(f".{s}")).is_file()),
                None,
            )
            if beside is not None:
                limits.check_size(beside.stat().st_size)
                archive.writestr(zipfile.ZipInfo(f"{path.stem}.{part}"), beside.read_bytes())
    return content.getvalue()


def _table(data: bytes, limits: Limits, layer: str, levels: int = 2) -> Table:
    """Read by what the content is; an archive may hold one file, not another archive."""
    match sniff.kind(data):
        case Kind.GZIP | Kind.ZIP if not levels:
            raise ReadError("archive-nested")
        case Kind.GZIP:
            return _table(limit.gunzip(data, limits), limits, layer, levels - 1)
        case Kind.ZIP:
            from analytics.intake.formats import archive

            return archive.read(
                data, limits, layer, lambda inside, bounds, which: _table(inside, bounds, which, 0)
            )
        case Kind.SQLITE:
            from analytics.intake.formats import geopackage

            return geopackage.read(data, limits, layer)
        case Kind.PARQUET:
            from analytics.intake.formats import parquet

            return _single(parquet.read(data, limits), layer)
        case Kind.JSON:
            from analytics.intake.formats import geojson

            return _single(geojson.read(data, limits), layer)
        case Kind.XML:
            from analytics.intake.formats import xml

            return xml.read(data, limits, layer)
        case Kind.TEXT:
            from analytics.intake.formats import delimited

            return _single(delimited.read(data, limits), layer)


def _inner(data: bytes, limits: Limits, layer: str) -> Table:
    """A file out of an archive, which may not be an archive itself."""
    return _table(data, limits, layer, levels=0)


def _single(table: Table, layer: str) -> Table:
    """A format without layers, refused when one is asked for."""
    if layer:
        raise ReadError("no-layers-here", layer=layer, kind=table.file_format)
    return table


def _raw(table: Table, name: str, digest: str) -> Raw:
    """The table as the rest of intake takes it: rows from 1, shapes in `geometry`."""
    import geopandas as gpd
    import numpy as np

    from analytics.core.schema import GEOMETRY
    from analytics.intake.formats.table import unique_names

    columns, issues = table.columns, table.issues
    if GEOMETRY in columns.columns:
        names, told = unique_names([GEOMETRY, *columns.columns])
        columns, issues = columns.set_axis(names[1:], axis=1), (*issues, *told)
    shapes = table.shapes
    if shapes is None:
        shapes = np.full(len(columns), None, dtype=object)
    frame = gpd.GeoDataFrame(columns, geometry=gpd.GeoSeries(shapes, index=columns.index))
    frame.index = frame.index + 1
    if frame.empty:
        raise ReadError("no-records")
    return Raw(
        frame=frame,
        name=name,
        file_format=table.file_format,
        sha256=digest,
        crs=table.crs,
        layers=table.layers,
        layer=table.layer,
        issues=issues,
    )
