"""Tables of data sets and results as Parquet files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.core.codec import parquet
from analytics.store.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pyarrow as pa


def writer(table: pa.Table) -> Callable[[Path], object]:
    """What writes this table to a path."""
    return lambda path: path.write_bytes(parquet(table))


def read(path: Path) -> pa.Table:
    """The table; an error that says what to do where the file is gone or damaged."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        with pq.ParquetFile(path, page_checksum_verification=True) as file:
            return file.read()
    except (OSError, pa.ArrowException) as error:
        raise StoreError("store-damaged", name=path.stem[:12]) from error
