"""GeoPackage through SQLite alone, in memory: no temporary file, no extension, no GDAL."""

from __future__ import annotations

import sqlite3
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from analytics.intake.formats.layers import chosen
from analytics.intake.formats.outlines import DONE, Fault
from analytics.intake.formats.table import Table, assemble, issue
from analytics.intake.formats.wellknown import from_binary
from analytics.intake.work import ReadError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from analytics.core.issue import Issue
    from analytics.intake.limits import Limits

WRITE_AHEAD: Final = slice(18, 20)  # the two header bytes that ask for a companion file
ROLLBACK: Final = b"\x01\x01"
STEPS: Final = 1_000_000  # instructions between two looks at the budget
BUDGET: Final = 2_000  # looks before a query is given up
LONGEST: Final = 200_000_000  # bytes of one value
BLOCK: Final = 50_000
ENVELOPE_BYTES: Final = (0, 32, 48, 48, 64)
MAGIC: Final = b"GP"
UNNAMED: Final = ("undefined", "")
ROW_NUMBER: Final = ("fid", "ogc_fid", "objectid")
#: What a query may do: read tables and call the harmless functions.
ALLOWED: Final = (
    sqlite3.SQLITE_SELECT,
    sqlite3.SQLITE_READ,
    sqlite3.SQLITE_FUNCTION,
    sqlite3.SQLITE_PRAGMA,
)


@dataclass(frozen=True, slots=True)
class _Layer:
    name: str
    shapes: str  # the column of shapes; "" for a plain table
    crs: str


def read(data: bytes, limits: Limits, layer: str = "") -> Table:
    """One layer; without a name the first that holds records."""
    with _opened(data) as database:
        layers = {found.name: found for found in _layers(database)}
        name, issues = chosen(
            list(layers), layer, lambda name: _has_rows(database, layers[name].name)
        )
        return _table(database, layers[name], tuple(layers), issues, limits)


@contextmanager
def _opened(data: bytes) -> Iterator[sqlite3.Connection]:
    """The database in memory, with everything off that could reach out of it or never end."""
    if data[WRITE_AHEAD] == b"\x02\x02":
        data = data[: WRITE_AHEAD.start] + ROLLBACK + data[WRITE_AHEAD.stop :]
    looks = iter(range(BUDGET))
    with closing(sqlite3.connect(":memory:")) as database:
        try:
            database.deserialize(data)
            database.text_factory = _text
            database.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LONGEST)
            database.execute("PRAGMA trusted_schema = OFF")
            database.execute("PRAGMA query_only = ON")
            database.execute("PRAGMA cell_size_check = ON")
            database.set_authorizer(_allows)
            database.set_progress_handler(lambda: int(next(looks, None) is None), STEPS)
            yield database
        except (sqlite3.Error, sqlite3.Warning, OverflowError, UnicodeError) as error:
            raise ReadError("database-damaged") from error


def _allows(action: int, *_: str | None) -> int:
    return sqlite3.SQLITE_OK if action in ALLOWED else sqlite3.SQLITE_DENY


def _layers(database: sqlite3.Connection) -> list[_Layer]:
    """What the file says it contains, in its own order; layers with shapes come first."""
    tables = {name for (name,) in database.execute("SELECT name FROM sqlite_master")}
    if "gpkg_contents" not in tables:
        raise ReadError("is-sqlite")
    shapes = {}
    if "gpkg_geometry_columns" in tables:
        rows = database.execute("SELECT table_name, column_name, srs_id FROM gpkg_geometry_columns")
        shapes = {name: (column, srs) for name, column, srs in rows}
    found = []
    for name, kind in database.execute("SELECT table_name, data_type FROM gpkg_contents"):
        if kind in ("features", "attributes", "aspatial") and name in tables:
            column, srs = shapes.get(name, ("", None))
            found.append(_Layer(str(name), str(column), _crs(database, srs)))
    return sorted(found, key=lambda layer: not layer.shapes)


