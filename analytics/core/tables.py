"""Frames as Arrow tables and back: every type, index, name and shape as it was.

The tables are valid GeoParquet once written, so that other tools can read them as well.
"""

from __future__ import annotations

import json
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final

from analytics.core.scalars import TAG, heard, told

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa
    from pandas.api.extensions import ExtensionDtype

MARK: Final = b"orewatch"
NUMBERS: Final = "biuf"  # kinds of numpy types that Arrow has as well
#: Numbers that know missing values.
MASKED: Final = frozenset(
    {f"{sign}{bits}Dtype" for sign in ("Int", "UInt") for bits in (8, 16, 32, 64)}
    | {"Float32Dtype", "Float64Dtype"}
)


def table(frame: pd.DataFrame) -> pa.Table:
    """The frame, column by column, with what Arrow cannot say in its metadata."""
    import geopandas as gpd
    import pandas as pd
    import pyarrow as pa

    is_range = _range(frame.index) is not None
    levels = [] if is_range else [frame.index.get_level_values(n) for n in range(_depth(frame))]
    told_columns = [_column(frame.iloc[:, place]) for place in range(frame.shape[1])]
    told_levels = [_column(pd.Series(level.array)) for level in levels]
    names = _names(frame)
    about: dict[str, Any] = {
        "columns": index_told(frame.columns),
        "types": [kind for _, kind in told_columns],
        "index": [kind for _, kind in told_levels],
        "index_names": [told_name(name) for name in frame.index.names],
        "range": _range(frame.index),
        "is_multi": frame.index.nlevels > 1,
        "shape": told_name(frame._geometry_column_name)  # noqa: SLF001 - says None without raising
        if isinstance(frame, gpd.GeoDataFrame)
        else False,
        "attrs": {k: told(v) for k, v in frame.attrs.items()},
    }
    arrays = [array for array, _ in (*told_columns, *told_levels)]
    labels = [*names, *(f"__index_{n}__" for n in range(len(levels)))]
    geo = _geo(frame, names, about)
    metadata = {MARK: json.dumps(about).encode(), **geo}
    schema = pa.schema(
        [pa.field(n, a.type) for n, a in zip(labels, arrays, strict=True)], metadata=metadata
    )
    return pa.Table.from_arrays(arrays, schema=schema)


def frame(stored: pa.Table) -> pd.DataFrame:
    """The frame a table was made of; a GeoDataFrame where it was one."""
    import geopandas as gpd
    import pandas as pd

    about = json.loads(stored.schema.metadata[MARK])
    count = len(about["types"])
    levels = [_back(stored.column(count + n), kind) for n, kind in enumerate(about["index"])]
    names = [heard_name(name) for name in about["index_names"]]
    index: pd.Index[Any]
    if about["range"] is not None:
        start, stop, step = about["range"]
        index = pd.RangeIndex(start, stop, step, name=names[0])
    elif about["is_multi"]:
        index = pd.MultiIndex.from_arrays(levels, names=names)
    else:
        index = pd.Index(levels[0], name=names[0])
    found = pd.DataFrame(
        {n: _back(stored.column(n), kind) for n, kind in enumerate(about["types"])}, index=index
    )
    found.columns = index_heard(about["columns"])
    found.attrs = {k: _cell(v) for k, v in about["attrs"].items()}
    if about["shape"] is False:
        return found
    return gpd.GeoDataFrame(found, geometry=heard_name(about["shape"]))


def digest(stored: pa.Table) -> str:
    """SHA-256 of the content, the same for the same frame however it is compressed later."""
    import pyarrow as pa

    sink = _Hash()
    with pa.ipc.new_stream(pa.PythonFile(sink, mode="w"), stored.schema) as stream:
        stream.write_table(stored.combine_chunks())
    return sink.found.hexdigest()


