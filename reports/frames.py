"""The frames of an answer and of a data set, ready to be stored."""

from __future__ import annotations

import json
from dataclasses import fields
from typing import TYPE_CHECKING, Any, Final

import geopandas as gpd
import pandas as pd
import shapely

import analytics
from analytics.core import schema
from analytics.core.record import plain

if TYPE_CHECKING:
    from analytics.core.analysis import Run
    from analytics.core.dataset import Dataset

SAMPLE: Final = "sample_data"  # a column that says so in files which have no other place for it
WKT_DECIMALS: Final = 9
TEXTS: Final = ("string", "empty")


def result_frames(run: Run[Any]) -> dict[str, pd.DataFrame]:
    """The frames among the fields of the result, in their order; the first is the main table."""
    found = {f.name: getattr(run.result, f.name) for f in fields(run.result)}
    return {
        name: _indexed(frame) for name, frame in found.items() if isinstance(frame, pd.DataFrame)
    }


def main_table(run: Run[Any], language: str) -> pd.DataFrame:
    """The main table; the key figures where a result has no table."""
    frames = result_frames(run)
    if frames:
        return marked(next(iter(frames.values())), run.dataset)
    rows = [(f.label, f.value, f.number, f.unit) for f in run.section(language).figures]
    return marked(pd.DataFrame(rows, columns=["figure", "value", "number", "unit"]), run.dataset)


def sites(dataset: Dataset) -> gpd.GeoDataFrame:
    """Every site with every column: the canonical ones, the file's own, the outline last."""
    frame = dataset.sites
    first = [c for c in schema.COLUMNS if c in frame.columns and c != frame.geometry.name]
    others = [c for c in frame.columns if c not in first and c != frame.geometry.name]
    return gpd.GeoDataFrame(marked(frame[[*first, *others, frame.geometry.name]], dataset))


def marked(frame: pd.DataFrame, dataset: Dataset) -> pd.DataFrame:
    """The frame with a column that says so where the data is made-up sample data."""
    return frame.assign(**{SAMPLE: True}) if dataset.is_sample else frame


def facts(dataset: Dataset, run: Run[Any] | None = None) -> dict[str, Any]:
    """What a program needs to know about a file: data, basis, sources, and the question asked."""
    asked = (
        {
            "analysis": run.analysis.slug,
            "version": run.analysis.version,
            "params": plain(run.params),
        }
        if run
        else {}
    )
    return {
        "software": f"Orewatch {analytics.__version__}",
        "dataset": dataset.name,
        "fingerprint": dataset.fingerprint,
        "area_basis": str(dataset.area_basis),
        "measure": str(dataset.measure),
        "is_sample": dataset.is_sample,
        "sources": plain(list(dataset.provenance)),
        **asked,
    }


def with_text_shapes(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame as a plain table, its shapes as well-known text; nothing where there is none."""
    if not isinstance(frame, gpd.GeoDataFrame):
        return frame
    name = frame.geometry.name
    text = shapely.to_wkt(frame.geometry.to_numpy(), rounding_precision=WKT_DECIMALS, trim=True)
    return pd.DataFrame(frame.drop(columns=name)).assign(**{str(name): text})


def storable(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with one type per column: what is mixed or nested becomes text."""
    shape = frame.geometry.name if isinstance(frame, gpd.GeoDataFrame) else None
    changed = {
        column: _typed(frame[column])
        for column in frame.columns
        if column != shape and frame[column].dtype in (object, "category")
    }
    return frame.assign(**changed)


def _typed(column: pd.Series[Any]) -> pd.Series[Any]:
    kind = pd.api.types.infer_dtype(column, skipna=True)
    if kind in ("categorical", *TEXTS):
        return column.astype("str").where(column.notna())
    if kind == "boolean":
        return column.astype("boolean")
    if kind in ("integer", "floating", "mixed-integer-float", "decimal"):
        return pd.to_numeric(column).astype(float if kind != "integer" else "Int64")
    return column.map(_text, na_action="ignore").astype("str").where(column.notna())


def _text(value: object) -> str:
    if isinstance(value, list | dict | tuple):
        return json.dumps(plain(value), ensure_ascii=False)
    return str(value)


def _indexed(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.reset_index() if any(frame.index.names) else frame
