"""Shapes as compact text for the browser, never more than it can take."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from enum import StrEnum
from string import ascii_uppercase
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd
import shapely

from analytics.core import geo, schema
from pages.ui import signs

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    import geopandas as gpd
    from numpy.typing import NDArray

    from analytics.core.section import Map
    from analytics.core.words import Words

MOST_BYTES: Final = 3_000_000  # of the shapes of one map: the first message stays under 5 MB
MOST_SHAPES: Final = 6_000  # more polygons than this are drawn as points
MOST_POINTS: Final = 10_000  # more points than this are gathered into cells
LETTERS_ACROSS: Final = 5  # cells of a map, each with a letter at most
CELLS_ACROSS: Final = 80  # of a gathered map
BYTES_PER_VERTEX: Final = 18  # "[-62.12345,-3.1234],"
FINEST_DEG: Final = 1e-5  # about a metre: no screen shows less
VIEW_PX: Final = 900  # width of a large map
M2_PER_HA: Final = 10_000.0
LEAST_HA: Final = 0.01
FAINT: Final = 56  # of 255


class Drawing(StrEnum):
    """How the shapes of a map were made light enough."""

    EXACT = "exact"
    SIMPLIFIED = "simplified"  # outlines with fewer corners
    POINTS = "points"  # a circle of the shape's area in its place
    CELLS = "cells"  # circles that stand for many shapes
    TILES = "tiles"  # outlines and dots, fetched as one looks


@dataclass(frozen=True, slots=True, kw_only=True)
class Payload:
    """What one map sends: compact JSON, and how it was made."""

    text: str
    drawing: Drawing
    shown: int  # shapes that are on the map, one by one or gathered
    tolerance_m: float  # how far an outline may have moved; 0 when exact
    letters: str = "[]"  # where the letters of the classes stand, as JSON
    signs: str = signs.NONE  # the marks of the kinds, as JSON
    tips: tuple[str, ...] = ()  # of pies: what each shows, as JSON
    ground: str = ""  # where the land is fetched, as JSON; "" where it is sent along

    @property
    def is_geojson(self) -> bool:
        """Outlines go as GeoJSON; circles as a plain list."""
        return self.drawing in (Drawing.EXACT, Drawing.SIMPLIFIED)


def pack(item: Map, words: Words, *, most_bytes: int = MOST_BYTES) -> Payload:
    """The shapes of `item` within `most_bytes`, whatever their number."""
    if item.pies is not None:
        return Payload(
            text="[]",
            drawing=Drawing.EXACT,
            shown=len(item.shapes),
            tolerance_m=0.0,
            tips=tuple(_tips(item.shapes, item, words)),
        )
    shapes = item.shapes[~(item.shapes.geometry.isna() | item.shapes.geometry.is_empty)]
    tips = _tips(shapes, item, words) if len(shapes) <= MOST_POINTS else []
    marks = signs.packed(shapes, item, tips)
    packed = _packed(shapes, item, tips, words, most_bytes - len(marks))
    if item.signs is None:
        return replace(packed, letters=lettered(shapes, item))
    return replace(packed, signs=marks)


def letters(item: Map) -> dict[str, str]:
    """A letter for each class in legend order; none where there is only one class to tell."""
    seen = set(item.shapes[item.colour_by].astype(str).unique())
    groups = [group for group in item.colours if group in seen and group not in item.uncounted]
    if not 1 < len(groups) <= len(ascii_uppercase):
        return {}
    return {
        group: item.letters.get(group, a) for group, a in zip(groups, ascii_uppercase, strict=False)
    }


def hints(shapes: gpd.GeoDataFrame, item: Map, words: Words) -> list[str]:
    """What hovering shows of each shape: one line for each column of `item.tips`."""
    from analytics.core.words import Kind

    lines = []
    for column, label in item.tips.items():
        kind = item.kinds.get(column, Kind.TEXT)
        codes, values = pd.factorize(shapes[column], use_na_sentinel=False)
        worded = [
            f"{label}: {words.cell(None if pd.isna(value) else value, kind)}" for value in values
        ]
        lines.append([worded[code] for code in codes])
    return ["\n".join(parts) for parts in zip(*lines, strict=True)] or [""] * len(shapes)


def area_ha(shapes: gpd.GeoDataFrame) -> NDArray[np.float64]:
    """Of each shape, stated or measured; 0 where nobody knows."""
    if schema.AREA_HA in shapes.columns:
        areas = shapes[schema.AREA_HA]
    else:
        areas = geo.area_ha(shapes.geometry)
    return areas.fillna(0.0).to_numpy(dtype=float)


def lettered(shapes: gpd.GeoDataFrame, item: Map) -> str:
    """The letters as JSON: each class beside its largest shape in each cell of a coarse grid."""
    known = letters(item)
    if not known or shapes.empty:
        return "[]"
    centres = shapely.get_coordinates(shapely.point_on_surface(shapes.geometry.to_numpy()))
    west, south, east, north = shapely.total_bounds(shapes.geometry.to_numpy())
    size = max(east - west, north - south, FINEST_DEG) / LETTERS_ACROSS
    groups = shapes[item.colour_by].astype(str).map(known).to_numpy()
    table = pd.DataFrame(
        {
            "x": centres[:, 0],
            "y": centres[:, 1],
            "letter": groups,
            "area_ha": area_ha(shapes),
            "column": ((centres[:, 0] - west) // size).astype(int),
            "row": ((centres[:, 1] - south) // size).astype(int),
        }
    ).sort_values("area_ha", ascending=False, kind="stable")
    in_cell = table.drop_duplicates(["column", "row"])
    first = table.drop_duplicates("letter")  # a class that is nowhere the largest has one too
    placed = pd.concat([first, in_cell]).dropna(subset="letter")
    placed = placed[_apart(placed[["x", "y"]].to_numpy(), size / 2)]
    return json.dumps(
        [
            {"p": [round(x, 5), round(y, 5)], "t": letter}
            for x, y, letter in zip(placed["x"], placed["y"], placed["letter"], strict=True)
        ],
        separators=(",", ":"),
    )


def _apart(places: NDArray[np.float64], least: float) -> list[bool]:
    """Which places are not near one that was taken before."""
    taken: list[int] = []
    for place, (x, y) in enumerate(places):
        if all(np.hypot(*(places[other] - (x, y))) >= least for other in taken):
            taken.append(place)
    return [place in taken for place in range(len(places))]


def _packed(
    shapes: gpd.GeoDataFrame, item: Map, tips: list[str], words: Words, most_bytes: int
) -> Payload:
    if len(shapes) > MOST_POINTS:
        return _cells(shapes, item, words)
    colours = _colours(shapes[item.colour_by], item.colours, item.faint)
    room = most_bytes - sum(len(tip) + 90 for tip in tips)
    if len(shapes) <= MOST_SHAPES and room > 0:
        drawn, tolerance_deg = fitted(shapes.geometry.to_numpy(), room)
        if drawn is not None:
            return _outlines(drawn, tips, colours, tolerance_deg)
    return _points(shapes, tips, colours)


def fitted(shapes: NDArray[np.object_], room: int) -> tuple[NDArray[np.object_] | None, float]:
    """The shapes with as few corners taken away as make them fit, and the tolerance in degrees.

    None when they do not even fit at the width of a screen pixel over the whole extent.
    """
    rounded = _on_grid(shapes)
    west, _, east, _ = shapely.total_bounds(rounded) if len(rounded) else (0.0, 0.0, 0.0, 0.0)
    pixel = max((east - west) / VIEW_PX, FINEST_DEG)
    tolerance = 0.0
    while _bytes(rounded) > room:
        tolerance = max(2 * tolerance, FINEST_DEG)
        if tolerance > pixel:
            return None, tolerance
        rounded = _on_grid(shapely.simplify(shapes, tolerance))
    return rounded, tolerance


def _on_grid(shapes: NDArray[np.object_]) -> NDArray[np.object_]:
    """Rounded to a metre without a look at validity: it is only drawn."""
    return np.asarray(shapely.set_precision(shapes, FINEST_DEG, mode="pointwise"), dtype=object)


def _bytes(shapes: NDArray[np.object_]) -> int:
    return int(shapely.get_num_coordinates(shapes).sum()) * BYTES_PER_VERTEX


def _outlines(
    drawn: NDArray[np.object_], tips: list[str], colours: list[str], tolerance_deg: float
) -> Payload:
    features = ",".join(
        f'{{"type":"Feature","properties":{{"f":{colour},"t":{tip}}},"geometry":{shape}}}'
        for shape, tip, colour in zip(shapely.to_geojson(drawn), tips, colours, strict=True)
    )
    return Payload(
        text=f'{{"type":"FeatureCollection","features":[{features}]}}',
        drawing=Drawing.SIMPLIFIED if tolerance_deg else Drawing.EXACT,
        shown=len(drawn),
        tolerance_m=tolerance_deg * 111_000,
    )


def _points(shapes: gpd.GeoDataFrame, tips: list[str], colours: list[str]) -> Payload:
    """A circle as large as the shape, on the shape; large ones first so that none is hidden."""
    places = shapely.get_coordinates(shapely.point_on_surface(shapes.geometry.to_numpy()))
    radii = _radius_m(area_ha(shapes))
    order = np.argsort(-radii, kind="stable")
    return _circles(
        places[order],
        radii[order],
        [tips[i] for i in order],
        [colours[i] for i in order],
        Drawing.POINTS,
        len(shapes),
    )


def _cells(shapes: gpd.GeoDataFrame, item: Map, words: Words) -> Payload:
    """Shapes of one class in one cell of a grid as one circle of their area together."""
    centres = shapely.get_coordinates(shapely.centroid(shapes.geometry.to_numpy()))
    west, south, east, north = shapely.total_bounds(shapes.geometry.to_numpy())
    size = max(east - west, north - south, FINEST_DEG) / CELLS_ACROSS
    areas = area_ha(shapes)
    table = pd.DataFrame(
        {
            "column": ((centres[:, 0] - west) // size).astype(int),
            "row": ((centres[:, 1] - south) // size).astype(int),
            "group": shapes[item.colour_by].astype(str).to_numpy(),
            "x": centres[:, 0],
            "y": centres[:, 1],
            "area_ha": areas,
        }
    )
    cells = (
        table.groupby(["column", "row", "group"], observed=True)
        .agg(x=("x", "mean"), y=("y", "mean"), area_ha=("area_ha", "sum"), sites=("x", "size"))
        .reset_index()
        .sort_values("area_ha", ascending=False, kind="stable")
    )
    tips = [
        json.dumps(words("map.cell", count=int(sites), group=group, area=words.hectares(area)))
        for sites, group, area in zip(cells["sites"], cells["group"], cells["area_ha"], strict=True)
    ]
    return _circles(
        cells[["x", "y"]].to_numpy(),
        _radius_m(cells["area_ha"].to_numpy()),
        tips,
        _colours(cells["group"], item.colours),
        Drawing.CELLS,
        len(shapes),
    )


def _circles(
    places: NDArray[np.float64],
    radii: NDArray[np.float64],
    tips: list[str],
    colours: list[str],
    drawing: Drawing,
    shown: int,
) -> Payload:
    rows = ",".join(
        f'{{"p":[{x:.5f},{y:.5f}],"r":{radius:.0f},"f":{colour},"t":{tip}}}'
        for (x, y), radius, tip, colour in zip(places, radii, tips, colours, strict=True)
    )
    return Payload(text=f"[{rows}]", drawing=drawing, shown=shown, tolerance_m=0.0)


def _radius_m(areas_ha: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.sqrt(np.maximum(areas_ha, LEAST_HA) * M2_PER_HA / np.pi)


def _colours(
    groups: pd.Series[str], colours: Mapping[str, str], faint: Collection[str] = ()
) -> list[str]:
    """Each shape's colour as the text of a JSON list; a faint one says how opaque it is."""
    known = {
        group: f"[{int(code[1:3], 16)},{int(code[3:5], 16)},{int(code[5:7], 16)}"
        f"{f',{FAINT}' if group in faint else ''}]"
        for group, code in colours.items()
    }
    return [known[str(group)] for group in groups]


def _tips(shapes: gpd.GeoDataFrame, item: Map, words: Words) -> list[str]:
    """What hovering shows, as JSON text; behind it the key that a click hands back, if any."""
    told = [json.dumps(hint, ensure_ascii=False) for hint in hints(shapes, item, words)]
    if not item.key:
        return told
    keys = shapes[item.key].astype(str)
    return [
        f'{tip},"i":{json.dumps(key, ensure_ascii=False)}'
        for tip, key in zip(told, keys, strict=True)
    ]