def index_told(index: pd.Index[Any]) -> dict[str, Any]:
    """An index that is short enough for JSON: labels of columns, categories."""
    kind = "object" if index.nlevels > 1 else _type_name(index.dtype)
    items = [_told_label(label) for label in index]
    names = [told_name(name) for name in index.names]
    return {"type": kind, "items": items, "names": names, "range": _range(index)}


def index_heard(about: dict[str, Any]) -> pd.Index[Any]:
    """The index `index_told` wrote down."""
    import pandas as pd

    names = [heard_name(name) for name in about["names"]]
    if about["range"] is not None:
        start, stop, step = about["range"]
        return pd.RangeIndex(start, stop, step, name=names[0])
    labels = [_cell(item) for item in about["items"]]
    if len(names) > 1:
        return pd.MultiIndex.from_tuples(labels, names=names)
    return pd.Index(labels, dtype=_type(about["type"]), name=names[0], tupleize_cols=False)


def told_name(name: object) -> Any:  # noqa: ANN401 - JSON out
    """A name of an index, a series or a column."""
    return _told_label(name)


def heard_name(name: Any) -> Any:  # noqa: ANN401 - JSON in, a label out
    """What `told_name` wrote."""
    return _cell(name)


class _Hash:
    """A file that only remembers its hash."""

    closed = False

    def __init__(self) -> None:
        self.found = sha256()

    def write(self, data: bytes) -> int:
        self.found.update(data)
        return len(data)

    def flush(self) -> None: ...

    def close(self) -> None: ...


def _depth(frame: pd.DataFrame) -> int:
    return frame.index.nlevels


def _range(index: pd.Index[Any]) -> list[int] | None:
    """Start, stop and step; None where the index is no range."""
    import pandas as pd

    return [index.start, index.stop, index.step] if isinstance(index, pd.RangeIndex) else None


def _names(frame: pd.DataFrame) -> list[str]:
    """The columns' own names where they can be told apart, else their numbers."""
    own = [label for label in frame.columns if isinstance(label, str)]
    reads_well = len(set(own)) == frame.shape[1] and not any(n.startswith("__") for n in own)
    return own if reads_well else [f"c{place}" for place in range(frame.shape[1])]


def _told_label(label: object) -> Any:  # noqa: ANN401 - JSON out
    if isinstance(label, tuple):
        return {TAG: "tuple", "is": [_told_label(part) for part in label]}
    return told(label)


def _cell(value: Any) -> Any:  # noqa: ANN401 - JSON in, any value out
    if not isinstance(value, dict):
        return value
    if value[TAG] == "tuple":
        return tuple(_cell(part) for part in value["is"])
    return heard(value[TAG], value["is"])


def _type_name(dtype: object) -> Any:  # noqa: ANN401 - JSON out
    import pandas as pd

    if isinstance(dtype, pd.StringDtype):
        return {"storage": dtype.storage, "na": "NA" if dtype.na_value is pd.NA else "nan"}
    return str(dtype)


def _type(name: Any) -> Any:  # noqa: ANN401 - JSON in, a type out
    import numpy as np
    import pandas as pd

    if isinstance(name, dict):
        missing = pd.NA if name["na"] == "NA" else np.nan
        return pd.StringDtype(name["storage"], na_value=missing)
    return pd.api.types.pandas_dtype(name)


def _column(series: pd.Series[Any]) -> tuple[pa.Array, dict[str, Any]]:
    """One column as an Arrow array, and what it takes to make it again."""
    import numpy as np
    import pandas as pd
    import pyarrow as pa

    dtype = series.dtype
    about: dict[str, Any] = {"type": _type_name(dtype)}
    if str(dtype) == "geometry":
        return _shapes(series)
    if isinstance(dtype, pd.CategoricalDtype):
        codes = series.cat.codes.to_numpy()
        about = {
            "as": "categories",
            "categories": index_told(dtype.categories),
            "ordered": bool(dtype.ordered),
        }
        return pa.array(codes), about
    if isinstance(dtype, np.dtype) and dtype.kind in "mM":
        return pa.array(series.to_numpy().view("int64")), {**about, "as": "moments"}
    if _is_direct(dtype):
        kind = pa.large_string() if isinstance(dtype, pd.StringDtype) else None
        array = pa.Array.from_pandas(series, type=kind)
        whole = array.combine_chunks() if isinstance(array, pa.ChunkedArray) else array
        return whole, {**about, "as": "numpy" if isinstance(dtype, np.dtype) else "arrow"}
    cells = [json.dumps(_told_label(cell)) for cell in series]
    return pa.array(cells, type=pa.large_string()), {**about, "as": "cells"}


