"""GeoParquet and plain Parquet, counted before it is unfolded."""

from __future__ import annotations

import json
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from analytics.intake.formats.coordinates import located
from analytics.intake.formats.outlines import DONE, Fault
from analytics.intake.formats.table import Table, as_column, issue, unique_names
from analytics.intake.formats.wellknown import from_binary
from analytics.intake.limits import MB
from analytics.intake.work import ReadError

if TYPE_CHECKING:
    from analytics.core.issue import Issue
    from analytics.intake.limits import Limits

DEGREES: Final = "OGC:CRS84"  # what GeoParquet means when it names no system
DAMAGED: Final = (
    pa.ArrowException,
    AttributeError,
    LookupError,
    OSError,
    OverflowError,
    TypeError,
    ValueError,
)
ENOUGH: Final = 1_000  # rows unfolded at a time


def read(data: bytes, limits: Limits) -> Table:
    """Every row; without the GeoParquet mark, shapes are looked for among the columns."""
    try:
        table = _arrow(data, limits)
        geo = _geo(table)
        frame, issues = _frame(table, geo.get("primary_column", ""))
    except DAMAGED as error:
        raise ReadError("parquet-damaged") from error
    if not geo:
        return located(Table(columns=frame, file_format="Parquet", issues=issues), limits)
    return _drawn(frame, issues, geo, limits)


def _arrow(data: bytes, limits: Limits) -> pa.Table:
    """The file in memory, refused where a few stored values would unfold without end."""
    source = pq.ParquetFile(BytesIO(data))
    meta = source.metadata
    limits.check_features(meta.num_rows)
    limits.check_cells(meta.num_rows, source.metadata.num_columns)
    stored = [meta.row_group(g).total_byte_size for g in range(meta.num_row_groups)]
    limits.check_unpacked(sum(stored), len(data))
    folded = pq.ParquetFile(BytesIO(data), read_dictionary=_texts(source))
    blocks, size = [], 0
    for block in folded.iter_batches(batch_size=_block(source, limits)):
        size += sum(_unfolded_size(column) for column in block.columns)
        limits.check_unpacked(size, len(data))
        blocks.append(block)
    return pa.Table.from_batches(blocks, schema=blocks[0].schema if blocks else folded.schema_arrow)


def _texts(source: pq.ParquetFile) -> list[str]:
    """Columns of text or bytes: read folded, because one long value may stand in every row."""
    is_text = (pa.types.is_string, pa.types.is_binary, pa.types.is_large_string)
    return [f.name for f in source.schema_arrow if any(test(f.type) for test in is_text)]


def _block(source: pq.ParquetFile, limits: Limits) -> int:
    """Rows at a time: all, unless a nested column could unfold within a single block."""
    meta = source.metadata
    if not any(pa.types.is_nested(field.type) for field in source.schema_arrow):
        return max(ENOUGH, meta.num_rows)
    groups = [meta.row_group(place) for place in range(meta.num_row_groups)]
    largest = max((group.total_byte_size for group in groups), default=1)
    return min(ENOUGH, max(1, limits.unpacked_mb * MB // max(largest, 1)))


def _unfolded_size(column: pa.Array) -> int:
    if not isinstance(column, pa.DictionaryArray):
        return int(column.nbytes)
    lengths = pc.binary_length(column.dictionary)
    return int(pc.sum(pc.take(lengths, column.indices)).as_py() or 0)


def _geo(table: pa.Table) -> dict[str, Any]:
    """The GeoParquet mark, when it is sound and its column is there."""
    raw = (table.schema.metadata or {}).get(b"geo")
    if raw is None:
        return {}
    geo = json.loads(raw)
    name = geo.get("primary_column") if isinstance(geo, dict) else None
    if not isinstance(name, str) or name not in table.column_names:
        raise ValueError(name)
    if not isinstance(geo.get("columns", {}).get(name, {}), dict):
        raise TypeError(name)
    return dict(geo)


def _frame(table: pa.Table, drawn: str) -> tuple[pd.DataFrame, tuple[Issue, ...]]:
    """Columns as other formats have them; the column `drawn` is left as bytes."""
    table = _without_index(table)
    names, issues = unique_names([n for n in table.column_names if n != drawn])
    built: dict[str, Any] = {}
    for name, column in zip(
        names, (table.column(n) for n in table.column_names if n != drawn), strict=True
    ):
        built[name], told = _column(column, name)
        issues = (*issues, *told)
    if drawn:
        built[drawn] = pd.Series(_plain(table.column(drawn)).to_pylist(), dtype=object)
    return pd.DataFrame(built, index=pd.RangeIndex(table.num_rows)), issues


def _without_index(table: pa.Table) -> pa.Table:
    """Row numbers that pandas stored beside the data are none of it."""
    return table.select([n for n in table.column_names if not n.startswith("__index_level_")])


def _column(column: pa.ChunkedArray, name: str) -> tuple[Any, tuple[Issue, ...]]:
    plain = _plain(column)
    kind = plain.type
    if pa.types.is_integer(kind) or pa.types.is_floating(kind):
        if pa.types.is_uint64(kind) or plain.null_count:
            return as_column(plain.to_pylist(), name)
        wide = "int64" if pa.types.is_integer(kind) else "float64"
        return pd.Series(plain.to_numpy().astype(wide)), ()
    if pa.types.is_decimal(kind):
        return plain.cast(pa.float64()).to_pandas(), ()
    if pa.types.is_timestamp(kind):
        return plain.to_pandas(), ()
    if pa.types.is_string(kind) or pa.types.is_large_string(kind):
        return pd.Series(plain.to_pylist(), dtype="str"), ()
    if pa.types.is_binary(kind) or pa.types.is_large_binary(kind):
        return pd.Series(plain.to_pylist(), dtype=object), ()
    return as_column(plain.to_pylist(), name)


def _plain(column: pa.ChunkedArray) -> pa.ChunkedArray:
    kind = column.type
    return column.cast(kind.value_type) if pa.types.is_dictionary(kind) else column


def _drawn(
    frame: pd.DataFrame, issues: tuple[Issue, ...], geo: dict[str, Any], limits: Limits
) -> Table:
    name = geo["primary_column"]
    said = geo.get("columns", {}).get(name, {})
    if said.get("encoding", "WKB") != "WKB":
        raise ReadError("parquet-encoding", encoding=str(said["encoding"])[:40])
    blobs = [value if isinstance(value, bytes) else None for value in frame[name]]
    shapes, bad = from_binary(blobs, limits)
    if bad:
        severity, action = DONE[Fault.UNREADABLE]
        issues = (*issues, issue(Fault.UNREADABLE, severity=severity, action=action, rows=bad))
    return Table(
        columns=frame.drop(columns=name),
        shapes=shapes,
        file_format="GeoParquet",
        crs=_crs(said),
        issues=issues,
    )


def _crs(said: dict[str, Any]) -> str:
    """The code in the PROJJSON, else the whole of it; nothing said means degrees."""
    if "crs" not in said:
        return DEGREES
    crs = said["crs"]
    if not isinstance(crs, dict):
        return crs if isinstance(crs, str) else ""
    code = crs.get("id")
    if isinstance(code, dict) and {"authority", "code"} <= code.keys():
        return f"{code['authority']}:{code['code']}"
    return json.dumps(crs)
