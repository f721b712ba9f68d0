"""Where a table says its records lie: a column of shapes, or a pair of numbers."""

from __future__ import annotations

import json
import math
import re
import unicodedata
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd
import shapely

from analytics.core.issue import Action, Severity
from analytics.intake.formats import wellknown
from analytics.intake.formats.outlines import DONE, Drawing, Fault
from analytics.intake.formats.table import Table, as_text, issue

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from analytics.core.issue import Issue
    from analytics.intake.limits import Limits


#: Words for each axis in the five languages and in common abbreviations. The pairs stand in
#: order of trust: degrees first, then plane coordinates.
AXES: Final = (
    (
        {"longitude", "longitud", "lon", "long", "lng", "bujur", "longdd", "londd", "declon"},
        {"latitude", "latitud", "lat", "lintang", "latdd", "declat"},
    ),
    (
        {"x", "xcoord", "coordx", "xgeo", "pointx", "utmx", "utme", "este", "easting", "leste"},
        {"y", "ycoord", "coordy", "ygeo", "pointy", "utmy", "utmn", "norte", "northing"},
    ),
)
SHAPE_NAMES: Final = ("geometry", "geom", "wkt", "wkb", "the_geom", "shape", "geo", ".geo")
LOOKED_AT: Final = 50  # values that decide what a column holds
NAMED: Final = 3  # pairs quoted in a message
HALF_CIRCLE: Final = 180.0
PLANE: Final = (1e4, 2.1e7)  # metres: no projected coordinate of a mine is nearer to its origin
MOSTLY: Final = 0.5
NONE_READ: Final = "shapes-unreadable"
HEX: Final = re.compile(r"(?:[0-9a-fA-F]{2}){5,}")
TOKENS: Final = re.compile(r"[a-z]+")
HUMPS: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")
DEGREES: Final = re.compile(
    r"(?P<sign>[-+−]?)\s*(?P<d>\d{1,3}(?:[.,]\d+)?)\s*[°ºd]\s*"
    r"(?:(?P<m>\d{1,2}(?:[.,]\d+)?)\s*['’′m]\s*)?"
    r"(?:(?P<s>\d{1,2}(?:[.,]\d+)?)\s*(?:\"|”|″|''|s)\s*)?(?P<h>[A-Za-z]*)"
)
HEMISPHERE: Final = re.compile(
    r"(?P<n>[-+−]?[\d.,\s]+)(?P<h>N|S|E|W|O|L|LU|LS|BT|BB)", re.IGNORECASE
)
NEGATIVE: Final = {"S", "W", "O", "LS", "BB"}  # south and west, also oeste, ouest, lintang selatan


@dataclass(frozen=True, slots=True)
class _Axis:
    """A pair of columns that may hold coordinates."""

    lon: str
    lat: str


def located(table: Table, limits: Limits) -> Table:
    """The table with shapes, where its columns hold any, and the columns named in an issue."""
    found = _by_shape(table, limits)
    return _by_pair(found) if found.shapes is None else found


def _by_shape(table: Table, limits: Limits) -> Table:
    """Shapes written out in one column: well-known text or binary, or GeoJSON.

    A column of shapes of which none can be read is told and stays; another may serve.
    """
    unread: tuple[Issue, ...] = ()
    for name in sorted(map(str, table.columns), key=_shape_rank):
        column = table.columns[name]
        reader = _shape_reader(column)
        if reader is None:
            continue
        values = [value if isinstance(value, str | bytes) else None for value in column]
        shapes, bad = reader(values, limits)
        severity, action = DONE[Fault.UNREADABLE]
        if shapely.is_missing(shapes).all():
            told = issue(NONE_READ, severity=severity, action=action, rows=bad, column=name)
            unread = (*unread, told)
            continue
        issues = [issue("located-by-shape", count=1, column=name)]
        if bad:
            issues.append(
                issue(Fault.UNREADABLE, severity=severity, action=action, rows=bad, column=name)
            )
        first = next((value for value in values if isinstance(value, str)), "")
        return replace(
            table,
            columns=table.columns.drop(columns=name),
            shapes=shapes,
            crs=table.crs or wellknown.srid(first),
            issues=(*table.issues, *unread, *issues),
        )
    return replace(table, issues=(*table.issues, *unread))