def _crs(database: sqlite3.Connection, srs: object) -> str:
    """The code of an EPSG system, the definition of any other; "" where undefined."""
    if srs in (None, 0, -1):
        return ""
    query = (
        "SELECT organization, organization_coordsys_id, definition"
        " FROM gpkg_spatial_ref_sys WHERE srs_id = ?"
    )
    found = database.execute(query, (srs,)).fetchone()
    if found is None:
        return ""
    organization, code, definition = found
    if str(organization).upper() == "EPSG" and isinstance(code, int) and code > 0:
        return f"EPSG:{code}"
    return "" if str(definition).strip().lower() in UNNAMED else str(definition)


def _has_rows(database: sqlite3.Connection, name: str) -> bool:
    return database.execute(f"SELECT 1 FROM {_quoted(name)} LIMIT 1").fetchone() is not None  # noqa: S608 - quoted


def _table(
    database: sqlite3.Connection,
    layer: _Layer,
    layers: tuple[str, ...],
    issues: tuple[Issue, ...],
    limits: Limits,
) -> Table:
    described = database.execute(f"PRAGMA table_info({_quoted(layer.name)})").fetchall()
    names = [str(name) for _, name, *_ in described]
    limits.check_columns(len(names))
    selected = ", ".join(_quoted(name) for name in names)
    cursor = database.execute(f"SELECT {selected} FROM {_quoted(layer.name)}")  # noqa: S608 - quoted
    rows: list[tuple[Any, ...]] = []
    while block := cursor.fetchmany(BLOCK):
        rows.extend(block)
        limits.check_cells(len(rows), len(names))
        limits.check_features(len(rows))
    values: dict[str, Sequence[Any]] = dict(
        zip(names, zip(*rows, strict=True) if rows else [()] * len(names), strict=True)
    )
    truths = {str(name) for _, name, kind, *_ in described if str(kind).upper() == "BOOLEAN"}
    drawn = values.pop(layer.shapes, None)
    shapes, faults = _shapes(drawn, limits) if drawn is not None else (None, ())
    columns, told = assemble(
        {
            name: _truths(column) if name in truths else column
            for name, column in values.items()
            if not _is_row_number(name, column)
        }
    )
    return Table(
        columns=columns.reindex(range(len(rows))),
        shapes=shapes,
        file_format="GeoPackage",
        crs=layer.crs,
        layers=layers,
        layer=layer.name,
        issues=(*issues, *faults, *told),
    )


def _shapes(
    blobs: Sequence[Any], limits: Limits
) -> tuple[np.ndarray[Any, np.dtype[np.object_]], tuple[Issue, ...]]:

    shapes, bad = from_binary([_well_known(blob) for blob in blobs], limits)
    if not bad:
        return shapes, ()
    severity, action = DONE[Fault.UNREADABLE]
    return shapes, (issue(Fault.UNREADABLE, severity=severity, action=action, rows=bad),)


def _well_known(blob: object) -> bytes | None:
    """The well-known binary inside a GeoPackage shape; anything else as it is."""
    if blob is None:
        return None
    if not isinstance(blob, bytes) or blob[:2] != MAGIC or len(blob) < 8:  # noqa: PLR2004 - its header
        return blob if isinstance(blob, bytes) else b"?"
    envelope = blob[3] >> 1 & 7
    return blob[8 + ENVELOPE_BYTES[envelope] :] if envelope < len(ENVELOPE_BYTES) else b"?"


def _is_row_number(name: str, column: Sequence[Any]) -> bool:
    """Whether a key only counts the records, which every file format does by itself."""
    return name.lower() in ROW_NUMBER and list(column) == list(range(1, len(column) + 1))


def _truths(column: Sequence[Any]) -> list[Any]:
    return [bool(value) if value in (0, 1) else value for value in column]


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _text(raw: bytes) -> str:
    return raw.decode("utf-8", "replace")
