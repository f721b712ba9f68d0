"""KML and KMZ: placemarks with their data, folders as layers, no link ever followed."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

import defusedxml
from defusedxml.ElementTree import ParseError, iterparse

from analytics.core.issue import Severity
from analytics.intake.formats.balloon import attributes
from analytics.intake.formats.encoding import decoded
from analytics.intake.formats.layers import chosen
from analytics.intake.formats.outlines import Drawing
from analytics.intake.formats.table import Table, assemble, issue
from analytics.intake.work import ReadError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from xml.etree.ElementTree import Element

    from analytics.core.issue import Issue
    from analytics.intake.limits import Limits

FOLDERS: Final = ("kml", "Document", "Folder")
MULTI: Final = {"Point": "MultiPoint", "LineString": "MultiLineString", "Polygon": "MultiPolygon"}
LINES: Final = ("LineString", "LinearRing")
COMMA: Final = re.compile(r"\s*,\s*")
DECLARATION: Final = re.compile(r"^\s*<\?xml[^>]*\?>")
DEGREES: Final = "OGC:CRS84"  # by the standard, always
CUT: Final = ("no element found", "unclosed token", "unclosed CDATA section")


@dataclass(slots=True, eq=False)
class _Folder:
    name: str = ""
    placemarks: list[tuple[dict[str, Any], Any]] = field(default_factory=list)


def read(data: bytes, limits: Limits, layer: str = "") -> Table:
    """One folder of placemarks; without a name the first that holds any."""
    text: tuple[Issue, ...] = ()
    try:
        folders, links = _folders(data, limits)
    except ParseError as error:
        if "invalid token" not in str(error) and "encoding" not in str(error):
            raise _damaged(error) from error
        redone = decoded(data)
        text = redone.issues
        plain = DECLARATION.sub("", redone.text.lstrip("\ufeff"), count=1).encode()
        try:
            folders, links = _folders(plain, limits)
        except ParseError as second:
            raise _damaged(second) from second
    if not folders:
        raise ReadError("kml-links" if links else "kml-empty")
    name, left = chosen(list(folders), layer, lambda name: bool(folders[name].placemarks))
    if links:
        left = (*left, issue("links-ignored", severity=Severity.WARNING, count=links))
    return _table(name, folders, (*text, *left), limits)


def _folders(data: bytes, limits: Limits) -> tuple[dict[str, _Folder], int]:
    """Every folder with placemarks of its own, by name, and how many links there were."""
    walk = _Walk(limits)
    try:
        for event, element in iterparse(BytesIO(data), events=("start", "end"), forbid_dtd=True):
            if event == "start":
                walk.enter(_tag(element))
            else:
                walk.leave(_tag(element), element)
    except defusedxml.DefusedXmlException as error:
        raise ReadError("xml-entities") from error
    except (ValueError, LookupError) as error:  # an encoding nobody knows
        raise ReadError("xml-broken", line=1) from error
    return _named([folder for folder in walk.found if folder.placemarks]), walk.links


@dataclass(slots=True)
class _Walk:
    """Where in the document we are, and what was found on the way."""

    limits: Limits
    found: list[_Folder] = field(default_factory=list)
    inside: list[_Folder] = field(default_factory=list)
    parents: list[str] = field(default_factory=list)
    count: int = 0
    links: int = 0

    def enter(self, tag: str) -> None:
        self.parents.append(tag)
        if len(self.parents) > self.limits.nesting:
            raise ReadError("too-nested", count=self.count)
        if tag in FOLDERS:
            self.inside.append(_Folder())
            self.found.append(self.inside[-1])

    def leave(self, tag: str, element: Element) -> None:
        """Take what has just ended, and free its memory."""
        self.parents.pop()
        if tag == "Placemark":
            self.count += 1
            self.limits.check_features(self.count)
            self._folder().placemarks.append((_values(element), _geometry(element)))
            element.clear()
        elif tag == "name" and self.parents and self.parents[-1] in FOLDERS:
            self.inside[-1].name = (element.text or "").strip()
        elif tag == "NetworkLink":
            self.links += 1
        elif tag in FOLDERS:
            self.inside.pop()
            element.clear()

    def _folder(self) -> _Folder:
        """The folder around; placemarks outside any share the first."""
        if self.inside:
            return self.inside[-1]
        if not self.found:
            self.found.append(_Folder())
        return self.found[0]


def _named(folders: list[_Folder]) -> dict[str, _Folder]:
    """Folders by name; the second of the same name becomes "name (2)"."""
    seen: Counter[str] = Counter()
    named = {}
    for folder in folders:
        name = folder.name or "KML"
        seen[name] += 1
        named[name if seen[name] == 1 else f"{name} ({seen[name]})"] = folder
    return named


def _table(
    name: str, folders: dict[str, _Folder], issues: tuple[Issue, ...], limits: Limits
) -> Table:
    placemarks = folders[name].placemarks
    drawing = Drawing(limits)
    drawing.add([geometry for _, geometry in placemarks])
    names = dict.fromkeys(key for values, _ in placemarks for key in values)
    limits.check_cells(len(placemarks), len(names))
    columns, told = assemble({key: [values.get(key) for values, _ in placemarks] for key in names})
    return Table(
        columns=columns.reindex(range(len(placemarks))),
        shapes=drawing.shapes(),
        file_format="KML",
        crs=DEGREES,
        layers=tuple(folders),
        layer=name,
        issues=(*issues, *drawing.issues(), *told),
    )


def _values(placemark: Element) -> dict[str, Any]:
    """Name, description, dates and data of a placemark, a table in its description among them."""
    values: dict[str, Any] = {}
    for element in placemark:
        match _tag(element):
            case "name" | "description" as tag:
                values[tag] = _text(element)
            case "TimeStamp" | "TimeSpan":
                values.update({_tag(part): _text(part) for part in element})
            case "ExtendedData":
                values.update(_extended(element))
    tabled = attributes(values.get("description") or "")
    return {**values, **{name: text or None for name, text in tabled.items() if name not in values}}


def _extended(data: Element) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for element in data.iter():
        name = element.get("name", "")
        match _tag(element):
            case "SimpleData":
                values[name] = _text(element)
            case "Data":
                found = [part for part in element if _tag(part) == "value"]
                values[name] = _text(found[0]) if found else None
    return values


def _geometry(placemark: Element) -> Any:  # noqa: ANN401 - a GeoJSON geometry or None
    drawn = [g for element in placemark if (g := _drawn(element)) is not None]
    return drawn[0] if drawn else None


def _drawn(element: Element) -> Any:  # noqa: ANN401 - a GeoJSON geometry or None
    """One KML shape as a GeoJSON geometry; None for what is no shape."""
    match _tag(element):
        case "Point":
            positions = _positions(element)
            return {"type": "Point", "coordinates": positions[0] if positions else []}
        case "LineString" | "LinearRing":
            return {"type": "LineString", "coordinates": _positions(element)}
        case "Polygon":
            rings = [*_boundary(element, "outerBoundaryIs"), *_boundary(element, "innerBoundaryIs")]
            return {"type": "Polygon", "coordinates": rings}
        case "Track":
            spots = [(part.text or "").split() for part in element if _tag(part) == "coord"]
            return {"type": "LineString", "coordinates": [list(map(_number, s)) for s in spots]}
        case "MultiGeometry" | "MultiTrack":
            return _gathered([g for part in element if (g := _drawn(part)) is not None])
    return None


def _gathered(parts: list[Any]) -> Any:  # noqa: ANN401 - a GeoJSON geometry
    kinds = {part["type"] for part in parts}
    if len(kinds) == 1 and (kind := MULTI.get(*kinds)):
        return {"type": kind, "coordinates": [part["coordinates"] for part in parts]}
    return {"type": "GeometryCollection", "geometries": parts}


def _boundary(polygon: Element, which: str) -> Iterable[list[list[float | str]]]:
    for part in polygon:
        if _tag(part) == which:
            yield from (_positions(ring) for ring in part if _tag(ring) in LINES)


def _positions(element: Element) -> list[list[float | str]]:
    for part in element:
        if _tag(part) == "coordinates" and part.text:
            spots = COMMA.sub(",", part.text).split()
            return [list(map(_number, spot.strip(",").split(","))) for spot in spots]
    return []


def _number(text: str) -> float | str:
    """The number, or the text itself for the shape's own check to refuse."""
    try:
        return float(text)
    except ValueError:
        return text


def _text(element: Element) -> str | None:
    return "".join(element.itertext()).strip() or None


def _tag(element: Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _damaged(error: ParseError) -> ReadError:
    line = error.position[0]
    return ReadError("xml-cut" if str(error).startswith(CUT) else "xml-broken", line=line)
