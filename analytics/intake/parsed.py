"""Files already parsed, kept as GeoParquet under the hash of their bytes."""

from __future__ import annotations

import json
import os
import tempfile
from contextlib import suppress
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from analytics.core.issue import Action, Issue, Severity
from analytics.core.schema import GEOMETRY
from analytics.intake.work import Raw

if TYPE_CHECKING:
    import pyarrow as pa

READER: Final = 2  # raised whenever a reader gives another result for the same bytes
USUAL_MB: Final = 2_000
MB: Final = 1_000_000
MARK: Final = b"orewatch"
HIDDEN: Final = "__shape__"  # never a column of a file: it would be renamed to fit


def folder() -> Path:
    """Where parsed files lie: OREWATCH_CACHE, else the user's cache folder."""
    from platformdirs import user_cache_path

    base = os.environ.get("OREWATCH_CACHE", "").strip()
    return (Path(base) if base else user_cache_path("orewatch")) / "parsed"


def find(digest: str, layer: str) -> Raw | None:
    """The file as it was parsed before; None where it was not, or what lies there is damaged."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    path = _path(digest, layer)
    try:
        table = pq.read_table(path)
        raw = _unpacked(table)
    except (OSError, pa.ArrowException, LookupError, TypeError, ValueError):
        return None
    if raw.sha256 != digest:
        return None
    with suppress(OSError):
        os.utime(path)
    return raw


def keep(raw: Raw, layer: str) -> bool:
    """Keep a parsed file for the next time; False where the folder cannot be written."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    path = _path(raw.sha256, layer)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, suffix=".part")
    except OSError:
        return False
    os.close(handle)
    part = Path(name)
    try:
        pq.write_table(_packed(raw), part, compression="zstd")
        part.replace(path)
    except (OSError, pa.ArrowException, TypeError, ValueError):
        return False
    finally:
        part.unlink(missing_ok=True)
    _make_room(path)
    return True


def forget(digest: str) -> None:
    """Leave nothing of a file, whichever of its layers were read."""
    with suppress(OSError):
        for path in folder().glob(f"{_short(digest)}-*.parquet"):
            path.unlink(missing_ok=True)


def _path(digest: str, layer: str) -> Path:
    key = sha256(f"{layer}|{READER}".encode()).hexdigest()[:16]
    return folder() / f"{_short(digest)}-{key}.parquet"


def _short(digest: str) -> str:
    """Names what belongs to one file, whatever characters the digest is given in."""
    return sha256(digest.encode()).hexdigest()[:32]


def _make_room(newest: Path) -> None:
    """Drop what was used longest ago until the folder is small enough again."""
    text = os.environ.get("OREWATCH_CACHE_MB", "").strip()
    most = (int(text) if text.isascii() and text.isdigit() else USUAL_MB) * MB
    with suppress(OSError):
        found = [(p.stat().st_mtime, p.stat().st_size, p) for p in newest.parent.glob("*.parquet")]
        size = sum(entry[1] for entry in found)
        for _, its_size, path in sorted(found):
            if size <= most:
                break
            path.unlink(missing_ok=True)
            size -= its_size


def _packed(raw: Raw) -> pa.Table:
    """The records as an Arrow table that is valid GeoParquet, the rest as its metadata."""
    import pyarrow as pa
    import shapely

    table = pa.Table.from_pandas(
        raw.frame.drop(columns=GEOMETRY).reset_index(drop=True), preserve_index=False
    )
    shapes = shapely.to_wkb(raw.frame.geometry.to_numpy(), flavor="iso")
    table = table.append_column(HIDDEN, pa.array(shapes, type=pa.binary()))
    geo = {
        "version": "1.0.0",
        "primary_column": HIDDEN,
        "columns": {HIDDEN: {"encoding": "WKB", "geometry_types": [], "crs": None}},
    }
    about = {
        "name": raw.name,
        "file_format": raw.file_format,
        "sha256": raw.sha256,
        "crs": raw.crs,
        "layers": raw.layers,
        "layer": raw.layer,
        "issues": [asdict(issue) for issue in raw.issues],
    }
    kept = {b"geo": json.dumps(geo).encode(), MARK: json.dumps(about).encode()}
    return table.replace_schema_metadata({**(table.schema.metadata or {}), **kept})


def _unpacked(table: pa.Table) -> Raw:
    import geopandas as gpd
    import shapely

    about = json.loads(table.schema.metadata[MARK])
    shapes = shapely.from_wkb(table.column(HIDDEN).to_numpy())
    columns = table.drop_columns([HIDDEN]).to_pandas()
    frame = gpd.GeoDataFrame(columns, geometry=gpd.GeoSeries(shapes, index=columns.index))
    frame.index = frame.index + 1
    return Raw(
        frame=frame,
        name=about["name"],
        file_format=about["file_format"],
        sha256=about["sha256"],
        crs=about["crs"],
        layers=tuple(about["layers"]),
        layer=about["layer"],
        issues=tuple(_issue(record) for record in about["issues"]),
    )


def _issue(record: dict[str, Any]) -> Issue:
    return Issue(
        **{
            **record,
            "severity": Severity(record["severity"]),
            "action": Action(record["action"]),
            "rows": tuple(record["rows"]),
            "options": tuple(record["options"]),
        }
    )
