"""What every format hands over, and how loose values become columns."""

from __future__ import annotations

import json
import math
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from analytics.core.issue import Action, Issue, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

EXACT: Final = 2**53  # whole numbers beyond this lose digits as floats
LONGEST: Final = 2**63


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One layer of a file: records in file order, counted from 0, and their shapes."""

    columns: pd.DataFrame
    file_format: str
    shapes: NDArray[np.object_] | None = None  # None where the file draws nothing
    crs: str = ""
    layers: tuple[str, ...] = ()
    layer: str = ""
    issues: tuple[Issue, ...] = ()


def issue(
    code: str,
    *,
    severity: Severity = Severity.NOTE,
    action: Action = Action.NOTED,
    rows: Iterable[int] = (),
    count: int | None = None,
    column: str = "",
    **facts: object,
) -> Issue:
    """A finding of a reader; `rows` are counted from 0 here and from 1 in the issue."""
    numbers = tuple(int(row) + 1 for row in rows)
    return Issue(
        code=code,
        severity=severity,
        action=action,
        rows=numbers,
        count=len(numbers) if count is None else count,
        column=whole(column),
        facts={key: whole(f) if isinstance(f, str) else f for key, f in facts.items()},
    )


def assemble(values: Mapping[str, Sequence[Any]]) -> tuple[pd.DataFrame, tuple[Issue, ...]]:
    """Columns of loose values as a frame, with what had to be told about them."""
    names, issues = unique_names(list(values))
    built: dict[str, Any] = {}
    for name, column in zip(names, values.values(), strict=True):
        built[name], found = as_column(column, name)
        issues = (*issues, *found)
    length = len(next(iter(values.values()))) if values else 0
    return pd.DataFrame(built, index=pd.RangeIndex(length)), issues


def unique_names(names: Sequence[str]) -> tuple[list[str], tuple[Issue, ...]]:
    """Names without gaps or repeats, each change told."""
    taken = {whole(name).strip() for name in names}
    seen: Counter[str] = Counter()
    unique: list[str] = []
    issues: list[Issue] = []
    for place, name in enumerate(names, start=1):
        plain = whole(name).strip()
        chosen = plain or f"column_{place}"
        if seen[chosen]:
            chosen = _free(chosen, taken)
        if plain and chosen != plain:
            issues.append(issue("column-renamed", count=1, column=chosen, was=plain))
        elif not plain:
            issues.append(issue("column-unnamed", count=1, column=chosen, place=place))
        taken.add(chosen)
        seen[chosen] += 1
        unique.append(chosen)
    return unique, tuple(issues)


def as_column(values: Sequence[Any], name: str) -> tuple[Any, tuple[Issue, ...]]:
    """Loose values as one typed column; what has no common type becomes text."""
    kinds = set(map(type, values)) - {type(None)}
    if kinds <= {str}:
        return _texts(values, name)
    if kinds == {bool}:
        return pd.Series(list(values), dtype=object if None in values else bool), ()
    if kinds <= {int, float}:
        numbers = _numbers(values, kinds)
        if numbers is not None:
            return numbers, ()
    if kinds <= {date, datetime}:
        times = pd.to_datetime(pd.Series(list(values), dtype=object), errors="coerce", utc=False)
        if pd.api.types.is_datetime64_any_dtype(times) and times.notna().sum() == sum(
            value is not None for value in values
        ):
            return times, ()
    texts, found = _texts([None if v is None else as_text(v) for v in values], name)
    if kinds <= {dict, list}:
        return texts, (*found, issue("column-nested", count=1, column=name))
    if len(kinds) > 1:
        return texts, (*found, issue("column-mixed", count=1, column=name))
    return texts, found


def as_text(value: object) -> str:
    """Any single value as the text a person would have typed."""
    match value:
        case str():
            return value
        case bool():
            return "true" if value else "false"
        case bytes():
            return value.hex()
        case dict() | list():
            return json.dumps(value, ensure_ascii=False)
        case float() if value.is_integer() and abs(value) < EXACT:
            return str(int(value))
        case datetime() if value.time() == time():
            return value.date().isoformat()
        case date() | time():
            return value.isoformat()
    return str(value)


def _texts(values: Sequence[Any], name: str) -> tuple[Any, tuple[Issue, ...]]:
    """Text with NaN where nothing is said; half characters are replaced and told."""
    try:
        return pd.Series(list(values), dtype="str"), ()
    except UnicodeEncodeError:
        mended = [None if v is None else whole(v) for v in values]
    rows = [row for row, (old, new) in enumerate(zip(values, mended, strict=True)) if old != new]
    told = issue(
        "text-damaged",
        severity=Severity.WARNING,
        action=Action.REPAIRED,
        rows=rows,
        column=name,
    )
    return pd.Series(mended, dtype="str"), (told,)


def whole(text: str) -> str:
    """The text with every half character (a lone surrogate) replaced."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _numbers(values: Sequence[Any], kinds: set[type]) -> Any:  # noqa: ANN401 - a series or None
    """Whole numbers stay whole while none is missing; None where digits would be lost."""
    if kinds == {int}:
        known = [value for value in values if value is not None]
        largest = max(map(abs, known))
        if len(known) == len(values):
            return pd.Series(list(values), dtype="int64") if largest < LONGEST else None
        if largest >= EXACT:
            return None
    try:
        return pd.Series([math.nan if v is None else float(v) for v in values], dtype="float64")
    except OverflowError:
        return None


def _free(name: str, taken: set[str]) -> str:
    number = 2
    while f"{name}_{number}" in taken:
        number += 1
    return f"{name}_{number}"
