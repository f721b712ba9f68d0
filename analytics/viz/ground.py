"""What lies under the sites of a paper map: water, land, borders, degrees and names."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from analytics.core import countries, schema
from analytics.core.words import Words
from analytics.viz.ink import LETTER, NOTE_PX, Ink, haloed
from analytics.viz.sheet import Sheet, path, turned

if TYPE_CHECKING:
    from collections.abc import Iterator

    import geopandas as gpd
    from numpy.typing import NDArray

    from analytics.core.dataset import Dataset

OWN_LAYERS: Final = ("countries", "provinces")  # as `totals` reads them
PROVINCE_COLUMNS: Final = ("province", schema.ADMIN1)
STEPS_DEG: Final = (0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 30, 60)
MOST_LINES: Final = 6
DEGREE_PX: Final = 14.0  # from the top edge to the foot of its labels
SIMPLE_PX: Final = 0.3  # outlines may be off by this, less than a tenth of a millimetre in print
NAME_ROOM: Final = 0.85  # of a name that must lie inside its country
#: Where a name may go, in pixels from the roomiest place of its land, the nearest first.
NUDGES: Final = sorted(
    ((dx, dy) for dx in range(-60, 61, 15) for dy in range(-48, 49, 12)),
    key=lambda way: way[0] ** 2 + way[1] ** 2,
)
HALF_TURN: Final = 180.0


@dataclass(frozen=True, slots=True)
class Land:
    """Outlines in longitude and latitude, and the name of each, worded."""

    names: tuple[str, ...]
    shapes: NDArray[np.object_]


def own_land(dataset: Dataset, words: Words) -> tuple[Land, ...]:
    """The countries and provinces a data set brings itself, to be drawn over the base map."""
    return tuple(
        Land(_names_of(dataset.layers[name], words), dataset.layers[name].geometry.to_numpy())
        for name in OWN_LAYERS
        if name in dataset.layers
    )


def bundled(words: Words | None = None) -> Land:
    """The land that comes with the product; without names where no `words` are given."""
    base = countries.base_map()
    names = _names_of(base, words) if words else ("",) * len(base)
    return Land(names, base.geometry.to_numpy())


def lands(sheet: Sheet, own: Sequence[Land], words: Words) -> tuple[Land, ...]:
    """What lies on the sheet, in pixels: the bundled ground first, then the data's own."""
    return tuple(on_sheet(sheet, land) for land in (bundled(words), *own))


def ground(sheet: Sheet, lands: Sequence[Land], ink: Ink) -> Iterator[str]:
    """Water, land, borders and degrees: all that lies under the sites."""
    yield rectangle(sheet, fill=ink.water, stroke="none")
    yield (
        f'<clipPath id="sheet"><rect x="{sheet.left}" y="{sheet.top}" width="{sheet.width:.1f}"'
        f' height="{sheet.height:.1f}"/></clipPath><g clip-path="url(#sheet)">'
        '<g transform="scale(.1)" stroke-linejoin="round">'
    )
    for land in lands:
        style = f'fill="{ink.land}" stroke="{ink.border}" stroke-width="7"'
        yield f'<path d="{path(land.shapes)}" {style}/>'
    yield "</g>"
    yield from _degrees(sheet, ink)
    yield "</g>"


def names(
    sheet: Sheet,
    lands: Sequence[Land],
    sites: NDArray[np.float64],
    taken: Sequence[shapely.Geometry],
    ink: Ink,
    words: Words,
) -> Iterator[str]:
    """Degrees, and the names of lands that have room for theirs, to be drawn over the sites.

    `sites` holds a point in pixels for each site: names keep away from them where they can, and
    from what is `taken` always.
    """
    yield '<g clip-path="url(#sheet)">'
    yield from _degree_names(sheet, ink, words)
    yield from _named(sheet, lands, sites, taken, ink)
    yield "</g>"


def _names_of(frame: gpd.GeoDataFrame, words: Words) -> tuple[str, ...]:
    """What each outline is called: a province by its own name, else the country by its code."""
    column = next((c for c in PROVINCE_COLUMNS if c in frame.columns), None)
    if column:
        return tuple(frame[column].fillna("").astype(str))
    if countries.CODE not in frame.columns:
        return ("",) * len(frame)
    return tuple(words.country(str(code)) for code in frame[countries.CODE].fillna(""))


def on_sheet(sheet: Sheet, land: Land) -> Land:
    """The part of a land on the sheet, in pixels, without corners too small to print."""
    turns = [0.0, *([360.0] * (sheet.east > HALF_TURN)), *([-360.0] * (sheet.west < -HALF_TURN))]
    names = np.array(land.names * len(turns), dtype=object)
    shapes = np.concatenate([turned(land.shapes, by) for by in turns])
    bounds = shapely.bounds(shapes)
    near = (
        (bounds[:, 2] > sheet.west)
        & (bounds[:, 0] < sheet.east)
        & (bounds[:, 3] > sheet.south)
        & (bounds[:, 1] < sheet.north)
    )
    cut = shapely.simplify(sheet.cut(sheet.project(shapes[near])), SIMPLE_PX)
    full = ~shapely.is_empty(cut)
    return Land(tuple(names[near][full]), cut[full])


def _degrees(sheet: Sheet, ink: Ink) -> Iterator[str]:
    """Thin lines at round degrees."""
    style = f'stroke="{ink.border}" stroke-width=".4" stroke-dasharray="1 2"'
    right, bottom = sheet.left + sheet.width, sheet.top + sheet.height
    for lon in _ticks(sheet.west, sheet.east, _step(sheet)):
        yield f'<path d="M{sheet.x(lon):.1f} {sheet.top}V{bottom:.1f}" {style}/>'
    for lat in _ticks(sheet.south, sheet.north, _step(sheet)):
        yield f'<path d="M{sheet.left} {sheet.y(lat):.1f}H{right:.1f}" {style}/>'


