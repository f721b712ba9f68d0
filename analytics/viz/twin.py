"""What a chart or a map shows, as a table: for those who do not see it, and to compute with."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pandas as pd
import shapely

from analytics.core.section import Table
from analytics.core.words import Kind, Words
from analytics.viz.ground import place

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from analytics.core.section import Chart, Map

HERE: Final = Path(__file__).parent
#: Columns of the chart forms that say again what another one says, for the eye.
AGAIN: Final = ("text", "units_text", "area_text", "end")
SPREAD: Final = {"low": "tenth", "quarter": "", "middle": "", "three": "", "high": "most"}
AMOUNTS: Final = ("x", "x2", "y", "y2", "theta", "color")
LONGITUDE, LATITUDE = "longitude", "latitude"


def of_chart(chart: Chart, words: Words) -> Table:
    """One row for each mark: its names, then its numbers unrounded.

    Read from the drawing itself, so that the two cannot differ; an amount without a number of
    its own is told as the chart writes it.
    """
    spec, said = chart.spec.to_dict(validate=False), Words(HERE, words.language)
    rows = pd.DataFrame(_rows(spec))
    names, amounts = _names(spec, said), _amounts(spec, rows, said)
    if not amounts and "text" in rows.columns and "tip" not in names:
        amounts = {"text": next(_titles(spec, "text"), "") or said("twin.value")}
    labels = {
        column: heading
        for column, heading in {**names, **amounts}.items()
        if column in rows.columns
    }
    labels = _told_apart(labels)
    kinds = {
        column: Kind.TEXT
        if column not in amounts or column == "text"
        else _kind(rows[column], chart.kind)
        for column in labels
    }
    frame = rows[list(labels)].drop_duplicates(ignore_index=True)
    return Table(frame=frame, labels=labels, kinds=kinds, caption=chart.caption)


def of_map(map_: Map, words: Words) -> Table:
    """One row for each shape with a place: its class, what the map tells of it, where it lies.

    The frame has the degrees of a point inside it too.
    """
    said = Words(HERE, words.language)
    placed = map_.shapes[~(map_.shapes.geometry.isna() | map_.shapes.geometry.is_empty)]
    points = shapely.point_on_surface(placed.geometry.to_numpy())
    lat, lon = shapely.get_y(points), shapely.get_x(points)
    heads = dict(map_.tips)
    is_free = map_.legend and map_.legend not in heads.values()
    heads.setdefault(map_.colour_by, map_.legend if is_free else said("twin.class"))
    if map_.signs is not None and map_.signs.legend not in heads.values():
        heads.setdefault(map_.signs.by, map_.signs.legend or said("twin.kind"))
    if map_.key and map_.key not in heads:
        heads = {map_.key: said("twin.key"), **heads}
    places = [place(*both, words) for both in zip(lat.tolist(), lon.tolist(), strict=True)]
    frame = pd.DataFrame(placed[list(heads)]).assign(
        place=places, **{LATITUDE: lat, LONGITUDE: lon}
    )
    labels = _told_apart({**heads, "place": said("twin.place")})
    return Table(
        frame=frame.reset_index(drop=True),
        labels=labels,
        kinds={column: map_.kinds.get(column, Kind.TEXT) for column in labels},
        caption=map_.caption,
    )


def _rows(spec: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The rows of the layer that draws most: what is drawn beside it is help for the eye.

    Where some layers say what they show when pointed at, it is one of those.
    """
    sets = spec.get("datasets", {})
    with_data = [part for part in _parts(spec) if part.get("data", {}).get("name") in sets]
    telling = [part for part in with_data if "tooltip" in part.get("encoding", {})]
    found = [sets[part["data"]["name"]] for part in telling or with_data]
    return max(found, key=len) if found else []


def _parts(spec: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """The chart, its layers and its panels."""
    yield spec
    for part in (*spec.get("layer", ()), *([spec["spec"]] if "spec" in spec else [])):
        yield from _parts(part)


def _encodings(spec: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for part in _parts(spec):
        for channel, held in part.get("encoding", {}).items():
            for one in held if isinstance(held, list) else [held]:
                if isinstance(one, dict) and "field" in one:
                    yield channel, one


def _names(spec: Mapping[str, Any], said: Words) -> dict[str, str]:
    """What a mark is of: the fields told when one points at it, under their titles."""
    told: dict[str, str] = {}
    for channel, one in _encodings(spec):
        field = str(one["field"])
        if channel == "tooltip" and field not in (*AGAIN, *told):
            told[field] = _title(one) or _own(field, said)
    return told


def _amounts(spec: Mapping[str, Any], rows: pd.DataFrame, said: Words) -> dict[str, str]:
    """The numbers that place or size a mark."""
    told: dict[str, str] = {}
    for channel, one in _encodings(spec):
        field = str(one["field"])
        is_new = channel in AMOUNTS and field not in (*AGAIN, *told) and field in rows.columns
        if is_new and pd.api.types.is_numeric_dtype(rows[field]):
            is_known = said.has(f"twin.{field}") and field not in ("value", "share")
            own = _title(one) or _heading(spec)
            told[field] = said(f"twin.{field}") if is_known else own or _own(field, said)
    if set(SPREAD) <= set(told):  # of a spread: in the order of size, the ends by their share
        names = {column: said(f"twin.{name or column}") for column, name in SPREAD.items()}
        told = {**names, **{column: told[column] for column in told if column not in names}}
    return told


def _heading(spec: Mapping[str, Any]) -> str:
    """The title over all panels: what they measure."""
    title = spec.get("title")
    return str(title.get("text", "")) if isinstance(title, dict) else ""


def _titles(spec: Mapping[str, Any], field: str) -> Iterator[str]:
    return (_title(one) for _, one in _encodings(spec) if one["field"] == field and _title(one))


def _title(one: Mapping[str, Any]) -> str:
    title = one.get("title") or ""
    return " ".join(title).strip() if isinstance(title, list) else str(title).strip()


def _own(field: str, said: Words) -> str:
    return said(f"twin.{field}") if said.has(f"twin.{field}") else said("twin.value")


def _kind(column: pd.Series[Any], told: Kind | None) -> Kind:
    """Shares lie between 0 and 1; other numbers are written as the chart says, or as amounts."""
    known = column.dropna()
    if len(known) and known.between(0, 1).all() and not (known % 1 == 0).all():
        return Kind.SHARE
    if told is not None:
        return told
    return Kind.COUNT if (known % 1 == 0).all() else Kind.HECTARES


def _told_apart(labels: Mapping[str, str]) -> dict[str, str]:
    """No heading twice: a second one is numbered."""
    taken: dict[str, int] = {}
    told = {}
    for column, heading in labels.items():
        taken[heading] = taken.get(heading, 0) + 1
        told[column] = heading if taken[heading] == 1 else f"{heading} ({taken[heading]})"
    return told
