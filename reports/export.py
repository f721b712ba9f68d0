"""Answers and data sets as files: complete or not at all."""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

from analytics.core import record
from analytics.core.errors import OrewatchError
from reports import mapfiles, sheets

if TYPE_CHECKING:
    from analytics.core.analysis import Run
    from analytics.core.dataset import Dataset

Maker = TypeVar("Maker")


class ExportError(OrewatchError):
    """A file that cannot be written; the text says why and what to do."""

    folder = Path(__file__).parent


def check(path: Path) -> None:
    """Refuse, before any work is done, a file of an unknown kind or in a place we may not write."""
    _maker(path.suffix, {**ANSWERS, **DATA})
    check_place(path)


def write(run: Run[Any], path: Path, *, language: str = "en") -> None:
    """The answer in the form the suffix names; a file in its place goes only once this is whole."""
    check_place(path)
    put(path, answer_bytes(run, path.suffix, language=language))


def write_data(dataset: Dataset, path: Path) -> None:
    """The repaired data in the form the suffix names; otherwise as `write`."""
    check_place(path)
    put(path, data_bytes(dataset, path.suffix))


def answer_bytes(run: Run[Any], suffix: str, *, language: str = "en") -> bytes:
    """The answer as `.pdf .html .csv .xlsx .json`, or its sites as `.gpkg .geojson .parquet`."""
    return _maker(suffix, ANSWERS)(run, language)


def table_bytes(run: Run[Any], suffix: str, *, language: str = "en") -> bytes:
    """The main table alone, as `.csv .xlsx .json`."""
    return _maker(suffix, TABLES)(run, language)


def data_bytes(dataset: Dataset, suffix: str) -> bytes:
    """All columns of all sites, the canonical ones first."""
    return _maker(suffix, DATA)(dataset)


def _pdf(run: Run[Any], language: str) -> bytes:
    from reports import build

    return build.pdf([run], language=language)


def _html(run: Run[Any], language: str) -> bytes:
    from reports import build

    return build.html([run], language=language).encode()


def _json(run: Run[Any], language: str) -> bytes:
    whole = record.as_json(run, language)
    return json.dumps(whole, ensure_ascii=False, allow_nan=False, indent=2).encode() + b"\n"


#: What an answer can be written as, in the order people are told.
ANSWERS: Final[Mapping[str, Callable[[Run[Any], str], bytes]]] = {
    ".pdf": _pdf,
    ".html": _html,
    ".csv": sheets.answer_csv,
    ".xlsx": sheets.answer_xlsx,
    ".gpkg": mapfiles.answer_gpkg,
    ".geojson": mapfiles.answer_geojson,
    ".parquet": mapfiles.answer_parquet,
    ".json": _json,
}
TABLES: Final = {suffix: ANSWERS[suffix] for suffix in (".csv", ".xlsx", ".json")}
DATA: Final[Mapping[str, Callable[[Dataset], bytes]]] = {
    ".gpkg": mapfiles.data_gpkg,
    ".geojson": mapfiles.data_geojson,
    ".parquet": mapfiles.data_parquet,
    ".csv": sheets.data_csv,
    ".xlsx": sheets.data_xlsx,
}


def _maker(suffix: str, makers: Mapping[str, Maker]) -> Maker:
    known = suffix.lower()
    if known not in makers:
        code = "out-suffix" if suffix else "out-no-suffix"
        raise ExportError(code, suffix=suffix, known=" ".join(makers))
    return makers[known]


def check_place(path: Path) -> None:
    """Refuse a place where no file can be written."""
    folder = path.resolve().parent
    if not folder.is_dir():
        raise ExportError("out-folder", folder=str(folder))
    if path.is_dir():
        raise ExportError("out-is-folder", path=str(path))
    if not os.access(folder, os.W_OK | os.X_OK):
        raise ExportError("out-locked", folder=str(folder))


def put(path: Path, content: bytes) -> None:
    """Write beside the target, then move over it: nobody ever sees half a file."""
    part = path.resolve().parent / f".{path.name[:100]}.{secrets.token_hex(4)}.part"
    try:
        with part.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise ExportError("out-failed", path=str(path), reason=error.strerror or "") from error