def _is_direct(dtype: object) -> bool:
    """Types that Arrow gives back as they were."""
    import numpy as np
    import pandas as pd

    if isinstance(dtype, np.dtype):
        return dtype.kind in NUMBERS
    if isinstance(dtype, pd.StringDtype | pd.DatetimeTZDtype | pd.BooleanDtype):
        return True
    return type(dtype).__name__ in MASKED


def _shapes(series: pd.Series[Any]) -> tuple[pa.Array, dict[str, Any]]:
    import pyarrow as pa
    import shapely

    written: Any = shapely.to_wkb(series.to_numpy(), flavor="iso")
    return pa.array(written, type=pa.large_binary()), {"as": "shapes", "crs": _crs(series)}


def _crs(series: Any) -> str:  # noqa: ANN401 - a GeoSeries
    from pyproj import CRS

    crs = series.array.crs
    if crs is None:
        return ""
    short: str = crs.to_string()
    return short if CRS.from_user_input(short) == crs else crs.to_json()


def _geo(frame: pd.DataFrame, names: list[str], about: dict[str, Any]) -> dict[bytes, bytes]:
    """What GeoParquet wants to know of the columns that hold shapes."""
    from pyproj import CRS

    shapes: dict[str, Any] = {
        name: {
            "encoding": "WKB",
            "geometry_types": [],
            "crs": CRS.from_user_input(kind["crs"]).to_json_dict() if kind["crs"] else None,
        }
        for name, kind in zip(names, about["types"], strict=True)
        if kind["as"] == "shapes"
    }
    if not shapes:
        return {}
    active = dict(zip(map(str, frame.columns), names, strict=True)).get(str(about["shape"]))
    primary = active if active in shapes else next(iter(shapes))
    geo = {"version": "1.0.0", "primary_column": primary, "columns": shapes}
    return {b"geo": json.dumps(geo).encode()}


def _back(column: pa.ChunkedArray, about: dict[str, Any]) -> Any:  # noqa: ANN401 - any array
    import geopandas as gpd
    import numpy as np
    import pandas as pd
    import shapely

    match about["as"]:
        case "shapes":
            found = shapely.from_wkb(column.to_numpy())
            return gpd.array.GeometryArray(found, crs=about["crs"] or None)
        case "categories":
            labels = index_heard(about["categories"])
            return pd.Categorical.from_codes(
                column.to_numpy(), categories=labels, ordered=about["ordered"]
            )
        case "moments":
            return column.to_numpy().view(_type(about["type"]))
        case "numpy":
            return column.to_numpy().astype(_type(about["type"]), copy=False)
        case "arrow":
            return _extension(column, _type(about["type"]))
    cells = np.empty(len(column), dtype=object)
    cells[:] = [_cell(json.loads(text)) for text in column.to_pylist()]
    dtype = _type(about["type"])
    return (
        cells
        if dtype.kind == "O" and isinstance(dtype, np.dtype)
        else pd.array(cells.tolist(), dtype=dtype)
    )


def _extension(column: pa.ChunkedArray, dtype: ExtensionDtype) -> Any:  # noqa: ANN401 - any array
    import pandas as pd
    import pyarrow as pa

    if isinstance(dtype, pd.DatetimeTZDtype):
        column = column.cast(pa.timestamp(dtype.unit, tz=str(dtype.tz)))
    return dtype.__from_arrow__(column)  # type: ignore[attr-defined]  # every type of this kind has it