def _degree_names(sheet: Sheet, ink: Ink, words: Words) -> Iterator[str]:
    """The degrees of the lines, along the top and the right edge."""
    said = Words(Path(__file__).parent, words.language)
    step, right = _step(sheet), sheet.left + sheet.width
    for lon in _ticks(sheet.west, sheet.east, step):
        if sheet.left + 24 < sheet.x(lon) < right - 60:
            label = degree(lon, step, "lon", words, said)
            x, y = sheet.x(lon) + 3, sheet.top + DEGREE_PX
            yield haloed(label, x, y, ink.soft, ink.land, anchor="start")
    for lat in _ticks(sheet.south, sheet.north, step):
        if sheet.top + 24 < sheet.y(lat) < sheet.top + sheet.height - 12:
            label = degree(lat, step, "lat", words, said)
            yield haloed(label, right - 3, sheet.y(lat) - 2, ink.soft, ink.land, anchor="end")


def _step(sheet: Sheet) -> float:
    wide = sheet.east - sheet.west
    return next((s for s in STEPS_DEG if wide / s <= MOST_LINES), STEPS_DEG[-1])


def _ticks(low: float, high: float, step: float) -> list[float]:
    return [n * step for n in range(math.ceil(low / step), math.floor(high / step) + 1)]


def degree(value: float, step: float, axis: str, words: Words, said: Words) -> str:
    """A longitude or latitude ("lon", "lat") with as many decimals as `step` needs."""
    shown = (value + HALF_TURN) % (2 * HALF_TURN) - HALF_TURN if axis == "lon" else value
    decimals = max(0, -math.floor(math.log10(step) + 1e-9))
    side = "zero" if abs(shown) < step / 2 else ("plus" if shown > 0 else "minus")
    return said(f"map.{axis}.{side}", degrees=words.number(abs(shown), decimals))


def place(lat: float, lon: float, words: Words, step: float = 0.01) -> str:
    """A place by its degrees for people: "4.12° S 61.30° W"."""
    said = Words(Path(__file__).parent, words.language)
    return f"{degree(lat, step, 'lat', words, said)} {degree(lon, step, 'lon', words, said)}"


def _named(
    sheet: Sheet,
    lands: Sequence[Land],
    sites: NDArray[np.float64],
    kept_free: Sequence[shapely.Geometry],
    ink: Ink,
) -> Iterator[str]:
    """Names where they fit inside their land, the roomiest first, none over another."""
    taken = list(kept_free)
    right, bottom = sheet.left + sheet.width, sheet.top + sheet.height
    edge = (sheet.left + 4, sheet.top + DEGREE_PX + 4, right - 4, bottom - 4)
    for name, land in _roomiest_first(lands):
        shape = _largest(shapely.clip_by_rect(shapely.make_valid(land), *edge))
        spot = _spot(shape, name, taken, sites) if name else None
        if spot is not None:
            taken.append(spot)
            west, _, east, north = spot.bounds
            yield haloed(name, (west + east) / 2, north - NOTE_PX / 2, ink.soft, ink.land)


def _spot(
    shape: shapely.Geometry,
    name: str,
    taken: Sequence[shapely.Geometry],
    sites: NDArray[np.float64],
) -> shapely.Geometry | None:
    """The box for a name, near the roomiest place and over few sites; None without room."""
    reach = len(name) * NOTE_PX * LETTER / 2 + 2
    least = NAME_ROOM * 2 * reach * 1.5 * NOTE_PX
    if shapely.area(shape) < least:
        return None
    x, y = shapely.get_coordinates(shapely.maximum_inscribed_circle(shape, 2.0))[0]
    best, fewest = None, len(sites) + 1
    for dx, dy in NUDGES:
        west, top = x + dx - reach, y + dy - NOTE_PX
        spot = shapely.box(west, top, west + 2 * reach, top + 1.5 * NOTE_PX)
        under = _covered(spot, sites)
        if under >= fewest or any(spot.intersects(other) for other in taken):
            continue
        if shapely.area(shapely.clip_by_rect(shape, *spot.bounds)) >= least:
            best, fewest = spot, under
        if fewest == 0:
            break
    return best


def _covered(spot: shapely.Geometry, sites: NDArray[np.float64]) -> int:
    """How many sites lie under a name."""
    west, south, east, north = spot.bounds
    x, y = sites.T
    return int(((x > west - 2) & (x < east + 2) & (y > south - 2) & (y < north + 2)).sum())


def _roomiest_first(lands: Sequence[Land]) -> list[tuple[str, shapely.Geometry]]:
    named = [pair for land in lands for pair in zip(land.names, land.shapes, strict=True)]
    return sorted(named, key=lambda pair: -shapely.area(pair[1]))


def _largest(shape: shapely.Geometry) -> shapely.Geometry:
    parts = shapely.get_parts(shape)
    polygons = parts[shapely.get_type_id(parts) == shapely.GeometryType.POLYGON]
    return polygons[np.argmax(shapely.area(polygons))] if len(polygons) else shapely.Polygon()


def rectangle(sheet: Sheet, *, fill: str, stroke: str) -> str:
    """The edge of the sheet."""
    return (
        f'<rect x="{sheet.left}" y="{sheet.top}" width="{sheet.width:.1f}"'
        f' height="{sheet.height:.1f}" fill="{fill}" stroke="{stroke}" stroke-width=".7"/>'
    )
