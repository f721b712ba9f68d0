"""What a job is asked to do, as the JSON its row keeps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from analytics.core import codec

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from analytics.intake.mapping import ColumnMap
    from analytics.intake.work import Settings

READ: Final = "read"  # take in a file
RUN: Final = "run"  # answer a question
FETCH: Final = "fetch"  # get a grid from the web
PREPARE: Final = "prepare"  # keep the running sums of a grid
BRIEF: Final = "brief"  # make a document, slides or a data pack


def read_spec(
    file: str,
    name: str,
    *,
    layer: str = "",
    columns: ColumnMap | None = None,
    settings: Settings | None = None,
) -> dict[str, Any]:
    """Take in the stored `file` (its SHA-256), called `name`; None stands for the guess."""
    return {
        "file": file,
        "name": name,
        "layer": layer,
        "columns": codec.encode(columns),
        "settings": codec.encode(settings),
    }


def run_spec(
    data: str,
    slug: str,
    *,
    params: Mapping[str, str] | None = None,
    filters: Mapping[str, tuple[str, ...]] | None = None,
    language: str = "en",
) -> dict[str, Any]:
    """Ask `slug` of a stored data set; "" is the sample. `language` is that of the record."""
    return {
        "data": data,
        "slug": slug,
        "params": dict(params or {}),
        "filters": {name: list(values) for name, values in (filters or {}).items()},
        "language": language,
    }


def fetch_spec(text: str, part: str, *, name: str) -> dict[str, Any]:
    """Get what `text` names on the web, to be the raster `part`; `name` is what people read."""
    return {"text": text, "part": part, "name": name}


def prepare_spec(data: str, part: str, *, name: str) -> dict[str, Any]:
    """Keep the running sums of the raster `part` of a stored data set; `name` is the grid's."""
    return {"data": data, "part": part, "name": name}


def brief_spec(
    record: Mapping[str, Any],
    suffix: str,
    data: Mapping[str, str],
    answers: Sequence[str] = (),
) -> dict[str, Any]:
    """Make the brief of a record as a file of this kind; `data` says where each data set is kept.

    By fingerprint, and "" is the sample. `answers` are references of those at hand already.
    """
    told = {"record": dict(record), "suffix": suffix, "data": dict(data)}
    return {**told, "answers": list(answers)}