def _shape_rank(name: str) -> int:
    text = name.lower()
    return SHAPE_NAMES.index(text) if text in SHAPE_NAMES else len(SHAPE_NAMES)


def _shape_reader(
    column: pd.Series[Any],
) -> Callable[[Sequence[Any], Limits], tuple[NDArray[np.object_], list[int]]] | None:
    """How to read the shapes of a column; None for a column of anything else."""
    if pd.api.types.is_numeric_dtype(column) or pd.api.types.is_datetime64_any_dtype(column):
        return None
    sample = column.dropna().head(LOOKED_AT).tolist()
    if not sample:
        return None
    if all(isinstance(value, bytes) and wellknown.is_binary(value) for value in sample):
        return wellknown.from_binary
    if not all(isinstance(value, str) for value in sample):
        return None
    if _mostly(sample, wellknown.looks_like_text):
        return wellknown.from_text
    if _mostly(sample, _is_hex):
        return _from_hex
    if _mostly(sample, lambda text: text.startswith("{") and '"coordinates"' in text):
        return _from_json
    return None


def _mostly(sample: list[str], holds: Callable[[str], bool]) -> bool:
    return sum(map(holds, sample)) > MOSTLY * len(sample)


def _is_hex(text: str) -> bool:
    return HEX.fullmatch(text) is not None and wellknown.is_binary(bytes.fromhex(text[:10]))


def _from_hex(texts: Sequence[str | None], limits: Limits) -> tuple[NDArray[np.object_], list[int]]:
    return wellknown.from_binary(
        [None if t is None else bytes.fromhex(t) if HEX.fullmatch(t) else b"?" for t in texts],
        limits,
    )


def _from_json(
    texts: Sequence[str | None], limits: Limits
) -> tuple[NDArray[np.object_], list[int]]:
    drawing = Drawing(limits)
    drawing.add([None if text is None else _parsed(text) for text in texts])
    shapes = drawing.shapes()
    return shapes, [
        place for place, text in enumerate(texts) if text is not None and shapes[place] is None
    ]


def _parsed(text: str) -> Any:  # noqa: ANN401 - any JSON
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return text


def _by_pair(table: Table) -> Table:
    """Points from two columns whose names and values both say coordinates."""
    issues: tuple[Issue, ...] = ()
    for axis in _pairs([str(name) for name in table.columns]):
        lon, lat = _numbers(table.columns[axis.lon])[0], _numbers(table.columns[axis.lat])[0]
        if not _plausible(lon, lat):
            issues = issues or _told_unused(table, axis, lon, lat)
            continue
        shapes, bad = points(table.columns[axis.lon], table.columns[axis.lat])
        told = [issue("located-by-pair", count=1, column=f"{axis.lon}, {axis.lat}")]
        if bad:
            told.append(
                issue(
                    "coordinate-unreadable",
                    severity=Severity.WARNING,
                    action=Action.KEPT,
                    rows=bad,
                    column=f"{axis.lon}, {axis.lat}",
                )
            )
        return replace(table, shapes=shapes, issues=(*table.issues, *told))
    return replace(table, issues=(*table.issues, *issues))


def points(east: pd.Series[Any], north: pd.Series[Any]) -> tuple[NDArray[np.object_], list[int]]:
    """A point for each record whose two coordinates can be read, and the places of bad ones."""
    x, bad_x = _numbers(east)
    y, bad_y = _numbers(north)
    known = np.isfinite(x) & np.isfinite(y)
    shapes = np.full(len(x), None, dtype=object)
    shapes[known] = shapely.points(x[known], y[known])
    return shapes, sorted({*bad_x, *bad_y})


