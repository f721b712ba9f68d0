"""ZIP files: shapefiles, KMZ, workbooks, or any one file that is readable by itself."""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

from analytics.intake import limits as limit
from analytics.intake.formats import shapefile
from analytics.intake.formats.layers import chosen
from analytics.intake.formats.shapefile import Bundle
from analytics.intake.work import ReadError

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Callable, Mapping, Sequence

    from analytics.intake.formats.table import Table
    from analytics.intake.limits import Limits

PARTS: Final = ("dbf", "shx", "prj", "cpg")
WORKBOOK: Final = "xl/workbook.xml"
OFFICE: Final = {"word/": "DOCX", "ppt/": "PPTX", "content.xml": "OpenDocument"}
READABLE: Final = (
    "geojson",
    "json",
    "geojsonl",
    "ndjson",
    "gpkg",
    "kml",
    "parquet",
    "geoparquet",
    "csv",
    "tsv",
    "txt",
    "xlsx",
)
RASTERS: Final = ("tif", "tiff")
NESTED: Final = ("zip", "kmz", "gz")


def read(
    data: bytes,
    limits: Limits,
    layer: str,
    inner: Callable[[bytes, Limits, str], Table],
) -> Table:
    """What the archive holds; `inner` reads a file found in it that is no shapefile."""
    with limit.open_zip(data, limits) as archive:
        names = {
            member.filename: PurePosixPath(member.filename.replace("\\", "/"))
            for member in archive.infolist()
            if not member.is_dir() and not _is_clutter(member.filename)
        }
        if WORKBOOK in names:
            from analytics.intake.formats import excel

            return excel.read(data, limits, layer)
        for start, kind in OFFICE.items():
            if any(name.startswith(start) for name in names):
                raise ReadError("foreign", kind=kind)
        if shapes := [name for name in names if names[name].suffix.lower() == ".shp"]:
            return _shapefile(archive, shapes, names, limits, layer)
        return _file(archive, names, limits, layer, inner)


def _is_clutter(name: str) -> bool:
    """Files that operating systems add to archives."""
    return "__MACOSX" in name or PurePosixPath(name).name.startswith("._")


def _shapefile(
    archive: zipfile.ZipFile,
    shapes: Sequence[str],
    names: Mapping[str, PurePosixPath],
    limits: Limits,
    layer: str,
) -> Table:
    by_layer = _unique(shapes, names)
    name, issues = chosen(
        list(by_layer),
        layer,
        lambda name: archive.getinfo(by_layer[name]).file_size > shapefile.START,
    )
    beside = {
        path.suffix.lower().removeprefix("."): other
        for other, path in names.items()
        if path.with_suffix("") == names[by_layer[name]].with_suffix("")
    }
    files = {part: limit.unpack(archive, beside[part]) for part in PARTS if part in beside}
    table = shapefile.read(
        Bundle(
            name=name,
            shp=limit.unpack(archive, by_layer[name]),
            dbf=files.get("dbf", b""),
            prj=files.get("prj", b""),
            cpg=files.get("cpg", b""),
            missing=tuple(f".{part}" for part in ("dbf", "shx", "prj") if part not in beside),
        ),
        limits,
    )
    return replace(table, layers=tuple(by_layer), layer=name, issues=(*issues, *table.issues))


def _unique(found: Sequence[str], names: Mapping[str, PurePosixPath]) -> dict[str, str]:
    """Layer names: the file's own, or its whole path where two are called the same."""
    stems = [names[name].stem for name in found]
    return {
        (stem if stems.count(stem) == 1 else str(names[name].with_suffix(""))): name
        for stem, name in zip(stems, found, strict=True)
    }


def _file(
    archive: zipfile.ZipFile,
    names: Mapping[str, PurePosixPath],
    limits: Limits,
    layer: str,
    inner: Callable[[bytes, Limits, str], Table],
) -> Table:
    """The only readable file, or one of several as layers."""
    suffixes = {name: path.suffix.lower().removeprefix(".") for name, path in names.items()}
    found = [name for name in names if suffixes[name] in READABLE]
    if not found:
        if any(suffix in RASTERS for suffix in suffixes.values()):
            raise ReadError("raster-here")
        if any(suffix in NESTED for suffix in suffixes.values()):
            raise ReadError("archive-nested")
        raise ReadError("archive-empty", names=", ".join(map(str, list(names)[:5])) or "–")
    kml = [name for name in found if suffixes[name] == "kml"]
    if kml:
        main = next((name for name in kml if names[name].name.lower() == "doc.kml"), kml[0])
        return inner(limit.unpack(archive, main), limits, layer)
    if len(found) == 1:
        return inner(limit.unpack(archive, found[0]), limits, layer)
    by_layer = _unique(found, names)
    name, issues = chosen(
        list(by_layer), layer, lambda name: archive.getinfo(by_layer[name]).file_size > 0
    )
    table = inner(limit.unpack(archive, by_layer[name]), limits, "")
    return replace(table, layers=tuple(by_layer), layer=name, issues=(*issues, *table.issues))
