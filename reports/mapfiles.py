"""Sites and result tables as GeoPackage, GeoJSON and GeoParquet, with what stands behind them."""

from __future__ import annotations

import json
from contextlib import closing
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final

import geopandas as gpd
import pandas as pd
import shapely

from analytics.core.record import plain
from reports import frames

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from analytics.core.analysis import Run
    from analytics.core.dataset import Dataset

KEY: Final = "orewatch"  # of our facts in the metadata of a file
SITES: Final = "sites"
PIECES: Final = "pieces"
STAMPS: Final = {"gpkg_contents": "last_change", "gpkg_metadata_reference": "timestamp"}
POLYGONS: Final = {"Polygon", "MultiPolygon"}


def answer_gpkg(run: Run[Any], language: str) -> bytes:  # noqa: ARG001 - files for programs have no language
    """Layer `sites`, and each frame of the result under the name of its field.

    Where the answer cuts the sites into `pieces`, they come first: programs open the first layer.
    """
    facts, results = frames.facts(run.dataset, run), _results(run)
    first = {name: results.pop(name) for name in (PIECES,) if name in results}
    return _gpkg({**first, SITES: frames.sites(run.dataset), **results}, facts)


def answer_geojson(run: Run[Any], language: str) -> bytes:  # noqa: ARG001 - as above
    """The sites; the result tables stand beside the features, under our name."""
    tables = {name: plain(_plain_columns(frame)) for name, frame in _results(run).items()}
    facts = {**frames.facts(run.dataset, run), "result": tables}
    return _geojson(frames.sites(run.dataset), facts)


def answer_parquet(run: Run[Any], language: str) -> bytes:  # noqa: ARG001 - as above
    """The sites, the question in the metadata."""
    return _parquet(frames.sites(run.dataset), frames.facts(run.dataset, run))


def data_gpkg(dataset: Dataset) -> bytes:
    """Layer `sites`, and the other layers of the data set under their names."""
    return _gpkg({SITES: frames.sites(dataset), **dataset.layers}, frames.facts(dataset))


def data_geojson(dataset: Dataset) -> bytes:
    """The sites as RFC 7946 wants them."""
    return _geojson(frames.sites(dataset), frames.facts(dataset))


def data_parquet(dataset: Dataset) -> bytes:
    """The sites as GeoParquet."""
    return _parquet(frames.sites(dataset), frames.facts(dataset))


def layers_gpkg(layers: Mapping[str, pd.DataFrame], facts: Mapping[str, Any]) -> bytes:
    """These frames as the layers of one file."""
    return _gpkg(layers, facts)


def dated(gpkg: bytes, when: datetime) -> bytes:
    """The same file with `when` in the place of the hour it was written.

    Files of the same data that were written apart are then the same, byte for byte.
    """
    from sqlite3 import connect

    moment = when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")
    with closing(connect(":memory:", isolation_level=None)) as file:
        file.deserialize(gpkg)
        for table, column in STAMPS.items():
            if file.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (table,)).fetchone():
                file.execute(f"UPDATE {table} SET {column} = ?", (moment,))  # noqa: S608 - ours
        file.execute("VACUUM")
        return file.serialize()


def _results(run: Run[Any]) -> dict[str, pd.DataFrame]:
    return {
        name if name != SITES else f"result_{name}": frame
        for name, frame in frames.result_frames(run).items()
    }


def _plain_columns(frame: pd.DataFrame) -> pd.DataFrame:
    if isinstance(frame, gpd.GeoDataFrame):
        return pd.DataFrame(frame.drop(columns=frame.geometry.name))
    return frame


def _gpkg(layers: Mapping[str, pd.DataFrame], facts: Mapping[str, Any]) -> bytes:
    from pyogrio import write_dataframe

    with TemporaryDirectory() as folder:
        file = Path(folder) / "out.gpkg"
        for name, frame in layers.items():
            stored = frames.storable(_told_apart(frame))
            write_dataframe(
                stored,
                file,
                layer=name,
                driver="GPKG",
                append=file.exists(),
                dataset_metadata={KEY: json.dumps(facts, ensure_ascii=False)},
                layer_options=_names(stored),
                **_geometry(stored),
            )
        return file.read_bytes()


def _geometry(frame: pd.DataFrame) -> dict[str, Any]:
    if not isinstance(frame, gpd.GeoDataFrame):
        return {}
    kinds = set(frame.geom_type.dropna())
    if kinds and kinds <= POLYGONS:
        return {"geometry_type": "MultiPolygon", "promote_to_multi": True}
    return {"geometry_type": kinds.pop() if len(kinds) == 1 else "Unknown"}


def _names(frame: pd.DataFrame) -> dict[str, str]:
    """Names for the two columns GeoPackage adds, that no column of the frame has."""
    taken = {str(column).lower() for column in frame.columns}
    number = _free("fid", taken)
    if not isinstance(frame, gpd.GeoDataFrame):
        return {"FID": number}
    return {"FID": number, "GEOMETRY_NAME": _free("geom", taken)}


def _told_apart(frame: pd.DataFrame) -> pd.DataFrame:
    """Columns that differ only in case get a number: SQLite takes them for the same."""
    taken: set[str] = set()
    names: dict[str, str] = {}
    for column in frame.columns:
        names[column] = _free(str(column), taken)
        taken.add(names[column].lower())
    return frame.rename(columns=names) if any(a != b for a, b in names.items()) else frame


def _free(name: str, taken: Iterable[str]) -> str:
    used = set(taken)
    numbered = (f"{name}_{n}" for n in range(2, len(used) + 3))
    return name if name.lower() not in used else next(n for n in numbered if n.lower() not in used)


def _geojson(sites: gpd.GeoDataFrame, facts: Mapping[str, Any]) -> bytes:
    shapes = shapely.to_geojson(sites.geometry.to_numpy())
    rows = plain(frames.storable(sites))
    features = ",\n".join(
        f'{{"type":"Feature","properties":{_dumped(row)},"geometry":{shape or "null"}}}'
        for row, shape in zip(rows, shapes, strict=True)
    )
    head = f'{{"type":"FeatureCollection","{KEY}":{_dumped(facts)},"features":[\n'
    return f"{head}{features}\n]}}\n".encode()


def _parquet(sites: gpd.GeoDataFrame, facts: Mapping[str, Any]) -> bytes:
    from pyarrow import parquet

    plain_file = BytesIO()
    frames.storable(sites).to_parquet(plain_file, index=False)
    table = parquet.read_table(plain_file)
    metadata = {**(table.schema.metadata or {}), KEY.encode(): _dumped(facts).encode()}
    stored = BytesIO()
    parquet.write_table(table.replace_schema_metadata(metadata), stored, compression="zstd")
    return stored.getvalue()


def _dumped(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