def _told_unused(
    table: Table, axis: _Axis, lon: NDArray[np.float64], lat: NDArray[np.float64]
) -> tuple[Issue, ...]:
    """That two columns called coordinates hold none, where they hold anything."""
    both = table.columns[[axis.lon, axis.lat]]
    is_said = both.notna().any(axis="columns").to_numpy()
    if not is_said.any():
        return ()
    is_place = (np.abs(lon) <= HALF_CIRCLE) & (np.abs(lat) <= HALF_CIRCLE / 2)
    odd = both[is_said & ~is_place].head(NAMED)
    pairs = (f"{as_text(x)} {as_text(y)}" for x, y in odd.to_numpy(dtype=object).tolist())
    return (
        issue(
            "coordinates-not-used",
            severity=Severity.WARNING,
            action=Action.KEPT,
            rows=np.flatnonzero(is_said),
            column=f"{axis.lon}, {axis.lat}",
            examples="; ".join(pairs),
        ),
    )


def _pairs(names: list[str]) -> list[_Axis]:
    """Pairs of columns named alike but for the axis, the most telling names first."""
    pairs: list[_Axis] = []
    for lon_words, lat_words in AXES:
        lats = {_rest(name, lat_words): name for name in reversed(names) if _has(name, lat_words)}
        pairs += [
            _Axis(name, other)
            for name in names
            if _has(name, lon_words) and (other := lats.get(_rest(name, lon_words)))
        ]
    return pairs


def _has(name: str, words: set[str]) -> bool:
    return any(token in words for token in _tokens(name))


def _rest(name: str, words: set[str]) -> tuple[str, ...]:
    return tuple(token for token in _tokens(name) if token not in words)


def _tokens(name: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", HUMPS.sub("_", str(name)))
    return TOKENS.findall("".join(c for c in plain if not unicodedata.combining(c)).lower())


def _plausible(lon: NDArray[np.float64], lat: NDArray[np.float64]) -> bool:
    """Whether most pairs can be degrees, or most can be metres; order is judged later."""
    known = np.isfinite(lon) & np.isfinite(lat)
    if not known.any():
        return False
    x, y = np.abs(lon[known]), np.abs(lat[known])
    degrees = (x <= HALF_CIRCLE) & (y <= HALF_CIRCLE)
    metres = (x >= PLANE[0]) & (x <= PLANE[1]) & (y <= PLANE[1])
    return bool(max(degrees.mean(), metres.mean()) > MOSTLY)


def _numbers(column: pd.Series[Any]) -> tuple[NDArray[np.float64], list[int]]:
    """Coordinates as numbers, and the places of what is none."""
    if pd.api.types.is_numeric_dtype(column):
        return column.to_numpy(dtype=float, na_value=np.nan), []
    parsed = {value: _coordinate(value) for value in column.dropna().unique()}
    numbers = column.map(parsed).to_numpy(dtype=float, na_value=np.nan)
    bad = column.notna().to_numpy() & np.isnan(numbers)
    return numbers, np.flatnonzero(bad).tolist()


def _coordinate(value: object) -> float:
    """A coordinate as people write it: decimal comma, 12°30'15"S, 74.5 W; NaN if none."""
    text = str(value).strip()
    if whole := DEGREES.fullmatch(text):
        return _sexagesimal(whole)
    sign = 1.0
    if half := HEMISPHERE.fullmatch(text):
        text = half["n"].strip()
        sign = -1.0 if half["h"].upper() in NEGATIVE else 1.0
    return sign * _plain(text)


def _sexagesimal(found: re.Match[str]) -> float:
    size = _plain(found["d"]) + _plain(found["m"] or "0") / 60 + _plain(found["s"] or "0") / 3600
    is_negative = found["sign"] in ("-", "−") or found["h"].upper() in NEGATIVE
    return -size if is_negative else size


def _plain(text: str) -> float:
    """A number with a point or a comma; of both, the last one is the decimal sign."""
    text = text.replace("\N{NO-BREAK SPACE}", "").replace(" ", "").replace("−", "-")
    if "," in text and text.rfind(",") > text.rfind("."):
        text = text.replace(".", "").replace(",", ".")
    else:
        text = text.replace(",", "")
    try:
        number = float(text)
    except ValueError:
        return math.nan
    return number if math.isfinite(number) else math.nan
