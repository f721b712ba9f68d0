"""GeoJSON in all its dress: collections, single shapes, newline-delimited, text sequences.

Never through GDAL: what looks like GeoJSON may be a recipe that reads other files
(docs/adr/0012-geojson.md).
"""

from __future__ import annotations

import gc
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from analytics.core.issue import Action, Severity
from analytics.intake.formats.encoding import decoded
from analytics.intake.formats.outlines import DEPTH, Drawing
from analytics.intake.formats.scan import Document, Scanner
from analytics.intake.formats.table import Table, assemble, issue
from analytics.intake.work import ReadError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from analytics.core.issue import Issue
    from analytics.intake.limits import Limits

GEOMETRIES: Final = {*DEPTH, "GeometryCollection"}
KNOWN: Final = {"type", "id", "geometry", "properties", "bbox"}


def read(data: bytes, limits: Limits) -> Table:
    """Every feature of the file; a bare geometry is one record without columns."""
    text = decoded(data)
    gathered = _Features(Drawing(limits))
    with _without_collector():
        document = Scanner(text.text, gathered.add).run()
        if not document.has_features and document.values == 1:
            gathered.add([document.members])
    _check_kind(document, gathered)
    columns, issues = assemble(gathered.columns())
    crs, told = _crs(document)
    return Table(
        columns=columns.reindex(range(gathered.drawing.count)),
        shapes=gathered.drawing.shapes(),
        file_format="GeoJSON" if document.values == 1 else "GeoJSON sequence",
        crs=crs,
        issues=(*text.issues, *told, *gathered.issues(), *issues),
    )


@dataclass(slots=True)
class _Features:
    """Properties as columns and geometries as shapes, grown batch by batch."""

    drawing: Drawing
    values: dict[str, list[Any]] = field(default_factory=dict)
    identifiers: list[Any] = field(default_factory=list)
    loose: list[int] = field(default_factory=list)  # records that are no feature at all
    ignored: dict[str, None] = field(default_factory=dict)

    def add(self, values: list[Any]) -> None:
        start = self.drawing.count
        self.drawing.limits.check_features(start + len(values))
        features = [self._feature(value, start + place) for place, value in enumerate(values)]
        self._add_columns([_properties(feature) for feature in features], start)
        self.identifiers.extend([feature.get("id") for feature in features])
        self.drawing.add([feature.get("geometry") for feature in features])

    def columns(self) -> dict[str, list[Any]]:
        """The properties, with the features' own ids where they say something else."""
        if all(identifier is None for identifier in self.identifiers):
            return self.values
        if "id" not in self.values:
            return {"id": self.identifiers, **self.values}
        if self.values["id"] == self.identifiers:
            return self.values
        return {**self.values, "feature_id": self.identifiers}

    def issues(self) -> tuple[Issue, ...]:
        """What was met in the features themselves."""
        found = [*self.drawing.issues()]
        if self.loose:
            found.append(
                issue(
                    "not-a-feature",
                    severity=Severity.WARNING,
                    action=Action.KEPT,
                    rows=self.loose,
                )
            )
        if self.ignored:
            names = ", ".join(self.ignored)[:200]
            found.append(issue("member-ignored", count=len(self.ignored), names=names))
        return tuple(found)

    def _feature(self, value: Any, row: int) -> dict[str, Any]:  # noqa: ANN401 - any JSON
        if not isinstance(value, dict):
            self.loose.append(row)
            return {"properties": {"value": value}}
        kind = value.get("type")
        if isinstance(kind, str) and kind in GEOMETRIES:
            return {"geometry": value}
        if not value.keys() <= KNOWN:
            self.ignored.update(dict.fromkeys(key for key in value if key not in KNOWN))
        if kind != "Feature" and "geometry" not in value:
            self.loose.append(row)
        return value

    def _add_columns(self, properties: list[dict[str, Any]], start: int) -> None:
        names: dict[str, None] = {}
        for record in properties:
            if record.keys() != names.keys():
                names.update(dict.fromkeys(record))
        limits = self.drawing.limits
        limits.check_cells(start + len(properties), len(self.values.keys() | names.keys()))
        for name in names:
            if name not in self.values:
                self.values[name] = [None] * start
        for name, column in self.values.items():
            column.extend([record.get(name) for record in properties])


def _properties(feature: dict[str, Any]) -> dict[str, Any]:
    properties = feature.get("properties")
    if isinstance(properties, dict):
        return properties
    return {} if properties is None else {"properties": properties}


def _check_kind(document: Document, gathered: _Features) -> None:
    """Refuse JSON that is something else, and say what it is."""
    kind = document.members.get("type")
    if kind == "Topology":
        raise ReadError("is-topojson")
    if {"geometryType", "spatialReference"} & document.members.keys():
        raise ReadError("is-esrijson")
    if gathered.drawing.count == len(gathered.loose):
        raise ReadError("json-empty" if document.has_features else "json-other")


def _crs(document: Document) -> tuple[str, tuple[Issue, ...]]:
    """What the member `crs` names; a link is never followed."""
    crs = document.members.get("crs")
    if crs is None:
        return "", ()
    properties = crs.get("properties") if isinstance(crs, dict) else None
    if isinstance(crs, dict) and isinstance(properties, dict):
        if crs.get("type") == "name" and isinstance(properties.get("name"), str):
            return properties["name"], ()
        if crs.get("type") == "EPSG" and isinstance(properties.get("code"), int | str):
            return f"EPSG:{properties['code']}", ()
    code = "crs-link" if isinstance(crs, dict) and crs.get("type") == "link" else "crs-unclear"
    return "", (issue(code, severity=Severity.WARNING, action=Action.NOTED, count=1),)


@contextmanager
def _without_collector() -> Iterator[None]:
    """Parsing makes no cycles; looking for them costs a third of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
