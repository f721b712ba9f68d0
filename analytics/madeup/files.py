"""The made-up land as files a user could have."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pandas as pd
import shapely

from analytics.core import schema
from analytics.core.errors import OrewatchError
from analytics.core.provenance import SAMPLE_SOURCE
from analytics.core.words import Words
from analytics.madeup.known import known
from analytics.madeup.land import dataset, land, population
from analytics.madeup.sites import YEARS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import geopandas as gpd

    from analytics.madeup.zones import Mine
    from analytics.raster.handle import Raster

FOLDER: Final = Path(__file__).parent
WRAP: Final = 88
DERIVED: Final = (  # columns that reading the file makes again
    schema.COUNTRY_FOUND,
    schema.PERIOD_START,
    schema.PERIOD_END,
    schema.PERIOD_KIND,
    schema.AREA_HA,
)
AS_IN_REGISTERS: Final = {schema.ADMIN1: "province", schema.PERIOD: "year"}
PIXEL_COLUMNS: Final = (
    "system:index,B11,B12,B4,B8,NBR,NDMI,NDVI,date,latitude,longitude,mine_id,source,.geo"
)
READING_TIME: Final = "T134029"  # of day, the same for every pass


class SampleError(OrewatchError):
    """The sample files cannot be written."""

    folder = FOLDER


def write(folder: Path, seed: int, language: str) -> tuple[Path, ...]:
    """Write every file, replacing files of the same names; the same bytes for the same seed."""
    words = Words(FOLDER, language)
    writers = _writers(seed)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, (_, writer) in writers.items():
            writer(folder / name)
        readme = folder / "sample-README.txt"
        readme.write_text(
            _readme(words, seed, {name: key for name, (key, _) in writers.items()}),
            encoding="utf-8",
            newline="\n",
        )
    except OSError as problem:
        raise SampleError("sample-folder", name=str(folder)) from problem
    return (*(folder / name for name in writers), readme)


def _writers(seed: int) -> dict[str, tuple[str, Callable[[Path], None]]]:
    """File name to the key of its description and the function that writes it."""
    made = dataset(seed)
    sites = made.sites.drop(columns=list(DERIVED)).rename(columns=AS_IN_REGISTERS)
    frames = {"sites": sites, **made.layers}
    mines = {mine.mine_id: mine for mine in land(seed).zones.mines}
    return {
        **{f"sample-{key}.geojson": (key, _geojson_writer(frame)) for key, frame in frames.items()},
        "sample-population.tif": (
            "population",
            lambda path: _write_raster(population(land(seed).people), path),
        ),
        **{
            f"sample-pixels-{mine_id.removeprefix('sample-')}.csv": (
                "pixels",
                _pixel_writer(made.pixels[mine_id], mine),
            )
            for mine_id, mine in mines.items()
        },
        "sample-truth.json": ("truth", lambda path: _write_json(path, known(seed).as_json())),
    }


def _geojson_writer(frame: gpd.GeoDataFrame) -> Callable[[Path], None]:
    def write_it(path: Path) -> None:
        lines = ",\n".join(_features(frame))
        name = json.dumps(path.stem)
        text = f'{{"type": "FeatureCollection", "name": {name}, "features": [\n{lines}\n]}}\n'
        path.write_text(text, encoding="utf-8", newline="\n")

    return write_it


def _features(frame: gpd.GeoDataFrame) -> Iterator[str]:
    """One feature per line, coordinates to the centimetre as they are stored."""
    columns = frame.drop(columns=frame.geometry.name)
    for values, shape in zip(columns.to_dict("records"), frame.geometry, strict=True):
        yield json.dumps(
            {
                "type": "Feature",
                "properties": {str(name): _plain(value) for name, value in values.items()},
                "geometry": _geometry(shape),
            },
            ensure_ascii=False,
            allow_nan=False,
        )


def _geometry(shape: shapely.Geometry) -> dict[str, Any]:
    line = shapely.get_coordinates(shape).tolist()
    kind = shape.geom_type
    return {"type": kind, "coordinates": [line] if kind == "Polygon" else line}


def _plain(value: Any) -> Any:  # noqa: ANN401 - a cell in, JSON out
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat()
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return None
    return value


def _pixel_writer(series: pd.DataFrame, mine: Mine) -> Callable[[Path], None]:
    """A table as Earth Engine exports it: columns in the order of their names, day first."""

    def write_it(path: Path) -> None:
        days = {when: pd.Timestamp(when) for when in series["date"].unique()}
        starts = {when: f"{day:%Y%m%d}{READING_TIME}" for when, day in days.items()}
        dates = {when: f"{day:%d-%m-%Y}" for when, day in days.items()}
        ends = _pixel_ends(series, mine)
        columns = (series[name].tolist() for name in ("b11", "b12", "b4", "b8"))
        indices = (series[name].round(6).tolist() for name in ("nbr", "ndmi", "ndvi"))
        rows = zip(series["date"].to_numpy(), series["pixel"], *columns, *indices, strict=True)
        lines = [
            f"{starts[when]}_{pixel:03d},{b11},{b12},{b4},{b8},{nbr},{ndmi},{ndvi},"
            f"{dates[when]},{ends[pixel]}"
            for when, pixel, b11, b12, b4, b8, nbr, ndmi, ndvi in rows
        ]
        path.write_text("\n".join([PIXEL_COLUMNS, *lines, ""]), encoding="utf-8", newline="\n")

    return write_it


def _pixel_ends(series: pd.DataFrame, mine: Mine) -> dict[int, str]:
    """The columns that stay the same for a pixel."""
    places = series.drop_duplicates("pixel")
    return {
        pixel: f"{lat:.7f},{lon:.7f},{mine.mine_id},{SAMPLE_SOURCE},"
        f'"{{""type"":""Point"",""coordinates"":[{lon:.7f},{lat:.7f}]}}"'
        for pixel, lon, lat in zip(places["pixel"], places["lon"], places["lat"], strict=True)
    }


def _write_raster(raster: Raster, path: Path) -> None:
    from analytics.raster.write import write as write_raster

    write_raster(raster, path)


def _write_json(path: Path, content: dict[str, Any]) -> None:
    text = json.dumps(content, ensure_ascii=False, allow_nan=False, indent=1)
    path.write_text(text + "\n", encoding="utf-8", newline="\n")


def _readme(words: Words, seed: int, files: dict[str, str]) -> str:
    title = words("readme.title")
    facts = {"count": len(land(seed).records), "first": str(YEARS[0]), "last": str(YEARS[-1])}
    listed = [_wrapped(f"{name}: {words(f'file.{key}')}", "  ") for name, key in files.items()]
    return "\n".join(
        [
            title,
            "=" * len(title),
            "",
            _wrapped(words("readme.what", **facts)),
            "",
            _wrapped(words("readme.mark", source=SAMPLE_SOURCE)),
            "",
            words("readme.try"),
            "  orewatch inspect sample-sites.geojson",
            "  orewatch totals --data sample-sites.geojson --by province \\",
            "    --layer countries=sample-countries.geojson \\",
            "    --layer provinces=sample-provinces.geojson",
            "",
            words("readme.files"),
            *listed,
            "",
        ]
    )


def _wrapped(text: str, indent: str = "") -> str:
    import textwrap

    return textwrap.fill(text, WRAP, initial_indent=indent, subsequent_indent=indent * 2)
