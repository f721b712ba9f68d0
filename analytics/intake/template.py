"""How to read one kind of file, saved: its columns and every choice made about it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from analytics.core import schema
from analytics.core.countries import code_of
from analytics.core.schema import AreaBasis, Measure
from analytics.intake import placing
from analytics.intake.mapping import ColumnMap, ColumnMatch
from analytics.intake.work import ReadError, Settings

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import pandas as pd

VERSION: Final = 1
KEYS: Final = ("version", "columns", "area", "measure", "country", "crs", "choices")
LARGEST: Final = 1_000_000  # bytes; a template has a few hundred


def save(path: Path, columns: ColumnMap, settings: Settings) -> None:
    """Write the template as JSON that a person can read and change."""
    path.write_text(as_text(columns, settings), encoding="utf-8")


def load(path: Path, frame: pd.DataFrame) -> tuple[ColumnMap, Settings]:
    """The template at `path`, held against the columns of the file it is to be used on."""
    try:
        is_large = path.stat().st_size > LARGEST
        text = "" if is_large else path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as reason:
        raise ReadError("template-unreadable", name=path.name) from reason
    return from_text(text, frame, name=path.name)


def as_text(columns: ColumnMap, settings: Settings) -> str:
    """The template; a target without a column is there as null, so nothing is left to guess."""
    used = columns.columns
    content = {
        "version": VERSION,
        "columns": {target: used.get(target) for target in schema.TARGETS},
        "area": settings.area,
        "measure": settings.measure,
        "country": settings.country,
        "crs": settings.crs,
        "choices": dict(settings.choices),
    }
    return json.dumps(content, indent=2, ensure_ascii=False) + "\n"


def from_text(text: str, frame: pd.DataFrame, *, name: str) -> tuple[ColumnMap, Settings]:
    """What `as_text` wrote, checked; `name` is what messages call the template."""
    content = _parsed(text, name)
    columns = _texts(content, "columns", name)
    choices = _texts(content, "choices", name)
    for target in columns:
        if target not in schema.TARGETS:
            known = ", ".join(schema.TARGETS)
            raise ReadError("template-target", name=name, target=target, known=known)
    used = {target: column for target, column in columns.items() if column}
    _check_columns(used, frame, name)
    if place := choices.get(placing.CODE):
        placing.check(frame, place)
    return _map(used), Settings(
        area=_one_of(content, "area", tuple(AreaBasis), name),
        measure=_one_of(content, "measure", tuple(Measure), name),
        country=_country(content, name),
        crs=_text(content, "crs", name),
        choices={code: option for code, option in choices.items() if option},
    )


def _parsed(text: str, name: str) -> dict[str, Any]:
    try:
        content = json.loads(text)
    except (ValueError, RecursionError) as reason:
        raise ReadError("template-unreadable", name=name) from reason
    if not isinstance(content, dict) or "columns" not in content:
        raise ReadError("template-unreadable", name=name)
    if content.get("version", VERSION) != VERSION:
        raise ReadError(
            "template-version", name=name, version=str(content["version"]), known=str(VERSION)
        )
    for key in content:
        if key not in KEYS:
            raise ReadError("template-key", name=name, key=key, known=", ".join(KEYS))
    return content


def _texts(content: Mapping[str, Any], key: str, name: str) -> dict[str, str | None]:
    """A table of text by text; null is "none"."""
    table = content.get(key) or {}
    if not isinstance(table, dict):
        raise ReadError("template-table", name=name, key=key)
    for entry, value in table.items():
        if value is not None and not isinstance(value, str):
            raise ReadError("template-text", name=name, key=f"{key}.{entry}", value=str(value))
    return table


def _text(content: Mapping[str, Any], key: str, name: str) -> str:
    value = content.get(key) or ""
    if not isinstance(value, str):
        raise ReadError("template-text", name=name, key=key, value=str(value))
    return value


def _one_of(content: Mapping[str, Any], key: str, known: tuple[str, ...], name: str) -> str:
    value = _text(content, key, name)
    if value and value not in known:
        raise ReadError("template-choice", name=name, key=key, value=value, known=", ".join(known))
    return value


def _country(content: Mapping[str, Any], name: str) -> str:
    value = _text(content, "country", name)
    code = code_of(value) if value else ""
    if code is None:
        raise ReadError("template-country", name=name, value=value)
    return code


def _check_columns(used: Mapping[str, str], frame: pd.DataFrame, name: str) -> None:
    """Every column named must be in the file, and none may serve two targets."""
    there = [str(c) for c in frame.columns if c != schema.GEOMETRY]
    missing = [column for column in used.values() if column not in there]
    if missing:
        raise ReadError(
            "template-column", name=name, columns=", ".join(missing), known=", ".join(there)
        )
    for target, column in used.items():
        twin = next((t for t, c in used.items() if c == column and t != target), None)
        if twin:
            raise ReadError("template-twice", name=name, column=column, targets=f"{target}, {twin}")


def _map(used: Mapping[str, str]) -> ColumnMap:
    return ColumnMap(
        matches=tuple(
            ColumnMatch(target=target, column=used[target], confidence=1.0, reason="template")
            for target in schema.TARGETS
            if target in used
        )
    )
